"""An audit held so that deeds on it follow one another."""

from uuid import UUID

from fairwild.access.actions import Action
from fairwild.audits.records import Audit
from fairwild.unit_of_work import UnitOfWork


def hold_audit(work: UnitOfWork, audit_id: UUID) -> Audit:
    """Let deeds on one audit follow one another; raises NotFound."""
    return work.take(Audit, audit_id, to=Action.SEE_AUDIT)
