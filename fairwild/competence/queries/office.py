"""What ties whoever acts for the office of a body to the client whose matter it is."""

from collections.abc import Collection
from uuid import UUID

from fairwild.competence import rules
from fairwild.competence.queries.assigning import candidate, interests_known, lookback_months
from fairwild.kernel.refusals import Obstacle
from fairwild.unit_of_work import Reading


def obstacles_of_office(
    reading: Reading, *, body_id: UUID, client_ids: Collection[UUID]
) -> list[Obstacle]:
    """Say what keeps the actor from acting for the office in the matter of any of these clients.

    Asks no permission: for rooms that have asked for their own.
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
        )
    )
