"""Which consignments carried some lots."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from fairwild.trade.records import Consignment, ConsignmentLine
from fairwild.trade.states import ConsignmentStatus
from fairwild.unit_of_work import Reading

PIECE = 500


def consignments_carrying(reading: Reading, transit_lot_ids: Iterable[UUID]) -> tuple[UUID, ...]:
    """Give the consignments whose goods under way were these lots; nobody is asked."""
    ids = sorted(set(transit_lot_ids))
    found: set[UUID] = set()
    for start in range(0, len(ids), PIECE):
        piece = ids[start : start + PIECE]
        query = select(ConsignmentLine.consignment_id)
        found.update(
            reading.session.scalars(query.where(ConsignmentLine.transit_lot_id.in_(piece)))
        )
    return tuple(sorted(found))


def consignments_by_id(reading: Reading, ids: Iterable[UUID]) -> list[Consignment]:
    """Give these consignments with their parties, the latest first, for a recall's report."""
    query = select(Consignment).where(Consignment.id.in_(set(ids)))
    parties = (joinedload(Consignment.sender), joinedload(Consignment.receiver))
    ordered = query.options(*parties).order_by(Consignment.shipped_at.desc(), Consignment.id)
    return list(reading.session.scalars(ordered))


def addressees_of(reading: Reading, transit_lot_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """Give who is to receive each of these lots that are still under way; nobody is asked."""
    ids = sorted(set(transit_lot_ids))
    found: dict[UUID, UUID] = {}
    for start in range(0, len(ids), PIECE):
        query = (
            select(ConsignmentLine.transit_lot_id, Consignment.receiver_id)
            .join(Consignment, Consignment.id == ConsignmentLine.consignment_id)
            .where(ConsignmentLine.transit_lot_id.in_(ids[start : start + PIECE]))
            .where(Consignment.status == ConsignmentStatus.SHIPPED)
        )
        rows = reading.session.execute(query)
        found.update((lot_id, receiver_id) for lot_id, receiver_id in rows if lot_id is not None)
    return found
