"""Turns the files of one standard into numbered rows, and sound rows into types."""

import csv
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType

from fairwild.kernel.parameters import Evidence, numbered_tables
from fairwild.standards.types import (
    AppliesTo,
    Criterion,
    Indicator,
    IndicatorKind,
    Principle,
    StandardVersion,
    Theme,
    Words,
)

STANDARD_FILE = "standard.toml"
INDICATORS_FILE = "indicators.csv"
COLUMNS = (
    "code",
    "criterion",
    "text",
    "kind",
    "m_from_year",
    "m_level",
    "applies_to_risk",
    "guidance",
    "sample",
)
SCORES = ("score_0", "score_1", "score_2", "score_3")
WORDING_COLUMNS = ("code", "text", "guidance", *SCORES)

Tables = list[tuple[int, dict[str, object]]]


@dataclass(frozen=True)
class Outline:
    """A standard as written in TOML, each table with the line it starts on."""

    standard: dict[str, object]
    themes: Tables
    principles: Tables
    criteria: Tables


@dataclass(frozen=True)
class Sheet:
    """A table as written in CSV: its header, and each row with its line."""

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def outline_of(text: str) -> Outline:
    """Read the TOML of a standard; raises ValueError where it cannot be read at all."""
    standard = tomllib.loads(text).get("standard")
    if not isinstance(standard, dict):
        message = "there is no [standard] table"
        raise ValueError(message)
    tables = [numbered_tables(text, name) for name in ("theme", "principle", "criterion")]
    return Outline(standard, *tables)


def sheet_of(path: Path) -> Sheet:
    """Read a CSV file; one that is not there is an empty sheet under the right header."""
    if not path.exists():
        return Sheet(COLUMNS, ())
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.reader(lines)
        header = tuple(next(reader, ()))
        return Sheet(header, tuple((reader.line_num, tuple(cells)) for cells in reader))


def wording_files(place: Path) -> dict[str, Path]:
    """Give the files that say this standard in other languages, by language."""
    return {path.name.split(".")[1]: path for path in sorted(place.glob("wording.*.csv"))}


def built(
    outline: Outline,
    sheet: Sheet,
    wording: Mapping[str, Sheet] = MappingProxyType({}),
    *,
    imported: bool = False,
) -> StandardVersion:
    """Make the standard out of rows that have no fault."""
    head = outline.standard
    valid_from = head["valid_from"]
    if not isinstance(valid_from, date):
        message = f"valid_from is not a day: {valid_from!r}"
        raise TypeError(message)
    return StandardVersion(
        name=str(head["name"]),
        version=str(head["version"]),
        title=str(head["title"]),
        published=str(head["published"]),
        valid_from=valid_from,
        principle_count=int(str(head["principle_count"])),
        criterion_count=int(str(head["criterion_count"])),
        evidence=_evidence(head),
        note=str(head.get("note", "")),
        indicators_note=str(head.get("indicators_note", "")),
        themes=tuple(_theme(row) for _, row in outline.themes),
        principles=tuple(_principle(row) for _, row in outline.principles),
        criteria=tuple(_criterion(row) for _, row in outline.criteria),
        indicators=tuple(_indicator(sheet.header, cells) for _, cells in sheet.rows),
        transition_until=_day_of(head, "transition_until"),
        score_texts=_texts(head.get("score_texts")),
        language=str(head.get("language", "en")),
        wording=MappingProxyType({name: _wording(said) for name, said in wording.items()}),
        imported=imported,
    )


def _day_of(row: Mapping[str, object], name: str) -> date | None:
    day = row.get(name)
    return day if isinstance(day, date) else None


def _texts(given: object) -> tuple[str, ...]:
    return tuple(str(text) for text in given) if isinstance(given, list) else ()


def _scores(row: Mapping[str, str]) -> tuple[str, ...]:
    texts = tuple(row.get(name, "") for name in SCORES)
    return texts if any(texts) else ()


def _wording(sheet: Sheet) -> Mapping[str, Words]:
    rows = (dict(zip(WORDING_COLUMNS, cells, strict=True)) for _, cells in sheet.rows)
    return MappingProxyType(
        {row["code"]: Words(row["text"], row["guidance"], _scores(row)) for row in rows}
    )


def _evidence(row: Mapping[str, object]) -> Evidence:
    return Evidence(str(row["evidence"]))


def _theme(row: Mapping[str, object]) -> Theme:
    return Theme(str(row["code"]), str(row["title"]), _evidence(row))


def _principle(row: Mapping[str, object]) -> Principle:
    return Principle(
        number=int(str(row["number"])),
        title=str(row["title"]),
        theme=str(row["theme"]),
        scored_at_operation=row["scored_at_operation"] is True,
        evidence=_evidence(row),
        note=str(row.get("note", "")),
    )


def _criterion(row: Mapping[str, object]) -> Criterion:
    return Criterion(
        code=str(row["code"]),
        title=str(row["title"]),
        evidence=_evidence(row),
        note=str(row.get("note", "")),
    )


def _indicator(header: tuple[str, ...], cells: tuple[str, ...]) -> Indicator:
    row = dict(zip(header, cells, strict=True))
    return Indicator(
        code=row["code"],
        criterion=row["criterion"],
        text=row["text"],
        kind=IndicatorKind(row["kind"]),
        m_from_year=int(row["m_from_year"]) if row["m_from_year"] else None,
        m_level=int(row["m_level"]) if row["m_level"] else None,
        applies_to=AppliesTo(row["applies_to_risk"]),
        guidance=row["guidance"],
        sample=row["sample"] == "true",
        scores=_scores(row),
    )
