"""Recommending and deciding: two people outside the team, one after the other."""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import chain
from typing import Any
from uuid import UUID

from fairwild.access.actions import Action
from fairwild.audits import queries, rules
from fairwild.audits.events import AuditDecided, AuditEvaluated
from fairwild.audits.facts import AuditFacts, Scoring
from fairwild.audits.letters import Teller, Told, tell_audited
from fairwild.audits.operations.acting import acting_person
from fairwild.audits.queries import facts_of, obstacles_to_favourable, rating_of
from fairwild.audits.queries.resting import grounds_of
from fairwild.audits.records import Audit, Decision, Evaluation
from fairwild.audits.states import FAVOURABLE, AuditStatus, Outcome
from fairwild.competence.queries import hold_competences, overrides_in
from fairwild.kernel.digests import facts_digest, text_digest
from fairwild.kernel.events import plain
from fairwild.kernel.refusals import Obstacle
from fairwild.standards.operations import keep_numbers
from fairwild.unit_of_work import UnitOfWork


def evaluate_audit(
    work: UnitOfWork,
    *,
    audit_id: UUID,
    recommendation: Outcome,
    reasons: str,
    conditions: str = "",
) -> Evaluation:
    """Recommend a decision on a finished audit, with the reasons for it."""
    audit = work.take(Audit, audit_id, to=Action.EVALUATE_AUDIT)
    evaluator_id = acting_person(work)
    hold_competences(work, person_id=evaluator_id, body_id=audit.body_id)
    facts = facts_of(work, audit)
    work.refuse_if(
        chain(
            queries.obstacles_to_evaluating(work, audit, facts),
            rules.obstacles_in_outcome(facts, recommendation),
            rules.obstacles_in_conditions(recommendation, conditions),
        )
    )
    evaluation = Evaluation(
        audit_id=audit_id,
        evaluator_id=evaluator_id,
        recommendation=recommendation,
        reasons=reasons,
        conditions=conditions,
        evaluated_at=work.now,
    )
    audit.status = AuditStatus.EVALUATED
    work.add(evaluation)
    work.record(
        AuditEvaluated(
            subject=audit_id,
            number=audit.number,
            recommendation=recommendation,
            reasons_sha256=text_digest(reasons),
            conditions_sha256=text_digest(conditions),
        )
    )
    return evaluation


def decide_audit(
    work: UnitOfWork,
    *,
    audit_id: UUID,
    outcome: Outcome,
    reasons: str,
    conditions: str = "",
    write: Teller | None = None,
) -> Decision:
    """Decide on an evaluated audit; a positive decision needs everything rule R01 asks for.

    A spot check ends as in order or not in order, and never in a certificate.

    The figures and the version of the parameters it rests on are frozen into it.
    """
    audit = work.take(Audit, audit_id, to=Action.DECIDE_AUDIT)
    facts = facts_of(work, audit)
    certifier_id = acting_person(work)
    hold_competences(work, person_id=certifier_id, body_id=audit.body_id)
    work.refuse_if(_obstacles_to(work, audit, facts, outcome, conditions))
    rating, version = rating_of(audit, facts), keep_numbers(work).version
    decision = Decision(
        audit_id=audit_id,
        certifier_id=certifier_id,
        outcome=outcome,
        reasons=reasons,
        conditions=conditions,
        facts={
            **_frozen(audit, facts, rating, version, on=work.today),
            **_plain(grounds_of(work, audit, facts, certifier_id=certifier_id)),
            "overrides": _set_aside(work, audit_id),
        },
        decided_at=work.now,
    )
    audit.status = AuditStatus.DECIDED
    work.add(decision)
    work.record(_decided(audit, decision, rating, version))
    tell_audited(work, audit, Told.DECIDED, write, outcome=outcome)
    return decision


def _decided(audit: Audit, decision: Decision, rating: Scoring, version: str) -> AuditDecided:
    return AuditDecided(
        subject=audit.id,
        number=audit.number,
        outcome=decision.outcome,
        reasons_sha256=text_digest(decision.reasons),
        conditions_sha256=text_digest(decision.conditions),
        points=rating.points,
        norm_points=rating.norm,
        minimum_share=rating.minimum,
        parameters_version=version,
        facts_sha256=facts_digest(decision.facts),
    )


def _obstacles_to(
    work: UnitOfWork, audit: Audit, facts: AuditFacts, outcome: Outcome, conditions: str
) -> Iterable[Obstacle]:
    against = obstacles_to_favourable if outcome in FAVOURABLE else queries.obstacles_to_deciding
    return chain(
        against(work, audit, facts),
        rules.obstacles_in_outcome(facts, outcome),
        rules.obstacles_in_conditions(outcome, conditions),
    )


def _set_aside(work: UnitOfWork, audit_id: UUID) -> list[dict[str, Any]]:
    """Say which obstacles the office set aside, for whom, by whom, when and why."""
    return [
        {
            "person_id": str(one.person_id),
            "role": one.role.value if one.role else None,
            "obstacles": [obstacle["code"] for obstacle in one.obstacles],
            "found": one.obstacles,
            "reason": one.reason,
            "given_by": str(one.given_by),
            "given_at": one.given_at.isoformat(),
        }
        for one in overrides_in(work, audit_id)
    ]


def _frozen(
    audit: Audit, facts: AuditFacts, rating: Scoring, version: str, *, on: date
) -> dict[str, Any]:
    return _plain(
        {
            "standard": audit.standard,
            "standard_version": audit.standard_version,
            "certification_year": audit.certification_year,
            "agreement_signed_on": facts.agreement_signed_on,
            "parameters_version": version,
            "points": rating.points,
            "norm_points": rating.norm,
            "share": rating.share,
            "minimum_share": rating.minimum,
            "applicable": rating.applicable,
            "not_applicable": rating.not_applicable,
            "waived": {one.code: one.note for one in facts.scores if one.code in rating.waived},
            "unmet": [one.code for one in rating.unmet],
            "put_right": rules.put_right_since(facts, rating),
            "kind_of_audit": audit.kind,
            "not_met": sorted(one.code for one in facts.scores if one.met is False),
            "team": {member.person_id: member.role for member in facts.team},
            "left_team": {member.person_id: member.role for member in facts.left},
            "evaluator_id": facts.evaluator_id,
            "recommendation": facts.recommendation,
            "corrections_verified_by": sorted(facts.corrections_verified_by),
            "answers_returned_by": sorted(facts.answers_returned_by),
            "objections_judged_by": sorted(facts.objections_judged_by),
            "nonconformities": [
                {
                    "indicators": list(one.indicators),
                    "grade": one.grade_on(on),
                    "status": one.status,
                    "due_on": one.due_on,
                }
                for one in facts.nonconformities
            ],
            "scope": audit.scope,
        }
    )


def _plain(facts: Mapping[str, object]) -> dict[str, Any]:
    frozen = plain(facts)
    assert isinstance(frozen, dict)  # noqa: S101 - a mapping stays a mapping
    return frozen
