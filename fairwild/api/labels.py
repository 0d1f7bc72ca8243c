"""Labels: print runs, their codes and their sheets."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Response, make_response
from flask_smorest import Blueprint

from fairwild.api.paging import PageQuery, listed
from fairwild.http import house, idempotent, reading_for_request, unit_of_work_for_request
from fairwild.labels import operations, papers, queries
from fairwild.schemas.labels import CodedPrintRunSchema, OrderLabelsForLotSchema, PrintRunSchema
from fairwild.store.paging import Cursor
from fairwild.unit_of_work import Reading

blueprint = Blueprint("api_labels", __name__, url_prefix="/labels")


@blueprint.get("")
@blueprint.arguments(PageQuery(), location="query")
@blueprint.response(HTTPStatus.OK, PrintRunSchema(many=True))
def list_all(cursor: Cursor) -> Response:
    """List the print runs, the latest first."""
    with reading_for_request() as reading:
        return listed(PrintRunSchema(), queries.page_of_runs(reading, cursor))


@blueprint.get("/<uuid:run_id>")
@blueprint.response(HTTPStatus.OK, CodedPrintRunSchema())
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such print run")
def show(run_id: UUID) -> Any:
    """Give one print run with the codes of its labels."""
    with reading_for_request() as reading:
        return _coded(reading, queries.get_run(reading, run_id))


def _coded(reading: Reading, run: Any) -> dict[str, Any]:
    seen: dict[str, Any] = PrintRunSchema().dump(run)
    return {
        **{name: getattr(run, name) for name in seen if name != "lot_number"},
        "lot": run.lot,
        "codes": queries.codes_of(reading, run.id),
    }


@blueprint.get("/<uuid:run_id>/sheet.pdf")
@blueprint.response(HTTPStatus.OK, {"type": "string", "format": "binary"}, content_type=papers.PDF)
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such print run")
def sheet(run_id: UUID) -> Response:
    """Give the labels of a print run as sheets to print."""
    with reading_for_request() as reading:
        answer = make_response(queries.pdf_of_run(reading, run_id))
    answer.mimetype = papers.PDF
    return answer


@blueprint.post("")
@idempotent
@blueprint.arguments(OrderLabelsForLotSchema())
@blueprint.response(HTTPStatus.CREATED, CodedPrintRunSchema())
@blueprint.alt_response(HTTPStatus.FORBIDDEN, description="Not yours to label")
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such lot")
@blueprint.alt_response(HTTPStatus.CONFLICT, description="Something stands against it")
def order(wanted: dict[str, Any]) -> Any:
    """Make labels with codes of their own for a lot."""
    with unit_of_work_for_request() as work:
        base_url = house().settings.base_url
        return _coded(work, operations.order_labels(work, base_url=base_url, **wanted))
