"""What is wrong about receipts, as an alarm. Pure."""

from fairwild.alarms.facts import Alarm, Delayed, Stray
from fairwild.alarms.states import AlarmKind


def stray(one: Stray) -> Alarm:
    """Name a receipt that drew on a permit outside its days."""
    facts = {
        "receipt": one.receipt,
        "permit": one.permit.name,
        "day": one.on,
        "first_day": one.first_day,
        "last_day": one.last_day,
    }
    key = f"stray:{one.receipt}"
    return Alarm(AlarmKind.OUTSIDE_PERMIT, key, facts, (one.permit, one.lot), one.on)


def delayed(one: Delayed, late_days: int) -> Alarm:
    """Name the receipts of a lot that were recorded long after the day of their collection."""
    facts = {
        "lot": one.lot.name,
        "receipts": one.receipts,
        "mass_g": one.mass_g,
        "days": one.days,
        "late_days": late_days,
    }
    key = f"delayed:{one.lot.id}:{one.receipts}:{one.mass_g}:{one.days}"
    return Alarm(AlarmKind.RECORDED_LATE, key, facts, (one.lot,), one.on)
