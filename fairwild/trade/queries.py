"""Questions about consignments."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import func, select

from fairwild.access.actions import Action
from fairwild.certificates.queries import certificate_facts
from fairwild.certificates.rules import status_of
from fairwild.kernel.refusals import NotFound
from fairwild.lots.facts import LotFacts
from fairwild.store.paging import Cursor, Page, page_of
from fairwild.trade.facts import CertificateStanding
from fairwild.trade.records import Consignment, whole_consignment
from fairwild.trade.states import ConsignmentStatus
from fairwild.unit_of_work import Reading, visible_to

_ORDER = (Consignment.shipped_at, Consignment.id)


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
) -> Page[Consignment]:
    """Give one page of the consignments the actor may see, the latest first."""
    query = reading.visible(Consignment).options(*whole_consignment())
    if sender_id is not None:
        query = query.where(Consignment.sender_id == sender_id)
    if receiver_id is not None:
        query = query.where(Consignment.receiver_id == receiver_id)
    if status is not None:
        query = query.where(Consignment.status == status)
    return page_of(reading.session, query, list(_ORDER), cursor)


def count_waiting(reading: Reading, receiver_id: UUID) -> int:
    """Count the consignments that this organisation has still to answer."""
    waiting = select(func.count(Consignment.id)).where(
        visible_to(reading.actor, Consignment, Action.SEE_CONSIGNMENT),
        Consignment.receiver_id == receiver_id,
        Consignment.status == ConsignmentStatus.SHIPPED,
    )
    return reading.session.scalar(waiting) or 0


def standings_of(reading: Reading, lots: Iterable[LotFacts]) -> dict[UUID, CertificateStanding]:
    """Say how the certificates of these lots stand at this moment."""
    wanted = {lot.certificate_id for lot in lots if lot.certified and lot.certificate_id}
    found = certificate_facts(reading, wanted) if wanted else {}
    stand = {one.id: (one.number, status_of(one, at=reading.now)) for one in found.values()}
    return {
        certificate_id: CertificateStanding(number, status.standing, status.since)
        for certificate_id, (number, status) in stand.items()
    }
