"""Errors of the house as problem+json (RFC 9457); nothing else turns them into answers here."""

import logging
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from flask import Response, jsonify, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import HTTPException

from fairwild.http import KeyReused
from fairwild.kernel.events import plain
from fairwild.kernel.refusals import Conflict, Invalid, NotAllowed, NotFound, Obstacle, Refused
from fairwild.wording import field_message, obstacle_sentence

log = logging.getLogger("fairwild")

MEDIA_TYPE = "application/problem+json"
KINDS = "https://fairwild-tracker.example/problems/"
DETAILS = {
    HTTPStatus.UNAUTHORIZED: _l("Send a personal API token: Authorization: Bearer …"),
    HTTPStatus.PRECONDITION_REQUIRED: _l("Send If-Match with the ETag of the version you saw."),
    HTTPStatus.PRECONDITION_FAILED: _l("Somebody changed this meanwhile: fetch it and look again."),
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: _l("Send JSON, with Content-Type: application/json."),
}
"""What to do about an error of the protocol."""


def problem(status: int, kind: str, title: str, *, detail: str = "", **more: object) -> Response:
    """Make one problem document."""
    body: dict[str, Any] = {"type": f"{KINDS}{kind}", "title": title, "status": status}
    if detail:
        body["detail"] = detail
    body.update({"instance": request.path, **more})
    answer = jsonify(body)
    answer.status_code = status
    answer.mimetype = MEDIA_TYPE
    return answer


def _pointers(messages: Any, at: str = "") -> list[dict[str, str]]:
    """Turn nested messages into one entry a fault, each with a JSON pointer."""
    if isinstance(messages, Mapping):
        return [one for name, inner in messages.items() for one in _pointers(inner, f"{at}/{name}")]
    if isinstance(messages, list):
        return [one for inner in messages for one in _pointers(inner, at)]
    return [{"pointer": at, "detail": field_message(str(messages))}]


def invalid(messages: Any) -> Response:
    """Say by field what cannot be understood."""
    return problem(
        422, "invalid", gettext("The request cannot be understood"), errors=_pointers(messages)
    )


def told_of(obstacles: Iterable[Obstacle]) -> list[dict[str, Any]]:
    """Give obstacles, or what is only to be known, as clients read them."""
    return [
        {
            "code": obstacle.code,
            "at": obstacle.at,
            "detail": obstacle_sentence(obstacle),
            "facts": plain(obstacle.facts),
        }
        for obstacle in obstacles
    ]


def _refused(error: Refused) -> Response:
    errors = told_of(error.obstacles)
    return problem(409, "refused", gettext("This cannot be done as things stand"), errors=errors)


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    messages = getattr(error, "data", None) or {}
    if status == HTTPStatus.UNPROCESSABLE_ENTITY and "messages" in messages:
        return invalid(messages["messages"])
    detail = str(DETAILS.get(HTTPStatus(status), error.description or ""))
    answer = problem(status, f"http-{status}", error.name, detail=detail)
    for name, value in error.get_headers():
        if name not in {"Content-Type", "Content-Length"}:
            answer.headers[name] = value
    return answer


def _unexpected(error: Exception) -> Response:
    mark = uuid4().hex[:12]
    log.exception("unexpected error %s", mark, exc_info=error)
    return problem(500, "unexpected", gettext("Something went wrong here"), mark=mark)


def _not_allowed(error: NotAllowed) -> Response:
    return problem(403, "not-allowed", gettext("This is not yours to do"), action=error.action)


def _not_found(_: NotFound) -> Response:
    return problem(404, "not-found", gettext("There is no such thing"))


def _conflict(_: Conflict) -> Response:
    return problem(409, "conflict", gettext("Somebody changed this meanwhile; look again"))


def _key_reused(_: KeyReused) -> Response:
    return problem(422, "key-reused", gettext("This Idempotency-Key came with another request"))


def _invalid(error: Invalid) -> Response:
    return invalid(error.errors)


ANSWERS: tuple[tuple[type[Exception], Callable[[Any], Response]], ...] = (
    (Invalid, _invalid),
    (Refused, _refused),
    (NotAllowed, _not_allowed),
    (NotFound, _not_found),
    (Conflict, _conflict),
    (KeyReused, _key_reused),
    (HTTPException, _http),
    (Exception, _unexpected),
)
"""Error -> answer; the first kind that fits speaks, and the last one fits everything."""


def answer(error: Exception) -> Response:
    """Turn any error into its problem document."""
    return next(told(error) for kind, told in ANSWERS if isinstance(error, kind))
