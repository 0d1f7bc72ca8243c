"""What the ledger was told of every receipt, against the receipts as they are now."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, select, type_coerce
from sqlalchemy.orm import Session

from fairwild.kernel.events import plain
from fairwild.ledger.queries import told_of, told_of_all
from fairwild.lots import events
from fairwild.lots.facts import BalanceFault
from fairwild.lots.queries.balances.telling import AT_ONCE, WITNESS
from fairwild.lots.records import Receipt
from fairwild.store.types import KnownUuid

RECORDED, REVERSED = events.ReceiptRecorded.kind(), events.ReceiptReversed.kind()

_ALIKE = {
    "lot": type_coerce(Receipt.lot_id, KnownUuid()),
    "harvester": type_coerce(Receipt.harvester_id, KnownUuid()),
    "area": type_coerce(Receipt.area_id, KnownUuid()),
    "species": type_coerce(Receipt.species_id, KnownUuid()),
    "permit": type_coerce(Receipt.permit_id, KnownUuid()),
    "part": Receipt.part,
    "state": Receipt.state,
}
"""What many receipts have in common, and is put into the words of the ledger once."""

_TOLD = {
    "number": Receipt.number,
    "collected_at": Receipt.collected_at,
    "gross_g": Receipt.gross_g,
    "tare_g": Receipt.tare_g,
    "net_g": Receipt.net_g,
    "price_per_kg_minor": Receipt.price_per_kg_minor,
    "amount_minor": Receipt.amount_minor,
    "currency": Receipt.currency,
    "stated": Receipt.stated,
    **_ALIKE,
}
_NOT_TOLD_AT_FIRST: Mapping[str, Any] = {"permit": None, "stated": {}}
"""What the first release had no words for, as it is where there is nothing to say."""

_UNDONE = (Receipt.reversed_at, Receipt.reversal_reason)

Told = Mapping[str, Any]
_said = lru_cache(maxsize=50_000)(plain)


def faults_of_receipts_told(session: Session) -> Iterator[BalanceFault]:
    """Compare every receipt with what the ledger was told of it, and find those that are gone."""
    for rows in _in_pieces(session):
        recorded: dict[UUID, Told] = {}
        reversals: dict[UUID, Told] = {}
        ids = {row.id for row in rows}
        for receipt_id, kind, facts in told_of(session, ids, (RECORDED, REVERSED)):
            (recorded if kind == RECORDED else reversals).setdefault(receipt_id, facts)
        for row in rows:
            yield from _compared(row, recorded.get(row.id))
            yield from _undone(row, reversals.get(row.id))
    yield from _gone(session)


def _in_pieces(session: Session) -> Iterator[list[Row[Any]]]:
    columns: list[Any] = [one.label(name) for name, one in _TOLD.items()]
    query = select(Receipt.id, *_UNDONE, *columns).order_by(Receipt.number)
    ordered = query.execution_options(yield_per=AT_ONCE)
    for piece in session.execute(ordered).partitions(AT_ONCE):
        rows: Sequence[Any] = piece
        yield list(rows)


def _compared(row: Row[Any], told: Told | None) -> Iterator[BalanceFault]:
    if told is None:
        yield _fault(row.id, row.number, "that it is there", "nothing of it")
        return
    stored, said = _stored(row), {**_NOT_TOLD_AT_FIRST, **told}
    if stored == said:
        return
    for name, value in stored.items():
        if value != said[name]:
            yield _fault(row.id, row.number, f"{name} {value}", f"{name} {said[name]}")


def _stored(row: Row[Any]) -> dict[str, Any]:
    """Give the receipt in the words of the ledger, which is not told the place."""
    stored = dict(zip(_TOLD, row[-len(_TOLD) :], strict=True))
    for name in _ALIKE:
        stored[name] = _said(stored[name])
    told_at = {"collected_at": plain(row.collected_at)}
    return stored | told_at | {"stated": events.without_place(row.stated)}


def _undone(row: Row[Any], told: Told | None) -> Iterator[BalanceFault]:
    """Compare whether, and why, a receipt counts no more."""
    stored = None if row.reversed_at is None else row.reversal_reason
    said = None if told is None else told["reason"]
    if stored != said:
        yield _fault(row.id, row.number, _counts(stored), _counts(said))


def _counts(reason: str | None) -> str:
    return "it counts" if reason is None else f"it was taken back: {reason}"


def _gone(session: Session) -> Iterator[BalanceFault]:
    for receipt_id, number in session.execute(_without_row()):
        yield _fault(receipt_id, number, "nothing any more", "that it was recorded")


def _without_row() -> Select[UUID, str]:
    told = told_of_all(RECORDED).subquery()
    number = told.c.data["number"].as_string()
    return (
        select(told.c.subject_id, number)
        .outerjoin(Receipt, Receipt.id == told.c.subject_id)
        .where(Receipt.id.is_(None))
        .order_by(number)
    )


def _fault(receipt_id: UUID, number: str, stored: str, told: str) -> BalanceFault:
    says = (f"receipt {number}", stored, told)
    return BalanceFault("ledger-differs", receipt_id, *says, witness=WITNESS)
