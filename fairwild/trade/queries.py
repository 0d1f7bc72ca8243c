"""Questions about consignments."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute

from fairwild.access.actions import Action
from fairwild.certificates.facts import CertificateFacts, GoodsFacts
from fairwild.certificates.queries import certificate_facts, judge_many
from fairwild.certificates.rules import status_of
from fairwild.certificates.states import Standing
from fairwild.kernel.refusals import NotFound
from fairwild.lots.facts import LotFacts
from fairwild.lots.queries.trace import origins_of
from fairwild.store.paging import Cursor, Page, page_of
from fairwild.trade.facts import CertificateStanding
from fairwild.trade.records import Consignment, whole_consignment
from fairwild.trade.states import ConsignmentStatus
from fairwild.unit_of_work import Reading, visible_to

ORDERS: dict[str, list[InstrumentedAttribute[Any]]] = {
    "shipped": [Consignment.shipped_at, Consignment.id],
    "number": [Consignment.number, Consignment.id],
    "status": [Consignment.status, Consignment.shipped_at, Consignment.id],
}
"""How consignments can be ordered, always from the latest or greatest down."""
_FOLLOWED = frozenset({Standing.SUPERSEDED, Standing.EXPIRED})


def get_consignment(reading: Reading, consignment_id: UUID) -> Consignment:
    """Give one consignment with its lines; raises NotFound."""
    query = (
        reading.visible(Consignment)
        .where(Consignment.id == consignment_id)
        .options(*whole_consignment())
    )
    found = reading.session.scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise NotFound("consignment")
    return found


def page_of_consignments(
    reading: Reading,
    cursor: Cursor,
    *,
    sender_id: UUID | None = None,
    receiver_id: UUID | None = None,
    status: ConsignmentStatus | None = None,
    order: str = "shipped",
) -> Page[Consignment]:
    """Give one page of the consignments the actor may see, the latest first."""
    query = reading.visible(Consignment).options(*whole_consignment())
    if sender_id is not None:
        query = query.where(Consignment.sender_id == sender_id)
    if receiver_id is not None:
        query = query.where(Consignment.receiver_id == receiver_id)
    if status is not None:
        query = query.where(Consignment.status == status)
    return page_of(reading.session, query, ORDERS.get(order, ORDERS["shipped"]), cursor)


def count_waiting(reading: Reading, receiver_id: UUID) -> int:
    """Count the consignments that this organisation has still to answer."""
    waiting = select(func.count(Consignment.id)).where(
        visible_to(reading.actor, Consignment, Action.SEE_CONSIGNMENT),
        Consignment.receiver_id == receiver_id,
        Consignment.status == ConsignmentStatus.SHIPPED,
    )
    return reading.session.scalar(waiting) or 0


def standings_of(reading: Reading, lots: Iterable[LotFacts]) -> dict[UUID, CertificateStanding]:
    """Say what the certificates of these lots are worth at this moment, by the lots' certificate.

    A certificate that was replaced or ran out is answered for by the one in force now, where
    that covers the same goods: a correction or a yearly renewal freezes no stock.
    """
    claimed = [lot for lot in lots if lot.certified and lot.certificate_id]
    found = certificate_facts(
        reading, {lot.certificate_id for lot in claimed if lot.certificate_id}
    )
    return {
        held.id: _standing(reading, held, [lot for lot in claimed if lot.certificate_id == held.id])
        for held in found.values()
    }


def _standing(
    reading: Reading, held: CertificateFacts, lots: Sequence[LotFacts]
) -> CertificateStanding:
    status = status_of(held, at=reading.now)
    followed = _follower(reading, held, lots) if status.standing in _FOLLOWED else None
    return followed or CertificateStanding(held.number, status.standing, status.since)


def _follower(
    reading: Reading, held: CertificateFacts, lots: Sequence[LotFacts]
) -> CertificateStanding | None:
    """Give the holder's certificate that covers all these goods now, if there is one."""
    goods = [one for lot in lots for one in _goods(reading, lot)]
    judged = judge_many(reading, holder_id=held.holder_id, goods=goods, at=reading.now)
    if not judged or not all(one.certified for one in judged):
        return None
    return CertificateStanding(judged[0].number, Standing.ISSUED)


def _goods(reading: Reading, lot: LotFacts) -> list[GoodsFacts]:
    """Name the goods of every area the lot came from; only a joined lot needs its trace."""
    known = (lot.area_id,) if lot.area_id else origins_of(reading, [lot.id])[lot.id].area_ids
    species_id, part = lot.plant
    return [GoodsFacts(species_id, "", part, area_id, "") for area_id in known]
