"""The auditor's desk: samples, pins, mock recalls."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Response, jsonify
from flask_smorest import Blueprint

from fairwild.access.actions import Action
from fairwild.api.promises import AT_WORK, DEED, answers
from fairwild.audits import operations as audit_operations
from fairwild.audits import queries as audits
from fairwild.audits.states import AuditKind
from fairwild.desks import operations, queries
from fairwild.desks.queries.alarms import alarms_at_desk
from fairwild.desks.queries.visiting import receipt_of_audited
from fairwild.http import idempotent, reading_for_request, unit_of_work_for_request
from fairwild.kernel.refusals import NotFound
from fairwild.schemas import desks as schemas
from fairwild.schemas.alarms import ToldAlarmSchema
from fairwild.schemas.auditors_desk import DeskSchema
from fairwild.schemas.buyers_desk import BuyerDeskSchema

blueprint = Blueprint("api_desks", __name__, url_prefix="/audits")

ONE = "/<uuid:audit_id>"
SAMPLES = f"{ONE}/samples"
PINS = f"{ONE}/pins"
RECALLS = f"{ONE}/mock-recalls"

SHOWN_RECEIPTS = 500
"""As many receipts of the sample as a desk carries; each can be asked for by itself."""

_answers = answers(blueprint, DEED)


@blueprint.get(f"{ONE}/desk")
@blueprint.response(HTTPStatus.OK, DeskSchema())
@blueprint.alt_response(HTTPStatus.FORBIDDEN, description="Not yours to see")
@blueprint.alt_response(
    HTTPStatus.NOT_FOUND,
    description="There is no such audit to see, or it is the spot check of a buyer",
)
def show_desk(audit_id: UUID) -> Any:
    """Give what the ledger of the audited operator says, from volumes to complaints."""
    with reading_for_request() as reading:
        if audits.get_audit(reading, audit_id).kind is AuditKind.SPOT_CHECK:
            raise NotFound("desk")
        desk = queries.desk_of(reading, audit_id)
        beside = {
            "receipts": queries.receipts_drawn(reading, desk.sample, most=SHOWN_RECEIPTS),
            "self_assessment": queries.own_assessment_for(reading, desk.audit),
        }
        return jsonify(DeskSchema().dump({**vars(desk), **beside}))


@blueprint.get(f"{ONE}/buyer-desk")
@blueprint.response(HTTPStatus.OK, BuyerDeskSchema())
@blueprint.alt_response(HTTPStatus.FORBIDDEN, description="Not yours to see")
@blueprint.alt_response(
    HTTPStatus.NOT_FOUND, description="There is no such spot check of a buyer to see"
)
def show_buyer_desk(audit_id: UUID) -> Any:
    """Give what the ledger of a checked buyer says of certified goods, both sides declared."""
    with reading_for_request() as reading:
        if audits.get_audit(reading, audit_id).kind is not AuditKind.SPOT_CHECK:
            raise NotFound("desk")
        return jsonify(BuyerDeskSchema().dump(queries.buyer_desk_of(reading, audit_id)))


@blueprint.get(f"{ONE}/desk/alarms")
@blueprint.response(HTTPStatus.OK, ToldAlarmSchema(many=True))
@blueprint.alt_response(HTTPStatus.FORBIDDEN, description="Not yours to see")
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such audit to see")
def show_alarms(audit_id: UUID) -> Any:
    """List what looks wrong in the material of the audited party, the gravest first."""
    with reading_for_request() as reading:
        found = alarms_at_desk(reading, audit_id)
        return [{**vars(one.alarm), "aside": one.aside} for one in found]


@blueprint.get(SAMPLES)
@blueprint.response(HTTPStatus.OK, schemas.AuditSampleSchema(many=True))
@blueprint.alt_response(HTTPStatus.FORBIDDEN, description="Not yours to see")
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such audit to see")
def list_samples(audit_id: UUID) -> Response:
    """Give every sample drawn for an audit, the latest first."""
    with reading_for_request() as reading:
        reading.may(Action.SEE_DESK, on=audits.get_audit(reading, audit_id))
        found = [
            queries.get_sample(reading, one.id) for one in queries.samples_of(reading, audit_id)
        ]
        return jsonify(schemas.AuditSampleSchema(many=True).dump(found))


@blueprint.post(SAMPLES)
@idempotent
@blueprint.arguments(schemas.DrawSchema())
@blueprint.response(HTTPStatus.CREATED, schemas.AuditSampleSchema())
@_answers
def draw(order: dict[str, Any], audit_id: UUID) -> Any:
    """Draw a sample; with the seed of an earlier one the same is drawn from the same."""
    with unit_of_work_for_request() as work:
        return operations.draw_sample(work, audit_id=audit_id, **order)


@blueprint.post(f"{SAMPLES}/<uuid:sample_id>/items")
@idempotent
@blueprint.arguments(schemas.AddItemSchema())
@blueprint.response(HTTPStatus.CREATED, schemas.AuditSampleItemSchema())
@_answers
def add(order: dict[str, Any], audit_id: UUID, sample_id: UUID) -> Any:
    """Put something into the sample by hand, with a reason."""
    with unit_of_work_for_request() as work:
        audits.get_audit(work, audit_id)
        return operations.add_to_sample(work, sample_id=sample_id, **order)


@blueprint.post(f"{SAMPLES}/<uuid:sample_id>/items/<uuid:item_id>/removal")
@blueprint.arguments(schemas.RemoveItemSchema())
@blueprint.response(HTTPStatus.OK, schemas.AuditSampleItemSchema())
@_answers
def remove(order: dict[str, Any], audit_id: UUID, sample_id: UUID, item_id: UUID) -> Any:
    """Take something out of the sample by hand, with a reason."""
    with unit_of_work_for_request() as work:
        audits.get_audit(work, audit_id)
        return operations.remove_from_sample(work, sample_id=sample_id, item_id=item_id, **order)


@blueprint.get(f"{ONE}/receipts/<uuid:receipt_id>")
@blueprint.response(HTTPStatus.OK, schemas.AuditedReceiptSchema())
@blueprint.alt_response(HTTPStatus.FORBIDDEN, description="Not yours to see")
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such receipt to see")
def show_receipt(audit_id: UUID, receipt_id: UUID) -> Any:
    """Give a receipt of the audited operator, without the name of a person."""
    with reading_for_request() as reading:
        return receipt_of_audited(reading, audit_id, receipt_id)


@blueprint.get(PINS)
@blueprint.response(HTTPStatus.OK, schemas.PinnedSchema(many=True))
@blueprint.alt_response(HTTPStatus.CONFLICT, description=AT_WORK)
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such audit to see")
def list_pins(audit_id: UUID) -> Response:
    """Give everything pinned in an audit, in the order it was."""
    with reading_for_request() as reading:
        audits.check_reads_work(reading, audits.get_audit(reading, audit_id))
        return jsonify(schemas.PinnedSchema(many=True).dump(audits.pins_of(reading, audit_id)))


@blueprint.post(PINS)
@idempotent
@blueprint.arguments(schemas.PinOrderSchema())
@blueprint.response(HTTPStatus.CREATED, schemas.PinnedSchema())
@_answers
def pin(order: dict[str, Any], audit_id: UUID) -> Any:
    """Pin a record of the operator's ledger, named by its id or by its number, to an indicator.

    The same one is pinned only once there.
    """
    with unit_of_work_for_request() as work:
        pin_id = operations.pin_from_desk(work, audit_id=audit_id, **order)
        return audits.find_pin(work, audit_id, pin_id)


@blueprint.post(f"{PINS}/<uuid:pin_id>/removal")
@blueprint.response(HTTPStatus.OK, schemas.PinnedSchema())
@_answers
def unpin(audit_id: UUID, pin_id: UUID) -> Any:
    """Take a record off its indicator."""
    with unit_of_work_for_request() as work:
        return audit_operations.unpin_record(work, audit_id=audit_id, pin_id=pin_id)


@blueprint.get(RECALLS)
@blueprint.response(HTTPStatus.OK, schemas.RehearsalSchema(many=True))
@blueprint.alt_response(HTTPStatus.CONFLICT, description=AT_WORK)
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such audit to see")
def list_rehearsals(audit_id: UUID) -> Response:
    """Give the mock recalls of an audit in the order they were started."""
    with reading_for_request() as reading:
        audits.check_reads_work(reading, audits.get_audit(reading, audit_id))
        found = queries.rehearsals_of(reading, audit_id)
        return jsonify(schemas.RehearsalSchema(many=True).dump(found))


@blueprint.post(RECALLS)
@idempotent
@blueprint.arguments(schemas.RehearseSchema())
@blueprint.response(HTTPStatus.CREATED, schemas.RehearsalSchema())
@_answers
def rehearse(order: dict[str, Any], audit_id: UUID) -> Any:
    """Trace a lot of the operator and start the clock."""
    with unit_of_work_for_request() as work:
        return operations.start_rehearsal(work, audit_id=audit_id, **order)


@blueprint.post(f"{RECALLS}/<uuid:rehearsal_id>/stop")
@blueprint.arguments(schemas.StopSchema())
@blueprint.response(HTTPStatus.OK, schemas.RehearsalSchema())
@_answers
def stop(order: dict[str, Any], audit_id: UUID, rehearsal_id: UUID) -> Any:
    """Stop the clock: the operator's papers agree with the trace, or do not."""
    with unit_of_work_for_request() as work:
        audits.get_audit(work, audit_id)
        return operations.stop_rehearsal(work, rehearsal_id=rehearsal_id, **order)
