"""Lots: what is in stock, what is done to it, and where it came from."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Response
from flask_smorest import Blueprint

from fairwild.api.paging import PageQuery, listed
from fairwild.api.preconditions import answer_with_tag
from fairwild.http import idempotent, reading_for_request, unit_of_work_for_request
from fairwild.lots import operations, queries
from fairwild.lots.lineage.collected import origin_told
from fairwild.schemas.lots import (
    LotQuery,
    LotSchema,
    MergeSchema,
    OriginSchema,
    PackSchema,
    ProcessSchema,
    ReadLotSchema,
    SplitSchema,
)
from fairwild.store.paging import Cursor
from fairwild.unit_of_work import Reading

blueprint = Blueprint("api_lots", __name__, url_prefix="/lots")

ONE = "/<uuid:lot_id>"


def _answers(view: Any) -> Any:
    """Document what every deed on a lot can answer besides success."""
    for status, words in (
        (HTTPStatus.FORBIDDEN, "Not yours to do"),
        (HTTPStatus.NOT_FOUND, "There is no such lot to see"),
        (HTTPStatus.CONFLICT, "Refused as things stand, with every obstacle"),
    ):
        view = blueprint.alt_response(status, description=words)(view)
    return view


def _read(reading: Reading, lots: Sequence[Any]) -> ReadLotSchema:
    """Give the form in which the actor reads these lots."""
    own = {post.organisation_id for post in reading.actor.posts}
    return ReadLotSchema(certificates=queries.certificates_of(reading, lots), own=own)


@blueprint.get("")
@blueprint.arguments(PageQuery(), location="query")
@blueprint.arguments(LotQuery(), location="query")
@blueprint.response(HTTPStatus.OK, ReadLotSchema(many=True))
def list_all(cursor: Cursor, wanted: queries.LotFilter) -> Response:
    """List the lots one may see, the youngest first."""
    with reading_for_request() as reading:
        page = queries.page_of_lots(reading, cursor, wanted)
        return listed(_read(reading, page.rows), page)


@blueprint.get(ONE)
@blueprint.response(HTTPStatus.OK, ReadLotSchema())
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such lot to see")
def show(lot_id: UUID) -> Any:
    """Give one lot."""
    with reading_for_request() as reading:
        lot = queries.get_lot(reading, lot_id)
        return answer_with_tag(_read(reading, [lot]), lot)


@blueprint.post(f"{ONE}/close")
@idempotent
@blueprint.response(HTTPStatus.CREATED, LotSchema())
@_answers
def close(lot_id: UUID) -> Any:
    """End the gathering of a collection lot."""
    with unit_of_work_for_request() as work:
        return operations.close_lot(work, lot_id=lot_id)


def _inputs(reading: Reading, lot_id: UUID, order: dict[str, Any]) -> list[tuple[UUID, int]]:
    """Give what goes in: this lot, all of it where no weight is said, and the others."""
    wanted_g: int | None = order.pop("kg")
    if wanted_g is None:
        wanted_g = queries.get_lot(reading, lot_id).available_g
    return [(lot_id, wanted_g), *order.pop("others")]


@blueprint.post(f"{ONE}/dry")
@idempotent
@blueprint.arguments(ProcessSchema())
@blueprint.response(HTTPStatus.CREATED, LotSchema())
@_answers
def dry(order: dict[str, Any], lot_id: UUID) -> Any:
    """Dry a lot; output, by-product and loss are dry mass, the rest is water."""
    with unit_of_work_for_request() as work:
        return operations.dry_lots(work, inputs=_inputs(work, lot_id, order), **order)


@blueprint.post(f"{ONE}/cut")
@idempotent
@blueprint.arguments(ProcessSchema())
@blueprint.response(HTTPStatus.CREATED, LotSchema())
@_answers
def cut(order: dict[str, Any], lot_id: UUID) -> Any:
    """Cut and sift a lot; input is output plus by-product plus loss."""
    with unit_of_work_for_request() as work:
        return operations.cut_lots(work, inputs=_inputs(work, lot_id, order), **order)


@blueprint.post(f"{ONE}/pack")
@idempotent
@blueprint.arguments(PackSchema())
@blueprint.response(HTTPStatus.CREATED, LotSchema())
@_answers
def pack(order: dict[str, Any], lot_id: UUID) -> Any:
    """Pack units out of a lot; what is left stays in it."""
    with unit_of_work_for_request() as work:
        return operations.pack_lot(work, lot_id=lot_id, **order)


@blueprint.post(f"{ONE}/split")
@idempotent
@blueprint.arguments(SplitSchema())
@blueprint.response(HTTPStatus.CREATED, LotSchema(many=True))
@_answers
def split(order: dict[str, Any], lot_id: UUID) -> Any:
    """Part a lot into lots of these weights."""
    with unit_of_work_for_request() as work:
        return list(operations.split_lot(work, lot_id=lot_id, **order))


@blueprint.post("/merge")
@idempotent
@blueprint.arguments(MergeSchema())
@blueprint.response(HTTPStatus.CREATED, LotSchema())
@_answers
def merge(order: dict[str, Any]) -> Any:
    """Make one lot of several of the same kind."""
    with unit_of_work_for_request() as work:
        return operations.merge_lots(work, **order)


@blueprint.get(f"{ONE}/origin")
@blueprint.response(HTTPStatus.OK, OriginSchema())
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such lot to see")
def origin(lot_id: UUID) -> Any:
    """Say where a lot's material was collected, by how many and when."""
    with reading_for_request() as reading:
        return origin_told(reading, queries.get_lot(reading, lot_id).id)
