"""Planning an audit and beginning it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import chain
from typing import Any
from uuid import UUID

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.applications.queries import agreement_on
from fairwild.areas import queries as areas
from fairwild.audits import rules
from fairwild.audits.events import AuditPlanned, AuditStarted
from fairwild.audits.facts import AuditFacts
from fairwild.audits.operations.acting import acting_person
from fairwild.audits.operations.assigning import assign_team
from fairwild.audits.queries import facts_of
from fairwild.audits.queries.classing import classed
from fairwild.audits.queries.counting import count_year
from fairwild.audits.queries.plans import obstacles_to_starting
from fairwild.audits.records import Audit, TeamMember
from fairwild.audits.states import (
    BEFORE_WORK,
    SCORING_ROLES,
    AuditKind,
    AuditStatus,
    TeamRole,
)
from fairwild.kernel.actors import OrganisationKind, Role
from fairwild.kernel.digests import text_digest
from fairwild.kernel.refusals import Invalid, Obstacle
from fairwild.organisations import queries as organisations
from fairwild.standards import catalogue
from fairwild.standards.naming import lock_of
from fairwild.standards.rules import obstacles_to_using
from fairwild.standards.types import StandardVersion
from fairwild.store.holding import hold_together
from fairwild.store.series import next_number
from fairwild.unit_of_work import UnitOfWork

Team = Sequence[tuple[UUID, TeamRole]]
ScopeLines = Sequence[Mapping[str, Any]]


def plan_audit(
    work: UnitOfWork,
    *,
    body_id: UUID,
    operator_id: UUID,
    standard: str,
    standard_version: str,
    certification_year: int,
    starts_on: date,
    ends_on: date,
    team: Team,
    scope: ScopeLines,
    kind: AuditKind | None = None,
    planned_half_days: int | None = None,
    sites: Sequence[str] = (),
    season_reason: str = "",
    year_reason: str = "",
    days_reason: str = "",
    turnover_eur: int | None = None,
    assigned_despite: str = "",
) -> Audit:
    """Put an audit of an operator into the body's calendar, with its team and its scope.

    The reasons are the office's: for days that are past, another year than counted, this team.
    """
    work.may(Action.PLAN_AUDIT, on=Of(Party.BODY, body_id))
    version = hold_standard(work, standard, standard_version, starts_on, ends_on)
    against = _obstacles_in_parties(work, operator_id, version, starts_on, kind)
    counted = count_year(work, operator_id=operator_id, standard=standard, on=starts_on, kind=kind)
    in_year = rules.obstacles_in_year(certification_year, counted, reason=year_reason)
    in_team = obstacles_in_named_team(work, body_id, team)
    work.refuse_if(chain(against, in_year, in_team, obstacles_in_scope(work, operator_id, scope)))
    audit = Audit(
        body_id=body_id,
        operator_id=operator_id,
        standard=standard,
        standard_version=standard_version,
        certification_year=certification_year,
        starts_on=starts_on,
        ends_on=ends_on,
        scope=classed(work, kept_lines(scope), on=starts_on),
        kind=kind or rules.usual_kind(certification_year),
        planned_half_days=planned_half_days,
        sites=list(sites),
        season_reason=season_reason,
        year_reason=year_reason,
        days_reason=days_reason,
        turnover_eur=turnover_eur,
    )
    return keep_planned(work, audit, team, despite=assigned_despite)


def keep_planned(work: UnitOfWork, audit: Audit, team: Team, *, despite: str) -> Audit:
    """Number a new plan and write it with its team into the calendar.

    Refuses a team that may not audit.
    """
    audit.number = _next_number(work, audit.body_id, audit.starts_on.year)
    audit.status = AuditStatus.PLANNED
    audit.planned_at = work.now
    work.add(audit, *(TeamMember(audit_id=audit.id, person_id=p, role=role) for p, role in team))
    work.record(_planned(work, audit, team))
    assign_team(work, audit, team, despite=despite)
    return audit


def start_audit(work: UnitOfWork, *, audit_id: UUID, reason: str = "") -> Audit:
    """Begin the audit on the spot: from now on its team scores.

    `reason` says why on another day than planned.
    """
    audit = work.take(Audit, audit_id, to=Action.SCORE_AUDIT)
    facts = facts_of(work, audit)
    work.refuse_if(
        chain(
            obstacles_to_starting(work, audit, facts, reason=reason),
            rules.obstacles_in_team(facts, acting_person(work)),
        )
    )
    return begin_now(work, audit, reason=reason)


def begin_now(work: UnitOfWork, audit: Audit, *, reason: str = "") -> Audit:
    """Set an audit under way whose obstacles were asked about already."""
    audit.status = AuditStatus.UNDER_WAY
    audit.start_reason = reason
    work.record(
        AuditStarted(subject=audit.id, number=audit.number, reason_sha256=text_digest(reason))
    )
    return audit


def obstacles_before_starting(work: UnitOfWork, audit: Audit, facts: AuditFacts) -> list[Obstacle]:
    """Say what stands against the start that a first score brings about; none once under way."""
    if facts.status not in BEFORE_WORK:
        return []
    return obstacles_to_starting(work, audit, facts)


def hold_standard(
    work: UnitOfWork, name: str, version: str, starts_on: date, ends_on: date
) -> StandardVersion:
    """Give the standard a plan names, which nobody takes back until the plan is written.

    Raises Invalid for a version there is not, and for days in the wrong order.
    """
    hold_together(work.session, lock_of(name, version))
    if ends_on < starts_on:
        raise Invalid({"ends_on": "end-before-start"})
    try:
        return catalogue.standard_version(name, version)
    except catalogue.UnknownStandard as error:
        raise Invalid({"standard": "unknown"}) from error


def _obstacles_in_parties(
    work: UnitOfWork,
    operator_id: UUID,
    standard: StandardVersion,
    starts_on: date,
    kind: AuditKind | None,
) -> Iterator[Obstacle]:
    if kind is AuditKind.SPOT_CHECK:
        yield Obstacle("kind-of-another-party", {"kind": kind}, at="kind")
    operator = organisations.find_organisation(work, operator_id)
    if operator is None or operator.kind is not OrganisationKind.OPERATOR:
        yield Obstacle("auditee-not-an-operator", at="operator_id")
    yield from obstacles_to_using(standard, on=starts_on)


def obstacles_in_named_team(work: UnitOfWork, body_id: UUID, team: Team) -> Iterator[Obstacle]:
    """Say what is wrong with a team as it is named: one leader, nobody twice, all of the body."""
    roles = [role for _, role in team]
    if roles.count(TeamRole.LEADER) != 1:
        yield Obstacle(
            "team-needs-one-leader", {"leaders": roles.count(TeamRole.LEADER)}, at="team"
        )
    if len({person_id for person_id, _ in team}) < len(team):
        yield Obstacle("team-member-twice", at="team")
    for person_id, role in team:
        yield from obstacles_in_place(work, body_id, person_id, role)


def obstacles_in_place(
    work: UnitOfWork, body_id: UUID, person_id: UUID, role: TeamRole
) -> Iterator[Obstacle]:
    """Say whether somebody is not of the body, or no auditor of it where they are to score."""
    wanted = (Role.AUDITOR,) if role in SCORING_ROLES else tuple(Role)
    if person_id not in _people(work, body_id, *wanted):
        yield Obstacle("team-member-not-suited", {"role": role}, at="team")


def _people(work: UnitOfWork, body_id: UUID, *roles: Role) -> set[UUID]:
    return {person.id for person in organisations.people_with_role(work, body_id, *roles)}


def obstacles_in_scope(
    work: UnitOfWork, operator_id: UUID, scope: ScopeLines
) -> Iterator[Obstacle]:
    """Say what is wrong with a scope: it names what the operator collects, on its open areas."""
    if not scope:
        yield Obstacle("scope-empty", at="scope")
    chosen = {(row.species_id, row.part) for row in areas.collected_by(work, operator_id)}
    named = {area_id for line in scope for area_id in line["area_ids"]}
    known = areas.area_facts(work, named)
    own = {one.id for one in known.values() if one.operator_id == operator_id and not one.closed}
    for number, line in enumerate(scope, start=1):
        if (line["species_id"], line["part"]) not in chosen:
            yield Obstacle("scope-species-not-collected", {"line": number}, at="scope")
        if not line["area_ids"] or not own.issuperset(line["area_ids"]):
            yield Obstacle("scope-area-not-own", {"line": number}, at="scope")
    yield from rules.obstacles_in_lines(scope)


def _next_number(work: UnitOfWork, body_id: UUID, year: int) -> str:
    code = organisations.get_organisation(work, body_id).code
    serial = next_number(work.session, f"audit:{code}:{year}")
    return f"{code}-A-{year}-{serial:03d}"


def kept_lines(scope: ScopeLines) -> list[dict[str, Any]]:
    """Give the lines of a scope as they are kept, still without classes."""
    return [
        {
            "species_id": str(line["species_id"]),
            "part": str(line["part"]),
            "forms": [str(form) for form in line["forms"]],
            "area_ids": [str(area_id) for area_id in line["area_ids"]],
            "maximum_g": line["maximum_g"],
            "state": str(line["state"]),
        }
        for line in scope
    ]


def _planned(work: UnitOfWork, audit: Audit, team: Team) -> AuditPlanned:
    parties = {"operator_id": audit.operator_id, "body_id": audit.body_id}
    agreed = agreement_on(work, on=work.today, **parties)
    return AuditPlanned(
        subject=audit.id,
        number=audit.number,
        body_id=audit.body_id,
        operator_id=audit.operator_id,
        standard=audit.standard,
        standard_version=audit.standard_version,
        certification_year=audit.certification_year,
        starts_on=audit.starts_on,
        ends_on=audit.ends_on,
        agreement_signed_on=agreed.signed_on if agreed else None,
        team={str(person_id): str(role) for person_id, role in team},
        scope=audit.scope,
        kind_of_audit=audit.kind or rules.usual_kind(audit.certification_year),
        planned_half_days=audit.planned_half_days,
        sites=audit.sites,
        reasons_sha256=text_digest(audit.year_reason, audit.days_reason),
    )
