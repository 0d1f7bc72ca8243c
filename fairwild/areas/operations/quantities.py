"""Deeds on maximum quantities: setting, lowering, drawing and giving back."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import update

from fairwild.access.actions import Action
from fairwild.areas import events, queries, rules
from fairwild.areas.facts import QuantityFacts, SharedGround
from fairwild.areas.records import CollectionArea, MaximumQuantity, QuantityChange
from fairwild.areas.states import ChangeStatus
from fairwild.kernel.periods import Period
from fairwild.kernel.plants import PlantPart
from fairwild.kernel.quantities import State
from fairwild.kernel.refusals import Conflict, NotFound, Refused
from fairwild.unit_of_work import UnitOfWork


def set_maximum_quantity(
    work: UnitOfWork,
    *,
    area_id: UUID,
    species_id: UUID,
    part: PlantPart,
    state: State,
    season_from: date,
    season_until: date,
    limit_g: int,
    method: str = "",
) -> MaximumQuantity:
    """Lay down how much of a part may leave an area from `season_from` to before `season_until`.

    Refused where these plants of this ground have a limit for the days or the year already.
    """
    area = work.take(CollectionArea, area_id, to=Action.SET_MAXIMUM_QUANTITY)
    wanted = QuantityFacts(
        None, area_id, species_id, part, state, Period(season_from, season_until), limit_g
    )
    targets = queries.target_species_of(work, area.operator_id)
    others, ground = _beside(work, area, wanted)
    work.refuse_if(
        rules.obstacles_to_quantity(
            wanted,
            area=queries.facts_of(area),
            targets=[(target.species_id, target.part) for target in targets],
            others=others,
            ground=ground,
        )
    )
    said: dict[str, Any] = {
        "area_id": area_id,
        "species_id": species_id,
        "part": part,
        "state": state,
        "season_from": season_from,
        "season_until": season_until,
        "limit_g": limit_g,
        "method": method,
    }
    quantity = MaximumQuantity(operator_id=area.operator_id, set_at=work.now, **said)
    work.add(quantity)
    work.record(events.MaximumQuantitySet(subject=quantity.id, **said))
    return quantity


def _beside(
    work: UnitOfWork, area: CollectionArea, wanted: QuantityFacts
) -> tuple[list[QuantityFacts], list[SharedGround]]:
    """Give the limits for the same plants, and the areas on the same ground where one has any.

    Two who set limits for the same plants at once wait for each other.
    """
    queries.hold_target(work, area.operator_id, wanted.species_id, wanted.part)
    others = queries.limits_beside(work, wanted, area.operator_id)
    if all(one.area_id == area.id for one in others):
        return others, []
    shape = queries.shape_of(area)
    return others, queries.shared_ground(work, area.operator_id, shape, but=area.id)


def change_maximum_quantity(
    work: UnitOfWork,
    *,
    quantity_id: UUID,
    version: int,
    limit_g: int,
    method: str | None = None,
    season_from: date | None = None,
    season_until: date | None = None,
) -> MaximumQuantity:
    """Replace the limit of a season by a new estimate, never below what is already drawn.

    It can be raised only before the season's first collection, taken back since or not, and from
    then on its days are only made more; without `method` the text stays, without days the season
    does.
    """
    quantity = work.take(MaximumQuantity, quantity_id, to=Action.SET_MAXIMUM_QUANTITY)
    if quantity.version != version:
        raise Conflict("maximum_quantity")
    work.refuse_if(rules.obstacles_to_new_limit(queries.whole_facts(work, quantity), limit_g))
    work.refuse_if(rules.obstacles_while_asked(queries.find_waiting_change(work, quantity.id)))
    _change_days(work, quantity, season_from, season_until)
    before_g, quantity.limit_g = quantity.limit_g, limit_g
    quantity.method = quantity.method if method is None else method
    work.record(
        events.MaximumQuantityChanged(
            subject=quantity.id,
            limit_g=limit_g,
            limit_before_g=before_g,
            method=quantity.method,
            season_from=quantity.season_from,
            season_until=quantity.season_until,
        )
    )
    work.session.flush()
    work.add(_own_change(work, quantity, before_g))
    return quantity


def _change_days(
    work: UnitOfWork, quantity: MaximumQuantity, start: date | None, until: date | None
) -> None:
    """Give a season other days, unless something stands against them."""
    facts = queries.whole_facts(work, quantity)
    season = Period(start or quantity.season_from, until or quantity.season_until)
    if season == facts.season:
        return
    wanted = replace(facts, season=season)
    area = work.session.get_one(CollectionArea, quantity.area_id)
    work.refuse_if(
        [
            *rules.obstacles_to_new_days(facts, wanted),
            *rules.obstacles_to_season(wanted, *_beside(work, area, wanted)),
        ]
    )
    quantity.season_from, quantity.season_until = season.start, until or quantity.season_until


def _own_change(work: UnitOfWork, quantity: MaximumQuantity, before_g: int) -> QuantityChange:
    """Write down for the history what the operator changed without asking anybody."""
    return QuantityChange(
        quantity_id=quantity.id,
        operator_id=quantity.operator_id,
        status=ChangeStatus.DIRECT,
        limit_before_g=before_g,
        limit_g=quantity.limit_g,
        method=quantity.method,
        asked_at=work.now,
        asked_by=work.actor.person_id,
        decided_at=work.now,
        decided_by=work.actor.person_id,
    )


def draw_quantity(work: UnitOfWork, *, quantity_id: UUID, mass_g: int) -> None:
    """Collect this mass against a limit, or refuse with what is left; two at once never pass it."""
    if mass_g <= 0:
        message = f"a mass to draw is more than nothing: {mass_g}"
        raise ValueError(message)
    quantity = work.session.get(MaximumQuantity, quantity_id)
    if quantity is None:
        raise NotFound("maximum_quantity")
    work.may(Action.RECORD_RECEIPT, on=quantity)
    drawn = work.session.execute(_drawing(quantity_id, mass_g))
    work.session.refresh(quantity)
    if not drawn.rowcount:  # type: ignore[attr-defined]  # an UPDATE gives a cursor result
        raise Refused(rules.obstacles_to_drawing(queries.quantity_facts(quantity), mass_g))
    work.record(
        events.QuantityDrawn(
            subject=quantity_id,
            mass_g=mass_g,
            drawn_g=quantity.drawn_g,
            limit_g=quantity.limit_g,
        )
    )


def return_quantity(work: UnitOfWork, *, quantity_id: UUID, mass_g: int) -> None:
    """Give back what a wrong receipt had drawn on a limit."""
    quantity = work.take(MaximumQuantity, quantity_id, to=Action.RECORD_RECEIPT)
    if not 0 < mass_g <= quantity.drawn_g:
        message = f"cannot give back {mass_g} g of {quantity.drawn_g} g drawn"
        raise ValueError(message)
    quantity.drawn_g -= mass_g
    work.session.flush()
    said = {"mass_g": mass_g, "drawn_g": quantity.drawn_g, "limit_g": quantity.limit_g}
    work.record(events.QuantityReturned(subject=quantity_id, **said))


def _drawing(quantity_id: UUID, mass_g: int) -> Any:
    """Compare and draw in one statement, so that no other writer comes between."""
    return (
        update(MaximumQuantity)
        .where(
            MaximumQuantity.id == quantity_id,
            MaximumQuantity.limit_g - MaximumQuantity.drawn_g >= mass_g,
        )
        .values(drawn_g=MaximumQuantity.drawn_g + mass_g, version=MaximumQuantity.version + 1)
        .execution_options(synchronize_session=False)
    )
