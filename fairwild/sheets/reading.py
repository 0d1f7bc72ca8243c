"""Any spreadsheet file as records, the heading first, one by one. Pure."""

import os
from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO

from fairwild.sheets import texts, workbooks
from fairwild.sheets.texts import Knows, wrong

MAX_FILE_BYTES = 64_000_000
MAX_RECORDS = 199_998
MAX_COLUMNS = 52


def read(stream: BinaryIO, *, knows: Knows = bool, sheet: str = "") -> Iterator[list[str]]:
    """Give every record of a CSV or XLSX file, the heading first, without holding them all.

    `knows` tells headings, to find the delimiter; `sheet` names one of a workbook, else it is
    the first. Raises Invalid under `file`: for the heading at once, for the rest on the way.
    """
    found = _counted(_records(stream, knows, sheet))
    heading = next(found, None)
    if heading is None or not any(cell.strip() for cell in heading):
        raise wrong("file-empty")
    if len(heading) > MAX_COLUMNS:
        raise wrong("file-too-wide")
    return chain([heading], found)


def _records(stream: BinaryIO, knows: Knows, sheet: str) -> Iterator[list[str]]:
    if stream.seek(0, os.SEEK_END) > MAX_FILE_BYTES:
        raise wrong("file-too-large")
    stream.seek(0)
    head = stream.read(8)
    if workbooks.is_workbook(head):
        return workbooks.records(stream, sheet)
    if head.startswith(workbooks.OLD_SIGNATURE):
        raise wrong("file-old-workbook")
    return texts.records(stream, knows)


def _counted(records: Iterator[list[str]]) -> Iterator[list[str]]:
    for count, record in enumerate(records):
        if count > MAX_RECORDS:
            raise wrong("file-too-long")
        yield record
