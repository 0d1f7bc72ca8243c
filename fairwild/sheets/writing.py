"""Records as files that every spreadsheet opens, one by one. Pure."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import IO

import xlsxwriter

from fairwild.sheets.cells import Cell, Linked, guarded

BLOCK_ROWS = 500
MAX_WIDTH = 40


def lines_of(heading: Sequence[str], records: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """Write a text file piece by piece: marked UTF-8, commas, CRLF, no formulas."""
    page = io.StringIO(newline="")
    page.write("\ufeff")
    writer = csv.writer(page, lineterminator="\r\n")
    writer.writerow(heading)
    for count, record in enumerate(records, 1):
        writer.writerow([guarded(cell) if isinstance(cell, str) else cell for cell in record])
        if count % BLOCK_ROWS == 0:
            yield page.getvalue()
            page.seek(0)
            page.truncate()
    yield page.getvalue()


def written(heading: Sequence[str], records: Iterable[Sequence[Cell]]) -> str:
    """Write a whole text file as `lines_of` does."""
    return "".join(lines_of(heading, records))


def workbook_of(
    stream: IO[bytes],
    heading: Sequence[str],
    records: Iterable[Sequence[Cell | Linked]],
    *,
    name: str,
    notes: tuple[str, Mapping[str, str]] | None = None,
) -> None:
    """Write a workbook row by row; text stays text, whatever it begins with.

    `notes` names a second sheet and says something of every column there.
    """
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        sheet = book.add_worksheet(name[:31])
        bold = book.add_format({"bold": True})
        sheet.freeze_panes(1, 0)
        for column, text in enumerate(heading):
            sheet.set_column(column, column, min(max(len(text) + 2, 12), MAX_WIDTH))
        for column, text in enumerate(heading):
            sheet.write_string(0, column, text, bold)
        for row, record in enumerate(records, 1):
            for column, cell in enumerate(record):
                _put(sheet, row, column, cell)
        if notes is not None:
            _note(book.add_worksheet(notes[0][:31]), notes[1])


def _note(sheet: xlsxwriter.worksheet.Worksheet, notes: Mapping[str, str]) -> None:
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 80)
    for row, (name, text) in enumerate(notes.items()):
        sheet.write_string(row, 0, name)
        sheet.write_string(row, 1, text)


def _put(sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, cell: Cell | Linked) -> None:
    if isinstance(cell, Linked):
        sheet.write_url(row, column, cell.address)
        sheet.write_number(row, column, cell.value, sheet.default_url_format)
    elif isinstance(cell, (int, Decimal)):
        sheet.write_number(row, column, cell)
    elif cell:
        sheet.write_string(row, column, cell)
