"""Workbooks of several sheets; the same sheets give the same bytes. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import IO, Any

import xlsxwriter

from fairwild.sheets.cells import Cell


@dataclass(frozen=True, kw_only=True)
class BookSheet:
    """One sheet: its name, its headings with the width of their columns, its rows.

    `levels` fold rows away under those of a smaller figure, one for each row.
    """

    name: str
    headings: Sequence[tuple[str, int]]
    rows: Sequence[Sequence[Cell]]
    levels: Sequence[int] = ()


def book_of(stream: IO[bytes], sheets: Sequence[BookSheet], *, title: str, at: datetime) -> None:
    """Write a workbook; text stays text, whatever it begins with."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(stream, options) as book:
        book.set_properties({"title": title, "created": at.replace(tzinfo=None, microsecond=0)})
        bold = book.add_format({"bold": True, "valign": "top"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        for each in sheets:
            sheet = book.add_worksheet(each.name[:31])
            sheet.freeze_panes(1, 0)
            for column, (heading, width) in enumerate(each.headings):
                sheet.set_column(column, column, width)
                sheet.write_string(0, column, heading, bold)
            deepest = max(each.levels, default=0)
            for row, record in enumerate(each.rows, start=1):
                level = each.levels[row - 1] if each.levels else deepest
                sheet.set_row(row, None, None, {"level": level})
                _write(sheet, row, record, bold if level < deepest else wrapped)


def _write(sheet: Any, row: int, record: Sequence[Cell], style: Any) -> None:
    for column, cell in enumerate(record):
        if isinstance(cell, (int, Decimal)):
            sheet.write_number(row, column, cell, style)
        elif cell:
            sheet.write_string(row, column, cell, style)
