"""Questions about what both sides have still to agree on, and the links by which some do."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, or_, select

from fairwild.access.secrets import digest
from fairwild.kernel.actors import Actor, Post, Role
from fairwild.kernel.refusals import NotFound
from fairwild.lots.queries.movement_lists import held_since
from fairwild.lots.queries.movements import draws_on
from fairwild.lots.queries.stock import get_lot_facts, lot_facts
from fairwild.trade.facts import DifferenceFacts, ReceivedLot
from fairwild.trade.records import (
    Consignment,
    ConsignmentLine,
    LineDifference,
    ReceiverLink,
    Reversal,
    whole_consignment,
)
from fairwild.trade.states import DifferenceStatus, ReversalStatus
from fairwild.unit_of_work import Reading


def open_differences(reading: Reading, organisation_id: UUID) -> list[Consignment]:
    """List the consignments of an organisation with a difference not settled, the latest first."""
    query = (
        reading.visible(Consignment)
        .where(Consignment.id.in_(_unsettled(organisation_id)))
        .options(*whole_consignment())
    )
    latest = query.order_by(Consignment.shipped_at.desc(), Consignment.id)
    return list(reading.session.scalars(latest).unique())


def _unsettled(organisation_id: UUID) -> Select[UUID]:
    return select(LineDifference.consignment_id).where(
        or_(
            LineDifference.sender_id == organisation_id,
            LineDifference.receiver_id == organisation_id,
        ),
        LineDifference.status != DifferenceStatus.SETTLED,
    )


def proposed_differences(
    consignment: Consignment,
) -> list[tuple[ConsignmentLine, LineDifference]]:
    """List the lines of a consignment of which one side waits for the other's word."""
    return [
        (line, line.difference)
        for line in consignment.lines
        if line.difference is not None and line.difference.status is DifferenceStatus.PROPOSED
    ]


def reversals_waiting(reading: Reading, organisation_id: UUID) -> list[Consignment]:
    """List the consignments that the other side wishes reversed and this one has to answer."""
    asked = select(Reversal.consignment_id).where(
        or_(Reversal.sender_id == organisation_id, Reversal.receiver_id == organisation_id),
        Reversal.status == ReversalStatus.ASKED,
        Reversal.asked_for_id != organisation_id,
    )
    query = reading.visible(Consignment).where(Consignment.id.in_(asked))
    query = query.options(*whole_consignment())
    latest = query.order_by(Consignment.shipped_at.desc(), Consignment.id)
    return list(reading.session.scalars(latest).unique())


def received_lots(reading: Reading, consignment: Consignment) -> list[ReceivedLot]:
    """Give the lots a receiver got, with the movements that have drawn on each and its holds."""
    ids = [line.received_lot_id for line in consignment.lines if line.received_lot_id]
    facts = lot_facts(reading, ids)
    drawn_by, held = draws_on(reading, ids), held_since(reading, ids)
    return [
        ReceivedLot(facts[lot_id], tuple(drawn_by.get(lot_id, ())), held.get(lot_id))
        for lot_id in ids
    ]


def difference_facts(
    reading: Reading, difference: LineDifference, line: ConsignmentLine
) -> DifferenceFacts:
    """Say how a difference stands, with the lot in which the goods came back on paper."""
    if line.returned_lot_id is None:
        raise NotFound("lot")
    returned = get_lot_facts(reading, line.returned_lot_id)
    status, missing_g = difference.status, difference.missing_g
    return DifferenceFacts(status, missing_g, difference.proposed_for_id, returned)


@dataclass(frozen=True)
class LinkSight:
    """A mailed link, with the consignment it is about."""

    link: ReceiverLink
    receiver_id: UUID
    number: str


def find_link(reading: Reading, secret: str, *, for_update: bool = False) -> LinkSight:
    """Give the link that this secret opens, good or not; raises NotFound for a wrong one."""
    query = select(ReceiverLink).where(ReceiverLink.secret_digest == digest(secret))
    link = reading.session.scalar(query.with_for_update() if for_update else query)
    if link is None:
        raise NotFound("receiver_link")
    consignment = reading.session.get_one(Consignment, link.consignment_id)
    return LinkSight(link, consignment.receiver_id, consignment.number)


def standing_links(reading: Reading, consignment_id: UUID) -> list[ReceiverLink]:
    """List the links of a consignment that are neither used nor withdrawn."""
    query = select(ReceiverLink).where(
        ReceiverLink.consignment_id == consignment_id,
        ReceiverLink.used_at.is_(None),
        ReceiverLink.withdrawn_at.is_(None),
    )
    return list(reading.session.scalars(query))


def reading_for_receiver(reading: Reading, receiver_id: UUID) -> Reading:
    """Give the same look at the database to whoever came by a mailed link of this receiver."""
    return Reading(reading.session, receiver_actor(receiver_id), reading.now)


def receiver_actor(receiver_id: UUID) -> Actor:
    """Give the one who acts by a mailed link: nobody known, for the receiver and nobody else."""
    posts = frozenset({Post(receiver_id, Role.COMPANY_MEMBER)})
    return Actor(None, posts=posts, organisation_id=receiver_id)
