"""Processing: batches, grades, samples, laboratory tests, write-offs, and measured ratios."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Response, send_file
from flask_smorest import Blueprint
from werkzeug.datastructures import FileStorage

from fairwild.api.paging import PageQuery, listed
from fairwild.http import (
    home_organisation_id,
    house,
    idempotent,
    reading_for_request,
    unit_of_work_for_request,
)
from fairwild.kernel.refusals import NotFound
from fairwild.lots import operations, queries
from fairwild.lots.processing.catalogue import process_rules
from fairwild.schemas import processing as schemas
from fairwild.schemas.audits import UploadSchema
from fairwild.schemas.lots import LotSchema
from fairwild.store.attachments import keep_attachment
from fairwild.store.paging import Cursor

blueprint = Blueprint("api_processing", __name__)

ONE = "/lots/<uuid:lot_id>"
TESTS = f"{ONE}/tests"
REPORT = f"{TESTS}/<uuid:test_id>/report"


def _answers(view: Any) -> Any:
    """Document what every deed on a lot can answer besides success."""
    for status, words in (
        (HTTPStatus.FORBIDDEN, "Not yours to do"),
        (HTTPStatus.NOT_FOUND, "There is no such lot to see"),
        (HTTPStatus.CONFLICT, "Refused as things stand, with every obstacle"),
    ):
        view = blueprint.alt_response(status, description=words)(view)
    return view


@blueprint.get("/processes")
@blueprint.response(HTTPStatus.OK, schemas.ProcessKindSchema(many=True))
def list_kinds() -> Any:
    """List the kinds of processing that are in force today, as the scheme's data has them."""
    with reading_for_request() as reading:
        return [one for one in process_rules() if reading.today in one.period]


@blueprint.post(f"{ONE}/process")
@idempotent
@blueprint.arguments(schemas.ProcessOrderSchema())
@blueprint.response(HTTPStatus.CREATED, LotSchema(many=True))
@_answers
def process(order: dict[str, Any], lot_id: UUID) -> Any:
    """Process a lot, and others with it, into everything that came out."""
    wanted_g, others = order.pop("kg"), order.pop("others")
    with unit_of_work_for_request() as work:
        first_g = queries.get_lot(work, lot_id).available_g if wanted_g is None else wanted_g
        inputs = [(lot_id, first_g), *others]
        return list(operations.process_lots(work, inputs=inputs, **order))


@blueprint.post(f"{ONE}/grade")
@idempotent
@blueprint.arguments(schemas.GradeSchema())
@blueprint.response(HTTPStatus.CREATED, LotSchema(many=True))
@_answers
def grade(order: dict[str, Any], lot_id: UUID) -> Any:
    """Part a lot by quality into lots that carry their grade."""
    with unit_of_work_for_request() as work:
        return list(operations.grade_lot(work, lot_id=lot_id, **order))


@blueprint.post(f"{ONE}/sample")
@idempotent
@blueprint.arguments(schemas.SampleSchema())
@blueprint.response(HTTPStatus.CREATED, LotSchema())
@_answers
def sample(order: dict[str, Any], lot_id: UUID) -> Any:
    """Draw a sample that is kept as a lot of its own."""
    with unit_of_work_for_request() as work:
        return operations.take_sample(work, lot_id=lot_id, **order)


@blueprint.post(f"{ONE}/write-off")
@idempotent
@blueprint.arguments(schemas.WriteOffSchema())
@blueprint.response(HTTPStatus.CREATED, schemas.WrittenOffSchema())
@_answers
def write_off(order: dict[str, Any], lot_id: UUID) -> Any:
    """Write goods off as lost or as used by the house."""
    with unit_of_work_for_request() as work:
        return operations.write_off(work, lot_id=lot_id, **order)


@blueprint.post(f"{ONE}/give-up-claim")
@idempotent
@blueprint.arguments(schemas.GiveUpClaimSchema())
@blueprint.response(HTTPStatus.CREATED, LotSchema())
@_answers
def give_up_claim(order: dict[str, Any], lot_id: UUID) -> Any:
    """Declare certified goods, frozen or not, uncertified from now on."""
    with unit_of_work_for_request() as work:
        return operations.give_up_claim(work, lot_id=lot_id, **order)


@blueprint.get(TESTS)
@blueprint.response(HTTPStatus.OK, schemas.TestSchema(many=True))
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such lot to see")
def list_tests(lot_id: UUID) -> Any:
    """List what laboratories found in a lot and in its samples."""
    with reading_for_request() as reading:
        return queries.list_tests(reading, lot_id)


@blueprint.post(TESTS)
@idempotent
@blueprint.arguments(schemas.TestOrderSchema())
@blueprint.response(HTTPStatus.CREATED, schemas.TestSchema())
@_answers
def record_test(order: dict[str, Any], lot_id: UUID) -> Any:
    """Write down what a laboratory found; its report is sent after it."""
    with unit_of_work_for_request() as work:
        return operations.record_test(work, lot_id=lot_id, **order)


@blueprint.post(REPORT)
@blueprint.arguments(UploadSchema(), location="files")
@blueprint.response(HTTPStatus.CREATED, schemas.TestSchema())
@_answers
@blueprint.alt_response(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, description="The body is too large")
def attach_report(order: dict[str, FileStorage], lot_id: UUID, test_id: UUID) -> Any:
    """Attach the laboratory's report, a PDF or a picture, to a test that has none yet."""
    sent = order["file"]
    with reading_for_request() as reading:
        operations.may_attach_report(reading, lot_id=lot_id, test_id=test_id)
    stored, media_type = keep_attachment(house().files, sent.stream)  # type: ignore[arg-type]  # werkzeug types its stream as IO[bytes]
    report = operations.Report(sent.filename or "", media_type, stored)
    with unit_of_work_for_request() as work:
        return operations.attach_report(work, lot_id=lot_id, test_id=test_id, report=report)


@blueprint.get(REPORT)
@blueprint.response(HTTPStatus.OK, content_type="application/octet-stream")
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such file to see")
def report(lot_id: UUID, test_id: UUID) -> Response:
    """Give the bytes of a laboratory's report."""
    with reading_for_request() as reading:
        found = queries.get_test(reading, lot_id, test_id)
        if found.sha256 is None:
            raise NotFound("lot_test")
        answer = send_file(
            house().files.open(found.sha256),
            mimetype=found.media_type,
            as_attachment=True,
            download_name=found.file_name,
        )
        answer.headers["X-Content-Type-Options"] = "nosniff"
        return answer


@blueprint.get("/ratios")
@blueprint.arguments(PageQuery(), location="query")
@blueprint.response(HTTPStatus.OK, schemas.RatioSchema(many=True))
def list_ratios(cursor: Cursor) -> Response:
    """List the trials one may see, the latest first."""
    with reading_for_request() as reading:
        return listed(schemas.RatioSchema(), queries.page_of_ratios(reading, cursor))


@blueprint.post("/ratios")
@idempotent
@blueprint.arguments(schemas.TrialSchema())
@blueprint.response(HTTPStatus.CREATED, schemas.RatioSchema())
@_answers
def measure(order: dict[str, Any]) -> Any:
    """Write down a trial of one's own organisation; it judges the season's batches from its day."""
    with unit_of_work_for_request() as work:
        organisation_id = home_organisation_id()
        return operations.measure_ratio(work, organisation_id=organisation_id, **order)
