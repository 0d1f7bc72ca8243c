"""Lists of lots and receipts, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, literal, or_, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from fairwild.kernel.plants import Form
from fairwild.kernel.quantities import State
from fairwild.kernel.refusals import NotFound
from fairwild.lots.records import Lot, Receipt
from fairwild.lots.states import LotStatus
from fairwild.store.paging import Cursor, Page, page_of
from fairwild.unit_of_work import Reading


@dataclass(frozen=True)
class LotFilter:
    """Which lots a list is to show; what is not named does not matter."""

    status: LotStatus | None = None
    species_id: UUID | None = None
    state: State | None = None
    form: Form | None = None
    holder_id: UUID | None = None
    operator_id: UUID | None = None
    area_id: UUID | None = None
    certified: bool | None = None
    on_hold: bool | None = None
    number: str = ""


@dataclass(frozen=True)
class ReceiptFilter:
    """Which receipts a list is to show."""

    operator_id: UUID | None = None
    lot_id: UUID | None = None
    harvester_id: UUID | None = None
    area_id: UUID | None = None
    species_id: UUID | None = None
    permit_id: UUID | None = None
    collected_from: datetime | None = None
    collected_before: datetime | None = None


LATEST_SEARCHED = 10_000
"""Of how many lots any part of the number is looked at; a beginning is found among all."""

LAST_LETTER = chr(0x10FFFF)
EVERY_LOT, EVERY_RECEIPT = LotFilter(), ReceiptFilter()


def _of_lots(reading: Reading, wanted: LotFilter) -> Select[Lot]:
    query = reading.visible(Lot).options(joinedload(Lot.species))
    named = {name: value for name, value in vars(wanted).items() if value is not None}
    number, on_hold = named.pop("number").strip().upper(), named.pop("on_hold", None)
    if on_hold is not None:
        query = query.where(Lot.holds > 0 if on_hold else Lot.holds == 0)
    query = query.filter_by(**named)
    return _numbered(reading, query, number) if number else query


def _numbered(reading: Reading, query: Select[Lot], text: str) -> Select[Lot]:
    """Narrow to lots whose number begins so or whose code it is, both found by an index.

    Where there is none, to those of the latest lots that have it anywhere in their number.
    """
    beginning = or_(_begins(reading, text), Lot.code == text)
    named = query.where(beginning)
    if reading.session.scalar(named.with_only_columns(Lot.id).limit(1)) is not None:
        return named
    latest = query.with_only_columns(Lot.id).order_by(Lot.made_at.desc(), Lot.id.desc())
    among = latest.limit(LATEST_SEARCHED).subquery()
    anywhere = func.upper(Lot.number).contains(text, autoescape=True)
    return query.where(Lot.id.in_(select(among.c.id)), anywhere)


def _begins(reading: Reading, text: str) -> ColumnElement[bool]:
    """Compare by bytes, whatever the language of the database sorts by."""
    is_sqlite = reading.session.get_bind().dialect.name == "sqlite"
    at_least, below = (">=", "<") if is_sqlite else ("~>=~", "~<~")
    found: ColumnElement[bool] = and_(
        Lot.number.bool_op(at_least)(text), Lot.number.bool_op(below)(text + LAST_LETTER)
    )
    return found


LOT_ORDERS: dict[str, list[InstrumentedAttribute[Any]]] = {
    "made": [Lot.made_at, Lot.id],
    "number": [Lot.number, Lot.id],
    "weight": [Lot.made_g, Lot.id],
}
"""How lots can be ordered, always from the latest or greatest down."""


def page_of_lots(
    reading: Reading, cursor: Cursor, wanted: LotFilter = EVERY_LOT, *, order: str = "made"
) -> Page[Lot]:
    """Give one page of the lots the actor may see, the youngest first, with their species."""
    columns = LOT_ORDERS.get(order, LOT_ORDERS["made"])
    return page_of(reading.session, _of_lots(reading, wanted), columns, cursor)


def page_of_receipts(
    reading: Reading, cursor: Cursor, wanted: ReceiptFilter = EVERY_RECEIPT
) -> Page[Receipt]:
    """Give one page of the receipts the actor may see, the latest first, with their species."""
    loaded = (joinedload(Receipt.species), joinedload(Receipt.lot))
    columns = [Receipt.collected_at, Receipt.id]
    return page_of(reading.session, of_receipts(reading, wanted).options(*loaded), columns, cursor)


def drawn_until(reading: Reading, receipts: Sequence[Receipt]) -> dict[UUID, int]:
    """Say what was drawn on their permit when each was collected, with it, in grams.

    Takes receipts of one permit as a page lists them, the latest first; one taken back counts not.
    """
    if not receipts:
        return {}
    latest = receipts[0]
    until = tuple_(Receipt.collected_at, Receipt.id) <= tuple_(
        literal(latest.collected_at, Receipt.collected_at.type), literal(latest.id, Receipt.id.type)
    )
    standing = select(func.sum(Receipt.net_g)).where(
        Receipt.permit_id == latest.permit_id, Receipt.reversed_at.is_(None), until
    )
    drawn_g, found = int(reading.session.scalar(standing) or 0), {}
    for one in receipts:
        found[one.id] = drawn_g
        drawn_g -= 0 if one.reversed_at else one.net_g
    return found


def of_receipts(reading: Reading, wanted: ReceiptFilter) -> Select[Receipt]:
    """Ask for the receipts the actor may see that fit a filter."""
    named = {name: value for name, value in vars(wanted).items() if value is not None}
    since, until = named.pop("collected_from", None), named.pop("collected_before", None)
    query = reading.visible(Receipt).filter_by(**named)
    if since is not None:
        query = query.where(Receipt.collected_at >= since)
    return query if until is None else query.where(Receipt.collected_at < until)


def get_receipt(reading: Reading, receipt_id: UUID) -> Receipt:
    """Give one receipt with its species and lot; raises NotFound."""
    query = reading.visible(Receipt).where(Receipt.id == receipt_id)
    loaded = query.options(joinedload(Receipt.species), joinedload(Receipt.lot))
    found = reading.session.scalar(loaded)
    if found is None:
        raise NotFound("receipt")
    return found


def receipts_of_lot(reading: Reading, lot_id: UUID) -> list[Receipt]:
    """List the receipts of a collection lot that the actor may see, in the order of collection."""
    query = reading.visible(Receipt).where(Receipt.lot_id == lot_id)
    return list(reading.session.scalars(query.order_by(Receipt.collected_at, Receipt.number)))


def open_lots(reading: Reading, operator_id: UUID) -> list[Lot]:
    """List the collection lots that still take receipts, with their species."""
    query = _of_lots(reading, LotFilter(operator_id=operator_id, status=LotStatus.OPEN))
    return list(reading.session.scalars(query.order_by(Lot.number)))
