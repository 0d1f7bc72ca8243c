"""Accounts of stock on paper, A4 across: one line for each kind of goods, pages as needed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fairwild.documents.pen import Align, Pen, Style
from fairwild.documents.typeface import Weight
from fairwild.documents.words import ENGLISH, msgid, said

WIDTH_MM, HEIGHT_MM = 297.0, 210.0
LEFT_MM, RIGHT_MM = 14.0, 283.0
FIRST_MM, STEP_MM, LAST_MM = 44.0, 13.0, 192.0
COLUMNS: tuple[tuple[str, float, float, Align], ...] = (
    ("goods", 14.0, 98.0, "left"),
    ("opening", 114.0, 32.0, "right"),
    ("came", 148.0, 32.0, "right"),
    ("went", 182.0, 32.0, "right"),
    ("lost", 216.0, 30.0, "right"),
    ("left", 249.0, 34.0, "right"),
)
HEADINGS = {
    "goods": msgid("Goods"),
    "opening": msgid("Opening"),
    "came": msgid("In"),
    "went": msgid("Out"),
    "lost": msgid("Loss"),
    "left": msgid("Stock"),
}
INK, QUIET_INK, LINE, RED = "#1d2722", "#5f675f", "#d8d0bc", "#9c2f1f"
BOLD = Style(size_pt=9, smallest_pt=6.5, colour=INK, weight=Weight.BOLD)
PLAIN = Style(size_pt=9, smallest_pt=6.5, colour=INK)
SMALL = Style(size_pt=7, smallest_pt=5, colour=QUIET_INK)
TITLE = Style(size_pt=17, smallest_pt=11, colour="#1f4d3a", weight=Weight.BOLD)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountLine:
    """One kind of goods, already worded."""

    goods: str
    detail: str
    opening: str
    came: str
    went: str
    lost: str
    left: str
    reasons: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountPaper:
    """Whose accounts, of which days."""

    language: str
    holder: str
    period: str
    lines: tuple[AccountLine, ...]
    synthetic: bool


def render_account(facts: AccountPaper, words: Mapping[str, str] = ENGLISH) -> bytes:
    """The accounts as PDF; the same facts and words give the same bytes."""
    title = said(words, msgid("Reconciliation of stock"))
    pen = Pen(
        width_mm=WIDTH_MM,
        height_mm=HEIGHT_MM,
        title=f"{title} {facts.period}",
        author=facts.holder,
        language=facts.language,
    )
    on_page = int((LAST_MM - FIRST_MM) // STEP_MM)
    pages = max(1, -(-len(facts.lines) // on_page))
    for page in range(pages):
        _head(pen, facts, title, words)
        for row, line in enumerate(facts.lines[page * on_page : (page + 1) * on_page]):
            _line(pen, line, FIRST_MM + row * STEP_MM)
        _foot(pen, facts, words, page + 1, pages)
        pen.next_page()
    return pen.pdf()


def _head(pen: Pen, facts: AccountPaper, title: str, words: Mapping[str, str]) -> None:
    pen.text(title, TITLE, at=(LEFT_MM, 20), width_mm=150, field="title")
    pen.text(facts.holder, BOLD, at=(LEFT_MM, 27), width_mm=150, field="holder")
    pen.text(facts.period, PLAIN, at=(180, 20), width_mm=103, field="period", align="right")
    for name, left_mm, width_mm, align in COLUMNS:
        heading = said(words, HEADINGS[name])
        place = (left_mm, FIRST_MM - 6)
        pen.text(heading, SMALL, at=place, width_mm=width_mm, field="heading", align=align)
    rule_mm = RIGHT_MM - LEFT_MM
    pen.rule(at=(LEFT_MM, FIRST_MM - 4), width_mm=rule_mm, colour=INK, weight_pt=0.8)


def _line(pen: Pen, line: AccountLine, top_mm: float) -> None:
    for name, left_mm, width_mm, align in COLUMNS:
        style = BOLD if name in {"goods", "left"} else PLAIN
        value: str = getattr(line, name)
        pen.text(
            value, style, at=(left_mm, top_mm + 1.5), width_mm=width_mm, field=name, align=align
        )
    pen.text(line.detail, SMALL, at=(LEFT_MM, top_mm + 5), width_mm=130, field="detail")
    pen.text(line.reasons, SMALL, at=(LEFT_MM, top_mm + 8.2), width_mm=269, field="reasons")
    width_mm = RIGHT_MM - LEFT_MM
    pen.rule(at=(LEFT_MM, top_mm + 9.6), width_mm=width_mm, colour=LINE, weight_pt=0.4)


def _foot(pen: Pen, facts: AccountPaper, words: Mapping[str, str], page: int, pages: int) -> None:
    rule = said(words, msgid("Opening and in are out, loss and stock, to the gram."))
    pen.text(rule, SMALL, at=(LEFT_MM, 202), width_mm=150, field="rule")
    numbered = said(words, msgid("Page %(page)s of %(pages)s"), page=page, pages=pages)
    pen.text(numbered, SMALL, at=(233, 202), width_mm=50, field="page", align="right")
    if facts.synthetic:
        invented = said(words, msgid("Synthetic demonstration data"))
        loud = Style(size_pt=8, smallest_pt=6, colour=RED, weight=Weight.BOLD)
        pen.text(invented, loud, at=(180, 27), width_mm=103, field="synthetic", align="right")
