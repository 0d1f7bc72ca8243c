"""Deeds on areas, target species and maximum quantities."""

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

import rfc8785
from sqlalchemy import update

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.areas import events, queries, rules
from fairwild.areas.facts import QuantityFacts
from fairwild.areas.records import CollectionArea, MaximumQuantity, TargetSpecies
from fairwild.kernel.geometry import (
    Geometry,
    area_m2,
    centroid,
    parse_geometry,
    to_geojson,
)
from fairwild.kernel.periods import Period
from fairwild.kernel.plants import PlantPart
from fairwild.kernel.quantities import State
from fairwild.kernel.refusals import Conflict, Invalid, NotFound, Obstacle, Refused
from fairwild.species.queries import species_by_id
from fairwild.unit_of_work import UnitOfWork

Shape = Geometry | Mapping[str, Any]
"""An outline already read, or decoded GeoJSON."""


def _read(shape: Shape) -> Geometry:
    """Read GeoJSON; raises Invalid with every fault at its place."""
    found = shape if isinstance(shape, Geometry) else parse_geometry(shape)
    if isinstance(found, Geometry):
        return found
    raise Invalid({f"geometry{fault.where}": f"geometry-{fault.code}" for fault in found})


def _draw_outline(area: CollectionArea, geometry: Geometry) -> None:
    centre = centroid(geometry)
    area.geometry = to_geojson(geometry)
    area.centre_lat_e6, area.centre_lon_e6 = centre.lat_e6, centre.lon_e6
    area.computed_m2 = area_m2(geometry)


def _said_of(area: CollectionArea) -> dict[str, Any]:
    """Give what the events of an area have in common; its outline only as a digest."""
    return {
        "subject": area.id,
        "name": area.name,
        "admin_unit": area.admin_unit,
        "country": area.country,
        "geometry_sha256": hashlib.sha256(rfc8785.dumps(area.geometry)).hexdigest(),
        "computed_m2": area.computed_m2,
        "stated_m2": area.stated_m2,
        "sensitive": area.sensitive,
    }


def register_area(
    work: UnitOfWork,
    *,
    operator_id: UUID,
    code: str,
    name: str,
    admin_unit: str,
    country: str,
    geometry: Shape,
    stated_m2: int | None = None,
    tenure_note: str = "",
    sensitive: bool = False,
) -> CollectionArea:
    """Give an operator a new area; its size and middle are computed from the outline.

    Raises Invalid with every fault of the outline.
    """
    work.may(Action.REGISTER_AREA, on=Of(Party.OPERATOR, operator_id))
    shape = _read(geometry)
    taken = queries.is_code_taken(work, operator_id, code)
    work.refuse_if(rules.obstacles_to_area_code(code, taken=taken))
    area = CollectionArea(
        operator_id=operator_id,
        code=code,
        name=name,
        admin_unit=admin_unit,
        country=country,
        stated_m2=stated_m2,
        tenure_note=tenure_note,
        sensitive=sensitive,
        registered_at=work.now,
    )
    _draw_outline(area, shape)
    work.add(area)
    work.record(events.AreaRegistered(operator_id=operator_id, code=code, **_said_of(area)))
    return area


def edit_area(
    work: UnitOfWork,
    *,
    area_id: UUID,
    version: int,
    name: str,
    admin_unit: str,
    country: str,
    geometry: Shape,
    stated_m2: int | None = None,
    tenure_note: str = "",
    sensitive: bool = False,
) -> CollectionArea:
    """Put right what is known of an area; raises Conflict for a version that is no longer there."""
    area = work.take(CollectionArea, area_id, to=Action.EDIT_AREA)
    if area.version != version:
        raise Conflict("collection_area")
    shape = _read(geometry)
    work.refuse_if(rules.obstacles_to_changing(queries.facts_of(area)))
    area.name, area.admin_unit, area.country = name, admin_unit, country
    area.stated_m2, area.tenure_note, area.sensitive = stated_m2, tenure_note, sensitive
    _draw_outline(area, shape)
    work.record(events.AreaChanged(**_said_of(area)))
    work.session.flush()
    return area


def close_area(work: UnitOfWork, *, area_id: UUID) -> CollectionArea:
    """End collecting in an area; what was collected there stays as it is."""
    area = work.take(CollectionArea, area_id, to=Action.EDIT_AREA)
    work.refuse_if(rules.obstacles_to_changing(queries.facts_of(area)))
    area.closed_at = work.now
    work.record(events.AreaClosed(subject=area.id, code=area.code))
    return area


def choose_target_species(
    work: UnitOfWork,
    *,
    operator_id: UUID,
    species_id: UUID,
    part: PlantPart,
    local_name: str = "",
) -> TargetSpecies:
    """Let an operator collect this part of a species, for the first time or again."""
    work.may(Action.CHOOSE_TARGET_SPECIES, on=Of(Party.OPERATOR, operator_id))
    if species_id not in species_by_id(work, [species_id]):
        work.refuse_if([Obstacle("species-not-registered", at="species_id")])
    target = queries.find_target(work, operator_id, species_id, part)
    if target is not None and target.ended_at is None:
        work.refuse_if([Obstacle("target-species-chosen-already", {"part": part}, at="part")])
    if target is None:
        target = TargetSpecies(
            operator_id=operator_id, species_id=species_id, part=part, chosen_at=work.now
        )
    target.ended_at, target.local_name = None, local_name
    work.add(target)
    said: dict[str, Any] = {
        "operator_id": operator_id,
        "species_id": species_id,
        "part": part,
    }
    work.record(events.TargetSpeciesChosen(subject=target.id, **said))
    return target


def end_target_species(work: UnitOfWork, *, target_id: UUID) -> TargetSpecies:
    """Let an operator no longer collect this part of a species; limits and lots stay."""
    target = work.take(TargetSpecies, target_id, to=Action.CHOOSE_TARGET_SPECIES)
    if target.ended_at is not None:
        work.refuse_if([Obstacle("target-species-ended", {"part": target.part})])
    target.ended_at = work.now
    said = {"operator_id": target.operator_id, "species_id": target.species_id}
    work.record(events.TargetSpeciesEnded(subject=target.id, part=target.part, **said))
    return target


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
    """Lay down how much of a part may leave an area from `season_from` to before `season_until`."""
    area = work.take(CollectionArea, area_id, to=Action.SET_MAXIMUM_QUANTITY)
    wanted = QuantityFacts(
        None, area_id, species_id, part, state, Period(season_from, season_until), limit_g
    )
    targets = queries.target_species_of(work, area.operator_id)
    work.refuse_if(
        rules.obstacles_to_quantity(
            wanted,
            area=queries.facts_of(area),
            targets=[(target.species_id, target.part) for target in targets],
            others=map(queries.quantity_facts, queries.quantities_of_area(work, area_id)),
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


def change_maximum_quantity(
    work: UnitOfWork, *, quantity_id: UUID, version: int, limit_g: int, method: str | None = None
) -> MaximumQuantity:
    """Replace the limit of a season by a new estimate, never below what is already drawn.

    It can be raised only before the season's first collection; without `method` the text stays.
    """
    quantity = work.take(MaximumQuantity, quantity_id, to=Action.SET_MAXIMUM_QUANTITY)
    if quantity.version != version:
        raise Conflict("maximum_quantity")
    work.refuse_if(rules.obstacles_to_new_limit(queries.quantity_facts(quantity), limit_g))
    before_g, quantity.limit_g = quantity.limit_g, limit_g
    quantity.method = quantity.method if method is None else method
    work.record(
        events.MaximumQuantityChanged(
            subject=quantity.id,
            limit_g=limit_g,
            limit_before_g=before_g,
            method=quantity.method,
        )
    )
    work.session.flush()
    return quantity


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
