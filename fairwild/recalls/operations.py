"""Calling goods back, answering for them, and bringing a recall to its end."""

from typing import Any
from uuid import UUID

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.kernel.events import plain
from fairwild.lots.operations.holding import hold_found, lift_of
from fairwild.organisations.queries import get_organisation
from fairwild.recalls import rules
from fairwild.recalls.events import (
    RecallAnswered,
    RecallClosed,
    RecallGoodsReleased,
    RecallStarted,
)
from fairwild.recalls.facts import Basis, Held, Reach, RecallFacts, Suspect
from fairwild.recalls.letters import Writer
from fairwild.recalls.queries import (
    asked_of,
    facts_of,
    get_notice,
    get_recall,
    lots_unaccounted,
    reach_from,
    reach_of,
)
from fairwild.recalls.records import Recall, RecallLot, RecallNotice
from fairwild.recalls.states import Finding, RecallKind, RecallStatus
from fairwild.recalls.telling import tell_holders
from fairwild.store.series import next_number, serial_text
from fairwild.unit_of_work import UnitOfWork


def start_recall(
    work: UnitOfWork,
    *,
    organisation_id: UUID,
    basis: Basis,
    reason: str,
    kind: RecallKind = RecallKind.REAL,
    write: Writer | None = None,
) -> Recall:
    """Call back everything made of suspect goods: found, put on hold and announced in one deed.

    A rehearsal records what would have been found, and touches nothing. Refused with every
    obstacle at once.
    """
    work.may(Action.START_RECALL, on=Of(Party.HOLDER, organisation_id))
    work.refuse_if(rules.obstacles_to_searching(basis))
    reach = reach_of(work, organisation_id, basis)
    work.refuse_if(rules.obstacles_to_recalling(basis, reach, reason=reason))
    recall = _start(work, organisation_id, basis, reach, kind=kind, reason=reason, write=write)
    return get_recall(work, recall.id)


def rehearse_for_audit(
    work: UnitOfWork, *, organisation_id: UUID, lot_id: UUID, reason: str
) -> Recall:
    """Rehearse a recall of one lot of an audited operator; nothing is held and nobody is told.

    The caller has asked whether the actor audits the operator.
    """
    basis = Basis(lot_ids=(lot_id,))
    reach = reach_from(work, frozenset(basis.lot_ids))
    work.refuse_if(rules.obstacles_to_recalling(basis, reach, reason=reason))
    kind = RecallKind.MOCK
    return _start(work, organisation_id, basis, reach, kind=kind, reason=reason, write=None)


def _start(
    work: UnitOfWork,
    organisation_id: UUID,
    basis: Basis,
    reach: Reach,
    *,
    kind: RecallKind,
    reason: str,
    write: Writer | None,
) -> Recall:
    recall = Recall(
        number=_number(work, organisation_id),
        organisation_id=organisation_id,
        kind=kind,
        status=RecallStatus.OPEN if kind is RecallKind.REAL else RecallStatus.CLOSED,
        reason=reason.strip(),
        basis={name: plain(value) for name, value in vars(basis).items() if value},
        reach=_summed_up(reach),
        started_at=work.now,
        started_by=work.actor.person_id,
        closed_at=None if kind is RecallKind.REAL else work.now,
    )
    work.add(recall)
    holds = _stop(work, recall, reach)
    work.session.add_all(_found(recall, reach, holds, one) for one in reach.suspects)
    work.session.flush()
    if kind is RecallKind.REAL:
        tell_holders(work, recall, reach, write)
    work.record(_said(recall, reach))
    return recall


def _number(work: UnitOfWork, organisation_id: UUID) -> str:
    """Give the next number of the pattern OWNER-RC-YEAR-SEQ."""
    stem = f"{get_organisation(work, organisation_id).code}-RC-{work.today.year:04d}"
    serial = next_number(work.session, f"recall:{stem}")
    return f"{stem}-{serial_text(serial, width=5)}"


def _summed_up(reach: Reach) -> dict[str, Any]:
    found = {
        "lots": len(reach.suspects),
        "holders": [str(one) for one in reach.holder_ids],
        "consignments": [str(one) for one in reach.consignment_ids],
        "labels": reach.label_count,
        "stock_by_state": plain(reach.stock_by_state),
        "under_way_by_state": plain(reach.under_way_by_state),
        "search_ms": reach.seconds_ms,
    }
    alone_g = reach.available_g
    return found if alone_g is None else found | {"available_g": alone_g}


def _stop(work: UnitOfWork, recall: Recall, reach: Reach) -> dict[UUID, UUID]:
    """Put on hold what is still there; a rehearsal stops nothing."""
    if recall.kind is RecallKind.MOCK:
        return {}
    return hold_found(
        work,
        lot_ids=[one.lot_id for one in reach.in_stock],
        by_id=recall.organisation_id,
        reason=f"{recall.number}: {recall.reason}",
    )


def _found(recall: Recall, reach: Reach, holds: dict[UUID, UUID], suspect: Suspect) -> RecallLot:
    return RecallLot(
        recall_id=recall.id,
        lot_id=suspect.lot_id,
        number=suspect.number,
        holder_id=suspect.holder_id,
        what=suspect.what,
        made_g=suspect.made_g,
        available_g=suspect.available_g,
        labels=reach.labels.get(suspect.lot_id, 0),
        is_source=suspect.is_source,
        hold_id=holds.get(suspect.lot_id),
        consignment_id=suspect.consignment_id,
    )


def _said(recall: Recall, reach: Reach) -> RecallStarted:
    return RecallStarted(
        subject=recall.id,
        number=recall.number,
        organisation=recall.organisation_id,
        kind_of_recall=recall.kind,
        reason=recall.reason,
        basis=recall.basis,
        lots_g={one.number: one.available_g for one in reach.suspects},
        holders=reach.told_ids,
        search_ms=reach.seconds_ms,
    )


def answer_recall(
    work: UnitOfWork, *, notice_id: UUID, finding: Finding, held: Held, note: str = ""
) -> RecallNotice:
    """Say what is still there of goods that were called back; it can be said again until the end.

    It is said of each state; less than was expected needs a word of explanation.
    """
    work.take(RecallNotice, notice_id, to=Action.ANSWER_RECALL)
    return _answer(work, notice_id, finding, held=held, note=note)


def answer_for_holder(
    work: UnitOfWork, *, notice_id: UUID, finding: Finding, held: Held, note: str
) -> RecallNotice:
    """Write down what a holder without an account has answered by letter or telephone.

    Refused for a holder that can answer itself, and without a word on how it answered.
    """
    work.take(RecallNotice, notice_id, to=Action.START_RECALL)
    notice = get_notice(work, notice_id)
    holder = notice.organisation
    work.refuse_if(rules.obstacles_to_answering_for(holder.name, outside=holder.outside, note=note))
    return _answer(work, notice_id, finding, held=held, note=note)


def _answer(
    work: UnitOfWork, notice_id: UUID, finding: Finding, *, held: Held, note: str
) -> RecallNotice:
    notice = get_notice(work, notice_id)
    asked, facts = asked_of(notice), RecallFacts(notice.recall.number, notice.recall.status)
    work.refuse_if(rules.obstacles_to_answering(facts, asked, finding, held=held, note=note))
    there = held.of(asked)
    notice.finding, notice.note = finding, note.strip()
    notice.held_by_state = None if there is None else {str(one): int(there[one]) for one in there}
    notice.held_g = int(held.whole_g)
    notice.answered_at, notice.answered_by = work.now, work.actor.person_id
    work.session.flush()
    work.record(
        RecallAnswered(
            subject=notice.id,
            recall=notice.recall_id,
            organisation=notice.organisation_id,
            finding=finding,
            held_by_state=notice.held_by_state,
            held_g=notice.held_g if there is None else None,
        )
    )
    return notice


def close_recall(work: UnitOfWork, *, recall_id: UUID, outcome: str, although: str = "") -> Recall:
    """Bring a recall to its end: the holds it placed and that still stand are released.

    Refused until everybody who was told has answered and nothing is under way to those who say it
    never came; or it is said why it is closed although goods are not accounted for. Those then
    stay on hold until `release_kept`.
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


def release_kept(work: UnitOfWork, *, recall_id: UUID, reason: str) -> Recall:
    """Release what stayed on hold after a recall because nobody knew where it was."""
    work.take(Recall, recall_id, to=Action.START_RECALL)
    recall = get_recall(work, recall_id)
    left = recall.unaccounted or {}
    kept = [] if left.get("released_at") else left.get("kept", [])
    facts = RecallFacts(recall.number, recall.status)
    work.refuse_if(rules.obstacles_to_releasing(facts, kept=len(kept), reason=reason))
    placed = [one.hold_id for one in recall.lots if one.hold_id and one.number in set(kept)]
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
    return get_recall(work, recall.id)
