"""Lists as files for a spreadsheet, with the filters they are shown with, written as they go."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, request
from werkzeug.exceptions import NotFound as NoSuchPage

from fairwild.handing_out.sending import list_answer
from fairwild.http import home_organisation_id
from fairwild.imports import exports
from fairwild.imports.exports import Table
from fairwild.unit_of_work import Reading
from fairwild.web import lots, movements
from fairwild.web.buying import receipts
from fairwild.web.paging import Answer

blueprint = Blueprint("exports", __name__)


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
    organisation_id = home_organisation_id()
    return list_answer(what, form, lambda reading: TABLES[what](reading, organisation_id))
