"""Mock recalls of an audit."""

from uuid import UUID

from fairwild.audits.queries import get_audit, reads_work
from fairwild.desks.records import AuditRehearsal
from fairwild.unit_of_work import Reading


def rehearsals_of(reading: Reading, audit_id: UUID) -> list[AuditRehearsal]:
    """List the mock recalls of an audit in the order they were started; raises NotFound.

    None for whom the work of the team is not open yet.
    """
    if not reads_work(reading, get_audit(reading, audit_id)):
        return []
    query = reading.visible(AuditRehearsal).where(AuditRehearsal.audit_id == audit_id)
    ordered = query.order_by(AuditRehearsal.started_at, AuditRehearsal.id)
    return list(reading.session.scalars(ordered))
