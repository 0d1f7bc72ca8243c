"""Consignments: what is sent, and what the receiver says of it."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, TypeVar
from uuid import UUID

from flask import Response
from flask_smorest import Blueprint

from fairwild.api.paging import PageQuery, listed
from fairwild.http import house, idempotent, reading_for_request, unit_of_work_for_request
from fairwild.kernel.refusals import NotFound
from fairwild.schemas.trade import (
    AgreementSchema,
    AnswerConsignmentSchema,
    CarriedPaperSchema,
    ConsignmentSchema,
    DifferenceSchema,
    MissingPaperSchema,
    NamedReceiverSchema,
    OutcomeSchema,
    PreparedSchema,
    ReasonSchema,
    ReceiverSchema,
    ReversalSchema,
    ShipSchema,
    TransportPaperSchema,
)
from fairwild.store.paging import Cursor
from fairwild.trade import operations, papers, queries
from fairwild.trade.states import PaperGap
from fairwild.wording.trade import announcement, news

blueprint = Blueprint("api_consignments", __name__, url_prefix="/consignments")

ONE = "/<uuid:consignment_id>"
DIFFERENCE = f"{ONE}/differences/<uuid:difference_id>"
View = TypeVar("View", bound=Callable[..., Any])


def _answers(view: View) -> View:
    """Say in the API's document what every deed on a consignment may be answered."""
    for status, text in (
        (HTTPStatus.FORBIDDEN, "Not yours to do"),
        (HTTPStatus.NOT_FOUND, "There is no such consignment, or no such part of it"),
        (HTTPStatus.CONFLICT, "Something stands against it"),
    ):
        view = blueprint.alt_response(status, description=text)(view)
    return view


def _tell() -> Any:
    return news(house().settings.base_url)


@blueprint.get("")
@blueprint.arguments(PageQuery(), location="query")
@blueprint.response(HTTPStatus.OK, ConsignmentSchema(many=True))
def list_all(cursor: Cursor) -> Response:
    """List the consignments sent or received, the latest first."""
    with reading_for_request() as reading:
        return listed(ConsignmentSchema(), queries.page_of_consignments(reading, cursor))


@blueprint.get("/<uuid:consignment_id>")
@blueprint.response(HTTPStatus.OK, ConsignmentSchema())
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such consignment")
def show(consignment_id: UUID) -> Any:
    """Give one consignment with its lines."""
    with reading_for_request() as reading:
        return queries.get_consignment(reading, consignment_id)


@blueprint.post("")
@idempotent
@blueprint.arguments(ShipSchema())
@blueprint.response(HTTPStatus.CREATED, ConsignmentSchema())
@blueprint.alt_response(HTTPStatus.FORBIDDEN, description="Not yours to send")
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such lot")
@blueprint.alt_response(HTTPStatus.CONFLICT, description="Something stands against it")
def ship(order: dict[str, Any]) -> Any:
    """Send parts of lots to another organisation."""
    lines = [(line["lot_id"], line["mass"]) for line in order.pop("lines")]
    with unit_of_work_for_request() as work:
        write = announcement(house().settings.base_url)
        return operations.ship(work, lines=lines, write=write, **order)


@blueprint.post("/prepared")
@idempotent
@blueprint.arguments(ShipSchema())
@blueprint.response(HTTPStatus.CREATED, ConsignmentSchema())
@_answers
def prepare(order: dict[str, Any]) -> Any:
    """Write down what is to go to whom; nothing is drawn until it is dispatched."""
    lines = [(line["lot_id"], line["mass"]) for line in order.pop("lines")]
    with unit_of_work_for_request() as work:
        return operations.prepare_consignment(work, lines=lines, **order)


@blueprint.post("/receivers")
@idempotent
@blueprint.arguments(NamedReceiverSchema())
@blueprint.response(HTTPStatus.CREATED, ReceiverSchema())
@_answers
def name_receiver(order: dict[str, Any]) -> Any:
    """Name a company without an account as a receiver; it answers by a mailed link."""
    with unit_of_work_for_request() as work:
        return {"id": operations.name_receiver(work, **order)}


@blueprint.put(ONE)
@blueprint.arguments(PreparedSchema())
@blueprint.response(HTTPStatus.OK, ConsignmentSchema())
@_answers
def change(order: dict[str, Any], consignment_id: UUID) -> Any:
    """Write down anew what is to go while nothing has left."""
    lines = [(line["lot_id"], line["mass"]) for line in order.pop("lines")]
    with unit_of_work_for_request() as work:
        return operations.change_consignment(
            work, consignment_id=consignment_id, lines=lines, **order
        )


@blueprint.get(f"{ONE}/missing-papers")
@blueprint.response(HTTPStatus.OK, MissingPaperSchema(many=True))
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such consignment")
def missing_papers(consignment_id: UUID) -> Any:
    """List what a prepared consignment lacks at the border: papers, or weight on them."""
    with reading_for_request() as reading:
        found = queries.get_consignment(reading, consignment_id)
        standing = operations.obstacles_to_leaving(reading, found)
    return [one for one in standing if one.code in set(PaperGap)]


@blueprint.post(f"{ONE}/dispatch")
@idempotent
@blueprint.response(HTTPStatus.OK, ConsignmentSchema())
@_answers
def dispatch(consignment_id: UUID) -> Any:
    """Let a prepared consignment leave: its lots are drawn on and under way from now."""
    write = announcement(house().settings.base_url)
    with unit_of_work_for_request() as work:
        return operations.dispatch_consignment(work, consignment_id=consignment_id, write=write)


@blueprint.post(f"{ONE}/drop")
@idempotent
@blueprint.arguments(ReasonSchema())
@blueprint.response(HTTPStatus.OK, ConsignmentSchema())
@_answers
def drop(order: dict[str, Any], consignment_id: UUID) -> Any:
    """Give up a prepared consignment."""
    with unit_of_work_for_request() as work:
        return operations.drop_consignment(work, consignment_id=consignment_id, **order)


@blueprint.post(f"{ONE}/papers")
@idempotent
@blueprint.arguments(TransportPaperSchema())
@blueprint.response(HTTPStatus.CREATED, CarriedPaperSchema())
@_answers
def add_paper(order: dict[str, Any], consignment_id: UUID) -> Any:
    """Put a paper with a consignment by its number; its file is added on the page."""
    with unit_of_work_for_request() as work:
        return operations.add_paper(work, consignment_id=consignment_id, **order)


@blueprint.delete(f"{ONE}/papers/<uuid:paper_id>")
@blueprint.response(HTTPStatus.NO_CONTENT)
@_answers
def remove_paper(consignment_id: UUID, paper_id: UUID) -> None:
    """Take a paper off a consignment that has not left."""
    with unit_of_work_for_request() as work:
        operations.remove_paper(work, consignment_id=consignment_id, paper_id=paper_id)


@blueprint.post(f"{ONE}/answer")
@idempotent
@blueprint.arguments(AnswerConsignmentSchema())
@blueprint.response(HTTPStatus.OK, ConsignmentSchema())
@_answers
def answer(order: dict[str, Any], consignment_id: UUID) -> Any:
    """Confirm what came: everything, a part with a reason by line, or nothing with a reason."""
    with unit_of_work_for_request() as work:
        return operations.answer_consignment(
            work,
            consignment_id=consignment_id,
            received={line["line_id"]: line["mass"] for line in order["received"]},
            reasons={line["line_id"]: line["reason"] for line in order["received"]},
            reason=order["reason"],
            tell=_tell(),
        )


@blueprint.post(f"{ONE}/call-back")
@idempotent
@blueprint.arguments(ReasonSchema())
@blueprint.response(HTTPStatus.OK, ConsignmentSchema())
@_answers
def call_back(order: dict[str, Any], consignment_id: UUID) -> Any:
    """Turn round goods that nobody has answered yet."""
    with unit_of_work_for_request() as work:
        return operations.call_back(work, consignment_id=consignment_id, tell=_tell(), **order)


@blueprint.post(f"{DIFFERENCE}/outcome")
@idempotent
@blueprint.arguments(OutcomeSchema())
@blueprint.response(HTTPStatus.OK, DifferenceSchema())
@_answers
def propose(order: dict[str, Any], consignment_id: UUID, difference_id: UUID) -> Any:
    """Say for one side what became of goods that were not accepted."""
    with unit_of_work_for_request() as work:
        queries.get_consignment(work, consignment_id)
        return operations.propose_outcome(work, difference_id=difference_id, tell=_tell(), **order)


@blueprint.post(f"{DIFFERENCE}/decision")
@idempotent
@blueprint.arguments(AgreementSchema())
@blueprint.response(HTTPStatus.OK, DifferenceSchema())
@_answers
def settle(order: dict[str, Any], consignment_id: UUID, difference_id: UUID) -> Any:
    """Confirm for the other side what became of them, or leave it open."""
    with unit_of_work_for_request() as work:
        queries.get_consignment(work, consignment_id)
        return operations.settle_difference(
            work, difference_id=difference_id, tell=_tell(), **order
        )


@blueprint.post(f"{ONE}/reversals")
@idempotent
@blueprint.arguments(ReasonSchema())
@blueprint.response(HTTPStatus.CREATED, ReversalSchema())
@_answers
def ask_reversal(order: dict[str, Any], consignment_id: UUID) -> Any:
    """Ask the other side to let an answered consignment be taken back."""
    with unit_of_work_for_request() as work:
        return operations.ask_reversal(work, consignment_id=consignment_id, tell=_tell(), **order)


@blueprint.post(f"{ONE}/reversals/<uuid:reversal_id>/decision")
@idempotent
@blueprint.arguments(AgreementSchema())
@blueprint.response(HTTPStatus.OK, ConsignmentSchema())
@_answers
def answer_reversal(order: dict[str, Any], consignment_id: UUID, reversal_id: UUID) -> Any:
    """Agree for the other side, and every lot goes back to the sender; or decline."""
    with unit_of_work_for_request() as work:
        queries.get_consignment(work, consignment_id)
        return operations.answer_reversal(work, reversal_id=reversal_id, tell=_tell(), **order)


@blueprint.post(f"{ONE}/reversals/<uuid:reversal_id>/withdraw")
@idempotent
@blueprint.response(HTTPStatus.OK, ReversalSchema())
@_answers
def withdraw_reversal(consignment_id: UUID, reversal_id: UUID) -> Any:
    """Withdraw for the side that asked what the other side has not answered yet."""
    with unit_of_work_for_request() as work:
        queries.get_consignment(work, consignment_id)
        return operations.withdraw_reversal(work, reversal_id=reversal_id, tell=_tell())


@blueprint.post(f"{ONE}/link")
@idempotent
@blueprint.response(HTTPStatus.NO_CONTENT)
@_answers
def send_link(consignment_id: UUID) -> None:
    """Mail a receiver without an account a new link."""
    write = announcement(house().settings.base_url)
    with unit_of_work_for_request() as work:
        operations.send_link(work, consignment_id=consignment_id, write=write)


@blueprint.get(f"{ONE}/delivery-note")
@blueprint.response(HTTPStatus.OK, content_type="application/pdf")
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such delivery note")
def delivery_note(consignment_id: UUID) -> Response:
    """Print the delivery note as it was frozen when the goods left."""
    with reading_for_request() as reading:
        found = queries.get_consignment(reading, consignment_id)
    if not found.paper:
        raise NotFound("delivery_note")
    pdf = papers.pdf_of(found.paper, base_url=house().settings.base_url)
    return Response(pdf, mimetype="application/pdf")
