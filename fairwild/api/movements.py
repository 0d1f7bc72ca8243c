"""Movements and holds: what happened to material, and putting it right."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Response
from flask_smorest import Blueprint

from fairwild.api.paging import PageQuery, answered, listed
from fairwild.http import idempotent, reading_for_request, unit_of_work_for_request
from fairwild.lots import operations, queries
from fairwild.schemas.lots import LotSchema
from fairwild.schemas.movements import (
    HoldAnswerSchema,
    HoldSchema,
    MovementQuery,
    MovementSchema,
    PalletSchema,
    UnitSchema,
    UnpackSchema,
    WholeMovementSchema,
    WhySchema,
)
from fairwild.store.paging import Cursor

blueprint = Blueprint("api_movements", __name__)

LOT, MOVEMENT = "/lots/<uuid:lot_id>", "/movements/<uuid:movement_id>"


def _answers(view: Any) -> Any:
    """Document what every deed here can answer besides success."""
    for status, words in (
        (HTTPStatus.FORBIDDEN, "Not yours to do"),
        (HTTPStatus.NOT_FOUND, "There is no such thing to see"),
        (HTTPStatus.CONFLICT, "Refused as things stand, with every obstacle"),
    ):
        view = blueprint.alt_response(status, description=words)(view)
    return view


@blueprint.get("/movements")
@blueprint.arguments(PageQuery(), location="query")
@blueprint.arguments(MovementQuery(), location="query")
@blueprint.response(HTTPStatus.OK, MovementSchema(many=True))
def list_all(cursor: Cursor, wanted: queries.MovementFilter) -> Response:
    """List the movements of one's organisations, the latest first.

    An auditor reads those of whoever is being audited, of lots they may see, without sites.
    """
    with reading_for_request() as reading:
        page = queries.page_of_movements(reading, cursor, wanted)
        own = {str(one.organisation_id) for one in reading.actor.posts}
        told = MovementSchema().dump(page.rows, many=True)
        for one in (line for line in told if line["organisation_id"] not in own):
            one["site"] = ""
        return answered(told, page)


@blueprint.get(MOVEMENT)
@blueprint.response(HTTPStatus.OK, WholeMovementSchema())
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such movement to see")
def show(movement_id: UUID) -> Any:
    """Give one movement with every gram of it."""
    with reading_for_request() as reading:
        return queries.movement_facts(reading, movement_id)


@blueprint.post(f"{MOVEMENT}/correction")
@idempotent
@blueprint.arguments(WhySchema())
@blueprint.response(HTTPStatus.CREATED, WholeMovementSchema())
@_answers
def correct(order: dict[str, Any], movement_id: UUID) -> Any:
    """Take a wrong movement back by a reversing one, which is answered."""
    with unit_of_work_for_request() as work:
        made = operations.correct_movement(work, movement_id=movement_id, **order)
        return queries.movement_facts(work, made.id)


@blueprint.post("/lots/holds")
@idempotent
@blueprint.arguments(HoldSchema())
@blueprint.response(HTTPStatus.CREATED, HoldAnswerSchema(many=True))
@_answers
def hold(order: dict[str, Any]) -> Any:
    """Put lots on hold in one deed."""
    with unit_of_work_for_request() as work:
        return operations.hold_lots(work, **order)


@blueprint.get(f"{LOT}/holds")
@blueprint.response(HTTPStatus.OK, HoldAnswerSchema(many=True))
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such lot to see")
def list_holds(lot_id: UUID) -> Any:
    """List the holds on a lot, the latest first."""
    with reading_for_request() as reading:
        return queries.holds_of_lot(reading, queries.get_lot(reading, lot_id).id)


@blueprint.post("/holds/<uuid:hold_id>/release")
@idempotent
@blueprint.arguments(WhySchema())
@blueprint.response(HTTPStatus.CREATED, HoldAnswerSchema())
@_answers
def release(order: dict[str, Any], hold_id: UUID) -> Any:
    """End a hold with a reason."""
    with unit_of_work_for_request() as work:
        return operations.release_hold(work, hold_id=hold_id, **order)


@blueprint.post(f"{LOT}/reopen")
@idempotent
@blueprint.arguments(WhySchema())
@blueprint.response(HTTPStatus.CREATED, LotSchema())
@_answers
def reopen(order: dict[str, Any], lot_id: UUID) -> Any:
    """Take back that a collection lot was closed, while nothing came of it."""
    with unit_of_work_for_request() as work:
        return operations.reopen_lot(work, lot_id=lot_id, **order)


@blueprint.post("/lots/pallets")
@idempotent
@blueprint.arguments(PalletSchema())
@blueprint.response(HTTPStatus.CREATED, LotSchema())
@_answers
def pallet(order: dict[str, Any]) -> Any:
    """Put packed lots of one kind on a pallet."""
    with unit_of_work_for_request() as work:
        return operations.build_pallet(work, **order)


@blueprint.post(f"{LOT}/unpack")
@idempotent
@blueprint.arguments(UnpackSchema())
@blueprint.response(HTTPStatus.CREATED, LotSchema(many=True))
@_answers
def unpack(order: dict[str, Any], lot_id: UUID) -> Any:
    """Take packed goods out of their packs, or lots off their pallet."""
    with unit_of_work_for_request() as work:
        return list(operations.unpack_lot(work, lot_id=lot_id, **order))


@blueprint.get(f"{LOT}/units")
@blueprint.arguments(PageQuery(), location="query")
@blueprint.response(HTTPStatus.OK, UnitSchema(many=True))
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such lot to see")
def units(cursor: Cursor, lot_id: UUID) -> Response:
    """List the codes of a lot's packs."""
    with reading_for_request() as reading:
        lot = queries.get_lot(reading, lot_id)
        return listed(UnitSchema(), queries.page_of_units(reading, lot.id, cursor))
