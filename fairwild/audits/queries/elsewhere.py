"""What is still open of other audits of the same operation."""

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
    wanted = (
        select(Nonconformity, Audit.number)
        .join(Audit, Audit.id == Nonconformity.audit_id)
        .where(
            Nonconformity.operator_id == audit.operator_id,
            Nonconformity.body_id == audit.body_id,
            Nonconformity.audit_id != audit.id,
            Nonconformity.status.not_in(SETTLED),
        )
        .order_by(Nonconformity.due_on, Audit.number, Nonconformity.number)
    )
    return [
        FoundElsewhere(row.audit_id, number, row.number, nonconformity_facts(row))
        for row, number in reading.session.execute(wanted)
    ]
