"""Receipts of the buying point."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Response, jsonify, make_response
from flask_smorest import Blueprint

from fairwild.api.paging import PageQuery, listed
from fairwild.api.preconditions import answer_with_tag
from fairwild.api.problems import told_of
from fairwild.http import (
    home_organisation_id,
    idempotent,
    reading_for_request,
    unit_of_work_for_request,
)
from fairwild.lots import operations, queries
from fairwild.schemas.lots import (
    ReceiptQuery,
    ReceiptSchema,
    RecordedReceiptSchema,
    RecordReceiptSchema,
    ReverseReceiptSchema,
)
from fairwild.store.paging import Cursor

blueprint = Blueprint("api_receipts", __name__, url_prefix="/receipts")


@blueprint.get("")
@blueprint.arguments(PageQuery(), location="query")
@blueprint.arguments(ReceiptQuery(), location="query")
@blueprint.response(HTTPStatus.OK, ReceiptSchema(many=True))
def list_all(cursor: Cursor, wanted: queries.ReceiptFilter) -> Response:
    """List the receipts of one's operator, the latest first."""
    with reading_for_request() as reading:
        return listed(ReceiptSchema(), queries.page_of_receipts(reading, cursor, wanted))


@blueprint.get("/<uuid:receipt_id>")
@blueprint.response(HTTPStatus.OK, ReceiptSchema())
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such receipt to see")
def show(receipt_id: UUID) -> Any:
    """Give one receipt."""
    with reading_for_request() as reading:
        return answer_with_tag(ReceiptSchema(), queries.get_receipt(reading, receipt_id))


@blueprint.post("")
@idempotent
@blueprint.arguments(RecordReceiptSchema())
@blueprint.response(HTTPStatus.CREATED, RecordedReceiptSchema())
@blueprint.alt_response(HTTPStatus.FORBIDDEN, description="Not yours to do")
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="No such harvester, area or species")
@blueprint.alt_response(HTTPStatus.CONFLICT, description="Refused, with every obstacle")
def record(order: dict[str, Any]) -> Any:
    """Buy from a harvester into the open collection lot of these goods."""
    operator_id = home_organisation_id()
    with unit_of_work_for_request() as work:
        receipt = operations.record_receipt(work, operator_id=operator_id, **order)
        answer = ReceiptSchema().dump(receipt)
        answer["certified"] = queries.get_lot(work, receipt.lot_id).certified
        answer["warnings"] = told_of(queries.warnings_of_receipt(work, receipt))
    return make_response(jsonify(answer), HTTPStatus.CREATED)


@blueprint.post("/<uuid:receipt_id>/reverse")
@idempotent
@blueprint.arguments(ReverseReceiptSchema())
@blueprint.response(HTTPStatus.CREATED, ReceiptSchema())
@blueprint.alt_response(HTTPStatus.FORBIDDEN, description="Not yours to do")
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such receipt to see")
@blueprint.alt_response(HTTPStatus.CONFLICT, description="Refused, with every obstacle")
def reverse(order: dict[str, Any], receipt_id: UUID) -> Any:
    """Take a wrong receipt back while its lot is open; it stays, marked."""
    with unit_of_work_for_request() as work:
        return operations.reverse_receipt(work, receipt_id=receipt_id, **order)
