"""Consignments: what is sent, and what the receiver says of it."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Response
from flask_smorest import Blueprint

from fairwild.api.paging import PageQuery, listed
from fairwild.http import house, idempotent, reading_for_request, unit_of_work_for_request
from fairwild.schemas.trade import AnswerConsignmentSchema, ConsignmentSchema, ShipSchema
from fairwild.store.paging import Cursor
from fairwild.trade import operations, queries
from fairwild.wording.trade import announcement

blueprint = Blueprint("api_consignments", __name__, url_prefix="/consignments")


@blueprint.get("")
@blueprint.arguments(PageQuery(), location="query")
@blueprint.response(HTTPStatus.OK, ConsignmentSchema(many=True))
def list_all(cursor: Cursor) -> Response:
    """List the consignments sent or received, the latest first."""
    with reading_for_request() as reading:
        return listed(ConsignmentSchema(), queries.page_of_consignments(reading, cursor))


@blueprint.get("/<uuid:consignment_id>")
@blueprint.response(HTTPStatus.OK, ConsignmentSchema())
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such consignment")
def show(consignment_id: UUID) -> Any:
    """Give one consignment with its lines."""
    with reading_for_request() as reading:
        return queries.get_consignment(reading, consignment_id)


@blueprint.post("")
@idempotent
@blueprint.arguments(ShipSchema())
@blueprint.response(HTTPStatus.CREATED, ConsignmentSchema())
@blueprint.alt_response(HTTPStatus.FORBIDDEN, description="Not yours to send")
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such lot")
@blueprint.alt_response(HTTPStatus.CONFLICT, description="Something stands against it")
def ship(order: dict[str, Any]) -> Any:
    """Send parts of lots to another organisation."""
    lines = [(line["lot_id"], line["mass"]) for line in order.pop("lines")]
    with unit_of_work_for_request() as work:
        write = announcement(house().settings.base_url)
        return operations.ship(work, lines=lines, write=write, **order)


@blueprint.post("/<uuid:consignment_id>/answer")
@idempotent
@blueprint.arguments(AnswerConsignmentSchema())
@blueprint.response(HTTPStatus.OK, ConsignmentSchema())
@blueprint.alt_response(HTTPStatus.FORBIDDEN, description="Not yours to answer")
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such consignment")
@blueprint.alt_response(HTTPStatus.CONFLICT, description="Something stands against it")
def answer(order: dict[str, Any], consignment_id: UUID) -> Any:
    """Confirm what came: everything, a part with a reason, or nothing with a reason."""
    received = {line["line_id"]: line["mass"] for line in order["received"]}
    with unit_of_work_for_request() as work:
        return operations.answer_consignment(
            work, consignment_id=consignment_id, received=received, reason=order["reason"]
        )
