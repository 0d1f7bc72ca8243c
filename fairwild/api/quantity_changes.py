"""Changes of maximum quantities that a certification body decides on."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Response, send_file
from flask_smorest import Blueprint
from werkzeug.datastructures import FileStorage

from fairwild.api.paging import PageQuery, listed
from fairwild.api.preconditions import answer_with_tag
from fairwild.api.promises import DEED, answers
from fairwild.areas import operations, queries
from fairwild.certificates.queries import bodies_certifying, own_ties
from fairwild.http import house, idempotent, reading_for_request, unit_of_work_for_request
from fairwild.kernel.refusals import NotFound
from fairwild.schemas.audits import UploadSchema
from fairwild.schemas.quantity_changes import (
    AskChangeSchema,
    ChangeQuery,
    ChangeSchema,
    DecideSchema,
)
from fairwild.store.attachments import keep_attachment
from fairwild.store.paging import Cursor
from fairwild.wording.areas import change_news

blueprint = Blueprint("api_quantity_changes", __name__, url_prefix="")

ALL = "/quantity-changes"
ONE = f"{ALL}/<uuid:change_id>"
OF_ONE = "/areas/<uuid:area_id>/quantities/<uuid:quantity_id>/changes"

_answers = answers(blueprint, DEED)


@blueprint.get(ALL)
@blueprint.arguments(PageQuery(), location="query")
@blueprint.arguments(ChangeQuery(), location="query")
@blueprint.response(HTTPStatus.OK, ChangeSchema(many=True))
def list_all(cursor: Cursor, wanted: dict[str, Any]) -> Response:
    """List the changes one may see, the latest first; `status=asked` gives those that wait."""
    with reading_for_request() as reading:
        return listed(ChangeSchema(), queries.page_of_changes(reading, cursor, **wanted))


@blueprint.get(ONE)
@blueprint.response(HTTPStatus.OK, ChangeSchema())
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such change to see")
def show(change_id: UUID) -> Response:
    """Give one change."""
    with reading_for_request() as reading:
        return answer_with_tag(ChangeSchema(), queries.get_change(reading, change_id))


@blueprint.post(OF_ONE)
@idempotent
@blueprint.arguments(AskChangeSchema())
@blueprint.response(HTTPStatus.CREATED, ChangeSchema())
@_answers
def ask(order: dict[str, Any], area_id: UUID, quantity_id: UUID) -> Any:
    """Ask a certification body for a higher limit of a season."""
    write = change_news(house().settings.base_url)
    with unit_of_work_for_request() as work:
        if queries.get_quantity(work, quantity_id).area_id != area_id:
            raise NotFound("maximum_quantity")
        change = operations.ask_quantity_change(
            work, quantity_id=quantity_id, certified_by=bodies_certifying, write=write, **order
        )
        return answer_with_tag(ChangeSchema(), change, HTTPStatus.CREATED)


@blueprint.post(f"{ONE}/approve")
@idempotent
@blueprint.arguments(DecideSchema())
@blueprint.response(HTTPStatus.OK, ChangeSchema())
@_answers
def approve(order: dict[str, Any], change_id: UUID) -> Any:
    """Grant a higher limit, which is in force from now."""
    write = change_news(house().settings.base_url)
    with unit_of_work_for_request() as work:
        return operations.approve_quantity_change(
            work, change_id=change_id, own_ties=own_ties, write=write, **order
        )


@blueprint.post(f"{ONE}/refuse")
@idempotent
@blueprint.arguments(DecideSchema())
@blueprint.response(HTTPStatus.OK, ChangeSchema())
@_answers
def refuse(order: dict[str, Any], change_id: UUID) -> Any:
    """Refuse a higher limit; the limit stays."""
    write = change_news(house().settings.base_url)
    with unit_of_work_for_request() as work:
        return operations.refuse_quantity_change(
            work, change_id=change_id, own_ties=own_ties, write=write, **order
        )


@blueprint.post(f"{ONE}/withdraw")
@idempotent
@blueprint.response(HTTPStatus.OK, ChangeSchema())
@_answers
def withdraw(change_id: UUID) -> Any:
    """Take a wish back before anybody has decided."""
    with unit_of_work_for_request() as work:
        return operations.withdraw_quantity_change(work, change_id=change_id)


@blueprint.post(f"{ONE}/file")
@blueprint.arguments(UploadSchema(), location="files")
@blueprint.response(HTTPStatus.CREATED, ChangeSchema())
@_answers
@blueprint.alt_response(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, description="The body is too large")
def attach(order: dict[str, FileStorage], change_id: UUID) -> Any:
    """Lay the paper that supports a wish beside it: a picture or a PDF."""
    sent = order["file"]
    with reading_for_request() as reading:
        operations.may_attach(reading, change_id=change_id)
    stored, media_type = keep_attachment(house().files, sent.stream)  # type: ignore[arg-type]  # werkzeug types its stream as IO[bytes]
    with unit_of_work_for_request() as work:
        return operations.attach_to_change(
            work,
            change_id=change_id,
            file_name=sent.filename or "",
            media_type=media_type,
            stored=stored,
        )


@blueprint.get(f"{ONE}/file")
@blueprint.response(HTTPStatus.OK, content_type="application/octet-stream")
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such paper to see")
def download(change_id: UUID) -> Response:
    """Give the bytes of the paper that supports a wish."""
    with reading_for_request() as reading:
        change = queries.get_change(reading, change_id)
        if change.sha256 is None:
            raise NotFound("quantity_change_paper")
        return send_file(
            house().files.open(change.sha256),
            mimetype=change.media_type,
            as_attachment=True,
            download_name=change.file_name,
        )
