"""Tables of the file an auditor takes along, whoever is audited."""

from collections.abc import Iterable

from flask_babel import gettext

from fairwild.audits.queries.history import EarlierFinding
from fairwild.complaints.queries import SeenComplaint
from fairwild.documents.recall_report import ReportTable
from fairwild.wording import word
from fairwild.wording.figures import day

Cells = tuple[str, ...]
Columns = Iterable[tuple[str, float, str]]


def table_of(title: str, columns: Columns, rows: Iterable[Cells]) -> ReportTable:
    """Make a table of a pre-visit file from headings with widths, and rows."""
    told = list(columns)
    return ReportTable(
        title=title,
        headings=tuple(heading for heading, _, _ in told),
        widths_mm=tuple(width_mm for _, width_mm, _ in told),
        aligned=tuple("right" if align == "right" else "left" for _, _, align in told),
        rows=tuple(rows),
    )


def findings_table(findings: Iterable[EarlierFinding]) -> ReportTable:
    """Give what earlier audits of the same party found."""
    columns = (
        (gettext("Finding"), 36.0, "left"),
        (gettext("Indicators"), 26.0, "left"),
        (gettext("Grade"), 20.0, "left"),
        (gettext("What was found"), 70.0, "left"),
        (gettext("State or closed on"), 26.0, "left"),
    )
    rows = (
        (
            f"{one.audit_number} / {one.number}",
            ", ".join(one.indicators),
            word(one.grade),
            one.description.replace("\n", " "),
            day(one.settled_on) if one.settled_on else word(one.status),
        )
        for one in findings
    )
    return table_of(gettext("Earlier findings"), columns, rows)


def complaints_table(complaints: Iterable[SeenComplaint]) -> ReportTable:
    """Give what was complained about the audited party."""
    columns = (
        (gettext("Complaint"), 40.0, "left"),
        (gettext("Received"), 24.0, "left"),
        (gettext("Kind and what it is about"), 64.0, "left"),
        (gettext("State"), 26.0, "left"),
        (gettext("Outcome"), 24.0, "left"),
    )
    rows = (
        (
            one.number,
            day(one.received_at.date()),
            ": ".join(filter(None, (word(one.kind), one.gist.replace("\n", " ")))),
            word(one.status),
            word(one.outcome) or "–",
        )
        for one in complaints
    )
    return table_of(gettext("Complaints"), columns, rows)
