"""The plan of an audit as rules and pages know it."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from fairwild.access.actions import Action
from fairwild.areas import queries as areas
from fairwild.audits import rules
from fairwild.audits.facts import AuditFacts, PlanFacts
from fairwild.audits.queries.assigning import assignment_of, obstacles_in_assigned_team
from fairwild.audits.queries.classing import scoped
from fairwild.audits.queries.judging import approvals_of_body, facts_of
from fairwild.audits.records import Audit
from fairwild.audits.states import AuditStatus
from fairwild.competence import queries as competence
from fairwild.kernel.periods import Period
from fairwild.kernel.refusals import Obstacle
from fairwild.standards import catalogue
from fairwild.unit_of_work import Reading

ScopeLine = Mapping[str, Any]
ScopeLines = Sequence[ScopeLine]


def plan_facts(reading: Reading, audit: Audit) -> PlanFacts:
    """Say of the plan of an audit at hand what rules need."""
    return PlanFacts(
        kind=audit.kind or rules.usual_kind(audit.certification_year),
        starts_on=audit.starts_on,
        ends_on=audit.ends_on,
        planned_half_days=audit.planned_half_days,
        seasons=_seasons(reading, audit),
        season_reason=audit.season_reason,
        days_reason=audit.days_reason,
        turnover_eur=audit.turnover_eur,
        scope=tuple(scoped(reading, audit, on=audit.starts_on)),
    )


def _seasons(reading: Reading, audit: Audit) -> tuple[Period, ...]:
    wanted = {
        (UUID(line["species_id"]), line["part"], UUID(area_id))
        for line in audit.scope
        for area_id in line["area_ids"]
    }
    found = {
        Period(one.season_from, one.season_until)
        for one in areas.limits_of(reading, audit.operator_id)
        if (one.species_id, one.part, one.area_id) in wanted
    }
    return tuple(sorted(found, key=lambda one: one.start))


def obstacles_to_confirming(
    reading: Reading, audit: Audit, facts: AuditFacts | None = None
) -> list[Obstacle]:
    """Say everything that stands between the plan of an audit and the body's word for it."""
    limit = catalogue.parameters().in_force("microenterprise_turnover_eur", on=audit.starts_on)
    known = facts or facts_of(reading, audit)
    found = rules.obstacles_to_confirming(
        known,
        plan_facts(reading, audit),
        approvals=approvals_of_body(reading, audit.body_id),
        microenterprise_eur=limit.whole,
        on=reading.today,
    )
    team = obstacles_in_assigned_team(reading, audit, known)
    return [*found, *team, *_obstacles_in_office(reading, audit, known)]


def _obstacles_in_office(reading: Reading, audit: Audit, facts: AuditFacts) -> list[Obstacle]:
    """Say what ties the actor to the client, where they are the ones to confirm."""
    if not reading.allows(Action.CONFIRM_AUDIT, audit):
        return []
    clients = assignment_of(audit, facts).clients
    return competence.obstacles_of_office(reading, body_id=audit.body_id, client_ids=clients)


def obstacles_to_starting(
    reading: Reading, audit: Audit, facts: AuditFacts, *, reason: str = ""
) -> list[Obstacle]:
    """Say what stands against beginning an audit today, be it another day than planned.

    Once the plan is confirmed the team is asked for anew: what it may judge, and what ties it, may
    have changed since (rule R12).
    """
    found = list(rules.obstacles_to_starting(facts, on=reading.today, reason=reason))
    if facts.status is not AuditStatus.CONFIRMED:
        return found
    return [*found, *obstacles_in_assigned_team(reading, audit, facts, on=reading.today)]
