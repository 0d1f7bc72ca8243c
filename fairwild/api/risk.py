"""Risk classes of species, given by the scheme owner."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Response, send_file
from flask_smorest import Blueprint
from werkzeug.datastructures import FileStorage

from fairwild.api.paging import PageQuery, listed
from fairwild.api.promises import DEED, answers
from fairwild.areas.queries.unclassed import collected_unclassed
from fairwild.http import house, idempotent, reading_for_request, unit_of_work_for_request
from fairwild.kernel.refusals import NotFound
from fairwild.schemas.audits import UploadSchema
from fairwild.schemas.risk import ClassifyRiskSchema, EndRiskSchema, RiskSchema, UnclassedSchema
from fairwild.species import operations, queries
from fairwild.store.attachments import keep_upload
from fairwild.store.paging import Cursor

blueprint = Blueprint("api_risk", __name__, url_prefix="")

OF_SPECIES = "/species/<uuid:species_id>/risk-classes"
ONE = "/risk-classes/<uuid:classification_id>"

_answers = answers(blueprint, DEED)


@blueprint.get(OF_SPECIES)
@blueprint.arguments(PageQuery(), location="query")
@blueprint.response(HTTPStatus.OK, RiskSchema(many=True))
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such species")
def list_all(cursor: Cursor, species_id: UUID) -> Response:
    """List the risk classes a species was ever given, those that begin last first."""
    with reading_for_request() as reading:
        queries.get_species(reading, species_id)
        return listed(RiskSchema(), queries.page_of_classifications(reading, cursor, species_id))


@blueprint.post(OF_SPECIES)
@idempotent
@blueprint.arguments(ClassifyRiskSchema())
@blueprint.response(HTTPStatus.CREATED, RiskSchema())
@_answers
def classify(order: dict[str, Any], species_id: UUID) -> Any:
    """Give a species, part and country a class; an earlier one holds no more from its first day."""
    with unit_of_work_for_request() as work:
        return operations.classify_risk(work, species_id=species_id, **order)


@blueprint.get("/risk-classes/missing")
@blueprint.response(HTTPStatus.OK, UnclassedSchema(many=True))
@blueprint.alt_response(HTTPStatus.FORBIDDEN, description="Not yours to see")
def list_missing() -> Any:
    """List what is collected and has no risk class today, for whoever gives classes."""
    with reading_for_request() as reading:
        return collected_unclassed(reading)


@blueprint.get(ONE)
@blueprint.response(HTTPStatus.OK, RiskSchema())
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such classification")
def show(classification_id: UUID) -> Any:
    """Give one classification."""
    with reading_for_request() as reading:
        return queries.get_classification(reading, classification_id)


@blueprint.post(f"{ONE}/end")
@idempotent
@blueprint.arguments(EndRiskSchema())
@blueprint.response(HTTPStatus.OK, RiskSchema())
@_answers
def end(order: dict[str, Any], classification_id: UUID) -> Any:
    """Take a classification back from today, with the reason."""
    with unit_of_work_for_request() as work:
        return operations.end_risk(work, classification_id=classification_id, **order)


@blueprint.post(f"{ONE}/file")
@blueprint.arguments(UploadSchema(), location="files")
@blueprint.response(HTTPStatus.CREATED, RiskSchema())
@_answers
@blueprint.alt_response(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, description="The body is too large")
def attach(order: dict[str, FileStorage], classification_id: UUID) -> Any:
    """Lay the document of a classification beside it: a picture or a PDF."""
    sent = order["file"]
    with reading_for_request() as reading:
        operations.may_attach(reading, classification_id=classification_id)
    name = sent.filename or ""
    stored, media_type = keep_upload(house().files, sent.stream, file_name=name)
    with unit_of_work_for_request() as work:
        return operations.keep_risk_document(
            work,
            classification_id=classification_id,
            file_name=name,
            media_type=media_type,
            stored=stored,
        )


@blueprint.get(f"{ONE}/file")
@blueprint.response(HTTPStatus.OK, content_type="application/octet-stream")
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such document to see")
def download(classification_id: UUID) -> Response:
    """Give the bytes of a classification's document."""
    with reading_for_request() as reading:
        row = queries.get_classification(reading, classification_id)
        if row.sha256 is None:
            raise NotFound("risk_document")
        return send_file(
            house().files.open(row.sha256),
            mimetype=row.media_type,
            as_attachment=True,
            download_name=row.file_name,
        )
