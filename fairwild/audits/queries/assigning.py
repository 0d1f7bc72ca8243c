"""Who has a part in an audit, and what stands against it (rule R12)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from uuid import UUID

from fairwild.audits.facts import AuditFacts
from fairwild.audits.queries.rows import find_decision, find_evaluation
from fairwild.audits.records import Audit
from fairwild.audits.states import OVER, SCORING_ROLES, AuditStatus, TeamRole
from fairwild.competence import queries as competence
from fairwild.competence.facts import Assignment, PartFacts
from fairwild.kernel.actors import Role
from fairwild.kernel.refusals import Obstacle
from fairwild.organisations import queries as organisations
from fairwild.unit_of_work import Reading

_JUDGES_AT = {
    AuditStatus.FINISHED: Role.EVALUATOR,
    AuditStatus.EVALUATED: Role.CERTIFIER,
}
"""Whose turn it is outside the team."""


@dataclass(frozen=True)
class Part:
    """What a person does or did in an audit; `role` is None for whoever judges nothing."""

    person_id: UUID
    role: Role | None
    on: date
    team_role: TeamRole | None = None
    taken: bool = True
    left_on: date | None = None


def role_of(team_role: TeamRole) -> Role | None:
    """Say which competence a place in the team asks for: experts and observers need none."""
    return Role.AUDITOR if team_role in SCORING_ROLES else None


def assignment_of(audit: Audit, facts: AuditFacts) -> Assignment:
    """Say of an audit what competence and impartiality are asked about."""
    return Assignment(
        body_id=audit.body_id,
        operator_id=audit.operator_id,
        standard=audit.standard,
        standard_version=audit.standard_version,
        risk_classes=frozenset(str(one) for one in facts.risk_classes if one),
        countries=facts.countries,
        audit_id=audit.id,
        payer_id=facts.payer_id,
    )


def parts_in(reading: Reading, audit: Audit, facts: AuditFacts) -> list[Part]:
    """List who has a part in an audit: the team, who evaluated and decided, and who could next."""
    return [*parts_taken(reading, audit, facts), *_next(reading, audit)]


def _team_parts(audit: Audit, facts: AuditFacts) -> list[Part]:
    order = list(TeamRole)
    known = (*facts.team, *facts.left)
    team = sorted(known, key=lambda one: (order.index(one.role), str(one.person_id)))
    return [
        Part(
            one.person_id,
            role_of(one.role),
            one.came_on or audit.starts_on,
            one.role,
            left_on=one.left_on,
        )
        for one in team
    ]


def _verdict_parts(reading: Reading, audit: Audit) -> Iterator[Part]:
    evaluation = find_evaluation(reading, audit.id)
    if evaluation is not None:
        yield Part(evaluation.evaluator_id, Role.EVALUATOR, evaluation.evaluated_at.date())
    decision = find_decision(reading, audit.id)
    if decision is not None:
        yield Part(decision.certifier_id, Role.CERTIFIER, decision.decided_at.date())


def _next(reading: Reading, audit: Audit) -> Iterator[Part]:
    role = _JUDGES_AT.get(audit.status)
    if role is None:
        return
    for person in organisations.people_with_role(reading, audit.body_id, role):
        yield Part(person.id, role, reading.today, taken=False)


def obstacles_to_parts(
    reading: Reading, audit: Audit, facts: AuditFacts, parts: Sequence[Part]
) -> list[list[Obstacle]]:
    """Say what stands against each of these parts in an audit and was not overridden."""
    asked = [PartFacts(one.person_id, one.role, one.on) for one in parts]
    return competence.left_of_each(reading, assignment_of(audit, facts), asked)


def obstacles_in_assigned_team(
    reading: Reading, audit: Audit, facts: AuditFacts, *, on: date | None = None
) -> list[Obstacle]:
    """Say what stands against anybody of the team on a day, the first of the audit if none."""
    parts = [replace(part, on=on or part.on) for part in _team_parts(audit, facts)]
    return [*chain(*obstacles_to_parts(reading, audit, facts, parts))]


def warnings_about_team(reading: Reading, audit: Audit, facts: AuditFacts) -> list[Obstacle]:
    """Say what the office should know of the auditors of a team that bars nothing."""
    team = {one.person_id for one in _team_parts(audit, facts) if one.role is Role.AUDITOR}
    return competence.witness_overdue(reading, audit.body_id, team, on=audit.starts_on)


def obstacles_to_own_part(
    reading: Reading, audit: Audit, facts: AuditFacts, role: Role
) -> list[Obstacle]:
    """Say what stands against the actor evaluating or deciding today."""
    if reading.actor.person_id is None:
        return []
    part = Part(reading.actor.person_id, role, reading.today)
    return obstacles_to_parts(reading, audit, facts, [part])[0]


def obstacles_in_parts_taken(reading: Reading, audit: Audit, facts: AuditFacts) -> list[Obstacle]:
    """Say what is known by now to stand against anybody who audited or evaluated."""
    parts = parts_taken(reading, audit, facts)
    return [*chain(*obstacles_to_parts(reading, audit, facts, parts))]


def parts_taken(reading: Reading, audit: Audit, facts: AuditFacts) -> list[Part]:
    """List who audited, evaluated and decided so far."""
    return [*_team_parts(audit, facts), *_verdict_parts(reading, audit)]


def may_declare(reading: Reading, audit: Audit, facts: AuditFacts) -> bool:
    """Tell whether the actor has a part in an audit, or may have one yet.

    While it is under way anybody of the body may take over the place of whoever leaves. Once it is
    over, only what is not settled of it can still be verified, or judged.
    """
    person_id = reading.actor.person_id
    if person_id is None or not takes_declarations(audit, facts):
        return False
    if facts.objection_waits and Role.SCHEME_STEWARD in reading.actor.roles:
        return True
    if audit.status is AuditStatus.UNDER_WAY:
        return audit.body_id in reading.actor.organisations_with(*Role)
    verifying = (Role.AUDITOR,) if facts.unsettled else ()
    judging = reading.actor.organisations_with(Role.EVALUATOR, Role.CERTIFIER, *verifying)
    return facts.in_team(person_id) or audit.body_id in judging


def takes_declarations(audit: Audit, facts: AuditFacts) -> bool:
    """Tell whether anything is left of an audit in which somebody can have a part."""
    return audit.status not in OVER or facts.unsettled
