"""Reads the kinds of processing from `certs/processes/`, and finds every fault in them."""

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from fairwild.kernel.parameters import Evidence, exact, line_of_error, numbered_tables
from fairwild.kernel.periods import Period
from fairwild.kernel.plants import Form, PlantPart
from fairwild.kernel.quantities import State
from fairwild.lots.catalogue import find_drying_band
from fairwild.lots.processing.types import Band, BandSource, MassKept, ProcessRule, RatioOf
from fairwild.lots.states import MovementKind
from fairwild.resources import folder

PROCESSED = (
    MovementKind.DRY,
    MovementKind.CUT,
    MovementKind.SIFT,
    MovementKind.MILL,
    MovementKind.DISTIL,
    MovementKind.MACERATE,
)
"""The movements that the scheme's data describes."""

SAME, BY_PART = "same", "parameter"
_TEXTS = ("source", "approver")
_KNOWN = {
    *("kind", "valid_from", "valid_before", "mass", "forms_in", "states_in", "forms_out"),
    *("state_out", "by_product_state", "ratio_of", "band", "note", "evidence", *_TEXTS),
}
Row = Mapping[str, Any]
Fault = tuple[int, str]
E = TypeVar("E", bound=StrEnum)


@lru_cache
def process_rules() -> tuple[ProcessRule, ...]:
    """Give every dated row of every kind; raises ValueError that names each fault with its line."""
    return read_processes(folder("certs") / "processes")


def find_process_rule(kind: MovementKind, *, on: date) -> ProcessRule | None:
    """Give what a kind of processing takes and gives on that day, where it is in force."""
    return next((one for one in process_rules() if one.kind is kind and on in one.period), None)


def scheme_band(rule: ProcessRule, part: PlantPart, *, on: date) -> Band | None:
    """Give the scheme's own band for this part of a plant on that day, where there is one."""
    if rule.band_by_part:
        found = find_drying_band(part, on=on)
        return (
            Band(found.lowest, found.highest, BandSource.SCHEME, found.version) if found else None
        )
    if rule.lowest is None or rule.highest is None:
        return None
    return Band(rule.lowest, rule.highest, BandSource.SCHEME, rule.version)


def read_processes(place: Path) -> tuple[ProcessRule, ...]:
    """Read every file of a folder; raises ValueError naming each fault with file and line."""
    found = process_faults(place)
    if found:
        raise ValueError("\n".join(found))
    texts = [path.read_text(encoding="utf-8") for path in sorted(place.glob("*.toml"))]
    version = hashlib.sha256("\n".join(texts).encode()).hexdigest()[:16]
    rows = [row for text in texts for row in tomllib.loads(text)["process"]]
    return tuple(_rule(row, version) for row in rows)


def process_faults(place: Path | None = None) -> list[str]:
    """Say everything wrong with the kinds of processing, as `file:line: what`."""
    root = place or folder("certs") / "processes"
    found, kinds = [], set()
    for path in sorted(root.glob("*.toml")):
        text = path.read_text(encoding="utf-8")
        faults, seen = _faults_of_file(text)
        kinds |= seen
        found += [f"{root.name}/{path.name}:{line}: {what}" for line, what in sorted(faults)]
    missing = sorted(set(PROCESSED) - kinds)
    return found or [f"{root.name}:1: there is no process {kind}" for kind in missing]


def _faults_of_file(text: str) -> tuple[list[Fault], set[str]]:
    try:
        tables = numbered_tables(text, "process")
    except ValueError as error:
        return [(line_of_error(error, text), str(error))], set()
    if not tables:
        return [(1, "there is no [[process]] row")], set()
    found = [(line, what) for line, row in tables for what in _faults_of_row(row)]
    return found or _overlaps(tables), {str(row.get("kind")) for _, row in tables}


def _faults_of_row(row: Row) -> Iterator[str]:
    yield from (f"unknown field {name!r}" for name in sorted(set(row) - _KNOWN))
    yield from (
        f"{name} is missing or empty"
        for name in _TEXTS
        if not isinstance(row.get(name), str) or not row[name].strip()
    )
    yield from _faults_of_words(row)
    yield from _faults_of_lists(row)
    yield from _faults_of_band(row)
    yield from _faults_of_days(row)


def _faults_of_words(row: Row) -> Iterator[str]:
    words: dict[str, set[str]] = {
        "kind": set(PROCESSED),
        "mass": set(MassKept),
        "ratio_of": set(RatioOf),
        "evidence": set(Evidence),
        "state_out": {*State, SAME},
        "by_product_state": {*State, SAME},
    }
    for name, allowed in words.items():
        if row.get(name) not in allowed:
            yield f"{name} cannot be {row.get(name)!r}"


def _faults_of_lists(row: Row) -> Iterator[str]:
    for name, allowed in (("forms_in", set(Form)), ("states_in", set(State))):
        yield from _faults_of_list(name, row.get(name), allowed)
    if row.get("forms_out") != [SAME]:
        yield from _faults_of_list("forms_out", row.get("forms_out"), set(Form))


def _faults_of_list(name: str, given: object, allowed: set[Any]) -> Iterator[str]:
    if not isinstance(given, list) or not given:
        yield f"{name} is not a list with something in it: {given!r}"
        return
    yield from (f"{name} cannot hold {one!r}" for one in given if one not in allowed)


def _faults_of_band(row: Row) -> Iterator[str]:
    band = row.get("band")
    if band is None and row.get("mass") == MassKept.DRIVEN_OUT:
        yield "what drives something out needs a band"
    if band is None or band == BY_PART:
        return
    try:
        lowest, highest = (exact(one) for one in band)
    except (TypeError, ValueError):
        yield f"band is neither {BY_PART!r} nor two fractions: {band!r}"
        return
    if not 0 < lowest <= highest:
        yield f"the band does not rise: {band!r}"


def _faults_of_days(row: Row) -> Iterator[str]:
    start, until = row.get("valid_from"), row.get("valid_before")
    if type(start) is not date:
        yield f"valid_from is not a day: {start!r}"
    elif until is not None and (type(until) is not date or until <= start):
        yield f"valid_before is not a day after valid_from: {until!r}"


def _overlaps(tables: list[tuple[int, dict[str, object]]]) -> list[Fault]:
    rows = [(line, str(row["kind"]), _period(row)) for line, row in tables]
    return [
        (line, f"{kind} overlaps the row of line {earlier_line}")
        for place, (line, kind, period) in enumerate(rows)
        for earlier_line, earlier_kind, earlier in rows[:place]
        if kind == earlier_kind and (period.start in earlier or earlier.start in period)
    ]


def _period(row: Row) -> Period:
    return Period(row["valid_from"], row.get("valid_before"))


def _unless_same(enum: type[E], word: str) -> E | None:
    return None if word == SAME else enum(word)


def _rule(row: Row, version: str) -> ProcessRule:
    band, forms_out = row.get("band"), row["forms_out"]
    lowest, highest = (exact(one) for one in band) if isinstance(band, list) else (None, None)
    return ProcessRule(
        kind=MovementKind(row["kind"]),
        period=_period(row),
        mass=MassKept(row["mass"]),
        forms_in=tuple(Form(one) for one in row["forms_in"]),
        states_in=tuple(State(one) for one in row["states_in"]),
        forms_out=() if forms_out == [SAME] else tuple(Form(one) for one in forms_out),
        state_out=_unless_same(State, row["state_out"]),
        by_product_state=_unless_same(State, row["by_product_state"]),
        ratio_of=RatioOf(row["ratio_of"]),
        band_by_part=band == BY_PART,
        lowest=lowest,
        highest=highest,
        source=row["source"],
        approver=row["approver"],
        evidence=Evidence(row["evidence"]),
        note=row.get("note", ""),
        version=version,
    )
