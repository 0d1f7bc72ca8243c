"""The report of an audit as a workbook in the structure of the standard."""

import io
from collections.abc import Iterator
from datetime import datetime

from fairwild.documents.audit_facts import CriterionText, IndicatorText, PrincipleText, ReportPaper
from fairwild.sheets.books import BookSheet, book_of
from fairwild.sheets.cells import Cell

LABELLED = (("", 32), ("", 80))
INDICATORS = (
    ("Principle", 10),
    ("Criterion", 10),
    ("Indicator", 10),
    ("Text", 70),
    ("Minimum requirement", 26),
    ("Score", 8),
    ("Not applicable", 14),
    ("Note", 50),
    ("Nonconformities", 18),
    ("Pieces of evidence", 18),
)
MET = {"yes": "met", "no": "not met"}
EVIDENCE = (("Indicator", 10), ("Kind", 12), ("What", 40), ("Details", 80))
FINDINGS = (
    ("Number", 8),
    ("Grade", 10),
    ("Indicators", 18),
    ("To be put right by", 20),
    ("What was found", 80),
    ("Found before", 30),
    ("Withdrawn", 40),
)
SAMPLE = (("What", 18), ("Drawn", 14), ("Which", 80))
RECALLS = (
    ("Mock recall", 24),
    ("Traced from lot", 28),
    ("Found", 34),
    ("The trace took", 16),
    ("Answered in", 20),
    ("Papers", 28),
    ("Note", 50),
)


def workbook_of(paper: ReportPaper, *, at: datetime) -> bytes:
    """Write the report as a workbook; the same report gives the same bytes."""
    rows, levels = zip(*_indicators(paper), strict=True)
    sheets = [
        BookSheet(name="Audit", headings=LABELLED, rows=list(_labelled(paper))),
        BookSheet(name="Indicators", headings=INDICATORS, rows=rows, levels=levels),
        BookSheet(name="Evidence", headings=EVIDENCE, rows=list(_evidence(paper))),
        BookSheet(name="Nonconformities", headings=FINDINGS, rows=list(_findings(paper))),
        BookSheet(name="Sample", headings=SAMPLE, rows=list(_sample(paper))),
        BookSheet(name="Mock recalls", headings=RECALLS, rows=list(_rehearsals(paper))),
    ]
    file = io.BytesIO()
    book_of(file, sheets, title=f"Audit report {paper.head.number}", at=at)
    return file.getvalue()


def _labelled(paper: ReportPaper) -> Iterator[tuple[Cell, ...]]:
    head, rating = paper.head, paper.rating
    yield "Audit", head.number
    if head.notice:
        yield "State", head.notice
    yield (
        "Buyer" if head.of_a_buyer else "Operator",
        f"{head.operator_name} ({head.operator_number})",
    )
    yield "Certification body", f"{head.body_name} ({head.body_number})"
    yield "Standard", head.standard
    if not head.of_a_buyer:
        yield "Year of certification", int(head.year_of_certification)
    yield "Kind of audit", head.kind
    yield "On the spot", head.days
    yield "Days planned", head.planned
    yield "Days used", head.used
    yield "Report finished", head.finished
    for one in paper.team:
        yield one.role, one.name
    yield from _changes(paper)
    yield from _aside(paper)
    if not head.of_a_buyer:
        yield "Points", rating.points
        yield "Share of points", rating.share
        yield "Needed this year", rating.needed
    yield "Minimum requirements met", rating.minimum_met
    yield "Minimum requirements missed", rating.missed
    yield "Said not to apply", rating.waived
    yield "Verdict", rating.verdict
    yield "Summary", paper.summary
    for line in paper.scope:
        told = f"{line.part}, {line.risk_class}, {line.areas}, {line.maximum}"
        yield f"Scope: {line.species}", told
    yield "Added since", paper.addendum
    yield "Where the texts come from", paper.source_note
    yield "Page", head.page_url
    if head.synthetic:
        yield "Synthetic demonstration data", ""


def _changes(paper: ReportPaper) -> Iterator[tuple[Cell, ...]]:
    for one in paper.team_changes:
        then = f"{one.came} took over" if one.came else "nobody took over"
        told = f"{one.person}, {one.role}, left; {then}. {one.reason} ({one.changed})"
        yield "Change of the team", told


def _aside(paper: ReportPaper) -> Iterator[tuple[Cell, ...]]:
    for one in paper.set_aside:
        told = f"{one.person}, {one.role}: {one.found}. {one.reason} ({one.given})"
        yield "Set aside by the office", told


def _leaves(paper: ReportPaper) -> Iterator[tuple[PrincipleText, CriterionText, IndicatorText]]:
    for principle in paper.principles:
        for criterion in principle.criteria:
            for indicator in criterion.indicators:
                yield principle, criterion, indicator


def _indicators(paper: ReportPaper) -> Iterator[tuple[tuple[Cell, ...], int]]:
    """Give the rows of the tree with their depth: principle, criterion, indicator."""
    before: tuple[str, str] = ("", "")
    for principle, criterion, one in _leaves(paper):
        if principle.number != before[0]:
            yield (int(principle.number), "", "", principle.title), 0
        if criterion.code != before[1]:
            yield (int(principle.number), criterion.code, "", criterion.title), 1
        before = (principle.number, criterion.code)
        cells: tuple[Cell, ...] = (
            int(principle.number),
            criterion.code,
            one.code,
            one.text,
            one.minimum,
            int(one.score) if one.score.isdigit() else MET.get(one.score, ""),
            "yes" if one.score == "n" else "",
            one.note,
            one.findings,
            len(one.evidence),
        )
        yield cells, 2


def _evidence(paper: ReportPaper) -> Iterator[tuple[Cell, ...]]:
    for _, _, one in _leaves(paper):
        yield from ((one.code, shown.kind, shown.name, shown.detail) for shown in one.evidence)


def _findings(paper: ReportPaper) -> Iterator[tuple[Cell, ...]]:
    for one in paper.findings:
        told = one.description, one.repeats, one.withdrawn
        yield int(one.number), one.grade, one.indicators, one.due, *told


def _sample(paper: ReportPaper) -> Iterator[tuple[Cell, ...]]:
    sample = paper.sample
    if sample is None:
        return
    yield "Rule", "", sample.rule
    yield "Seed", "", sample.seed
    yield "Days looked at", "", sample.looked_at
    yield "Drawn", "", sample.drawn
    yield from ((one.what, one.drawn, one.labels) for one in sample.kinds)
    yield from ((one.label, one.change, one.reason) for one in sample.changes)


def _rehearsals(paper: ReportPaper) -> Iterator[tuple[Cell, ...]]:
    for one in paper.rehearsals:
        yield (
            one.number,
            one.lot,
            one.found,
            one.searched_in,
            one.answered_in,
            one.agrees,
            one.note,
        )
