"""What labels print: worded once when they are ordered, kept, and printed again from that."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from fairwild.documents.facts import LabelFacts
from fairwild.documents.findings import Finding
from fairwild.documents.label_sheet import CutGuides, render_label_sheet
from fairwild.documents.lint import lint_labels
from fairwild.documents.sheets import LabelSheet
from fairwild.documents.words import ENGLISH, msgid, said
from fairwild.kernel.events import Json
from fairwild.kernel.quantities import kilograms
from fairwild.labels.facts import LabelText
from fairwild.lots.facts import LotFacts

PDF = "application/pdf"


def text_of(
    lot: LotFacts,
    *,
    names: Sequence[str],
    holder: str,
    certificate: str,
    base_url: str,
    words: Mapping[str, str] = ENGLISH,
    language: str = "en",
) -> LabelText:
    """Word everything that all labels of a run have in common.

    `certificate` is the number of the certificate in force, or empty for goods that make no
    claim. `names` are the names people use for the plant, the first one most telling.
    """
    claim = msgid("FairWild certified wild collection, %(number)s")
    weight = msgid("%(weight)s kg")
    return LabelText(
        lot_number=lot.number,
        species_name=lot.species,
        common_name=" · ".join(names),
        claim_line=said(words, claim, number=certificate) if certificate else "",
        holder=holder,
        domain=urlsplit(base_url).netloc,
        base_url=base_url,
        quantity=said(words, weight, weight=kilograms(lot.unit_g)) if lot.unit_g else "",
        language=language,
    )


def kept(text: LabelText) -> dict[str, Json]:
    """Give the text in the form in which the print run keeps it."""
    return {name: getattr(text, name) for name in LabelText.__dataclass_fields__}


def from_kept(paper: Mapping[str, str]) -> LabelText:
    """Read back what a print run keeps."""
    return LabelText(**{name: paper[name] for name in LabelText.__dataclass_fields__})


def label(text: LabelText, code: str) -> LabelFacts:
    """Give one label: the common text with its own code."""
    return LabelFacts(
        url=f"{text.base_url}/t/{code}",
        short_code=code,
        lot_number=text.lot_number,
        species_name=text.species_name,
        common_name=text.common_name,
        claim_line=text.claim_line,
        holder=text.holder,
        domain=text.domain,
        quantity=text.quantity,
    )


def _shorter(text: LabelText) -> Iterator[LabelText]:
    """Give the text as wished, then with one name: a name left out beats a name cut off."""
    names = text.common_name.split(" · ")
    for wish in dict.fromkeys([text.common_name, *names, ""]):
        yield replace(text, common_name=wish)


def fitted(
    sheet: LabelSheet, text: LabelText, code: str, words: Mapping[str, str] = ENGLISH
) -> tuple[LabelText, tuple[Finding, ...]]:
    """Give the fullest text whose names fit the label, and what is still wrong with it.

    All codes are equally long, so one label speaks for the whole run.
    """
    for wish in _shorter(text):
        findings = lint_labels(sheet, [label(wish, code)], words)
        if not any(finding.field == "common_name" for finding in findings):
            break
    return wish, findings


def sheet_pdf(
    sheet: LabelSheet,
    text: LabelText,
    codes: Sequence[str],
    *,
    start_position: int,
    copies: int,
    guides: CutGuides = CutGuides.NONE,
    words: Mapping[str, str] = ENGLISH,
) -> bytes:
    """Print the labels; the same run gives the same bytes every time."""
    return render_label_sheet(
        sheet,
        [label(text, code) for code in codes],
        start_position=start_position,
        copies=copies,
        words=words,
        language=text.language,
        guides=guides,
    )
