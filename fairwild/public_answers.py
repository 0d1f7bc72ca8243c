"""Answers everybody gets alike: made once, kept while the ledger and the day stand still."""

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from threading import Lock
from typing import TYPE_CHECKING

from flask import Flask, Response, current_app, request
from werkzeug.http import parse_etags
from werkzeug.wrappers import Response as PlainResponse

from fairwild.accounts.guessing import count_guess
from fairwild.http import House, house
from fairwild.ledger.queries import state_of

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

MOST_ANSWERS = 2_000
MAX_AGE_S = 60
_NAME = "fairwild_public_answers"
KEPT_UNDER = "fairwild.kept_under"
FRONT_PATHS = ("/t/", "/T/", "/api/v1/public/trace/")


@dataclass(frozen=True)
class Mark:
    """The state of the world an answer was made in: that of the ledger, and the day."""

    ledger: str
    day: date


@dataclass(frozen=True)
class KeptAnswer:
    """The bytes of an answer, with their strong entity tag and the state they were made in."""

    body: bytes
    tag: str
    media_type: str
    mark: Mark
    headers: tuple[tuple[str, str], ...] = ()


def mark_of(house: House) -> Mark:
    """Give the state of the world now."""
    return Mark(state_of(house.store), house.clock().date())


class PublicAnswers:
    """The last answers of one process; the one unused for longest makes room for a new one."""

    def __init__(self, most: int = MOST_ANSWERS) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, KeptAnswer] = OrderedDict()
        self._lock = Lock()

    def find(self, key: Hashable, mark: Mark) -> KeptAnswer | None:
        """Give the answer kept under the key, unless the world has moved on since."""
        with self._lock:
            found = self._kept.get(key)
            if found is None or found.mark != mark:
                return None
            self._kept.move_to_end(key)
            return found

    def keep(self, key: Hashable, answer: KeptAnswer) -> None:
        """Keep an answer, in the place of the oldest where there is no room."""
        with self._lock:
            self._kept[key] = answer
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)

    def __len__(self) -> int:
        return len(self._kept)


def kept_answers() -> PublicAnswers:
    """Give the answers kept by the running application."""
    found: PublicAnswers = current_app.extensions.setdefault(_NAME, PublicAnswers())
    return found


def forget_answers(app: Flask) -> None:
    """Throw away what an application has kept, as when it serves another house."""
    app.extensions.pop(_NAME, None)


def answered_once(
    key: Hashable, make: Callable[[], str | None], *, media_type: str
) -> Response | None:
    """Answer with the kept bytes, or make and keep them; None where there is nothing to tell.

    The state is read before the answer is made, so a change in between only makes the answer
    be made again.
    """
    mark = mark_of(house())
    kept = kept_answers().find(key, mark)
    if kept is None:
        made = make()
        if made is None:
            return None
        body = made.encode()
        kept = KeptAnswer(body, hashlib.sha256(body).hexdigest()[:32], media_type, mark)
        kept_answers().keep(key, kept)
    request.environ.get(KEPT_UNDER, []).append(mark)
    return _answer(kept)


def _answer(kept: KeptAnswer) -> Response:
    answer = Response(kept.body, content_type=f"{kept.media_type}; charset=utf-8")
    answer.set_etag(kept.tag)
    answer.headers["Cache-Control"] = f"public, max-age={MAX_AGE_S}"
    answer.headers["Vary"] = "Accept, Accept-Language"
    answer.make_conditional(request)
    return answer


def seconds_to_wait() -> int:
    """Count a code nobody knows against the address it came from; give how long it must wait."""
    clock, store = house().clock, house().store
    return count_guess(store, request.remote_addr or "", at=clock())


class FrontDoor:
    """Gives kept answers before the application is asked at all.

    Only what everybody gets alike passes here: a GET of a trace without cookie or token, told
    apart by path and by what the client accepts.
    """

    def __init__(self, application: "WSGIApplication", house: House) -> None:
        self._application = application
        self._house = house
        self._kept = PublicAnswers()

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer one request."""
        if not _is_for_everybody(environ):
            return self._application(environ, start_response)
        key = _asked(environ)
        kept = self._kept.find(key, mark_of(self._house))
        if kept is not None:
            return _repeated(kept, environ, start_response)
        return self._first(key, environ, start_response)

    def _first(
        self, key: Hashable, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Ask the application, and keep its answer where it says under which state it holds."""
        marks: list[Mark] = []
        environ[KEPT_UNDER] = marks
        answer = PlainResponse.from_app(self._application, environ, buffered=True)
        tag = answer.get_etag()[0]
        if marks and tag and answer.status_code == HTTPStatus.OK:
            headers = [pair for pair in answer.headers if pair[0] != "Date"]
            kept = KeptAnswer(answer.data, tag, answer.mimetype or "", marks[0], tuple(headers))
            self._kept.keep(key, kept)
        return answer(environ, start_response)


def _is_for_everybody(environ: "WSGIEnvironment") -> bool:
    return (
        environ["REQUEST_METHOD"] == "GET"
        and environ["PATH_INFO"].startswith(FRONT_PATHS)
        and not environ.get("HTTP_COOKIE")
        and not environ.get("HTTP_AUTHORIZATION")
    )


def _asked(environ: "WSGIEnvironment") -> Hashable:
    accepts = (environ.get("HTTP_ACCEPT"), environ.get("HTTP_ACCEPT_LANGUAGE"))
    return environ["PATH_INFO"], environ.get("QUERY_STRING"), *accepts


def _repeated(
    kept: KeptAnswer, environ: "WSGIEnvironment", start_response: "StartResponse"
) -> Iterable[bytes]:
    known = environ.get("HTTP_IF_NONE_MATCH")
    if known and parse_etags(known).contains_weak(kept.tag):
        left = [pair for pair in kept.headers if not pair[0].startswith("Content-")]
        start_response("304 NOT MODIFIED", left)
        return []
    start_response("200 OK", list(kept.headers))
    return [kept.body]
