"""Files as answers to a request: sent while they are read, or from the disk once they are whole."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from tempfile import TemporaryFile

from flask import Response, send_file

from fairwild.http import reading_for_request
from fairwild.imports.exports import Table, export_to
from fairwild.sheets import Cell, lines_of
from fairwild.unit_of_work import Reading

CSV = "text/csv; charset=utf-8"
GRAPHML = "application/graphml+xml; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BLOCK = 500
"""So many small pieces are sent together."""


def named(answer: Response, name: str) -> Response:
    """Say under which name an answer is to be kept."""
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


def gathered(pieces: Iterable[str]) -> Iterator[str]:
    """Give the same text in fewer, larger pieces."""
    waiting: list[str] = []
    for count, piece in enumerate(pieces, 1):
        waiting.append(piece)
        if count % BLOCK == 0:
            yield "".join(waiting)
            waiting.clear()
    yield "".join(waiting)


def table_answer(rows: Iterable[Sequence[Cell]], name: str = "") -> Response:
    """Answer with rows that are there already, the heading first, as a text file."""
    heading, *records = rows
    text = "".join(lines_of([str(cell) for cell in heading], records))
    answer = Response(text, content_type=CSV)
    return named(answer, name) if name else answer


def list_answer(what: str, form: str, table_of: Callable[[Reading], Table]) -> Response:
    """Answer with a list as `csv` or `xlsx`, however long it is."""
    return _workbook(what, table_of) if form == "xlsx" else _text(what, table_of)


def _text(what: str, table_of: Callable[[Reading], Table]) -> Response:
    """Send a text file while it is read; the reading is closed when the last row is sent."""
    with ExitStack() as stack:
        reading = stack.enter_context(reading_for_request())
        table = table_of(reading)
        kept = stack.pop_all()

    def pieces() -> Iterator[str]:
        with kept:
            yield from lines_of(table.heading, table.records)

    answer = named(Response(pieces(), content_type=CSV), f"{what}.csv")
    answer.call_on_close(kept.close)
    return answer


def _workbook(what: str, table_of: Callable[[Reading], Table]) -> Response:
    """Send a workbook; its parts lie on the disk until it is whole."""
    file = TemporaryFile()  # noqa: SIM115 - closed when it is sent
    with reading_for_request() as reading:
        export_to(file, table_of(reading), form="xlsx", name=what)
    file.seek(0)
    return send_file(file, mimetype=XLSX, as_attachment=True, download_name=f"{what}.xlsx")
