"""The papers of an audit, printed from what is recorded; the same record gives the same bytes."""

from dataclasses import dataclass
from uuid import UUID

from fairwild.audits.queries import get_audit
from fairwild.desks.papers.letter import decision_paper
from fairwild.desks.papers.nonconformities import nonconformity_paper
from fairwild.desks.papers.plan import plan_paper
from fairwild.desks.papers.report import report_paper
from fairwild.desks.papers.workbook import workbook_of
from fairwild.documents.audit_plan import render_plan
from fairwild.documents.audit_report import render_report
from fairwild.documents.decision_letter import render_letter
from fairwild.documents.layout import audit_layout
from fairwild.documents.nonconformity_report import render_nonconformities
from fairwild.unit_of_work import Reading

__all__ = [
    "PDF",
    "XLSX",
    "Paper",
    "print_decision",
    "print_nonconformities",
    "print_plan",
    "print_report",
    "print_workbook",
]

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Paper:
    """A paper as a file; each of these raises NotFound for whoever may not see the audit."""

    file_name: str
    media_type: str
    content: bytes


def print_plan(reading: Reading, audit_id: UUID, *, base_url: str) -> Paper:
    """Print the plan of an audit."""
    facts = plan_paper(reading, audit_id, base_url=base_url)
    pdf = render_plan(audit_layout("audit-plan"), facts)
    return Paper(f"{facts.head.number}-plan.pdf", PDF, pdf)


def print_report(reading: Reading, audit_id: UUID, *, base_url: str) -> Paper:
    """Print the report of an audit."""
    facts = report_paper(reading, audit_id, base_url=base_url)
    pdf = render_report(audit_layout("audit-report"), facts)
    return Paper(f"{facts.head.number}-report.pdf", PDF, pdf)


def print_workbook(reading: Reading, audit_id: UUID, *, base_url: str) -> Paper:
    """Give the report of an audit as a workbook."""
    facts = report_paper(reading, audit_id, base_url=base_url)
    audit = get_audit(reading, audit_id)
    file = workbook_of(facts, at=audit.finished_at or audit.planned_at)
    return Paper(f"{facts.head.number}-report.xlsx", XLSX, file)


def print_nonconformities(
    reading: Reading, audit_id: UUID, *, base_url: str, only: UUID | None = None
) -> Paper:
    """Print the nonconformities of an audit, or one of them."""
    facts = nonconformity_paper(reading, audit_id, base_url=base_url, only=only)
    pdf = render_nonconformities(audit_layout("nonconformity-report"), facts)
    number = f"-{facts.findings[0].number}" if only else ""
    return Paper(f"{facts.head.number}-nonconformity{number}.pdf", PDF, pdf)


def print_decision(reading: Reading, audit_id: UUID, *, base_url: str) -> Paper:
    """Print the letter about a decision; raises NotFound before there is one."""
    facts = decision_paper(reading, audit_id, base_url=base_url)
    pdf = render_letter(audit_layout("decision-letter"), facts)
    return Paper(f"{facts.head.number}-decision.pdf", PDF, pdf)
