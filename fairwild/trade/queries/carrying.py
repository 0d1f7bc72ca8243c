"""Which consignments carried some lots."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from fairwild.trade.facts import Carried, UnderWay
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


def carried_by(reading: Reading, consignment_ids: Iterable[UUID]) -> tuple[Carried, ...]:
    """Give what a recall tells of these consignments, the latest first; nobody is asked."""
    ids, found = sorted(set(consignment_ids)), list[Carried]()
    parties = (joinedload(Consignment.sender), joinedload(Consignment.receiver))
    for start in range(0, len(ids), PIECE):
        query = select(Consignment).where(Consignment.id.in_(ids[start : start + PIECE]))
        found += (_carried(one) for one in reading.session.scalars(query.options(*parties)))
    return tuple(sorted(found, key=lambda one: (one.shipped_at, one.number), reverse=True))


def _carried(one: Consignment) -> Carried:
    return Carried(
        id=one.id,
        number=one.number,
        sender_id=one.sender_id,
        sender=one.sender.name,
        receiver_id=one.receiver_id,
        receiver=one.receiver.name,
        shipped_at=one.shipped_at,
        status=one.status,
    )


def openable_among(reading: Reading, consignment_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Give those of these consignments that the actor may open."""
    ids, found = sorted(set(consignment_ids)), set[UUID]()
    for start in range(0, len(ids), PIECE):
        query = reading.visible(Consignment).where(Consignment.id.in_(ids[start : start + PIECE]))
        found.update(reading.session.scalars(query.with_only_columns(Consignment.id)))
    return frozenset(found)


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


def receivers_by_lot(reading: Reading, transit_lot_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """Give to whom goods were sent, by the lots they travel or travelled as; nobody is asked."""
    ids, found = sorted(set(transit_lot_ids)), {}
    for start in range(0, len(ids), PIECE):
        query = (
            select(ConsignmentLine.transit_lot_id, Consignment.receiver_id)
            .join(Consignment, Consignment.id == ConsignmentLine.consignment_id)
            .where(ConsignmentLine.transit_lot_id.in_(ids[start : start + PIECE]))
        )
        rows = reading.session.execute(query)
        found.update({lot_id: receiver_id for lot_id, receiver_id in rows if lot_id})
    return found
