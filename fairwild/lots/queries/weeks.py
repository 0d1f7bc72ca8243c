"""What was collected week by week."""

from collections import Counter
from datetime import date, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func

from fairwild.lots.queries.days import grams_by_day
from fairwild.lots.records import Receipt
from fairwild.unit_of_work import Reading


def collected_by_week(
    reading: Reading, quantity_id: UUID, *, zone: ZoneInfo
) -> list[tuple[date, int]]:
    """Give the Mondays from the first to the last receipt of a limit, each with its grams."""
    stands = reading.visible(Receipt).where(
        Receipt.maximum_quantity_id == quantity_id, Receipt.reversed_at.is_(None)
    )
    since = reading.session.scalar(stands.with_only_columns(func.min(Receipt.collected_at)))
    if since is None:
        return []
    grams: Counter[date] = Counter()
    for _none, day, net_g in grams_by_day(reading, stands, (), since=since, zone=zone):
        grams[day - timedelta(days=day.weekday())] += net_g
    first, last = min(grams), max(grams)
    mondays = (first + timedelta(weeks=week) for week in range((last - first).days // 7 + 1))
    return [(monday, grams[monday]) for monday in mondays]
