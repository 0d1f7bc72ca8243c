"""Applications for certification."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Response, jsonify, request, send_file
from flask_smorest import Blueprint
from werkzeug.datastructures import FileStorage

from fairwild.api.paging import PageQuery, listed
from fairwild.api.preconditions import require_match, tag_of
from fairwild.api.promises import CHANGE, DEED, answers
from fairwild.applications import operations, queries
from fairwild.applications.queries.consenting import consent_of
from fairwild.http import house, idempotent, reading_for_request, unit_of_work_for_request
from fairwild.schemas import applications as schemas
from fairwild.schemas.audits import UploadSchema
from fairwild.schemas.self_assessments import SelfAssessmentSchema
from fairwild.store.attachments import keep_upload
from fairwild.store.paging import Cursor
from fairwild.unit_of_work import Reading
from fairwild.wording.applications import application_news

blueprint = Blueprint("api_applications", __name__, url_prefix="/applications")

ONE = "/<uuid:application_id>"

_answers = answers(blueprint, DEED)
_matched = answers(blueprint, CHANGE)


def _one(reading: Reading, application: Any, status: int = HTTPStatus.OK) -> Response:
    """Answer one application with everything that hangs on it, and its ETag."""
    said: dict[str, Any] = schemas.ApplicationSchema().dump(application)
    given = queries.answers_of(reading, application.id)
    consent = consent_of(reading, application)
    paid = application.mandator_id is not None
    seen: dict[str, Any] = {
        "content_sha256": consent.content_sha256,
        "consent": schemas.SeenConsentSchema().dump(consent) if paid else None,
        "answers": schemas.SeenAnswerSchema().dump(
            [given[one] for one in sorted(given)], many=True
        ),
        "documents": schemas.SeenDocumentSchema().dump(
            queries.documents_of(reading, application.id), many=True
        ),
        "reviews": schemas.SeenReviewSchema().dump(
            queries.reviews_of(reading, application.id), many=True
        ),
    }
    answer = jsonify(said | seen)
    answer.status_code = status
    answer.set_etag(tag_of(application))
    return answer.make_conditional(request) if request.method == "GET" else answer  # type: ignore[return-value]  # werkzeug's base class


@blueprint.get("")
@blueprint.arguments(PageQuery(), location="query")
@blueprint.response(HTTPStatus.OK, schemas.ApplicationSchema(many=True))
def list_all(cursor: Cursor) -> Response:
    """List the applications one may see, by number from the last."""
    with reading_for_request() as reading:
        return listed(schemas.ApplicationSchema(), queries.page_of_applications(reading, cursor))


@blueprint.post("")
@idempotent
@blueprint.arguments(schemas.ApplicationOrderSchema())
@blueprint.response(HTTPStatus.CREATED, schemas.ApplicationViewSchema())
@_answers
def write(order: dict[str, Any]) -> Any:
    """Begin an application of an operator, as its manager or for the company that pays."""
    with unit_of_work_for_request() as work:
        return _one(work, operations.write_application(work, **order), HTTPStatus.CREATED)


@blueprint.get(ONE)
@blueprint.response(HTTPStatus.OK, schemas.ApplicationViewSchema())
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such application to see")
def show(application_id: UUID) -> Response:
    """Give one application with its self-assessment, documents and the body's answers."""
    with reading_for_request() as reading:
        return _one(reading, queries.get_application(reading, application_id))


@blueprint.patch(ONE)
@blueprint.arguments(schemas.ApplicationFormSchema(partial=True))
@blueprint.response(HTTPStatus.OK, schemas.ApplicationViewSchema())
@_answers
@_matched
def change(order: dict[str, Any], application_id: UUID) -> Response:
    """Change what the form of a draft says; what is left out stays."""
    with unit_of_work_for_request() as work:
        application = queries.get_application(work, application_id)
        require_match(application)
        changed = operations.change_application(
            work, application_id=application_id, version=application.version, **order
        )
        return _one(work, changed)


@blueprint.post(f"{ONE}/answers")
@idempotent
@blueprint.arguments(SelfAssessmentSchema())
@blueprint.response(HTTPStatus.OK, schemas.ApplicationViewSchema())
@_answers
def answer(order: dict[str, Any], application_id: UUID) -> Any:
    """Say how the operator sees itself at some indicators; all others stay."""
    with unit_of_work_for_request() as work:
        found = operations.answer_indicators(work, application_id=application_id, **order)
        return _one(work, found)


@blueprint.post(f"{ONE}/consent-request")
@idempotent
@blueprint.response(HTTPStatus.CREATED, schemas.ApplicationViewSchema())
@_answers
def ask_consent(application_id: UUID) -> Any:
    """Ask the operator to agree to a complete draft, as the company that pays for it."""
    with unit_of_work_for_request() as work:
        write = application_news(house().settings.base_url)
        found = operations.ask_consent(work, application_id=application_id, write=write)
        return _one(work, found, HTTPStatus.CREATED)


@blueprint.post(f"{ONE}/consent")
@idempotent
@blueprint.arguments(schemas.ConsentAnswerSchema())
@blueprint.response(HTTPStatus.OK, schemas.ApplicationViewSchema())
@_answers
def answer_consent(order: dict[str, Any], application_id: UUID) -> Any:
    """Agree for the operator to what the application says now, or refuse with a reason."""
    with unit_of_work_for_request() as work:
        write = application_news(house().settings.base_url)
        found = operations.answer_consent(work, application_id=application_id, write=write, **order)
        return _one(work, found)


@blueprint.post(f"{ONE}/submit")
@idempotent
@blueprint.response(HTTPStatus.OK, schemas.ApplicationViewSchema())
@_answers
def submit(application_id: UUID) -> Any:
    """Hand the application in; a company that pays needs the operator's consent for it."""
    with unit_of_work_for_request() as work:
        write = application_news(house().settings.base_url)
        found = operations.submit_application(work, application_id=application_id, write=write)
        return _one(work, found)


@blueprint.post(f"{ONE}/withdraw")
@idempotent
@blueprint.response(HTTPStatus.OK, schemas.ApplicationViewSchema())
@_answers
def withdraw(application_id: UUID) -> Any:
    """Take the application back before the body has answered."""
    with unit_of_work_for_request() as work:
        return _one(work, operations.withdraw_application(work, application_id=application_id))


@blueprint.post(f"{ONE}/review")
@idempotent
@blueprint.arguments(schemas.ReviewSchema())
@blueprint.response(HTTPStatus.CREATED, schemas.ApplicationViewSchema())
@_answers
def review(order: dict[str, Any], application_id: UUID) -> Any:
    """Accept, decline or send back an application, for the body."""
    with unit_of_work_for_request() as work:
        write = application_news(house().settings.base_url)
        operations.review_application(work, application_id=application_id, write=write, **order)
        application = queries.get_application(work, application_id)
        return _one(work, application, HTTPStatus.CREATED)


@blueprint.post(f"{ONE}/documents")
@blueprint.arguments(UploadSchema(), location="files")
@blueprint.response(HTTPStatus.CREATED, schemas.SeenDocumentSchema())
@_answers
@blueprint.alt_response(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, description="The body is too large")
def attach(order: dict[str, FileStorage], application_id: UUID) -> Any:
    """Add a picture or a PDF to an application; the same file twice is one."""
    sent = order["file"]
    with reading_for_request() as reading:
        operations.may_attach(reading, application_id=application_id)
    name = sent.filename or ""
    stored, media_type = keep_upload(house().files, sent.stream, file_name=name)
    with unit_of_work_for_request() as work:
        return operations.attach_document(
            work,
            application_id=application_id,
            file_name=name,
            media_type=media_type,
            stored=stored,
        )


@blueprint.get(f"{ONE}/documents/<uuid:document_id>")
@blueprint.response(HTTPStatus.OK, content_type="application/octet-stream")
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such document to see")
def download(application_id: UUID, document_id: UUID) -> Response:
    """Give the bytes of a document."""
    with reading_for_request() as reading:
        found = queries.get_document(reading, application_id, document_id)
        return send_file(
            house().files.open(found.sha256),
            mimetype=found.media_type,
            as_attachment=True,
            download_name=found.file_name,
        )
