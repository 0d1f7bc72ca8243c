"""What stands against assigning somebody to an audit."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
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
    PartFacts,
    WitnessFacts,
)
from fairwild.competence.queries.rows import competences_of, valid_in
from fairwild.competence.records import (
    Competence,
    Declaration,
    Interest,
    Override,
    WitnessAudit,
)
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
    "witnessed_on": date.fromisoformat,
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
    return _candidates(reading, body_id, {person_id})[person_id]


def _candidates(
    reading: Reading, body_id: UUID, person_ids: Collection[UUID]
) -> dict[UUID, CandidateFacts]:
    held: dict[UUID, list[CompetenceFacts]] = defaultdict(list)
    for row in reading.session.scalars(competences_of(body_id, person_ids)):
        held[row.person_id].append(_facts(row))
    witnessed = _witnessed(reading, body_id, person_ids)
    names = organisations.people_by_id(reading, person_ids)
    return {
        one: CandidateFacts(one, names.get(one, "–"), tuple(held[one]), tuple(witnessed[one]))
        for one in person_ids
    }


def _witnessed(
    reading: Reading, body_id: UUID, person_ids: Collection[UUID]
) -> dict[UUID, list[WitnessFacts]]:
    wanted = select(WitnessAudit).where(
        WitnessAudit.body_id == body_id, WitnessAudit.person_id.in_(person_ids)
    )
    found: dict[UUID, list[WitnessFacts]] = defaultdict(list)
    ordered = wanted.order_by(WitnessAudit.witnessed_on, WitnessAudit.recorded_at)
    for row in reading.session.scalars(ordered):
        found[row.person_id].append(WitnessFacts(row.id, row.witnessed_on, row.result))
    return found


def competences_of_each(
    reading: Reading, assignment: Assignment, asked: Sequence[PartFacts]
) -> list[list[CompetenceFacts]]:
    """Give for each of these parts the competences by which it is judged; nobody is asked.

    Who judges nothing needs none. As many questions for many people as for one.
    """
    known = _candidates(reading, assignment.body_id, {one.person_id for one in asked})
    return [
        []
        if one.role is None
        else rules.holding_on(
            known[one.person_id], one.role, needs_of(assignment, one.role), on=one.on
        )
        for one in asked
    ]


def interests_known(
    reading: Reading, body_id: UUID, client_ids: Collection[UUID], person_ids: Collection[UUID]
) -> dict[UUID, list[InterestFacts]]:
    """Give what ties people to the client and to whoever pays: recorded, and roles held there."""
    clients = organisations.organisations_by_id(reading, client_ids)
    wanted = select(Interest).where(
        Interest.person_id.in_(person_ids),
        Interest.body_id == body_id,
        Interest.client_id.in_(client_ids),
    )
    found: dict[UUID, list[InterestFacts]] = defaultdict(list)
    for row in reading.session.scalars(wanted.order_by(Interest.since, Interest.id)):
        name = clients[row.client_id].name
        tie = InterestFacts(row.id, row.client_id, name, row.kind, row.until)
        found[row.person_id].append(tie)
    for one in clients.values():
        for person_id, held in organisations.times_held_in(reading, one.id, person_ids):
            kind, until = InterestKind.EMPLOYMENT, held.until
            role_there = InterestFacts(held.id, one.id, one.name, kind, until, as_user=True)
            found[person_id].append(role_there)
    return found


def _declared(reading: Reading, audit_id: UUID | None) -> set[UUID]:
    wanted = select(Declaration.person_id).where(Declaration.audit_id == audit_id)
    return set(reading.session.scalars(wanted))


def overridden(
    reading: Reading, *, audit_id: UUID, person_id: UUID, role: Role | None
) -> frozenset[str]:
    """Name the obstacles the office has set aside for this person in this role of an audit."""
    return _set_aside(reading, audit_id)[person_id, role]


def _set_aside(
    reading: Reading, audit_id: UUID
) -> Mapping[tuple[UUID, Role | None], frozenset[str]]:
    kept: dict[tuple[UUID, Role | None], frozenset[str]] = defaultdict(frozenset)
    for row in reading.session.scalars(select(Override).where(Override.audit_id == audit_id)):
        kept[row.person_id, row.role] |= {one["key"] for one in row.obstacles}
    return kept


def found_of_each(
    reading: Reading, assignment: Assignment, asked: Sequence[PartFacts]
) -> list[list[Obstacle]]:
    """Say everything that stands against each of these parts, whatever was overridden.

    Before there is an audit nothing can have been declared for it, so that is not asked. As many
    questions for many people as for one.
    """
    people, unborn = {one.person_id for one in asked}, assignment.audit_id is None
    known = _candidates(reading, assignment.body_id, people)
    ties = interests_known(reading, assignment.body_id, assignment.clients, people)
    declared = people if unborn else _declared(reading, assignment.audit_id)
    return [
        list(
            rules.obstacles_to_assigning(
                known[one.person_id],
                role=one.role,
                needs=needs_of(assignment, one.role),
                interests=ties.get(one.person_id, ()),
                declared=one.person_id in declared,
                on=one.on,
                lookback_months=lookback_months(one.on),
            )
        )
        for one in asked
    ]


def left_of_each(
    reading: Reading, assignment: Assignment, asked: Sequence[PartFacts]
) -> list[list[Obstacle]]:
    """Say what stands against each of these parts and was not overridden."""
    found = found_of_each(reading, assignment, asked)
    if assignment.audit_id is None or not any(found):
        return found
    kept = _set_aside(reading, assignment.audit_id)
    return [
        rules.left_after(against, kept[one.person_id, one.role])
        for one, against in zip(asked, found, strict=True)
    ]


def obstacles_found(
    reading: Reading,
    assignment: Assignment,
    *,
    person_id: UUID,
    role: Role | None,
    on: date,
) -> list[Obstacle]:
    """Say everything that stands against an assignment, whatever was overridden."""
    return found_of_each(reading, assignment, [PartFacts(person_id, role, on)])[0]


def obstacles_left(
    reading: Reading,
    assignment: Assignment,
    *,
    person_id: UUID,
    role: Role | None,
    on: date,
) -> list[Obstacle]:
    """Say what stands against an assignment and was not overridden."""
    return left_of_each(reading, assignment, [PartFacts(person_id, role, on)])[0]


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
