"""When a permit serves, and which papers a border asks for. Pure: facts in, obstacles out."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

from fairwild.kernel.periods import Period
from fairwild.kernel.plants import Form, PlantPart
from fairwild.kernel.quantities import WEIGHED_FROM_HARVESTERS, State
from fairwild.kernel.refusals import Obstacle
from fairwild.permits.facts import BorderGoods, PaperNeed, PermitFacts
from fairwild.permits.states import PaperReason, PermitKind, PermitStanding

ANY_WEIGHT = 10**15
"""Stands for the room in a permit that states no weight, in grams."""

IMPORT_PERMIT_TOO = frozenset({"I"})
"""Appendices of CITES whose goods need the permit of the receiving country as well."""

DERIVATIVES = frozenset({Form.OIL, Form.EXTRACT, Form.FINISHED_PRODUCT})
"""What is made from a listed plant and listed with it; resin is a part of the plant."""


# papers at a border


def papers_needed(
    goods: Iterable[BorderGoods], *, from_country: str, to_country: str
) -> tuple[PaperNeed, ...]:
    """List the papers that goods need to go from one country to another, each once per species.

    Listed plants and what is made from them (oils, extracts, resins) need a CITES paper
    whenever sender and receiver are in different countries (scheme.md 3.3): an export permit for
    what grew where they leave, a re-export certificate for what grew elsewhere, a blend of both
    needs both.
    """
    if from_country == to_country:
        return ()
    found: dict[tuple[PermitKind, UUID], list[BorderGoods]] = {}
    for one in goods:
        for kind in _kinds_for(one, from_country):
            found.setdefault((kind, one.species_id), []).append(one)
    return tuple(
        _need(kind, listed, from_country=from_country, to_country=to_country)
        for (kind, _), listed in found.items()
    )


def _kinds_for(goods: BorderGoods, from_country: str) -> Iterator[PermitKind]:
    if not goods.cites_appendix:
        return
    origins = goods.origin_countries or {from_country}
    if from_country in origins:
        yield PermitKind.CITES_EXPORT
    if origins - {from_country}:
        yield PermitKind.CITES_RE_EXPORT
    if goods.cites_appendix in IMPORT_PERMIT_TOO:
        yield PermitKind.CITES_IMPORT


def _need(
    kind: PermitKind, listed: Sequence[BorderGoods], *, from_country: str, to_country: str
) -> PaperNeed:
    made = all(one.form in DERIVATIVES for one in listed)
    return PaperNeed(
        kind=kind,
        why=PaperReason.DERIVATIVE if made else PaperReason.LISTED,
        species_id=listed[0].species_id,
        species=listed[0].species,
        cites_appendix=listed[0].cites_appendix,
        lots=tuple(dict.fromkeys(one.lot for one in listed)),
        from_country=from_country,
        to_country=to_country,
        mass_g=sum(one.mass_g for one in listed),
    )


def papers_missing(
    needs: Iterable[PaperNeed], carried: Collection[tuple[PermitKind, UUID]]
) -> tuple[PaperNeed, ...]:
    """List the needs that no carried paper (its kind and its species) meets."""
    return tuple(need for need in needs if (need.kind, need.species_id) not in carried)


def obstacles_at_border(
    needs: Iterable[PaperNeed], carried: Collection[tuple[PermitKind, UUID]]
) -> Iterator[Obstacle]:
    """Say which papers are missing before goods can leave."""
    for need in papers_missing(needs, carried):
        yield Obstacle("paper-missing", facts_of(need), at="papers")


def facts_of(need: PaperNeed) -> dict[str, Any]:
    """Give what every obstacle about a paper at a border says."""
    return {
        "paper": need.kind,
        "species": need.species,
        "appendix": need.cites_appendix,
        "lots": ", ".join(need.lots),
        "from_country": need.from_country,
        "to_country": need.to_country,
        "wanted_g": need.mass_g,
    }


def permits_serving(
    need: PaperNeed, permits: Iterable[PermitFacts], *, on: date
) -> tuple[PermitFacts, ...]:
    """List the permits that would meet a need on that day, the one that ends first before."""
    serving = [
        one
        for one in permits
        if (one.kind, one.species_id) == (need.kind, need.species_id)
        and on in one.valid
        and not one.ended
    ]
    return tuple(sorted(serving, key=_ends_first))


def _ends_first(permit: PermitFacts) -> tuple[date, str]:
    return permit.valid.until or date.max, permit.number


# permits to harvest


def permits_concerned(
    permits: Iterable[PermitFacts], *, species_id: UUID, part: PlantPart
) -> tuple[PermitFacts, ...]:
    """List the permits to harvest this part of a species.

    One that was ended before anything was collected under it counts as never written; one that
    was drawn on goes on saying that a permit is needed, or ending it would end its limit.
    """
    return tuple(
        one
        for one in permits
        if one.kind is PermitKind.HARVEST
        and (one.species_id, one.part) == (species_id, part)
        and (one.begun or not one.ended)
    )


def permits_fitting(
    permits: Iterable[PermitFacts], *, area_id: UUID, state: State, on: date, mass_g: int
) -> tuple[PermitFacts, ...]:
    """List the permits with room for this on that day, the one that ends first before."""
    fitting = [
        one
        for one in permits
        if not any(_obstacles_of(one, area_id=area_id, state=state, on=on, mass_g=mass_g))
    ]
    return tuple(sorted(fitting, key=_ends_first))


def choose_permit(
    permits: Iterable[PermitFacts], *, area_id: UUID, state: State, on: date, mass_g: int
) -> PermitFacts | None:
    """Choose the permit that ends first among those with room on that day; None without any."""
    fitting = permits_fitting(permits, area_id=area_id, state=state, on=on, mass_g=mass_g)
    return fitting[0] if fitting else None


def obstacles_to_harvest(
    permits: Sequence[PermitFacts],
    *,
    area_id: UUID,
    area: str,
    state: State,
    on: date,
    mass_g: int,
    needed: bool,
) -> Iterator[Obstacle]:
    """Say why no permit allows this collection: every reason of every permit that might.

    One must serve where species or area are marked so, and where one of these permits is for that
    area, or for all of them; a permit for other areas alone stands in nobody's way.
    """
    here = [one for one in permits if _is_for(one, area_id)]
    if not needed and not here:
        return
    if not permits:
        yield Obstacle("permit-needed", {"area": area}, at="permit_id")
    wanted = {"area_id": area_id, "state": state, "on": on, "mass_g": mass_g}
    if choose_permit(permits, **wanted) is not None:  # type: ignore[arg-type]  # mixed values
        return
    for one in _worth_naming(here or permits, on):
        yield from _obstacles_of(one, area=area, **wanted)  # type: ignore[arg-type]  # mixed values


def _is_for(permit: PermitFacts, area_id: UUID) -> bool:
    return not permit.area_ids or area_id in permit.area_ids


def _worth_naming(permits: Sequence[PermitFacts], on: date) -> list[PermitFacts]:
    """Keep the permits of that day; without any, the one whose days are nearest."""
    running = [one for one in permits if on in one.valid and not one.ended]
    if running or not permits:
        return sorted(running, key=_ends_first)
    return [min(permits, key=lambda one: _days_away(one.valid, on))]


def _days_away(valid: Period, day: date) -> int:
    last = valid.last_day or valid.start
    return (valid.start - day).days if day < valid.start else (day - last).days


def _obstacles_of(
    permit: PermitFacts, *, area_id: UUID, state: State, on: date, mass_g: int, area: str = ""
) -> Iterator[Obstacle]:
    named = {"permit": permit.number}
    if permit.ended:
        yield Obstacle("permit-ended", named, at="permit_id")
    elif on not in permit.valid:
        days = {"first_day": permit.valid.start, "last_day": permit.valid.last_day, "day": on}
        yield Obstacle("permit-expired", {**named, **days}, at="collected_at")
    if not _is_for(permit, area_id):
        yield Obstacle("permit-not-for-this-area", {**named, "area": area}, at="area_id")
    if permit.state is not None and permit.state is not state:
        states = {"state": state, "permit_state": permit.state}
        yield Obstacle("permit-in-another-state", {**named, **states}, at="state")
    elif permit.limit_g is not None:
        yield from obstacles_to_drawing(permit, mass_g)


def obstacles_to_drawing(permit: PermitFacts, mass_g: int) -> Iterator[Obstacle]:
    """Say that a permit has no room for this mass."""
    left_g = ANY_WEIGHT if permit.left_g is None else permit.left_g
    if mass_g > left_g:
        facts = {
            "permit": permit.number,
            "limit_g": permit.limit_g,
            "drawn_g": permit.drawn_g,
            "left_g": left_g,
            "wanted_g": mass_g,
        }
        yield Obstacle("permit-exceeded", facts, at="gross_g")


def drawn_share(permit: PermitFacts) -> Fraction:
    """Give the share of a permit that is drawn; none of one that states no weight."""
    return Fraction(permit.drawn_g, permit.limit_g) if permit.limit_g else Fraction(0)


def standing_of(permit: PermitFacts, *, on: date, warning_share: Fraction) -> PermitStanding:
    """Say how a permit stands on a day."""
    if permit.ended:
        return PermitStanding.ENDED
    if on not in permit.valid:
        early = on < permit.valid.start
        return PermitStanding.COMING if early else PermitStanding.EXPIRED
    share = drawn_share(permit)
    if share >= 1:
        return PermitStanding.FULLY_DRAWN
    return PermitStanding.NEARLY_DRAWN if share >= warning_share else PermitStanding.VALID


# the register


def obstacles_to_registering(wanted: PermitFacts, *, number_taken: bool) -> Iterator[Obstacle]:
    """Say everything that stands against keeping a permit like this."""
    if number_taken:
        yield Obstacle("permit-number-taken", {"permit": wanted.number}, at="number")
    if wanted.valid.until is None or wanted.valid.until <= wanted.valid.start:
        yield Obstacle("permit-without-days", {"first_day": wanted.valid.start}, at="valid_until")
    if wanted.limit_g is not None and wanted.limit_g <= 0:
        yield Obstacle("limit-not-positive", {"limit_g": wanted.limit_g}, at="limit_g")
    counted = wanted.state in WEIGHED_FROM_HARVESTERS and wanted.limit_g is not None
    if wanted.kind is PermitKind.HARVEST and (wanted.part is None or not counted):
        yield Obstacle("harvest-permit-incomplete", at="limit_g")


def obstacles_to_changing(permit: PermitFacts) -> Iterator[Obstacle]:
    """Say why what is written of a permit can no longer change.

    What was drawn and taken back since counts as drawn: the paper was used.
    """
    yield from obstacles_to_ending(permit)
    if permit.begun:
        facts = {"permit": permit.number, "drawn_g": permit.drawn_g}
        yield Obstacle("permit-drawn-on", facts)


def obstacles_to_ending(permit: PermitFacts) -> Iterator[Obstacle]:
    """Say why a permit cannot be ended."""
    if permit.ended:
        yield Obstacle("permit-ended", {"permit": permit.number})
