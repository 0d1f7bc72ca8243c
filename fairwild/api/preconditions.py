"""ETag and If-Match on what can be changed (RFC 9110 section 13)."""

from flask import Response, jsonify, request
from marshmallow import Schema
from werkzeug.exceptions import PreconditionFailed, PreconditionRequired

from fairwild.store.base import Row


def tag_of(row: Row) -> str:
    """Give the strong entity tag of a row's present version."""
    return f"{row.id}.{row.version}"


def answer_with_tag(schema: Schema, row: Row, status: int = 200) -> Response:
    """Answer one thing with its ETag; 304 where the client has this version already."""
    answer = jsonify(schema.dump(row))
    answer.status_code = status
    answer.set_etag(tag_of(row))
    return answer.make_conditional(request) if request.method == "GET" else answer  # type: ignore[return-value]  # werkzeug's base class


def require_match(row: Row) -> None:
    """Refuse a change without If-Match (428) or of a version that is no longer there (412)."""
    if not request.if_match:
        raise PreconditionRequired
    if not request.if_match.contains(tag_of(row)):
        raise PreconditionFailed
