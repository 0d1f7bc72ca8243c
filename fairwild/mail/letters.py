"""A letter, and its place in the queue of the transaction."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from fairwild.mail.records import QueuedLetter


@dataclass(frozen=True)
class Letter:
    """A plain-text mail to one address."""

    to: str
    subject: str
    body: str


def queue(session: Session, letters: Iterable[Letter], *, at: datetime) -> None:
    """Put letters into the transaction, to be sent once it is committed."""
    session.add_all(
        QueuedLetter(to=letter.to, subject=letter.subject, body=letter.body, queued_at=at)
        for letter in letters
    )


def forget_letters(session: Session, *, to: str, about: str) -> None:
    """Delete the letters to an address whose subject names this, sent or not."""
    named = QueuedLetter.subject.contains(about, autoescape=True)
    session.execute(delete(QueuedLetter).where(QueuedLetter.to == to, named))
