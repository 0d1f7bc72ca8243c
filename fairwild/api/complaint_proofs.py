"""Files by which whoever complained shows what they say: sent with a secret or an account."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Response, send_file
from flask_smorest import Blueprint
from werkzeug.datastructures import FileStorage

from fairwild.api.complaining import CASE, check_case
from fairwild.api.promises import DEED, answers
from fairwild.complaints import operations, queries
from fairwild.http import house, reading_for_request, unit_of_work_for_request
from fairwild.schemas.audits import UploadSchema
from fairwild.schemas.complaints import ComplaintProofSchema
from fairwild.store.attachments import keep_upload

TOO_LARGE = "The body is too large"
blueprint = Blueprint("api_complaint_proofs", __name__)

_by_secret = answers(
    blueprint,
    CASE
    | {
        HTTPStatus.CONFLICT: "Refused, with every obstacle",
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE: TOO_LARGE,
    },
)
_by_account = answers(blueprint, DEED | {HTTPStatus.REQUEST_ENTITY_TOO_LARGE: TOO_LARGE})


def _kept(sent: FileStorage) -> dict[str, Any]:
    name = sent.filename or ""
    stored, media_type = keep_upload(house().files, sent.stream, file_name=name)
    return {"file_name": name, "media_type": media_type, "stored": stored}


@blueprint.post("/public/complaints/<number>/<secret>/proofs")
@blueprint.arguments(UploadSchema(), location="files")
@blueprint.response(HTTPStatus.CREATED, ComplaintProofSchema())
@_by_secret
@blueprint.doc(security=[])
def prove(order: dict[str, FileStorage], number: str, secret: str) -> Any:
    """Add a picture or a PDF to a case with its secret, until it is judged; a few at most."""
    check_case(number, secret)
    with reading_for_request() as reading:
        operations.may_prove(reading, number=number, secret=secret)
    kept = _kept(order["file"])
    with unit_of_work_for_request() as work:
        return operations.add_proof(work, number=number, secret=secret, **kept)


@blueprint.post("/complaints/own/<uuid:complaint_id>/proofs")
@blueprint.arguments(UploadSchema(), location="files")
@blueprint.response(HTTPStatus.CREATED, ComplaintProofSchema())
@_by_account
def prove_own(order: dict[str, FileStorage], complaint_id: UUID) -> Any:
    """Add a picture or a PDF to what one complained of with one's account; a few at most."""
    with reading_for_request() as reading:
        operations.may_prove_own(reading, complaint_id=complaint_id)
    kept = _kept(order["file"])
    with unit_of_work_for_request() as work:
        return operations.add_own_proof(work, complaint_id=complaint_id, **kept)


@blueprint.get("/complaints/<uuid:complaint_id>/proofs/<uuid:proof_id>/file")
@blueprint.response(HTTPStatus.OK, content_type="application/octet-stream")
@blueprint.alt_response(HTTPStatus.FORBIDDEN, description="Not yours to see")
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such file to see")
def download_proof(complaint_id: UUID, proof_id: UUID) -> Response:
    """Give the bytes of a file of whoever complained to who handles the case."""
    with reading_for_request() as reading:
        found = queries.get_proof(reading, complaint_id, proof_id)
    return send_file(
        house().files.open(found.sha256),
        mimetype=found.media_type,
        as_attachment=True,
        download_name=found.file_name,
    )
