"""A certificate written by hand on a ReportLab canvas: the least work that says the same."""

import io
from dataclasses import fields

from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

from fairwild.documents.facts import AreaLine, CertificatePaper, ScopeLine
from fairwild.documents.sprig import draw_sprig
from fairwild.documents.typeface import Weight, ensure_typeface

WIDTH_PT, HEIGHT_PT = 595.28, 841.89
LEFT_PT = 57.0
SENTENCE = (
    "%s certifies that this operation has been audited against the %s %s, and that its "
    "collection of the species named in the annex, from the areas named there, conforms to it."
)


def _ground(canvas: Canvas, band_pt: float) -> None:
    """Fill the page, its head and the sprig in it."""
    canvas.setFillColor("#fbfaf4")
    canvas.rect(0, 0, WIDTH_PT, HEIGHT_PT, stroke=0, fill=1)
    canvas.setFillColor("#1f4d3a")
    canvas.rect(0, HEIGHT_PT - band_pt, WIDTH_PT, band_pt, stroke=0, fill=1)
    draw_sprig(
        canvas,
        at_pt=(480.0, HEIGHT_PT - band_pt),
        height_pt=band_pt,
        lean=8,
        leaf="#7ba05b",
        vein="#1f4d3a",
    )
    canvas.setFillColor("#20302a")


def _symbol(canvas: Canvas, url: str) -> None:
    """Draw the QR code, a rectangle a dark module."""
    code = QRCode(error_correction=ERROR_CORRECT_M, border=4)
    code.add_data(url)
    rows = code.get_matrix()
    side_pt = 102.0 / len(rows)
    path = canvas.beginPath()
    for down, row in enumerate(rows):
        for right, dark in enumerate(row):
            if dark:
                path.rect(LEFT_PT + right * side_pt, 190 - down * side_pt, side_pt, side_pt)
    canvas.drawPath(path, stroke=0, fill=1)


def _lines(canvas: Canvas, text: str, top_pt: float, size_pt: float) -> float:
    """Write a text over as many lines as it needs; gives where the next one begins."""
    canvas.setFont(Weight.REGULAR.value, size_pt)
    for line in simpleSplit(text, Weight.REGULAR.value, size_pt, WIDTH_PT - 2 * LEFT_PT):
        canvas.drawString(LEFT_PT, top_pt, line)
        top_pt -= size_pt * 1.3
    return top_pt


def _first_page(canvas: Canvas, paper: CertificatePaper) -> None:
    _ground(canvas, 204)
    top_pt = HEIGHT_PT - 230
    for field in fields(paper):
        value = getattr(paper, field.name)
        if isinstance(value, str) and value:
            canvas.setFont(Weight.BOLD.value, 7)
            canvas.drawString(LEFT_PT, top_pt, field.name.replace("_", " "))
            top_pt = _lines(canvas, value, top_pt - 9, 9)
    sentence = SENTENCE % (paper.body_name, paper.standard_name, paper.standard_version)
    _lines(canvas, sentence, top_pt, 10)
    _symbol(canvas, paper.check_url)
    canvas.showPage()


def _annex(canvas: Canvas, paper: CertificatePaper) -> None:
    _ground(canvas, 57)
    top_pt = HEIGHT_PT - 90
    lines: tuple[ScopeLine | AreaLine, ...] = (*paper.species, *paper.areas)
    for line in lines:
        left_pt = LEFT_PT
        canvas.line(LEFT_PT, top_pt - 12, WIDTH_PT - LEFT_PT, top_pt - 12)
        for field in fields(line):
            canvas.setFont(Weight.REGULAR.value, 7)
            value, width_pt = str(getattr(line, field.name)), 52.0
            for number, part in enumerate(simpleSplit(value, Weight.REGULAR.value, 7, width_pt)):
                canvas.drawString(left_pt, top_pt - number * 8, part)
            left_pt += width_pt + 2
        top_pt -= 40
    canvas.showPage()


def plainly_drawn(paper: CertificatePaper) -> bytes:
    """Draw everything the certificate says, without measuring, fitting or checking it."""
    ensure_typeface()
    kept = io.BytesIO()
    canvas = Canvas(kept, pagesize=(WIDTH_PT, HEIGHT_PT), invariant=1, pageCompression=1)
    _first_page(canvas, paper)
    _annex(canvas, paper)
    canvas.save()
    return kept.getvalue()
