"""Questions about counts of stock."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import selectinload

from fairwild.kernel.refusals import NotFound
from fairwild.lots.records import (
    Lot,
    Movement,
    MovementInput,
    MovementReturn,
    StockCount,
    StockCountLine,
)
from fairwild.lots.stock.facts import MovedSince
from fairwild.store.paging import Cursor, Page, page_of
from fairwild.unit_of_work import Reading

COUNTS_AT_ONCE = 500


def get_count(reading: Reading, count_id: UUID) -> StockCount:
    """Give a count with its lines and lots; raises NotFound."""
    query = reading.visible(StockCount).where(StockCount.id == count_id)
    loaded = query.options(selectinload(StockCount.lines).joinedload(StockCountLine.lot))
    found = reading.session.scalar(loaded)
    if found is None:
        raise NotFound("stock_count")
    return found


def page_of_counts(reading: Reading, cursor: Cursor, *, site: str = "") -> Page[StockCount]:
    """Give one page of the counts the actor may see, of one site where it is named, the latest
    first.
    """
    query = reading.visible(StockCount).options(selectinload(StockCount.lines))
    if site:
        query = query.where(StockCount.site == site)
    return page_of(reading.session, query, [StockCount.counted_at, StockCount.id], cursor)


def find_count_of(reading: Reading, movement_id: UUID, *, lot_id: UUID) -> StockCount | None:
    """Give the count that booked by this movement what was missing of a lot, if one did."""
    booked = select(StockCountLine.count_id).where(
        StockCountLine.lot_id == lot_id, StockCountLine.movement_id == movement_id
    )
    return reading.session.scalar(reading.visible(StockCount).where(StockCount.id.in_(booked)))


def moved_since(
    reading: Reading, lot_ids: Iterable[UUID], *, at: datetime
) -> dict[UUID, MovedSince]:
    """Say of each of these lots that changed after a moment when it last came, left or was given
    back; of the others nothing.
    """
    ids = list(lot_ids)
    made = select(Lot.id, Lot.made_at).where(Lot.id.in_(ids), Lot.made_at > at)
    made_at, drawn_at, returned_at = (
        dict(reading.session.execute(query).all())
        for query in (made, _last(MovementInput, ids, at), _last(MovementReturn, ids, at))
    )
    return {
        one: MovedSince(made_at.get(one), drawn_at.get(one), returned_at.get(one))
        for one in made_at.keys() | drawn_at.keys() | returned_at.keys()
    }


def _last(
    taken: type[MovementInput | MovementReturn], lot_ids: list[UUID], at: datetime
) -> Select[UUID, datetime]:
    """Ask when movements after a moment last changed each of these lots."""
    return (
        select(taken.lot_id, func.max(Movement.at))
        .join(Movement, Movement.seq == taken.movement_seq)
        .where(taken.lot_id.in_(lot_ids), Movement.at > at)
        .group_by(taken.lot_id)
    )


def counted_by(reading: Reading, movement_ids: Iterable[UUID]) -> dict[UUID, int]:
    """Give what the scale showed, in grams, by the movement that booked what was missing."""
    ids, found = sorted(set(movement_ids)), {}
    for start in range(0, len(ids), COUNTS_AT_ONCE):
        query: Select[UUID | None, int] = select(
            StockCountLine.movement_id, StockCountLine.counted_g
        ).where(StockCountLine.movement_id.in_(ids[start : start + COUNTS_AT_ONCE]))
        found.update({one: mass_g for one, mass_g in reading.session.execute(query) if one})
    return found


def bookings_of(reading: Reading, count_id: UUID) -> list[UUID]:
    """Give the movements by which a count booked what was missing."""
    query = select(StockCountLine.movement_id).where(StockCountLine.count_id == count_id)
    return [one for one in reading.session.scalars(query.order_by(StockCountLine.position)) if one]


def is_counted(reading: Reading, lot_ids: Iterable[UUID], at: datetime) -> bool:
    """Tell whether any of these lots was counted at just this moment."""
    query = (
        select(StockCountLine.id)
        .join(StockCount, StockCount.id == StockCountLine.count_id)
        .where(StockCountLine.lot_id.in_(list(lot_ids)), StockCount.counted_at == at)
    )
    return reading.session.scalar(query.limit(1)) is not None
