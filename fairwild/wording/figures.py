"""Weights, money, days and shares the way the reader's language writes them."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from flask_babel import (
    format_currency,
    format_date,
    format_datetime,
    format_decimal,
    format_percent,
    get_locale,
    gettext,
)

from fairwild.harvesters.states import Alike
from fairwild.kernel.quantities import MINOR_DIGITS, State
from fairwild.standards.flaws import Flaw
from fairwild.wording.flaws import flaw_sentence

GRAMS_PER_TONNE = 1_000_000

_CODES = {
    "country": "territories",
    "from_country": "territories",
    "to_country": "territories",
    "languages": "languages",
    "alike": "",
}
"""Facts that are codes, and where their names stand; those of likenesses are our own words."""


def weight(mass_g: int) -> str:
    """Write grams as kilograms: `3,960 kg`."""
    return gettext("%(number)s kg", number=format_decimal(Decimal(mass_g) / 1000, "#,##0.###"))


def weight_drawn(mass_g: int) -> str:
    """Write grams as kilograms where there is little room: from a tonne up in whole ones."""
    return weight(mass_g if mass_g < GRAMS_PER_TONNE else round(mass_g, -3))


def weights_by_state(by_state: Mapping[str, int] | None, whole_g: int | None = None) -> str:
    """Write weights with their states, never added up: `150 kg fresh, 30 kg dry`.

    `whole_g` is the one figure of a time before states were told apart, and said to be that.
    """
    from fairwild.wording import word

    if by_state is None and whole_g is not None:
        return gettext("%(weight)s, fresh and dry not told apart", weight=weight(whole_g))
    if by_state is None:
        return "–"
    named = [state for state in State if state in by_state]
    said = ", ".join(f"{weight(by_state[state])} {word(state)}" for state in named)
    return said or gettext("nothing")


def hectares(area_m2: int) -> str:
    """Write square metres as hectares with two decimals."""
    return gettext("%(number)s ha", number=format_decimal(Decimal(area_m2) / 10_000, "#,##0.##"))


def money(minor: int, currency: str) -> str:
    """Write an amount with its currency."""
    return format_currency(Decimal(minor) / 10 ** MINOR_DIGITS.get(currency, 2), currency)


def number(value: int) -> str:
    """Write a whole number with its grouping."""
    return format_decimal(value)


def percent(share: Fraction) -> str:
    """Write a share with one decimal, for reading only: decisions use the exact fraction."""
    return format_percent(Decimal(share.numerator) / Decimal(share.denominator), "#,##0.0%")


def ratio(value: Fraction | str) -> str:
    """Write a ratio with three decimals; its text may be that of an exact fraction, `5/2`."""
    exact = Fraction(value)
    return format_decimal(Decimal(exact.numerator) / Decimal(exact.denominator), "#,##0.000")


def day(value: date) -> str:
    """Write a day with the month in letters."""
    return format_date(value, "d MMM yyyy")


def span_of_days(first: date, last: date) -> str:
    """Write a first and a last day; a single day stands once."""
    return day(first) if first == last else f"{day(first)} – {day(last)}"


def time_of_day(value: datetime) -> str:
    """Write a moment with day and minute in the reader's time zone."""
    return format_datetime(value, "d MMM yyyy, HH:mm")


def time_in_utc(value: datetime) -> str:
    """Write a moment as the days of certificates are counted, whatever the reader's time zone."""
    return f"{format_datetime(value, 'd MMM yyyy, HH:mm', rebase=False)} UTC"


def _typed_text(value: object) -> str:
    match value:
        case Fraction():
            return percent(value)
        case datetime():
            return time_of_day(value)
        case date():
            return day(value)
        case StrEnum():
            from fairwild.wording import word

            return word(value)
        case int():
            return number(value)
    return str(value)


def _named(name: str, codes: str) -> str:
    """Name countries, languages or likenesses, given as codes with commas between them."""
    from fairwild.wording import word

    if name == "alike":
        return "; ".join(word(Alike(code)) for code in codes.split(", "))
    locale = get_locale()
    names = getattr(locale, _CODES[name]) if locale is not None else {}
    return ", ".join(str(names.get(code, code)) for code in codes.split(", "))


def fact_text(name: str, value: object) -> str:
    """Write one fact of an obstacle by the unit in its name (`_g`, `_m2`), its name or its type."""
    if isinstance(value, Flaw):
        return flaw_sentence(value)
    if name in _CODES:
        return _named(name, str(value))
    if name.endswith("_g") and isinstance(value, int):
        return weight(value)
    if name.endswith("_m2") and isinstance(value, int):
        return hectares(value)
    if "ratio" in name and isinstance(value, Fraction):
        return ratio(value)
    return "–" if value is None else _typed_text(value)
