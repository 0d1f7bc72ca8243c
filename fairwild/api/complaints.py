"""Complaints: what those who handle them do, and those who complain with an account."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Response, jsonify, send_file
from flask_smorest import Blueprint
from werkzeug.datastructures import FileStorage

from fairwild.access.actions import Action
from fairwild.api.paging import PageQuery, listed
from fairwild.api.promises import DEED, answers
from fairwild.complaints import operations, queries
from fairwild.complaints.letters import Writer
from fairwild.complaints.queries import Complaint
from fairwild.complaints.states import ComplaintKind
from fairwild.http import (
    actor,
    house,
    idempotent,
    reading_for_request,
    unit_of_work_for_request,
)
from fairwild.kernel.refusals import NotFound
from fairwild.schemas import complaints as schemas
from fairwild.schemas.audits import UploadSchema
from fairwild.store.attachments import keep_upload
from fairwild.store.paging import Cursor
from fairwild.unit_of_work import Reading
from fairwild.wording.complaints import case_letter

blueprint = Blueprint("api_complaints", __name__, url_prefix="/complaints")

ONE = "/<uuid:complaint_id>"
NOTES = f"{ONE}/notes"
OWN = "/own/<uuid:complaint_id>"

_answers = answers(blueprint, DEED)


def _write() -> Writer:
    return case_letter(house().settings.base_url)


def _view(reading: Reading, complaint_id: UUID) -> Response:
    """Give a case, with its file to those who may read it."""
    row = queries.get_complaint(reading, complaint_id)
    seen = schemas.ComplaintSchema().dump(row)
    return jsonify({**seen, "file": _file(reading, row)})


def _file(reading: Reading, row: Complaint) -> Any:
    if not reading.allows(Action.READ_COMPLAINT, row):
        return None
    handles = reading.allows(Action.HANDLE_COMPLAINT, row)
    told = {
        "said": row.said,
        "appeal": row.appeal,
        "notes": queries.notes_of(reading, row),
        "proofs": queries.proofs_of(reading, row),
        "complainant": queries.complainant_of(reading, row) if handles else None,
    }
    return schemas.ComplaintFileSchema().dump(told)


@blueprint.get("")
@blueprint.arguments(PageQuery(), location="query")
@blueprint.response(HTTPStatus.OK, schemas.ComplaintSchema(many=True))
def list_all(cursor: Cursor) -> Response:
    """List the cases one's body handles, the latest first; a steward sees all."""
    with reading_for_request() as reading:
        return listed(schemas.ComplaintSchema(), queries.page_of_complaints(reading, cursor))


@blueprint.post("")
@idempotent
@blueprint.arguments(schemas.ComplainWithAccountSchema())
@blueprint.response(HTTPStatus.CREATED, schemas.OwnCaseSchema())
@blueprint.alt_response(HTTPStatus.CONFLICT, description="Nobody is registered to handle it")
def complain(order: dict[str, Any]) -> Any:
    """Complain about a certificate, a label or an organisation with one's account.

    To stay unnamed, complain under `/public/complaints` without a token: there a secret is given.
    """
    asked = {"typed": order.pop("about"), "operator_id": order.pop("operator_id")}
    with unit_of_work_for_request() as work:
        named = queries.named_by(work, **asked)
        person_id = actor().person_id
        return operations.lodge_complaint(
            work, named=named, person_id=person_id, write=_write(), **order
        ).complaint


@blueprint.get(ONE)
@blueprint.response(HTTPStatus.OK, schemas.ComplaintViewSchema())
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such case to see")
def show(complaint_id: UUID) -> Response:
    """Give one case; what was said and the notes only to who may read them."""
    with reading_for_request() as reading:
        return _view(reading, complaint_id)


@blueprint.post(f"{ONE}/acknowledgement")
@idempotent
@blueprint.arguments(schemas.AcknowledgeSchema())
@blueprint.response(HTTPStatus.CREATED, schemas.ComplaintSchema())
@_answers
def acknowledge(order: dict[str, Any], complaint_id: UUID) -> Any:
    """Confirm that a complaint has come, and say what it is about without who complained."""
    with unit_of_work_for_request() as work:
        return operations.acknowledge_complaint(
            work, complaint_id=complaint_id, write=_write(), **order
        )


@blueprint.post(f"{ONE}/examiner")
@idempotent
@blueprint.arguments(schemas.AppointSchema())
@blueprint.response(HTTPStatus.CREATED, schemas.ComplaintSchema())
@_answers
def appoint(order: dict[str, Any], complaint_id: UUID) -> Any:
    """Give a case into the hands of somebody uninvolved (rule R15)."""
    with unit_of_work_for_request() as work:
        return operations.appoint_examiner(work, complaint_id=complaint_id, **order)


@blueprint.post(f"{ONE}/passing-on")
@idempotent
@blueprint.arguments(schemas.PassOnSchema())
@blueprint.response(HTTPStatus.CREATED, schemas.ComplaintSchema())
@_answers
def pass_on(order: dict[str, Any], complaint_id: UUID) -> Any:
    """Give a case to the scheme owner, as where nobody of the body is uninvolved."""
    with unit_of_work_for_request() as work:
        return operations.pass_complaint_on(work, complaint_id=complaint_id, **order)


@blueprint.post(NOTES)
@idempotent
@blueprint.arguments(schemas.NoteSchema())
@blueprint.response(HTTPStatus.CREATED, schemas.ComplaintNoteSchema())
@_answers
def add_note(order: dict[str, Any], complaint_id: UUID) -> Any:
    """Add what was found out to the file of a case."""
    with unit_of_work_for_request() as work:
        return operations.add_note(work, complaint_id=complaint_id, **order)


@blueprint.post(f"{ONE}/files")
@blueprint.arguments(UploadSchema(), location="files")
@blueprint.response(HTTPStatus.CREATED, schemas.ComplaintNoteSchema())
@_answers
@blueprint.alt_response(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, description="The body is too large")
def add_file(order: dict[str, FileStorage], complaint_id: UUID) -> Any:
    """Add a picture or a PDF to the file of a case, as a note without words."""
    sent = order["file"]
    with reading_for_request() as reading:
        operations.may_add_note(reading, complaint_id=complaint_id)
    name = sent.filename or ""
    stored, media_type = keep_upload(house().files, sent.stream, file_name=name)
    with unit_of_work_for_request() as work:
        return operations.add_note(
            work,
            complaint_id=complaint_id,
            text="",
            stored=stored,
            file_name=name,
            media_type=media_type,
        )


@blueprint.get(f"{NOTES}/<uuid:note_id>/file")
@blueprint.response(HTTPStatus.OK, content_type="application/octet-stream")
@blueprint.alt_response(HTTPStatus.FORBIDDEN, description="Not yours to see")
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such file to see")
def download(complaint_id: UUID, note_id: UUID) -> Response:
    """Give the bytes of the file of a note."""
    with reading_for_request() as reading:
        found = queries.get_note(reading, complaint_id, note_id)
    if found.sha256 is None:
        raise NotFound("complaint_note")
    return send_file(
        house().files.open(found.sha256),
        mimetype=found.media_type,
        as_attachment=True,
        download_name=found.file_name,
    )


@blueprint.post(f"{ONE}/outcome")
@idempotent
@blueprint.arguments(schemas.ConcludeSchema())
@blueprint.response(HTTPStatus.CREATED, schemas.ComplaintSchema())
@_answers
def conclude(order: dict[str, Any], complaint_id: UUID) -> Any:
    """Judge a complaint, or the appeal against its outcome, as the appointed examiner."""
    with unit_of_work_for_request() as work:
        return operations.conclude_complaint(
            work, complaint_id=complaint_id, write=_write(), **order
        )


@blueprint.post(f"{ONE}/forgetting")
@idempotent
@blueprint.response(HTTPStatus.CREATED, schemas.ComplaintSchema())
@_answers
def forget(complaint_id: UUID) -> Any:
    """Delete what is known of whoever complained."""
    with unit_of_work_for_request() as work:
        return operations.forget_complainant(work, complaint_id=complaint_id)


@blueprint.get("/own")
@blueprint.response(HTTPStatus.OK, schemas.FollowedOwnCaseSchema(many=True))
def list_own() -> Response:
    """List what one complained of with one's account, the latest first, with the files sent."""
    with reading_for_request() as reading:
        rows = queries.own_complaints(reading)
        proofs = queries.proofs_by_case(reading, [one.id for one in rows])
        told = schemas.ComplaintProofSchema(many=True)
        own = schemas.OwnCaseSchema()
        return jsonify([{**own.dump(one), "proofs": told.dump(proofs[one.id])} for one in rows])


@blueprint.post("/decisions")
@idempotent
@blueprint.arguments(schemas.AppealDecisionSchema())
@blueprint.response(HTTPStatus.CREATED, schemas.OwnCaseSchema())
@_answers
def appeal_decision(order: dict[str, Any]) -> Any:
    """Appeal against the decision on an audit of one's own operation."""
    with unit_of_work_for_request() as work:
        return operations.lodge_complaint(
            work,
            named=queries.named_decision(work, order.pop("audit_id")),
            kind=ComplaintKind.APPEAL,
            person_id=actor().person_id,
            write=_write(),
            **order,
        ).complaint


@blueprint.post(f"{OWN}/appeal")
@idempotent
@blueprint.arguments(schemas.AppealSchema())
@blueprint.response(HTTPStatus.CREATED, schemas.OwnCaseSchema())
@_answers
def appeal_own(order: dict[str, Any], complaint_id: UUID) -> Any:
    """Say that the outcome of one's own complaint is not accepted."""
    with unit_of_work_for_request() as work:
        return operations.appeal_own_outcome(
            work, complaint_id=complaint_id, write=_write(), **order
        )
