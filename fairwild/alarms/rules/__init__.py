"""What looks wrong, and by which numbers (scheme.md 7.2). Pure: facts in, alarms out."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256
from itertools import combinations
from math import isqrt
from uuid import UUID

from fairwild.alarms.facts import (
    Alarm,
    Batch,
    Covered,
    Day,
    Drawn,
    Person,
    Pointer,
    Sale,
    Spot,
    Stock,
    Stray,
    Surplus,
    Thresholds,
    Watched,
)
from fairwild.alarms.rules.of_audits import conflict, late, overdue
from fairwild.alarms.states import About, AlarmKind
from fairwild.kernel.geometry import distance_m
from fairwild.kernel.refusals import Obstacle

WEIGHTS: dict[AlarmKind, int] = {
    AlarmKind.CERTIFICATE_INVALID_AT_SALE: 100,
    AlarmKind.SALE_OVER_STOCK: 95,
    AlarmKind.OVER_CERTIFIED_QUANTITY: 90,
    AlarmKind.TWO_PLACES: 85,
    AlarmKind.OUTSIDE_PERMIT: 80,
    AlarmKind.RATIO_OUT_OF_BAND: 75,
    AlarmKind.HARVESTER_STANDS_OUT: 70,
    AlarmKind.AUDITOR_CONFLICT: 68,
    AlarmKind.NONCONFORMITY_OVERDUE: 65,
    AlarmKind.AUDIT_OVERDUE: 62,
    AlarmKind.SURPLUS_FOUND: 60,
    AlarmKind.DUPLICATE_HARVESTERS: 55,
    AlarmKind.PERMIT_NEARLY_DRAWN: 45,
    AlarmKind.QUANTITY_NEARLY_DRAWN: 40,
}
"""How grave each is, from a hundred down; the list is ordered by it."""

KM = 1000


def alarms_in(watched: Watched, thresholds: Thresholds) -> list[Alarm]:
    """Give every alarm there is, the gravest and then the latest first."""
    found = [
        *map(_invalid_sale, (sale for sale in watched.sales if not sale.in_force)),
        *map(_over_stock, (one for one in watched.stocks if one.sold_g > one.possible_g)),
        *map(_over_certified, (c for c in watched.covered if c.collected_g > c.maximum_g)),
        *_two_places(watched.days, watched.spots, thresholds),
        *map(_stray, watched.strays),
        *map(_ratio, (b for b in watched.batches if not b.lowest <= b.ratio <= b.highest)),
        *_standing_out(watched.days, thresholds),
        *map(conflict, watched.conflicts),
        *map(overdue, watched.overdue),
        *map(late, watched.late),
        *map(_surplus, watched.surpluses),
        *_duplicates(watched.people),
        *_drawn(watched.permits, AlarmKind.PERMIT_NEARLY_DRAWN, thresholds),
        *_drawn(watched.quantities, AlarmKind.QUANTITY_NEARLY_DRAWN, thresholds),
    ]
    weighed = [replace(alarm, weight=WEIGHTS[alarm.kind]) for alarm in found]
    latest = sorted(weighed, key=lambda one: (str(one.on or ""), one.key), reverse=True)
    return sorted(latest, key=lambda one: -one.weight)


def obstacles_to_dismissing(*, still_there: bool, reason: str) -> Iterator[Obstacle]:
    """Say what stands against putting an alarm aside: it is done only with a reason."""
    if not still_there:
        yield Obstacle("alarm-gone")
    if not reason.strip():
        yield Obstacle("dismissal-reason-missing", at="reason")


def _invalid_sale(sale: Sale) -> Alarm:
    return Alarm(
        AlarmKind.CERTIFICATE_INVALID_AT_SALE,
        f"sale:{sale.consignment_id}:{sale.lot}:{sale.standing}",
        {"lot": sale.lot, "certificate": sale.certificate, "standing": sale.standing},
        (
            Pointer(About.CONSIGNMENT, sale.consignment_id, sale.consignment),
            Pointer(About.LOT, sale.lot_id, sale.lot),
            Pointer(About.CERTIFICATE, sale.certificate_id, sale.certificate),
        ),
        sale.at.date(),
    )


def _over_stock(stock: Stock) -> Alarm:
    facts = {
        "species": stock.species,
        "part": stock.part,
        "sold_g": stock.sold_g,
        "possible_g": stock.possible_g,
        "over_g": stock.sold_g - stock.possible_g,
    }
    key = f"stock:{stock.species}:{stock.part}:{stock.sold_g}:{stock.possible_g}"
    return Alarm(AlarmKind.SALE_OVER_STOCK, key, facts, stock.lots)


def _over_certified(covered: Covered) -> Alarm:
    facts = {
        "certificate": ", ".join(one.name for one in covered.certificates),
        "season": str(covered.season),
        "species": covered.species,
        "part": covered.part,
        "state": covered.state,
        "maximum_g": covered.maximum_g,
        "collected_g": covered.collected_g,
        "over_g": covered.collected_g - covered.maximum_g,
    }
    goods = f"{covered.season}:{covered.species}:{covered.part}:{covered.state}"
    first = covered.certificates[0].id
    key = f"covered:{first}:{goods}:{covered.collected_g}:{covered.maximum_g}"
    return Alarm(AlarmKind.OVER_CERTIFIED_QUANTITY, key, facts, covered.certificates)


def _two_places(
    days: Iterable[Day], known: Mapping[UUID, Spot], thresholds: Thresholds
) -> Iterator[Alarm]:
    """Find harvesters who collected at two places too far apart on one day."""
    places: dict[tuple[UUID, date], set[UUID]] = defaultdict(set)
    names: dict[UUID, str] = {}
    for day in days:
        places[day.harvester_id, day.on].update(day.area_ids)
        names[day.harvester_id] = day.harvester
    for (harvester_id, on), area_ids in places.items():
        pairs = combinations(sorted(area_ids & known.keys()), 2)
        apart = [(distance_m(known[a].middle, known[b].middle), a, b) for a, b in pairs]
        far = max(apart, default=None)
        if far is not None and far[0] > thresholds.distance_km * KM:
            yield _far_apart(harvester_id, names[harvester_id], on, far, known)


def _far_apart(
    harvester_id: UUID,
    harvester: str,
    on: date,
    far: tuple[int, UUID, UUID],
    known: Mapping[UUID, Spot],
) -> Alarm:
    distance, first, second = far
    facts = {
        "harvester": harvester,
        "day": on,
        "first": known[first].code,
        "second": known[second].code,
        "distance_km": round(distance / KM),
    }
    about = (
        Pointer(About.HARVESTER, harvester_id, harvester),
        Pointer(About.AREA, first, known[first].code),
        Pointer(About.AREA, second, known[second].code),
    )
    key = f"places:{harvester_id}:{on}:{first}:{second}"
    return Alarm(AlarmKind.TWO_PLACES, key, facts, about, on)


def _stray(stray: Stray) -> Alarm:
    facts = {
        "receipt": stray.receipt,
        "permit": stray.permit.name,
        "day": stray.on,
        "first_day": stray.first_day,
        "last_day": stray.last_day,
    }
    key = f"stray:{stray.receipt}"
    return Alarm(AlarmKind.OUTSIDE_PERMIT, key, facts, (stray.permit, stray.lot), stray.on)


def _ratio(batch: Batch) -> Alarm:
    facts = {
        "lot": batch.lot,
        "ratio": batch.ratio,
        "lowest_ratio": batch.lowest,
        "highest_ratio": batch.highest,
    }
    key = f"ratio:{batch.movement_id}:{batch.lowest}:{batch.highest}"
    about = (
        Pointer(About.MOVEMENT, batch.movement_id, batch.lot),
        Pointer(About.LOT, batch.lot_id, batch.lot),
    )
    return Alarm(AlarmKind.RATIO_OUT_OF_BAND, key, facts, about, batch.on)


def _standing_out(days: Sequence[Day], thresholds: Thresholds) -> Iterator[Alarm]:
    """Find days on which a harvester brought far more than all others do of the same goods."""
    alike: dict[object, list[Day]] = defaultdict(list)
    for day in days:
        alike[day.species_id, day.part, day.state].append(day)
    for group in alike.values():
        if len(group) > thresholds.least_days:
            total_g = sum(day.mass_g for day in group)
            squares = sum(day.mass_g**2 for day in group)
            for day in group:
                if is_beyond(
                    day.mass_g,
                    count=len(group) - 1,
                    total=total_g - day.mass_g,
                    squares=squares - day.mass_g**2,
                    sigmas=thresholds.sigmas,
                ):
                    yield _stands_out(day, group, total_g, squares, thresholds)


def is_beyond(value: int, *, count: int, total: int, squares: int, sigmas: int) -> bool:
    """Tell exactly whether a value is more than so many sigmas above the mean of the others.

    Where the others do not differ at all, twice their mean is too much.
    """
    spread = count * squares - total**2
    above = count * value - total
    if spread == 0:
        return above > total
    return above > 0 and above**2 > sigmas**2 * spread


def _stands_out(
    day: Day, group: Sequence[Day], total_g: int, squares: int, thresholds: Thresholds
) -> Alarm:
    count = len(group) - 1
    others_g, other_squares = total_g - day.mass_g, squares - day.mass_g**2
    facts = {
        "harvester": day.harvester,
        "day": day.on,
        "species": day.species,
        "mass_g": day.mass_g,
        "mean_g": others_g // count,
        "sigma_g": isqrt(max(count * other_squares - others_g**2, 0)) // count,
        "sigmas": thresholds.sigmas,
        "days": count,
    }
    goods = f"{day.species_id}:{day.part}:{day.state}"
    key = f"beyond:{day.harvester_id}:{day.on}:{goods}:{day.mass_g}"
    about = (Pointer(About.HARVESTER, day.harvester_id, day.harvester),)
    return Alarm(AlarmKind.HARVESTER_STANDS_OUT, key, facts, about, day.on)


def _surplus(surplus: Surplus) -> Alarm:
    facts = {"count": surplus.count.name, "surplus_g": surplus.surplus_g}
    key = f"surplus:{surplus.count.id}"
    about = (surplus.count, *surplus.lots)
    return Alarm(AlarmKind.SURPLUS_FOUND, key, facts, about, surplus.on)


def _duplicates(people: Sequence[Person]) -> Iterator[Alarm]:
    """Find people who may be one: the same name, birth year and village, or one telephone."""
    alike: dict[tuple[str, object], list[Person]] = defaultdict(list)
    for person in people:
        alike["likeness", (person.name, person.birth_year, person.village)].append(person)
        if person.phone:
            alike["phone", person.phone].append(person)
    told: set[tuple[UUID, ...]] = set()
    for (why, _what), group in alike.items():
        ids = tuple(sorted(person.id for person in group))
        if len(group) > 1 and ids not in told:
            told.add(ids)
            yield _one_person(why, sorted(group, key=lambda person: person.local_id))


def _one_person(why: str, group: Sequence[Person]) -> Alarm:
    facts = {
        "harvesters": ", ".join(person.local_id for person in group),
        "count": len(group),
        "why": why,
    }
    ids = ":".join(sorted(str(person.id) for person in group))
    key = f"people:{sha256(ids.encode()).hexdigest()}"
    about = tuple(Pointer(About.HARVESTER, one.id, one.local_id) for one in group)
    return Alarm(AlarmKind.DUPLICATE_HARVESTERS, key, facts, about)


def _drawn(limits: Iterable[Drawn], kind: AlarmKind, thresholds: Thresholds) -> Iterator[Alarm]:
    for limit in limits:
        if limit.drawn_g >= limit.limit_g * thresholds.warning_share:
            percent = limit.drawn_g * 100 // max(limit.limit_g, 1)
            facts = {
                "what": limit.what,
                "limit_g": limit.limit_g,
                "drawn_g": limit.drawn_g,
                "left_g": limit.limit_g - limit.drawn_g,
            }
            key = f"{kind}:{limit.about.id}:{limit.what}:{percent}"
            yield Alarm(kind, key, facts, (limit.about,))
