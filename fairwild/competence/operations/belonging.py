"""Who works for a body."""

from uuid import UUID

from fairwild.kernel.refusals import Invalid
from fairwild.organisations import queries as organisations
from fairwild.unit_of_work import UnitOfWork


def check_works_for(work: UnitOfWork, body_id: UUID, person_id: UUID, field: str = "") -> None:
    """Raise Invalid for somebody who does not work for the body."""
    people = organisations.people_with_role(work, body_id)
    if person_id not in {person.id for person in people}:
        raise Invalid({field or "person_id": "unknown"})
