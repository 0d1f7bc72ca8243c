"""What was collected week by week."""

from collections import Counter
from datetime import date, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from fairwild.lots.records import Receipt
from fairwild.unit_of_work import Reading


def collected_by_week(
    reading: Reading, quantity_id: UUID, *, zone: ZoneInfo
) -> list[tuple[date, int]]:
    """Give the Mondays from the first to the last receipt of a limit, each with its grams."""
    query = reading.visible(Receipt).with_only_columns(Receipt.collected_at, Receipt.net_g)
    stands = query.where(Receipt.maximum_quantity_id == quantity_id, Receipt.reversed_at.is_(None))
    grams: Counter[date] = Counter()
    for collected_at, net_g in reading.session.execute(stands):
        day = collected_at.astimezone(zone).date()
        grams[day - timedelta(days=day.weekday())] += net_g
    if not grams:
        return []
    first, last = min(grams), max(grams)
    mondays = (first + timedelta(weeks=week) for week in range((last - first).days // 7 + 1))
    return [(monday, grams[monday]) for monday in mondays]
