"""The report of a recall on paper, A4: what was found, where it is, who answered, how long."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fairwild.documents.fitting import LINE_HEIGHT
from fairwild.documents.pen import Align, Pen, Style
from fairwild.documents.qr import POINTS_PER_MM
from fairwild.documents.typeface import Weight
from fairwild.documents.words import ENGLISH, msgid, said

WIDTH_MM, HEIGHT_MM = 210.0, 297.0
LEFT_MM, ROOM_MM = 16.0, 178.0
TOP_MM, BOTTOM_MM = 30.0, 276.0
MOST_LINES = 20
INK, QUIET_INK, LINE, DEEP, RED = "#1d2722", "#5f675f", "#d8d0bc", "#1f4d3a", "#9c2f1f"
TITLE = Style(size_pt=18, smallest_pt=12, colour=DEEP, weight=Weight.BOLD)
HEADING = Style(size_pt=11, smallest_pt=9, colour=DEEP, weight=Weight.BOLD)
BOLD = Style(size_pt=9, smallest_pt=6, colour=INK, weight=Weight.BOLD)
PLAIN = Style(size_pt=9, smallest_pt=6, colour=INK)
SMALL = Style(size_pt=7.5, smallest_pt=5.5, colour=QUIET_INK)
LOUD = Style(size_pt=8, smallest_pt=6, colour=RED, weight=Weight.BOLD)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportTable:
    """One table of the report: its heading, its columns with widths, its rows already worded."""

    title: str
    headings: tuple[str, ...]
    widths_mm: tuple[float, ...]
    aligned: tuple[Align, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecallPaper:
    """A recall, already worded."""

    language: str
    number: str
    kind: str
    owner: str
    reason: str
    summary: tuple[tuple[str, str], ...]
    tables: tuple[ReportTable, ...]
    synthetic: bool


class _Report:
    """The report while it is drawn; a page ends where the room does."""

    def __init__(self, facts: RecallPaper, words: Mapping[str, str]) -> None:
        self.facts, self.words = facts, words
        self.pen = Pen(
            width_mm=WIDTH_MM,
            height_mm=HEIGHT_MM,
            title=f"{facts.kind} {facts.number}",
            author=facts.owner,
            language=facts.language,
        )
        self.page, self.down_mm = 1, TOP_MM

    def draw(self) -> bytes:
        """Draw everything."""
        self.head()
        for label, value in self.facts.summary:
            self.fact(label, value)
        for table in self.facts.tables:
            self.table(table)
        self.foot()
        self.pen.next_page()
        return self.pen.pdf()

    def head(self) -> None:
        """Write what this is, and why."""
        pen, facts = self.pen, self.facts
        title = f"{facts.kind} {facts.number}"
        pen.text(title, TITLE, at=(LEFT_MM, 22), width_mm=ROOM_MM, field="number")
        self.down_mm = 30
        pen.text(facts.owner, BOLD, at=(LEFT_MM, self.down_mm), width_mm=ROOM_MM, field="owner")
        self.down_mm = pen.paragraph(
            facts.reason,
            PLAIN,
            at=(LEFT_MM, self.down_mm + 6),
            width_mm=ROOM_MM,
            field="reason",
            lines=6,
        )
        self.down_mm += 3

    def fact(self, label: str, value: str) -> None:
        """Write one figure of the summary."""
        pen = self.pen
        pen.text(label, SMALL, at=(LEFT_MM, self.down_mm), width_mm=60, field="label")
        place = (LEFT_MM + 62, self.down_mm)
        next_mm = pen.paragraph(value, BOLD, at=place, width_mm=116, field="value", lines=8)
        self.down_mm = max(self.down_mm + 5.4, next_mm + 1.2)

    def table(self, table: ReportTable) -> None:
        """Draw a table over as many pages as it needs; its headings stand on each."""
        self.room_for(24)
        self.down_mm += 7
        place = (LEFT_MM, self.down_mm)
        self.pen.text(table.title, HEADING, at=place, width_mm=ROOM_MM, field="title")
        self.headings(table)
        for row in table.rows:
            more_mm = self.more_mm(table, row)
            if self.down_mm + more_mm > BOTTOM_MM - 6:
                self.turn()
                self.headings(table)
            self.cells(table, row, PLAIN, step_mm=1.8 + more_mm)
            self.rule(LINE)

    def headings(self, table: ReportTable) -> None:
        """Write the headings of the columns."""
        self.down_mm += 6
        self.cells(table, table.headings, SMALL, step_mm=2.4)
        self.rule(INK)

    def cells(
        self, table: ReportTable, row: tuple[str, ...], style: Style, *, step_mm: float = 1.8
    ) -> None:
        """Write the cells of a row."""
        left_mm = LEFT_MM
        for text, width_mm, align in zip(row, table.widths_mm, table.aligned, strict=True):
            place = (left_mm, self.down_mm)
            gap_mm = 4 if align == "right" else 2
            room_mm = width_mm - gap_mm
            if align != "right" and self.lines_of(text, style, room_mm) > 1:
                self.pen.paragraph(
                    text, style, at=place, width_mm=room_mm, field="cell", lines=MOST_LINES
                )
            else:
                self.pen.text(text, style, at=place, width_mm=room_mm, field="cell", align=align)
            left_mm += width_mm
        self.down_mm += step_mm

    def lines_of(self, text: str, style: Style, room_mm: float) -> int:
        """Say how many lines a cell takes: a number stands on one, a sentence goes on below."""
        if " " not in text:
            return 1
        return len(self.pen.lines(text, style, width_mm=room_mm, lines=MOST_LINES))

    def more_mm(self, table: ReportTable, row: tuple[str, ...]) -> float:
        """Say how much higher than one line a row is."""
        lines = (
            self.lines_of(text, PLAIN, width_mm - 2)
            for text, width_mm, align in zip(row, table.widths_mm, table.aligned, strict=True)
            if align != "right"
        )
        step_mm = PLAIN.size_pt * LINE_HEIGHT / POINTS_PER_MM
        return (max(lines, default=1) - 1) * step_mm

    def rule(self, colour: str) -> None:
        """Draw a line under a row."""
        place = (LEFT_MM, self.down_mm)
        self.pen.rule(at=place, width_mm=ROOM_MM, colour=colour, weight_pt=0.4)
        self.down_mm += 4.2

    def room_for(self, height_mm: float) -> None:
        """Turn the page where so much has no room."""
        if self.down_mm + height_mm > BOTTOM_MM:
            self.turn()

    def turn(self) -> None:
        """Begin the next page."""
        self.foot()
        self.pen.next_page()
        self.page, self.down_mm = self.page + 1, TOP_MM - 8

    def foot(self) -> None:
        """Write the number of the page, and that all is invented if it is."""
        page = said(self.words, msgid("Page %(page)s"), page=self.page)
        width_mm = ROOM_MM
        self.pen.text(
            page, SMALL, at=(LEFT_MM, 287), width_mm=width_mm, field="page", align="right"
        )
        if self.facts.synthetic:
            invented = said(self.words, msgid("Synthetic demonstration data"))
            self.pen.text(invented, LOUD, at=(LEFT_MM, 287), width_mm=100, field="synthetic")


def render_recall(facts: RecallPaper, words: Mapping[str, str] = ENGLISH) -> bytes:
    """The report as PDF; the same facts and words give the same bytes."""
    return _Report(facts, words).draw()
