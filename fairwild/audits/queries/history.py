"""What earlier audits of the same operator found, and what became of it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from fairwild.audits.queries.rows import nonconformity_facts
from fairwild.audits.records import Audit, Decision, Nonconformity
from fairwild.audits.states import AuditStatus, Grade, NonconformityStatus, Outcome
from fairwild.unit_of_work import Reading


@dataclass(frozen=True)
class EarlierAudit:
    """An audit of the operator that began before, and how it ended."""

    id: UUID
    number: str
    status: AuditStatus
    starts_on: date
    ends_on: date
    outcome: Outcome | None


@dataclass(frozen=True)
class EarlierFinding:
    """A nonconformity of an earlier audit; `settled_on` is the day it was closed."""

    id: UUID
    audit_id: UUID
    audit_number: str
    number: int
    indicators: tuple[str, ...]
    grade: Grade
    status: NonconformityStatus
    due_on: date
    settled_on: date | None
    description: str


def earlier_audits(reading: Reading, audit: Audit) -> list[EarlierAudit]:
    """List the earlier audits of the operator that the actor may see, the newest first.

    A plan that was cancelled before the team began is none.
    """
    query = (
        reading.visible(Audit)
        .with_only_columns(
            Audit.id,
            Audit.number,
            Audit.status,
            Audit.starts_on,
            Audit.ends_on,
            Decision.outcome,
        )
        .outerjoin(Decision, Decision.audit_id == Audit.id)
        .where(
            Audit.operator_id == audit.operator_id,
            Audit.starts_on <= audit.starts_on,
            Audit.id != audit.id,
            ~Audit.never_began,
        )
        .order_by(Audit.starts_on.desc(), Audit.number.desc())
    )
    return [EarlierAudit(*row) for row in reading.session.execute(query)]


def earlier_findings(
    reading: Reading, audits: list[EarlierAudit], *, on: date
) -> list[EarlierFinding]:
    """List what these audits found, the newest audit first, with the grade it has on a day."""
    numbers = {one.id: one.number for one in audits}
    query = select(Nonconformity).where(Nonconformity.audit_id.in_(numbers))
    found = [_told(row, numbers[row.audit_id], on) for row in reading.session.scalars(query)]
    place = {one.id: position for position, one in enumerate(audits)}
    return sorted(found, key=lambda one: (place[one.audit_id], one.number))


def _told(row: Nonconformity, audit_number: str, on: date) -> EarlierFinding:
    facts = nonconformity_facts(row)
    return EarlierFinding(
        id=row.id,
        audit_id=row.audit_id,
        audit_number=audit_number,
        number=row.number,
        indicators=facts.indicators,
        grade=facts.grade_on(on),
        status=row.status,
        due_on=row.due_on,
        settled_on=facts.closed_on,
        description=row.description,
    )


def last_days_before(reading: Reading, audit: Audit) -> date | None:
    """Give the last day of the audit before this one whose report is finished, if there is one."""
    query = reading.visible(Audit).where(
        Audit.operator_id == audit.operator_id,
        Audit.ends_on < audit.starts_on,
        Audit.finished_at.is_not(None),
    )
    newest = reading.session.scalar(query.order_by(Audit.ends_on.desc()).limit(1))
    return newest.ends_on if newest is not None else None
