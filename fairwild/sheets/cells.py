"""One cell: what it says as text, and how it is kept from being taken for a formula. Pure."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

Cell = str | int | Decimal
"""What a file is written from; a number stays one in a workbook."""


@dataclass(frozen=True)
class Linked:
    """A number of a workbook that leads to the address of what it is made of."""

    value: int | Decimal
    address: str


class Figure(str):
    """The text of a cell that holds a number, not letters: its point stands before decimals."""

    __slots__ = ()


MAX_CELL_LENGTH = 32_767
"""What a spreadsheet holds in one cell."""

GUARD = "'"
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")


def guarded(cell: str) -> str:
    """Give the cell so that no spreadsheet takes it for a formula."""
    return f"{GUARD}{cell}" if _FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """Give the cell without the sign that kept it from being a formula."""
    return cell[1:] if _GUARDED.match(cell) else cell


def text_of(value: object) -> str:
    """Give what a workbook's cell says as it would stand in a text file.

    Whole numbers come as floats; midnight is a day without an hour.
    """
    match value:
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case float():
            return Figure(int(value) if value.is_integer() else f"{value:.12g}")
        case datetime():
            return _moment(value)
        case date() | time():
            return value.isoformat()
    return str(value)


def _moment(value: datetime) -> str:
    if value.time() == time():
        return value.date().isoformat()
    return value.isoformat(timespec="seconds" if value.second else "minutes")
