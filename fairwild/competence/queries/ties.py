"""What ties many people to one client, in as many questions as for one."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from fairwild.competence.facts import InterestFacts
from fairwild.competence.records import Interest, Override
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
        tie = InterestFacts(held.id, client_id, client, InterestKind.EMPLOYMENT, held.until, True)
        found[person_id].append(tie)
    return {person_id: tuple(ties) for person_id, ties in found.items()}


def who_set_aside(reading: Reading, audit_ids: Collection[UUID]) -> list[tuple[UUID, UUID]]:
    """Say who set obstacles aside for these audits: the person and the audit, each pair once.

    Asks no permission: for rooms that have asked for their own.
    """
    query = select(Override.given_by, Override.audit_id).distinct()
    return [
        (person_id, audit_id)
        for person_id, audit_id in reading.session.execute(
            query.where(Override.audit_id.in_(set(audit_ids)))
        )
    ]
