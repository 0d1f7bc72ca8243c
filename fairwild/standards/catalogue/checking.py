"""Finds every fault in the files of one standard, each with its line."""

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from pathlib import Path

from fairwild.kernel.parameters import Evidence, line_of_error
from fairwild.standards.catalogue.reading import (
    COLUMNS,
    INDICATORS_FILE,
    SCORES,
    STANDARD_FILE,
    WORDING_COLUMNS,
    Outline,
    Sheet,
    Tables,
    outline_of,
    sheet_of,
    wording_files,
)
from fairwild.standards.types import AppliesTo, IndicatorKind

Fault = tuple[int, str]

_HEAD_TEXTS = ("name", "version", "title", "published")
_COUNTS = ("principle_count", "criterion_count")
_ALLOWED: Mapping[str, Collection[str]] = {
    "kind": set(IndicatorKind),
    "m_from_year": {"", "1", "2", "3", "4", "5"},
    "m_level": {"", "1", "2", "3"},
    "applies_to_risk": set(AppliesTo),
    "sample": {"true", "false"},
}
_CRITERION = re.compile(r"(?P<principle>[1-9][0-9]?)\.[1-9][0-9]?")
_INDICATOR_TAIL = re.compile(r"\.[a-z]")


def located(path: Path, root: Path, found: list[Fault]) -> list[str]:
    """Write faults as `file:line: what`, in the order of the lines."""
    name = path.relative_to(root).as_posix()
    return [f"{name}:{line}: {what}" for line, what in sorted(found)]


def faults_of_standard(place: Path, root: Path) -> list[str]:
    """Say everything wrong with the standard in this folder."""
    path, table = place / STANDARD_FILE, place / INDICATORS_FILE
    text = path.read_text(encoding="utf-8")
    try:
        outline = outline_of(text)
    except ValueError as error:
        return located(path, root, [(line_of_error(error, text), str(error))])
    head = next(
        (number for number, line in enumerate(text.splitlines(), 1) if line.startswith("[st")), 1
    )
    found = [*faults_of_outline(outline, head), *_faults_of_place(outline, place, head)]
    rows = [*faults_of_sheet(sheet_of(table), outline)]
    return [
        *located(path, root, found),
        *located(table, root, rows),
        *_faults_of_languages(outline, place, root),
    ]


def _faults_of_languages(outline: Outline, place: Path, root: Path) -> Iterator[str]:
    codes = codes_of(outline, sheet_of(place / INDICATORS_FILE))
    for path in wording_files(place).values():
        yield from located(path, root, [*faults_of_wording(sheet_of(path), codes)])


def _faults_of_place(outline: Outline, place: Path, line: int) -> Iterator[Fault]:
    head = outline.standard
    if (head.get("name"), head.get("version")) != (place.parent.name, place.name):
        yield line, f"name and version are not those of the folder {place.parent.name}/{place.name}"


def faults_of_outline(outline: Outline, line: int) -> Iterator[Fault]:
    """Say what is wrong with the head, which stands at that line, and with the tables."""
    yield from _faults_of_head(outline, line)
    yield from _faults_of_tables(outline)


def _faults_of_head(outline: Outline, line: int) -> Iterator[Fault]:
    head = outline.standard
    yield from ((line, f"{name} is missing or empty") for name in _HEAD_TEXTS if not head.get(name))
    if type(head.get("valid_from")) is not date:
        yield line, f"valid_from is not a day: {head.get('valid_from')!r}"
    yield from ((line, fault) for fault in _faults_of_transition(head))
    scores = head.get("score_texts", [])
    if not isinstance(scores, list) or len(scores) not in {0, len(SCORES)} or "" in scores:
        yield line, "score_texts are not four texts, for 0, 1, 2 and 3"
    yield from _faults_of_evidence(head, line)
    yield from _faults_of_counts(outline, line)


def _faults_of_transition(head: Mapping[str, object]) -> Iterator[str]:
    until, start = head.get("transition_until"), head.get("valid_from")
    if until is None:
        return
    if type(until) is not date or (isinstance(start, date) and until <= start):
        yield f"transition_until is not a day after valid_from: {until!r}"


def _faults_of_counts(outline: Outline, line: int) -> Iterator[Fault]:
    for name, tables in zip(_COUNTS, (outline.principles, outline.criteria), strict=True):
        count = outline.standard.get(name)
        if type(count) is not int or count < 1:
            yield line, f"{name} is not a number from 1: {count!r}"
        elif tables and len(tables) != count:
            yield line, f"{name} is {count}, but the file has {len(tables)}"


def _faults_of_evidence(row: Mapping[str, object], line: int) -> Iterator[Fault]:
    if row.get("evidence") not in set(Evidence):
        yield line, f"unknown evidence mark: {row.get('evidence')!r}"


def _faults_of_tables(outline: Outline) -> Iterator[Fault]:
    for tables, key in (
        (outline.themes, "code"),
        (outline.principles, "number"),
        (outline.criteria, "code"),
    ):
        yield from _faults_of_each(tables, key)
    yield from _faults_of_principles(outline)
    numbers = {str(row.get("number")) for _, row in outline.principles}
    for line, row in outline.criteria:
        found = _CRITERION.fullmatch(str(row.get("code")))
        if not found or found["principle"] not in numbers:
            yield line, f"the criterion {row.get('code')!r} belongs to no principle"


def _faults_of_each(tables: Tables, key: str) -> Iterator[Fault]:
    seen: set[str] = set()
    for line, row in tables:
        if not row.get("title"):
            yield line, "title is missing or empty"
        if str(row.get(key)) in seen:
            yield line, f"{key} {row.get(key)!r} is there twice"
        seen.add(str(row.get(key)))
        yield from _faults_of_evidence(row, line)


def _faults_of_principles(outline: Outline) -> Iterator[Fault]:
    themes = {row.get("code") for _, row in outline.themes}
    for line, row in outline.principles:
        if type(row.get("number")) is not int:
            yield line, f"number is not a whole number: {row.get('number')!r}"
        if row.get("theme") not in themes:
            yield line, f"there is no theme {row.get('theme')!r}"
        if not isinstance(row.get("scored_at_operation"), bool):
            yield line, "scored_at_operation is neither true nor false"


def faults_of_sheet(sheet: Sheet, outline: Outline) -> Iterator[Fault]:
    """Say what is wrong with a table of indicators, row by row."""
    if sheet.header not in {COLUMNS, (*COLUMNS, *SCORES)}:
        yield 1, f"the columns must be {', '.join(COLUMNS)}, and may be {', '.join(SCORES)}"
        return
    seen: set[str] = set()
    for line, cells in sheet.rows:
        if len(cells) != len(sheet.header):
            yield line, f"{len(cells)} cells instead of {len(sheet.header)}"
            continue
        row = dict(zip(sheet.header, cells, strict=True))
        yield from ((line, fault) for fault in _faults_of_indicator(row, outline))
        yield from ((line, fault) for fault in _faults_of_scores(row))
        if row["code"] in seen:
            yield line, f"the indicator {row['code']} is there twice"
        seen.add(row["code"])


def _faults_of_scores(row: Mapping[str, str]) -> Iterator[str]:
    said = [bool(row.get(name, "").strip()) for name in SCORES]
    if any(said) and not all(said):
        yield "score_0 to score_3 are given together or not at all"


def codes_of(outline: Outline, sheet: Sheet) -> frozenset[str]:
    """Give the codes of everything another language can say; the empty one says the points."""
    tables = [*outline.principles, *outline.criteria]
    named = {str(row.get("number", row.get("code"))) for _, row in tables}
    return frozenset(named | {cells[0] for _, cells in sheet.rows if cells} | {""})


def faults_of_wording(sheet: Sheet, codes: Collection[str]) -> Iterator[Fault]:
    """Say what is wrong with a table that says the standard in another language."""
    if sheet.header != WORDING_COLUMNS:
        yield 1, f"the columns must be {', '.join(WORDING_COLUMNS)}"
        return
    seen: set[str] = set()
    for line, cells in sheet.rows:
        if len(cells) != len(WORDING_COLUMNS):
            yield line, f"{len(cells)} cells instead of {len(WORDING_COLUMNS)}"
            continue
        row = dict(zip(WORDING_COLUMNS, cells, strict=True))
        if row["code"] not in codes:
            yield line, f"there is nothing of the code {row['code']!r} to say"
        if row["code"] in seen:
            yield line, f"{row['code']} is said twice"
        seen.add(row["code"])
        yield from ((line, fault) for fault in _faults_of_scores(row))


def _faults_of_indicator(row: Mapping[str, str], outline: Outline) -> Iterator[str]:
    for column, allowed in _ALLOWED.items():
        if row[column] not in allowed:
            yield f"{column} cannot be {row[column]!r}"
    yield from (f"{column} is empty" for column in ("text", "guidance") if not row[column].strip())
    if bool(row["m_from_year"]) != bool(row["m_level"]):
        yield "m_from_year and m_level are given together or not at all"
    criterion, tail = row["criterion"], row["code"].removeprefix(row["criterion"])
    if tail == row["code"] or not _INDICATOR_TAIL.fullmatch(tail):
        yield f"the code {row['code']!r} is not that of criterion {criterion} and a letter"
    if row["kind"] == IndicatorKind.MET_OR_NOT:
        yield from _faults_of_met_or_not(row)
    yield from _faults_of_belonging(row, outline)


def _faults_of_met_or_not(row: Mapping[str, str]) -> Iterator[str]:
    if row["m_level"] not in {"", "1"}:
        yield "m_level is 1 or empty where the kind is met-or-not"
    if any(row.get(name, "").strip() for name in SCORES):
        yield "score_0 to score_3 have no place where the kind is met-or-not"


def _faults_of_belonging(row: Mapping[str, str], outline: Outline) -> Iterator[str]:
    criterion = row["criterion"]
    if criterion not in {row.get("code") for _, row in outline.criteria}:
        yield f"there is no criterion {criterion!r}"
    unscored = {
        str(row.get("number"))
        for _, row in outline.principles
        if row.get("scored_at_operation") is False
    }
    if criterion.partition(".")[0] in unscored:
        yield from _faults_of_asking_a_buyer(row)


def _faults_of_asking_a_buyer(row: Mapping[str, str]) -> Iterator[str]:
    """Say what cannot be asked of a buyer, who has no rating, no year and no risk class."""
    if row["kind"] == IndicatorKind.SCORED:
        yield f"criterion {row['criterion']} is not scored at the operation: its kind is met-or-not"
    if row["m_from_year"] not in {"", "1"}:
        yield "m_from_year is 1 or empty for an indicator asked of a buyer"
    if row["applies_to_risk"] != AppliesTo.ALL:
        yield "applies_to_risk is all for an indicator asked of a buyer"
