"""Where on the pages an obstacle to a verdict is put right."""

from flask import url_for

from fairwild.audits.queries import AuditView
from fairwild.kernel.refusals import Obstacle

ABOUT_AN_INDICATOR = frozenset({"indicator-unscored"})
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
ABOUT_PEOPLE = frozenset({"declaration-missing", "interest-in-client"})
ABOUT_THE_REPORT = frozenset({"share-below-minimum", "audit-not-evaluated", "audit-not-finished"})


def places_of(obstacles: list[Obstacle], view: AuditView) -> list[tuple[Obstacle, str]]:
    """Pair every obstacle with the address where it is put right; empty where no page does it."""
    return [(one, _place_of(one, view)) for one in obstacles]


def _place_of(obstacle: Obstacle, view: AuditView) -> str:
    audit, code = view.audit, obstacle.code
    if code in ABOUT_AN_INDICATOR:
        return url_for("audits.score", audit_id=audit.id, indicator=obstacle.at)
    if code in ABOUT_A_FINDING:
        return _finding_about(str(obstacle.at), view)
    if code in ABOUT_ANOTHER_AUDIT:
        where = obstacle.facts["audit_id"]
        return url_for("audits.nonconformity", audit_id=where, nonconformity_id=obstacle.at)
    return _places(view).get(code, "") or _place_of_kind(code, view)


def _places(view: AuditView) -> dict[str, str]:
    return {
        "agreement-missing": url_for("applications.list_all"),
        "body-not-approved": url_for("organisations.show", organisation_id=view.audit.body_id),
    }


def _place_of_kind(code: str, view: AuditView) -> str:
    if code in ABOUT_A_CLASS:
        return url_for("risk.list_all")
    if code in ABOUT_PEOPLE or code.startswith("competence-"):
        return url_for("audits.assigned", audit_id=view.audit.id)
    if code in ABOUT_THE_REPORT:
        return url_for("audits.show", audit_id=view.audit.id)
    return ""


def _finding_about(indicator: str, view: AuditView) -> str:
    about = [one for one in view.nonconformities if indicator in one.indicators]
    for found in sorted(about, key=lambda one: one.indicator != indicator):
        if found.closed_at is None:
            return url_for(
                "audits.nonconformity", audit_id=view.audit.id, nonconformity_id=found.id
            )
    return url_for("audits.show", audit_id=view.audit.id)
