"""Whom a certification body audits."""

from uuid import UUID

from fairwild.audits.records import Audit
from fairwild.audits.states import AuditStatus
from fairwild.unit_of_work import Reading


def audited_by(reading: Reading, body_id: UUID) -> set[UUID]:
    """Give whom a body audits or has audited, as far as the actor sees it; no cancelled plans."""
    query = reading.visible(Audit).where(
        Audit.body_id == body_id, Audit.status != AuditStatus.CANCELLED
    )
    return set(reading.session.scalars(query.with_only_columns(Audit.operator_id).distinct()))
