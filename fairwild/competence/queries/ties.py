"""What ties many people to one client, in as many questions as for one."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from fairwild.competence.facts import InterestFacts
from fairwild.competence.records import Interest
from fairwild.competence.states import InterestKind
from fairwild.organisations import queries as organisations
from fairwild.unit_of_work import Reading


def ties_to(
    reading: Reading, client_id: UUID, person_ids: Collection[UUID]
) -> dict[UUID, tuple[InterestFacts, ...]]:
    """Give what ties these people to a client: interests known to any body, and roles held there.

    Asks no permission: for rooms that have asked for their own.
    """
    client = organisations.get_organisation(reading, client_id).name
    wanted = select(Interest).where(
        Interest.client_id == client_id, Interest.person_id.in_(set(person_ids))
    )
    found: dict[UUID, list[InterestFacts]] = defaultdict(list)
    for row in reading.session.scalars(wanted.order_by(Interest.since, Interest.id)):
        found[row.person_id].append(InterestFacts(row.id, client_id, client, row.kind, row.until))
    for person_id, held in organisations.times_held_in(reading, client_id, person_ids):
        tie = InterestFacts(held.id, client_id, client, InterestKind.EMPLOYMENT, held.until)
        found[person_id].append(tie)
    return {person_id: tuple(ties) for person_id, ties in found.items()}
