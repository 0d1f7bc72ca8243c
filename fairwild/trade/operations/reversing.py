"""Taking an answered consignment back: one side asks, the other agrees or declines."""

from uuid import UUID

from fairwild.access.actions import Action
from fairwild.kernel.events import Json
from fairwild.kernel.refusals import NotFound
from fairwild.lots.facts import Draw
from fairwild.lots.states import MovementKind
from fairwild.trade import rules
from fairwild.trade.events import (
    ConsignmentTakenBack,
    ReversalAsked,
    ReversalDeclined,
    ReversalWithdrawn,
)
from fairwild.trade.letters import NewsKind, Teller
from fairwild.trade.operations.moving import RETURNED, move
from fairwild.trade.operations.sides import side_of, tell_other_side
from fairwild.trade.queries import get_consignment, received_lots, standing_links
from fairwild.trade.records import Consignment, Reversal
from fairwild.trade.states import ConsignmentStatus, Decision, LinkPurpose, ReversalStatus
from fairwild.unit_of_work import UnitOfWork


def ask_reversal(
    work: UnitOfWork, *, consignment_id: UUID, reason: str, tell: Teller | None = None
) -> Reversal:
    """Ask the other side to let an answered consignment be taken back; nothing moves yet."""
    work.take(Consignment, consignment_id, to=Action.REVERSE_CONSIGNMENT)
    consignment = get_consignment(work, consignment_id)
    asked = any(one.status is ReversalStatus.ASKED for one in consignment.reversals)
    received = received_lots(work, consignment)
    work.refuse_if(
        rules.obstacles_to_asking(consignment.status, received, asked=asked, reason=reason)
    )
    reversal = Reversal(
        consignment_id=consignment.id,
        sender_id=consignment.sender_id,
        receiver_id=consignment.receiver_id,
        status=ReversalStatus.ASKED,
        asked_for_id=side_of(work, consignment),
        asked_at=work.now,
        reason=reason.strip(),
    )
    work.add(reversal)
    said = {"number": consignment.number, "reason": reversal.reason}
    work.record(ReversalAsked(subject=consignment.id, by=reversal.asked_for_id, **said))
    tell_other_side(work, consignment, NewsKind.REVERSAL_ASKED, tell, reason=reason)
    return reversal


def withdraw_reversal(
    work: UnitOfWork, *, reversal_id: UUID, tell: Teller | None = None
) -> Reversal:
    """Ask no more for a consignment to be taken back, for the side that asked.

    Refused once the other side has answered; a link mailed for that answer opens nothing more.
    """
    reversal = work.take(Reversal, reversal_id, to=Action.REVERSE_CONSIGNMENT)
    work.take(Consignment, reversal.consignment_id, to=Action.REVERSE_CONSIGNMENT)
    consignment = get_consignment(work, reversal.consignment_id)
    sides = {"asked_for_id": reversal.asked_for_id, "side_id": side_of(work, consignment)}
    work.refuse_if(rules.obstacles_to_withdrawing(reversal.status, **sides))
    reversal.status, reversal.withdrawn_at = ReversalStatus.WITHDRAWN, work.now
    for link in standing_links(work, consignment.id):
        if link.purpose is LinkPurpose.REVERSE:
            link.withdrawn_at = work.now
    by, number = reversal.asked_for_id, consignment.number
    work.record(ReversalWithdrawn(subject=consignment.id, number=number, by=by))
    tell_other_side(work, consignment, NewsKind.REVERSAL_WITHDRAWN, tell)
    return reversal


def answer_reversal(
    work: UnitOfWork,
    *,
    reversal_id: UUID,
    decision: Decision,
    reason: str = "",
    tell: Teller | None = None,
) -> Consignment:
    """Agree for the other side, and every lot goes back to the sender; or let things stand.

    Refused, once a received lot was sold on or drawn on in any way, with what was done to it.
    """
    reversal = work.take(Reversal, reversal_id, to=Action.REVERSE_CONSIGNMENT)
    work.take(Consignment, reversal.consignment_id, to=Action.REVERSE_CONSIGNMENT)
    consignment = get_consignment(work, reversal.consignment_id)
    sides = {"asked_for_id": reversal.asked_for_id, "side_id": side_of(work, consignment)}
    found = list(rules.obstacles_to_deciding(reversal.status, **sides))
    if decision is Decision.AGREE:
        found += rules.obstacles_to_reversing(consignment.status, received_lots(work, consignment))
    work.refuse_if(found)
    reversal.answered_at, reversal.answer_reason = work.now, reason.strip()
    if decision is Decision.DECLINE:
        reversal.status = ReversalStatus.DECLINED
        said = {"number": consignment.number, "reason": reversal.answer_reason}
        work.record(ReversalDeclined(subject=consignment.id, **said))
        tell_other_side(work, consignment, NewsKind.REVERSAL_DECLINED, tell, reason=reason)
        return consignment
    reversal.status = ReversalStatus.AGREED
    _take_back(work, consignment, reversal)
    tell_other_side(work, consignment, NewsKind.TAKEN_BACK, tell, reason=reason)
    return get_consignment(work, consignment.id)


def _take_back(work: UnitOfWork, consignment: Consignment, reversal: Reversal) -> None:
    """Move every received lot to the sender by a movement of its own; nothing is erased."""
    said: list[dict[str, Json]] = []
    lots = {one.lot.id: one.lot for one in received_lots(work, consignment)}
    for line in consignment.lines:
        if line.received_lot_id is None:
            continue
        lot = lots[line.received_lot_id]
        line.taken_back_lot_id = move(
            work,
            MovementKind.TAKE_BACK,
            Draw(lot, lot.available_g),
            holder_id=consignment.sender_id,
            letter=RETURNED,
            note=reversal.reason,
        )
        said.append({"lot": lot.number, "taken_back_g": lot.available_g})
    consignment.status = ConsignmentStatus.TAKEN_BACK
    consignment.ended_at, consignment.end_reason = work.now, reversal.reason
    work.session.flush()
    facts = {"number": consignment.number, "reason": reversal.reason}
    work.record(ConsignmentTakenBack(subject=consignment.id, lines=tuple(said), **facts))


def asked_reversal(consignment: Consignment) -> Reversal:
    """Give the reversal that waits for an answer; raises NotFound without one."""
    for one in consignment.reversals:
        if one.status is ReversalStatus.ASKED:
            return one
    raise NotFound("consignment_reversal")
