"""Receipts added up by day at a place, by the database."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, func, literal
from sqlalchemy.orm import InstrumentedAttribute

from fairwild.kernel.clocks import stretches
from fairwild.lots.records import Receipt
from fairwild.unit_of_work import Reading


def grams_by_day(
    reading: Reading,
    receipts: Select[Any],
    columns: Sequence[InstrumentedAttribute[Any]],
    *,
    since: datetime,
    zone: ZoneInfo,
) -> Iterator[tuple[Any, date, int]]:
    """Give the net grams collected since a moment by these columns and the day at the place.

    A day on which the clocks change may come in two parts.
    """
    latest = reading.now.astimezone(UTC) + timedelta(days=1)
    for begin, end, offset in stretches(since.astimezone(UTC), latest, zone):
        day = _day(reading, offset).label("local_day")
        query = (
            receipts.with_only_columns(*columns, day, func.sum(Receipt.net_g))
            .where(Receipt.collected_at >= begin, Receipt.collected_at < end)
            .group_by(*columns, "local_day")
        )
        for *key, text, net_g in reading.session.execute(query):
            yield tuple(key), date.fromisoformat(text), int(net_g)


def _day(reading: Reading, offset: timedelta) -> ColumnElement[str]:
    """Write the day of collection as text, by clocks that differ from UTC by so much."""
    if reading.session.get_bind().dialect.name == "sqlite":
        return func.date(Receipt.collected_at, f"{offset.total_seconds():+.0f} seconds")
    there = func.timezone("UTC", Receipt.collected_at) + literal(offset)
    return func.to_char(there, "YYYY-MM-DD")
