"""Comma-separated files: bytes to records and back, whatever program wrote them. Pure."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence

from fairwild.kernel.refusals import Invalid

MAX_FILE_BYTES = 5_000_000
MAX_RECORDS = 20_000
DELIMITERS = ",;\t"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)


def _wrong(code: str) -> Invalid:
    return Invalid({"file": code})


def decoded(content: bytes) -> str:
    """Read a file as UTF-8, with or without a mark at its start; raises Invalid for the rest."""
    if len(content) > MAX_FILE_BYTES:
        raise _wrong("file-too-large")
    if content.startswith(_UTF_16) or b"\x00" in content[:200]:
        raise _wrong("file-utf-16")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _wrong("file-not-utf-8") from error
    return text


def records_of(text: str, knows: Callable[[str], bool] = bool) -> list[list[str]]:
    """Give every record, the heading first; `knows` tells headings, to find the delimiter.

    Raises Invalid for a file that is empty, too long or whose quotes do not close.
    """
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise _wrong("file-empty")
    if "\x00" in text:
        raise _wrong("file-not-text")
    announced = _SEPARATOR_LINE.match(text)
    body = text[announced.end() :] if announced else text
    records = _read(body, announced[1] if announced else _delimiter(body, knows))
    if len(records) > MAX_RECORDS + 1:
        raise _wrong("file-too-long")
    return records


def _read(text: str, delimiter: str) -> list[list[str]]:
    try:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        return [[_unguarded(cell) for cell in record] for record in lines]
    except csv.Error as error:
        raise _wrong("file-quotes") from error


def _delimiter(text: str, knows: Callable[[str], bool]) -> str:
    """Give the delimiter by which the heading has most known columns, then most columns."""

    def weight(delimiter: str) -> tuple[int, int]:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        heading = next(lines, [])
        return sum(knows(cell) for cell in heading), len(heading)

    try:
        return max(DELIMITERS, key=weight)
    except csv.Error as error:
        raise _wrong("file-quotes") from error


def guarded(cell: str) -> str:
    """Give the cell so that no spreadsheet takes it for a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _unguarded(cell: str) -> str:
    return cell[1:] if _GUARDED.match(cell) else cell


def written(heading: Sequence[str], records: Iterable[Sequence[str]]) -> str:
    """Write a file every spreadsheet opens: marked UTF-8, commas, CRLF, no formulas."""
    sheet = io.StringIO(newline="")
    sheet.write("\ufeff")
    writer = csv.writer(sheet, lineterminator="\r\n")
    writer.writerow(heading)
    writer.writerows([guarded(cell) for cell in record] for record in records)
    return sheet.getvalue()
