"""What was bought: receipts gathered with the names of harvesters, and their sums."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from fairwild.harvesters.queries import harvester_names
from fairwild.lots.queries import ReceiptFilter, page_of_receipts
from fairwild.store.paging import Cursor
from fairwild.unit_of_work import Reading
from fairwild.web.frame import time_zone

WALKED = 200
SHOWN_TODAY = 12


@dataclass(frozen=True)
class Sums:
    """How many receipts stand, their net weight, and the money in each currency."""

    count: int
    net_g: int
    money: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Bought:
    """Receipts to show, the names of their harvesters, and the sums of all that are meant."""

    receipts: list[Any]
    names: dict[UUID, str]
    sums: Sums


def sums_of(receipts: Iterable[Any]) -> Sums:
    """Add up the receipts that were not taken back."""
    standing = [one for one in receipts if one.reversed_at is None]
    money: dict[str, int] = {}
    for one in standing:
        money[one.currency] = money.get(one.currency, 0) + one.amount_minor
    totals = tuple((minor, currency) for currency, minor in sorted(money.items()))
    return Sums(len(standing), sum(one.net_g for one in standing), totals)


def midnight(day: date) -> datetime:
    """Give the moment a day begins at the operator's place."""
    return datetime.combine(day, time.min, tzinfo=time_zone())


def walk(
    reading: Reading, wanted: ReceiptFilter, *, since: date | None = None, until: date | None = None
) -> Iterator[Any]:
    """Give the receipts collected from the first to the last of these days, the latest first."""
    earliest = midnight(since) if since else None
    latest = midnight(until + timedelta(days=1)) if until else None
    cursor: Cursor | None = Cursor(limit=WALKED)
    while cursor is not None:
        page = page_of_receipts(reading, cursor, wanted)
        for receipt in page.rows:
            if earliest is not None and receipt.collected_at < earliest:
                return
            if latest is None or receipt.collected_at < latest:
                yield receipt
        cursor = Cursor(page.following, WALKED) if page.following else None


def today(reading: Reading, operator_id: UUID) -> Bought:
    """Give what was bought today: the latest receipts, and the sums of all."""
    here = reading.now.astimezone(time_zone()).date()
    found = list(walk(reading, ReceiptFilter(operator_id=operator_id), since=here))
    found.sort(key=lambda one: one.recorded_at, reverse=True)
    shown = found[:SHOWN_TODAY]
    names = harvester_names(reading, [one.harvester_id for one in shown])
    return Bought(shown, names, sums_of(found))
