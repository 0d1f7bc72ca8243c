"""Files of any spreadsheet: bytes in, records out, and back without loss; bombs stay outside."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairwild.kernel.refusals import Invalid
from fairwild.sheets import MAX_FILE_BYTES, MAX_RECORDS, guarded, read, workbook_of, written
from tests.conformance import CONFORMANCE, needs_conformance

SPECTRUM = CONFORMANCE / "web/csv-spectrum"
CONTRADICT_THEMSELVES = {"location_coordinates", "newlines_crlf"}
"""Cases whose JSON does not say what their CSV says."""
SPECTRUM_CASES = [
    path
    for path in sorted((SPECTRUM / "csvs").glob("*.csv"))
    if path.stem not in CONTRADICT_THEMSELVES
]

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
PRINTED = st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=20)
KNOWN = {"name", "village"}


def records(content: bytes) -> list[list[str]]:
    return list(read(io.BytesIO(content), knows=KNOWN.__contains__))


def code_of(content: bytes) -> str:
    with pytest.raises(Invalid) as invalid:
        records(content)
    return invalid.value.errors["file"]


def workbook(*rows: list[str]) -> bytes:
    made = io.BytesIO()
    workbook_of(made, rows[0], rows[1:], name="Sheet")
    return made.getvalue()


def packed(sheet: bytes, *, members: int = 0, lie: bytes = b"") -> bytes:
    """A workbook whose first sheet is these bytes."""
    made, source = io.BytesIO(), zipfile.ZipFile(io.BytesIO(workbook(["a"])))
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            archive.writestr(name, sheet if name.endswith("sheet1.xml") else source.read(name))
        for count in range(members):
            archive.writestr(f"../../etc/{count}", "x")
    return made.getvalue().replace(lie, b"\x01\x00\x00\x00") if lie else made.getvalue()


@given(st.lists(st.lists(TEXTS, min_size=2, max_size=4), max_size=6))
def test_what_is_written_is_read_again(rows: list[list[str]]) -> None:
    heading = ["name", "village"]
    assert records(written(heading, rows).encode()) == [heading, *rows]


@given(st.lists(st.lists(PRINTED, min_size=2, max_size=2), max_size=4))
def test_a_workbook_is_read_again(rows: list[list[str]]) -> None:
    heading = ["name", "village"]
    assert records(workbook(heading, *rows)) == [heading, *rows]


@given(TEXTS)
def test_no_written_cell_is_a_formula(cell: str) -> None:
    assert not guarded(cell).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_no_cell_of_a_workbook_is_a_formula_or_a_link() -> None:
    made = zipfile.ZipFile(io.BytesIO(workbook(["a"], ["=1+1"], ["http://example.org"])))
    sheet = made.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert b"hyperlink" not in sheet


@needs_conformance
def test_the_csv_spectrum_is_whole() -> None:
    assert len(SPECTRUM_CASES) == 10


@needs_conformance
@pytest.mark.parametrize("path", SPECTRUM_CASES, ids=lambda one: one.stem)
def test_the_csv_spectrum_is_read(path: Path) -> None:
    expected = json.loads((SPECTRUM / "json" / f"{path.stem}.json").read_text("utf-8"))
    heading, *rows = records(path.read_bytes())
    found = [dict(zip(heading, record, strict=True)) for record in rows if any(record)]
    assert found == [one for one in expected if any(one.values())]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_every_spreadsheet_s_habits_are_understood(
    delimiter: str, line_end: str, encoding: str
) -> None:
    rows = [["name", "areas"], ["Ruíz, Ana; \t", 'say "B1"'], ["two\nlines", ""]]
    quoted = [['"' + cell.replace('"', '""') + '"' for cell in row] for row in rows]
    text = line_end.join(delimiter.join(row) for row in quoted)
    assert records(text.encode(encoding)) == rows


def test_a_line_that_names_the_separator_is_obeyed() -> None:
    found = records(b"sep=;\r\nname;village\r\nA,B;C\r\n")
    assert found == [["name", "village"], ["A,B", "C"]]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file-empty"),
        (b" \r\n ", "file-empty"),
        ("name,village\n".encode("utf-16-le"), "file-not-text"),
        ("name\nÁgreda".encode("cp1252"), "file-not-utf-8"),
        (b"name\n" + b"x" * 500 + b"\x00", "file-not-text"),
        (b'name\n"open', "file-quotes"),
        (b'name\n"a"b', "file-quotes"),
        (b"name\n" + b"x" * 10_000_000, "file-cell-too-long"),
        (b"name\n" + b"a\n" * (MAX_RECORDS + 1), "file-too-long"),
        (b"x" * (MAX_FILE_BYTES + 1), "file-too-large"),
        (b"," * 60, "file-empty"),
        (b"a," * 60, "file-too-wide"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 500, "file-old-workbook"),
        (b"PK\x03\x04" + b"x" * 500, "file-broken"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_a_file_that_is_no_table_says_so(content: bytes, code: str) -> None:
    assert code_of(content) == code


FAR = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    b"</sheetData></worksheet>"
)


def test_a_bomb_is_not_unpacked() -> None:
    assert code_of(packed(b" " * 450_000_000)) == "file-unpacks-too-large"
    assert code_of(packed(FAR)) == "file-too-long"
    assert code_of(packed(b"x", members=1_100)) == "file-unpacks-too-large"


def test_a_workbook_that_lies_about_its_size_is_broken() -> None:
    size = len(FAR).to_bytes(4, "little")
    assert code_of(packed(FAR, lie=size)) in {"file-broken", "file-too-long"}


def test_what_is_zipped_and_no_workbook_is_refused() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("../../etc/passwd", "root")
    assert code_of(made.getvalue()) == "file-not-a-table"


def test_a_sheet_is_chosen_by_its_name() -> None:
    with pytest.raises(Invalid) as invalid:
        list(read(io.BytesIO(workbook(["a"])), sheet="Nobody"))
    assert invalid.value.errors == {"file": "file-no-such-sheet"}
