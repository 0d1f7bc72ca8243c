"""Errors of the house as pages; nothing else turns them into answers here."""

import logging
from uuid import uuid4

from flask import Flask, Response, make_response, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from fairwild.api.problems import is_api, wants_json
from fairwild.http import identity
from fairwild.kernel.refusals import Conflict, NotAllowed, NotFound, Refused
from fairwild.web.paging import Answer

log = logging.getLogger("fairwild")


def _page(template: str, status: int, **facts: object) -> Response:
    return make_response(render_template(f"pages/errors/{template}.html", **facts), status)


def _not_allowed(error: NotAllowed) -> Answer:
    if identity() is None and request.method == "GET":
        return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")))
    return _page("not_allowed", 403, action=error.action)


def _refused(error: Refused) -> Answer:
    return _page("refused", 409, obstacles=error.obstacles)


def _http(error: HTTPException) -> Answer:
    answer = _page("http", error.code or 500, code=error.code or 500, name=error.name)
    for name, value in error.get_headers():
        if name not in {"Content-Type", "Content-Length"}:
            answer.headers[name] = value
    return answer


def _unexpected(error: Exception) -> Answer:
    mark = uuid4().hex[:12]
    log.exception("unexpected error %s", mark, exc_info=error)
    return _page("unexpected", 500, mark=mark)


def register(app: Flask) -> None:
    """Answer every error of the house with a page, unless the request came for JSON."""
    from fairwild.api import problems

    def handled(error: Exception) -> Answer:
        if is_api() or wants_json():
            return problems.answer(error)
        match error:
            case NotFound():
                return _page("not_found", 404)
            case NotAllowed():
                return _not_allowed(error)
            case Refused():
                return _refused(error)
            case Conflict():
                return _page("conflict", 409)
            case CSRFError():
                return _page("csrf", 400)
            case HTTPException(code=404):
                return _page("not_found", 404)
            case HTTPException():
                return _http(error)
        return _unexpected(error)

    app.register_error_handler(Exception, handled)
