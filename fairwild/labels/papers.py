"""What labels print: worded once when they are ordered, kept, and printed again from that."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
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
from fairwild.lots.custody.catalogue import claim_rules
from fairwild.lots.custody.facts import Composition
from fairwild.lots.custody.states import ClaimKind
from fairwild.lots.facts import LotFacts
from fairwild.trade.facts import CertificateStanding

PDF = "application/pdf"


def text_of(
    lot: LotFacts,
    *,
    names: Sequence[str],
    holder: str,
    claim: str,
    base_url: str,
    words: Mapping[str, str] = ENGLISH,
    language: str = "en",
) -> LabelText:
    """Word everything that all labels of a run have in common.

    `claim` is empty for goods that make none. `names` are the names people use for the plant,
    the first one most telling.
    """
    weight = msgid("%(weight)s kg")
    return LabelText(
        lot_number=lot.number,
        species_name=lot.species,
        common_name=" · ".join(names),
        claim_line=claim,
        holder=holder,
        domain=urlsplit(base_url).netloc,
        base_url=base_url,
        quantity=said(words, weight, weight=kilograms(lot.unit_g)) if lot.unit_g else "",
        language=language,
    )


_CLAIMS: Mapping[ClaimKind, str] = {
    ClaimKind.CERTIFIED_PRODUCT: msgid("FairWild certified product, %(share)s certified"),
    ClaimKind.MADE_WITH: msgid("made with FairWild ingredients, %(share)s certified"),
    ClaimKind.CONTAINS: msgid("contains FairWild ingredients, %(share)s certified"),
}


def claim_line(
    lot: LotFacts,
    held: CertificateStanding | None,
    made: Composition | None,
    tier: int | None,
    *,
    words: Mapping[str, str] = ENGLISH,
) -> str:
    """Word what the labels claim: the certificate of a plant, the share of a product, nothing."""
    if lot.is_product:
        asked = claimed_at(made, tier) if made is not None else None
        return said(words, _CLAIMS[asked], share=in_percent(made.share)) if made and asked else ""
    if held is None or not lot.certified:
        return ""
    count = len(lot.certificate_ids)
    if count > 1:
        several = msgid("FairWild certified wild collection, %(count)s certificates")
        return said(words, several, count=str(count))
    return said(words, msgid("FairWild certified wild collection, %(number)s"), number=held.number)


def claimed_at(made: Composition, tier: int | None) -> ClaimKind | None:
    """Give what the tier of that number says in the rule set the product was judged by."""
    rules = next(one for one in claim_rules() if one.key == made.rules)
    return next((one.claim for one in rules.tiers if one.rank == tier), None)


def in_percent(share: Fraction) -> str:
    """Write a share with one decimal, rounded down: a label never says more than there is."""
    thousandths = share.numerator * 1000 // share.denominator
    whole, part = divmod(thousandths, 10)
    return f"{whole}.{part} %" if part else f"{whole} %"


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
