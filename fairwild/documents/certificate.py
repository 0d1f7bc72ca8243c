"""The certificate as PDF: a first page that says who may claim what, then the annexes."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import wrap

from fairwild.documents.annex import Stretch, TableStyles, draw_stretch, spread, table, table_styles
from fairwild.documents.facts import CertificatePaper, RestrictionLine
from fairwild.documents.fields import (
    AREA_FIELDS,
    CERTIFICATE_FIELDS,
    RESTRICTION_FIELDS,
    SPECIES_FIELDS,
)
from fairwild.documents.findings import Fault
from fairwild.documents.frame import LEFT_MM, WIDTH_MM, Frame
from fairwild.documents.layout import CertificateLayout
from fairwild.documents.pen import Pen, Style
from fairwild.documents.typeface import Weight
from fairwild.documents.words import ENGLISH, msgid, said

HEAD_MM = 72.0
GRID_TOP_MM = 144.0
GRID_ROW_MM = 18.0
ROW_LETTERS = 340


def _restriction_lines(text: str) -> list[RestrictionLine]:
    """Cut paragraphs into rows that are not too high to be read."""
    paragraphs = (wrap(paragraph, ROW_LETTERS) for paragraph in text.splitlines())
    return [RestrictionLine(text=piece) for pieces in paragraphs for piece in pieces]


class _Certificate(Frame):
    """One certificate while it is drawn."""

    def __init__(
        self, layout: CertificateLayout, facts: CertificatePaper, words: Mapping[str, str]
    ) -> None:
        super().__init__(layout, facts, words)
        self.layout = layout

    def value(self, name: str) -> str:
        """What a field says; an empty one that must not be is a fault."""
        shown = CERTIFICATE_FIELDS[name]
        text = shown.say(self.facts, self.words)
        if shown.required and not text.strip():
            self.pen.find(Fault.FIELD_EMPTY, name, "")
        return text

    def label(self, name: str) -> str:
        """The words beside a field."""
        return said(self.words, CERTIFICATE_FIELDS[name].label)

    def draw(self) -> None:
        """Draw every page."""
        styles = table_styles(self.palette)
        pages = self.annex_pages(styles)
        self.paper()
        self.head()
        self.holder()
        self.grid()
        self.notice()
        self.signature()
        self.verification()
        self.foot(1, len(pages) + 1)
        for number, stretches in enumerate(pages, start=2):
            self.annex(styles, stretches, number, len(pages) + 1)

    def annex_pages(self, styles: TableStyles) -> list[list[Stretch]]:
        """Measure the annexes and spread them over pages."""
        for name in ("species", "areas"):
            if not getattr(self.facts, name):
                self.pen.find(Fault.FIELD_EMPTY, name, "")
        species = table(
            self.pen,
            styles,
            title=self.layout.species_title,
            columns=self.layout.species,
            catalogue=SPECIES_FIELDS,
            lines=self.facts.species,
            words=self.words,
        )
        areas = table(
            self.pen,
            styles,
            title=self.layout.areas_title,
            columns=self.layout.areas,
            catalogue=AREA_FIELDS,
            lines=self.facts.areas,
            words=self.words,
        )
        if not self.facts.restrictions:
            return spread((species, areas))
        restrictions = table(
            self.pen,
            styles,
            title=self.layout.restrictions_title,
            columns=self.layout.restrictions,
            catalogue=RESTRICTION_FIELDS,
            lines=_restriction_lines(self.facts.restrictions),
            words=self.words,
        )
        return spread((restrictions, species, areas))

    def head(self) -> None:
        """Draw the green head with scheme, title, number and sprig."""
        palette = self.palette
        self.band(HEAD_MM)
        scheme = Style(
            size_pt=10,
            smallest_pt=8,
            colour=palette.gold,
            weight=Weight.BOLD,
            tracking_pt=1.6,
        )
        self.pen.text(
            self.value("scheme_name").upper(),
            scheme,
            at=(LEFT_MM, 21),
            width_mm=110,
            field="scheme_name",
        )
        title = self.style(38, 24, palette.paper, weight=Weight.BOLD)
        self.write(said(self.words, self.layout.title), title, (LEFT_MM, 40), field="title")
        kind = self.style(12, 9, palette.panel)
        self.write(said(self.words, self.layout.kind), kind, (LEFT_MM, 48.5), field="kind")
        number = self.style(13, 9, palette.paper, weight=Weight.BOLD)
        self.write(self.value("number"), number, (LEFT_MM, 62), field="number", width_mm=90)
        self.status_strip(HEAD_MM)

    def holder(self) -> None:
        """Draw the operation in large letters and the sentence that certifies it."""
        palette = self.palette
        top_mm = HEAD_MM + 28
        self.small_label(self.label("holder_name"), (LEFT_MM, top_mm - 6.5))
        name = self.style(23, 15, palette.deep, weight=Weight.BOLD)
        down_mm = self.write(
            self.value("holder_name"), name, (LEFT_MM, top_mm + 3), field="holder_name", lines=2
        )
        address = " · ".join(
            text for text in (self.value("holder_address"), self.value("holder_number")) if text
        )
        plain = self.style(10.5, 8.5, palette.muted)
        down_mm = self.write(
            address, plain, (LEFT_MM, down_mm - 2.2), field="holder_address", lines=2
        )
        sentence = said(
            self.words,
            self.layout.statement,
            body=self.facts.body_name,
            standard=self.value("standard"),
        )
        body = self.style(11, 8.5, palette.ink)
        self.write(sentence, body, (LEFT_MM, down_mm + 3.5), field="statement", lines=3)

    def grid(self) -> None:
        """Draw the fields of the first page on twelve columns, a fine rule above each row."""
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
        self.pen.rule(
            at=(LEFT_MM, top_mm), width_mm=WIDTH_MM, colour=self.palette.line, weight_pt=0.6
        )

    def cell(self, name: str, at: tuple[float, float], width_mm: float) -> None:
        """Write one field with its label."""
        left_mm, top_mm = at
        self.small_label(self.label(name), (left_mm, top_mm + 5.2), width_mm=width_mm)
        text = self.style(10.5, 7.5, self.palette.ink, weight=Weight.BOLD)
        self.write(
            self.value(name),
            text,
            (left_mm, top_mm + 10.2),
            field=name,
            width_mm=width_mm,
            lines=2,
        )

    def notice(self) -> None:
        """Say below the grid that the certificate is restricted, where it is."""
        if not self.facts.restrictions:
            return
        loud = self.style(10.5, 8, self.palette.warning, weight=Weight.BOLD)
        text = said(self.words, self.layout.restrictions_notice)
        self.write(text, loud, (LEFT_MM, 206), field="restrictions")

    def signature(self) -> None:
        """Draw the line, the name and the role of who decided."""
        palette = self.palette
        self.small_label(said(self.words, msgid("For the certification body")), (LEFT_MM, 220))
        self.pen.rule(at=(LEFT_MM, 247), width_mm=70, colour=palette.ink, weight_pt=0.7)
        name = self.style(11, 8, palette.ink, weight=Weight.BOLD)
        self.write(
            self.value("decided_by"), name, (LEFT_MM, 252.5), field="decided_by", width_mm=70
        )
        plain = self.style(9, 7, palette.muted)
        role = f"{self.value('decided_by_role')}, {self.value('decided_on')}"
        self.write(role, plain, (LEFT_MM, 257.5), field="decided_by_role", width_mm=70)

    def verification(self) -> None:
        """Draw the panel that says how anybody can check the certificate."""
        palette = self.palette
        left_mm, top_mm, side_mm = 104.0, 213.0, 36.0
        self.pen.panel(at=(left_mm, top_mm), size_mm=(86, 52), fill=palette.panel, radius_mm=2.5)
        self.pen.symbol(
            self.facts.check_url, at=(left_mm + 5, top_mm + 5), side_mm=side_mm, field="check_url"
        )
        text_left_mm, width_mm = left_mm + side_mm + 9, 37.0
        heading = self.style(11, 8, palette.deep, weight=Weight.BOLD)
        down_mm = self.write(
            said(self.words, msgid("Check this certificate")),
            heading,
            (text_left_mm, top_mm + 9.5),
            field="verification",
            width_mm=width_mm,
            lines=2,
        )
        advice = said(self.words, self.layout.advice, domain=self.value("check_domain"))
        small = self.style(8, 6, palette.ink)
        at = (text_left_mm, down_mm + 1)
        self.write(advice, small, at, field="check_domain", width_mm=width_mm, lines=7)
        code = self.style(11.5, 8, palette.ink, weight=Weight.BOLD)
        at = (left_mm + 7, top_mm + 47.3)
        self.write(
            self.value("verification_code"), code, at, field="verification_code", width_mm=74
        )

    def annex(self, styles: TableStyles, stretches: list[Stretch], page: int, pages: int) -> None:
        """Draw one annex page."""
        palette = self.palette
        self.paper()
        self.band(20)
        title = self.style(11, 8, palette.paper, weight=Weight.BOLD)
        heading = said(
            self.words, msgid("Annex to certificate %(number)s"), number=self.facts.number
        )
        self.write(heading, title, (LEFT_MM, 10.2), field="annex", width_mm=130)
        name = self.style(8.5, 6.5, palette.panel)
        self.write(self.facts.holder_name, name, (LEFT_MM, 15.2), field="holder_name", width_mm=130)
        self.status_strip(20)
        for stretch in stretches:
            draw_stretch(self.pen, styles, palette, stretch, self.words)
        self.foot(page, pages)


def drawn_certificate(
    layout: CertificateLayout, facts: CertificatePaper, words: Mapping[str, str]
) -> Pen:
    """The pen after it drew the certificate: it has the file and the faults."""
    certificate = _Certificate(layout, facts, words)
    certificate.draw()
    return certificate.pen


def render_certificate(
    layout: CertificateLayout, facts: CertificatePaper, words: Mapping[str, str] = ENGLISH
) -> bytes:
    """The certificate as PDF; the same facts and words give the same bytes."""
    return drawn_certificate(layout, facts, words).pdf()
