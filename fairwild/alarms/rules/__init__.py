"""What looks wrong, and by which numbers (scheme.md 7.2). Pure: facts in, alarms out."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from fairwild.alarms.facts import (
    Alarm,
    Batch,
    Covered,
    Drawn,
    Pointer,
    Sale,
    Surplus,
    Thresholds,
    Watched,
)
from fairwild.alarms.rules.of_audits import conflict, critical, late, overdue
from fairwild.alarms.rules.of_mass import over_stock
from fairwild.alarms.rules.of_people import duplicates, standing_out, two_places
from fairwild.alarms.rules.of_receipts import delayed, stray
from fairwild.alarms.states import About, AlarmKind
from fairwild.kernel.refusals import Obstacle

WEIGHTS: dict[AlarmKind, int] = {
    AlarmKind.CERTIFICATE_INVALID_AT_SALE: 100,
    AlarmKind.CRITICAL_FINDING: 98,
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
    AlarmKind.RECORDED_LATE: 57,
    AlarmKind.DUPLICATE_HARVESTERS: 55,
    AlarmKind.PERMIT_NEARLY_DRAWN: 45,
    AlarmKind.QUANTITY_NEARLY_DRAWN: 40,
}
"""How grave each is, from a hundred down; the list is ordered by it."""


def alarms_in(watched: Watched, thresholds: Thresholds) -> list[Alarm]:
    """Give every alarm there is, the gravest and then the latest first."""
    found = [
        *map(_invalid_sale, (sale for sale in watched.sales if not sale.in_force)),
        *map(critical, watched.critical),
        *over_stock(watched.flows),
        *map(_over_certified, (c for c in watched.covered if c.collected_g > c.maximum_g)),
        *two_places(watched.days, watched.spots, thresholds),
        *map(stray, watched.strays),
        *map(_ratio, (b for b in watched.batches if not b.lowest <= b.ratio <= b.highest)),
        *standing_out(watched.days, thresholds),
        *map(conflict, watched.conflicts),
        *map(overdue, watched.overdue),
        *map(late, watched.late),
        *map(_surplus, watched.surpluses),
        *(delayed(one, thresholds.late_days) for one in watched.delayed),
        *duplicates(watched.people),
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


def _surplus(surplus: Surplus) -> Alarm:
    facts = {"count": surplus.count.name, "surplus_g": surplus.surplus_g}
    key = f"surplus:{surplus.count.id}"
    about = (surplus.count, *surplus.lots)
    return Alarm(AlarmKind.SURPLUS_FOUND, key, facts, about, surplus.on)


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
