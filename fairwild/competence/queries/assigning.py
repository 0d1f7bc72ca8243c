"""What stands against assigning somebody to an audit."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from babel.languages import get_official_languages
from sqlalchemy import select

from fairwild.competence import rules
from fairwild.competence.facts import (
    Assignment,
    CandidateFacts,
    CompetenceFacts,
    InterestFacts,
    Needs,
)
from fairwild.competence.queries.rows import competences_of, valid_in
from fairwild.competence.records import Competence, Declaration, Interest, Override
from fairwild.competence.states import InterestKind
from fairwild.kernel.actors import Role
from fairwild.kernel.refusals import Obstacle
from fairwild.organisations import queries as organisations
from fairwild.species.states import RiskClass
from fairwild.standards import catalogue
from fairwild.unit_of_work import Reading, UnitOfWork

_TYPED: Mapping[str, Any] = {
    "role": Role,
    "kind": InterestKind,
    "risk_class": RiskClass,
    "on": date.fromisoformat,
    "last_day": date.fromisoformat,
    "free_on": date.fromisoformat,
}
"""How the facts of an obstacle are read back from what an override has kept of them."""


def lookback_months(on: date) -> int:
    """Give how long an interest that has ended still counts."""
    return catalogue.parameters().in_force("interest_lookback_months", on=on).whole


def languages_of(country: str) -> frozenset[str]:
    """Give the official languages of a country (CLDR), any one of which will do on the spot."""
    found = get_official_languages(country, de_facto=True)
    return frozenset(code.partition("_")[0] for code in found)


def needs_of(assignment: Assignment, role: Role | None) -> Needs:
    """Say what an audit asks of somebody in a role: only auditors talk with people on the spot."""
    return Needs(
        standard=assignment.standard,
        standard_version=assignment.standard_version,
        risk_classes=assignment.risk_classes,
        countries=assignment.countries,
        languages={one: languages_of(one) for one in assignment.countries if role is Role.AUDITOR},
    )


def _facts(row: Competence) -> CompetenceFacts:
    return CompetenceFacts(
        role=row.role,
        standard=row.standard,
        standard_version=row.standard_version,
        risk_classes=frozenset(row.risk_classes),
        languages=frozenset(row.languages),
        countries=frozenset(row.countries),
        valid=valid_in(row),
    )


def hold_competences(work: UnitOfWork, *, person_id: UUID, body_id: UUID) -> None:
    """Keep what a person may judge as it is until the deed is done: an end waits or came first."""
    wanted = competences_of(body_id, [person_id]).with_for_update()
    list(work.session.scalars(wanted.execution_options(populate_existing=True)))


def candidate(reading: Reading, *, person_id: UUID, body_id: UUID) -> CandidateFacts:
    """Give what a body knows of a person who is to judge; nobody is asked for permission."""
    rows = reading.session.scalars(competences_of(body_id, [person_id]))
    name = organisations.people_by_id(reading, [person_id]).get(person_id, "–")
    return CandidateFacts(person_id, name, tuple(_facts(row) for row in rows))


def competences_on(
    reading: Reading, assignment: Assignment, *, person_id: UUID, role: Role, on: date
) -> list[CompetenceFacts]:
    """Give the competences by which a person judges in a role on a day; nobody is asked."""
    known = candidate(reading, person_id=person_id, body_id=assignment.body_id)
    return rules.holding_on(known, role, needs_of(assignment, role), on=on)


def interests_in(
    reading: Reading, *, person_id: UUID, body_id: UUID, client_id: UUID
) -> list[InterestFacts]:
    """List what ties a person to a client: what was declared or recorded, and roles held there."""
    wanted = select(Interest).where(
        Interest.person_id == person_id,
        Interest.body_id == body_id,
        Interest.client_id == client_id,
    )
    rows = list(reading.session.scalars(wanted.order_by(Interest.since, Interest.id)))
    held = organisations.times_held(reading, person_id, client_id)
    if not rows and not held:
        return []
    client = organisations.get_organisation(reading, client_id).name
    recorded = [InterestFacts(row.id, client_id, client, row.kind, row.until) for row in rows]
    return recorded + [
        InterestFacts(one.id, client_id, client, InterestKind.EMPLOYMENT, one.until) for one in held
    ]


def has_declared(reading: Reading, *, audit_id: UUID, person_id: UUID) -> bool:
    """Tell whether a person has declared before this assignment."""
    wanted = select(Declaration.id).where(
        Declaration.audit_id == audit_id, Declaration.person_id == person_id
    )
    return reading.session.scalar(wanted.limit(1)) is not None


def overridden(
    reading: Reading, *, audit_id: UUID, person_id: UUID, role: Role | None
) -> frozenset[str]:
    """Name the obstacles the office has set aside for this person in this role of an audit."""
    wanted = select(Override).where(Override.audit_id == audit_id, Override.person_id == person_id)
    rows = reading.session.scalars(wanted)
    return frozenset(one["key"] for row in rows if row.role is role for one in row.obstacles)


def obstacles_found(
    reading: Reading,
    assignment: Assignment,
    *,
    person_id: UUID,
    role: Role | None,
    on: date,
) -> list[Obstacle]:
    """Say everything that stands against an assignment, whatever was overridden.

    Before there is an audit nothing can have been declared for it, so that is not asked.
    """
    body_id, audit_id = assignment.body_id, assignment.audit_id
    ties = {"person_id": person_id, "body_id": body_id, "client_id": assignment.operator_id}
    found = rules.obstacles_to_assigning(
        candidate(reading, person_id=person_id, body_id=body_id),
        role=role,
        needs=needs_of(assignment, role),
        interests=interests_in(reading, **ties),
        declared=audit_id is None or has_declared(reading, audit_id=audit_id, person_id=person_id),
        on=on,
        lookback_months=lookback_months(on),
    )
    return list(found)


def obstacles_left(
    reading: Reading,
    assignment: Assignment,
    *,
    person_id: UUID,
    role: Role | None,
    on: date,
) -> list[Obstacle]:
    """Say what stands against an assignment and was not overridden."""
    found = obstacles_found(reading, assignment, person_id=person_id, role=role, on=on)
    if assignment.audit_id is None or not found:
        return found
    audit_id = assignment.audit_id
    set_aside = overridden(reading, audit_id=audit_id, person_id=person_id, role=role)
    return rules.left_after(found, set_aside)


def obstacles_for(
    reading: Reading,
    *,
    person_id: UUID,
    body_id: UUID,
    operator_id: UUID,
    role: Role | None,
    standard: str,
    standard_version: str,
    risk_classes: Iterable[str],
    countries: Iterable[str],
    on: date,
    audit_id: UUID | None = None,
) -> list[Obstacle]:
    """Say what stands against assigning a person to an audit and was not overridden (rule R12)."""
    assignment = Assignment(
        body_id=body_id,
        operator_id=operator_id,
        standard=standard,
        standard_version=standard_version,
        risk_classes=frozenset(str(one) for one in risk_classes),
        countries=frozenset(countries),
        audit_id=audit_id,
    )
    return obstacles_left(reading, assignment, person_id=person_id, role=role, on=on)


def obstacles_kept(override: Override, *, person: str) -> list[Obstacle]:
    """Give back the obstacles an override has set aside, as they were found then."""
    return [
        Obstacle(one["code"], {"person": person, **_read_back(one["facts"])})
        for one in override.obstacles
    ]


def _read_back(facts: Mapping[str, Any]) -> dict[str, object]:
    return {
        name: _TYPED[name](value) if name in _TYPED and value is not None else value
        for name, value in facts.items()
    }
