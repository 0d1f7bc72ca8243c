"""The one sender: an SMTP server, or `.eml` files in a folder."""

import smtplib
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from sqlalchemy import select

from fairwild.mail.records import QueuedLetter
from fairwild.store.engine import Store

SMTP_TIMEOUT_S = 15
BATCH = 50


class Sender(Protocol):
    """Whatever brings a message on its way; raises OSError where it cannot."""

    def send(self, message: EmailMessage, *, name: str) -> None:
        """Hand the message over."""


class OutboxFolder:
    """Writes every message as an `.eml` file, for development and closed networks."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, message: EmailMessage, *, name: str) -> None:
        """Write the message whole under its name."""
        self.folder.mkdir(parents=True, exist_ok=True)
        part = self.folder / f"{name}.part"
        part.write_bytes(bytes(message))
        part.rename(self.folder / f"{name}.eml")


class SmtpServer:
    """Sends through `smtp://user:password@host:port` or `smtps://…`."""

    def __init__(self, url: str) -> None:
        self.url = urlsplit(url)

    def send(self, message: EmailMessage, *, name: str) -> None:
        """Hand the message to the server; smtplib's errors are OSErrors."""
        implicit = self.url.scheme == "smtps"
        port = self.url.port or (465 if implicit else 25)
        kind = smtplib.SMTP_SSL if implicit else smtplib.SMTP
        with kind(self.url.hostname or "localhost", port, timeout=SMTP_TIMEOUT_S) as server:
            if not implicit and server.has_extn("starttls"):
                server.starttls()
            if self.url.username:
                server.login(unquote(self.url.username), unquote(self.url.password or ""))
            server.send_message(message)


def sender_for(url: str, *, outbox: Path) -> Sender:
    """Choose the sender a setting asks for; without one, the outbox folder."""
    return SmtpServer(url) if url else OutboxFolder(outbox)


def _message(letter: QueuedLetter, sent_from: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = sent_from
    message["To"] = letter.to
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(letter.queued_at)
    message["Message-ID"] = f"<{letter.id}@{sent_from.rpartition('@')[2]}>"
    message.set_content(letter.body)
    return message


def deliver(store: Store, sender: Sender, *, sent_from: str, now: datetime) -> int:
    """Send what waits, oldest first; what fails stays queued. Gives the number sent."""
    sent = 0
    with store.writing() as session:
        waiting = (
            select(QueuedLetter)
            .where(QueuedLetter.sent_at.is_(None))
            .order_by(QueuedLetter.queued_at)
            .limit(BATCH)
            .with_for_update(skip_locked=True)
        )
        for letter in session.scalars(waiting):
            try:
                sender.send(_message(letter, sent_from), name=str(letter.id))
            except OSError:
                letter.failures += 1
            else:
                letter.sent_at = now
                sent += 1
        session.commit()
    return sent
