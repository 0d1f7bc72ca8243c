"""Finds every fault in the files of one standard, each with its line."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
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
from fairwild.standards.flaws import Flaw
from fairwild.standards.types import AppliesTo, IndicatorKind

Fault = tuple[int, Flaw]

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


def located(path: Path, root: Path, found: Sequence[tuple[int, str]]) -> list[str]:
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
        return [f"{path.relative_to(root).as_posix()}:{line_of_error(error, text)}: {error}"]
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
        yield line, Flaw("place-other", place=f"{place.parent.name}/{place.name}")


def faults_of_outline(outline: Outline, line: int) -> Iterator[Fault]:
    """Say what is wrong with the head, which stands at that line, and with the tables."""
    yield from _faults_of_head(outline, line)
    yield from _faults_of_tables(outline)


def _faults_of_head(outline: Outline, line: int) -> Iterator[Fault]:
    head = outline.standard
    yield from ((line, Flaw("empty", name=name)) for name in _HEAD_TEXTS if not head.get(name))
    if type(head.get("valid_from")) is not date:
        yield line, Flaw("not-a-day", name="valid_from", said=head.get("valid_from"))
    yield from ((line, fault) for fault in _faults_of_transition(head))
    scores = head.get("score_texts", [])
    if not isinstance(scores, list) or len(scores) not in {0, len(SCORES)} or "" in scores:
        yield line, Flaw("score-texts")
    yield from _faults_of_evidence(head, line)
    yield from _faults_of_counts(outline, line)


def _faults_of_transition(head: Mapping[str, object]) -> Iterator[Flaw]:
    until, start = head.get("transition_until"), head.get("valid_from")
    if until is None:
        return
    if type(until) is not date or (isinstance(start, date) and until <= start):
        yield Flaw("transition-wrong", said=until)


def _faults_of_counts(outline: Outline, line: int) -> Iterator[Fault]:
    for name, tables in zip(_COUNTS, (outline.principles, outline.criteria), strict=True):
        count = outline.standard.get(name)
        if type(count) is not int or count < 1:
            yield line, Flaw("count-wrong", name=name, said=count)
        elif tables and len(tables) != count:
            yield line, Flaw("count-other", name=name, count=count, found=len(tables))


def _faults_of_evidence(row: Mapping[str, object], line: int) -> Iterator[Fault]:
    if row.get("evidence") not in set(Evidence):
        yield line, Flaw("evidence-unknown", said=row.get("evidence"))


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
            yield line, Flaw("criterion-alone", code=row.get("code"))


def _faults_of_each(tables: Tables, key: str) -> Iterator[Fault]:
    seen: set[str] = set()
    for line, row in tables:
        if not row.get("title"):
            yield line, Flaw("empty", name="title")
        if str(row.get(key)) in seen:
            yield line, Flaw("key-twice", key=key, said=row.get(key))
        seen.add(str(row.get(key)))
        yield from _faults_of_evidence(row, line)


def _faults_of_principles(outline: Outline) -> Iterator[Fault]:
    themes = {row.get("code") for _, row in outline.themes}
    for line, row in outline.principles:
        if type(row.get("number")) is not int:
            yield line, Flaw("number-wrong", said=row.get("number"))
        if row.get("theme") not in themes:
            yield line, Flaw("theme-unknown", theme=row.get("theme"))
        if not isinstance(row.get("scored_at_operation"), bool):
            yield line, Flaw("scored-neither")


def faults_of_sheet(sheet: Sheet, outline: Outline) -> Iterator[Fault]:
    """Say what is wrong with a table of indicators, row by row."""
    if sheet.header not in {COLUMNS, (*COLUMNS, *SCORES)}:
        yield 1, Flaw("columns-others", columns=", ".join(COLUMNS), more=", ".join(SCORES))
        return
    seen: set[str] = set()
    for line, cells in sheet.rows:
        if len(cells) != len(sheet.header):
            yield line, Flaw("cells", found=len(cells), wanted=len(sheet.header))
            continue
        row = dict(zip(sheet.header, cells, strict=True))
        yield from ((line, fault) for fault in _faults_of_indicator(row, outline))
        yield from ((line, fault) for fault in _faults_of_scores(row))
        if row["code"] in seen:
            yield line, Flaw("indicator-twice", code=row["code"])
        seen.add(row["code"])


def _faults_of_scores(row: Mapping[str, str]) -> Iterator[Flaw]:
    said = [bool(row.get(name, "").strip()) for name in SCORES]
    if any(said) and not all(said):
        yield Flaw("scores-partly")


def codes_of(outline: Outline, sheet: Sheet) -> frozenset[str]:
    """Give the codes of everything another language can say; the empty one says the points."""
    tables = [*outline.principles, *outline.criteria]
    named = {str(row.get("number", row.get("code"))) for _, row in tables}
    return frozenset(named | {cells[0] for _, cells in sheet.rows if cells} | {""})


def faults_of_wording(sheet: Sheet, codes: Collection[str]) -> Iterator[Fault]:
    """Say what is wrong with a table that says the standard in another language."""
    if sheet.header != WORDING_COLUMNS:
        yield 1, Flaw("columns-exactly", columns=", ".join(WORDING_COLUMNS))
        return
    seen: set[str] = set()
    for line, cells in sheet.rows:
        if len(cells) != len(WORDING_COLUMNS):
            yield line, Flaw("cells", found=len(cells), wanted=len(WORDING_COLUMNS))
            continue
        row = dict(zip(WORDING_COLUMNS, cells, strict=True))
        if row["code"] not in codes:
            yield line, Flaw("code-unknown", code=row["code"])
        if row["code"] in seen:
            yield line, Flaw("said-twice", code=row["code"])
        seen.add(row["code"])
        yield from ((line, fault) for fault in _faults_of_scores(row))


def _faults_of_indicator(row: Mapping[str, str], outline: Outline) -> Iterator[Flaw]:
    for column, allowed in _ALLOWED.items():
        if row[column] not in allowed:
            yield Flaw("cannot-be", name=column, said=row[column])
    yield from (
        Flaw("cell-empty", name=column)
        for column in ("text", "guidance")
        if not row[column].strip()
    )
    if bool(row["m_from_year"]) != bool(row["m_level"]):
        yield Flaw("minimum-partly")
    criterion, tail = row["criterion"], row["code"].removeprefix(row["criterion"])
    if tail == row["code"] or not _INDICATOR_TAIL.fullmatch(tail):
        yield Flaw("code-wrong", code=row["code"], criterion=criterion)
    if row["kind"] == IndicatorKind.MET_OR_NOT:
        yield from _faults_of_met_or_not(row)
    yield from _faults_of_belonging(row, outline)


def _faults_of_met_or_not(row: Mapping[str, str]) -> Iterator[Flaw]:
    if row["m_level"] not in {"", "1"}:
        yield Flaw("met-level")
    if any(row.get(name, "").strip() for name in SCORES):
        yield Flaw("met-scores")


def _faults_of_belonging(row: Mapping[str, str], outline: Outline) -> Iterator[Flaw]:
    criterion = row["criterion"]
    if criterion not in {row.get("code") for _, row in outline.criteria}:
        yield Flaw("criterion-unknown", criterion=criterion)
    unscored = {
        str(row.get("number"))
        for _, row in outline.principles
        if row.get("scored_at_operation") is False
    }
    if criterion.partition(".")[0] in unscored:
        yield from _faults_of_asking_a_buyer(row)


def _faults_of_asking_a_buyer(row: Mapping[str, str]) -> Iterator[Flaw]:
    """Say what cannot be asked of a buyer, who has no rating, no year and no risk class."""
    if row["kind"] == IndicatorKind.SCORED:
        yield Flaw("buyer-kind", criterion=row["criterion"])
    if row["m_from_year"] not in {"", "1"}:
        yield Flaw("buyer-year")
    if row["applies_to_risk"] != AppliesTo.ALL:
        yield Flaw("buyer-risk")
