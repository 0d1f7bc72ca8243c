"""Registrations of certification bodies with authorities."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Response, jsonify, send_file
from flask_smorest import Blueprint
from werkzeug.datastructures import FileStorage

from fairwild.api.promises import DEED, answers
from fairwild.http import house, idempotent, reading_for_request, unit_of_work_for_request
from fairwild.kernel.refusals import NotFound
from fairwild.organisations import operations, queries
from fairwild.schemas.audits import UploadSchema
from fairwild.schemas.organisations import NationalRegistrationSchema, RegisterNationallySchema
from fairwild.store.attachments import keep_upload

blueprint = Blueprint("api_registrations", __name__, url_prefix="")

OF_BODY = "/organisations/<uuid:organisation_id>/registrations"
ONE = "/registrations/<uuid:registration_id>"

_answers = answers(blueprint, DEED)


@blueprint.get(OF_BODY)
@blueprint.response(HTTPStatus.OK, NationalRegistrationSchema(many=True))
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such organisation")
def list_all(organisation_id: UUID) -> Response:
    """List where a certification body is registered."""
    with reading_for_request() as reading:
        queries.see_organisation(reading, organisation_id)
        found = queries.registrations_of(reading, organisation_id)
        return jsonify(NationalRegistrationSchema().dump(found, many=True))


@blueprint.post(OF_BODY)
@idempotent
@blueprint.arguments(RegisterNationallySchema())
@blueprint.response(HTTPStatus.CREATED, NationalRegistrationSchema())
@_answers
def register(order: dict[str, Any], organisation_id: UUID) -> Any:
    """Write down that an authority has registered a body."""
    with unit_of_work_for_request() as work:
        return operations.register_nationally(work, body_id=organisation_id, **order)


@blueprint.post(f"{ONE}/end")
@idempotent
@blueprint.response(HTTPStatus.OK, NationalRegistrationSchema())
@_answers
def end(registration_id: UUID) -> Any:
    """Let a registration hold no more from today."""
    with unit_of_work_for_request() as work:
        return operations.end_registration(work, registration_id=registration_id)


@blueprint.post(f"{ONE}/file")
@blueprint.arguments(UploadSchema(), location="files")
@blueprint.response(HTTPStatus.CREATED, NationalRegistrationSchema())
@_answers
@blueprint.alt_response(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, description="The body is too large")
def attach(order: dict[str, FileStorage], registration_id: UUID) -> Any:
    """Lay the paper of a registration beside it: a picture or a PDF."""
    sent = order["file"]
    with reading_for_request() as reading:
        operations.may_attach(reading, registration_id=registration_id)
    name = sent.filename or ""
    stored, media_type = keep_upload(house().files, sent.stream, file_name=name)
    with unit_of_work_for_request() as work:
        return operations.keep_registration_paper(
            work,
            registration_id=registration_id,
            file_name=name,
            media_type=media_type,
            stored=stored,
        )


@blueprint.get(f"{ONE}/file")
@blueprint.response(HTTPStatus.OK, content_type="application/octet-stream")
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such paper to see")
def download(registration_id: UUID) -> Response:
    """Give the bytes of a registration's paper."""
    with reading_for_request() as reading:
        row = queries.get_registration(reading, registration_id)
        if row.sha256 is None:
            raise NotFound("registration_paper")
        return send_file(
            house().files.open(row.sha256),
            mimetype=row.media_type,
            as_attachment=True,
            download_name=row.file_name,
        )
