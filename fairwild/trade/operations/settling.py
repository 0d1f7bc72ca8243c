"""What became of goods that were not accepted: one side proposes, the other confirms."""

from uuid import UUID

from fairwild.access.actions import Action
from fairwild.kernel.events import Json
from fairwild.kernel.refusals import NotFound
from fairwild.trade import rules
from fairwild.trade.events import (
    DifferenceOutcomeDeclined,
    DifferenceOutcomeProposed,
    DifferenceSettled,
)
from fairwild.trade.letters import NewsKind, Teller
from fairwild.trade.operations.doubting import keep_back, set_free
from fairwild.trade.operations.moving import book_loss
from fairwild.trade.operations.sides import side_of, tell_other_side
from fairwild.trade.queries import difference_facts, get_consignment
from fairwild.trade.records import Consignment, ConsignmentLine, LineDifference
from fairwild.trade.states import Decision, DifferenceOutcome, DifferenceStatus
from fairwild.unit_of_work import UnitOfWork

GONE = frozenset({DifferenceOutcome.LOST, DifferenceOutcome.WEIGHED_WRONGLY})
"""Outcomes after which nobody has the goods: they leave the lot that came back on paper."""


def propose_outcome(
    work: UnitOfWork,
    *,
    difference_id: UUID,
    outcome: DifferenceOutcome,
    note: str = "",
    tell: Teller | None = None,
) -> LineDifference:
    """Say for one side what became of a difference; it waits for the other side's word.

    What came back can be used again from now; what is said to be gone is on hold meanwhile.
    """
    difference = work.take(LineDifference, difference_id, to=Action.SETTLE_DIFFERENCE)
    consignment, line = _place_of(work, difference)
    facts = difference_facts(work, difference, line)
    work.refuse_if(rules.obstacles_to_proposing(facts, outcome))
    difference.status = DifferenceStatus.PROPOSED
    difference.outcome, difference.note = outcome, note.strip()
    difference.proposed_for_id = side_of(work, consignment)
    difference.proposed_at = work.now
    if outcome in GONE:
        keep_back(work, consignment, line, difference, why=str(outcome))
    else:
        set_free(work, consignment, difference)
    work.session.flush()
    said = _said(consignment, line, difference)
    proposed = {**said, "by": difference.proposed_for_id, "note": difference.note}
    work.record(DifferenceOutcomeProposed(subject=consignment.id, **proposed))  # type: ignore[arg-type]  # a dict of mixed values
    tell_other_side(work, consignment, NewsKind.OUTCOME_PROPOSED, tell, reason=note)
    return difference


def settle_difference(
    work: UnitOfWork,
    *,
    difference_id: UUID,
    decision: Decision,
    reason: str = "",
    tell: Teller | None = None,
) -> LineDifference:
    """Confirm for the other side what became of a difference, or leave it open and say why.

    Goods that came back stay the stock they are, and are held back again where that is declined;
    what was lost on the way, or was never there
    because somebody weighed wrongly, leaves the sender's books as a loss.
    """
    difference = work.take(LineDifference, difference_id, to=Action.SETTLE_DIFFERENCE)
    consignment, line = _place_of(work, difference)
    facts, side_id = difference_facts(work, difference, line), side_of(work, consignment)
    outcome = difference.outcome if decision is Decision.AGREE else None
    work.refuse_if(rules.obstacles_to_settling(facts, outcome, side_id=side_id))
    if decision is Decision.DECLINE:
        _decline(work, consignment, line, difference, reason.strip())
        tell_other_side(work, consignment, NewsKind.OUTCOME_DECLINED, tell, reason=reason)
        return difference
    difference.status, difference.settled_at = DifferenceStatus.SETTLED, work.now
    work.session.flush()
    work.record(DifferenceSettled(subject=consignment.id, **_said(consignment, line, difference)))  # type: ignore[arg-type]  # a dict of mixed values
    set_free(work, consignment, difference)
    if difference.outcome in GONE:
        note = f"{consignment.number}: {difference.note}".rstrip(": ")
        lost_g, why = difference.missing_g, str(difference.outcome)
        book_loss(work, facts.returned.id, lost_g, reason=why, note=note)
    tell_other_side(work, consignment, NewsKind.SETTLED, tell)
    return difference


def _decline(
    work: UnitOfWork,
    consignment: Consignment,
    line: ConsignmentLine,
    difference: LineDifference,
    reason: str,
) -> None:
    declined = _said(consignment, line, difference) | {"reason": reason}
    difference.note = reason
    difference.status, difference.outcome = DifferenceStatus.OPEN, None
    difference.proposed_for_id = difference.proposed_at = None
    keep_back(work, consignment, line, difference, why=reason or line.reason)
    work.session.flush()
    work.record(DifferenceOutcomeDeclined(subject=consignment.id, **declined))  # type: ignore[arg-type]  # a dict of mixed values


def _place_of(work: UnitOfWork, difference: LineDifference) -> tuple[Consignment, ConsignmentLine]:
    consignment = get_consignment(work, difference.consignment_id)
    for line in consignment.lines:
        if line.id == difference.line_id:
            return consignment, line
    raise NotFound("consignment_line")


def _said(
    consignment: Consignment, line: ConsignmentLine, difference: LineDifference
) -> dict[str, Json]:
    return {
        "number": consignment.number,
        "lot": line.from_lot.number,
        "missing_g": difference.missing_g,
        "outcome": str(difference.outcome or ""),
    }
