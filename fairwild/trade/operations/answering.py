"""What a receiver says of goods that arrived, and a sender who calls them back before that."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from fairwild.access.actions import Action
from fairwild.kernel.events import Json
from fairwild.kernel.refusals import Invalid
from fairwild.lots.facts import Draw, LotFacts
from fairwild.lots.queries.stock import lot_facts
from fairwild.lots.states import MovementKind
from fairwild.trade import rules
from fairwild.trade.events import (
    ConsignmentCalledBack,
    ConsignmentReceived,
    ConsignmentReceivedInPart,
    ConsignmentRefused,
)
from fairwild.trade.facts import AnsweredLine
from fairwild.trade.letters import NewsKind, Teller
from fairwild.trade.operations.doubting import keep_back
from fairwild.trade.operations.moving import RECEIVED, give_back, move
from fairwild.trade.operations.sides import require_sender, tell_other_side, transit_of
from fairwild.trade.queries import get_consignment
from fairwild.trade.records import Consignment, ConsignmentLine, LineDifference
from fairwild.trade.states import ConsignmentStatus, DifferenceStatus
from fairwild.unit_of_work import UnitOfWork


def answer_consignment(
    work: UnitOfWork,
    *,
    consignment_id: UUID,
    received: Mapping[UUID, int],
    reason: str = "",
    reasons: Mapping[UUID, str] | None = None,
    tell: Teller | None = None,
) -> Consignment:
    """Confirm what came of every line; the receiver holds it from now, the rest goes back.

    `reasons` say by line why not all of it was accepted, `reason` for all lines without one of
    their own. What was not accepted is a difference until both sides agree what became of it, and
    stays on hold until one of them says that it came back.
    Goods keep what they were sold as: whether they are certified was judged when they left.
    Raises Invalid where a line is not answered or is not of this consignment.
    """
    work.take(Consignment, consignment_id, to=Action.ANSWER_CONSIGNMENT)
    consignment = get_consignment(work, consignment_id)
    if set(received) != {line.id for line in consignment.lines}:
        raise Invalid({"received": "every-line"})
    said = {line.id: ((reasons or {}).get(line.id) or "").strip() for line in consignment.lines}
    answers = [
        AnsweredLine(line.from_lot.number, line.shipped_g, received[line.id], said[line.id])
        for line in consignment.lines
    ]
    work.refuse_if(rules.obstacles_to_answer(consignment.status, answers, reason=reason))
    transit = lot_facts(work, [transit_of(line) for line in consignment.lines])
    for line in consignment.lines:
        line.received_g = received[line.id]
        line.reason = "" if line.received_g == line.shipped_g else said[line.id] or reason.strip()
        _unload(work, consignment, line, transit[transit_of(line)])
    consignment.status = rules.outcome_of(answers)
    consignment.answered_at = work.now
    consignment.answered_by = work.actor.person_id
    consignment.answer_reason = reason
    work.session.flush()
    _say_answered(work, consignment, answers)
    tell_other_side(work, consignment, NewsKind.ANSWERED, tell, reason=reason)
    return get_consignment(work, consignment_id)


def _unload(
    work: UnitOfWork, consignment: Consignment, line: ConsignmentLine, transit: LotFacts
) -> None:
    """Give what came to the receiver and what did not back to the sender; no gram vanishes."""
    came_g = line.received_g or 0
    if came_g:
        line.received_lot_id = move(
            work,
            MovementKind.RECEIVE,
            Draw(transit, came_g),
            holder_id=consignment.receiver_id,
            letter=RECEIVED,
        )
    line.returned_lot_id = give_back(
        work, transit.id, holder_id=consignment.sender_id, note=line.reason
    )
    if line.shipped_g > came_g:
        difference = LineDifference(
            consignment_id=consignment.id,
            line_id=line.id,
            sender_id=consignment.sender_id,
            receiver_id=consignment.receiver_id,
            missing_g=line.shipped_g - came_g,
            status=DifferenceStatus.OPEN,
        )
        work.add(difference)
        keep_back(work, consignment, line, difference, why=line.reason)


def _say_answered(
    work: UnitOfWork, consignment: Consignment, answers: Sequence[AnsweredLine]
) -> None:
    """Record the answer with every weight of it."""
    lines: tuple[dict[str, Json], ...] = tuple(
        {
            "lot": one.lot_number,
            "shipped_g": one.shipped_g,
            "received_g": one.received_g,
            "reason": one.reason,
        }
        for one in answers
    )
    subject, number, reason = consignment.id, consignment.number, consignment.answer_reason
    match consignment.status:
        case ConsignmentStatus.RECEIVED:
            work.record(ConsignmentReceived(subject=subject, number=number, lines=lines))
        case ConsignmentStatus.RECEIVED_IN_PART:
            part = ConsignmentReceivedInPart(
                subject=subject, number=number, lines=lines, reason=reason
            )
            work.record(part)
        case _:
            work.record(
                ConsignmentRefused(subject=subject, number=number, lines=lines, reason=reason)
            )


def call_back(
    work: UnitOfWork, *, consignment_id: UUID, reason: str, tell: Teller | None = None
) -> Consignment:
    """Turn goods round that nobody has answered yet; all of it is the sender's stock again."""
    work.take(Consignment, consignment_id, to=Action.REVERSE_CONSIGNMENT)
    consignment = get_consignment(work, consignment_id)
    require_sender(work, consignment)
    work.refuse_if(rules.obstacles_to_calling_back(consignment.status, reason=reason))
    for line in consignment.lines:
        line.returned_lot_id = give_back(
            work, transit_of(line), holder_id=consignment.sender_id, note=reason
        )
    consignment.status = ConsignmentStatus.CALLED_BACK
    consignment.ended_at, consignment.end_reason = work.now, reason.strip()
    work.session.flush()
    lines: tuple[dict[str, Json], ...] = tuple(
        {"lot": line.from_lot.number, "shipped_g": line.shipped_g} for line in consignment.lines
    )
    called = {"number": consignment.number, "reason": consignment.end_reason}
    work.record(ConsignmentCalledBack(subject=consignment.id, lines=lines, **called))
    tell_other_side(work, consignment, NewsKind.CALLED_BACK, tell, reason=reason)
    return get_consignment(work, consignment_id)
