"""Everything the pages give as files for spreadsheets and graphs, for who brings a key."""

from dataclasses import replace
from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Response, request
from flask_smorest import Blueprint

from fairwild.access.actions import Action
from fairwild.handing_out import sending
from fairwild.handing_out.accounts import sheet_answer, sheet_of
from fairwild.handing_out.codes import codes_found
from fairwild.handing_out.imports import template_answer, wrong_answer
from fairwild.handing_out.labels import codes_answer
from fairwild.handing_out.lineage import lineage_answer
from fairwild.handing_out.recalls import cells_of, found_cells, labels_in
from fairwild.handing_out.sending import list_answer, table_answer
from fairwild.handing_out.standards import standard_answer
from fairwild.http import home_organisation_id, house, reading_for_request
from fairwild.imports import exports
from fairwild.imports.states import ImportKind
from fairwild.kernel.refusals import NotFound
from fairwild.labels.finding import find_codes
from fairwild.lots.queries import LotFilter, MovementFilter, ReceiptFilter
from fairwild.lots.stock.queries import Wanted, period_of
from fairwild.organisations.queries import get_organisation
from fairwild.recalls.queries import get_recall, reach_of
from fairwild.schemas.lineage import SearchCodesSchema
from fairwild.schemas.lots import LotQuery, ReceiptQuery
from fairwild.schemas.movements import MovementQuery
from fairwild.schemas.recalls import BasisSchema
from fairwild.schemas.stock import StockQuery
from fairwild.standards.catalogue import UnknownStandard, standard_version

blueprint = Blueprint("api_exports", __name__)

FORM = "<any(csv, xlsx):form>"
LIST = {"csv": sending.CSV.partition(";")[0], "xlsx": sending.XLSX}
FILE = {"type": "string", "format": "binary"}
_MISSING = {HTTPStatus.NOT_FOUND: "There is no such thing to see"}
_CLOSED = {HTTPStatus.FORBIDDEN: "Not yours to see"}


def _file(*kinds: str, refused: dict[HTTPStatus, str] = _CLOSED) -> Any:
    """Document a view that answers with a file of one of these kinds."""

    def documented(view: Any) -> Any:
        for status, words in refused.items():
            view = blueprint.alt_response(status, description=words)(view)
        content = {LIST.get(kind, kind): {"schema": FILE} for kind in kinds}
        said = {"200": {"description": "The file", "content": content}}
        return blueprint.doc(responses=said)(view)

    return documented


@blueprint.get(f"/exports/lots.{FORM}")
@blueprint.arguments(LotQuery(), location="query")
@_file(*LIST)
def lots(wanted: LotFilter, form: str) -> Response:
    """Give the lots one may see as a file; the filters are those of the list."""
    home_id = home_organisation_id()
    return list_answer("lots", form, lambda reading: exports.lots_table(reading, home_id, wanted))


@blueprint.get(f"/exports/receipts.{FORM}")
@blueprint.arguments(ReceiptQuery(), location="query")
@_file(*LIST)
def receipts(wanted: ReceiptFilter, form: str) -> Response:
    """Give the receipts of one's operator as a file that can be read in again."""
    home_id = home_organisation_id()
    own = replace(wanted, operator_id=home_id)
    return list_answer(
        "receipts", form, lambda reading: exports.receipts_table(reading, home_id, own)
    )


@blueprint.get(f"/exports/movements.{FORM}")
@blueprint.arguments(MovementQuery(), location="query")
@_file(*LIST)
def movements(wanted: MovementFilter, form: str) -> Response:
    """Give the movements of one's organisation as a file that can be read in again."""
    home_id = home_organisation_id()
    own = replace(wanted, organisation_id=home_id)
    return list_answer(
        "movements", form, lambda reading: exports.movements_table(reading, home_id, own)
    )


@blueprint.get(f"/exports/<any(tests, harvesters):what>.{FORM}")
@_file(*LIST)
def whole_list(what: str, form: str) -> Response:
    """Give laboratory results or the register of harvesters as a file that can be read in again."""
    home_id = home_organisation_id()
    return list_answer(what, form, lambda reading: exports.EXPORTS[what](reading, home_id))


@blueprint.get("/lots/<uuid:lot_id>/lineage.<any(csv, graphml):form>")
@_file("csv", sending.GRAPHML.partition(";")[0], refused=_MISSING)
def lineage(lot_id: UUID, form: str) -> Response:
    """Give the lineage of a lot as a table or a graph, as far as one may see it."""
    with reading_for_request() as reading:
        return lineage_answer(reading, lot_id, form)


@blueprint.post("/lots/search.csv")
@blueprint.arguments(SearchCodesSchema())
@_file("csv")
def codes(order: dict[str, Any]) -> Response:
    """Look up to 1,000 numbers and codes up at once, and answer with a file."""
    with reading_for_request() as reading:
        return codes_found(find_codes(reading, order["codes"]))


@blueprint.get(f"/stock/reconciliation.{FORM}")
@blueprint.arguments(StockQuery(), location="query")
@_file(*LIST)
def reconciliation(wanted: dict[str, Any], form: str) -> Response:
    """Give the accounts of one's goods as a file, each figure with the address of its movements."""
    home_id = home_organisation_id()
    typed = {name: text for name, text in request.args.items() if text}
    with reading_for_request() as reading:
        zone = get_organisation(reading, home_id).time_zone
        period = period_of(wanted, zone=zone, today=house().clock().date())
        return sheet_answer(sheet_of(reading, Wanted(home_id, **period)), form, typed)


@blueprint.get("/recalls/<uuid:recall_id>/report.csv")
@_file("csv", refused=_MISSING)
def recall_report(recall_id: UUID) -> Response:
    """Give the report of a recall as a file."""
    with reading_for_request() as reading:
        recall = get_recall(reading, recall_id)
        return table_answer(cells_of(reading, recall), f"{recall.number}.csv")


@blueprint.get("/recalls/<uuid:recall_id>/labels.csv")
@_file("csv", refused=_MISSING)
def recall_labels(recall_id: UUID) -> Response:
    """Give every label that stands on the goods of a recall as a file."""
    with reading_for_request() as reading:
        recall = get_recall(reading, recall_id)
        return table_answer(labels_in(reading, recall), f"{recall.number}-labels.csv")


@blueprint.post("/recalls/search/<any(lots, consignments, labels):what>.csv")
@blueprint.arguments(BasisSchema())
@_file("csv")
def found(order: dict[str, Any], what: str) -> Response:
    """Give how far suspect goods got as a file; nothing changes."""
    home_id = home_organisation_id()
    with reading_for_request() as reading:
        reach = reach_of(reading, home_id, order["basis"])
        return table_answer(found_cells(reading, what, reach), f"recall-{what}.csv")


@blueprint.get("/labels/<uuid:run_id>/codes.csv")
@_file("csv", refused=_MISSING)
def label_codes(run_id: UUID) -> Response:
    """Give every code of a print run with its address as a file."""
    with reading_for_request() as reading:
        return codes_answer(reading, run_id)


@blueprint.get("/imports/<uuid:import_id>/wrong.csv")
@_file("csv", refused=_MISSING)
def wrong_cells(import_id: UUID) -> Response:
    """Give every wrong cell of a file that is being read in, with what is wrong with it."""
    with reading_for_request() as reading:
        return wrong_answer(reading, import_id)


@blueprint.get(f"/imports/template/<any({', '.join(ImportKind)}):what>.{FORM}")
@_file(*LIST, refused=_MISSING)
def template(what: str, form: str) -> Response:
    """Give a file with the headings of a kind of file that can be read in."""
    with reading_for_request() as reading:
        return template_answer(reading, home_organisation_id(), what, form)


@blueprint.get("/scheme/standards/<name>/<version>/table.xlsx")
@_file("xlsx", refused=_CLOSED | _MISSING)
def standard_table(name: str, version: str) -> Response:
    """Give a version of a standard as the table that an import reads."""
    with reading_for_request() as reading:
        reading.may(Action.SEE_SCHEME)
        try:
            return standard_answer(standard_version(name, version))
        except UnknownStandard as error:
            raise NotFound("standard") from error
