"""What every paper of an audit has: the band, both parties, the symbol, the grid, the foot."""

from __future__ import annotations

from collections.abc import Mapping

from fairwild.documents.audit_facts import AuditHead
from fairwild.documents.fields import AUDIT_FIELDS
from fairwild.documents.findings import Fault
from fairwild.documents.flow import LEFT_MM, WIDTH_MM, Flow
from fairwild.documents.layout import AuditLayout
from fairwild.documents.pen import Pen, Style
from fairwild.documents.qr import POINTS_PER_MM
from fairwild.documents.sprig import draw_sprig
from fairwild.documents.typeface import Weight
from fairwild.documents.words import msgid, said

PAGE_WIDTH_MM, PAGE_HEIGHT_MM = 210.0, 297.0
BAND_MM, NARROW_BAND_MM = 34.0, 18.0
SIDES_MM, SYMBOL_MM = 44.0, 30.0
GRID_TOP_MM, GRID_ROW_MM = 82.0, 13.5
NOTICE_MM = 9.0
FOOT_MM = 286.0


class AuditFrame:
    """The furniture of an audit's papers, and the pages that fill up below it."""

    def __init__(self, layout: AuditLayout, head: AuditHead, words: Mapping[str, str]) -> None:
        self.layout, self.head, self.words = layout, head, words
        self.palette = layout.palette
        self.pen = Pen(
            width_mm=PAGE_WIDTH_MM,
            height_mm=PAGE_HEIGHT_MM,
            title=f"{said(words, layout.title)} {head.number}",
            author=head.body_name,
            language=head.language,
        )
        shown = bool(head.notice)
        top_mm = GRID_TOP_MM + GRID_ROW_MM * len(layout.grid) + 8
        self.flow = Flow(self.pen, top_mm + (NOTICE_MM if shown else 0))
        palette = self.palette
        self.small = self.style(7.5, palette.muted)
        self.plain = self.style(9, palette.ink)
        self.bold = self.style(9, palette.ink, Weight.BOLD)
        self.loud = self.style(9, palette.warning, Weight.BOLD)
        self.title = self.style(14, palette.deep, Weight.BOLD)
        self.subtitle = self.style(10.5, palette.deep, Weight.BOLD)

    def style(self, size_pt: float, colour: str, weight: Weight = Weight.REGULAR) -> Style:
        """Type that does not shrink far."""
        return Style(size_pt=size_pt, smallest_pt=min(size_pt, 7.0), colour=colour, weight=weight)

    def said(self, sentence: str, **values: object) -> str:
        """Say a sentence in the language of the words."""
        return said(self.words, sentence, **values)

    def value(self, name: str) -> str:
        """What a field says; an empty one that must not be is a fault."""
        shown = AUDIT_FIELDS[name]
        text = shown.say(self.head, self.words)
        if shown.required and not text.strip():
            self.pen.find(Fault.FIELD_EMPTY, name, "")
        return text

    def pdf(self) -> bytes:
        """Draw every page and give the file."""
        return self.flow.close(before=self._before, after=self._foot)

    def _before(self, page: int, _pages: int) -> None:
        if page == 1:
            self._first()
        else:
            self._following()

    def _first(self) -> None:
        self._band(BAND_MM)
        palette, pen = self.palette, self.pen
        title = self.style(22, palette.paper, Weight.BOLD)
        at = (LEFT_MM, 16.0)
        pen.text(said(self.words, self.layout.title), title, at=at, width_mm=130, field="title")
        number = self.style(12, palette.panel)
        told = " · ".join(filter(None, (self.value("number"), self.head.edition)))
        pen.text(told, number, at=(LEFT_MM, 25), width_mm=130, field="number")
        self._sides()
        self._grid()

    def _following(self) -> None:
        self.pen.again("band", lambda: self._band(NARROW_BAND_MM))
        title = self.style(10.5, self.palette.paper, Weight.BOLD)
        told = f"{said(self.words, self.layout.title)} {self.head.number}"
        self.pen.text(told, title, at=(LEFT_MM, 9), width_mm=130, field="title")
        name = self.style(8.5, self.palette.panel)
        at = (LEFT_MM, 14.0)
        self.pen.text(self.head.operator_name, name, at=at, width_mm=130, field="operator_name")

    def _band(self, height_mm: float) -> None:
        pen, palette = self.pen, self.palette
        pen.panel(at=(0, 0), size_mm=(PAGE_WIDTH_MM, height_mm), fill=palette.deep)
        draw_sprig(
            pen.canvas,
            at_pt=((LEFT_MM + WIDTH_MM - 12) * POINTS_PER_MM, pen.up(height_mm - 2)),
            height_pt=(height_mm - 6) * POINTS_PER_MM,
            lean=6,
            leaf=palette.leaf,
            vein=palette.deep,
        )
        pen.panel(at=(0, height_mm), size_mm=(PAGE_WIDTH_MM, 1.1), fill=palette.gold)

    def _sides(self) -> None:
        width_mm = (WIDTH_MM - SYMBOL_MM - 10) / 2
        for place, side in enumerate(("operator", "body")):
            self._side(side, LEFT_MM + place * (width_mm + 5), width_mm)
        right_mm = LEFT_MM + WIDTH_MM - SYMBOL_MM
        at = (right_mm, SIDES_MM - 4)
        self.pen.symbol(self.value("page_url"), at=at, side_mm=SYMBOL_MM, field="page_url")
        advice = said(self.words, self.layout.advice, domain=self.value("page_domain"))
        quiet = self.style(6.5, self.palette.muted)
        at = (LEFT_MM, GRID_TOP_MM - 4.5)
        self.pen.text(advice, quiet, at=at, width_mm=WIDTH_MM, field="advice")

    def _side(self, side: str, left_mm: float, width_mm: float) -> None:
        pen, palette = self.pen, self.palette
        party = "buyer" if self.head.of_a_buyer and side == "operator" else side
        label = said(self.words, AUDIT_FIELDS[f"{party}_name"].label)
        pen.text(label, self.small, at=(left_mm, SIDES_MM), width_mm=width_mm, field="label")
        next_mm = pen.paragraph(
            self.value(f"{side}_name"),
            Style(size_pt=12.5, smallest_pt=9, colour=palette.ink, weight=Weight.BOLD),
            at=(left_mm, SIDES_MM + 6.5),
            width_mm=width_mm,
            field=f"{side}_name",
            lines=2,
        )
        pen.paragraph(
            self.value(f"{side}_address"),
            Style(size_pt=9, smallest_pt=7, colour=palette.muted),
            at=(left_mm, next_mm),
            width_mm=width_mm,
            field=f"{side}_address",
            lines=3,
        )

    def _grid(self) -> None:
        top_mm = GRID_TOP_MM
        line = self.palette.line
        for row in self.layout.grid:
            self.pen.rule(at=(LEFT_MM, top_mm), width_mm=WIDTH_MM, colour=line, weight_pt=0.6)
            left_mm = LEFT_MM
            for cell in row:
                width_mm = WIDTH_MM * cell.span / 12
                self._cell(cell.field, (left_mm, top_mm), width_mm - 4)
                left_mm += width_mm
            top_mm += GRID_ROW_MM
        self.pen.rule(at=(LEFT_MM, top_mm), width_mm=WIDTH_MM, colour=line, weight_pt=0.6)
        if self.head.notice:
            at = (LEFT_MM, top_mm + 6.5)
            self.pen.text(self.head.notice, self.loud, at=at, width_mm=WIDTH_MM, field="notice")

    def _cell(self, name: str, at: tuple[float, float], width_mm: float) -> None:
        left_mm, top_mm = at
        label = said(self.words, AUDIT_FIELDS[name].label)
        place = (left_mm, top_mm + 4.5)
        self.pen.text(label, self.small, at=place, width_mm=width_mm, field="label")
        text = Style(size_pt=10, smallest_pt=7, colour=self.palette.ink, weight=Weight.BOLD)
        place = (left_mm, top_mm + 10)
        self.pen.text(self.value(name) or "–", text, at=place, width_mm=width_mm, field=name)

    def _foot(self, page: int, pages: int) -> None:
        pen, palette = self.pen, self.palette
        at = (LEFT_MM, FOOT_MM - 5)
        pen.rule(at=at, width_mm=WIDTH_MM, colour=palette.line, weight_pt=0.5)
        at = (LEFT_MM, FOOT_MM)
        told = " · ".join(filter(None, (self.head.number, self.head.edition)))
        pen.text(told, self.small, at=at, width_mm=70, field="number")
        counted = self.said(msgid("Page %(page)s of %(pages)s"), page=page, pages=pages)
        pen.text(counted, self.small, at=at, width_mm=WIDTH_MM, field="page", align="right")
        if self.head.synthetic:
            loud = self.style(8, palette.warning, Weight.BOLD)
            invented = self.said(msgid("Synthetic demonstration data"))
            pen.text(invented, loud, at=at, width_mm=WIDTH_MM, field="synthetic", align="centre")
