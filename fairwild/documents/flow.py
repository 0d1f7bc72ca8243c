"""Text and tables that flow over pages: measured strip by strip, then drawn page by page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from fairwild.documents.pen import Align, Pen, Style

LEFT_MM = 20.0
WIDTH_MM = 170.0
TOP_MM = 32.0
BOTTOM_MM = 275.0
HOLD_MM = 110.0
MANY = 10_000
MOST_IN_A_CELL = 40


@dataclass(frozen=True, slots=True)
class Strip:
    """Something of a certain height that is never torn apart; it is drawn from its top down."""

    height_mm: float
    draw: Callable[[float], None]


@dataclass(frozen=True, slots=True)
class FlowColumn:
    """One column of a flowing table."""

    heading: str
    width_mm: float
    align: Align = "left"
    slanted: bool = False
    bold: bool = False


@dataclass(slots=True)
class Flow:
    """The pages of a paper while they fill up; the first one begins at `down_mm`."""

    pen: Pen
    down_mm: float
    pages: list[list[tuple[float, Strip]]] = field(default_factory=lambda: [[]])

    def room_mm(self) -> float:
        """What is left of this page."""
        return BOTTOM_MM - self.down_mm

    def turn(self) -> None:
        """Begin the next page."""
        self.pages.append([])
        self.down_mm = TOP_MM

    def put(self, strip: Strip) -> None:
        """Put a strip here; it has room."""
        self.pages[-1].append((self.down_mm, strip))
        self.down_mm += strip.height_mm

    def add(self, strips: Sequence[Strip], *, head: Strip | None = None) -> None:
        """Put strips that belong together on one page, or let them flow where they are too many.

        `head` stands again on each page they go on to.
        """
        whole_mm = sum(strip.height_mm for strip in strips)
        if whole_mm > self.room_mm() and (whole_mm <= HOLD_MM or self.room_mm() < HOLD_MM / 4):
            self._onto_next(head)
        for strip in strips:
            if strip.height_mm > self.room_mm():
                self._onto_next(head)
            self.put(strip)

    def _onto_next(self, head: Strip | None) -> None:
        self.turn()
        if head is not None:
            self.put(head)

    def gap(self, height_mm: float) -> None:
        """Leave some room, but none at the top of a page."""
        if self.pages[-1]:
            self.down_mm += height_mm

    def hold(self, height_mm: float) -> None:
        """Turn the page where so much has no room."""
        if height_mm > self.room_mm():
            self.turn()

    def text(
        self,
        text: str,
        style: Style,
        *,
        left_mm: float = LEFT_MM,
        width_mm: float = WIDTH_MM,
        name: str,
    ) -> list[Strip]:
        """Give the lines of a text with its paragraphs as strips."""
        strips: list[Strip] = []
        for paragraph in text.splitlines() or [""]:
            if paragraph.strip():
                place = (left_mm, width_mm)
                strips += self._paragraph(paragraph.strip(), style, place, name)
        return strips

    def _paragraph(
        self, text: str, style: Style, place: tuple[float, float], name: str
    ) -> list[Strip]:
        left_mm, width_mm = place
        lines = self.pen.lines(text, style, width_mm=width_mm, lines=MANY)
        self.pen.note(text, lines, name)

        def drawn(number: int) -> Callable[[float], None]:
            def draw(top_mm: float) -> None:
                at = (left_mm, top_mm + style.line_mm * 0.78)
                self.pen.line(lines[number], style, at=at, width_mm=width_mm)

            return draw

        return [Strip(style.line_mm, drawn(number)) for number in range(len(lines))]

    def row(
        self,
        cells: Iterable[tuple[FlowColumn, str]],
        style: Callable[[FlowColumn], Style],
        *,
        padding_mm: float,
        name: str,
        under: tuple[str, float],
    ) -> Strip:
        """Give one row of a table as a strip, with a rule under it."""
        fitted = []
        left_mm, highest_mm = LEFT_MM, 0.0
        for column, text in cells:
            room_mm = column.width_mm - 3.0
            kind = style(column)
            lines = self.pen.lines(text, kind, width_mm=room_mm, lines=MOST_IN_A_CELL)
            self.pen.note(text, lines, name)
            fitted.append((left_mm, room_mm, column.align, kind, lines))
            highest_mm = max(highest_mm, len(lines) * kind.line_mm)
            left_mm += column.width_mm

        def draw(top_mm: float) -> None:
            for cell_mm, room_mm, align, kind, lines in fitted:
                down_mm = top_mm + padding_mm + kind.line_mm * 0.78
                for line in lines:
                    at = (cell_mm, down_mm)
                    self.pen.line(line, kind, at=at, width_mm=room_mm, align=align)
                    down_mm += kind.line_mm
            colour, weight_pt = under
            at = (LEFT_MM, top_mm + highest_mm + 2 * padding_mm)
            self.pen.rule(at=at, width_mm=WIDTH_MM, colour=colour, weight_pt=weight_pt)

        return Strip(highest_mm + 2 * padding_mm, draw)

    def close(
        self, *, before: Callable[[int, int], None], after: Callable[[int, int], None]
    ) -> bytes:
        """Draw every page, each between what stands on it before and after; give the file."""
        for number, page in enumerate(self.pages, start=1):
            before(number, len(self.pages))
            for top_mm, strip in page:
                strip.draw(top_mm)
            after(number, len(self.pages))
            self.pen.next_page()
        return self.pen.pdf()
