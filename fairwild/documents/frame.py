"""What every page of a certificate has: tinted paper, band, sprig, warning strip and foot."""

from __future__ import annotations

from collections.abc import Mapping

from fairwild.documents.facts import CertificatePaper
from fairwild.documents.layout import CertificateLayout
from fairwild.documents.pen import Pen, Style
from fairwild.documents.qr import POINTS_PER_MM
from fairwild.documents.sprig import draw_sprig
from fairwild.documents.typeface import Weight
from fairwild.documents.words import msgid, said

PAGE_WIDTH_MM = 210.0
PAGE_HEIGHT_MM = 297.0
LEFT_MM = 20.0
WIDTH_MM = 170.0
FOOT_MM = 286.0


class Frame:
    """The furniture of a certificate's pages, and the pen that draws it."""

    def __init__(
        self, layout: CertificateLayout, facts: CertificatePaper, words: Mapping[str, str]
    ) -> None:
        self.facts, self.words = facts, words
        self.palette = layout.palette
        title = f"{said(words, layout.title)} {facts.number}"
        self.pen = Pen(
            width_mm=PAGE_WIDTH_MM,
            height_mm=PAGE_HEIGHT_MM,
            title=title,
            author=facts.body_name,
            language=facts.language,
        )

    def style(
        self, size_pt: float, smallest_pt: float, colour: str, *, weight: Weight = Weight.REGULAR
    ) -> Style:
        """Type of one size, the smallest it may shrink to, and a colour."""
        return Style(size_pt=size_pt, smallest_pt=smallest_pt, colour=colour, weight=weight)

    def write(
        self,
        text: str,
        style: Style,
        at: tuple[float, float],
        *,
        field: str,
        width_mm: float = WIDTH_MM,
        lines: int = 1,
    ) -> float:
        """Write lines and give the next baseline."""
        return self.pen.paragraph(text, style, at=at, width_mm=width_mm, field=field, lines=lines)

    def small_label(
        self, text: str, at: tuple[float, float], *, width_mm: float = WIDTH_MM
    ) -> None:
        """Write the quiet words above a field."""
        quiet = self.style(7.5, 6, self.palette.muted)
        self.write(text, quiet, at, field="label", width_mm=width_mm)

    def paper(self) -> None:
        """Tint the page."""
        size_mm = (PAGE_WIDTH_MM, PAGE_HEIGHT_MM)
        self.pen.panel(at=(0, 0), size_mm=size_mm, fill=self.palette.paper)

    def band(self, height_mm: float) -> None:
        """Draw the green band with the sprig growing out of its lower edge."""
        palette, canvas = self.palette, self.pen.canvas
        self.pen.panel(at=(0, 0), size_mm=(PAGE_WIDTH_MM, height_mm), fill=palette.deep)
        canvas.saveState()
        clip = canvas.beginPath()
        clip.rect(
            0, self.pen.up(height_mm), PAGE_WIDTH_MM * POINTS_PER_MM, height_mm * POINTS_PER_MM
        )
        canvas.clipPath(clip, stroke=0, fill=0)
        foot_mm = LEFT_MM + WIDTH_MM - height_mm * 0.28
        foot = foot_mm * POINTS_PER_MM, self.pen.up(height_mm + height_mm * 0.16)
        draw_sprig(
            canvas,
            at_pt=foot,
            height_pt=height_mm * 1.06 * POINTS_PER_MM,
            lean=8,
            leaf=palette.leaf,
            vein=palette.deep,
        )
        canvas.restoreState()
        self.pen.panel(at=(0, height_mm), size_mm=(PAGE_WIDTH_MM, 1.1), fill=palette.gold)

    def status_strip(self, top_mm: float) -> None:
        """Say loudly under the head that the certificate is not in force, or is only an example."""
        palette = self.palette
        if self.facts.status_line:
            self.pen.panel(at=(0, top_mm), size_mm=(PAGE_WIDTH_MM, 11), fill=palette.warning)
            loud = self.style(13, 8, "#ffffff", weight=Weight.BOLD)
            at = (LEFT_MM, top_mm + 7.1)
            self.write(self.facts.status_line, loud, at, field="status_line")

    def foot(self, page: int, pages: int) -> None:
        """Write number, page and, if so, that all of this is invented."""
        palette, words = self.palette, self.words
        self.pen.rule(
            at=(LEFT_MM, FOOT_MM - 5), width_mm=WIDTH_MM, colour=palette.line, weight_pt=0.5
        )
        quiet = self.style(7.5, 6, palette.muted)
        self.write(self.facts.number, quiet, (LEFT_MM, FOOT_MM), field="number", width_mm=50)
        counted = said(words, msgid("Page %(page)s of %(pages)s"), page=page, pages=pages)
        self.pen.text(
            counted, quiet, at=(LEFT_MM, FOOT_MM), width_mm=WIDTH_MM, field="page", align="right"
        )
        if self.facts.synthetic:
            loud = self.style(8, 6, palette.warning, weight=Weight.BOLD)
            invented = said(words, msgid("Synthetic demonstration data, not a real certificate"))
            self.pen.text(
                invented,
                loud,
                at=(LEFT_MM, FOOT_MM),
                width_mm=WIDTH_MM,
                field="synthetic",
                align="centre",
            )
        self.pen.next_page()
