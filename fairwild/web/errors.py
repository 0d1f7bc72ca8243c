"""Errors of the house as pages; nothing else turns them into answers here."""

import logging
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import werkzeug.exceptions
from flask import Response, make_response, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, UnprocessableEntity

from fairwild.http import identity
from fairwild.kernel.refusals import Conflict, Invalid, NotAllowed, NotFound, Refused
from fairwild.web.paging import Answer

log = logging.getLogger("fairwild")


def _page(template: str, status: int, **facts: object) -> Response:
    return make_response(render_template(f"pages/errors/{template}.html", **facts), status)


OPEN_ROOMS = frozenset({"accounts", "complaining", "public", "trace"})
"""Where nobody has to sign in, so that what is not found there is not there."""


def _asks_who_it_is() -> bool:
    return identity() is None and request.method == "GET"


def _sign_in_first() -> Answer:
    return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")))


def _not_allowed(error: NotAllowed) -> Answer:
    if _asks_who_it_is():
        return _sign_in_first()
    return _page("not_allowed", 403, action=error.action)


def _refused(error: Refused) -> Answer:
    return _page("refused", 409, obstacles=error.obstacles)


def _http(error: HTTPException) -> Answer:
    answer = _page("http", error.code or 500, code=error.code or 500, name=error.name)
    for name, value in error.get_headers():
        if name not in {"Content-Type", "Content-Length"}:
            answer.headers[name] = value
    return answer


def _not_understood(_: Invalid) -> Answer:
    """Say that an address asks for something that is none, like a torn `cursor`."""
    return _http(UnprocessableEntity())


def _unexpected(error: Exception) -> Answer:
    mark = uuid4().hex[:12]
    log.exception("unexpected error %s", mark, exc_info=error)
    return _page("unexpected", 500, fault=mark)


def _unseen(error: NotFound) -> Answer:
    """Let who is not signed in do so first: the link may come from a letter."""
    if _asks_who_it_is() and request.blueprint not in OPEN_ROOMS:
        return _sign_in_first()
    return _not_found(error)


def _not_found(_: Exception) -> Answer:
    return _page("not_found", 404)


def _conflict(_: Conflict) -> Answer:
    return _page("conflict", 409)


def _csrf(_: CSRFError) -> Answer:
    return _page("csrf", 400)


PAGES: tuple[tuple[type[Exception], Callable[[Any], Answer]], ...] = (
    (NotFound, _unseen),
    (NotAllowed, _not_allowed),
    (Refused, _refused),
    (Invalid, _not_understood),
    (Conflict, _conflict),
    (CSRFError, _csrf),
    (werkzeug.exceptions.NotFound, _not_found),
    (HTTPException, _http),
    (Exception, _unexpected),
)
"""Error -> page; the first kind that fits speaks, and the last one fits everything."""


def answer(error: Exception) -> Answer:
    """Turn any error into its page."""
    return next(page(error) for kind, page in PAGES if isinstance(error, kind))
