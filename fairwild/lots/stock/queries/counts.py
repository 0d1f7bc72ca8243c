"""Questions about counts of stock."""

from uuid import UUID

from sqlalchemy.orm import selectinload

from fairwild.kernel.refusals import NotFound
from fairwild.lots.records import (
    StockCount,
    StockCountLine,
)
from fairwild.store.paging import Cursor, Page, page_of
from fairwild.unit_of_work import Reading


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
