"""What was found critical and is not decided on yet."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from fairwild.access.actions import Action
from fairwild.audits.records import Audit, Nonconformity
from fairwild.audits.states import OVER, SETTLED, Grade
from fairwild.unit_of_work import Reading, visible_to


@dataclass(frozen=True)
class CriticalFinding:
    """A critical nonconformity with its audit and whom that looked at."""

    id: UUID
    audit_id: UUID
    audit_number: str
    audited: str
    number: int
    indicator: str
    found_on: date


def critical_undecided(reading: Reading, party_id: UUID) -> list[CriticalFinding]:
    """List what is critical and not settled in audits of a party that nobody decided on.

    The party is the body or whom it audits; only what the actor sees is listed.
    """
    query = (
        select(Nonconformity, Audit)
        .join(Audit, Audit.id == Nonconformity.audit_id)
        .where(
            visible_to(reading.actor, Nonconformity, Action.SEE_AUDIT),
            or_(Nonconformity.operator_id == party_id, Nonconformity.body_id == party_id),
            Nonconformity.grade == Grade.CRITICAL,
            Nonconformity.status.not_in(SETTLED),
            Audit.status.not_in(OVER),
        )
        .options(joinedload(Audit.operator))
        .order_by(Nonconformity.raised_at, Nonconformity.number)
    )
    return [
        CriticalFinding(
            id=found.id,
            audit_id=audit.id,
            audit_number=audit.number,
            audited=audit.operator.name,
            number=found.number,
            indicator=found.indicator,
            found_on=found.raised_at.date(),
        )
        for found, audit in reading.session.execute(query)
    ]
