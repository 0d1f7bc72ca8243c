"""The collection lots in which suspect receipts lie."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from fairwild.lots.facts import LotFacts
from fairwild.lots.queries.stock import facts_with_species
from fairwild.lots.queries.walking import in_pieces
from fairwild.lots.records import Lot, Receipt
from fairwild.unit_of_work import Reading


def lots_of_receipts(
    reading: Reading,
    operator_id: UUID,
    *,
    harvester_id: UUID | None = None,
    area_id: UUID | None = None,
    permit_id: UUID | None = None,
    start: datetime | None = None,
    before: datetime | None = None,
) -> list[UUID]:
    """Give the lots into which an operator bought standing receipts of this kind."""
    named = {"harvester_id": harvester_id, "area_id": area_id, "permit_id": permit_id}
    query = (
        select(Receipt.lot_id)
        .where(Receipt.operator_id == operator_id, Receipt.reversed_at.is_(None))
        .filter_by(**{name: value for name, value in named.items() if value is not None})
    )
    if start is not None:
        query = query.where(Receipt.collected_at >= start)
    if before is not None:
        query = query.where(Receipt.collected_at < before)
    return list(reading.session.scalars(query.distinct().order_by(Receipt.lot_id)))


def facts_of_many(reading: Reading, lot_ids: Iterable[UUID]) -> list[LotFacts]:
    """Give the facts of any number of lots, read by key in pieces; nobody is asked."""
    found: dict[UUID, LotFacts] = {}
    for piece in in_pieces(sorted(set(lot_ids))):
        rows = reading.session.scalars(select(Lot).where(Lot.id.in_(piece)))
        found.update(facts_with_species(reading, rows))
    return sorted(found.values(), key=lambda lot: (lot.made_by, lot.number))
