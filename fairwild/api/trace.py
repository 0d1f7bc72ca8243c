"""What anybody may know of the goods behind a label's code."""

from http import HTTPStatus

from flask import Response
from flask_smorest import Blueprint
from werkzeug.exceptions import TooManyRequests

from fairwild.http import reading_for_request
from fairwild.kernel.codes import read_code
from fairwild.kernel.refusals import NotFound
from fairwild.labels.tracing.queries import public_trace
from fairwild.public_answers import answered_once, seconds_to_wait
from fairwild.schemas.trace import TraceSchema, written

blueprint = Blueprint("api_trace", __name__, url_prefix="/public/trace")


@blueprint.get("/<string:code>")
@blueprint.doc(security=[])
@blueprint.response(HTTPStatus.OK, TraceSchema())
@blueprint.alt_response(HTTPStatus.NOT_MODIFIED, description="You have this answer already")
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="No label and no lot has this code")
@blueprint.alt_response(HTTPStatus.TOO_MANY_REQUESTS, description="Too many unknown codes")
def show(code: str) -> Response:
    """Give the trace of a label's or a lot's code; needs no token."""
    meant = read_code(code)
    answer = meant and answered_once(
        ("trace", "json", meant), lambda: _trace(meant), media_type="application/json"
    )
    return answer or _missed()


def _trace(code: str) -> str | None:
    with reading_for_request() as reading:
        trace = public_trace(reading, code)
        return written(trace) if trace is not None else None


def _missed() -> Response:
    wait_s = seconds_to_wait()
    if wait_s:
        raise TooManyRequests(retry_after=wait_s)
    raise NotFound("label")
