"""What waits for an answer."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from fairwild.access.actions import Action
from fairwild.audits.records import Audit, Nonconformity
from fairwild.audits.states import Grade, NonconformityStatus
from fairwild.unit_of_work import Reading, visible_to


@dataclass(frozen=True)
class WaitingNonconformity:
    """A nonconformity the audited party has still to answer, with the audit it stands in."""

    id: UUID
    audit_id: UUID
    audit_number: str
    number: int
    indicator: str
    grade: Grade
    due_on: date
    overdue: bool


def nonconformities_to_answer(reading: Reading) -> list[WaitingNonconformity]:
    """List the open nonconformities the actor may answer, the most urgent first."""
    query = (
        select(Nonconformity, Audit.number)
        .join(Audit, Audit.id == Nonconformity.audit_id)
        .where(
            visible_to(reading.actor, Nonconformity, Action.ANSWER_NONCONFORMITY),
            Nonconformity.status == NonconformityStatus.OPEN,
        )
        .order_by(Nonconformity.due_on, Nonconformity.number)
    )
    return [
        WaitingNonconformity(
            id=row.id,
            audit_id=row.audit_id,
            audit_number=audit_number,
            number=row.number,
            indicator=row.indicator,
            grade=row.grade,
            due_on=row.due_on,
            overdue=row.due_on < reading.today,
        )
        for row, audit_number in reading.session.execute(query)
    ]
