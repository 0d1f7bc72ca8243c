"""Audits and what hangs on them, as they are kept."""

from uuid import UUID

from sqlalchemy import bindparam, select

from fairwild.audits.facts import NonconformityFacts
from fairwild.audits.queries.open_parts import check_reads_work
from fairwild.audits.records import (
    Audit,
    Decision,
    Evaluation,
    Evidence,
    Extension,
    Nonconformity,
    Objection,
    ReturnedAnswer,
    Score,
)
from fairwild.unit_of_work import Reading


def get_audit(reading: Reading, audit_id: UUID) -> Audit:
    """Give one audit; raises NotFound."""
    return reading.get(Audit, audit_id)


def get_nonconformity(reading: Reading, nonconformity_id: UUID) -> Nonconformity:
    """Give one nonconformity; raises NotFound."""
    return reading.get(Nonconformity, nonconformity_id)


def nonconformity_facts(row: Nonconformity, *, extensions: int = 0) -> NonconformityFacts:
    """Say of a nonconformity what rules need."""
    return NonconformityFacts(
        id=row.id,
        indicator=row.indicator,
        grade=row.grade,
        status=row.status,
        due_on=row.due_on,
        answered_by=row.answered_by,
        also=tuple(row.also),
        raised_by=row.raised_by,
        closed_on=row.closed_at.date() if row.closed_at else None,
        extensions=extensions,
        number=row.number,
        answered_on=row.answered_at.date() if row.answered_at else None,
        closed_by=row.closed_by,
    )


def find_evidence(reading: Reading, audit_id: UUID, evidence_id: UUID) -> Evidence | None:
    """Give one file of an audit that the actor may see.

    Raises NotFound for the audit, and Refused for a file of an indicator before the work of the
    team is open to the actor.
    """
    audit = reading.get(Audit, audit_id)
    found = reading.session.get(Evidence, evidence_id)
    if found is None or found.audit_id != audit_id:
        return None
    if found.nonconformity_id is None:
        check_reads_work(reading, audit)
    return found


_ONE_SCORE = select(Score).where(
    Score.audit_id == bindparam("audit_id"), Score.indicator == bindparam("indicator")
)
"""Made once: an auditor saves one indicator after the other."""


def find_score(reading: Reading, audit_id: UUID, indicator: str) -> Score | None:
    """Give the score of an indicator, once there is one."""
    keys = {"audit_id": audit_id, "indicator": indicator}
    return reading.session.scalar(_ONE_SCORE, keys, execution_options={"populate_existing": True})


def find_evaluation(reading: Reading, audit_id: UUID) -> Evaluation | None:
    """Give the evaluation of an audit, once there is one."""
    return reading.session.scalar(select(Evaluation).where(Evaluation.audit_id == audit_id))


def find_decision(reading: Reading, audit_id: UUID) -> Decision | None:
    """Give the decision on an audit, once there is one."""
    return reading.session.scalar(select(Decision).where(Decision.audit_id == audit_id))


def nonconformities_of(reading: Reading, audit_id: UUID) -> list[Nonconformity]:
    """List the nonconformities of an audit by their number."""
    wanted = select(Nonconformity).where(Nonconformity.audit_id == audit_id)
    return list(reading.session.scalars(wanted.order_by(Nonconformity.number)))


def evidence_of(reading: Reading, audit_id: UUID) -> list[Evidence]:
    """List the files of an audit in the order they came."""
    wanted = select(Evidence).where(Evidence.audit_id == audit_id)
    return list(reading.session.scalars(wanted.order_by(Evidence.added_at, Evidence.id)))


def scores_of(reading: Reading, audit_id: UUID) -> dict[str, Score]:
    """Give the scores of an audit by indicator."""
    wanted = select(Score).where(Score.audit_id == audit_id)
    return {score.indicator: score for score in reading.session.scalars(wanted)}


def extensions_of(reading: Reading, nonconformity_id: UUID) -> list[Extension]:
    """List the extensions of a nonconformity in their order."""
    wanted = select(Extension).where(Extension.nonconformity_id == nonconformity_id)
    return list(reading.session.scalars(wanted.order_by(Extension.number)))


def returned_answers_of(reading: Reading, nonconformity_id: UUID) -> list[ReturnedAnswer]:
    """List the answers that were sent back, in their order."""
    wanted = select(ReturnedAnswer).where(ReturnedAnswer.nonconformity_id == nonconformity_id)
    return list(reading.session.scalars(wanted.order_by(ReturnedAnswer.number)))


def find_objection(reading: Reading, nonconformity_id: UUID) -> Objection | None:
    """Give the objection to a nonconformity, once there is one."""
    wanted = select(Objection).where(Objection.nonconformity_id == nonconformity_id)
    return reading.session.scalar(wanted)


def judges_of_objections(reading: Reading, audit_id: UUID) -> list[UUID | None]:
    """Name for each objection to what an audit found who answered it; None while nobody has."""
    wanted = (
        select(Objection.answered_by)
        .join(Nonconformity, Nonconformity.id == Objection.nonconformity_id)
        .where(Nonconformity.audit_id == audit_id)
    )
    return list(reading.session.scalars(wanted))


def returners_of_answers(reading: Reading, audit_id: UUID) -> frozenset[UUID]:
    """Name who sent an answer to what an audit found back to the operator."""
    wanted = (
        select(ReturnedAnswer.returned_by)
        .join(Nonconformity, Nonconformity.id == ReturnedAnswer.nonconformity_id)
        .where(Nonconformity.audit_id == audit_id)
    )
    return frozenset(reading.session.scalars(wanted))


def earlier_nonconformities(reading: Reading, audit: Audit) -> list[Nonconformity]:
    """List what the same body found at the same operator in earlier audits, the latest first."""
    wanted = (
        select(Nonconformity)
        .join(Audit, Audit.id == Nonconformity.audit_id)
        .where(
            Nonconformity.operator_id == audit.operator_id,
            Nonconformity.body_id == audit.body_id,
            Nonconformity.audit_id != audit.id,
            Audit.starts_on <= audit.starts_on,
        )
        .order_by(Nonconformity.raised_at.desc(), Nonconformity.number.desc())
    )
    return list(reading.session.scalars(wanted))
