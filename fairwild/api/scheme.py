"""The scheme as data: its dated numbers and its standards."""

from http import HTTPStatus
from typing import Any

from flask import Response, jsonify
from flask_smorest import Blueprint
from werkzeug.datastructures import FileStorage

from fairwild.access.actions import Action
from fairwild.api.promises import DEED, answers
from fairwild.audits.operations.importing import import_standard, take_back_standard
from fairwild.audits.queries.under import count_audits_under
from fairwild.http import idempotent, reading_for_request, unit_of_work_for_request
from fairwild.kernel.refusals import NotFound
from fairwild.schemas.audits import UploadSchema
from fairwild.schemas.standards import (
    ImportStandardSchema,
    KeptNumbersSchema,
    OneStandardSchema,
    ParameterSchema,
    StandardSchema,
)
from fairwild.standards.catalogue import (
    UnknownStandard,
    own_folder,
    parameters,
    standard_version,
    standard_versions,
)
from fairwild.standards.catalogue.tables import drafted_from
from fairwild.standards.queries import get_numbers
from fairwild.standards.rules import numbers_changed
from fairwild.standards.types import StandardVersion
from fairwild.store.attachments import check_file_name
from fairwild.unit_of_work import Reading

blueprint = Blueprint("api_scheme", __name__, url_prefix="/scheme")

_answers = answers(blueprint, DEED)


def _told(reading: Reading, one: StandardVersion) -> dict[str, Any]:
    said: dict[str, Any] = StandardSchema().dump(one)
    return said | {
        "indicator_count": len(one.indicators),
        "sample_count": one.sample_count,
        "audits": count_audits_under(reading, one.name, one.version),
        "open_today": one.is_open_on(reading.today),
    }


@blueprint.get("/numbers")
@blueprint.response(HTTPStatus.OK, ParameterSchema(many=True))
@blueprint.alt_response(HTTPStatus.FORBIDDEN, description="Only who is signed in may")
def list_numbers() -> Response:
    """List every number of the scheme with its days, source, approver and how far it is trusted."""
    with reading_for_request() as reading:
        reading.may(Action.SEE_SCHEME)
        rows = sorted(parameters().rows, key=lambda row: row.fingerprint)
        return jsonify(ParameterSchema().dump(rows, many=True))


@blueprint.get("/numbers/<numbers>")
@blueprint.response(HTTPStatus.OK, KeptNumbersSchema())
@blueprint.alt_response(HTTPStatus.FORBIDDEN, description="Only who is signed in may")
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="No table of this version is kept")
def show_numbers(numbers: str) -> Response:
    """Give the table of numbers that something rested on, and what differs from it today."""
    with reading_for_request() as reading:
        known = get_numbers(reading, numbers)
        told = {
            "version": numbers,
            "kept_at": known.kept_at,
            "rows": sorted(known.table.rows, key=lambda row: row.fingerprint),
            "changed": numbers_changed(known.table, parameters()),
        }
        return jsonify(KeptNumbersSchema().dump(told))


@blueprint.get("/standards")
@blueprint.response(HTTPStatus.OK, StandardSchema(many=True))
@blueprint.alt_response(HTTPStatus.FORBIDDEN, description="Only who is signed in may")
def list_standards() -> Response:
    """List every version of every standard."""
    with reading_for_request() as reading:
        reading.may(Action.SEE_SCHEME)
        return jsonify([_told(reading, one) for one in standard_versions()])


@blueprint.get("/standards/<name>/<version>")
@blueprint.response(HTTPStatus.OK, OneStandardSchema())
@blueprint.alt_response(HTTPStatus.FORBIDDEN, description="Only who is signed in may")
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such version")
def show_standard(name: str, version: str) -> Response:
    """Give a version with its principles, criteria and indicators."""
    with reading_for_request() as reading:
        reading.may(Action.SEE_SCHEME)
        try:
            one = standard_version(name, version)
        except UnknownStandard as error:
            raise NotFound("standard") from error
        whole: dict[str, Any] = OneStandardSchema().dump(one)
        return jsonify(whole | _told(reading, one))


@blueprint.delete("/standards/<name>/<version>")
@blueprint.response(HTTPStatus.NO_CONTENT)
@_answers
def take_back(name: str, version: str) -> None:
    """Take an imported text back, while no audit and no self-assessment points at it."""
    own = own_folder()
    if own is None:
        raise NotFound("standard")
    with unit_of_work_for_request() as work:
        take_back_standard(work, name=name, version=version, own=own)


@blueprint.post("/standards")
@idempotent
@blueprint.arguments(ImportStandardSchema(), location="query")
@blueprint.arguments(UploadSchema(), location="files")
@blueprint.response(HTTPStatus.CREATED, StandardSchema())
@_answers
@blueprint.alt_response(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, description="The body is too large")
def bring_in(order: dict[str, Any], sent: dict[str, FileStorage]) -> Response:
    """Import the text of a version from its table; refused with the count and first of its faults.

    Refused as well once an audit points at that version, where samples are called confirmed, and
    where it has other counts than are known of that version and `other_counts` does not say so.
    """
    with reading_for_request() as reading:
        reading.may(Action.IMPORT_STANDARD)
    own = own_folder()
    if own is None:
        raise NotFound("standard")
    check_file_name(sent["file"].filename or "")
    draft = drafted_from(sent["file"].stream, order, standard_versions())  # type: ignore[arg-type]  # werkzeug types its stream as IO[bytes]
    with unit_of_work_for_request() as work:
        made = import_standard(work, draft=draft, own=own, other_counts=order["other_counts"])
        answer = jsonify(_told(work, made))
    answer.status_code = HTTPStatus.CREATED
    return answer
