"""Questions about audits."""

from fairwild.audits.queries.judging import (
    approvals_of_body,
    audit_facts,
    facts_of,
    indicators_of,
    nonconformity_facts,
    obstacles_to_certifying,
    obstacles_to_deciding,
    obstacles_to_decision,
    obstacles_to_evaluating,
    rating_of,
    terms_of,
)
from fairwild.audits.queries.plans import obstacles_to_confirming, plan_facts
from fairwild.audits.queries.rows import (
    evidence_of,
    find_decision,
    find_evaluation,
    find_evidence,
    find_score,
    get_audit,
    get_nonconformity,
    nonconformities_of,
    scores_of,
)
from fairwild.audits.queries.views import (
    AuditLine,
    AuditView,
    count_by_status,
    list_audits,
    page_of_audits,
    view_of_audit,
)
from fairwild.audits.queries.waiting import WaitingNonconformity, nonconformities_to_answer

__all__ = [
    "AuditLine",
    "AuditView",
    "WaitingNonconformity",
    "approvals_of_body",
    "audit_facts",
    "count_by_status",
    "evidence_of",
    "facts_of",
    "find_decision",
    "find_evaluation",
    "find_evidence",
    "find_score",
    "get_audit",
    "get_nonconformity",
    "indicators_of",
    "list_audits",
    "nonconformities_of",
    "nonconformities_to_answer",
    "nonconformity_facts",
    "obstacles_to_certifying",
    "obstacles_to_confirming",
    "obstacles_to_deciding",
    "obstacles_to_decision",
    "obstacles_to_evaluating",
    "page_of_audits",
    "plan_facts",
    "rating_of",
    "scores_of",
    "terms_of",
    "view_of_audit",
]
