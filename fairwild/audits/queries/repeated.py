"""Which earlier nonconformities are repeated."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from fairwild.audits.records import Audit, Nonconformity
from fairwild.audits.states import NonconformityStatus
from fairwild.unit_of_work import Reading


@dataclass(frozen=True)
class RepeatedFinding:
    """An earlier nonconformity as the one that repeats it names it."""

    id: UUID
    audit_id: UUID
    audit_number: str
    number: int
    indicators: tuple[str, ...]
    status: NonconformityStatus
    raised_on: date


def repeated_findings(reading: Reading, found: Nonconformity) -> list[RepeatedFinding]:
    """List the earlier nonconformities one repeats that the actor may see, the latest first."""
    wanted = (
        reading.visible(Nonconformity)
        .add_columns(Audit.number)
        .join(Audit, Audit.id == Nonconformity.audit_id)
        .where(Nonconformity.id.in_(found.repeats))
        .order_by(Nonconformity.raised_at.desc(), Nonconformity.number.desc())
    )
    return [
        RepeatedFinding(
            id=row.id,
            audit_id=row.audit_id,
            audit_number=audit_number,
            number=row.number,
            indicators=row.indicators,
            status=row.status,
            raised_on=row.raised_at.date(),
        )
        for row, audit_number in reading.session.execute(wanted)
    ]


def repeated_in(reading: Reading, audit_id: UUID) -> dict[UUID, tuple[int, str]]:
    """Give the earlier nonconformities that are repeated here: number, and that of the audit."""
    rows = reading.session.scalars(select(Nonconformity).where(Nonconformity.audit_id == audit_id))
    here = {one for row in rows for one in row.repeats}
    wanted = (
        select(Nonconformity.id, Nonconformity.number, Audit.number)
        .join(Audit, Audit.id == Nonconformity.audit_id)
        .where(Nonconformity.id.in_(here))
    )
    return {row[0]: (row[1], row[2]) for row in reading.session.execute(wanted)}
