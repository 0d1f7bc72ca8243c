"""What alarms of an organisation are looked for in, gathered from what is recorded.

Whoever asks has made sure that the actor may see the alarms of the organisation.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from fairwild.alarms.facts import (
    Covered,
    Day,
    Delayed,
    Drawn,
    Pointer,
    Sale,
    Spot,
    Stray,
    Surplus,
    Watched,
)
from fairwild.alarms.queries.of_audits import conflicts_of, critical_in, late_in, overdue_in
from fairwild.alarms.queries.of_mass import (
    WATCHED_DAYS,
    batches_of,
    flows_of,
    lots_named,
    species_names,
)
from fairwild.alarms.states import About
from fairwild.areas.queries import area_facts, quantities_of
from fairwild.certificates.queries import certificate_facts
from fairwild.certificates.rules import maximum_of, status_of
from fairwild.harvesters.facts import Likeness
from fairwild.harvesters.queries import likenesses_of, registered_today
from fairwild.harvesters.registered import local_ids
from fairwild.kernel.geometry import Place
from fairwild.lots.queries import watching
from fairwild.organisations.queries import get_organisation
from fairwild.permits.queries import list_permits
from fairwild.standards.catalogue import parameters
from fairwild.trade.queries.sold import certified_sales_of
from fairwild.unit_of_work import Reading


def _days(reading: Reading, operator_id: UUID) -> tuple[Day, ...]:
    zone = ZoneInfo(get_organisation(reading, operator_id).time_zone)
    since = reading.now - timedelta(days=WATCHED_DAYS)
    found = watching.harvester_days(reading, operator_id, since=since, zone=zone)
    names = species_names(reading, {one.goods[0] for one in found})
    people = local_ids(reading, {one.harvester_id for one in found})
    return tuple(
        Day(
            one.harvester_id,
            people.get(one.harvester_id, ""),
            one.goods[0],
            names[one.goods[0]],
            one.goods[1],
            one.goods[2],
            one.on,
            one.mass_g,
            one.area_ids,
        )
        for one in found
    )


def _spots(reading: Reading, days: Iterable[Day]) -> Mapping[UUID, Spot]:
    areas = area_facts(reading, {area_id for day in days for area_id in day.area_ids})
    return {
        area.id: Spot(area.code, Place(area.centre_lat_e6, area.centre_lon_e6))
        for area in areas.values()
    }


def _sales(reading: Reading, organisation_id: UUID) -> Iterator[Sale]:
    """Give what left its operation as certified; what was bought keeps its status."""
    lines = certified_sales_of(reading, organisation_id)
    held = certificate_facts(reading, {one for line in lines for one in line.certificate_ids})
    for line in lines:
        for certificate in map(held.get, line.certificate_ids):
            if certificate is not None and certificate.holder_id == organisation_id:
                then = status_of(certificate, at=line.at)
                yield Sale(
                    line.consignment_id,
                    line.consignment,
                    line.lot_id,
                    line.lot,
                    line.at,
                    certificate.id,
                    certificate.number,
                    then.standing,
                    then.in_force,
                )


def _covered(reading: Reading, organisation_id: UUID) -> Iterator[Covered]:
    """Hold what was collected in a season under the certificates of a standard against the most
    one of them allows a season; a renewed one counts on where the one before it stopped.
    """
    collected = watching.collected_by_certificate(reading, organisation_id)
    held = certificate_facts(reading, {certificate_id for certificate_id, *_ in collected})
    names = species_names(reading, {species_id for _, _, (species_id, _, _) in collected})
    sums: dict[tuple[str, int, watching.Goods], dict[UUID, int]] = {}
    for (certificate_id, season, goods), mass_g in collected.items():
        key = (held[certificate_id].standard, season, goods)
        sums.setdefault(key, {})[certificate_id] = mass_g
    for (_standard, season, goods), by_certificate in sums.items():
        under = sorted((held[one] for one in by_certificate), key=lambda one: one.number)
        maximum_g = max(maximum_of(one, *goods) for one in under)
        if maximum_g:
            numbers = tuple(Pointer(About.CERTIFICATE, one.id, one.number) for one in under)
            total_g = sum(by_certificate.values())
            species_id, part, state = goods
            yield Covered(numbers, season, names[species_id], part, state, maximum_g, total_g)


def _quantities(reading: Reading, operator_id: UUID) -> Iterator[Drawn]:
    for row in quantities_of(reading, operator_id, on=reading.today):
        area = Pointer(About.AREA, row.area_id, row.area.code)
        what = f"{row.area.code}, {row.species.scientific_name}"
        yield Drawn(area, what, row.limit_g, row.drawn_g)


def _permits(reading: Reading, operator_id: UUID) -> Iterator[Drawn]:
    for row in list_permits(reading, operator_id):
        if row.limit_g and row.ended_at is None and row.valid_until > reading.today:
            pointer = Pointer(About.PERMIT, row.id, row.number)
            yield Drawn(pointer, row.number, row.limit_g, row.drawn_g)


def _strays(reading: Reading, operator_id: UUID) -> Iterator[Stray]:
    since = reading.now - timedelta(days=WATCHED_DAYS)
    permits = {row.id: row for row in list_permits(reading, operator_id)}
    zone = ZoneInfo(get_organisation(reading, operator_id).time_zone)
    for one in watching.receipts_on_permits(reading, operator_id, since=since):
        permit, on = permits.get(one.permit_id), one.at.astimezone(zone).date()
        if permit is not None and not permit.valid_from <= on < permit.valid_until:
            last_day = permit.valid_until - timedelta(days=1)
            pointer = Pointer(About.PERMIT, permit.id, permit.number)
            lot = Pointer(About.LOT, one.lot_id, one.lot)
            yield Stray(one.number, lot, pointer, on, permit.valid_from, last_day)


def _delayed(reading: Reading, operator_id: UUID) -> Iterator[Delayed]:
    since = reading.now - timedelta(days=WATCHED_DAYS)
    days = parameters().in_force("alarm_late_days", on=reading.today).whole
    late = timedelta(days=days)
    for one in watching.recorded_late(reading, operator_id, since=since, late=late):
        lot = Pointer(About.LOT, one.lot_id, one.lot)
        yield Delayed(lot, one.receipts, one.mass_g, one.longest.days, one.last_at.date())


def _people(reading: Reading, operator_id: UUID) -> Iterator[Likeness]:
    there = registered_today(reading, operator_id)
    yield from (one for one in likenesses_of(reading, operator_id) if one.id in there)


def _surpluses(reading: Reading, holder_id: UUID) -> Iterator[Surplus]:
    for one in watching.surpluses_found(reading, holder_id):
        count = Pointer(About.COUNT, one.count_id, one.number)
        yield Surplus(count, one.at.date(), one.surplus_g, lots_named(one.lots))


def watched_of(reading: Reading, organisation_id: UUID, parts: Collection[str]) -> Watched:
    """Gather the named parts of what is watched of an organisation; the others stay empty."""
    gathered: dict[str, Any] = {
        name: tuple(GATHER[name](reading, organisation_id)) for name in parts
    }
    watched = Watched(**gathered)
    return replace(watched, spots=_spots(reading, watched.days)) if watched.days else watched


GATHER: Mapping[str, Callable[[Reading, UUID], Iterable[Any]]] = {
    "days": _days,
    "batches": batches_of,
    "sales": _sales,
    "covered": _covered,
    "quantities": _quantities,
    "permits": _permits,
    "strays": _strays,
    "delayed": _delayed,
    "people": _people,
    "surpluses": _surpluses,
    "flows": flows_of,
    "overdue": overdue_in,
    "critical": critical_in,
    "late": late_in,
    "conflicts": conflicts_of,
}
"""How each part of what is watched is found."""

OF_BODIES = frozenset({"critical", "late", "conflicts"})
"""What a certification body is watched for; it has no material."""

OF_HOLDERS = frozenset(GATHER) - {"conflicts"}
"""What everybody else is watched for."""

OF_MATERIAL = OF_HOLDERS - {"overdue", "late"}
"""What of that concerns goods, places and people, and no audit."""
