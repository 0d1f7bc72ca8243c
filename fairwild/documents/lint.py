"""Read a paper before it is issued: what it would say badly, or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from fairwild.documents.certificate import drawn_certificate
from fairwild.documents.delivery_note import drawn_delivery_note
from fairwild.documents.facts import CertificatePaper, DeliveryPaper, LabelFacts, ReceiptPaper
from fairwild.documents.findings import Fault, Finding
from fairwild.documents.label_sheet import composed_label
from fairwild.documents.layout import CertificateLayout, DeliveryLayout, ReceiptLayout
from fairwild.documents.qr import SMALLEST_MODULE_MM, module_mm, qr_matrices_in_bulk
from fairwild.documents.receipt import drawn_receipt
from fairwild.documents.sheets import LabelSheet
from fairwild.documents.typeface import missing_letters
from fairwild.documents.words import ENGLISH


def lint_certificate(
    layout: CertificateLayout, facts: CertificatePaper, words: Mapping[str, str] = ENGLISH
) -> tuple[Finding, ...]:
    """Every fault of this certificate; it is drawn once and thrown away."""
    return tuple(drawn_certificate(layout, facts, words).findings)


def lint_receipt(
    layout: ReceiptLayout, facts: ReceiptPaper, words: Mapping[str, str] = ENGLISH
) -> tuple[Finding, ...]:
    """Every fault of this receipt; it is drawn once and thrown away."""
    return tuple(drawn_receipt(layout, facts, words).findings)


def lint_delivery_note(
    layout: DeliveryLayout, facts: DeliveryPaper, words: Mapping[str, str] = ENGLISH
) -> tuple[Finding, ...]:
    """Every fault of this delivery note; it is drawn once and thrown away."""
    return tuple(drawn_delivery_note(layout, facts, words).findings)


def lint_labels(
    sheet: LabelSheet, labels: Sequence[LabelFacts], words: Mapping[str, str] = ENGLISH
) -> tuple[Finding, ...]:
    """Every fault of these labels on this sheet, each once."""
    found = [fault for label in labels for fault in _faults_of_texts(sheet, label, words)]
    found += _faults_of_symbols(sheet, {label.url for label in labels})
    return tuple(dict.fromkeys(found))


def _faults_of_texts(
    sheet: LabelSheet, label: LabelFacts, words: Mapping[str, str]
) -> Iterator[Finding]:
    for name in ("url", "short_code", "lot_number", "species_name", "domain"):
        if not getattr(label, name).strip():
            yield Finding(Fault.FIELD_EMPTY, name, "")
    for box, text, _top_mm, lines in composed_label(sheet, label, words):
        missing = missing_letters(text)
        if missing:
            yield Finding(Fault.LETTER_MISSING, box.field, missing)
        if any(line.cut for line in lines):
            yield Finding(Fault.TEXT_CUT, box.field, text)


def _faults_of_symbols(sheet: LabelSheet, urls: set[str]) -> Iterator[Finding]:
    for url in _perhaps_too_long(sheet, urls):
        (matrix,) = qr_matrices_in_bulk([url])
        module = module_mm(len(matrix), sheet.qr_side_mm)
        if module < SMALLEST_MODULE_MM:
            yield Finding(Fault.QR_MODULE_TOO_SMALL, "url", f"{module:.3f} mm")


def _perhaps_too_long(sheet: LabelSheet, urls: set[str]) -> list[str]:
    # No text needs a larger symbol than as many small letters do, so most are never encoded here.
    lengths = sorted({len(url.encode()) for url in urls if url})
    worst = qr_matrices_in_bulk("a" * length for length in lengths)
    suspect = {
        length
        for length, matrix in zip(lengths, worst, strict=True)
        if module_mm(len(matrix), sheet.qr_side_mm) < SMALLEST_MODULE_MM
    }
    return sorted(url for url in urls if len(url.encode()) in suspect)
