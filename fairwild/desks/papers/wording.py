"""How papers of audits word what they say: in English, as every paper of the house."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from babel.numbers import format_decimal

from fairwild.certificates.papers import day_on_paper, weight_on_paper, word_on_paper
from fairwild.documents.audit_facts import EvidenceText
from fairwild.standards.types import StandardVersion

LANGUAGE = "en"
DIGEST_LETTERS = 16
GRAMS = "_g"
NAMED = frozenset({"document", "form", "kind", "state", "status"})
"""Figures that are words of the house."""

Names = Mapping[UUID, str]


def capital(text: str) -> str:
    """Write a word of a closed list with a capital letter."""
    said = word_on_paper(text)
    return said[:1].upper() + said[1:]


def days_on_paper(first: date, last: date) -> str:
    """Write the days of a visit."""
    if first == last:
        return day_on_paper(first)
    return f"{day_on_paper(first)} – {day_on_paper(last)}"


def half_days(count: int | None) -> str:
    """Write half days as days."""
    if count is None:
        return ""
    return str(format_decimal(Decimal(count) / 2, "#,##0.#", locale=LANGUAGE))


def share_on_paper(share: Fraction) -> str:
    """Write a share with one decimal, as the pages do; the exact figures stand beside it."""
    percent = Decimal(share.numerator) * 100 / Decimal(share.denominator)
    return f"{format_decimal(percent, '#,##0.0', locale=LANGUAGE)} %"


def counted(count: int, one: str, many: str) -> str:
    """Write a number with its noun."""
    return f"{count} {one if count == 1 else many}"


def took(length: timedelta) -> str:
    """Write how long something took."""
    minutes, rest = divmod(length, timedelta(minutes=1))
    if not minutes:
        return f"{rest / timedelta(seconds=1):.2f} s"
    return f"{minutes // 60} h {minutes % 60:02} min"


def who_when(names: Names, person_id: UUID | None, at: datetime | None) -> str:
    """Write who did something and on which day."""
    who = names.get(person_id, "") if person_id else ""
    return ", ".join(part for part in (who, day_on_paper(at.date()) if at else "") if part)


def titled(standard: StandardVersion, code: str, title: str) -> str:
    """Write the title of a principle or criterion."""
    return standard.title_of(code, title, LANGUAGE)


def file_evidence(row: Any, names: Names) -> EvidenceText:
    """Word a file that is attached."""
    kind = "PDF" if row.media_type == "application/pdf" else "Picture"
    digest = f"SHA-256 {row.sha256[:DIGEST_LETTERS]}…"
    detail = " · ".join((digest, who_when(names, row.added_by, row.added_at)))
    return EvidenceText(kind=kind, name=row.file_name, detail=detail)


def pin_evidence(row: Any, names: Names) -> EvidenceText:
    """Word a record of the ledger that is pinned, with the figures it had then."""
    pinned = f"pinned {who_when(names, row.pinned_by, row.pinned_at)}"
    parts = (_figures(row.figures), row.note, pinned)
    detail = " · ".join(part for part in parts if part)
    return EvidenceText(kind=capital(row.what), name=row.label, detail=detail)


def _figures(figures: Mapping[str, Any]) -> str:
    told = (_figure(name, value, figures) for name, value in sorted(figures.items()))
    return ", ".join(one for one in told if one)


def _figure(name: str, value: Any, figures: Mapping[str, Any]) -> str:
    if value in (None, "", False) or name == "currency":
        return ""
    if name == "amount_minor":
        return f"{Decimal(value) / 100:,.2f} {figures.get('currency', '')}".strip()
    if name.endswith(GRAMS):
        what = name.removesuffix(GRAMS).replace("_", " ")
        return f"{what} {weight_on_paper(int(value))}"
    if name == "sha256":
        return f"SHA-256 {value[:DIGEST_LETTERS]}…"
    if value is True:
        return name.replace("_", " ")
    said = _moment(str(value))
    return f"{name.removesuffix('_at').replace('_', ' ')} {_plain(said) if name in NAMED else said}"


def _plain(code: str) -> str:
    """Write a code of the house as words."""
    return code.replace("-", " ")


def _moment(text: str) -> str:
    """Write a moment of the ledger without seconds; any other text as it is."""
    try:
        at = datetime.fromisoformat(text) if "T" in text else None
    except ValueError:
        return text
    return text if at is None else f"{day_on_paper(at.date())}, {at:%H:%M} UTC"
