"""What a cell of a file was understood as, in the words of its readers."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from flask_babel import to_user_timezone

from fairwild.imports.columns import Column
from fairwild.imports.facts import Drawn, Named
from fairwild.kernel.quantities import Money
from fairwild.wording import word
from fairwild.wording.figures import day, money, time_of_day, weight


def understood_text(column: Column, typed: str, value: object) -> str:
    """Say what a cell was understood as; nothing where that is what stands there already."""
    if not typed:
        return ""
    said = weight(int(value)) if column.is_mass and isinstance(value, int) else _said(value)
    plain = {said.casefold(), *(one.casefold() for one in _as_typed(value))}
    return "" if typed.strip().casefold() in plain else said


def _said(value: object) -> str:
    match value:
        case Named():
            return f"{value.number} {value.name}".strip()
        case Drawn():
            return f"{value.lot}: {weight(value.mass_g)}" if value.lot else weight(value.mass_g)
        case tuple():
            return "; ".join(map(_said, value))
        case StrEnum():
            return word(value)
        case Money():
            return money(value.minor, value.currency)
    return _moment(value)


def _moment(value: object) -> str:
    match value:
        case datetime():
            return time_of_day(value)
        case date():
            return day(value)
        case Mapping():
            return ": ".join(str(one) for one in value.values())
    return str(value)


def _as_typed(value: object) -> tuple[str, ...]:
    """Give the spellings of a value that leave nothing to be understood."""
    match value:
        case datetime():
            return (f"{to_user_timezone(value):%Y-%m-%d %H:%M}",)
        case date() | Decimal():
            return (str(value),)
        case Named():
            return (value.name, *([] if value.name else [value.number]))
        case StrEnum():
            return (value.value, value.value.replace("-", " "))
    return ()
