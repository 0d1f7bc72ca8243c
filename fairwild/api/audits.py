"""Audits."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Response, jsonify, request, send_file
from flask_smorest import Blueprint
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import PreconditionFailed, PreconditionRequired

from fairwild.access.actions import Action
from fairwild.api import promises
from fairwild.api.paging import PageQuery, listed
from fairwild.api.preconditions import answer_with_tag, require_match
from fairwild.api.promises import DEED, answers
from fairwild.audits import operations, queries
from fairwild.desks import operations as binding
from fairwild.http import house, idempotent, reading_for_request, unit_of_work_for_request
from fairwild.kernel.refusals import NotFound
from fairwild.schemas import audits as schemas
from fairwild.schemas.audit_plans import StartSchema
from fairwild.store.paging import Cursor
from fairwild.unit_of_work import Reading
from fairwild.wording.audit_letters import step_news

blueprint = Blueprint("api_audits", __name__, url_prefix="/audits")

ONE = "/<uuid:audit_id>"
SCORE = f"{ONE}/scores/<indicator>"
FOUND = f"{ONE}/nonconformities/<uuid:nonconformity_id>"

_answers = answers(blueprint, DEED)


@blueprint.get("")
@blueprint.arguments(PageQuery(), location="query")
@blueprint.response(HTTPStatus.OK, schemas.AuditSchema(many=True))
def list_all(cursor: Cursor) -> Response:
    """List the audits one may see, by number from the last."""
    with reading_for_request() as reading:
        return listed(schemas.AuditSchema(), queries.page_of_audits(reading, cursor))


@blueprint.post("")
@idempotent
@blueprint.arguments(schemas.PlanAuditSchema())
@blueprint.response(HTTPStatus.CREATED, schemas.AuditSchema())
@_answers
def plan(order: dict[str, Any]) -> Any:
    """Plan an audit with its team and its scope."""
    with unit_of_work_for_request() as work:
        return operations.plan_audit(work, **order)


@blueprint.get(ONE)
@blueprint.response(HTTPStatus.OK, schemas.AuditViewSchema())
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such audit to see")
def show(audit_id: UUID) -> Response:
    """Give one audit with what of it is open to the caller now; `reads` names those parts.

    The audited party reads rating, scores and evidence when the report is finished, and the
    evaluation with the decision. Nonconformities with their files are open at once.
    """
    with reading_for_request() as reading:
        return jsonify(schemas.AuditViewSchema().dump(queries.view_of_audit(reading, audit_id)))


@blueprint.post(f"{ONE}/start")
@blueprint.arguments(StartSchema(), required=False)
@blueprint.response(HTTPStatus.OK, schemas.AuditSchema())
@_answers
def start(order: dict[str, Any], audit_id: UUID) -> Any:
    """Begin the audit on the spot; on another day than planned it takes a reason."""
    with unit_of_work_for_request() as work:
        return operations.start_audit(work, audit_id=audit_id, **order)


@blueprint.get(SCORE)
@blueprint.response(HTTPStatus.OK, schemas.ScoredSchema())
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="Nothing is scored here yet")
@blueprint.alt_response(HTTPStatus.CONFLICT, description=promises.AT_WORK)
def show_score(audit_id: UUID, indicator: str) -> Response:
    """Give the score of one indicator, with the ETag a change of it needs."""
    with reading_for_request() as reading:
        queries.check_reads_work(reading, queries.get_audit(reading, audit_id))
        found = queries.find_score(reading, audit_id, indicator)
        if found is None:
            raise NotFound("audit_score")
        return answer_with_tag(schemas.ScoredSchema(), found)


@blueprint.put(SCORE)
@blueprint.arguments(schemas.ScoreSchema())
@blueprint.response(HTTPStatus.OK, schemas.ScoredSchema())
@_answers
@blueprint.alt_response(HTTPStatus.PRECONDITION_FAILED, description="Somebody scored meanwhile")
@blueprint.alt_response(HTTPStatus.PRECONDITION_REQUIRED, description="If-Match is missing")
def score(order: dict[str, Any], audit_id: UUID, indicator: str) -> Response:
    """Score an indicator: `If-None-Match: *` the first time, `If-Match` with the ETag after."""
    with unit_of_work_for_request() as work:
        work.may(Action.SCORE_AUDIT, on=queries.get_audit(work, audit_id))
        seen = _seen_version(work, audit_id, indicator)
        scored = operations.score_indicator(
            work, audit_id=audit_id, indicator=indicator, seen_version=seen, **order
        )
        return answer_with_tag(schemas.ScoredSchema(), scored)


def _seen_version(reading: Reading, audit_id: UUID, indicator: str) -> int:
    found = queries.find_score(reading, audit_id, indicator)
    if found is not None and not request.if_none_match.star_tag:
        require_match(found)
        return found.version
    if found is not None or request.if_match:
        raise PreconditionFailed
    if not request.if_none_match.star_tag:
        raise PreconditionRequired
    return 0


@blueprint.post(f"{SCORE}/evidence")
@blueprint.arguments(schemas.UploadSchema(), location="files")
@blueprint.response(HTTPStatus.CREATED, schemas.EvidenceSchema())
@_answers
@blueprint.alt_response(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, description="The body is too large")
def attach(order: dict[str, FileStorage], audit_id: UUID, indicator: str) -> Any:
    """Attach a picture or a PDF to an indicator; the same file twice is one."""
    return _attached(order["file"], audit_id, indicator=indicator)


@blueprint.post(f"{FOUND}/evidence")
@blueprint.arguments(schemas.UploadSchema(), location="files")
@blueprint.response(HTTPStatus.CREATED, schemas.EvidenceSchema())
@_answers
@blueprint.alt_response(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, description="The body is too large")
def attach_to_nonconformity(
    order: dict[str, FileStorage], audit_id: UUID, nonconformity_id: UUID
) -> Any:
    """Attach a picture or a PDF to a nonconformity; the same file twice is one."""
    return _attached(order["file"], audit_id, nonconformity_id=nonconformity_id)


def _attached(
    sent: FileStorage,
    audit_id: UUID,
    *,
    indicator: str | None = None,
    nonconformity_id: UUID | None = None,
) -> Any:
    with reading_for_request() as reading:
        operations.may_attach(reading, audit_id=audit_id, nonconformity_id=nonconformity_id)
    name = sent.filename or ""
    stored, media_type = operations.keep_evidence(house().files, sent.stream, file_name=name)
    with unit_of_work_for_request() as work:
        return binding.attach_evidence(
            work,
            audit_id=audit_id,
            indicator=indicator,
            nonconformity_id=nonconformity_id,
            file_name=name,
            media_type=media_type,
            stored=stored,
        )


@blueprint.get(f"{ONE}/evidence/<uuid:evidence_id>")
@blueprint.response(HTTPStatus.OK, content_type="application/octet-stream")
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such file to see")
@blueprint.alt_response(HTTPStatus.CONFLICT, description=promises.AT_WORK)
def download(audit_id: UUID, evidence_id: UUID) -> Response:
    """Give the bytes of a file."""
    with reading_for_request() as reading:
        found = queries.find_evidence(reading, audit_id, evidence_id)
        if found is None:
            raise NotFound("audit_evidence")
        sent = house().files.open(found.sha256)
        return send_file(
            sent, mimetype=found.media_type, as_attachment=True, download_name=found.file_name
        )


@blueprint.post(f"{ONE}/finish")
@blueprint.arguments(schemas.FinishSchema())
@blueprint.response(HTTPStatus.OK, schemas.AuditSchema())
@_answers
def finish(order: dict[str, Any], audit_id: UUID) -> Any:
    """Finish the report, which locks it."""
    with unit_of_work_for_request() as work:
        return binding.finish_audit(
            work, audit_id=audit_id, write=step_news(house().settings.base_url), **order
        )


@blueprint.post(f"{ONE}/evaluation")
@idempotent
@blueprint.arguments(schemas.EvaluationOrderSchema())
@blueprint.response(HTTPStatus.CREATED, schemas.EvaluationSchema())
@_answers
def evaluate(order: dict[str, Any], audit_id: UUID) -> Any:
    """Recommend a decision, as somebody outside the team."""
    with unit_of_work_for_request() as work:
        return operations.evaluate_audit(work, audit_id=audit_id, **order)


@blueprint.post(f"{ONE}/decision")
@idempotent
@blueprint.arguments(schemas.DecisionOrderSchema())
@blueprint.response(HTTPStatus.CREATED, schemas.DecisionSchema())
@_answers
def decide(order: dict[str, Any], audit_id: UUID) -> Any:
    """Decide; a positive decision issues the certificate in the same breath."""
    with unit_of_work_for_request() as work:
        binding.decide_and_issue(
            work, audit_id=audit_id, write=step_news(house().settings.base_url), **order
        )
        return queries.find_decision(work, audit_id)
