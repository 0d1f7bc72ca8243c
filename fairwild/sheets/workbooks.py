"""XLSX workbooks: weighed before they are opened, then read row by row. Pure.

A small file can unpack to gigabytes, and two cells far apart make a reader fill in everything
between them; both are refused before the reader sees the file.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from python_calamine import CalamineError, CalamineWorkbook

from fairwild.sheets.cells import MAX_CELL_LENGTH, text_of
from fairwild.sheets.texts import wrong

MAX_MEMBERS = 1_000
MAX_UNPACKED_BYTES = 400_000_000
CHUNK = 1 << 20
OVERLAP = 32
SIGNATURE = b"PK\x03\x04"
OLD_SIGNATURE = b"\xd0\xcf\x11\xe0"
_FAR_AWAY = re.compile(rb'\br="(?:[A-Z]{3}[0-9]|[B-Z][A-Z][0-9]|[A-Z]*(?:[2-9][0-9]{5}|[0-9]{7}))')
"""The place of a cell right of column AZ or below row 199,999."""


def records(stream: BinaryIO, sheet: str) -> Iterator[list[str]]:
    """Give every row of the named sheet, else of the first one, as text.

    Raises Invalid for a workbook that is too large unpacked, broken, or has no such sheet.
    """
    _weigh(stream)
    stream.seek(0)
    try:
        with CalamineWorkbook.from_filelike(stream) as book:
            yield from _rows(book, sheet)
    except (CalamineError, zipfile.BadZipFile) as error:
        raise wrong("file-broken") from error


def _rows(book: CalamineWorkbook, sheet: str) -> Iterator[list[str]]:
    names = book.sheet_names
    if not names or (sheet and sheet not in names):
        raise wrong("file-no-such-sheet")
    for row in book.get_sheet_by_name(sheet or names[0]).iter_rows():
        cells = [text_of(value) for value in row]
        if any(len(cell) > MAX_CELL_LENGTH for cell in cells):
            raise wrong("file-cell-too-long")
        yield cells


def _weigh(stream: BinaryIO) -> None:
    """Refuse what unpacks to too much or to too wide a table, by unpacking it piece by piece."""
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive:
            _weigh_members(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise wrong("file-broken") from error


def _weigh_members(archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    if len(members) > MAX_MEMBERS:
        raise wrong("file-unpacks-too-large")
    if sum(member.file_size for member in members) > MAX_UNPACKED_BYTES:
        raise wrong("file-unpacks-too-large")
    if "xl/workbook.xml" not in archive.namelist():
        raise wrong("file-not-a-table")
    for member in members:
        _weigh_member(archive, member)


def _weigh_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Unpack a member without keeping it; what lies about its size fails its checksum here."""
    is_sheet = member.filename.lower().startswith("xl/worksheets/")
    before = b""
    with archive.open(member) as unpacked:
        while chunk := unpacked.read(CHUNK):
            if is_sheet and _FAR_AWAY.search(before + chunk):
                raise wrong("file-too-long")
            before = chunk[-OVERLAP:]


def is_workbook(head: bytes) -> bool:
    """Tell by its first bytes whether a file is a zipped workbook."""
    return head.startswith(SIGNATURE)
