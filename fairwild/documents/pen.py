"""The pen every paper is drawn with: millimetres from the top left, one typeface, faults noted."""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from fairwild.documents.findings import Fault, Finding
from fairwild.documents.fitting import LINE_HEIGHT, FittedLine, fit_line, fit_lines
from fairwild.documents.qr import (
    POINTS_PER_MM,
    SMALLEST_MODULE_MM,
    module_mm,
    qr_matrix,
    qr_path,
    symbol_operators,
)
from fairwild.documents.typeface import (
    Weight,
    ensure_typeface,
    missing_letters,
    spelled,
    text_width,
)

SLANT = math.tan(math.radians(11))
Align = Literal["left", "right", "centre"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a text looks; it may shrink to `smallest_pt` before it is cut."""

    size_pt: float
    smallest_pt: float
    colour: str
    weight: Weight = Weight.REGULAR
    slanted: bool = False
    tracking_pt: float = 0.0

    @property
    def line_mm(self) -> float:
        """From one baseline to the next."""
        return self.size_pt * LINE_HEIGHT / POINTS_PER_MM

    def in_colour(self, colour: str) -> Style:
        """The same type in another colour."""
        return replace(self, colour=colour)


@cache
def _colour(code: str) -> HexColor:
    return HexColor(code)


def _shift_pt(line: FittedLine, style: Style, room_pt: float, align: Align) -> float:
    """How far right of its box's left end a line begins."""
    if align == "left":
        return 0.0
    width_pt = text_width(line.text, style.weight, line.size_pt)
    spare_pt = room_pt - width_pt - style.tracking_pt * (len(line.text) - 1)
    return spare_pt if align == "right" else spare_pt / 2


class Pen:
    """Draws on pages of one size and remembers every fault of what it drew."""

    def __init__(
        self, *, width_mm: float, height_mm: float, title: str, author: str, language: str
    ) -> None:
        ensure_typeface()
        self.width_mm, self.height_mm = width_mm, height_mm
        self.findings: list[Finding] = []
        self._drawings: dict[str, str] = {}
        self._file = io.BytesIO()
        self.canvas = Canvas(
            self._file,
            pagesize=(width_mm * POINTS_PER_MM, height_mm * POINTS_PER_MM),
            invariant=1,
            pageCompression=1,
            initialFontName=Weight.REGULAR.value,
            lang=language,
        )
        self.canvas.setTitle(spelled(title))
        self.canvas.setAuthor(spelled(author))
        self.canvas.setSubject(spelled(title))
        self.canvas.setCreator("FairWild tracker")
        self.canvas.setViewerPreference("DisplayDocTitle", "true")

    def find(self, code: Fault, field: str, detail: str) -> None:
        """Note a fault once."""
        finding = Finding(code, field, detail)
        if finding not in self.findings:
            self.findings.append(finding)

    def text(
        self,
        text: str,
        style: Style,
        *,
        at: tuple[float, float],
        width_mm: float,
        field: str,
        align: Align = "left",
    ) -> None:
        """One line stands in the box whose left end and baseline are `at`."""
        room_pt = width_mm * POINTS_PER_MM - style.tracking_pt * len(text)
        line = fit_line(
            text,
            style.weight,
            width_pt=room_pt,
            size_pt=style.size_pt,
            smallest_pt=style.smallest_pt,
        )
        self.note(text, (line,), field)
        self.line(line, style, at=at, width_mm=width_mm, align=align)

    def lines(
        self, text: str, style: Style, *, width_mm: float, lines: int
    ) -> tuple[FittedLine, ...]:
        """The text in lines for a box of this width; nothing is drawn yet."""
        return fit_lines(
            text,
            style.weight,
            width_pt=width_mm * POINTS_PER_MM,
            size_pt=style.size_pt,
            smallest_pt=style.smallest_pt,
            lines=lines,
        )

    def paragraph(
        self,
        text: str,
        style: Style,
        *,
        at: tuple[float, float],
        width_mm: float,
        field: str,
        lines: int,
        align: Align = "left",
    ) -> float:
        """Lines stand below each other, the first baseline `at`; gives the next baseline in mm."""
        left_mm, baseline_mm = at
        fitted = self.lines(text, style, width_mm=width_mm, lines=lines)
        self.note(text, fitted, field)
        for line in fitted:
            self.line(line, style, at=(left_mm, baseline_mm), width_mm=width_mm, align=align)
            baseline_mm += line.size_pt * LINE_HEIGHT / POINTS_PER_MM
        return baseline_mm

    def note(self, text: str, lines: Sequence[FittedLine], field: str) -> None:
        """Note what is wrong with a text that is fitted into lines."""
        missing = missing_letters(text)
        if missing:
            self.find(Fault.LETTER_MISSING, field, missing)
        if any(line.cut for line in lines):
            self.find(Fault.TEXT_CUT, field, spelled(text))

    def line(
        self,
        line: FittedLine,
        style: Style,
        *,
        at: tuple[float, float],
        width_mm: float,
        align: Align = "left",
    ) -> None:
        """One line that is fitted already stands in the box whose baseline is `at`."""
        if not line.text:
            return
        left_mm, baseline_mm = at
        shift_pt = _shift_pt(line, style, width_mm * POINTS_PER_MM, align)
        words = self.canvas.beginText()
        words.setFont(style.weight.value, line.size_pt)
        words.setFillColor(_colour(style.colour))
        words.setCharSpace(style.tracking_pt)
        words.setTextTransform(
            1,
            0,
            SLANT if style.slanted else 0,
            1,
            left_mm * POINTS_PER_MM + shift_pt,
            self.up(baseline_mm),
        )
        words.textOut(line.text)
        words.setCharSpace(0)
        self.canvas.drawText(words)

    def up(self, down_mm: float) -> float:
        """PDF points from the bottom for millimetres from the top."""
        return (self.height_mm - down_mm) * POINTS_PER_MM

    def rule(
        self, *, at: tuple[float, float], width_mm: float, colour: str, weight_pt: float
    ) -> None:
        """A fine horizontal line."""
        left_mm, down_mm = at
        self.canvas.setStrokeColor(_colour(colour))
        self.canvas.setLineWidth(weight_pt)
        right_pt = (left_mm + width_mm) * POINTS_PER_MM
        self.canvas.line(left_mm * POINTS_PER_MM, self.up(down_mm), right_pt, self.up(down_mm))

    def panel(
        self,
        *,
        at: tuple[float, float],
        size_mm: tuple[float, float],
        fill: str = "",
        stroke: str = "",
        radius_mm: float = 0.0,
    ) -> None:
        """A rectangle with its top left corner `at`, filled, outlined or both."""
        (left_mm, top_mm), (width_mm, height_mm) = at, size_mm
        if fill:
            self.canvas.setFillColor(_colour(fill))
        if stroke:
            self.canvas.setStrokeColor(_colour(stroke))
            self.canvas.setLineWidth(0.6)
        self.canvas.roundRect(
            left_mm * POINTS_PER_MM,
            self.up(top_mm + height_mm),
            width_mm * POINTS_PER_MM,
            height_mm * POINTS_PER_MM,
            radius_mm * POINTS_PER_MM,
            stroke=int(bool(stroke)),
            fill=int(bool(fill)),
        )

    def symbol(self, text: str, *, at: tuple[float, float], side_mm: float, field: str) -> None:
        """The QR code of the text on white, with its quiet zone, in a square."""
        left_mm, top_mm = at
        self.panel(at=at, size_mm=(side_mm, side_mm), fill="#ffffff")
        modules, path = qr_path(qr_matrix(text))
        module = module_mm(modules, side_mm)
        if module < SMALLEST_MODULE_MM:
            self.find(Fault.QR_MODULE_TOO_SMALL, field, f"{module:.3f} mm")
        bottom_mm = self.height_mm - top_mm - side_mm
        self.operators(
            symbol_operators(modules, path, left_mm=left_mm, bottom_mm=bottom_mm, side_mm=side_mm)
        )

    def operators(self, code: str) -> None:
        """Raw PDF operators follow what was drawn so far."""
        # ReportLab has no public way to append page operators.
        self.canvas._code.append(code)  # noqa: SLF001 - see the line above

    def again(self, name: str, draw: Callable[[], None]) -> None:
        """A drawing without text stands on the page; from the second time on as it was then."""
        if name in self._drawings:
            self.operators(self._drawings[name])
            return
        code = self.canvas._code  # noqa: SLF001 - see `operators`
        before = len(code)
        draw()
        self._drawings[name] = "\n".join(code[before:])

    def next_page(self) -> None:
        """The page is finished."""
        self.canvas.showPage()

    def pdf(self) -> bytes:
        """The finished file."""
        self.canvas.save()
        return self._file.getvalue()
