"""From a request to a reading or a unit of work, and what the doors share about requests."""

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, ParamSpec
from uuid import UUID

from flask import Response, current_app, g, request
from sqlalchemy import insert, select

from fairwild.accounts.queries import Identity
from fairwild.accounts.records import IdempotentAnswer
from fairwild.imports.progress import Progress
from fairwild.incoming import IncomingFiles
from fairwild.kernel.actors import NOBODY, Actor
from fairwild.kernel.refusals import Invalid, NotAllowed
from fairwild.mail.sender import Sender, deliver
from fairwild.settings import Settings
from fairwild.store.engine import Store
from fairwild.unit_of_work import Reading, UnitOfWork, begin, begin_reading, moment

P = ParamSpec("P")

IDEMPOTENCY_KEPT = timedelta(days=7)
MAX_KEY_LENGTH = 200
DEMANDS_KEY = "x-demands-key"
"""Marks an operation for the API's document, which says it as a header."""


@dataclass(frozen=True)
class House:
    """What the composition root has put together for every request."""

    settings: Settings
    store: Store
    sender: Sender
    files: IncomingFiles
    clock: Callable[[], datetime] = moment

    @property
    def progress(self) -> Progress:
        """Who is at work on imports, for every process of the house."""
        return Progress(self.settings.instance / "imports")

    def send_mail(self) -> int:
        """Deliver the letters that wait; gives the number sent."""
        sent_from = self.settings.mail_from
        return deliver(self.store, self.sender, sent_from=sent_from, now=self.clock())


class KeyReused(Exception):
    """An Idempotency-Key came again with another request."""


def is_api() -> bool:
    """Tell whether the request is for the API."""
    return request.path.startswith("/api/")


def wants_json() -> bool:
    """Tell whether the client asks for JSON rather than a page."""
    accepted = request.accept_mimetypes
    best = accepted.best_match(["text/html", "application/json"])
    return best == "application/json" and accepted[best] > accepted["text/html"]


def house() -> House:
    """Give the house of the running application."""
    found: House = current_app.extensions["fairwild"]
    return found


def identity() -> Identity | None:
    """Give who is at the door, if known."""
    found: Identity | None = g.get("identity")
    return found


def actor() -> Actor:
    """Give the actor of this request."""
    known = identity()
    return known.actor if known else NOBODY


def home_organisation_id() -> UUID:
    """Give the organisation the actor works for now; raises NotAllowed for one without."""
    found = actor().organisation_id
    if found is None:
        raise NotAllowed("organisation:see")
    return found


@contextmanager
def reading_for_request() -> Iterator[Reading]:
    """Open a reading for the actor of this request; inside a unit of work, that one."""
    open_work: UnitOfWork | None = g.get("open_work")
    if open_work is not None:
        yield open_work
        return
    with begin_reading(house().store, actor(), now=house().clock()) as reading:
        yield reading


@contextmanager
def unit_of_work_for_request() -> Iterator[UnitOfWork]:
    """Open the unit of work of this request; mail leaves after its commit.

    Files that came for the deed are kept with it; where it is refused nothing of them stays.
    """
    open_work: UnitOfWork | None = g.get("open_work")
    if open_work is not None:
        yield open_work
        return
    with begin(house().store, actor(), now=house().clock()) as work:
        g.open_work = work
        work.at_commit.append(house().files.settle)
        try:
            yield work
        except BaseException:
            house().files.drop()
            raise
        finally:
            g.open_work = None
    if work.letters:
        house().send_mail()


def _fingerprint() -> str:
    content = json.dumps(request.get_json(silent=True), sort_keys=True) + _digest_of_files()
    return hashlib.sha256(f"{request.method} {request.path}\n{content}".encode()).hexdigest()


def _digest_of_files() -> str:
    """Give a digest of the files of a form; without any, nothing."""
    digests = [one.name or "" for one in request.files.values()]
    for one in request.files.values():
        digests.append(hashlib.file_digest(one.stream, "sha256").hexdigest())  # type: ignore[arg-type]  # werkzeug types its stream as IO[bytes]
        one.stream.seek(0)
    return "".join(digests)


def find_answer(work: Reading, key: str, fingerprint: str) -> IdempotentAnswer | None:
    """Give the answer this actor got for the key; raises KeyReused for another request."""
    query = select(IdempotentAnswer).where(
        IdempotentAnswer.scope == str(work.actor.person_id), IdempotentAnswer.key == key
    )
    found = work.session.scalar(query)
    if found is not None and found.fingerprint != fingerprint:
        raise KeyReused(key)
    return found


def keep_answer(work: UnitOfWork, key: str, fingerprint: str, answer: Response) -> None:
    """Write the answer with the deed, so that both stand or neither does."""
    kept = {name: answer.headers[name] for name in ("Location", "ETag") if name in answer.headers}
    row = {
        "scope": str(work.actor.person_id),
        "key": key,
        "fingerprint": fingerprint,
        "status": answer.status_code,
        "headers": kept,
        "body": answer.get_data(as_text=True),
        "at": work.now,
    }
    work.session.execute(insert(IdempotentAnswer).values(**row))


def _replayed(kept: IdempotentAnswer) -> Response:
    answer = Response(kept.body, status=kept.status, mimetype="application/json")
    answer.headers.update(kept.headers)
    answer.headers["Idempotent-Replayed"] = "true"
    return answer


def _key_from_header() -> str:
    key = request.headers.get("Idempotency-Key", "").strip().strip('"')
    if not key or len(key) > MAX_KEY_LENGTH:
        raise Invalid({"Idempotency-Key": "missing"})
    return key


def idempotent(view: Callable[P, Any]) -> Callable[P, Any]:
    """Do the deed of an API view once per Idempotency-Key and repeat its answer after that.

    Stands between the route and flask-smorest's `arguments` and `response`, so that the
    answer is written in the same transaction as the deed.
    """

    @wraps(view)
    def once(*args: P.args, **kwargs: P.kwargs) -> Any:
        key, fingerprint = _key_from_header(), _fingerprint()
        with unit_of_work_for_request() as work:
            kept = find_answer(work, key, fingerprint)
            if kept is not None:
                return _replayed(kept)
            answer = current_app.make_response(view(*args, **kwargs))
            keep_answer(work, key, fingerprint, answer)
            return answer

    described = getattr(view, "_apidoc", {})  # where flask-smorest keeps what it knows of a view
    manual = {**described.get("manual_doc", {}), DEMANDS_KEY: True}
    setattr(once, "_apidoc", {**described, "manual_doc": manual})  # noqa: B010 - not ours to name
    return once
