"""The audits on which somebody could have gone along with an auditor."""

from uuid import UUID

from sqlalchemy import select

from fairwild.audits.records import Audit, TeamMember
from fairwild.unit_of_work import Reading


def audits_with(reading: Reading, *, body_id: UUID, person_id: UUID) -> list[Audit]:
    """List the audits of a body in whose team a person was, to whoever may see them."""
    own = select(TeamMember.audit_id).where(TeamMember.person_id == person_id)
    wanted = reading.visible(Audit).where(
        Audit.body_id == body_id, Audit.id.in_(own), ~Audit.never_began
    )
    return list(reading.session.scalars(wanted.order_by(Audit.starts_on.desc(), Audit.number)))
