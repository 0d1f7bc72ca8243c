"""Changing the plan of an audit while nobody stands by it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain
from uuid import UUID

from sqlalchemy import select

from fairwild.access.actions import Action
from fairwild.audits import rules
from fairwild.audits.events import AuditPlanAmended
from fairwild.audits.operations.assigning import assign_team
from fairwild.audits.operations.planning import (
    ScopeLines,
    Team,
    hold_standard,
    kept_lines,
    obstacles_in_named_team,
    obstacles_in_scope,
)
from fairwild.audits.queries import facts_of, pins_of
from fairwild.audits.queries.classing import classed
from fairwild.audits.queries.counting import count_year
from fairwild.audits.records import Audit, TeamMember
from fairwild.audits.states import AuditKind
from fairwild.kernel.digests import text_digest
from fairwild.kernel.refusals import Obstacle
from fairwild.standards.rules import obstacles_to_using
from fairwild.standards.types import StandardVersion
from fairwild.unit_of_work import UnitOfWork


def amend_plan(
    work: UnitOfWork,
    *,
    audit_id: UUID,
    kind: AuditKind,
    starts_on: date,
    ends_on: date,
    team: Team,
    planned_half_days: int | None = None,
    sites: Sequence[str] = (),
    season_reason: str = "",
    standard: str = "",
    standard_version: str = "",
    scope: ScopeLines | None = None,
    certification_year: int | None = None,
    year_reason: str = "",
    days_reason: str = "",
    turnover_eur: int | None = None,
    assigned_despite: str = "",
) -> Audit:
    """Change the plan while nobody stands by it yet; standard, scope, year not named stay."""
    audit = work.take(Audit, audit_id, to=Action.PLAN_AUDIT)
    named = (standard or audit.standard, standard_version or audit.standard_version)
    version = hold_standard(work, *named, starts_on, ends_on)
    year = certification_year or audit.certification_year
    against = _obstacles_in_what(work, audit, version, kind=kind, on=starts_on, scope=scope)
    counted = _obstacles_in_year(
        work, audit, year, version.name, kind=kind, on=starts_on, reason=year_reason
    )
    in_team = obstacles_in_named_team(work, audit.body_id, team)
    work.refuse_if(chain(against, counted, in_team))
    audit.standard, audit.standard_version = named
    audit.kind, audit.certification_year = kind, year
    audit.year_reason, audit.days_reason = year_reason, days_reason
    audit.starts_on, audit.ends_on = starts_on, ends_on
    audit.planned_half_days = planned_half_days
    audit.sites = list(sites)
    audit.season_reason = season_reason
    lines = audit.scope if scope is None else kept_lines(scope)
    audit.scope = classed(work, lines, on=starts_on)
    audit.turnover_eur = turnover_eur
    _name_team(work, audit, team)
    work.session.flush()
    work.record(_amended(audit, team))
    assign_team(work, audit, team, despite=assigned_despite)
    return audit


def _obstacles_in_what(
    work: UnitOfWork,
    audit: Audit,
    version: StandardVersion,
    *,
    kind: AuditKind,
    on: date,
    scope: ScopeLines | None,
) -> Iterator[Obstacle]:
    """Say what stands against another kind, version of a standard or scope."""
    facts, pinned = facts_of(work, audit), len(pins_of(work, audit.id))
    yield from rules.obstacles_to_amending(facts)
    yield from rules.obstacles_in_kind(facts, kind)
    yield from rules.obstacles_to_another_version(facts, version, pinned=pinned)
    yield from obstacles_to_using(version, on=on)
    if scope is None:
        return
    if facts.of_a_buyer:
        yield Obstacle("scope-of-a-buyer", at="scope")
    else:
        yield from obstacles_in_scope(work, audit.operator_id, scope)


def _obstacles_in_year(
    work: UnitOfWork,
    audit: Audit,
    year: int,
    standard: str,
    *,
    kind: AuditKind,
    on: date,
    reason: str,
) -> Iterable[Obstacle]:
    if audit.kind is AuditKind.SPOT_CHECK:
        return ()
    counted = count_year(work, operator_id=audit.operator_id, standard=standard, on=on, kind=kind)
    return rules.obstacles_in_year(year, counted, reason=reason)


def _name_team(work: UnitOfWork, audit: Audit, team: Team) -> None:
    wanted = dict(team)
    known = work.session.scalars(select(TeamMember).where(TeamMember.audit_id == audit.id)).all()
    for member in known:
        role = wanted.pop(member.person_id, None)
        if role is None:
            work.session.delete(member)
        else:
            member.role = role
    work.add(*(TeamMember(audit_id=audit.id, person_id=p, role=r) for p, r in wanted.items()))


def _amended(audit: Audit, team: Team) -> AuditPlanAmended:
    return AuditPlanAmended(
        subject=audit.id,
        number=audit.number,
        kind_of_audit=audit.kind or rules.usual_kind(audit.certification_year),
        starts_on=audit.starts_on,
        ends_on=audit.ends_on,
        planned_half_days=audit.planned_half_days,
        sites=audit.sites,
        team={str(person_id): str(role) for person_id, role in team},
        season_reason_sha256=text_digest(audit.season_reason),
        certification_year=audit.certification_year,
        reasons_sha256=text_digest(audit.year_reason, audit.days_reason),
        standard=audit.standard,
        standard_version=audit.standard_version,
        scope=audit.scope,
    )
