"""Answering for goods that were called back."""

from uuid import UUID

from fairwild.access.actions import Action
from fairwild.recalls import rules
from fairwild.recalls.events import RecallAnswered
from fairwild.recalls.facts import Held, RecallFacts
from fairwild.recalls.queries import asked_of, get_notice
from fairwild.recalls.records import RecallNotice
from fairwild.recalls.states import Finding
from fairwild.unit_of_work import UnitOfWork


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

    Refused for a holder that can answer itself or has done so by a mailed link, and without a
    word on how it answered.
    """
    work.take(RecallNotice, notice_id, to=Action.START_RECALL)
    notice = get_notice(work, notice_id)
    holder = notice.organisation
    found = rules.obstacles_to_answering_for(
        holder.name, outside=holder.outside, by_link=notice.by_link, note=note
    )
    work.refuse_if(found)
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
