"""Who may judge for a body: competences, ties to clients, declarations, overrides."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Response, jsonify, send_file
from flask_smorest import Blueprint
from werkzeug.datastructures import FileStorage

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.api.paging import PageQuery, listed
from fairwild.api.promises import DEED, answers
from fairwild.audits import operations as audits
from fairwild.audits import queries as audit_queries
from fairwild.audits.operations.witnessing import record_witnessed_audit
from fairwild.audits.queries import assigning
from fairwild.audits.states import OVER
from fairwild.competence import operations, queries
from fairwild.desks import operations as binding
from fairwild.http import house, idempotent, reading_for_request, unit_of_work_for_request
from fairwild.kernel.refusals import NotFound
from fairwild.schemas import competence as schemas
from fairwild.schemas.audits import UploadSchema
from fairwild.store.attachments import keep_upload
from fairwild.store.paging import Cursor
from fairwild.wording import obstacle_sentence

blueprint = Blueprint("api_competence", __name__)

BODY = "/organisations/<uuid:organisation_id>"
AUDIT = "/audits/<uuid:audit_id>"
_SEEN = "There is no such thing to see"

_answers = answers(blueprint, DEED)


@blueprint.get(f"{BODY}/competences")
@blueprint.arguments(PageQuery(), location="query")
@blueprint.response(HTTPStatus.OK, schemas.CompetenceSchema(many=True))
@blueprint.alt_response(HTTPStatus.FORBIDDEN, description="Not yours to see")
def list_all(cursor: Cursor, organisation_id: UUID) -> Response:
    """List what the people of a body may judge, the last recorded first."""
    with reading_for_request() as reading:
        page = queries.page_of_competences(reading, organisation_id, cursor)
        return listed(schemas.CompetenceSchema(), page)


@blueprint.post(f"{BODY}/competences")
@idempotent
@blueprint.arguments(schemas.CompetenceOrderSchema())
@blueprint.response(HTTPStatus.CREATED, schemas.CompetenceSchema())
@_answers
def record(order: dict[str, Any], organisation_id: UUID) -> Any:
    """Say what a person of the body may judge."""
    with unit_of_work_for_request() as work:
        return operations.record_competence(work, body_id=organisation_id, **order)


@blueprint.post("/competences/<uuid:competence_id>/end")
@idempotent
@blueprint.arguments(schemas.EndCompetenceSchema())
@blueprint.response(HTTPStatus.OK, schemas.CompetenceSchema())
@_answers
def end(order: dict[str, Any], competence_id: UUID) -> Any:
    """Let a person judge this no more, from today."""
    with unit_of_work_for_request() as work:
        return operations.end_competence(work, competence_id=competence_id, **order)


@blueprint.post("/competences/<uuid:competence_id>/file")
@blueprint.arguments(UploadSchema(), location="files")
@blueprint.response(HTTPStatus.CREATED, schemas.CompetenceSchema())
@_answers
@blueprint.alt_response(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, description="The body is too large")
def prove(order: dict[str, FileStorage], competence_id: UUID) -> Any:
    """Lay the certificate of a training beside the competence that rests on it."""
    sent = order["file"]
    with reading_for_request() as reading:
        operations.may_prove(reading, competence_id=competence_id)
    name = sent.filename or ""
    stored, media_type = keep_upload(house().files, sent.stream, file_name=name)
    with unit_of_work_for_request() as work:
        return operations.prove_competence(
            work,
            competence_id=competence_id,
            file_name=name,
            media_type=media_type,
            stored=stored,
        )


@blueprint.get("/competences/<uuid:competence_id>/file")
@blueprint.response(HTTPStatus.OK, content_type="application/octet-stream")
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such certificate to see")
def download(competence_id: UUID) -> Response:
    """Give the bytes of the certificate a competence rests on."""
    with reading_for_request() as reading:
        row = queries.get_competence(reading, competence_id)
        if row.sha256 is None:
            raise NotFound("competence_file")
        return send_file(
            house().files.open(row.sha256),
            mimetype=row.media_type,
            as_attachment=True,
            download_name=row.file_name,
        )


@blueprint.get(f"{BODY}/interests")
@blueprint.arguments(PageQuery(), location="query")
@blueprint.response(HTTPStatus.OK, schemas.InterestSchema(many=True))
def list_interests(cursor: Cursor, organisation_id: UUID) -> Response:
    """List the ties to clients one may see, the last recorded first: the office all of them."""
    with reading_for_request() as reading:
        page = queries.page_of_interests(reading, organisation_id, cursor)
        return listed(schemas.InterestSchema(), page)


@blueprint.post(f"{BODY}/interests")
@idempotent
@blueprint.arguments(schemas.InterestOrderSchema())
@blueprint.response(HTTPStatus.CREATED, schemas.InterestSchema())
@_answers
def record_interest(order: dict[str, Any], organisation_id: UUID) -> Any:
    """Write down what ties oneself, or for the office a person of the body, to a client."""
    with unit_of_work_for_request() as work:
        return operations.record_interest(work, body_id=organisation_id, **order)


@blueprint.post("/interests/<uuid:interest_id>/end")
@idempotent
@blueprint.arguments(schemas.EndInterestSchema())
@blueprint.response(HTTPStatus.OK, schemas.InterestSchema())
@_answers
def end_interest(order: dict[str, Any], interest_id: UUID) -> Any:
    """Say on which day a tie ended; nobody does so for themselves."""
    with unit_of_work_for_request() as work:
        return operations.end_interest(work, interest_id=interest_id, **order)


@blueprint.get(f"{BODY}/people/<uuid:person_id>/witness-audits")
@blueprint.response(HTTPStatus.OK, schemas.WitnessSchema(many=True))
@blueprint.alt_response(HTTPStatus.FORBIDDEN, description="Not yours to see")
def list_witness_audits(organisation_id: UUID, person_id: UUID) -> Response:
    """List when somebody went along with an auditor, the latest first."""
    with reading_for_request() as reading:
        found = queries.witness_audits_of(reading, person_id=person_id, body_id=organisation_id)
        return jsonify(schemas.WitnessSchema().dump(found, many=True))


@blueprint.post(f"{BODY}/people/<uuid:person_id>/witness-audits")
@idempotent
@blueprint.arguments(schemas.WitnessOrderSchema())
@blueprint.response(HTTPStatus.CREATED, schemas.WitnessSchema())
@_answers
def record_witness(order: dict[str, Any], organisation_id: UUID, person_id: UUID) -> Any:
    """Write down that somebody went along with an auditor."""
    with unit_of_work_for_request() as work:
        return record_witnessed_audit(work, body_id=organisation_id, person_id=person_id, **order)


@blueprint.get(f"{AUDIT}/people")
@blueprint.response(HTTPStatus.OK, schemas.PartSchema(many=True))
@blueprint.alt_response(HTTPStatus.FORBIDDEN, description="Not yours to see")
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description=_SEEN)
def list_people(audit_id: UUID) -> Response:
    """List who has a part in an audit or could have the next, and what stands against each."""
    with reading_for_request() as reading:
        audit = audit_queries.get_audit(reading, audit_id)
        reading.may(Action.SEE_COMPETENCE, on=Of(Party.BODY, audit.body_id))
        facts = audit_queries.facts_of(reading, audit)
        declared = queries.declarations_for(reading, audit_id)
        parts = assigning.parts_in(reading, audit, facts)
        found = assigning.obstacles_to_parts(reading, audit, facts, parts)
        told = [
            {**vars(part), "declared": part.person_id in declared, "obstacles": against}
            for part, against in zip(parts, found, strict=True)
        ]
        return jsonify(schemas.PartSchema().dump(told, many=True))


@blueprint.get(f"{AUDIT}/warnings")
@blueprint.response(HTTPStatus.OK, schemas.TeamWarningSchema(many=True))
@blueprint.alt_response(HTTPStatus.FORBIDDEN, description="Not yours to see")
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description=_SEEN)
def list_warnings(audit_id: UUID) -> Response:
    """List what the office should know of the team of an audit that bars nothing.

    `witness-overdue` says of an auditor that nobody went along in time. Of an audit that is over
    there is nothing to know any more.
    """
    with reading_for_request() as reading:
        audit = audit_queries.get_audit(reading, audit_id)
        reading.may(Action.SEE_COMPETENCE, on=Of(Party.BODY, audit.body_id))
        facts = audit_queries.facts_of(reading, audit)
        is_open = audit.status not in OVER
        found = assigning.warnings_about_team(reading, audit, facts) if is_open else []
        told = [{"code": one.code, "detail": obstacle_sentence(one)} for one in found]
        return jsonify(schemas.TeamWarningSchema().dump(told, many=True))


@blueprint.post(f"{AUDIT}/declarations")
@idempotent
@blueprint.arguments(schemas.DeclarationOrderSchema())
@blueprint.response(HTTPStatus.CREATED, schemas.DeclarationSchema())
@_answers
def declare(order: dict[str, Any], audit_id: UUID) -> Any:
    """Say for oneself, before one's part in an audit, whether anything ties one to the client."""
    with unit_of_work_for_request() as work:
        return audits.declare_impartiality(work, audit_id=audit_id, **order)


@blueprint.get(f"{AUDIT}/overrides")
@blueprint.response(HTTPStatus.OK, schemas.OverrideSchema(many=True))
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description=_SEEN)
def list_overrides(audit_id: UUID) -> Response:
    """List what the office has set aside in an audit, with its reasons."""
    with reading_for_request() as reading:
        audit_queries.get_audit(reading, audit_id)
        found = queries.overrides_of(reading, audit_id)
        return jsonify(schemas.OverrideSchema().dump(found, many=True))


@blueprint.post(f"{AUDIT}/overrides")
@idempotent
@blueprint.arguments(schemas.OverrideOrderSchema())
@blueprint.response(HTTPStatus.CREATED, schemas.OverrideSchema())
@_answers
def override(order: dict[str, Any], audit_id: UUID) -> Any:
    """Set aside what stands against somebody's part in an audit, with a reason that stays."""
    with unit_of_work_for_request() as work:
        return binding.override_obstacles(work, audit_id=audit_id, **order)
