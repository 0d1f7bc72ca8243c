"""A standard as one table that a spreadsheet edits: read into a draft, written from a version."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from fairwild.sheets import read
from fairwild.standards.catalogue.checking import (
    Fault,
    codes_of,
    faults_of_outline,
    faults_of_sheet,
    faults_of_wording,
)
from fairwild.standards.catalogue.reading import (
    COLUMNS,
    SCORES,
    WORDING_COLUMNS,
    Outline,
    Sheet,
    built,
)
from fairwild.standards.flaws import Flaw
from fairwild.standards.types import StandardVersion, Words

LEVELS = ("theme", "principle", "criterion", "indicator")
NEEDED = ("level", "code", "text")
TABLE_COLUMNS = (
    "level",
    "code",
    "belongs_to",
    "text",
    "guidance",
    "kind",
    "scored",
    "m_from_year",
    "m_level",
    "applies_to_risk",
    "sample",
    *SCORES,
    "language",
)
HEADER = (*COLUMNS, *SCORES)
_YES_NO = {"": True, "yes": True, "true": True, "no": False, "false": False}
_SAMPLE = {**_YES_NO, "": False}
_BESIDE = frozenset({"sha256", "other_counts"})
"""What a form says of the import, not of the version."""

Row = dict[str, str]


@dataclass
class Draft:
    """A standard read from a table, with everything that is wrong with it by row.

    Row 1 is the heading; row 0 stands for what was said of the version beside the table.
    """

    outline: Outline
    indicators: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)
    wording: dict[str, list[tuple[int, tuple[str, ...]]]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    @property
    def sheet(self) -> Sheet:
        """The indicators as a table."""
        return Sheet(HEADER, tuple(self.indicators))

    @property
    def wordings(self) -> dict[str, Sheet]:
        """The other languages, each as a table."""
        return {one: Sheet(WORDING_COLUMNS, tuple(rows)) for one, rows in self.wording.items()}

    @property
    def standard(self) -> StandardVersion:
        """The version that would be; only where nothing is wrong."""
        return built(self.outline, self.sheet, self.wordings, imported=True)


def draft_of(records: Iterable[Sequence[str]], head: Mapping[str, Any]) -> Draft:
    """Read a table, its heading first, under what is said of the version as a whole."""
    draft = Draft(Outline(dict(head), [], [], []))
    rows = iter(records)
    columns = [_column(cell) for cell in next(rows, [])]
    draft.faults += _faults_of_heading(columns)
    if draft.faults:
        return draft
    for number, cells in enumerate(rows, start=2):
        row = dict(zip(columns, (cell.strip() for cell in cells), strict=False))
        if any(row.values()):
            _take(draft, number, {name: row.get(name, "") for name in TABLE_COLUMNS})
    _count(draft)
    draft.faults = sorted([*draft.faults, *_faults(draft)])
    return draft


def drafted_from(
    stream: BinaryIO, order: Mapping[str, Any], versions: Iterable[StandardVersion]
) -> Draft:
    """Read a CSV or XLSX file under what was said of the version; raises Invalid for no table.

    What the points mean is taken over from a version of the same name. A text that is known as a
    sample stays one, whatever its row says.
    """
    versions = list(versions)
    same = (list(one.score_texts) for one in versions if one.name == order["name"])
    head = {
        name: value for name, value in order.items() if value is not None and name not in _BESIDE
    }
    head |= {"evidence": str(order["evidence"]), "score_texts": next(filter(None, same), [])}
    draft = draft_of(read(stream, knows=lambda cell: _column(cell) in TABLE_COLUMNS), head)
    samples = {one.text for known in versions for one in known.indicators if one.sample}
    draft.indicators = [(number, _marked(cells, samples)) for number, cells in draft.indicators]
    return draft


def _marked(cells: tuple[str, ...], samples: set[str]) -> tuple[str, ...]:
    """Mark a row as a sample where its text is one."""
    row = dict(zip(HEADER, cells, strict=True))
    return tuple((row | {"sample": "true"}).values()) if row["text"] in samples else cells


def _column(cell: str) -> str:
    return cell.strip().casefold().replace(" ", "_")


def _faults_of_heading(columns: Sequence[str]) -> Iterator[Fault]:
    for name in NEEDED:
        if name not in columns:
            yield 1, Flaw("column-missing", name=name)
    for name in columns:
        if name not in TABLE_COLUMNS:
            yield 1, Flaw("column-unknown", name=name, known=", ".join(TABLE_COLUMNS))
        elif columns.count(name) > 1:
            yield 1, Flaw("column-twice", name=name)


def _take(draft: Draft, number: int, row: Row) -> None:
    """Put one row where it belongs."""
    own = str(draft.outline.standard.get("language", "en"))
    language = row["language"].lower()
    if language and language != own:
        said = tuple(row[name] for name in WORDING_COLUMNS)
        draft.wording.setdefault(language, []).append((number, said))
        return
    if row["level"].lower() not in LEVELS:
        draft.faults.append(
            (number, Flaw("level-unknown", level=row["level"], known=", ".join(LEVELS)))
        )
        return
    _PLACES[row["level"].lower()](draft, number, row)


def _theme(draft: Draft, number: int, row: Row) -> None:
    table: dict[str, object] = {"code": row["code"], "title": row["text"]}
    table["evidence"] = _trust(draft)
    draft.outline.themes.append((number, table))


def _principle(draft: Draft, number: int, row: Row) -> None:
    if row["scored"].lower() not in _YES_NO:
        draft.faults.append((number, Flaw("scored-unclear", said=row["scored"])))
    table: dict[str, object] = {
        "number": int(row["code"]) if row["code"].isdecimal() else row["code"],
        "title": row["text"],
        "theme": row["belongs_to"],
        "scored_at_operation": _YES_NO.get(row["scored"].lower(), True),
        "evidence": _trust(draft),
        "note": row["guidance"],
    }
    draft.outline.principles.append((number, table))


def _criterion(draft: Draft, number: int, row: Row) -> None:
    principle = row["code"].partition(".")[0]
    if row["belongs_to"] not in {"", principle}:
        draft.faults.append(
            (number, Flaw("belongs-elsewhere", code=row["code"], other=row["belongs_to"]))
        )
    table: dict[str, object] = {"code": row["code"], "title": row["text"]}
    table |= {"evidence": _trust(draft), "note": row["guidance"]}
    draft.outline.criteria.append((number, table))


def _indicator(draft: Draft, number: int, row: Row) -> None:
    criterion = row["belongs_to"] or row["code"].rpartition(".")[0]
    if row["sample"].lower() not in _SAMPLE:
        draft.faults.append((number, Flaw("sample-unclear", said=row["sample"])))
    cells = row | {
        "criterion": criterion,
        "kind": row["kind"].lower() or "scored",
        "applies_to_risk": row["applies_to_risk"] or "all",
        "sample": "true" if _SAMPLE.get(row["sample"].lower()) else "false",
    }
    draft.indicators.append((number, tuple(cells[name] for name in HEADER)))


_PLACES = {
    "theme": _theme,
    "principle": _principle,
    "criterion": _criterion,
    "indicator": _indicator,
}


def _trust(draft: Draft) -> str:
    return str(draft.outline.standard.get("evidence", "confirmed"))


def _count(draft: Draft) -> None:
    head, outline = draft.outline.standard, draft.outline
    head["principle_count"], head["criterion_count"] = (
        len(outline.principles),
        len(outline.criteria),
    )


def _faults(draft: Draft) -> Iterator[Fault]:
    yield from faults_of_outline(draft.outline, 0)
    yield from faults_of_sheet(draft.sheet, draft.outline)
    if not draft.indicators:
        yield 1, Flaw("no-indicator")
    codes = codes_of(draft.outline, draft.sheet)
    for sheet in draft.wordings.values():
        yield from faults_of_wording(sheet, codes)


def table_of(standard: StandardVersion) -> Iterator[list[str]]:
    """Write a version as the rows of such a table, without its heading."""
    yield from (_row("theme", one.code, "", one.title) for one in standard.themes)
    for principle in standard.principles:
        number = str(principle.number)
        scored = "yes" if principle.scored_at_operation else "no"
        said = {"guidance": principle.note, "scored": scored}
        yield _row("principle", number, principle.theme, principle.title, **said)
        for criterion in standard.criteria_of(principle.number):
            yield _row(
                "criterion", criterion.code, number, criterion.title, guidance=criterion.note
            )
            yield from _indicator_rows(standard, criterion.code)
    for language, said_in in sorted(standard.wording.items()):
        for code, words in said_in.items():
            yield _said_row(code, words, language)


def _indicator_rows(standard: StandardVersion, criterion: str) -> Iterator[list[str]]:
    for one in standard.indicators_of(criterion):
        yield _row(
            "indicator",
            one.code,
            criterion,
            one.text,
            guidance=one.guidance,
            kind=str(one.kind),
            m_from_year=str(one.m_from_year or ""),
            m_level=str(one.m_level or ""),
            applies_to_risk=str(one.applies_to),
            sample="yes" if one.sample else "",
            **_scores(one.scores),
        )


def _said_row(code: str, words: Words, language: str) -> list[str]:
    more = {"guidance": words.guidance, "language": language, **_scores(words.scores)}
    return _row("", code, "", words.text, **more)


def _scores(texts: Sequence[str]) -> dict[str, str]:
    return dict(zip(SCORES, texts, strict=False))


def _row(level: str, code: str, belongs_to: str, text: str, **more: str) -> list[str]:
    said = {"level": level, "code": code, "belongs_to": belongs_to, "text": text, **more}
    return [said.get(name, "") for name in TABLE_COLUMNS]
