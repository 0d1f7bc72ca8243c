"""What keeps whoever acts for a body, in its office or as certifier, from a client's matter."""

from collections.abc import Collection
from uuid import UUID

from fairwild.competence import rules
from fairwild.competence.facts import Assignment
from fairwild.competence.queries.assigning import (
    candidate,
    interests_known,
    lookback_months,
    needs_of,
)
from fairwild.kernel.actors import Role
from fairwild.kernel.refusals import Obstacle
from fairwild.unit_of_work import Reading


def obstacles_of_office(
    reading: Reading,
    *,
    body_id: UUID,
    client_ids: Collection[UUID],
    certifying: bool = False,
) -> list[Obstacle]:
    """Say what keeps the actor from acting for a body in the matter of any of these clients.

    In its office, or `certifying`. Asks no permission: for rooms that have asked for their own.
    """
    person_id = reading.actor.person_id
    if person_id is None:
        return []
    ties = interests_known(reading, body_id, client_ids, {person_id}).get(person_id, [])
    return list(
        rules.obstacles_in_office(
            candidate(reading, person_id=person_id, body_id=body_id),
            interests=ties,
            on=reading.today,
            lookback_months=lookback_months(reading.today),
            certifying=certifying,
        )
    )


def obstacles_in_own_competence(reading: Reading, assignment: Assignment) -> list[Obstacle]:
    """Say what the actor is not known to be able to decide on as a certifier today.

    Asks no permission: for rooms that have asked for their own.
    """
    person_id = reading.actor.person_id
    if person_id is None:
        return []
    known = candidate(reading, person_id=person_id, body_id=assignment.body_id)
    needs = needs_of(assignment, Role.CERTIFIER)
    lacking = rules.obstacles_in_competence(known, Role.CERTIFIER, needs, on=reading.today)
    return list(lacking)
