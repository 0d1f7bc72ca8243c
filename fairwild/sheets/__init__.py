"""Spreadsheet files: bytes to records and back, whatever program wrote them. Pure."""

from fairwild.sheets.cells import Cell, Figure, Linked, guarded, unguarded
from fairwild.sheets.reading import MAX_COLUMNS, MAX_FILE_BYTES, MAX_RECORDS, read
from fairwild.sheets.writing import lines_of, workbook_of, written

__all__ = [
    "MAX_COLUMNS",
    "MAX_FILE_BYTES",
    "MAX_RECORDS",
    "Cell",
    "Figure",
    "Linked",
    "guarded",
    "lines_of",
    "read",
    "unguarded",
    "workbook_of",
    "written",
]
