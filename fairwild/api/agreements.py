"""Certification agreements."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Response, send_file
from flask_smorest import Blueprint
from werkzeug.datastructures import FileStorage

from fairwild.api.paging import PageQuery, listed
from fairwild.api.preconditions import answer_with_tag
from fairwild.api.promises import DEED, answers
from fairwild.applications import operations, queries
from fairwild.http import (
    home_organisation_id,
    house,
    idempotent,
    reading_for_request,
    unit_of_work_for_request,
)
from fairwild.kernel.refusals import NotFound
from fairwild.schemas.applications import (
    AgreementEndSchema,
    AgreementOrderSchema,
    CertificationAgreementSchema,
)
from fairwild.schemas.audits import UploadSchema
from fairwild.store.attachments import keep_upload
from fairwild.store.paging import Cursor

blueprint = Blueprint("api_agreements", __name__, url_prefix="/agreements")

ONE = "/<uuid:agreement_id>"

_answers = answers(blueprint, DEED)


@blueprint.get("")
@blueprint.arguments(PageQuery(), location="query")
@blueprint.response(HTTPStatus.OK, CertificationAgreementSchema(many=True))
def list_all(cursor: Cursor) -> Response:
    """List the agreements one may see, the latest signed first."""
    with reading_for_request() as reading:
        return listed(CertificationAgreementSchema(), queries.page_of_agreements(reading, cursor))


@blueprint.post("")
@idempotent
@blueprint.arguments(AgreementOrderSchema())
@blueprint.response(HTTPStatus.CREATED, CertificationAgreementSchema())
@_answers
def sign(order: dict[str, Any]) -> Any:
    """Keep an agreement that one's own body and an operator signed; its copy comes after."""
    body_id = home_organisation_id()
    with unit_of_work_for_request() as work:
        return operations.sign_agreement(work, body_id=body_id, **order)


@blueprint.get(ONE)
@blueprint.response(HTTPStatus.OK, CertificationAgreementSchema())
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such agreement to see")
def show(agreement_id: UUID) -> Response:
    """Give one agreement."""
    with reading_for_request() as reading:
        return answer_with_tag(
            CertificationAgreementSchema(), queries.get_agreement(reading, agreement_id)
        )


@blueprint.post(f"{ONE}/file")
@blueprint.arguments(UploadSchema(), location="files")
@blueprint.response(HTTPStatus.CREATED, CertificationAgreementSchema())
@_answers
@blueprint.alt_response(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, description="The body is too large")
def keep_copy(order: dict[str, FileStorage], agreement_id: UUID) -> Any:
    """Lay the signed copy beside its agreement, once and for good: from now on it binds."""
    sent = order["file"]
    with reading_for_request() as reading:
        operations.may_keep_copy(reading, agreement_id=agreement_id)
    name = sent.filename or ""
    stored, media_type = keep_upload(house().files, sent.stream, file_name=name)
    with unit_of_work_for_request() as work:
        return operations.keep_signed_copy(
            work,
            agreement_id=agreement_id,
            file_name=name,
            media_type=media_type,
            stored=stored,
        )


@blueprint.get(f"{ONE}/file")
@blueprint.response(HTTPStatus.OK, content_type="application/octet-stream")
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such copy to see")
def download(agreement_id: UUID) -> Response:
    """Give the bytes of the signed copy."""
    with reading_for_request() as reading:
        agreement = queries.get_agreement(reading, agreement_id)
        if agreement.sha256 is None:
            raise NotFound("agreement_copy")
        return send_file(
            house().files.open(agreement.sha256),
            mimetype=agreement.media_type,
            as_attachment=True,
            download_name=agreement.file_name,
        )


@blueprint.post(f"{ONE}/end")
@idempotent
@blueprint.arguments(AgreementEndSchema())
@blueprint.response(HTTPStatus.OK, CertificationAgreementSchema())
@_answers
def end(order: dict[str, Any], agreement_id: UUID) -> Any:
    """Let an agreement bind no longer from a day on."""
    with unit_of_work_for_request() as work:
        return operations.end_agreement(work, agreement_id=agreement_id, **order)
