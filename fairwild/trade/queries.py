"""Questions about consignments."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute

from fairwild.access.actions import Action
from fairwild.certificates.facts import CertificateFacts
from fairwild.certificates.queries import follower_of
from fairwild.certificates.rules import status_of
from fairwild.certificates.states import FOLLOWED, GRAVITY, Standing
from fairwild.kernel.refusals import NotFound
from fairwild.lots.facts import LotFacts
from fairwild.lots.queries.custody import goods_of, held_certificates
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
    """Say what the certificates of these lots are worth at this moment, by certificate.

    A certificate that was replaced or ran out is answered for by the one in force now, where
    that covers the same goods: a correction or a yearly renewal freezes no stock.
    """
    claimed = [lot for lot in lots if lot.certified and lot.certificate_ids]
    return {
        held.id: _standing(
            reading, held, [lot for lot in claimed if held.id in lot.certificate_ids]
        )
        for held in held_certificates(reading, claimed).values()
    }


def _standing(
    reading: Reading, held: CertificateFacts, lots: Sequence[LotFacts]
) -> CertificateStanding:
    status = status_of(held, at=reading.now)
    followed = _follower(reading, held, lots) if status.standing in FOLLOWED else None
    if followed is not None:
        return CertificateStanding(followed.number, Standing.ISSUED, None, held.holder_id)
    return CertificateStanding(held.number, status.standing, status.since, held.holder_id)


def _follower(
    reading: Reading, held: CertificateFacts, lots: Sequence[LotFacts]
) -> CertificateFacts | None:
    """Give the holder's certificate that covers all these goods now, if there is one."""
    goods = goods_of(reading, lots, operator_id=held.holder_id)
    if not goods and any(lot.species_id for lot in lots):
        return None
    return follower_of(reading, held, goods, at=reading.now)


def worst_of(standings: Iterable[CertificateStanding]) -> CertificateStanding | None:
    """Give the certificate that weighs most against goods of several; None without any."""
    return max(standings, key=lambda one: GRAVITY.index(one.standing), default=None)
