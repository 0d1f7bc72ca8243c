"""Clocks of places: when their difference from UTC changes. Pure."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
INSTANT = timedelta(microseconds=1)


class Stretch(NamedTuple):
    """A time, its end exclusive, in which the clocks of a place differ from UTC by one amount."""

    begin: datetime
    end: datetime
    offset: timedelta


def stretches(begin: datetime, end: datetime, zone: ZoneInfo) -> Iterator[Stretch]:
    """Cut a time at every change of the clocks of a place; adding `offset` gives its days."""
    start = at = begin
    while at < end:
        step = min(at + DAY, end)
        if _offset(step, zone) != _offset(start, zone):
            step = _change(at, step, zone)
            yield Stretch(start, step, _offset(start, zone))
            start = step
        at = step
    if start < end:
        yield Stretch(start, end, _offset(start, zone))


def _offset(at: datetime, zone: ZoneInfo) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()


def _change(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """Find the first moment at which the clocks differ from what they showed before."""
    while after - before > INSTANT:
        middle = before + (after - before) / 2
        if _offset(middle, zone) == _offset(before, zone):
            before = middle
        else:
            after = middle
    return after
