"""What alarms are looked for in: days of harvesters, receipts beside permits, certified masses.

Whoever asks has made sure that the actor may see the organisation's stock.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, literal, select

from fairwild.kernel.plants import PlantPart
from fairwild.kernel.quantities import State
from fairwild.lots.queries.days import grams_by_day
from fairwild.lots.records import Lot, Movement, Receipt, StockCount, StockCountLine
from fairwild.lots.states import MovementKind
from fairwild.unit_of_work import Reading

Goods = tuple[UUID, PlantPart, State]
"""Species, part and state of what was collected."""


@dataclass(frozen=True)
class HarvesterDay:
    """What one harvester sold of one kind on one day, and in which areas it was collected."""

    harvester_id: UUID
    goods: Goods
    on: date
    mass_g: int
    area_ids: frozenset[UUID]


def harvester_days(
    reading: Reading, operator_id: UUID, *, since: datetime, zone: ZoneInfo
) -> list[HarvesterDay]:
    """Sum up the receipts that stand by harvester, goods and day at the operator's place."""
    columns = (
        Receipt.harvester_id,
        Receipt.species_id,
        Receipt.part,
        Receipt.state,
        Receipt.area_id,
    )
    standing = select(Receipt).where(
        Receipt.operator_id == operator_id, Receipt.reversed_at.is_(None)
    )
    grams: dict[tuple[UUID, Goods, date], int] = defaultdict(int)
    areas: dict[tuple[UUID, Goods, date], set[UUID]] = defaultdict(set)
    for named, on, net_g in grams_by_day(reading, standing, columns, since=since, zone=zone):
        harvester_id, species_id, part, state, area_id = named
        key = (harvester_id, (species_id, part, state), on)
        grams[key] += net_g
        areas[key].add(area_id)
    return [HarvesterDay(*key, mass_g, frozenset(areas[key])) for key, mass_g in grams.items()]


@dataclass(frozen=True)
class OnPermit:
    """A standing receipt that drew on a permit, and the lot it went into."""

    number: str
    permit_id: UUID
    at: datetime
    lot_id: UUID
    lot: str


def receipts_on_permits(reading: Reading, operator_id: UUID, *, since: datetime) -> list[OnPermit]:
    """Give every standing receipt that drew on a permit."""
    columns = (Receipt.number, Receipt.permit_id, Receipt.collected_at, Receipt.lot_id, Lot.number)
    query = (
        select(*columns)
        .join(Lot, Lot.id == Receipt.lot_id)
        .where(Receipt.operator_id == operator_id, Receipt.permit_id.is_not(None))
        .where(Receipt.collected_at >= since, Receipt.reversed_at.is_(None))
    )
    rows: Iterable[Any] = reading.session.execute(query)
    return [OnPermit(*row) for row in rows]


@dataclass(frozen=True)
class RecordedLate:
    """Standing receipts of a lot that were recorded long after their goods were collected."""

    lot_id: UUID
    lot: str
    receipts: int
    mass_g: int
    longest: timedelta
    last_at: datetime


def recorded_late(
    reading: Reading, operator_id: UUID, *, since: datetime, late: timedelta
) -> list[RecordedLate]:
    """Give by lot the receipts that were recorded more than so late, the longest delay among them.

    What was recorded before `since` is left out.
    """
    times = (Receipt.collected_at, Receipt.recorded_at)
    columns = (Receipt.lot_id, Lot.number, *times)
    query = (
        select(*columns, func.count(), func.sum(Receipt.net_g))
        .join(Lot, Lot.id == Receipt.lot_id)
        .where(Receipt.operator_id == operator_id, Receipt.reversed_at.is_(None))
        .where(Receipt.recorded_at >= since, _later(reading, late))
        .group_by(*columns)
        .order_by(Receipt.lot_id)
    )
    rows: Iterable[Any] = reading.session.execute(query)
    return [_late(lot, list(times)) for lot, times in groupby(rows, key=lambda row: row[:2])]


def _later(reading: Reading, late: timedelta) -> ColumnElement[bool]:
    """Compare in the database, which alone has the time to look at every receipt."""
    if reading.session.get_bind().dialect.name == "sqlite":
        shifted = func.julianday(Receipt.collected_at) + late / timedelta(days=1)
        return func.julianday(Receipt.recorded_at) > shifted
    return Receipt.recorded_at > Receipt.collected_at + literal(late)


def _late(lot: tuple[UUID, str], times: Sequence[Any]) -> RecordedLate:
    return RecordedLate(
        *lot,
        receipts=sum(int(row[4]) for row in times),
        mass_g=sum(int(row[5]) for row in times),
        longest=max(row[3] - row[2] for row in times),
        last_at=max(row[3] for row in times),
    )


def collected_by_certificate(
    reading: Reading, operator_id: UUID
) -> dict[tuple[UUID, int, Goods], int]:
    """Sum up what was collected as certified, by certificate, season and goods, in grams."""
    columns = (Lot.certificate_id, Lot.season, Lot.species_id, Lot.part, Lot.state)
    query = (
        select(*columns, func.sum(Lot.made_g))
        .join(Movement, Movement.seq == Lot.made_by)
        .where(Lot.operator_id == operator_id, Movement.kind == MovementKind.COLLECT)
        .where(Lot.certificate_id.is_not(None), Lot.season.is_not(None))
        .group_by(*columns)
    )
    rows: Iterable[Any] = reading.session.execute(query)
    return {(row[0], row[1], (row[2], row[3], row[4])): int(row[5]) for row in rows}


@dataclass(frozen=True)
class Found:
    """A count that found more than the books say, and the lots of which it did."""

    count_id: UUID
    number: str
    at: datetime
    surplus_g: int
    lots: tuple[tuple[UUID, str], ...]


def surpluses_found(reading: Reading, holder_id: UUID) -> list[Found]:
    """Give the counts that found more than the books say, with the lots in the order counted."""
    surplus = StockCountLine.counted_g - StockCountLine.booked_g
    columns = (StockCount.id, StockCount.number, StockCount.counted_at)
    query = (
        select(*columns, surplus, Lot.id, Lot.number)
        .join(StockCountLine, StockCountLine.count_id == StockCount.id)
        .join(Lot, Lot.id == StockCountLine.lot_id)
        .where(StockCount.holder_id == holder_id, surplus > 0)
        .order_by(StockCount.counted_at, StockCount.id, StockCountLine.position)
    )
    rows: Iterable[Any] = reading.session.execute(query)
    return [_found(count, list(lines)) for count, lines in groupby(rows, key=lambda row: row[:3])]


def _found(count: tuple[UUID, str, datetime], lines: Sequence[Any]) -> Found:
    surplus_g = sum(int(line[3]) for line in lines)
    return Found(*count, surplus_g, tuple((line[4], line[5]) for line in lines))
