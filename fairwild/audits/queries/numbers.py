"""Which numbers of the scheme an audit was judged by, step by step."""

from uuid import UUID

from fairwild.audits.events import AuditConfirmed, AuditDecided, AuditFinished
from fairwild.audits.queries.rows import get_audit
from fairwild.audits.states import AuditStatus
from fairwild.ledger.queries import told_of
from fairwild.unit_of_work import Reading

_STEPS = {
    AuditConfirmed.kind(): AuditStatus.CONFIRMED,
    AuditFinished.kind(): AuditStatus.FINISHED,
    AuditDecided.kind(): AuditStatus.DECIDED,
}


def numbers_used(reading: Reading, audit_id: UUID) -> dict[AuditStatus, str]:
    """Give the version of the numbers by which the plan, the report and the decision were judged.

    Of a plan that was confirmed again the last version. Raises NotFound.
    """
    audit = get_audit(reading, audit_id)
    told = told_of(reading.session, [audit.id], _STEPS)
    return {_STEPS[kind]: facts["parameters_version"] for _, kind, facts in told}
