"""Audits as rules need them: facts, ratings and what stands against a certificate."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import select

from fairwild.applications.queries import agreement_on
from fairwild.audits import rules
from fairwild.audits.facts import (
    ApprovalFacts,
    AuditFacts,
    PlannedDays,
    ScoreFacts,
    Scoring,
    ScoringTerms,
    TeamMemberFacts,
)
from fairwild.audits.queries.assigning import (
    obstacles_in_parts_taken,
    obstacles_to_own_part,
)
from fairwild.audits.queries.classing import countries_of, scoped
from fairwild.audits.queries.elsewhere import found_elsewhere
from fairwild.audits.queries.rows import (
    find_decision,
    find_evaluation,
    judges_of_objections,
    nonconformities_of,
    nonconformity_facts,
    returners_of_answers,
    scores_of,
)
from fairwild.audits.records import (
    Audit,
    Score,
    TeamMember,
)
from fairwild.kernel.actors import Role
from fairwild.kernel.periods import Period
from fairwild.kernel.refusals import Obstacle
from fairwild.organisations import queries as organisations
from fairwild.standards import catalogue
from fairwild.standards.types import Indicator
from fairwild.unit_of_work import Reading


def _score_facts(scores: Iterable[Score]) -> tuple[ScoreFacts, ...]:
    return tuple(
        ScoreFacts(score.indicator, score.value, score.not_applicable, score.note, score.met)
        for score in scores
    )


def _team(reading: Reading, audit_id: UUID) -> list[TeamMemberFacts]:
    """Give everybody who is in a team or was."""
    moments = (TeamMember.came_at, TeamMember.left_at)
    columns = select(TeamMember.person_id, TeamMember.role, *moments)
    found = columns.where(TeamMember.audit_id == audit_id).order_by(TeamMember.person_id)
    return [
        TeamMemberFacts(
            person_id,
            role,
            came_at.date() if came_at else None,
            left_at.date() if left_at else None,
        )
        for person_id, role, came_at, left_at in reading.session.execute(found)
    ]


def _present(team: Iterable[TeamMemberFacts]) -> tuple[TeamMemberFacts, ...]:
    return tuple(one for one in team if one.left_on is None)


def _agreed(reading: Reading, audit: Audit) -> tuple[date | None, UUID | None]:
    """Give the day of the agreement that binds today, and who pays by it.

    Of old plans it is the day written in them.
    """
    found = agreement_on(
        reading, operator_id=audit.operator_id, body_id=audit.body_id, on=reading.today
    )
    return (found.signed_on, found.mandator_id) if found else (audit.agreement_signed_on, None)


def facts_of(reading: Reading, audit: Audit) -> AuditFacts:
    """Say of an audit at hand what rules need."""
    evaluation = find_evaluation(reading, audit.id)
    decision = find_decision(reading, audit.id)
    found = nonconformities_of(reading, audit.id)
    judges = judges_of_objections(reading, audit.id) if found else []
    returners = returners_of_answers(reading, audit.id) if found else frozenset[UUID]()
    agreed_on, payer_id = _agreed(reading, audit)
    team = _team(reading, audit.id)
    return AuditFacts(
        id=audit.id,
        operator_id=audit.operator_id,
        body_id=audit.body_id,
        country=organisations.get_organisation(reading, audit.operator_id).country,
        standard=audit.standard,
        standard_version=audit.standard_version,
        certification_year=audit.certification_year,
        status=audit.status,
        agreement_signed_on=agreed_on,
        payer_id=payer_id,
        team=_present(team),
        left=tuple(one for one in team if one.left_on is not None),
        scores=_score_facts(scores_of(reading, audit.id).values()),
        nonconformities=tuple(nonconformity_facts(row) for row in found),
        risk_classes=frozenset(line["risk_class"] for line in audit.scope),
        evaluator_id=evaluation.evaluator_id if evaluation else None,
        recommendation=evaluation.recommendation if evaluation else None,
        decider_id=decision.certifier_id if decision else None,
        outcome=decision.outcome if decision else None,
        kind=audit.kind,
        days=PlannedDays(audit.starts_on, audit.ends_on),
        used_half_days=audit.used_half_days,
        area_countries=countries_of(reading, audit.scope),
        objections_judged_by=frozenset(one for one in judges if one is not None),
        answers_returned_by=returners,
        objection_waits=None in judges,
    )


def writing_facts_of(reading: Reading, audit: Audit) -> AuditFacts:
    """Say of an audit under way what is asked before somebody writes in it: whose hand, where."""
    return AuditFacts(
        id=audit.id,
        operator_id=audit.operator_id,
        body_id=audit.body_id,
        country="",
        standard=audit.standard,
        standard_version=audit.standard_version,
        certification_year=audit.certification_year,
        status=audit.status,
        team=_present(_team(reading, audit.id)),
        risk_classes=frozenset(line["risk_class"] for line in audit.scope),
        kind=audit.kind,
    )


def audit_facts(reading: Reading, audit_id: UUID) -> AuditFacts:
    """Say of an audit what rules need; raises NotFound."""
    return facts_of(reading, reading.get(Audit, audit_id))


def indicators_of(facts: AuditFacts) -> tuple[Indicator, ...]:
    """Give the indicators this audit asks for."""
    standard = catalogue.standard_version(facts.standard, facts.standard_version)
    return rules.indicators_for(standard, risk_classes=facts.risk_classes, kind=facts.kind)


def terms_of(audit: Audit) -> ScoringTerms:
    """Give the numbers in force on the day the audit starts; they stay with it to the end."""
    year, on = audit.certification_year, audit.starts_on
    return rules.scoring_terms(catalogue.parameters(), year=year, on=on)


def rating_of(audit: Audit, facts: AuditFacts) -> Scoring:
    """Rate the audit as it is scored now."""
    year, terms = audit.certification_year, terms_of(audit)
    return rules.scoring(indicators_of(facts), facts.scores, year=year, terms=terms)


def approvals_of_body(reading: Reading, body_id: UUID) -> tuple[ApprovalFacts, ...]:
    """Give the scheme owner's approvals of a body as rules need them."""
    return tuple(
        ApprovalFacts(
            body_id=body_id,
            standard=row.standard,
            standard_version=row.standard_version,
            status=row.status,
            period=Period(row.valid_from, row.valid_until),
            countries_in=frozenset(row.countries_in),
            countries_out=frozenset(row.countries_out),
        )
        for row in organisations.approvals_of(reading, body_id)
    )


def obstacles_to_certifying(reading: Reading, audit: Audit, facts: AuditFacts) -> list[Obstacle]:
    """Say everything that stands between this audit and a certificate signed by the actor."""
    person_id = reading.actor.person_id
    if person_id is None:
        return []
    found = rules.obstacles_to_certifying(
        facts,
        rating_of(audit, facts),
        certifier_id=person_id,
        approvals=approvals_of_body(reading, audit.body_id),
        scope=scoped(reading, audit, on=reading.today),
        on=reading.today,
    )
    before = rules.obstacles_from_elsewhere(found_elsewhere(reading, audit), on=reading.today)
    own = obstacles_to_own_part(reading, audit, facts, Role.CERTIFIER)
    return _once([*found, *before, *own, *obstacles_in_parts_taken(reading, audit, facts)])


def obstacles_to_favourable(reading: Reading, audit: Audit, facts: AuditFacts) -> list[Obstacle]:
    """Say what stands between this audit and a favourable end: a certificate, or all in order."""
    if facts.of_a_buyer:
        return obstacles_to_finding_in_order(reading, audit, facts)
    return obstacles_to_certifying(reading, audit, facts)


def obstacles_to_finding_in_order(
    reading: Reading, audit: Audit, facts: AuditFacts
) -> list[Obstacle]:
    """Say everything that stands against the actor finding a buyer in order."""
    person_id = reading.actor.person_id
    if person_id is None:
        return []
    found = rules.obstacles_to_finding_in_order(
        facts,
        rating_of(audit, facts),
        certifier_id=person_id,
        approvals=approvals_of_body(reading, audit.body_id),
        on=reading.today,
    )
    before = rules.obstacles_from_elsewhere(found_elsewhere(reading, audit), on=reading.today)
    own = obstacles_to_own_part(reading, audit, facts, Role.CERTIFIER)
    return _once([*found, *before, *own, *obstacles_in_parts_taken(reading, audit, facts)])


def obstacles_to_evaluating(reading: Reading, audit: Audit, facts: AuditFacts) -> list[Obstacle]:
    """Say what stands against the actor evaluating this audit."""
    person_id = reading.actor.person_id
    if person_id is None:
        return []
    found = rules.obstacles_to_evaluating(facts, evaluator_id=person_id)
    return [*found, *obstacles_to_own_part(reading, audit, facts, Role.EVALUATOR)]


def obstacles_to_deciding(reading: Reading, audit: Audit, facts: AuditFacts) -> list[Obstacle]:
    """Say what stands against the actor deciding on this audit, whichever way it goes."""
    person_id = reading.actor.person_id
    if person_id is None:
        return []
    found = rules.obstacles_to_deciding(facts, certifier_id=person_id)
    return [*found, *obstacles_to_own_part(reading, audit, facts, Role.CERTIFIER)]


def _once(found: Iterable[Obstacle]) -> list[Obstacle]:
    kept: list[Obstacle] = []
    for obstacle in found:
        if obstacle not in kept:
            kept.append(obstacle)
    return kept


def obstacles_to_decision(reading: Reading, audit_id: UUID) -> list[Obstacle]:
    """Say everything that stands against the actor ending this audit well; raises NotFound."""
    audit = reading.get(Audit, audit_id)
    return obstacles_to_favourable(reading, audit, facts_of(reading, audit))
