"""Rows of a file of harvesters: columns, cells, and everything that is wrong with them. Pure."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, TypeVar
from uuid import UUID

from fairwild.harvesters.facts import Entry
from fairwild.harvesters.states import Sex
from fairwild.kernel.periods import Period
from fairwild.kernel.refusals import Obstacle

T = TypeVar("T")

COLUMNS = (
    "local_id",
    "name",
    "sex",
    "birth_year",
    "village",
    "phone",
    "areas",
    "species",
    "registered_from",
    "last_day",
    "other_ids",
)
REQUIRED = ("name", "birth_year", "village", "registered_from")
LONGEST = {"local_id": 40, "name": 200, "village": 200, "phone": 40}
SAMPLE = (
    "H0001",
    "Ana Ruiz",
    "female",
    "1980",
    "Soria",
    "",
    "B1 B2",
    "GLYGLA",
    "2026-03-01",
    "",
    "village book: 17",
)
"""The second line of the template."""

_SEX = {"f": Sex.FEMALE, "m": Sex.MALE, "": Sex.NOT_STATED}
_DAY = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})")
_DOTTED = re.compile(r"(?P<day>[0-9]{1,2})\.(?P<month>[0-9]{1,2})\.(?P<year>[0-9]{4})")
_PHONE = re.compile(r"\+?[0-9 ()/.\-]{3,40}")
_BETWEEN_CODES = re.compile(r"[;,|\s]+")


@dataclass(frozen=True)
class WrongCell:
    """One thing that is wrong at one place of a file; row 1 is the heading."""

    row: int
    column: str
    value: str
    obstacle: Obstacle


@dataclass(frozen=True)
class Register:
    """The codes an operator may write in a file."""

    areas: Mapping[str, UUID] = field(default_factory=dict)
    species: Mapping[str, UUID] = field(default_factory=dict)


@dataclass(frozen=True)
class ReadRow:
    """A row as it stands in the file, and its entry where the cells can be understood."""

    number: int
    cells: Mapping[str, str]
    entry: Entry | None
    wrong: tuple[WrongCell, ...] = ()


def column_of(heading: str) -> str:
    """Give the column a heading means, whatever its case, spaces and hyphens."""
    return re.sub(r"[\s\-]+", "_", heading.strip().casefold())


def is_column(heading: str) -> bool:
    """Tell whether a heading is one of ours."""
    return column_of(heading) in COLUMNS


def wrong_headings(heading: Sequence[str]) -> list[WrongCell]:
    """Say everything that is wrong with the first row."""
    names = [column_of(cell) for cell in heading]
    wrong = [
        _at(1, "heading", cell, "column-unknown", heading=cell.strip()[:40])
        for name, cell in zip(names, heading, strict=True)
        if name not in COLUMNS and cell.strip()
    ]
    twice = sorted({name for name in names if name in COLUMNS and names.count(name) > 1})
    wrong += [_at(1, name, name, "column-twice", heading=name) for name in twice]
    missing = [name for name in REQUIRED if name not in names]
    return wrong + [_at(1, name, "", "column-missing", heading=name) for name in missing]


def _at(row: int, column: str, value: str, code: str, **facts: object) -> WrongCell:
    return WrongCell(row, column, value, Obstacle(code, facts, at=column))


class _Cells:
    """Reads the cells of one row and gathers what is wrong."""

    def __init__(self, number: int, cells: Mapping[str, str], register: Register) -> None:
        self.number, self.cells, self.register = number, cells, register
        self.wrong: list[WrongCell] = []

    def fault(self, column: str, code: str, **facts: object) -> None:
        value = self.cells.get(column, "")
        self.wrong.append(_at(self.number, column, value, code, **facts))

    def line(self, column: str) -> str:
        value = self.cells.get(column, "")
        longest = LONGEST.get(column, 2000)
        if not value and column in REQUIRED:
            self.fault(column, "cell-empty")
        if len(value) > longest:
            self.fault(column, "cell-too-long", longest=longest)
        if any(unicodedata.category(sign) == "Cc" for sign in value):
            self.fault(column, "cell-not-one-line")
        return value

    def read(self, column: str, reader: Callable[[str], T], code: str, default: T) -> T:
        value = self.cells.get(column, "")
        if not value and column in REQUIRED:
            self.fault(column, "cell-empty")
            return default
        try:
            return reader(value)
        except ValueError:
            self.fault(column, code)
            return default

    def codes(self, column: str, known: Mapping[str, UUID], code: str) -> frozenset[UUID]:
        words = [one for one in _BETWEEN_CODES.split(self.cells.get(column, "").upper()) if one]
        unknown = [one for one in words if one not in known]
        if unknown:
            self.fault(column, code, codes=", ".join(unknown)[:80])
        return frozenset(known[one] for one in words if one in known)


def _sex(text: str) -> Sex:
    lowered = text.casefold().replace(" ", "-")
    return _SEX.get(lowered) or Sex(lowered)


def _year(text: str) -> int:
    if not re.fullmatch("[0-9]{4}", text):
        raise ValueError(text)
    return int(text)


def _day(text: str) -> date:
    found = _DAY.fullmatch(text) or _DOTTED.fullmatch(text)
    if not found:
        raise ValueError(text)
    return date(int(found["year"]), int(found["month"]), int(found["day"]))


def _until(text: str) -> date | None:
    try:
        return _day(text) + timedelta(days=1) if text else None
    except OverflowError as error:
        raise ValueError(text) from error


def _phone(text: str) -> str:
    if text and not _PHONE.fullmatch(text):
        raise ValueError(text)
    return text


def read_other_ids(text: str) -> tuple[dict[str, str], ...]:
    """Read `village book: 17; co-op: A-3`; raises ValueError for a number without its issuer."""
    found = []
    for part in re.split(r"[;\n]", text):
        issuer, colon, number = (piece.strip() for piece in part.partition(":"))
        if not part.strip():
            continue
        if not (issuer and colon and number):
            raise ValueError(part)
        found.append({"issuer": issuer[:80], "number": number[:80]})
    return tuple(found)


def write_other_ids(other_ids: Sequence[Mapping[str, str]]) -> str:
    """Write numbers given by others as one line."""
    return "; ".join(f"{one.get('issuer', '')}: {one.get('number', '')}" for one in other_ids)


def read_row(number: int, cells: Mapping[str, str], register: Register) -> ReadRow:
    """Read one row; its entry is None where a cell cannot be understood."""
    row = _Cells(number, cells, register)
    lines: dict[str, Any] = {name: row.line(name) for name in ("name", "village", "local_id")}
    entry = Entry(
        **lines,
        sex=row.read("sex", _sex, "cell-not-a-sex", Sex.NOT_STATED),
        birth_year=row.read("birth_year", _year, "cell-not-a-year", 0),
        phone=row.read("phone", _phone, "cell-not-a-phone", ""),
        registered=Period(
            row.read("registered_from", _day, "cell-not-a-day", date.min),
            row.read("last_day", _until, "cell-not-a-day", None),
        ),
        area_ids=row.codes("areas", register.areas, "cell-areas-unknown"),
        species_ids=row.codes("species", register.species, "cell-species-unknown"),
        other_ids=row.read("other_ids", read_other_ids, "cell-not-other-ids", ()),
    )
    wrong = tuple(sorted(row.wrong, key=lambda cell: COLUMNS.index(cell.column)))
    return ReadRow(number, cells, None if wrong else entry, wrong)


def cells_of(columns: Sequence[str], record: Sequence[str]) -> dict[str, str]:
    """Give the cells of a record by column, trimmed and in one form of Unicode."""
    texts = (unicodedata.normalize("NFC", cell.strip()) for cell in record)
    return {name: text for name, text in zip(columns, texts, strict=False) if name in COLUMNS}
