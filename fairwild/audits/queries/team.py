"""Who left the team of an audit and who came."""

from uuid import UUID

from sqlalchemy import select

from fairwild.audits.queries.rows import get_audit
from fairwild.audits.records import TeamChange
from fairwild.unit_of_work import Reading


def team_changes_of(reading: Reading, audit_id: UUID) -> list[TeamChange]:
    """List the changes of the team of an audit in their order; raises NotFound."""
    get_audit(reading, audit_id)
    wanted = select(TeamChange).where(TeamChange.audit_id == audit_id)
    return list(reading.session.scalars(wanted.order_by(TeamChange.changed_at, TeamChange.id)))
