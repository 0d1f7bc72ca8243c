"""Interests that came up, or were told, when their person had a part in an audit already."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from fairwild.competence import rules
from fairwild.competence.facts import CandidateFacts, InterestFacts, LateConflict, Taken
from fairwild.competence.queries.assigning import lookback_months
from fairwild.competence.records import Interest, Override
from fairwild.kernel.actors import Role
from fairwild.organisations import queries as organisations
from fairwild.unit_of_work import Reading

SetAside = Mapping[tuple[UUID, UUID, Role | None], frozenset[str]]


def conflicts_in(reading: Reading, body_id: UUID, taken: Sequence[Taken]) -> list[LateConflict]:
    """List what the actor sees that ties people to the clients of audits they have a part in.

    At the assignment it would have been refused, so it was told later. What the office has set
    aside is none. As many questions for many people as for one.
    """
    people = {one.person_id for one in taken}
    wanted = reading.visible(Interest).where(
        Interest.body_id == body_id, Interest.person_id.in_(people)
    )
    rows = list(reading.session.scalars(wanted.options(joinedload(Interest.client))))
    names = organisations.people_by_id(reading, {row.person_id for row in rows})
    aside = _set_aside(reading, {one.audit_id for one in taken})
    months = lookback_months(reading.today)
    found = []
    for one in taken:
        person = CandidateFacts(one.person_id, names.get(one.person_id, "–"))
        for row in rows:
            if row.person_id != one.person_id or row.client_id not in one.client_ids:
                continue
            tie = InterestFacts(row.id, row.client_id, row.client.name, row.kind, row.until)
            against = rules.obstacles_in_interests(
                person, interests=[tie], on=reading.today, lookback_months=months
            )
            kept = aside.get((one.audit_id, one.person_id, one.role), frozenset())
            if rules.left_after(against, kept):
                told = (person.name, tie.client, tie.kind, tie.id, row.recorded_at.date())
                found.append(LateConflict(one.audit_id, one.audit, *told))
    return found


def _set_aside(reading: Reading, audit_ids: Collection[UUID]) -> SetAside:
    kept: dict[tuple[UUID, UUID, Role | None], frozenset[str]] = defaultdict(frozenset)
    for row in reading.session.scalars(select(Override).where(Override.audit_id.in_(audit_ids))):
        kept[row.audit_id, row.person_id, row.role] |= {one["key"] for one in row.obstacles}
    return kept
