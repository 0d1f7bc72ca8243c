"""What else becomes of a nonconformity: an answer sent back, more time, an objection."""

from datetime import date
from itertools import chain
from uuid import UUID

from fairwild.access.actions import Action
from fairwild.audits import rules
from fairwild.audits.events import (
    AnswerReturned,
    NonconformityExtended,
    NonconformityObjected,
    ObjectionAnswered,
)
from fairwild.audits.letters import Teller, Told, tell_audited_of, tell_body_of
from fairwild.audits.operations.acting import acting_person, audit_of
from fairwild.audits.queries import (
    extensions_of,
    find_objection,
    judges_of,
    nonconformity_facts,
    obstacles_to_judging,
    obstacles_to_verifying,
    returned_answers_of,
)
from fairwild.audits.records import Extension, Nonconformity, Objection, ReturnedAnswer
from fairwild.audits.states import NonconformityStatus, ObjectionOutcome
from fairwild.kernel.digests import text_digest
from fairwild.kernel.refusals import NotFound
from fairwild.standards import catalogue
from fairwild.unit_of_work import UnitOfWork


def return_answer(
    work: UnitOfWork, *, nonconformity_id: UUID, reason: str, write: Teller | None = None
) -> Nonconformity:
    """Send an answer back that does not satisfy; it stays readable, and the operator answers anew.

    The last day stays as it was, unless it went by while an answer given in time was read: then
    there are days anew, once, kept with the sending back.
    """
    found = work.take(Nonconformity, nonconformity_id, to=Action.CLOSE_NONCONFORMITY)
    person_id, facts = acting_person(work), nonconformity_facts(found)
    work.refuse_if(
        chain(
            rules.obstacles_to_returning(facts, returner_id=person_id, reason=reason),
            obstacles_to_verifying(work, *audit_of(work, found)),
        )
    )
    earlier = returned_answers_of(work, found.id)
    moved = sum(one.moved_last_day for one in earlier)
    due_on = rules.due_after_return(facts, catalogue.parameters(), moved=moved, on=work.today)
    kept = ReturnedAnswer(
        nonconformity_id=found.id,
        number=len(earlier) + 1,
        root_cause=found.root_cause,
        correction=found.correction,
        corrective_action=found.corrective_action,
        answered_by=found.answered_by,
        answered_at=found.answered_at,
        reason=reason,
        returned_by=person_id,
        returned_at=work.now,
        due_before=found.due_on,
        due_on=due_on,
    )
    work.add(kept)
    found.status, found.due_on = NonconformityStatus.OPEN, due_on
    found.answered_by, found.answered_at = None, None
    work.record(
        AnswerReturned(
            subject=found.id,
            audit_id=found.audit_id,
            number=kept.number,
            due_on=due_on,
            answer_sha256=text_digest(kept.root_cause, kept.correction, kept.corrective_action),
            reason_sha256=text_digest(reason),
        )
    )
    tell_audited_of(work, found, Told.RETURNED, write, said=reason)
    return found


def extend_nonconformity(
    work: UnitOfWork,
    *,
    nonconformity_id: UUID,
    due_on: date,
    reason: str,
    write: Teller | None = None,
) -> Extension:
    """Give the operator more time, counted and with the reason, before the last day has passed."""
    found = work.take(Nonconformity, nonconformity_id, to=Action.EXTEND_NONCONFORMITY)
    given = extensions_of(work, found.id)
    against = rules.obstacles_to_extending(
        nonconformity_facts(found, extensions=len(given)),
        catalogue.parameters(),
        due_on=due_on,
        reason=reason,
        on=work.today,
    )
    work.refuse_if(chain(against, obstacles_to_verifying(work, *audit_of(work, found))))
    extension = Extension(
        nonconformity_id=found.id,
        number=len(given) + 1,
        due_before=found.due_on,
        due_on=due_on,
        reason=reason,
        granted_by=acting_person(work),
        granted_at=work.now,
    )
    work.add(extension)
    found.due_on = due_on
    work.record(
        NonconformityExtended(
            subject=found.id,
            audit_id=found.audit_id,
            number=extension.number,
            due_before=extension.due_before,
            due_on=due_on,
            reason_sha256=text_digest(reason),
        )
    )
    tell_audited_of(work, found, Told.EXTENDED, write, said=reason)
    return extension


def object_to_nonconformity(
    work: UnitOfWork, *, nonconformity_id: UUID, reasons: str, write: Teller | None = None
) -> Objection:
    """Say for the operator that a nonconformity is none; it stands until somebody has judged."""
    found = work.take(Nonconformity, nonconformity_id, to=Action.OBJECT_TO_NONCONFORMITY)
    known = find_objection(work, found.id)
    work.refuse_if(
        rules.obstacles_to_objecting(
            nonconformity_facts(found), objected=known is not None, reasons=reasons
        )
    )
    objection = Objection(
        nonconformity_id=found.id,
        reasons=reasons,
        raised_by=acting_person(work),
        raised_at=work.now,
    )
    work.add(objection)
    work.record(
        NonconformityObjected(
            subject=found.id, audit_id=found.audit_id, reasons_sha256=text_digest(reasons)
        )
    )
    tell_body_of(work, found, Told.OBJECTED, write, said=reasons)
    return objection


def answer_objection(
    work: UnitOfWork,
    *,
    nonconformity_id: UUID,
    outcome: ObjectionOutcome,
    answer: str,
    write: Teller | None = None,
) -> Objection:
    """Judge an objection as somebody uninvolved (rule R15); an upheld one lifts it.

    Whoever judges has taken a side: the audit is evaluated and decided by others.
    Raises NotFound where nobody objected.
    """
    found = work.take(Nonconformity, nonconformity_id, to=Action.ANSWER_OBJECTION)
    objection = find_objection(work, found.id)
    if objection is None:
        raise NotFound("objection")
    person_id = acting_person(work)
    audit, facts = audit_of(work, found)
    against = rules.obstacles_to_answering_objection(
        facts,
        nonconformity_facts(found),
        answered=objection.outcome is not None,
        person_id=person_id,
        judges=judges_of(work, found.body_id),
        answer=answer,
    )
    work.refuse_if(chain(against, obstacles_to_judging(work, audit, facts)))
    objection.outcome, objection.answer = outcome, answer
    objection.answered_by, objection.answered_at = person_id, work.now
    if outcome is ObjectionOutcome.UPHELD and not nonconformity_facts(found).settled:
        found.status = NonconformityStatus.LIFTED
        found.closed_by, found.closed_at = person_id, work.now
    work.record(
        ObjectionAnswered(
            subject=found.id,
            audit_id=found.audit_id,
            outcome=outcome,
            answer_sha256=text_digest(answer),
        )
    )
    tell_audited_of(work, found, Told.JUDGED, write, said=answer, outcome=outcome)
    return objection
