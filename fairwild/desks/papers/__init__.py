"""The papers of an audit, printed from what was kept when they became binding."""

from dataclasses import dataclass
from uuid import UUID

from fairwild.audits.queries import get_audit, get_nonconformity
from fairwild.desks.papers.keeping import DECISION, NONCONFORMITIES, PLAN, REPORT, paper_of
from fairwild.desks.papers.nonconformities import only_of
from fairwild.desks.papers.workbook import workbook_of
from fairwild.documents.audit_facts import AuditHead
from fairwild.documents.audit_plan import render_plan
from fairwild.documents.audit_report import render_report
from fairwild.documents.decision_letter import render_letter
from fairwild.documents.layout import AuditLayout, audit_layout
from fairwild.documents.nonconformity_report import render_nonconformities
from fairwild.kernel.refusals import NotFound
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


def print_plan(
    reading: Reading, audit_id: UUID, *, base_url: str, edition: int | None = None
) -> Paper:
    """Print the plan of an audit: an edition of it, or how it stands now."""
    facts = paper_of(reading, audit_id, PLAN, base_url=base_url, edition=edition)
    pdf = render_plan(_layout("plan", facts.head), facts)
    return Paper(_named(facts.head, "plan", edition), PDF, pdf)


def print_report(
    reading: Reading, audit_id: UUID, *, base_url: str, edition: int | None = None
) -> Paper:
    """Print the report of an audit."""
    facts = paper_of(reading, audit_id, REPORT, base_url=base_url, edition=edition)
    pdf = render_report(_layout("report", facts.head), facts)
    return Paper(_named(facts.head, "report", edition), PDF, pdf)


def print_workbook(
    reading: Reading, audit_id: UUID, *, base_url: str, edition: int | None = None
) -> Paper:
    """Give the report of an audit as a workbook."""
    facts = paper_of(reading, audit_id, REPORT, base_url=base_url, edition=edition)
    audit = get_audit(reading, audit_id)
    file = workbook_of(facts, at=audit.finished_at or audit.planned_at)
    return Paper(f"{facts.head.number}-report.xlsx", XLSX, file)


def print_nonconformities(
    reading: Reading,
    audit_id: UUID,
    *,
    base_url: str,
    only: UUID | None = None,
    edition: int | None = None,
) -> Paper:
    """Print the nonconformities of an audit, or one of them; NotFound where it is of another."""
    facts = paper_of(reading, audit_id, NONCONFORMITIES, base_url=base_url, edition=edition)
    number = ""
    if only is not None:
        if get_nonconformity(reading, only).audit_id != audit_id:
            raise NotFound("nonconformity")
        facts = only_of(reading, facts, only)
        number = f"-{facts.findings[0].number}"
    pdf = render_nonconformities(audit_layout("nonconformity-report"), facts)
    return Paper(_named(facts.head, f"nonconformity{number}", edition), PDF, pdf)


def print_decision(
    reading: Reading, audit_id: UUID, *, base_url: str, edition: int | None = None
) -> Paper:
    """Print the letter about a decision; raises NotFound before there is one."""
    facts = paper_of(reading, audit_id, DECISION, base_url=base_url, edition=edition)
    letter = "check-letter" if facts.head.of_a_buyer else "decision-letter"
    pdf = render_letter(audit_layout(letter), facts)
    return Paper(_named(facts.head, "decision", edition), PDF, pdf)


def _layout(what: str, head: AuditHead) -> AuditLayout:
    return audit_layout(f"check-{what}" if head.of_a_buyer else f"audit-{what}")


def _named(head: AuditHead, what: str, edition: int | None) -> str:
    """Name a file; an edition that was asked for by its number stands in the name."""
    number = "" if edition is None else f"-{edition}"
    return f"{head.number}-{what}{number}.pdf"
