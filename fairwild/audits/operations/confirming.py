"""Changing the plan of an audit, standing by it, and counting the days it took."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import chain
from uuid import UUID

from sqlalchemy import select

from fairwild.access.actions import Action
from fairwild.audits import rules
from fairwild.audits.events import (
    AuditConfirmed,
    AuditDaysUsed,
    AuditPlanAmended,
    AuditPlanReopened,
    text_digest,
)
from fairwild.audits.operations.acting import acting_person
from fairwild.audits.operations.assigning import assign_team
from fairwild.audits.operations.planning import Team, obstacles_in_named_team
from fairwild.audits.queries import facts_of
from fairwild.audits.queries.classing import classed
from fairwild.audits.queries.counting import count_year
from fairwild.audits.queries.plans import obstacles_to_confirming
from fairwild.audits.records import Audit, TeamMember
from fairwild.audits.states import AuditKind, AuditStatus
from fairwild.kernel.refusals import Invalid, Obstacle
from fairwild.standards import catalogue
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
    certification_year: int | None = None,
    year_reason: str = "",
    days_reason: str = "",
    turnover_eur: int | None = None,
    assigned_despite: str = "",
) -> Audit:
    """Change the plan while nobody stands by it yet: kind, year, days, sites and team.

    Without a year it stays as it is.

    `assigned_despite` is the office's reason for a team against which something stands.
    """
    audit = work.take(Audit, audit_id, to=Action.PLAN_AUDIT)
    if ends_on < starts_on:
        raise Invalid({"ends_on": "end-before-start"})
    year = certification_year or audit.certification_year
    work.refuse_if(
        chain(
            rules.obstacles_to_amending(facts_of(work, audit)),
            rules.obstacles_in_kind(facts_of(work, audit), kind),
            _obstacles_in_year(
                work, audit, year, kind=kind, starts_on=starts_on, reason=year_reason
            ),
            obstacles_in_named_team(work, audit.body_id, team),
        )
    )
    audit.kind, audit.certification_year = kind, year
    audit.year_reason, audit.days_reason = year_reason, days_reason
    audit.starts_on, audit.ends_on = starts_on, ends_on
    audit.planned_half_days = planned_half_days
    audit.sites = list(sites)
    audit.season_reason = season_reason
    audit.scope = classed(work, audit.scope, on=starts_on)
    audit.turnover_eur = turnover_eur
    _name_team(work, audit, team)
    work.session.flush()
    work.record(_amended(audit, team))
    assign_team(work, audit, team, despite=assigned_despite)
    return audit


def _obstacles_in_year(
    work: UnitOfWork, audit: Audit, year: int, *, kind: AuditKind, starts_on: date, reason: str
) -> Iterable[Obstacle]:
    if audit.kind is AuditKind.SPOT_CHECK:
        return ()
    counted = count_year(
        work, operator_id=audit.operator_id, standard=audit.standard, on=starts_on, kind=kind
    )
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
    )


def confirm_audit(work: UnitOfWork, *, audit_id: UUID) -> Audit:
    """Stand by the plan of an audit: from now on its team can begin.

    The risk classes are those of the scheme owner's register, and stay. Refused with everything
    that stands against the plan.
    """
    audit = work.take(Audit, audit_id, to=Action.CONFIRM_AUDIT)
    work.refuse_if(obstacles_to_confirming(work, audit))
    audit.scope = classed(work, audit.scope, on=audit.starts_on)
    audit.status = AuditStatus.CONFIRMED
    audit.confirmed_at, audit.confirmed_by = work.now, acting_person(work)
    work.session.flush()
    work.record(
        AuditConfirmed(
            subject=audit.id,
            number=audit.number,
            kind_of_audit=audit.kind or rules.usual_kind(audit.certification_year),
            starts_on=audit.starts_on,
            ends_on=audit.ends_on,
            planned_half_days=audit.planned_half_days,
            scope=audit.scope,
            parameters_version=catalogue.parameters().version,
        )
    )
    return audit


def reopen_plan(work: UnitOfWork, *, audit_id: UUID, reason: str) -> Audit:
    """Take back the body's word for a plan to change it, as long as the team has not begun."""
    audit = work.take(Audit, audit_id, to=Action.CONFIRM_AUDIT)
    work.refuse_if(rules.obstacles_to_reopening(facts_of(work, audit), reason=reason))
    audit.status = AuditStatus.PLANNED
    audit.confirmed_at, audit.confirmed_by = None, None
    work.session.flush()
    work.record(
        AuditPlanReopened(subject=audit.id, number=audit.number, reason_sha256=text_digest(reason))
    )
    return audit


def count_days(work: UnitOfWork, *, audit_id: UUID, used_half_days: int) -> Audit:
    """Say how many half days the audit has taken, as long as its report is not locked."""
    audit = work.take(Audit, audit_id, to=Action.FINISH_AUDIT)
    facts = facts_of(work, audit)
    work.refuse_if(
        chain(
            rules.obstacles_to_counting_days(facts),
            rules.obstacles_in_team(facts, acting_person(work)),
        )
    )
    audit.used_half_days = used_half_days
    work.session.flush()
    work.record(
        AuditDaysUsed(
            subject=audit.id,
            number=audit.number,
            planned_half_days=audit.planned_half_days,
            used_half_days=used_half_days,
        )
    )
    return audit
