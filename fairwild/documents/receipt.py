"""The slip a harvester takes home as PDF, A6: weight and money so large that numbers suffice."""

from __future__ import annotations

from collections.abc import Mapping

from fairwild.documents.facts import ReceiptPaper
from fairwild.documents.fields import RECEIPT_FIELDS
from fairwild.documents.findings import Fault
from fairwild.documents.layout import ReceiptLayout
from fairwild.documents.pen import Pen, Style
from fairwild.documents.qr import POINTS_PER_MM
from fairwild.documents.sprig import draw_sprig
from fairwild.documents.typeface import Weight
from fairwild.documents.words import ENGLISH, msgid, said

PAGE_WIDTH_MM = 105.0
PAGE_HEIGHT_MM = 148.0
LEFT_MM = 8.0
WIDTH_MM = 89.0
BAND_MM = 17.0
GUTTER_MM = 3.0
PANEL_TOP_MM = 35.0
PANEL_MM = 23.0
GRID_TOP_MM = 61.0
GRID_ROW_MM = 10.6
SIGN_MM = 123.0
SYMBOL_MM = 24.0


class _Receipt:
    """One receipt while it is drawn."""

    def __init__(
        self, layout: ReceiptLayout, facts: ReceiptPaper, words: Mapping[str, str]
    ) -> None:
        self.layout, self.facts, self.words = layout, facts, words
        self.palette = layout.palette
        self.pen = Pen(
            width_mm=PAGE_WIDTH_MM,
            height_mm=PAGE_HEIGHT_MM,
            title=f"{said(words, layout.title)} {facts.number}",
            author=facts.buyer,
            language=facts.language,
        )

    def value(self, name: str) -> str:
        """What a field says; an empty one that must not be is a fault."""
        shown = RECEIPT_FIELDS[name]
        text = shown.say(self.facts, self.words)
        if shown.required and not text.strip():
            self.pen.find(Fault.FIELD_EMPTY, name, "")
        return text

    def bold(self, size_pt: float, smallest_pt: float, colour: str) -> Style:
        """Bold type."""
        return Style(size_pt=size_pt, smallest_pt=smallest_pt, colour=colour, weight=Weight.BOLD)

    def quiet(self, size_pt: float) -> Style:
        """Small muted type."""
        return Style(size_pt=size_pt, smallest_pt=5, colour=self.palette.muted)

    def draw(self) -> None:
        """Draw the page."""
        self.head()
        self.harvester()
        self.numbers()
        self.grid()
        self.signatures()
        self.foot()
        self.pen.next_page()

    def head(self) -> None:
        """Draw the band with buyer and number."""
        pen, palette = self.pen, self.palette
        pen.panel(at=(0, 0), size_mm=(PAGE_WIDTH_MM, BAND_MM), fill=palette.deep)
        foot = (LEFT_MM + WIDTH_MM - 6) * POINTS_PER_MM, pen.up(BAND_MM - 1)
        draw_sprig(
            pen.canvas,
            at_pt=foot,
            height_pt=14.5 * POINTS_PER_MM,
            lean=5,
            leaf=palette.leaf,
            vein=palette.deep,
        )
        buyer = self.bold(10.5, 7.5, palette.panel)
        pen.text(self.value("buyer"), buyer, at=(LEFT_MM, 7.6), width_mm=76, field="buyer")
        number = Style(size_pt=8.5, smallest_pt=6.5, colour=palette.panel)
        line = f"{said(self.words, self.layout.title)} {self.value('number')}"
        pen.text(line, number, at=(LEFT_MM, 12.8), width_mm=76, field="number")

    def harvester(self) -> None:
        """Write who delivered."""
        pen, words = self.pen, self.words
        label = said(words, RECEIPT_FIELDS["harvester_name"].label)
        pen.text(label, self.quiet(6.5), at=(LEFT_MM, 22), width_mm=60, field="label")
        name = self.bold(16, 10, self.palette.ink)
        pen.text(
            self.value("harvester_name"),
            name,
            at=(LEFT_MM, 29.2),
            width_mm=WIDTH_MM - 22,
            field="harvester_name",
        )
        card = self.bold(10, 7, self.palette.muted)
        pen.text(
            self.value("harvester_number"),
            card,
            at=(LEFT_MM, 29.2),
            width_mm=WIDTH_MM,
            field="harvester_number",
            align="right",
        )

    def numbers(self) -> None:
        """Draw weight and money as large as they fit."""
        pen, palette = self.pen, self.palette
        count = len(self.layout.large)
        width_mm = (WIDTH_MM - GUTTER_MM * (count - 1)) / count
        for place, name in enumerate(self.layout.large):
            left_mm = LEFT_MM + place * (width_mm + GUTTER_MM)
            size_mm = (width_mm, PANEL_MM)
            pen.panel(at=(left_mm, PANEL_TOP_MM), size_mm=size_mm, fill=palette.panel, radius_mm=2)
            label = said(self.words, RECEIPT_FIELDS[name].label)
            inner_mm = left_mm + 3
            at = (inner_mm, PANEL_TOP_MM + 6)
            pen.text(label, self.quiet(7.5), at=at, width_mm=width_mm - 6, field="label")
            large = self.bold(25, 12, palette.deep)
            at = (inner_mm, PANEL_TOP_MM + 17.5)
            pen.text(self.value(name), large, at=at, width_mm=width_mm - 6, field=name)

    def grid(self) -> None:
        """Draw the remaining fields."""
        top_mm = GRID_TOP_MM
        for row in self.layout.grid:
            left_mm = LEFT_MM
            for cell in row:
                width_mm = WIDTH_MM * cell.span / 12
                self.cell(cell.field, (left_mm, top_mm), width_mm - 2)
                left_mm += width_mm
            top_mm += GRID_ROW_MM
            self.pen.rule(
                at=(LEFT_MM, top_mm), width_mm=WIDTH_MM, colour=self.palette.line, weight_pt=0.5
            )

    def cell(self, name: str, at: tuple[float, float], width_mm: float) -> None:
        """Write one field under its label."""
        left_mm, top_mm = at
        label = said(self.words, RECEIPT_FIELDS[name].label)
        self.pen.text(
            label, self.quiet(6.5), at=(left_mm, top_mm + 4), width_mm=width_mm, field="label"
        )
        text = self.bold(9.5, 6.5, self.palette.ink)
        self.pen.text(
            self.value(name), text, at=(left_mm, top_mm + 8.6), width_mm=width_mm, field=name
        )

    def signatures(self) -> None:
        """Draw a line for the harvester and one for the clerk, and the symbol beside them."""
        pen = self.pen
        pen.symbol(
            self.value("check"),
            at=(LEFT_MM + WIDTH_MM - SYMBOL_MM, 108.5),
            side_mm=SYMBOL_MM,
            field="check",
        )
        clerk = self.value("clerk") or said(self.words, RECEIPT_FIELDS["clerk"].label)
        harvester = said(self.words, RECEIPT_FIELDS["harvester_name"].label)
        if self.facts.taken_back:
            self.taken_back()
            return
        for left_mm, name in ((LEFT_MM, harvester), (LEFT_MM + 32, clerk)):
            pen.rule(at=(left_mm, SIGN_MM), width_mm=28, colour=self.palette.ink, weight_pt=0.6)
            at = (left_mm, SIGN_MM + 3.6)
            pen.text(name, self.quiet(7), at=at, width_mm=28, field="signature")

    def taken_back(self) -> None:
        """Strike the large numbers out, and say why nobody signs any more."""
        pen, red = self.pen, self.palette.warning
        middle_mm = PANEL_TOP_MM + 14.6
        pen.rule(at=(LEFT_MM, middle_mm), width_mm=WIDTH_MM, colour=red, weight_pt=2)
        box_mm = (WIDTH_MM - SYMBOL_MM - GUTTER_MM, 16)
        pen.panel(at=(LEFT_MM, 111), size_mm=box_mm, stroke=red, radius_mm=2)
        width_mm = box_mm[0] - 6
        title = said(self.words, msgid("Taken back: counts no more"))
        loud, quiet = self.bold(11, 7, red), self.quiet(8)
        pen.text(title, loud, at=(LEFT_MM + 3, 117.5), width_mm=width_mm, field="taken_back")
        when = self.facts.taken_back
        pen.text(when, quiet, at=(LEFT_MM + 3, 123), width_mm=width_mm, field="taken_back")

    def foot(self) -> None:
        """Write the plant's scientific name, and that all is invented if it is."""
        pen, palette = self.pen, self.palette
        plant = Style(size_pt=7.5, smallest_pt=6, colour=palette.muted, slanted=True)
        name = self.value("species_name")
        pen.text(name, plant, at=(LEFT_MM, 139.5), width_mm=50, field="species_name")
        if self.facts.synthetic:
            invented = said(self.words, msgid("Synthetic demonstration data"))
            loud = self.bold(7.5, 6, palette.warning)
            pen.text(
                invented,
                loud,
                at=(LEFT_MM, 139.5),
                width_mm=WIDTH_MM,
                field="synthetic",
                align="right",
            )


def drawn_receipt(layout: ReceiptLayout, facts: ReceiptPaper, words: Mapping[str, str]) -> Pen:
    """The pen after it drew the receipt: it has the file and the faults."""
    receipt = _Receipt(layout, facts, words)
    receipt.draw()
    return receipt.pen


def render_receipt(
    layout: ReceiptLayout, facts: ReceiptPaper, words: Mapping[str, str] = ENGLISH
) -> bytes:
    """The receipt as PDF; the same facts and words give the same bytes."""
    return drawn_receipt(layout, facts, words).pdf()
