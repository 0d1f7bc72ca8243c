"""What anybody can do without a token who has something to complain of."""

from http import HTTPStatus
from typing import Any

from flask import request
from flask_smorest import Blueprint
from werkzeug.exceptions import TooManyRequests

from fairwild.accounts.operations import count_complaint
from fairwild.api.promises import answers
from fairwild.complaints import operations, queries
from fairwild.complaints.queries import Complaint
from fairwild.http import house, reading_for_request, unit_of_work_for_request
from fairwild.kernel.refusals import NotFound
from fairwild.public_answers import seconds_to_wait
from fairwild.schemas import complaints as schemas
from fairwild.wording.complaints import case_letter

blueprint = Blueprint("api_complaining", __name__, url_prefix="/public/complaints")

ONE = "/<number>/<secret>"
CASE = {
    HTTPStatus.NOT_FOUND: "There is no such case, or this is not its secret",
    HTTPStatus.TOO_MANY_REQUESTS: "Too many unknown cases",
}
_answers = answers(blueprint, CASE)


@blueprint.post("")
@blueprint.arguments(schemas.ComplainSchema())
@blueprint.response(HTTPStatus.CREATED, schemas.LodgedSchema())
@blueprint.alt_response(
    HTTPStatus.CONFLICT, description="Too many complaints from one place, or nobody to handle it"
)
@blueprint.doc(security=[])
def complain(order: dict[str, Any]) -> Any:
    """Complain about what a certificate number or the code of a label names; unnamed if you wish.

    The secret opens the case, and is given only now.
    """
    with unit_of_work_for_request() as work:
        count_complaint(work, address=request.remote_addr or "")
    with unit_of_work_for_request() as work:
        named = queries.named_by(work, typed=order.pop("about"))
        write = case_letter(house().settings.base_url)
        made = operations.lodge_complaint(work, named=named, write=write, **order)
        return {**_told(made.complaint), "secret": made.secret}


def _told(row: Complaint) -> dict[str, Any]:
    """Give of a case what whoever complained is told."""
    return {name: getattr(row, name) for name in schemas.CaseSchema().fields}


@blueprint.get(ONE)
@blueprint.response(HTTPStatus.OK, schemas.FollowedCaseSchema())
@_answers
@blueprint.doc(security=[])
def follow(number: str, secret: str) -> Any:
    """Give how far a case has come and the files sent in it, to whoever complained."""
    with reading_for_request() as reading:
        found = queries.find_case(reading, number, secret)
        if found is not None:
            return {**_told(found), "proofs": queries.proofs_at_hand(reading, found.id)}
    return _unknown()


@blueprint.post(f"{ONE}/appeal")
@blueprint.arguments(schemas.AppealSchema())
@blueprint.response(HTTPStatus.CREATED, schemas.CaseSchema())
@_answers
@blueprint.alt_response(HTTPStatus.CONFLICT, description="Refused, with every obstacle")
@blueprint.doc(security=[])
def appeal(order: dict[str, Any], number: str, secret: str) -> Any:
    """Say that the outcome is not accepted; somebody else judges it again."""
    check_case(number, secret)
    with unit_of_work_for_request() as work:
        write = case_letter(house().settings.base_url)
        return operations.appeal_outcome(work, number=number, secret=secret, write=write, **order)


@blueprint.post(f"{ONE}/forgetting")
@blueprint.response(HTTPStatus.CREATED, schemas.CaseSchema())
@_answers
@blueprint.alt_response(HTTPStatus.CONFLICT, description="Refused, with every obstacle")
@blueprint.doc(security=[])
def forget(number: str, secret: str) -> Any:
    """Delete what is known of whoever complained; the secret keeps opening the case."""
    check_case(number, secret)
    with unit_of_work_for_request() as work:
        return operations.forget_me(work, number=number, secret=secret)


def check_case(number: str, secret: str) -> None:
    """Count a wrong secret as a guess; raises NotFound, TooManyRequests."""
    with reading_for_request() as reading:
        if queries.find_case(reading, number, secret) is None:
            _unknown()


def _unknown() -> Complaint:
    wait_s = seconds_to_wait()
    if wait_s:
        raise TooManyRequests(retry_after=wait_s)
    raise NotFound("complaint")
