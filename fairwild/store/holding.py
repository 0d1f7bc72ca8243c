"""Holding something that has no row until the transaction ends: many together, or one alone."""

import hashlib

from sqlalchemy import text
from sqlalchemy.orm import Session

_TOGETHER = text("SELECT pg_advisory_xact_lock_shared(:key)")
_ALONE = text("SELECT pg_advisory_xact_lock(:key)")


def hold_together(session: Session, name: str) -> None:
    """Go on beside all who hold this name together; wait for who holds it alone."""
    _hold(session, name, together=True)


def hold_alone(session: Session, name: str) -> None:
    """Wait until nobody else holds this name, and let nobody hold it until the commit."""
    _hold(session, name, together=False)


def _hold(session: Session, name: str, *, together: bool) -> None:
    # SQLite has one writer at a time: whoever writes holds everything alone.
    if session.get_bind().dialect.name == "postgresql":
        session.execute(_TOGETHER if together else _ALONE, {"key": _key(name)})


def _key(name: str) -> int:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
