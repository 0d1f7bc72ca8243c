"""Answers everybody gets alike: made once, kept while the ledger and the day stand still."""

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date
from threading import Lock

from flask import Response, current_app, request

from fairwild.accounts.guessing import count_guess
from fairwild.http import house
from fairwild.ledger.queries import head

MOST_ANSWERS = 2_000
MAX_AGE_S = 60
_NAME = "fairwild_public_answers"


@dataclass(frozen=True)
class Mark:
    """The state of the world an answer was made in: last ledger number and day."""

    seq: int
    day: date


@dataclass(frozen=True)
class KeptAnswer:
    """The bytes of an answer, with their strong entity tag and the state they were made in."""

    body: bytes
    tag: str
    media_type: str
    mark: Mark


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


def answered_once(
    key: Hashable, make: Callable[[], str | None], *, media_type: str
) -> Response | None:
    """Answer with the kept bytes, or make and keep them; None where there is nothing to tell.

    The state is read before the answer is made, so a change in between only makes the answer
    be made again. While a writer could still bring a lower ledger number nothing is kept.
    """
    with house().store.reading() as session:
        found_head = head(session)
    mark = Mark(found_head.seq, house().clock().date())
    kept = kept_answers().find(key, mark)
    if kept is None:
        made = make()
        if made is None:
            return None
        body = made.encode()
        kept = KeptAnswer(body, hashlib.sha256(body).hexdigest()[:32], media_type, mark)
        if found_head.settled:
            kept_answers().keep(key, kept)
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
