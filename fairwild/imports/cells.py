"""Reads cells of a row as what they mean and gathers what is wrong with them. Pure."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from types import MappingProxyType
from typing import TypeVar
from zoneinfo import ZoneInfo

from fairwild.imports.columns import Column
from fairwild.imports.manners import TwoWays, plain_day, plain_number
from fairwild.imports.states import Manner
from fairwild.kernel.quantities import read_mass
from fairwild.kernel.refusals import Obstacle

T = TypeVar("T")

_CLOCK = re.compile(r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2}))?")
NOON = time(12)
AS_IT_IS: Mapping[str, Manner] = MappingProxyType({})
"""Nothing was said of any column: what is doubtful is asked."""


class Cells:
    """One row: give a cell by column and reader; what cannot be read becomes a problem.

    `meant` keeps what was read, by column; `manners` say how columns write days and numbers.
    """

    def __init__(
        self,
        cells: Mapping[str, str],
        columns: Mapping[str, Column],
        manners: Mapping[str, Manner] = AS_IT_IS,
    ) -> None:
        self.cells, self.columns, self.manners = cells, columns, manners
        self.problems: list[Obstacle] = []
        self.meant: dict[str, object] = {}

    def fault(self, column: str, code: str, **facts: object) -> None:
        """Say what is wrong with a cell."""
        self.problems.append(Obstacle(code, facts, at=column))

    def text(self, column: str) -> str:
        """Give one line of text; empty is wrong where the column is needed."""
        value, known = self.cells.get(column, ""), self.columns[column]
        if not value and known.needed:
            self.fault(column, "cell-empty")
        elif len(value) > known.longest:
            self.fault(column, "cell-too-long", longest=known.longest)
        elif not value.isprintable() and _has_controls(value):
            self.fault(column, "cell-not-one-line")
        return value

    def plain(self, column: str, value: str) -> str:
        """Give a day or number in the one form that readers read; raises ValueError."""
        known = self.columns[column]
        if known.is_day:
            return plain_day(value, self.manners.get(column))
        if known.is_mass or known.is_number:
            return plain_number(value, self.manners.get(column))
        return value

    def grams(self, column: str, text: str) -> int:
        """Give the grams of a weight that stands among others in a cell; nought where wrong."""
        try:
            return read_mass(self.plain(column, text)).grams
        except TwoWays as doubt:
            self.fault(column, doubt.code, value=text[:40])
        except ValueError:
            self.fault(column, "cell-not-a-weight", value=text[:40])
        return 0

    def read(self, column: str, reader: Callable[[str], T], code: str, default: T) -> T:
        """Read a cell; an empty one that is not needed gives the default."""
        value = self.text(column)
        if not value:
            return default
        try:
            self.meant[column] = found = reader(self.plain(column, value))
        except TwoWays as doubt:
            self.fault(column, doubt.code, value=value[:40])
            return default
        except (ValueError, OverflowError, KeyError):
            self.fault(column, code, value=value[:40])
            return default
        return found


def _has_controls(value: str) -> bool:
    return any(unicodedata.category(sign) == "Cc" for sign in value)


@lru_cache(maxsize=4096)
def read_day(text: str) -> date:
    """Read a day that was brought into its one form; raises ValueError."""
    return date.fromisoformat(text)


def read_moment(text: str, zone: ZoneInfo) -> datetime:
    """Read a day with or without a time, where the file's people work, as a moment in UTC.

    A day alone is its noon. A moment that says its offset needs no zone.
    """
    first, _, rest = text.strip().replace("T", " ").partition(" ")
    if rest.endswith("Z") or "+" in rest or "-" in rest:
        return datetime.fromisoformat(text.strip()).astimezone(UTC)
    return datetime.combine(read_day(first), _clock(rest), tzinfo=zone).astimezone(UTC)


@lru_cache(maxsize=4096)
def _clock(text: str) -> time:
    if not text.strip():
        return NOON
    found = _CLOCK.fullmatch(text.strip())
    if not found:
        raise ValueError(text)
    return time(int(found["hour"]), int(found["minute"]), int(found["second"] or 0))


def read_degrees(text: str) -> Decimal:
    """Read a coordinate in degrees with a point or a comma; raises ValueError."""
    try:
        found = Decimal(text.replace(",", "."))
    except InvalidOperation as error:
        raise ValueError(text) from error
    if not found.is_finite():
        raise ValueError(text)
    return found
