"""Pages of lists as the API answers them: Link headers by RFC 8288."""

from typing import Any

from flask import Response, jsonify, request, url_for
from marshmallow import Schema, fields, post_load, validate

from fairwild.store.paging import PAGE_ROWS, Cursor, Page

MAX_LIMIT = 200
CURSOR = validate.Regexp(r"[A-Za-z0-9_-]*\Z", error="unknown")


class PageQuery(Schema):
    """How a client walks through a list; loads as a `Cursor`."""

    limit = fields.Integer(load_default=PAGE_ROWS, validate=validate.Range(min=1, max=MAX_LIMIT))
    cursor = fields.String(load_default="", validate=[validate.Length(max=500), CURSOR])

    @post_load
    def _made(self, typed: dict[str, Any], **_: Any) -> Cursor:
        return Cursor(after=typed["cursor"], limit=typed["limit"])


def listed(schema: Schema, page: Page[Any]) -> Response:
    """Answer one page of a list, with the Link to the next one where there is one."""
    return answered(schema.dump(page.rows, many=True), page)


def answered(told: list[dict[str, Any]], page: Page[Any]) -> Response:
    """Answer what is told of one page of a list, with the Link as `listed` does."""
    answer = jsonify(told)
    if page.following is not None:
        arguments = {**request.args.to_dict(), **(request.view_args or {})}
        where = url_for(request.endpoint or "", **arguments | {"cursor": page.following})
        answer.headers["Link"] = f'<{where}>; rel="next"'
    return answer
