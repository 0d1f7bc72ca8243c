"""Bringing a recall to its end, and what stayed on hold after it."""

from typing import Any
from uuid import UUID

from fairwild.access.actions import Action
from fairwild.lots.operations.holding import lift_of
from fairwild.recalls import rules
from fairwild.recalls.events import RecallClosed, RecallGoodsReleased
from fairwild.recalls.facts import RecallFacts
from fairwild.recalls.letters import EndWriter, ReleaseWriter
from fairwild.recalls.queries import facts_of, get_recall, lots_unaccounted
from fairwild.recalls.records import Recall, RecallLot
from fairwild.recalls.states import RecallStatus
from fairwild.recalls.telling import holders_of, tell_end, tell_release
from fairwild.unit_of_work import UnitOfWork


def close_recall(
    work: UnitOfWork,
    *,
    recall_id: UUID,
    outcome: str,
    although: str = "",
    write: EndWriter | None = None,
) -> Recall:
    """Bring a recall to its end: the holds it placed and that still stand are released.

    Refused until everybody who was told has answered and nothing is under way to those who say it
    never came; or it is said why it is closed although goods are not accounted for. Those then
    stay on hold until `release_kept`. Everybody who was told is told of the end.
    """
    work.take(Recall, recall_id, to=Action.START_RECALL)
    recall = get_recall(work, recall_id)
    facts = facts_of(work, recall)
    work.refuse_if(rules.obstacles_to_closing(facts, outcome=outcome, although=although))
    kept = [one for one in lots_unaccounted(work, recall, facts) if one.hold_id is not None]
    left = {one.id for one in kept}
    placed = [one.hold_id for one in recall.lots if one.hold_id and one.id not in left]
    released = lift_of(work, hold_ids=placed, reason=f"{recall.number}: {outcome.strip()}")
    recall.status, recall.outcome = RecallStatus.CLOSED, outcome.strip()
    recall.closed_at, recall.closed_by = work.now, work.actor.person_id
    if facts.unaccounted:
        recall.unaccounted = _unaccounted(facts, kept, although=although.strip())
    work.session.flush()
    work.record(
        RecallClosed(
            subject=recall.id,
            number=recall.number,
            outcome=recall.outcome,
            released=released,
            although=although.strip() if facts.unaccounted else "",
            kept=len(kept),
        )
    )
    if write is not None:
        tell_end(work, recall, write)
    return get_recall(work, recall.id)


def _unaccounted(facts: RecallFacts, kept: list[RecallLot], *, although: str) -> dict[str, Any]:
    """Give what a recall is closed without, as its report will say it for good."""
    return {
        "although": although,
        "parties": [
            {
                "organisation_id": str(one.organisation_id),
                "organisation": one.organisation,
                "finding": one.finding,
                "consignments": list(one.travelling),
            }
            for one in facts.unaccounted
        ],
        "kept": [one.number for one in kept],
        "released_at": None,
        "release_reason": "",
    }


def release_kept(
    work: UnitOfWork, *, recall_id: UUID, reason: str, write: ReleaseWriter | None = None
) -> Recall:
    """Release what stayed on hold after a recall because nobody knew where it was.

    Everybody else with whom some of it is by now, or to whom it is under way, is told.
    """
    work.take(Recall, recall_id, to=Action.START_RECALL)
    recall = get_recall(work, recall_id)
    left = recall.unaccounted or {}
    kept = [] if left.get("released_at") else left.get("kept", [])
    facts = RecallFacts(recall.number, recall.status)
    work.refuse_if(rules.obstacles_to_releasing(facts, kept=len(kept), reason=reason))
    placed = [one.hold_id for one in recall.lots if one.hold_id and one.number in set(kept)]
    held = holders_of(work, placed)
    released = lift_of(work, hold_ids=placed, reason=f"{recall.number}: {reason.strip()}")
    recall.unaccounted = left | {
        "released_at": work.now.isoformat(),
        "release_reason": reason.strip(),
    }
    work.session.flush()
    work.record(
        RecallGoodsReleased(
            subject=recall.id, number=recall.number, reason=reason.strip(), released=released
        )
    )
    if write is not None:
        tell_release(work, recall, held, reason.strip(), write)
    return get_recall(work, recall.id)
