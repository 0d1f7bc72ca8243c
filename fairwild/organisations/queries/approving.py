"""Questions about what bodies are approved for and where they are registered."""

from uuid import UUID

from sqlalchemy import select

from fairwild.organisations.records import BodyApproval, NationalRegistration
from fairwild.unit_of_work import Reading


def approvals_of(reading: Reading, body_id: UUID) -> list[BodyApproval]:
    """List the approvals of a body, the newest first; they are public."""
    query = select(BodyApproval).where(BodyApproval.body_id == body_id)
    newest = query.order_by(BodyApproval.valid_from.desc(), BodyApproval.id)
    return list(reading.session.scalars(newest))


def approvals_everywhere(reading: Reading) -> list[BodyApproval]:
    """List the approvals of all bodies, the newest first."""
    return list(
        reading.session.scalars(select(BodyApproval).order_by(BodyApproval.valid_from.desc()))
    )


def get_approval(reading: Reading, approval_id: UUID) -> BodyApproval:
    """Give one approval; raises NotFound."""
    return reading.get(BodyApproval, approval_id)


def registrations_of(reading: Reading, body_id: UUID) -> list[NationalRegistration]:
    """List where a body is registered with authorities, the newest first; they are public."""
    query = reading.visible(NationalRegistration).where(NationalRegistration.body_id == body_id)
    order = (NationalRegistration.registered_on.desc(), NationalRegistration.id)
    return list(reading.session.scalars(query.order_by(*order)))


def get_registration(reading: Reading, registration_id: UUID) -> NationalRegistration:
    """Give one national registration; raises NotFound."""
    return reading.get(NationalRegistration, registration_id)
