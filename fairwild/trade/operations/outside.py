"""Receivers without an account: what they say by a mailed link, once."""

from collections.abc import Mapping
from uuid import UUID

from fairwild.access.actions import Action
from fairwild.accounts.rules import obstacles_to_link
from fairwild.kernel.refusals import Obstacle
from fairwild.trade import rules
from fairwild.trade.events import ReceiverLinkUsed
from fairwild.trade.letters import GoodsUnderWay, Teller, Writer
from fairwild.trade.operations.answering import answer_consignment
from fairwild.trade.operations.reversing import answer_reversal, asked_reversal
from fairwild.trade.operations.settling import settle_difference
from fairwild.trade.operations.sides import make_link, require_sender
from fairwild.trade.queries import LinkSight, find_link, get_consignment, receiver_actor
from fairwild.trade.records import Consignment, ReceiverLink
from fairwild.trade.states import Decision, DifferenceStatus, LinkPurpose
from fairwild.unit_of_work import UnitOfWork


def send_link(work: UnitOfWork, *, consignment_id: UUID, write: Writer) -> None:
    """Mail a receiver without an account a new link; the ones before open nothing more."""
    work.take(Consignment, consignment_id, to=Action.ADD_CONSIGNMENT_PAPER)
    consignment = get_consignment(work, consignment_id)
    require_sender(work, consignment)
    found = list(rules.obstacles_to_answering(consignment.status))
    if not consignment.receiver.outside:
        found.append(Obstacle("receiver-has-account", {"receiver": consignment.receiver.name}))
    work.refuse_if(found)
    secret, until = make_link(work, consignment, LinkPurpose.ANSWER)
    to, number, sender = consignment.receiver.email, consignment.number, consignment.sender.name
    work.post(write(GoodsUnderWay(to, number, sender, consignment.id, secret, until)))


def answer_by_link(
    work: UnitOfWork,
    *,
    secret: str,
    received: Mapping[UUID, int],
    reason: str = "",
    reasons: Mapping[UUID, str] | None = None,
    tell: Teller | None = None,
) -> None:
    """Say what came of every line by a mailed link; the link is spent with it."""
    link, as_receiver = _opened(work, secret, LinkPurpose.ANSWER)
    answer_consignment(
        as_receiver,
        consignment_id=link.consignment_id,
        received=received,
        reason=reason,
        reasons=reasons,
        tell=tell,
    )


def decide_by_link(
    work: UnitOfWork,
    *,
    secret: str,
    decision: Decision,
    reason: str = "",
    tell: Teller | None = None,
) -> None:
    """Agree or not, by a mailed link, to what the sender proposed or asked."""
    sight = find_link(work, secret)
    link, as_receiver = _opened(work, secret, sight.link.purpose)
    consignment = get_consignment(as_receiver, link.consignment_id)
    if link.purpose is LinkPurpose.REVERSE:
        reversal_id = asked_reversal(consignment).id
        answer_reversal(
            as_receiver, reversal_id=reversal_id, decision=decision, reason=reason, tell=tell
        )
        return
    for line in consignment.lines:
        difference = line.difference
        if difference is not None and difference.status is DifferenceStatus.PROPOSED:
            settle_difference(
                as_receiver,
                difference_id=difference.id,
                decision=decision,
                reason=reason,
                tell=tell,
            )


def _opened(work: UnitOfWork, secret: str, purpose: LinkPurpose) -> tuple[ReceiverLink, UnitOfWork]:
    """Spend a link that is good for this purpose; gives who acts by it."""
    sight: LinkSight = find_link(work, secret, for_update=True)
    link = sight.link
    found = obstacles_to_link(
        used=link.used_at is not None,
        withdrawn=link.withdrawn_at is not None or link.purpose is not purpose,
        expires_at=link.expires_at,
        at=work.now,
    )
    work.refuse_if(found)
    link.used_at = work.now
    used = {"number": sight.number, "purpose": str(link.purpose)}
    work.record(ReceiverLinkUsed(subject=link.consignment_id, **used))
    return link, work.acting_as(receiver_actor(sight.receiver_id), at=work.now)
