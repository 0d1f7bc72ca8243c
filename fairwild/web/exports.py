"""Lists as files for a spreadsheet, with the filters they are shown with, written as they go."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from tempfile import TemporaryFile
from uuid import UUID

from flask import Blueprint, Response, request, send_file
from werkzeug.exceptions import NotFound as NoSuchPage

from fairwild.http import home_organisation_id, reading_for_request
from fairwild.imports import exports
from fairwild.imports.exports import Table, export_to
from fairwild.sheets import lines_of
from fairwild.unit_of_work import Reading
from fairwild.web import lots, movements
from fairwild.web.buying import receipts
from fairwild.web.paging import Answer

blueprint = Blueprint("exports", __name__)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _lots(reading: Reading, organisation_id: UUID) -> Table:
    return exports.lots_table(reading, organisation_id, lots.asked()[1])


def _receipts(reading: Reading, organisation_id: UUID) -> Table:
    wanted = receipts.wanted_of(reading, organisation_id)
    return exports.receipts_table(reading, organisation_id, wanted)


def _movements(reading: Reading, organisation_id: UUID) -> Table:
    typed = {name: value.strip() for name, value in request.args.items()}
    return exports.movements_table(reading, organisation_id, movements.wanted_of(typed))


TABLES: dict[str, Callable[[Reading, UUID], Table]] = {
    **exports.EXPORTS,
    "lots": _lots,
    "receipts": _receipts,
    "movements": _movements,
}


@blueprint.get("/exports/<what>.<form>")
def download(what: str, form: str) -> Answer:
    """Give a list as a CSV file or an XLSX workbook."""
    if what not in TABLES or form not in {"csv", "xlsx"}:
        raise NoSuchPage
    return _workbook(what) if form == "xlsx" else _text(what)


def _text(what: str) -> Response:
    """Send a text file while it is read; the reading is closed when the last row is sent."""
    with ExitStack() as stack:
        reading = stack.enter_context(reading_for_request())
        table = TABLES[what](reading, home_organisation_id())
        kept = stack.pop_all()

    def pieces() -> Iterator[str]:
        with kept:
            yield from lines_of(table.heading, table.records)

    headers = {"Content-Disposition": f'attachment; filename="{what}.csv"'}
    answer = Response(pieces(), content_type="text/csv; charset=utf-8", headers=headers)
    answer.call_on_close(kept.close)
    return answer


def _workbook(what: str) -> Answer:
    """Send a workbook; its parts lie on the disk until it is whole."""
    file = TemporaryFile()  # noqa: SIM115 - closed when it is sent
    with reading_for_request() as reading:
        table = TABLES[what](reading, home_organisation_id())
        export_to(file, table, form="xlsx", name=what)
    file.seek(0)
    return send_file(file, mimetype=XLSX, as_attachment=True, download_name=f"{what}.xlsx")
