"""The delivery note as PDF, A4: who sends what to whom, under which papers, and where to check."""

from __future__ import annotations

from collections.abc import Mapping

from fairwild.documents.annex import (
    LEFT_MM,
    WIDTH_MM,
    Stretch,
    draw_stretch,
    spread,
    table,
    table_styles,
)
from fairwild.documents.facts import DeliveryPaper
from fairwild.documents.fields import DELIVERY_FIELDS, DELIVERY_LINE_FIELDS, PAPER_FIELDS
from fairwild.documents.findings import Fault
from fairwild.documents.layout import DeliveryLayout
from fairwild.documents.pen import Pen, Style
from fairwild.documents.qr import POINTS_PER_MM
from fairwild.documents.sprig import draw_sprig
from fairwild.documents.typeface import Weight
from fairwild.documents.words import ENGLISH, msgid, said

PAGE_WIDTH_MM = 210.0
PAGE_HEIGHT_MM = 297.0
BAND_MM = 34.0
SIDES_MM = 44.0
SYMBOL_MM = 34.0
GRID_TOP_MM = 87.0
GRID_ROW_MM = 13.5
NOTE_MM = 9.0
FOOT_MM = 286.0
SIGN_MM = 30.0
LOWEST_MM = 276.0


class _DeliveryNote:
    """One delivery note while it is drawn."""

    def __init__(
        self, layout: DeliveryLayout, facts: DeliveryPaper, words: Mapping[str, str]
    ) -> None:
        self.layout, self.facts, self.words = layout, facts, words
        self.palette = layout.palette
        self.styles = table_styles(layout.palette)
        self.pen = Pen(
            width_mm=PAGE_WIDTH_MM,
            height_mm=PAGE_HEIGHT_MM,
            title=f"{said(words, layout.title)} {facts.number}",
            author=facts.sender_name,
            language=facts.language,
        )

    def value(self, name: str) -> str:
        """What a field says; an empty one that must not be is a fault."""
        shown = DELIVERY_FIELDS[name]
        text = shown.say(self.facts, self.words)
        if shown.required and not text.strip():
            self.pen.find(Fault.FIELD_EMPTY, name, "")
        return text

    def label(self, name: str) -> str:
        """The words beside a field."""
        return said(self.words, DELIVERY_FIELDS[name].label)

    def bold(self, size_pt: float, smallest_pt: float, colour: str) -> Style:
        """Bold type."""
        return Style(size_pt=size_pt, smallest_pt=smallest_pt, colour=colour, weight=Weight.BOLD)

    def plain(self, size_pt: float, smallest_pt: float, colour: str) -> Style:
        """Type of the ordinary weight."""
        return Style(size_pt=size_pt, smallest_pt=smallest_pt, colour=colour)

    def draw(self) -> None:
        """Draw every page; the last one has room for two signatures."""
        pages = self.pages()
        for number, stretches in enumerate(pages, start=1):
            if number == 1:
                self.first()
            for stretch in stretches:
                draw_stretch(self.pen, self.styles, self.palette, stretch, self.words)
            if number == len(pages):
                self.signatures(stretches)
            self.foot(number, len(pages))

    def pages(self) -> list[list[Stretch]]:
        """Measure the tables and spread them; signatures that do not fit get a page."""
        lines = table(
            self.pen,
            self.styles,
            title=self.layout.lines_title,
            columns=self.layout.lines,
            catalogue=DELIVERY_LINE_FIELDS,
            lines=self.facts.lines,
            words=self.words,
        )
        tables = [lines]
        if self.facts.papers:
            papers = table(
                self.pen,
                self.styles,
                title=self.layout.papers_title,
                columns=self.layout.papers,
                catalogue=PAPER_FIELDS,
                lines=self.facts.papers,
                words=self.words,
            )
            tables.append(papers)
        top_mm = GRID_TOP_MM + GRID_ROW_MM * len(self.layout.grid) + NOTE_MM + 8
        pages = spread(tables, top_mm=top_mm)
        return pages if _end_mm(pages[-1]) + SIGN_MM < LOWEST_MM else [*pages, []]

    def first(self) -> None:
        """Draw what stands above the tables of the first page."""
        self.band()
        self.sides()
        self.grid()

    def band(self) -> None:
        """Draw the band with title, number and sprig."""
        pen, palette = self.pen, self.palette
        pen.panel(at=(0, 0), size_mm=(PAGE_WIDTH_MM, BAND_MM), fill=palette.deep)
        foot = (LEFT_MM + WIDTH_MM - 12) * POINTS_PER_MM, pen.up(BAND_MM - 2)
        draw_sprig(
            pen.canvas,
            at_pt=foot,
            height_pt=28 * POINTS_PER_MM,
            lean=6,
            leaf=palette.leaf,
            vein=palette.deep,
        )
        pen.panel(at=(0, BAND_MM), size_mm=(PAGE_WIDTH_MM, 1.1), fill=palette.gold)
        title = self.bold(22, 16, palette.paper)
        words = said(self.words, self.layout.title)
        pen.text(words, title, at=(LEFT_MM, 16), width_mm=130, field="title")
        number = self.plain(12, 9, palette.panel)
        pen.text(self.value("number"), number, at=(LEFT_MM, 25), width_mm=130, field="number")

    def sides(self) -> None:
        """Write sender and receiver beside one another, and the symbol at the right."""
        width_mm = (WIDTH_MM - SYMBOL_MM - 10) / 2
        for place, side in enumerate(("sender", "receiver")):
            left_mm = LEFT_MM + place * (width_mm + 5)
            self.side(side, left_mm, width_mm)
        right_mm = LEFT_MM + WIDTH_MM - SYMBOL_MM
        at = (right_mm, SIDES_MM - 4)
        self.pen.symbol(self.value("check_url"), at=at, side_mm=SYMBOL_MM, field="check_url")
        advice = said(self.words, self.layout.advice, domain=self.value("check_domain"))
        quiet = self.plain(6.5, 5.5, self.palette.muted)
        at = (LEFT_MM, GRID_TOP_MM - 6.5)
        self.pen.text(advice, quiet, at=at, width_mm=WIDTH_MM - SYMBOL_MM - 4, field="advice")

    def side(self, side: str, left_mm: float, width_mm: float) -> None:
        """Write the name and the address of one side."""
        pen, palette = self.pen, self.palette
        quiet, name = self.plain(7.5, 6, palette.muted), self.bold(12.5, 9, palette.ink)
        label = self.label(f"{side}_name")
        pen.text(label, quiet, at=(left_mm, SIDES_MM), width_mm=width_mm, field="label")
        next_mm = pen.paragraph(
            self.value(f"{side}_name"),
            name,
            at=(left_mm, SIDES_MM + 6.5),
            width_mm=width_mm,
            field=f"{side}_name",
            lines=2,
        )
        pen.paragraph(
            self.value(f"{side}_address"),
            self.plain(9, 7, palette.muted),
            at=(left_mm, next_mm),
            width_mm=width_mm,
            field=f"{side}_address",
            lines=3,
        )

    def grid(self) -> None:
        """Draw the facts of the journey on twelve columns."""
        top_mm = GRID_TOP_MM
        for row in self.layout.grid:
            self.pen.rule(
                at=(LEFT_MM, top_mm), width_mm=WIDTH_MM, colour=self.palette.line, weight_pt=0.6
            )
            left_mm = LEFT_MM
            for cell in row:
                width_mm = WIDTH_MM * cell.span / 12
                self.cell(cell.field, (left_mm, top_mm), width_mm - 4)
                left_mm += width_mm
            top_mm += GRID_ROW_MM
        note = self.plain(8.5, 6.5, self.palette.ink)
        at = (LEFT_MM, top_mm + 4)
        self.pen.paragraph(
            " ".join(self.value("transport_note").split()),
            note,
            at=at,
            width_mm=WIDTH_MM,
            field="transport_note",
            lines=2,
        )

    def cell(self, name: str, at: tuple[float, float], width_mm: float) -> None:
        """Write one field under its label; a line where nothing was said."""
        left_mm, top_mm = at
        quiet, text = self.plain(7, 6, self.palette.muted), self.bold(10, 7, self.palette.ink)
        label_at = (left_mm, top_mm + 4.5)
        self.pen.text(self.label(name), quiet, at=label_at, width_mm=width_mm, field="label")
        value_at = (left_mm, top_mm + 10)
        self.pen.text(self.value(name) or "–", text, at=value_at, width_mm=width_mm, field=name)

    def signatures(self, stretches: list[Stretch]) -> None:
        """Draw a line for the driver and one for the receiver under the last table."""
        top_mm = _end_mm(stretches) + SIGN_MM - 8
        width_mm = (WIDTH_MM - 15) / 2
        words = (
            said(self.words, msgid("Handed over: day, name, signature")),
            said(self.words, msgid("Received: day, name, signature")),
        )
        quiet = self.plain(7.5, 6, self.palette.muted)
        for place, text in enumerate(words):
            left_mm = LEFT_MM + place * (width_mm + 15)
            self.pen.rule(
                at=(left_mm, top_mm), width_mm=width_mm, colour=self.palette.ink, weight_pt=0.6
            )
            at = (left_mm, top_mm + 4)
            self.pen.text(text, quiet, at=at, width_mm=width_mm, field="signature")

    def foot(self, page: int, pages: int) -> None:
        """Write number, page and, if so, that all of this is invented."""
        pen, palette, words = self.pen, self.palette, self.words
        at = (LEFT_MM, FOOT_MM - 5)
        pen.rule(at=at, width_mm=WIDTH_MM, colour=palette.line, weight_pt=0.5)
        quiet = self.plain(7.5, 6, palette.muted)
        at = (LEFT_MM, FOOT_MM)
        pen.text(self.facts.number, quiet, at=at, width_mm=60, field="number")
        counted = said(words, msgid("Page %(page)s of %(pages)s"), page=page, pages=pages)
        pen.text(counted, quiet, at=at, width_mm=WIDTH_MM, field="page", align="right")
        if self.facts.synthetic:
            loud = self.bold(8, 6, palette.warning)
            invented = said(words, msgid("Synthetic demonstration data"))
            pen.text(invented, loud, at=at, width_mm=WIDTH_MM, field="synthetic", align="centre")
        pen.next_page()


def _end_mm(stretches: list[Stretch]) -> float:
    """Give where the last table of a page ends; near the top on a page without one."""
    if not stretches:
        return 30.0
    last = stretches[-1]
    return last.top_mm + 14 + sum(row.height_mm for row in last.rows)


def drawn_delivery_note(
    layout: DeliveryLayout, facts: DeliveryPaper, words: Mapping[str, str]
) -> Pen:
    """The pen after it drew the note: it has the file and the faults."""
    note = _DeliveryNote(layout, facts, words)
    note.draw()
    return note.pen


def render_delivery_note(
    layout: DeliveryLayout, facts: DeliveryPaper, words: Mapping[str, str] = ENGLISH
) -> bytes:
    """The delivery note as PDF; the same facts and words give the same bytes."""
    return drawn_delivery_note(layout, facts, words).pdf()
