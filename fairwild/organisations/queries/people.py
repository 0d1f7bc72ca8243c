"""Questions about who works where, in which role."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.kernel.actors import Post, Role
from fairwild.organisations.records import Membership, Organisation, Person
from fairwild.unit_of_work import Reading


@dataclass(frozen=True)
class PersonFacts:
    """A person with the roles held in one organisation."""

    id: UUID
    name: str
    roles: tuple[Role, ...]


@dataclass(frozen=True)
class TimeHeld:
    """From which day until which a role was held in an organisation; it may still be."""

    id: UUID
    role: Role
    since: date
    until: date | None


@dataclass(frozen=True)
class MembershipFacts:
    """One role of one person in an organisation, for those who work there."""

    id: UUID
    person_id: UUID
    name: str
    email: str
    role: Role
    since: datetime


def _held(session: Session, query: Select[Membership]) -> list[Membership]:
    in_force = query.where(Membership.ended_at.is_(None))
    return list(session.scalars(in_force.order_by(Membership.since, Membership.id)))


def posts_of(session: Session, person_id: UUID) -> list[Post]:
    """List the posts a person holds now, the oldest first."""
    held = _held(session, select(Membership).where(Membership.person_id == person_id))
    return [Post(one.organisation_id, one.role) for one in held]


def times_held(reading: Reading, person_id: UUID, organisation_id: UUID) -> list[TimeHeld]:
    """List when a person held roles in an organisation, the oldest first; nobody is asked."""
    wanted = select(Membership).where(
        Membership.person_id == person_id, Membership.organisation_id == organisation_id
    )
    found = reading.session.scalars(wanted.order_by(Membership.since, Membership.id))
    return [_time_held(one) for one in found]


def times_held_in(
    reading: Reading, organisation_id: UUID, person_ids: Collection[UUID]
) -> list[tuple[UUID, TimeHeld]]:
    """List when these people held roles in an organisation, the oldest first; nobody is asked."""
    wanted = select(Membership).where(
        Membership.organisation_id == organisation_id, Membership.person_id.in_(set(person_ids))
    )
    found = reading.session.scalars(wanted.order_by(Membership.since, Membership.id))
    return [(one.person_id, _time_held(one)) for one in found]


def _time_held(one: Membership) -> TimeHeld:
    ended_on = one.ended_at.date() if one.ended_at else None
    return TimeHeld(one.id, one.role, one.since.date(), ended_on)


def people_with_role(reading: Reading, organisation_id: UUID, *roles: Role) -> list[PersonFacts]:
    """List the people of an organisation who hold one of these roles, by name; all without one.

    Asks no permission: for rooms that have asked for their own.
    """
    held: dict[UUID, list[Role]] = defaultdict(list)
    names: dict[UUID, str] = {}
    for one in _of_organisation(reading, organisation_id):
        held[one.person_id].append(one.role)
        names[one.person_id] = one.person.name
    found = [
        PersonFacts(person_id, names[person_id], tuple(held_roles))
        for person_id, held_roles in held.items()
        if not roles or set(roles).intersection(held_roles)
    ]
    return sorted(found, key=lambda person: (person.name.casefold(), person.id))


def addresses_of(reading: Reading, organisation_id: UUID) -> frozenset[str]:
    """Give every mail address of an organisation and of its people now; nobody is asked."""
    house = select(Organisation.email).where(Organisation.id == organisation_id)
    people = [one.person.email for one in _of_organisation(reading, organisation_id)]
    return frozenset(filter(None, [reading.session.scalar(house), *people]))


def _of_organisation(reading: Reading, organisation_id: UUID) -> list[Membership]:
    query = select(Membership).where(Membership.organisation_id == organisation_id)
    return _held(reading.session, query.options(joinedload(Membership.person)))


def people_of(reading: Reading, organisation_id: UUID) -> list[MembershipFacts]:
    """List who holds which role in an organisation, by name; raises NotAllowed to outsiders."""
    reading.may(Action.SEE_PEOPLE, on=Of(Party.ITSELF, organisation_id))
    found = [
        MembershipFacts(
            id=one.id,
            person_id=one.person_id,
            name=one.person.name,
            email=one.person.email,
            role=one.role,
            since=one.since,
        )
        for one in _of_organisation(reading, organisation_id)
    ]
    return sorted(found, key=lambda one: (one.name.casefold(), one.role))


def people_by_id(reading: Reading, ids: Iterable[UUID]) -> dict[UUID, str]:
    """Give the names of these persons, for pages of those entitled to know them."""
    query = select(Person.id, Person.name).where(Person.id.in_(set(ids)))
    return {row.id: row.name for row in reading.session.execute(query)}


def holders_of(reading: Reading, role: Role) -> int:
    """Count who holds a role now, in whatever organisation."""
    query = select(func.count()).select_from(Membership)
    held = query.where(Membership.role == role, Membership.ended_at.is_(None))
    return reading.session.scalar(held) or 0
