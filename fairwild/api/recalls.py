"""Recalls: how far goods got, stopping them, and following who answered."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import Response, jsonify, request
from flask_smorest import Blueprint

from fairwild.api.paging import PageQuery, answered, listed
from fairwild.api.preconditions import tag_of
from fairwild.desks.queries import auditors_rehearsals
from fairwild.http import (
    home_organisation_id,
    house,
    idempotent,
    reading_for_request,
    unit_of_work_for_request,
)
from fairwild.labels.queries import page_of_labels_on
from fairwild.recalls import operations, queries
from fairwild.schemas.recalls import (
    AnswerRecallSchema,
    AuditorsRecallSchema,
    BasisSchema,
    CloseRecallSchema,
    FoundLabelSchema,
    ListedRecallSchema,
    NoticeSchema,
    ReachSchema,
    RecallSchema,
    ReleaseKeptSchema,
    ShownRecallSchema,
    StartRecallSchema,
)
from fairwild.store.paging import Cursor
from fairwild.unit_of_work import Reading
from fairwild.wording.recalls import ended_letter, recall_letter, released_letter

blueprint = Blueprint("api_recalls", __name__, url_prefix="/recalls")


@blueprint.get("")
@blueprint.arguments(PageQuery(), location="query")
@blueprint.response(HTTPStatus.OK, ListedRecallSchema(many=True))
def list_all(cursor: Cursor) -> Response:
    """List one's recalls and rehearsals, the latest first; `by_auditor` those of an audit."""
    with reading_for_request() as reading:
        page = queries.page_of_recalls(reading, cursor)
        by_auditors, schema = _by_auditors(reading, page.rows), ListedRecallSchema()
        return answered(
            [{**schema.dump(one), "by_auditor": by_auditors.get(one.id)} for one in page.rows], page
        )


def _by_auditors(reading: Reading, recalls: Iterable[Any]) -> dict[UUID, Any]:
    """Say by recall for which audit it was made, where it was made for one."""
    schema = AuditorsRecallSchema()
    found = auditors_rehearsals(reading, [one.id for one in recalls])
    return {recall_id: schema.dump(one) for recall_id, one in found.items()}


@blueprint.get("/<uuid:recall_id>")
@blueprint.response(HTTPStatus.OK, ShownRecallSchema())
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such recall to see")
def show(recall_id: UUID) -> Any:
    """Give one recall with every lot and every answer, and the audit it was made for."""
    with reading_for_request() as reading:
        recall = queries.get_recall(reading, recall_id)
        told = _by_auditors(reading, [recall]).get(recall.id)
        answer = jsonify({**ShownRecallSchema().dump(recall), "by_auditor": told})
    answer.set_etag(f"{tag_of(recall)}.told" if told and told["result"] else tag_of(recall))
    return answer.make_conditional(request)


@blueprint.post("/search")
@blueprint.arguments(BasisSchema())
@blueprint.response(HTTPStatus.OK, ReachSchema())
@blueprint.alt_response(HTTPStatus.FORBIDDEN, description="Not yours to do")
def search(order: dict[str, Any]) -> Any:
    """Trace suspect goods forward to every lot, holder, consignment and label; nothing changes."""
    home_id = home_organisation_id()
    with reading_for_request() as reading:
        return queries.reach_of(reading, home_id, order["basis"])


@blueprint.post("/search/labels")
@blueprint.arguments(PageQuery(), location="query")
@blueprint.arguments(BasisSchema())
@blueprint.response(HTTPStatus.OK, FoundLabelSchema(many=True))
@blueprint.alt_response(HTTPStatus.FORBIDDEN, description="Not yours to do")
def search_labels(cursor: Cursor, order: dict[str, Any]) -> Response:
    """Give the labels that stand on suspect goods, page by page; nothing changes."""
    home_id = home_organisation_id()
    with reading_for_request() as reading:
        reach = queries.reach_of(reading, home_id, order["basis"])
        return listed(FoundLabelSchema(), page_of_labels_on(reading, reach.labels, cursor))


@blueprint.get("/<uuid:recall_id>/labels")
@blueprint.arguments(PageQuery(), location="query")
@blueprint.response(HTTPStatus.OK, FoundLabelSchema(many=True))
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such recall to see")
def labels(cursor: Cursor, recall_id: UUID) -> Response:
    """Give the labels that stand on the goods of a recall, page by page."""
    with reading_for_request() as reading:
        lot_ids = [one.lot_id for one in queries.get_recall(reading, recall_id).lots]
        return listed(FoundLabelSchema(), page_of_labels_on(reading, lot_ids, cursor))


@blueprint.post("")
@idempotent
@blueprint.arguments(StartRecallSchema())
@blueprint.response(HTTPStatus.CREATED, RecallSchema())
@blueprint.alt_response(HTTPStatus.FORBIDDEN, description="Not yours to do")
@blueprint.alt_response(HTTPStatus.CONFLICT, description="Refused, with every obstacle")
def start(order: dict[str, Any]) -> Any:
    """Call goods back, or rehearse it: found, put on hold and announced in one deed."""
    home_id = home_organisation_id()
    write = recall_letter(house().settings.base_url)
    with unit_of_work_for_request() as work:
        return operations.start_recall(work, organisation_id=home_id, write=write, **order)


@blueprint.post("/<uuid:recall_id>/close")
@idempotent
@blueprint.arguments(CloseRecallSchema())
@blueprint.response(HTTPStatus.CREATED, RecallSchema())
@blueprint.alt_response(HTTPStatus.FORBIDDEN, description="Not yours to do")
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such recall to see")
@blueprint.alt_response(HTTPStatus.CONFLICT, description="Refused, with every obstacle")
def close(order: dict[str, Any], recall_id: UUID) -> Any:
    """Bring a recall to its end and release the holds it placed, but those not accounted for."""
    write = ended_letter(house().settings.base_url)
    with unit_of_work_for_request() as work:
        return operations.close_recall(work, recall_id=recall_id, write=write, **order)


@blueprint.post("/<uuid:recall_id>/release")
@idempotent
@blueprint.arguments(ReleaseKeptSchema())
@blueprint.response(HTTPStatus.CREATED, RecallSchema())
@blueprint.alt_response(HTTPStatus.FORBIDDEN, description="Not yours to do")
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such recall to see")
@blueprint.alt_response(HTTPStatus.CONFLICT, description="Refused, with every obstacle")
def release(order: dict[str, Any], recall_id: UUID) -> Any:
    """Release what stayed on hold after a recall was closed, and tell those who have it."""
    write = released_letter(house().settings.base_url)
    with unit_of_work_for_request() as work:
        return operations.release_kept(work, recall_id=recall_id, write=write, **order)


@blueprint.get("/notices")
@blueprint.response(HTTPStatus.OK, NoticeSchema(many=True))
def list_notices() -> Any:
    """List what one was told by others, what waits for an answer first."""
    home_id = home_organisation_id()
    with reading_for_request() as reading:
        return queries.notices_for(reading, home_id)


@blueprint.post("/notices/<uuid:notice_id>/answer")
@idempotent
@blueprint.arguments(AnswerRecallSchema())
@blueprint.response(HTTPStatus.CREATED, NoticeSchema())
@blueprint.alt_response(HTTPStatus.FORBIDDEN, description="Not yours to do")
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such notice to see")
@blueprint.alt_response(HTTPStatus.CONFLICT, description="Refused, with every obstacle")
def answer(order: dict[str, Any], notice_id: UUID) -> Any:
    """Say what is still there of goods that were called back."""
    with unit_of_work_for_request() as work:
        return operations.answer_recall(work, notice_id=notice_id, **order)


@blueprint.post("/notices/<uuid:notice_id>/answer-for-holder")
@idempotent
@blueprint.arguments(AnswerRecallSchema())
@blueprint.response(HTTPStatus.CREATED, NoticeSchema())
@blueprint.alt_response(HTTPStatus.FORBIDDEN, description="Not yours to do")
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such notice to see")
@blueprint.alt_response(HTTPStatus.CONFLICT, description="Refused, with every obstacle")
def answer_for(order: dict[str, Any], notice_id: UUID) -> Any:
    """Write down what a holder without an account has answered."""
    with unit_of_work_for_request() as work:
        return operations.answer_for_holder(work, notice_id=notice_id, **order)


@blueprint.post("/notices/<uuid:notice_id>/link")
@idempotent
@blueprint.response(HTTPStatus.NO_CONTENT)
@blueprint.alt_response(HTTPStatus.FORBIDDEN, description="Not yours to do")
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such notice to see")
@blueprint.alt_response(HTTPStatus.CONFLICT, description="Refused, with every obstacle")
def send_link(notice_id: UUID) -> None:
    """Mail a holder without an account a new link to answer by; the old one opens nothing more."""
    write = recall_letter(house().settings.base_url)
    with unit_of_work_for_request() as work:
        operations.send_recall_link(work, notice_id=notice_id, write=write)
