"""Permits of authorities and owners."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Response, jsonify, request, send_file
from flask_smorest import Blueprint
from werkzeug.datastructures import FileStorage

from fairwild.api.paging import PageQuery, listed
from fairwild.api.preconditions import require_match, tag_of
from fairwild.api.promises import CHANGE, DEED, answers
from fairwild.http import (
    home_organisation_id,
    house,
    idempotent,
    reading_for_request,
    unit_of_work_for_request,
)
from fairwild.kernel.refusals import NotFound
from fairwild.permits import operations, queries
from fairwild.schemas.audits import UploadSchema
from fairwild.schemas.permits import (
    EditPermitSchema,
    OnePermitSchema,
    PermitOrderSchema,
    PermitSchema,
    TravelledSchema,
    with_areas,
)
from fairwild.store.attachments import keep_attachment
from fairwild.store.paging import Cursor
from fairwild.trade.queries import travelled_under
from fairwild.unit_of_work import Reading

blueprint = Blueprint("api_permits", __name__, url_prefix="/permits")

ONE = "/<uuid:permit_id>"
SAID = (
    "kind",
    "number",
    "authority",
    "species_id",
    "part",
    "state",
    "limit_g",
    "valid_from",
    "valid_until",
    "several_shipments",
    "note",
)

_answers = answers(blueprint, DEED)
_matched = answers(blueprint, CHANGE)


def _one(reading: Reading, permit: Any, status: int = HTTPStatus.OK) -> Response:
    """Answer one permit with its areas and its ETag."""
    [facts] = queries.facts_of(reading, [permit])
    answer = jsonify(with_areas(permit, facts.area_ids))
    answer.status_code = status
    answer.set_etag(tag_of(permit))
    return answer.make_conditional(request) if request.method == "GET" else answer  # type: ignore[return-value]  # werkzeug's base class


@blueprint.get("")
@blueprint.arguments(PageQuery(), location="query")
@blueprint.response(HTTPStatus.OK, PermitSchema(many=True))
def list_all(cursor: Cursor) -> Response:
    """List the permits of one's operator, those that end last first."""
    with reading_for_request() as reading:
        return listed(PermitSchema(), queries.page_of_permits(reading, cursor))


@blueprint.post("")
@idempotent
@blueprint.arguments(PermitOrderSchema())
@blueprint.response(HTTPStatus.CREATED, OnePermitSchema())
@_answers
def register(order: dict[str, Any]) -> Any:
    """Register a permit of one's own operator."""
    operator_id = home_organisation_id()
    with unit_of_work_for_request() as work:
        permit = operations.register_permit(work, operator_id=operator_id, **order)
        return _one(work, permit, HTTPStatus.CREATED)


@blueprint.get(ONE)
@blueprint.response(HTTPStatus.OK, OnePermitSchema())
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such permit to see")
def show(permit_id: UUID) -> Response:
    """Give one permit with what is drawn and left."""
    with reading_for_request() as reading:
        return _one(reading, queries.get_permit(reading, permit_id))


@blueprint.patch(ONE)
@blueprint.arguments(EditPermitSchema(partial=True))
@blueprint.response(HTTPStatus.OK, OnePermitSchema())
@_answers
@_matched
def edit(order: dict[str, Any], permit_id: UUID) -> Response:
    """Put right what is written of a permit nothing is drawn on; what is left out stays."""
    with unit_of_work_for_request() as work:
        permit = queries.get_permit(work, permit_id)
        require_match(permit)
        [facts] = queries.facts_of(work, [permit])
        said = {name: getattr(permit, name) for name in SAID} | {"area_ids": facts.area_ids}
        edited = operations.edit_permit(
            work, permit_id=permit_id, version=permit.version, **(said | order)
        )
        return _one(work, edited)


@blueprint.get(f"{ONE}/consignments")
@blueprint.arguments(PageQuery(), location="query")
@blueprint.response(HTTPStatus.OK, TravelledSchema(many=True))
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such permit to see")
def list_travelled(cursor: Cursor, permit_id: UUID) -> Response:
    """List the consignments that carry this paper, the latest first; receipts name their permit."""
    with reading_for_request() as reading:
        permit = queries.get_permit(reading, permit_id)
        [facts] = queries.facts_of(reading, [permit])
        found = travelled_under(reading, facts, sender_id=permit.operator_id, cursor=cursor)
        return listed(TravelledSchema(), found.page)


@blueprint.post(f"{ONE}/end")
@idempotent
@blueprint.response(HTTPStatus.OK, OnePermitSchema())
@_answers
def end(permit_id: UUID) -> Any:
    """Use a permit no longer."""
    with unit_of_work_for_request() as work:
        return _one(work, operations.end_permit(work, permit_id=permit_id))


@blueprint.post(f"{ONE}/file")
@blueprint.arguments(UploadSchema(), location="files")
@blueprint.response(HTTPStatus.CREATED, OnePermitSchema())
@_answers
@blueprint.alt_response(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, description="The body is too large")
def attach(order: dict[str, FileStorage], permit_id: UUID) -> Any:
    """Lay the paper of a permit beside it: a picture or a PDF."""
    sent = order["file"]
    with reading_for_request() as reading:
        operations.may_attach(reading, permit_id=permit_id)
    stored, media_type = keep_attachment(house().files, sent.stream)  # type: ignore[arg-type]  # werkzeug types its stream as IO[bytes]
    with unit_of_work_for_request() as work:
        permit = operations.keep_paper(
            work,
            permit_id=permit_id,
            file_name=sent.filename or "",
            media_type=media_type,
            stored=stored,
        )
        return _one(work, permit, HTTPStatus.CREATED)


@blueprint.get(f"{ONE}/file")
@blueprint.response(HTTPStatus.OK, content_type="application/octet-stream")
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such paper to see")
def download(permit_id: UUID) -> Response:
    """Give the bytes of a permit's paper."""
    with reading_for_request() as reading:
        permit = queries.get_permit(reading, permit_id)
        if permit.sha256 is None:
            raise NotFound("permit_paper")
        return send_file(
            house().files.open(permit.sha256),
            mimetype=permit.media_type,
            as_attachment=True,
            download_name=permit.file_name,
        )
