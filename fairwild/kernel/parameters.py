"""Numbers of the scheme that change by date: typed rows with source, approver and evidence."""

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

from fairwild.kernel.periods import Period

_EXACT = re.compile(r"[0-9]{1,9}(?:/[1-9][0-9]{0,8})?")
_HEADER = re.compile(r"\s*\[\[\s*(?P<name>[a-z_]+)\s*\]\]\s*(?:#.*)?")
_TEXTS = ("name", "unit", "source", "approver")


class Evidence(StrEnum):
    """How far a line of the scheme's data may be trusted."""

    CONFIRMED = "confirmed"
    SECONDARY = "secondary"
    BACKGROUND = "background"
    LOW_CONFIDENCE = "low-confidence"
    DESIGN = "design"


@dataclass(frozen=True)
class Parameter:
    """One exact number of the scheme, in force for a stretch of days."""

    name: str
    value: Fraction
    unit: str
    period: Period
    source: str
    approver: str
    evidence: Evidence
    keys: Mapping[str, str] = field(default_factory=dict)
    note: str = ""

    @property
    def whole(self) -> int:
        """The value as a whole number; raises ValueError where it is none."""
        if self.value.denominator != 1:
            message = f"{self.name} is not a whole number: {self.value}"
            raise ValueError(message)
        return self.value.numerator

    @property
    def fingerprint(self) -> str:
        """What the number says, to whom and when, on one line."""
        keys = ",".join(f"{key}={self.keys[key]}" for key in sorted(self.keys))
        days = f"{self.period.start}/{self.period.until or ''}"
        return f"{self.name}|{keys}|{self.value}|{self.unit}|{days}"


class NoSuchParameter(LookupError):
    """No row of this name and these keys is in force on that day."""


@dataclass(frozen=True)
class ParameterTable:
    """Every parameter row there is; asked by name, day and keys."""

    rows: tuple[Parameter, ...]

    @cached_property
    def version(self) -> str:
        """The name of this very table: changes with any number, unit, key or day in it."""
        text = "\n".join(sorted(row.fingerprint for row in self.rows))
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def all_in_force(self, name: str, *, on: date) -> tuple[Parameter, ...]:
        """Give every row of this name in force on that day, whatever its keys."""
        return tuple(row for row in self.rows if row.name == name and on in row.period)

    def find_in_force(self, name: str, *, on: date, **keys: str | int) -> Parameter | None:
        """Give the row of this name and exactly these keys in force on that day, if any."""
        wanted = {key: str(value) for key, value in keys.items()}
        found = (row for row in self.all_in_force(name, on=on) if dict(row.keys) == wanted)
        return next(found, None)

    def in_force(self, name: str, *, on: date, **keys: str | int) -> Parameter:
        """Give the row of this name and exactly these keys; raises NoSuchParameter without one."""
        found = self.find_in_force(name, on=on, **keys)
        if found is None:
            message = f"no parameter {name} {keys} on {on}"
            raise NoSuchParameter(message)
        return found


def exact(text: str) -> Fraction:
    """Read `15` or `60/100` exactly; raises ValueError for anything else."""
    if not _EXACT.fullmatch(text):
        message = f"not a whole number or a fraction: {text!r}"
        raise ValueError(message)
    return Fraction(text)


def numbered_tables(text: str, name: str) -> list[tuple[int, dict[str, object]]]:
    """Give every `[[name]]` table of a TOML text with the line of its header.

    Raises ValueError where the tables are not written with a header each.
    """
    tables = tomllib.loads(text).get(name, [])
    headers = (
        (number, _HEADER.fullmatch(line)) for number, line in enumerate(text.splitlines(), 1)
    )
    lines = [number for number, found in headers if found and found["name"] == name]
    if not isinstance(tables, list) or len(lines) != len(tables):
        message = f"every {name} needs a [[{name}]] header of its own"
        raise ValueError(message)
    return list(zip(lines, tables, strict=True))


def faults_of_row(row: Mapping[str, object]) -> list[str]:
    """Say everything that is wrong with one parameter row as read from TOML."""
    faults = [
        f"{field} is missing or empty"
        for field in _TEXTS
        if not isinstance(row.get(field), str) or not row[field]
    ]
    if not _EXACT.fullmatch(str(row.get("value", ""))):
        faults.append(f"value is not a whole number or a fraction: {row.get('value')!r}")
    if row.get("evidence") not in set(Evidence):
        faults.append(f"unknown evidence mark: {row.get('evidence')!r}")
    if not isinstance(row.get("keys", {}), dict):
        faults.append(f"keys is not a table: {row['keys']!r}")
    return faults + _faults_of_days(row)


def _faults_of_days(row: Mapping[str, object]) -> list[str]:
    start, until = row.get("valid_from"), row.get("valid_before")
    if type(start) is not date:
        return [f"valid_from is not a day: {start!r}"]
    if until is None:
        return []
    if type(until) is not date or until <= start:
        return [f"valid_before is not a day after valid_from: {until!r}"]
    return []


def _parameter(row: Mapping[str, object]) -> Parameter:
    start, until, keys = row["valid_from"], row.get("valid_before"), row.get("keys", {})
    if not isinstance(start, date) or not isinstance(keys, Mapping):
        message = f"not a parameter row: {row!r}"
        raise TypeError(message)
    return Parameter(
        name=str(row["name"]),
        value=exact(str(row["value"])),
        unit=str(row["unit"]),
        period=Period(start, until if isinstance(until, date) else None),
        source=str(row["source"]),
        approver=str(row["approver"]),
        evidence=Evidence(str(row["evidence"])),
        keys=MappingProxyType({str(key): str(value) for key, value in keys.items()}),
        note=str(row.get("note", "")),
    )


def as_kept(row: Parameter) -> dict[str, Any]:
    """Give everything one row says as plain text, to be kept."""
    return {
        "name": row.name,
        "keys": {key: row.keys[key] for key in sorted(row.keys)},
        "value": str(row.value),
        "unit": row.unit,
        "valid_from": row.period.start.isoformat(),
        "valid_before": row.period.until.isoformat() if row.period.until else None,
        "source": row.source,
        "approver": row.approver,
        "evidence": row.evidence.value,
        "note": row.note,
    }


def from_kept(kept: Mapping[str, Any]) -> Parameter:
    """Give a row back as it was kept."""
    until = kept["valid_before"]
    start = date.fromisoformat(kept["valid_from"])
    days = {"valid_from": start, "valid_before": date.fromisoformat(until) if until else None}
    return _parameter({**kept, **days})


def read_parameters(path: Path) -> ParameterTable:
    """Read a table of parameter rows; raises ValueError that names each fault with its line."""
    text = path.read_text(encoding="utf-8")
    faults = parameter_faults(text)
    if faults:
        raise ValueError("\n".join(f"{path}:{line}: {what}" for line, what in faults))
    return ParameterTable(tuple(_parameter(row) for row in tomllib.loads(text)["parameter"]))


def parameter_faults(text: str) -> list[tuple[int, str]]:
    """Say everything wrong with the TOML text of a parameter table, each with its line."""
    try:
        tables = numbered_tables(text, "parameter")
    except ValueError as error:
        return [(line_of_error(error, text), str(error))]
    if not tables:
        return [(1, "there is no [[parameter]] row")]
    faults = [(line, fault) for line, row in tables for fault in faults_of_row(row)]
    return faults or _overlaps([(line, _parameter(row)) for line, row in tables])


def line_of_error(error: ValueError, text: str) -> int:
    """Give the line at which a TOML text could not be read on; its last line where none is said."""
    found = re.search(r"at line (\d+)", str(error))
    return int(found[1]) if found else max(1, len(text.splitlines()))


def _overlaps(rows: list[tuple[int, Parameter]]) -> list[tuple[int, str]]:
    return [
        (line, f"{row.name} {dict(row.keys)} overlaps the row of line {earlier_line}")
        for place, (line, row) in enumerate(rows)
        for earlier_line, earlier in rows[:place]
        if _same_number(earlier, row) and _days_in_common(earlier.period, row.period)
    ]


def _same_number(one: Parameter, other: Parameter) -> bool:
    return one.name == other.name and dict(one.keys) == dict(other.keys)


def _days_in_common(one: Period, other: Period) -> bool:
    return one.start in other or other.start in one
