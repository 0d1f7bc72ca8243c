"""What goes with a file that is read in: its template, and its wrong cells with their sentences."""

import io
from collections.abc import Iterator
from uuid import UUID

from flask import Response
from flask_babel import gettext

from fairwild.handing_out.sending import CSV, XLSX, named, table_answer
from fairwild.imports import queries
from fairwild.imports.kinds import Kind
from fairwild.imports.problems import unpacked
from fairwild.imports.queries import ImportRow
from fairwild.imports.states import RowState
from fairwild.kernel.refusals import NotFound
from fairwild.sheets import Cell, workbook_of, written
from fairwild.unit_of_work import Reading
from fairwild.wording import obstacle_sentence, word

MOST_WRONG = 10_000


def template_answer(reading: Reading, organisation_id: UUID, what: str, form: str) -> Response:
    """Answer with a file with the right headings, lines to show how, and help; raises NotFound."""
    kinds = queries.kinds_open_to(reading, organisation_id)
    kind = next((one for one in kinds if one.what == what), None)
    if kind is None:
        raise NotFound("template")
    heading = [column.name for column in kind.columns]
    samples = [[column.sample for column in kind.columns]]
    samples += [[one.get(name, "") for name in heading] for one in kind.more_samples]
    if form == "csv":
        answer = Response(written(heading, samples), content_type=CSV)
    else:
        answer = Response(_book(kind, heading, samples), content_type=XLSX)
    return named(answer, f"{what}-template.{form}")


def _book(kind: Kind, heading: list[str], samples: list[list[str]]) -> bytes:
    book = io.BytesIO()
    said = {column.name: str(word(column.name, "help")) for column in kind.columns}
    title = str(word(kind.what))
    workbook_of(book, heading, samples, name=title, notes=(gettext("Help"), said))
    return book.getvalue()


def wrong_answer(reading: Reading, run_id: UUID) -> Response:
    """Answer with every wrong cell of a file and its sentence; raises NotFound."""
    run = queries.get_import(reading, run_id)
    pages = -(-min(queries.count_rows(reading, run.id), MOST_WRONG) // queries.ROWS_OF_A_PAGE)
    rows = [
        row
        for page in range(1, pages + 1)
        for row in queries.page_of_rows(reading, run.id, page=page)
        if row.state is not RowState.CHANGED
    ]
    heading = [gettext("row"), gettext("column"), gettext("what stands there")]
    cells = _wrong_cells(rows)
    return table_answer([[*heading, gettext("what is wrong")], *cells], "wrong-cells.csv")


def _wrong_cells(rows: list[ImportRow]) -> Iterator[list[Cell]]:
    for row in rows:
        for kept in row.problems:
            one = unpacked(kept)
            at = one.at or ""
            yield [row.number, at, row.cells.get(at, ""), obstacle_sentence(one)]
