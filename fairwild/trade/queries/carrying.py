"""Which consignments carried some lots."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from fairwild.trade.facts import UnderWay
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


def under_way_among(reading: Reading, transit_lot_ids: Iterable[UUID]) -> dict[UUID, UnderWay]:
    """Give how each of these lots travels that is still under way; nobody is asked."""
    ids = sorted(set(transit_lot_ids))
    found: dict[UUID, UnderWay] = {}
    for start in range(0, len(ids), PIECE):
        query = (
            select(ConsignmentLine.transit_lot_id, Consignment)
            .join(Consignment, Consignment.id == ConsignmentLine.consignment_id)
            .where(ConsignmentLine.transit_lot_id.in_(ids[start : start + PIECE]))
            .where(Consignment.status == ConsignmentStatus.SHIPPED)
            .options(joinedload(Consignment.sender))
        )
        rows = reading.session.execute(query)
        found.update((lot_id, _travels(sent)) for lot_id, sent in rows if lot_id is not None)
    return found


def _travels(sent: Consignment) -> UnderWay:
    return UnderWay(
        consignment_id=sent.id,
        number=sent.number,
        sender=sent.sender.name,
        receiver_id=sent.receiver_id,
    )
