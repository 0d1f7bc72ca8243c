"""Files of harvesters: any spreadsheet's bytes in, records out, and back without loss."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairwild.harvesters import cells, sheets
from fairwild.kernel.refusals import Invalid

SPECTRUM = Path(__file__).resolve().parents[3] / "shared/conformance/web/csv-spectrum"
CONTRADICT_THEMSELVES = {"location_coordinates", "newlines_crlf"}
"""Cases whose JSON does not say what their CSV says."""

HEAD = "name,birth_year,village,registered_from\n"
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)


@given(st.lists(st.lists(TEXTS, min_size=2, max_size=4), max_size=6))
def test_what_is_written_is_read_again(records: list[list[str]]) -> None:
    heading = ["name", "village"]
    text = sheets.written(heading, records)
    assert sheets.records_of(text, cells.is_column) == [heading, *records]


@given(TEXTS)
def test_no_written_cell_is_a_formula(cell: str) -> None:
    assert not sheets.guarded(cell).startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.skipif(not SPECTRUM.is_dir(), reason="the conformance files are not beside this clone")
@pytest.mark.parametrize(
    "path", sorted((SPECTRUM / "csvs").glob("*.csv")), ids=lambda one: one.stem
)
def test_the_csv_spectrum_is_read(path: Path) -> None:
    if path.stem in CONTRADICT_THEMSELVES:
        pytest.skip("this case contradicts its own JSON")
    expected = json.loads((SPECTRUM / "json" / f"{path.stem}.json").read_text("utf-8"))
    heading, *records = sheets.records_of(sheets.decoded(path.read_bytes()))
    found = [dict(zip(heading, record, strict=True)) for record in records if any(record)]
    assert found == [one for one in expected if any(one.values())]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_every_spreadsheet_s_habits_are_understood(
    delimiter: str, line_end: str, mark: str
) -> None:
    rows = [["name", "areas"], ["Ruiz, Ana; \t", 'say "B1"'], ["two\nlines", ""]]
    quoted = [['"' + cell.replace('"', '""') + '"' for cell in row] for row in rows]
    text = mark + line_end.join(delimiter.join(row) for row in quoted)
    read = sheets.records_of(sheets.decoded(text.encode()), cells.is_column)
    assert read == rows


def test_a_line_that_names_the_separator_is_obeyed() -> None:
    assert sheets.records_of("sep=;\r\nname;village\r\nA,B;C\r\n") == [
        ["name", "village"],
        ["A,B", "C"],
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (HEAD.encode("utf-16"), "file-utf-16"),
        (HEAD.encode("utf-16-le"), "file-utf-16"),
        ("name\nÁgreda".encode("cp1252"), "file-not-utf-8"),
        (b"x" * (sheets.MAX_FILE_BYTES + 1), "file-too-large"),
    ],
)
def test_a_file_that_is_not_utf_8_says_so(content: bytes, code: str) -> None:
    with pytest.raises(Invalid) as invalid:
        sheets.decoded(content)
    assert invalid.value.errors == {"file": code}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "file-empty"),
        (" \r\n ", "file-empty"),
        ('name\n"open', "file-quotes"),
        ('name\n"a"b', "file-quotes"),
        ("name\n" + "x" * 200_000, "file-quotes"),
        (HEAD + "a\x00,1980,b,2026-01-01", "file-not-text"),
        ("name\n" + "a\n" * (sheets.MAX_RECORDS + 1), "file-too-long"),
    ],
)
def test_a_file_that_is_no_table_says_so(text: str, code: str) -> None:
    with pytest.raises(Invalid) as invalid:
        sheets.records_of(text, cells.is_column)
    assert invalid.value.errors == {"file": code}


def codes_of(wrong: list[cells.WrongCell]) -> list[tuple[str, str]]:
    return [(one.column, one.obstacle.code) for one in wrong]


def test_headings_are_matched_whatever_their_writing() -> None:
    assert cells.wrong_headings([" Name", "BIRTH YEAR", "village", "Registered-From", ""]) == []


def test_everything_wrong_with_the_heading_is_named() -> None:
    wrong = cells.wrong_headings(["name", "Name", "colour", "village"])
    assert codes_of(wrong) == [
        ("heading", "column-unknown"),
        ("name", "column-twice"),
        ("birth_year", "column-missing"),
        ("registered_from", "column-missing"),
    ]


def test_every_wrong_cell_of_a_row_is_named() -> None:
    row = cells.read_row(
        7,
        {
            "local_id": "x" * 41,
            "name": "",
            "sex": "tree",
            "birth_year": "80",
            "village": "two\nlines",
            "phone": "call me",
            "areas": "B9, B1",
            "species": "ROSCAN",
            "registered_from": "31/12/2026",
            "last_day": "2026-02-30",
            "other_ids": "17",
        },
        cells.Register(areas={}, species={}),
    )
    assert row.entry is None
    assert sorted(codes_of(list(row.wrong))) == [
        ("areas", "cell-areas-unknown"),
        ("birth_year", "cell-not-a-year"),
        ("last_day", "cell-not-a-day"),
        ("local_id", "cell-too-long"),
        ("name", "cell-empty"),
        ("other_ids", "cell-not-other-ids"),
        ("phone", "cell-not-a-phone"),
        ("registered_from", "cell-not-a-day"),
        ("sex", "cell-not-a-sex"),
        ("species", "cell-species-unknown"),
        ("village", "cell-not-one-line"),
    ]
    assert {one.row for one in row.wrong} == {7}


@given(TEXTS, TEXTS, TEXTS)
def test_no_cell_brings_the_reader_down(name: str, year: str, day: str) -> None:
    row = {"name": name, "birth_year": year, "registered_from": day, "last_day": day}
    read = cells.read_row(2, row, cells.Register())
    assert read.entry is None or not read.wrong
