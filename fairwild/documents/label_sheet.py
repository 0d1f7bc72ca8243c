"""Label sheets as PDF: many labels fast, text composed once, symbols as merged runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from functools import lru_cache

from fairwild.documents.facts import LabelFacts
from fairwild.documents.fields import LABEL_FIELDS
from fairwild.documents.fitting import LINE_HEIGHT, FittedLine, fit_lines
from fairwild.documents.pen import SLANT, Pen
from fairwild.documents.qr import POINTS_PER_MM, qr_path_in_bulk, symbol_operators
from fairwild.documents.qr_series import SymbolSeries, find_series
from fairwild.documents.sheets import LabelSheet, TextBox
from fairwild.documents.typeface import CAP_HEIGHT, registered_font
from fairwild.documents.words import ENGLISH, msgid, said

SERIES_PAYS_FROM = 200
"""Labels from which preparing a series of symbols is quicker than making each by itself."""


class CutGuides(StrEnum):
    """Whether faint outlines show where the labels lie, for printing on plain paper."""

    NONE = "none"
    FAINT = "faint"


@lru_cache(maxsize=8192)
def _fitted(text: str, box: TextBox) -> tuple[FittedLine, ...]:
    return fit_lines(
        text,
        box.weight,
        width_pt=box.width_mm * POINTS_PER_MM,
        size_pt=box.size_pt,
        smallest_pt=box.smallest_pt,
        lines=box.lines,
    )


def composed_label(
    sheet: LabelSheet, facts: LabelFacts, words: Mapping[str, str]
) -> Iterator[tuple[TextBox, str, float, tuple[FittedLine, ...]]]:
    """Yield each text of a label: its box, the wish, the top in mm, the lines that fit."""
    down_mm = sheet.column[0].top_mm
    for box in sheet.column:
        text = LABEL_FIELDS[box.field].say(facts, words)
        if not text:
            continue
        lines = _fitted(text, box)
        down_mm += box.gap_mm
        yield box, text, down_mm, lines
        down_mm += len(lines) * lines[0].size_pt * LINE_HEIGHT / POINTS_PER_MM
    for box in sheet.fixed:
        text = LABEL_FIELDS[box.field].say(facts, words)
        yield box, text, box.top_mm, _fitted(text, box)


class _LabelPrinter:
    """Writes labels as operators for one file; equal lines are encoded once."""

    def __init__(
        self,
        pen: Pen,
        sheet: LabelSheet,
        words: Mapping[str, str],
        series: SymbolSeries | None = None,
    ) -> None:
        self._pen, self._sheet, self._words, self._series = pen, sheet, words, series
        self._lines: dict[tuple[TextBox, float, str, float], str] = {}
        self._symbols: dict[str, str] = {}

    def label(self, facts: LabelFacts, position: int) -> str:
        """Operators of one label with its symbol at a position counted from 0."""
        return self._placed(f"{self.texts(facts)}\n{self._symbol(facts.url)}", position)

    def label_without_symbol(self, facts: LabelFacts, position: int) -> str:
        """Operators of one label, texts only: what the speed of symbols is measured against."""
        return self._placed(self.texts(facts), position)

    def _placed(self, operators: str, position: int) -> str:
        left_mm, top_mm = self._sheet.corner_mm(position)
        bottom = self._pen.up(top_mm + self._sheet.label_height_mm)
        return f"q 1 0 0 1 {left_mm * POINTS_PER_MM:.4f} {bottom:.4f} cm\n{operators}\nQ"

    def _symbol(self, url: str) -> str:
        if url not in self._symbols:
            side_mm = self._sheet.qr_side_mm
            bottom_mm = self._sheet.label_height_mm - self._sheet.qr_top_mm - side_mm
            self._symbols[url] = symbol_operators(
                *self._drawn(url),
                left_mm=self._sheet.qr_left_mm,
                bottom_mm=bottom_mm,
                side_mm=side_mm,
            )
        return self._symbols[url]

    def _drawn(self, url: str) -> tuple[int, str]:
        if self._series is None:
            return qr_path_in_bulk(url)
        return self._series.modules, self._series.operators(url.rpartition("/")[2])

    def texts(self, facts: LabelFacts) -> str:
        """Operators of all texts of a label, from its bottom left corner."""
        written = [
            self._line(box, line, top_mm + number * line.size_pt * LINE_HEIGHT / POINTS_PER_MM)
            for box, _text, top_mm, lines in composed_label(self._sheet, facts, self._words)
            for number, line in enumerate(lines)
        ]
        return "\n".join(["BT 0 g", *written, "ET"])

    def _line(self, box: TextBox, line: FittedLine, top_mm: float) -> str:
        key = (box, top_mm, line.text, line.size_pt)
        if key not in self._lines:
            self._lines[key] = self._encoded(box, line, top_mm)
        return self._lines[key]

    def _encoded(self, box: TextBox, line: FittedLine, top_mm: float) -> str:
        up_pt = (self._sheet.label_height_mm - top_mm) * POINTS_PER_MM
        # The middle of the capitals lies in the middle of the line.
        up_pt -= line.size_pt * (LINE_HEIGHT + CAP_HEIGHT) / 2
        slant = SLANT if box.slanted else 0
        left_pt = box.left_mm * POINTS_PER_MM
        return f"1 0 {slant:.4f} 1 {left_pt:.4f} {up_pt:.4f} Tm {self._shown(box, line)}"

    def _shown(self, box: TextBox, line: FittedLine) -> str:
        font, document = registered_font(box.weight), self._pen.canvas._doc  # noqa: SLF001 - fonts are encoded per file
        return " ".join(
            f"{font.getSubsetInternalName(subset, document)} {line.size_pt:g} Tf <{codes.hex()}> Tj"
            for subset, codes in font.splitString(line.text, document)
        )


def render_label_sheet(
    sheet: LabelSheet,
    labels: Sequence[LabelFacts],
    *,
    start_position: int = 1,
    copies: int = 1,
    words: Mapping[str, str] = ENGLISH,
    language: str = "en",
    guides: CutGuides = CutGuides.NONE,
) -> bytes:
    """A PDF with every label so many times, the first at `start_position` (1 is top left)."""
    if not labels or copies < 1 or not 1 <= start_position <= sheet.labels_per_page:
        message = f"{len(labels)} labels, {copies} copies from position {start_position}"
        raise ValueError(message)
    title = said(words, msgid("Labels for lot %(number)s"), number=labels[0].lot_number)
    pen = Pen(
        width_mm=sheet.page_width_mm,
        height_mm=sheet.page_height_mm,
        title=title,
        author=labels[0].holder,
        language=language,
    )
    long_run = len(labels) >= SERIES_PAYS_FROM
    series = find_series([label.url for label in labels]) if long_run else None
    printer = _LabelPrinter(pen, sheet, words, series)
    run = (label for label in labels for _copy in range(copies))
    for number, label in enumerate(run, start=start_position - 1):
        page, position = divmod(number, sheet.labels_per_page)
        if position == 0 and page > 0:
            _finish_page(pen, sheet, guides)
        pen.operators(printer.label(label, position))
    _finish_page(pen, sheet, guides)
    return pen.pdf()


def _finish_page(pen: Pen, sheet: LabelSheet, guides: CutGuides) -> None:
    if guides is CutGuides.FAINT:
        size_mm = (sheet.label_width_mm, sheet.label_height_mm)
        for position in range(sheet.labels_per_page):
            pen.panel(at=sheet.corner_mm(position), size_mm=size_mm, stroke="#d5d5d5")
    pen.next_page()
