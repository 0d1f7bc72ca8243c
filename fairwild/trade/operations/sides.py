"""For which side of a consignment somebody acts, and how the other side hears of it."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from fairwild.access.actions import Action
from fairwild.access.secrets import digest
from fairwild.kernel.actors import Role
from fairwild.kernel.codes import new_secret
from fairwild.kernel.refusals import NotAllowed
from fairwild.trade.events import ReceiverLinkSent
from fairwild.trade.letters import LINK_GOOD_FOR, LineSaid, News, NewsKind, Teller, emails_of
from fairwild.trade.queries import standing_links
from fairwild.trade.records import Consignment, ConsignmentLine, ReceiverLink
from fairwild.trade.states import LinkPurpose
from fairwild.unit_of_work import Reading, UnitOfWork

_ROLES = (Role.OPERATOR_MANAGER, Role.BUYING_CLERK, Role.COMPANY_MEMBER)

ASKING = {
    NewsKind.OUTCOME_PROPOSED: LinkPurpose.SETTLE,
    NewsKind.REVERSAL_ASKED: LinkPurpose.REVERSE,
}
"""News that want an answer, which one without an account gives by a link."""


def side_of(reading: Reading, consignment: Consignment) -> UUID:
    """Give the organisation for which the actor acts: the home one first, then the sender."""
    actor = reading.actor
    own = actor.organisations_with(*_ROLES)
    sides = (consignment.sender_id, consignment.receiver_id)
    if actor.organisation_id in sides and actor.organisation_id in own:
        return actor.organisation_id
    return sides[0] if sides[0] in own else sides[1]


def require_sender(reading: Reading, consignment: Consignment) -> None:
    """Refuse with NotAllowed whoever acts for the receiver."""
    if side_of(reading, consignment) != consignment.sender_id:
        raise NotAllowed(Action.ADD_CONSIGNMENT_PAPER)


def transit_of(line: ConsignmentLine) -> UUID:
    """Give the lot under way of a line that has left."""
    if line.transit_lot_id is None:
        message = "a line that has not left has no lot under way"
        raise ValueError(message)
    return line.transit_lot_id


def make_link(
    work: UnitOfWork, consignment: Consignment, purpose: LinkPurpose
) -> tuple[str, datetime]:
    """Make a new link for a receiver without an account; the ones before it open nothing more."""
    for old in standing_links(work, consignment.id):
        old.withdrawn_at = work.now
    secret = new_secret()
    link = ReceiverLink(
        consignment_id=consignment.id,
        purpose=purpose,
        email=consignment.receiver.email,
        secret_digest=digest(secret),
        made_at=work.now,
        expires_at=work.now + LINK_GOOD_FOR,
    )
    work.add(link)
    sent = {"number": consignment.number, "purpose": purpose, "expires_at": link.expires_at}
    work.record(ReceiverLinkSent(subject=consignment.id, **sent))  # type: ignore[arg-type]  # a dict of mixed values
    return secret, link.expires_at


def tell_other_side(
    work: UnitOfWork,
    consignment: Consignment,
    kind: NewsKind,
    tell: Teller | None,
    *,
    reason: str = "",
    lines: tuple[LineSaid, ...] = (),
) -> None:
    """Mail the news to the other side; one without an account gets a link where it must answer."""
    if tell is None:
        return
    by_sender = side_of(work, consignment) == consignment.sender_id
    by = consignment.sender if by_sender else consignment.receiver
    other = consignment.receiver if by_sender else consignment.sender
    told = News(
        kind,
        other.email,
        consignment_id=consignment.id,
        number=consignment.number,
        by=by.name,
        reason=reason.strip(),
        lines=lines,
    )
    if other.outside:
        secret = make_link(work, consignment, ASKING[kind])[0] if kind in ASKING else ""
        work.post(tell(replace(told, secret=secret)))
        return
    for email in emails_of(work, other.id):
        work.post(tell(replace(told, to=email)))
