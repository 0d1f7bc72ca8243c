"""Comma-separated files: their letters, their delimiter, and their records one by one. Pure."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from typing import BinaryIO

from fairwild.kernel.refusals import Invalid
from fairwild.sheets.cells import GUARD, unguarded

DELIMITERS = ",;\t"
HEAD_CHARACTERS = 262_144
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_SEPARATOR_LINE = re.compile(r"sep=([,;\t|])\r?\n", re.IGNORECASE)

Knows = Callable[[str], object]


def wrong(code: str) -> Invalid:
    """Say what keeps a file from being read, by its code."""
    return Invalid({"file": code})


def _encoding(stream: BinaryIO) -> str:
    """Tell how the letters are written: by the mark at the start, else it must be UTF-8."""
    head = stream.read(400)
    stream.seek(0)
    if head.startswith(_UTF_16):
        return "utf-16"
    if b"\x00" in head:
        raise wrong("file-not-text")
    return "utf-8-sig"


def records(stream: BinaryIO, knows: Knows) -> Iterator[list[str]]:
    """Give every record of a text file, the heading first; `knows` helps to find the delimiter.

    Raises Invalid, at once or on the way, for what is no table in UTF-8 or marked UTF-16.
    """
    stream.seek(0)
    text = io.TextIOWrapper(stream, encoding=_encoding(stream), newline="")
    try:
        yield from _records(text, knows)
    except UnicodeDecodeError as error:
        raise wrong("file-not-utf-8") from error
    except csv.Error as error:
        too_long = "field larger" in str(error)
        raise wrong("file-cell-too-long" if too_long else "file-quotes") from error
    finally:
        if not stream.closed:
            text.detach()  # who opened the file closes it


def _records(text: io.TextIOWrapper, knows: Knows) -> Iterator[list[str]]:
    head = text.read(HEAD_CHARACTERS)
    if not head.strip():
        raise wrong("file-empty")
    announced = _SEPARATOR_LINE.match(head)
    delimiter = announced[1] if announced else _delimiter(head, knows)
    text.seek(0)
    if announced:
        text.readline()
    reader = csv.reader(_lines(text), delimiter=delimiter, strict=True)
    for record in reader:
        yield [unguarded(cell) if cell[:1] == GUARD else cell for cell in record]


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    for line in text:
        if "\x00" in line:
            raise wrong("file-not-text")
        yield line


def _delimiter(head: str, knows: Knows) -> str:
    """Give the delimiter by which the heading has most known columns, then most columns."""

    def weight(delimiter: str) -> tuple[int, int]:
        lines = csv.reader(io.StringIO(head, newline=""), delimiter=delimiter)
        heading = next(lines, [])
        return sum(bool(knows(cell)) for cell in heading), len(heading)

    return max(DELIMITERS, key=weight)
