"""Nonconformities: raised, answered, verified, extended, objected to."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Response, jsonify
from flask_smorest import Blueprint

from fairwild.api.promises import DEED, answers
from fairwild.audits import operations as audits
from fairwild.audits import queries
from fairwild.audits.letters import Teller
from fairwild.desks import operations
from fairwild.http import house, idempotent, reading_for_request, unit_of_work_for_request
from fairwild.kernel.refusals import NotFound
from fairwild.schemas import findings as schemas
from fairwild.unit_of_work import Reading
from fairwild.wording.audit_letters import step_news

blueprint = Blueprint("api_findings", __name__, url_prefix="/audits")

ONE = "/<uuid:audit_id>"
FOUND = f"{ONE}/nonconformities/<uuid:nonconformity_id>"

_answers = answers(blueprint, DEED)


def _write() -> Teller:
    return step_news(house().settings.base_url)


@blueprint.post(f"{ONE}/nonconformities")
@idempotent
@blueprint.arguments(schemas.NonconformitySchema())
@blueprint.response(HTTPStatus.CREATED, schemas.SeenNonconformitySchema())
@_answers
def raise_nonconformity(order: dict[str, Any], audit_id: UUID) -> Any:
    """Write down a requirement not met; its last day follows from its grade."""
    with unit_of_work_for_request() as work:
        return audits.raise_nonconformity(work, audit_id=audit_id, write=_write(), **order)


@blueprint.post(f"{FOUND}/answer")
@blueprint.arguments(schemas.AnswerSchema())
@blueprint.response(HTTPStatus.OK, schemas.SeenNonconformitySchema())
@_answers
def answer(order: dict[str, Any], audit_id: UUID, nonconformity_id: UUID) -> Any:
    """Answer a nonconformity: cause, correction, corrective action."""
    with unit_of_work_for_request() as work:
        _check_belonging(work, audit_id, nonconformity_id)
        return operations.answer_nonconformity(
            work, nonconformity_id=nonconformity_id, write=_write(), **order
        )


@blueprint.post(f"{FOUND}/close")
@blueprint.arguments(schemas.CloseSchema())
@blueprint.response(HTTPStatus.OK, schemas.SeenNonconformitySchema())
@_answers
def close(order: dict[str, Any], audit_id: UUID, nonconformity_id: UUID) -> Any:
    """Accept the answer to a nonconformity."""
    with unit_of_work_for_request() as work:
        _check_belonging(work, audit_id, nonconformity_id)
        return operations.close_nonconformity(
            work, nonconformity_id=nonconformity_id, write=_write(), **order
        )


def _check_belonging(reading: Reading, audit_id: UUID, nonconformity_id: UUID) -> None:
    if queries.get_nonconformity(reading, nonconformity_id).audit_id != audit_id:
        raise NotFound("nonconformity")


@blueprint.post(f"{FOUND}/return")
@blueprint.arguments(schemas.ReturnSchema())
@blueprint.response(HTTPStatus.OK, schemas.SeenNonconformitySchema())
@_answers
def return_answer(order: dict[str, Any], audit_id: UUID, nonconformity_id: UUID) -> Any:
    """Send an answer back that does not satisfy."""
    with unit_of_work_for_request() as work:
        _check_belonging(work, audit_id, nonconformity_id)
        return operations.return_answer(
            work, nonconformity_id=nonconformity_id, write=_write(), **order
        )


@blueprint.post(f"{FOUND}/withdrawal")
@blueprint.arguments(schemas.WithdrawSchema())
@blueprint.response(HTTPStatus.OK, schemas.SeenNonconformitySchema())
@_answers
def withdraw(order: dict[str, Any], audit_id: UUID, nonconformity_id: UUID) -> Any:
    """Take back a nonconformity before the report is locked; it stays readable."""
    with unit_of_work_for_request() as work:
        _check_belonging(work, audit_id, nonconformity_id)
        return audits.withdraw_nonconformity(
            work, nonconformity_id=nonconformity_id, write=_write(), **order
        )


@blueprint.get(f"{FOUND}/pins")
@blueprint.response(HTTPStatus.OK, schemas.VerificationPinSchema(many=True))
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such nonconformity to see")
def list_pins(audit_id: UUID, nonconformity_id: UUID) -> Response:
    """Give the records the answer to a nonconformity was verified by, in the order they came."""
    with reading_for_request() as reading:
        _check_belonging(reading, audit_id, nonconformity_id)
        found = queries.verification_pins_of(reading, nonconformity_id)
        return jsonify(schemas.VerificationPinSchema(many=True).dump(found))


@blueprint.post(f"{FOUND}/pins")
@idempotent
@blueprint.arguments(schemas.VerifySchema())
@blueprint.response(HTTPStatus.CREATED, schemas.VerificationPinSchema())
@_answers
def verify_by_record(order: dict[str, Any], audit_id: UUID, nonconformity_id: UUID) -> Any:
    """Name a record by its number that the answer is verified by; the same one only once."""
    with unit_of_work_for_request() as work:
        _check_belonging(work, audit_id, nonconformity_id)
        return operations.verify_by_record(work, nonconformity_id=nonconformity_id, **order)


@blueprint.post(f"{FOUND}/extensions")
@idempotent
@blueprint.arguments(schemas.ExtendSchema())
@blueprint.response(HTTPStatus.CREATED, schemas.ExtensionSchema())
@_answers
def extend(order: dict[str, Any], audit_id: UUID, nonconformity_id: UUID) -> Any:
    """Give the operator more time, with the reason."""
    with unit_of_work_for_request() as work:
        _check_belonging(work, audit_id, nonconformity_id)
        return operations.extend_nonconformity(
            work, nonconformity_id=nonconformity_id, write=_write(), **order
        )


@blueprint.post(f"{FOUND}/objection")
@idempotent
@blueprint.arguments(schemas.ObjectSchema())
@blueprint.response(HTTPStatus.CREATED, schemas.ObjectionSchema())
@_answers
def object_to(order: dict[str, Any], audit_id: UUID, nonconformity_id: UUID) -> Any:
    """Say for the operator that a nonconformity is none."""
    with unit_of_work_for_request() as work:
        _check_belonging(work, audit_id, nonconformity_id)
        return operations.object_to_nonconformity(
            work, nonconformity_id=nonconformity_id, write=_write(), **order
        )


@blueprint.post(f"{FOUND}/objection/answer")
@blueprint.arguments(schemas.AnswerObjectionSchema())
@blueprint.response(HTTPStatus.OK, schemas.ObjectionSchema())
@_answers
def answer_objection(order: dict[str, Any], audit_id: UUID, nonconformity_id: UUID) -> Any:
    """Judge an objection as somebody who had no part in the audit."""
    with unit_of_work_for_request() as work:
        _check_belonging(work, audit_id, nonconformity_id)
        return operations.answer_objection(
            work, nonconformity_id=nonconformity_id, write=_write(), **order
        )
