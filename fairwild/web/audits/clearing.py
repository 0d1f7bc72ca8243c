"""Where on the pages an obstacle to the next step of an audit is put right."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask import url_for

from fairwild.kernel.refusals import Obstacle

ABOUT_AN_INDICATOR = frozenset({"indicator-unscored", "note-missing", "waiver-unexplained"})
ABOUT_NO_FINDING_YET = frozenset({"nonconformity-missing", "nonconformity-missing-not-met"})
ABOUT_A_FINDING = frozenset(
    {
        "nonconformity-open",
        "nonconformity-grown-major",
        "m-indicator-unmet",
        "m-indicator-not-met",
    }
)
ABOUT_ANOTHER_AUDIT = frozenset({"nonconformity-open-elsewhere", "nonconformity-overdue-elsewhere"})
ABOUT_A_CLASS = frozenset({"species-not-classified", "risk-class-risen"})
ABOUT_PEOPLE = frozenset(
    {
        "declaration-missing",
        "interest-in-client",
        "user-of-client",
        "witness-unsatisfactory",
        "evaluator-in-audit-team",
        "decider-in-audit-team",
        "decider-is-evaluator",
        "decider-verified-correction",
        "decider-returned-answer",
        "decider-judged-objection",
        "evaluator-judged-objection",
    }
)
ABOUT_THE_REPORT = frozenset(
    {"audit-not-evaluated", "audit-not-finished", "audit-not-under-way", "nothing-assessed"}
)
ABOUT_THE_PLAN = {
    "plan-confirmed": "",
    "audit-not-confirmed": "",
    "nothing-to-score": "f-standard_choice",
    "days-not-planned": "f-planned_days",
    "days-in-the-past": "f-days_reason",
    "audit-outside-season": "f-season_reason",
    "turnover-unknown": "f-turnover_eur",
    "remote-needs-microenterprise": "f-kind",
    "team-leader-missing": "f-team",
    "scorer-not-in-audit-team": "f-team",
}
"""What stands in the plan, with the field of its page."""


def places_of(
    obstacles: Iterable[Obstacle], audit: Any, nonconformities: Sequence[Any] = ()
) -> list[tuple[Obstacle, str]]:
    """Pair every obstacle with the address where it is put right; empty where no page does it.

    `nonconformities` are those of the audit.
    """
    return [(one, _place_of(one, audit, nonconformities)) for one in obstacles]


def _place_of(obstacle: Obstacle, audit: Any, nonconformities: Sequence[Any]) -> str:
    code = obstacle.code
    if code in ABOUT_AN_INDICATOR:
        return url_for("audits.score", audit_id=audit.id, indicator=obstacle.at)
    if code in ABOUT_NO_FINDING_YET:
        return url_for("audits.raise_nonconformity", audit_id=audit.id, indicator=obstacle.at)
    if code in ABOUT_A_FINDING:
        return _finding_about(obstacle, audit, nonconformities)
    if code in ABOUT_ANOTHER_AUDIT:
        where = obstacle.facts["audit_id"]
        return url_for("audits.nonconformity", audit_id=where, nonconformity_id=obstacle.at)
    told = _what_came_later(obstacle)
    return told or _places(audit).get(code, "") or _place_of_kind(code, audit)


def _what_came_later(obstacle: Obstacle) -> str:
    if obstacle.code == "audit-before-withdrawal":
        return url_for("public.certificate", code=obstacle.facts["certificate"])
    if obstacle.code == "audit-before-the-certified-one":
        return url_for("audits.show", audit_id=obstacle.facts["audit_id"])
    return ""


def _places(audit: Any) -> dict[str, str]:
    return {
        "agreement-missing": url_for("applications.list_all"),
        "body-not-approved": url_for("organisations.show", organisation_id=audit.body_id),
        "mock-recall-running": url_for("desks.show", audit_id=audit.id, _anchor="mock-recalls"),
        "days-not-counted": url_for("audits.show", audit_id=audit.id, _anchor="f-used_days"),
        "start-outside-plan": url_for("audits.show", audit_id=audit.id, _anchor="f-reason"),
        "share-below-minimum": url_for("audits.form", audit_id=audit.id),
    }


def _place_of_kind(code: str, audit: Any) -> str:
    if code in ABOUT_A_CLASS:
        return url_for("risk.list_all")
    if code in ABOUT_PEOPLE or code.startswith("competence-"):
        return url_for("audits.assigned", audit_id=audit.id)
    if code in ABOUT_THE_PLAN:
        return url_for("audits.amend", audit_id=audit.id, _anchor=ABOUT_THE_PLAN[code] or None)
    if code in ABOUT_THE_REPORT:
        return url_for("audits.show", audit_id=audit.id)
    return ""


def _finding_about(obstacle: Obstacle, audit: Any, nonconformities: Sequence[Any]) -> str:
    """Give the page of the very nonconformity, or of the first open one about the indicator."""
    named, indicator = obstacle.facts.get("nonconformity_id"), obstacle.at
    about = [one for one in nonconformities if indicator in one.indicators]
    waiting = [one for one in about if one.closed_at is None]
    waiting.sort(key=lambda one: (one.id != named, one.indicator != indicator))
    if not waiting:
        return url_for("audits.show", audit_id=audit.id)
    found = waiting[0]
    return url_for("audits.nonconformity", audit_id=audit.id, nonconformity_id=found.id)
