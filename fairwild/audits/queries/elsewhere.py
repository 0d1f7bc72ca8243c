"""What is still open of other audits of the same operation."""

from uuid import UUID

from sqlalchemy import select

from fairwild.audits.facts import FoundElsewhere
from fairwild.audits.queries.rows import nonconformity_facts
from fairwild.audits.records import Audit, Nonconformity
from fairwild.audits.states import SETTLED
from fairwild.unit_of_work import Reading


def found_elsewhere(reading: Reading, audit: Audit) -> list[FoundElsewhere]:
    """List what the same body found in other audits of an operation and has not settled.

    The next to be overdue comes first.
    """
    found = found_of(reading, operator_id=audit.operator_id, body_id=audit.body_id)
    return [one for one in found if one.audit_id != audit.id]


def found_of(reading: Reading, *, operator_id: UUID, body_id: UUID) -> list[FoundElsewhere]:
    """List what a body found in its audits of an operation and has not settled.

    Asks no permission: for rooms that have asked for their own.
    """
    wanted = (
        select(Nonconformity, Audit.number)
        .join(Audit, Audit.id == Nonconformity.audit_id)
        .where(
            Nonconformity.operator_id == operator_id,
            Nonconformity.body_id == body_id,
            Nonconformity.status.not_in(SETTLED),
        )
        .order_by(Nonconformity.due_on, Audit.number, Nonconformity.number)
    )
    return [
        FoundElsewhere(row.audit_id, number, row.number, nonconformity_facts(row))
        for row, number in reading.session.execute(wanted)
    ]
