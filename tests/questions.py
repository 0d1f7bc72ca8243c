"""What a database is asked: for tests that count questions or read them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from sqlalchemy import event

from fairwild.store.engine import Store


class Question(NamedTuple):
    """A statement as the driver is sent it."""

    text: str
    parameters: Any

    @property
    def reads(self) -> bool:
        """Tell whether it only reads."""
        return self.text.lstrip().upper().startswith(("SELECT", "WITH"))


@contextmanager
def asked_of(store: Store) -> Iterator[list[Question]]:
    """Write down every question to a store until the block ends."""
    heard: list[Question] = []

    def hear(_connection: object, _cursor: object, text: str, parameters: Any, *_: object) -> None:
        heard.append(Question(text, parameters))

    event.listen(store.engine, "before_cursor_execute", hear)
    try:
        yield heard
    finally:
        event.remove(store.engine, "before_cursor_execute", hear)
