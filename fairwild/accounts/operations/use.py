"""Noting that a session or a token is in use.

A sign of life is no deed: it is written by itself, without an event, at most every few minutes,
and on SQLite not while somebody else writes: who only reads never waits for a large import.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import case, update

from fairwild.accounts.records import ApiToken, SignInSession
from fairwild.store.engine import Store


def note_session_seen(
    store: Store, *, session_id: UUID, at: datetime, expires_at: datetime
) -> None:
    """Write when a device was last seen; its session lasts at least until `expires_at` then."""
    later = case(
        (SignInSession.expires_at < expires_at, expires_at), else_=SignInSession.expires_at
    )
    seen = (
        update(SignInSession)
        .where(SignInSession.id == session_id, SignInSession.revoked_at.is_(None))
        .values(seen_at=at, expires_at=later)
    )
    store.note(seen.execution_options(synchronize_session=False))


def note_token_used(store: Store, *, token_id: UUID, at: datetime) -> None:
    """Write when a key to the API was last used."""
    used = update(ApiToken).where(ApiToken.id == token_id).values(used_at=at)
    store.note(used.execution_options(synchronize_session=False))
