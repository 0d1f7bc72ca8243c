"""Raising, answering and closing nonconformities."""

from collections.abc import Sequence
from itertools import chain
from uuid import UUID

from sqlalchemy import func, select

from fairwild.access.actions import Action
from fairwild.audits import rules
from fairwild.audits.events import (
    NonconformityAnswered,
    NonconformityClosed,
    NonconformityRaised,
)
from fairwild.audits.facts import NonconformityFacts
from fairwild.audits.letters import (
    Teller,
    Told,
    tell_audited_of,
    tell_body_of,
    tell_of_critical,
)
from fairwild.audits.operations.acting import acting_person, audit_of
from fairwild.audits.queries import (
    earlier_nonconformities,
    facts_of,
    indicators_of,
    nonconformity_facts,
    obstacles_to_verifying,
)
from fairwild.audits.queries.next_audit import next_audit_on
from fairwild.audits.queries.pins import count_shown
from fairwild.audits.records import Audit, Nonconformity
from fairwild.audits.states import Grade, NonconformityStatus, Verification
from fairwild.kernel.digests import text_digest
from fairwild.standards.operations import keep_numbers
from fairwild.unit_of_work import Reading, UnitOfWork


def raise_nonconformity(
    work: UnitOfWork,
    *,
    audit_id: UUID,
    indicators: Sequence[str],
    grade: Grade,
    description: str,
    write: Teller | None = None,
) -> Nonconformity:
    """Write down requirements not met as one nonconformity.

    Its last day follows from its grade, and for a minor one from the next yearly audit; whatever
    the same operator was found wanting in before, about any of these indicators, stands with it
    as what it repeats. `write` words the letters that go out at once about a critical one.
    """
    audit = work.take(Audit, audit_id, to=Action.RAISE_NONCONFORMITY)
    facts = facts_of(work, audit)
    asked, person_id = indicators_of(facts), acting_person(work)
    codes = tuple(dict.fromkeys(indicators))
    work.refuse_if(rules.obstacles_to_raising(facts, codes, indicators=asked, raiser_id=person_id))
    numbers = keep_numbers(work)
    due = rules.nonconformity_due(
        numbers, grade, found_on=work.today, next_audit_on=next_audit_on(work, audit)
    )
    repeated = [one.id for one in repeated_in_audit(work, audit, codes)]
    found = Nonconformity(
        audit_id=audit.id,
        body_id=audit.body_id,
        operator_id=audit.operator_id,
        number=_next_number(work, audit_id),
        indicator=codes[0],
        also=list(codes[1:]),
        repeats_id=repeated[0] if repeated else None,
        also_repeats=[str(one) for one in repeated[1:]],
        grade=grade,
        status=NonconformityStatus.OPEN,
        description=description,
        due_on=due.on,
        due_by=due.by,
        raised_by=person_id,
        raised_at=work.now,
    )
    work.add(found)
    _record(work, found, numbers.version)
    if grade is Grade.CRITICAL:
        tell_of_critical(work, found, write)
    return found


def _record(work: UnitOfWork, found: Nonconformity, version: str) -> None:
    work.record(
        NonconformityRaised(
            subject=found.id,
            audit_id=found.audit_id,
            number=found.number,
            indicator=found.indicator,
            also=found.also,
            repeats_id=found.repeats_id,
            also_repeats=found.also_repeats,
            grade=found.grade,
            due_on=found.due_on,
            due_by=found.due_by,
            parameters_version=version,
            description_sha256=text_digest(found.description),
        )
    )


def repeated_in_audit(
    reading: Reading, audit: Audit, codes: Sequence[str]
) -> tuple[NonconformityFacts, ...]:
    """Give all that a nonconformity about these indicators would repeat, the latest first."""
    earlier = (nonconformity_facts(row) for row in earlier_nonconformities(reading, audit))
    return rules.repeated_by(codes, earlier)


def answer_nonconformity(
    work: UnitOfWork,
    *,
    nonconformity_id: UUID,
    root_cause: str,
    correction: str,
    corrective_action: str,
    write: Teller | None = None,
) -> Nonconformity:
    """Say why it happened, what was put right and what keeps it from happening again."""
    found = work.take(Nonconformity, nonconformity_id, to=Action.ANSWER_NONCONFORMITY)
    facts = nonconformity_facts(found)
    work.refuse_if(rules.obstacles_to_answering(facts, answer=corrective_action))
    found.root_cause = root_cause
    found.correction = correction
    found.corrective_action = corrective_action
    found.status = NonconformityStatus.ANSWERED
    found.answered_by = acting_person(work)
    found.answered_at = work.now
    work.record(
        NonconformityAnswered(
            subject=found.id,
            audit_id=found.audit_id,
            answer_sha256=text_digest(root_cause, correction, corrective_action),
        )
    )
    tell_body_of(work, found, Told.ANSWERED, write)
    return found


def close_nonconformity(
    work: UnitOfWork,
    *,
    nonconformity_id: UUID,
    verification: Verification,
    note: str = "",
    write: Teller | None = None,
) -> Nonconformity:
    """Accept the answer, verified by document, remotely or on site, with a note of what was seen.

    Not by whoever gave it, nor without what is asked of an auditor or evaluator of the client.
    """
    found = work.take(Nonconformity, nonconformity_id, to=Action.CLOSE_NONCONFORMITY)
    closer_id, facts = acting_person(work), nonconformity_facts(found)
    work.refuse_if(
        chain(
            rules.obstacles_to_closing(facts, closer_id=closer_id),
            obstacles_to_verifying(work, *audit_of(work, found)),
            rules.obstacles_in_verification(
                verification, note=note, shown=count_shown(work, found.id)
            ),
        )
    )
    found.verification = verification
    found.closing_note = note
    found.status = NonconformityStatus.CLOSED
    found.closed_by = closer_id
    found.closed_at = work.now
    work.record(
        NonconformityClosed(
            subject=found.id,
            audit_id=found.audit_id,
            verification=verification,
            grade=facts.grade_on(work.today),
            note_sha256=text_digest(note),
        )
    )
    tell_audited_of(work, found, Told.CLOSED, write, said=note)
    return found


def _next_number(work: UnitOfWork, audit_id: UUID) -> int:
    """Count on; the audit is locked, so nobody takes the same number."""
    wanted = select(func.max(Nonconformity.number)).where(Nonconformity.audit_id == audit_id)
    return (work.session.scalar(wanted) or 0) + 1
