"""What those see whose mailed link opens nothing, with or without an account."""

from collections.abc import Iterable
from http import HTTPStatus

from flask import render_template
from werkzeug.exceptions import TooManyRequests

from fairwild.kernel.refusals import Obstacle
from fairwild.public_answers import seconds_to_wait
from fairwild.web.paging import Answer


def unknown_link(ask: str) -> Answer:
    """Say that nobody has sent such a link, and whom to ask; who guesses on has to wait."""
    wait_s = seconds_to_wait()
    if wait_s:
        raise TooManyRequests(retry_after=wait_s)
    return _said([Obstacle("link-unknown")], ask), HTTPStatus.NOT_FOUND


def spent_link(found: Iterable[Obstacle], ask: str) -> Answer:
    """Say why a link that somebody did send opens nothing any more, and whom to ask."""
    return _said(found, ask), HTTPStatus.GONE


def _said(found: Iterable[Obstacle], ask: str) -> str:
    return render_template("pages/errors/link_spent.html", obstacles=list(found), ask=ask)
