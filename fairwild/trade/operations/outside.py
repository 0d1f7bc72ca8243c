"""Receivers without an account: what they say by a mailed link, once."""

from collections.abc import Mapping
from uuid import UUID

from fairwild.access.actions import Action
from fairwild.accounts.rules import obstacles_to_link
from fairwild.kernel.refusals import Invalid, Obstacle
from fairwild.trade import rules
from fairwild.trade.events import ReceiverLinkUsed
from fairwild.trade.facts import Said
from fairwild.trade.letters import GoodsUnderWay, LineSaid, NewsKind, Teller, Writer
from fairwild.trade.operations.answering import answer_consignment
from fairwild.trade.operations.reversing import answer_reversal, asked_reversal
from fairwild.trade.operations.settling import settle_difference
from fairwild.trade.operations.sides import make_link, require_sender, tell_other_side
from fairwild.trade.queries import (
    LinkSight,
    find_link,
    get_consignment,
    proposed_differences,
    receiver_actor,
)
from fairwild.trade.records import Consignment, ReceiverLink
from fairwild.trade.states import LinkPurpose
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


def answer_reversal_by_link(
    work: UnitOfWork, *, secret: str, said: Said, tell: Teller | None = None
) -> None:
    """Let a consignment be taken back, or not, by a mailed link; the link is spent with it."""
    link, as_receiver = _opened(work, secret, LinkPurpose.REVERSE)
    asked = asked_reversal(get_consignment(as_receiver, link.consignment_id))
    answer_reversal(
        as_receiver, reversal_id=asked.id, decision=said.decision, reason=said.reason, tell=tell
    )


def settle_by_link(
    work: UnitOfWork, *, secret: str, said: Mapping[UUID, Said], tell: Teller | None = None
) -> None:
    """Agree or not, difference by difference, to what the sender says became of the goods.

    All of it is one deed, the link is spent with it, and one letter tells the sender of each.
    Raises Invalid where a difference that waits is not answered, or another one is.
    """
    link, as_receiver = _opened(work, secret, LinkPurpose.SETTLE)
    consignment = get_consignment(as_receiver, link.consignment_id)
    waiting = {one.id: line for line, one in proposed_differences(consignment)}
    if set(said) != set(waiting):
        raise Invalid({"differences": "every-difference"})
    lines = []
    for difference_id, line in waiting.items():
        one = said[difference_id]
        difference = settle_difference(
            as_receiver, difference_id=difference_id, decision=one.decision, reason=one.reason
        )
        lines.append(LineSaid(line.from_lot.number, difference.missing_g, one))
    told = tuple(lines)
    tell_other_side(as_receiver, consignment, NewsKind.OUTCOMES_ANSWERED, tell, lines=told)


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
