"""A standard as a table: read, checked row by row, written, and read again as it was."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from fairwild.kernel.parameters import Evidence
from fairwild.standards import catalogue
from fairwild.standards.catalogue.keeping import files_of, keep
from fairwild.standards.catalogue.tables import TABLE_COLUMNS, Draft, draft_of, table_of
from fairwild.standards.rules import obstacles_to_using
from fairwild.standards.types import AppliesTo

HEAD: dict[str, Any] = {
    "name": "fairwild",
    "version": "3.0",
    "title": "FairWild Standard",
    "published": "2023",
    "valid_from": date(2023, 1, 1),
    "transition_until": date(2030, 1, 1),
    "language": "en",
    "evidence": "confirmed",
}
HEADING = ["Level", "Code", "Belongs to", "Text", "Guidance", "M from year", "M level", "Language"]
ROWS = [
    ["theme", "eco", "", "Ecology", "", "", "", ""],
    ["principle", "1", "eco", "Plants stay", "", "", "", ""],
    ["criterion", "1.1", "", "Status", "", "", "", ""],
    ["indicator", "1.1.a", "", "Known status", "Ask for it", "1", "2", ""],
    ["indicator", "1.1.b", "", "Reviewed", "Look for it", "", "", ""],
    ["", "1.1.a", "", "Estado conocido", "Pregunte", "", "", "es"],
]


def drafted(rows: list[list[str]] = ROWS, **head: Any) -> Draft:
    """Read a table of these rows."""
    return draft_of([HEADING, *rows], HEAD | head)


def test_a_table_becomes_a_standard_in_every_language_it_says() -> None:
    draft = drafted()
    assert draft.faults == []
    standard = draft.standard
    assert (standard.principle_count, standard.criterion_count) == (1, 1)
    first = standard.indicator("1.1.a")
    assert (first.m_from_year, first.m_level, first.applies_to) == (1, 2, AppliesTo.ALL)
    assert standard.words_of(first, "es").text == "Estado conocido"
    assert standard.said_in("1.1.a", "es") == "es"
    assert standard.words_of(standard.indicator("1.1.b"), "es").text == "Reviewed"
    assert standard.said_in("1.1.b", "es") == "en"
    assert standard.evidence is Evidence.CONFIRMED
    assert (standard.languages, standard.imported) == (("en", "es"), True)


@pytest.mark.parametrize(
    ("place", "column", "said", "row", "fault"),
    [
        (0, 0, "chapter", 2, "level cannot be"),
        (1, 2, "sea", 3, "there is no theme 'sea'"),
        (2, 1, "9.1", 4, "belongs to no principle"),
        (2, 2, "7", 4, "does not belong to '7'"),
        (3, 5, "9", 5, "m_from_year cannot be '9'"),
        (3, 6, "", 5, "m_from_year and m_level are given together"),
        (3, 3, "", 5, "text is empty"),
        (4, 1, "1.1.a", 6, "is there twice"),
        (4, 1, "2.1.a", 6, "there is no criterion '2.1'"),
        (5, 1, "4.4.a", 7, "there is nothing of the code"),
    ],
)
def test_every_fault_is_named_with_its_row(
    place: int, column: int, said: str, row: int, fault: str
) -> None:
    rows = [list(one) for one in ROWS]
    rows[place][column] = said
    found = drafted(rows).faults
    assert any(number == row and fault in what for number, what in found), found


def test_a_row_says_of_which_kind_an_indicator_is() -> None:
    heading = [*HEADING, "Kind", "Scored"]
    rows = [[*row, "", ""] for row in ROWS]
    rows[4][8] = "met-or-not"
    rows += [
        ["principle", "2", "eco", "Buyers stay", "", "", "", "", "", "no"],
        ["criterion", "2.1", "", "Trade", "", "", "", "", "", ""],
        ["indicator", "2.1.a", "", "Books are kept", "Read them", "1", "1", "", "Met-or-not", ""],
    ]
    draft = draft_of([heading, *rows], HEAD)
    assert draft.faults == []
    kinds = {one.code: one.kind for one in draft.standard.indicators}
    assert kinds == {"1.1.a": "scored", "1.1.b": "met-or-not", "2.1.a": "met-or-not"}
    assert [one.code for one in draft.standard.of_buyers] == ["2.1.a"]
    rows[-1][8] = ""
    assert draft_of([heading, *rows], HEAD).faults == [
        (10, "criterion 2.1 is not scored at the operation: its kind is met-or-not")
    ]


def test_faults_beside_the_table_and_in_its_heading_are_named_too() -> None:
    assert drafted(title="").faults[0] == (0, "title is missing or empty")
    wrong = draft_of([["code", "text", "colour"]], HEAD).faults
    assert [what.split(";")[0] for _, what in wrong] == [
        "the column level is missing",
        "there is no column 'colour'",
    ]
    assert (1, "there is no row of the level indicator") in drafted(ROWS[:3]).faults


def test_what_is_kept_is_read_as_it_was_and_only_whole(tmp_path: Path) -> None:
    files = files_of(drafted(note='Quoted "so", \\ and\nbroken'))
    keep(files, tmp_path, name="fairwild", version="3.0")
    read = catalogue.read_standard(tmp_path / "fairwild/3.0", imported=True)
    assert read.note == 'Quoted "so", \\ and\nbroken'
    assert read.wording["es"]["1.1.a"].guidance == "Pregunte"
    assert not read.is_open_on(date(2030, 1, 1))
    assert read.is_open_on(date(2029, 12, 31))
    assert catalogue.own_faults(tmp_path) == []
    again = files_of(drafted(title="Second reading"))
    keep(again, tmp_path, name="fairwild", version="3.0")
    assert catalogue.read_standard(tmp_path / "fairwild/3.0").title == "Second reading"
    assert sorted(path.name for path in tmp_path.iterdir()) == [".changed", "fairwild"]
    with pytest.raises(ValueError, match="not the name"):
        keep(files, tmp_path, name="../x", version="3.0")


def test_an_own_version_takes_the_place_of_the_one_that_ships(tmp_path: Path) -> None:
    before = catalogue.own_folder()
    try:
        catalogue.read_also(tmp_path / "standards")
        assert catalogue.standard_version("fairwild", "3.0").indicators == ()
        (tmp_path / "standards").mkdir()
        files = files_of(drafted())
        keep(files, tmp_path / "standards", name="fairwild", version="3.0")
        assert len(catalogue.standard_version("fairwild", "3.0").indicators) == 2
        assert catalogue.standard_version("fairwild", "2.0").imported is False
        line = (tmp_path / "standards/fairwild/3.0/indicators.csv").read_text().count("\n")
        with (tmp_path / "standards/fairwild/3.0/indicators.csv").open("a") as file:
            file.write("1.1.c,9.9\n")
        [fault] = catalogue.own_faults(tmp_path / "standards")
        assert fault.startswith(f"fairwild/3.0/indicators.csv:{line + 1}: 2 cells")
    finally:
        catalogue.read_also(before or tmp_path / "nowhere")


def test_the_table_of_a_version_reads_back_as_that_version() -> None:
    shipped = catalogue.standard_version("fairwild", "2.0")
    head = HEAD | {"version": "2.0", "valid_from": shipped.valid_from, "transition_until": None}
    head |= {"published": shipped.published, "score_texts": list(shipped.score_texts)}
    read = draft_of([list(TABLE_COLUMNS), *table_of(shipped)], head)
    assert read.faults == []
    assert [(one.code, one.text) for one in read.standard.indicators] == [
        (one.code, one.text) for one in shipped.indicators
    ]
    unscored = [one.number for one in read.standard.principles if not one.scored_at_operation]
    assert unscored == [11]
    assert read.standard.wording == shipped.wording


@pytest.mark.parametrize(
    ("on", "rows", "codes"),
    [
        (date(2026, 1, 1), ROWS, []),
        (date(2022, 1, 1), ROWS, ["standard-not-yet-valid"]),
        (date(2030, 1, 1), ROWS, ["standard-transition-over"]),
    ],
)
def test_a_version_is_used_within_its_days(
    on: date, rows: list[list[str]], codes: list[str]
) -> None:
    found = obstacles_to_using(drafted(rows).standard, on=on)
    assert [one.code for one in found] == codes


def test_an_empty_version_is_not_used() -> None:
    empty = catalogue.standard_version("fairwild", "2.0")
    found = obstacles_to_using(replace(empty, indicators=()), on=date(2026, 1, 1))
    assert [one.code for one in found] == ["standard-without-indicators"]
