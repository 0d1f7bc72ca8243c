"""Who is behind a cookie or a token."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from fairwild.access.secrets import digest
from fairwild.accounts.records import ApiToken, SignInSession
from fairwild.kernel.actors import Actor, Post
from fairwild.organisations.records import Membership, Person


@dataclass(frozen=True)
class Identity:
    """A known person at the door, with the actor they are."""

    actor: Actor
    name: str
    email: str
    language: str
    session_id: UUID | None = None
    seen_at: datetime | None = None


def _identity(
    session: Session, person: Person, organisation_id: UUID | None, found: SignInSession | None
) -> Identity:
    held = select(Membership).where(
        Membership.person_id == person.id, Membership.ended_at.is_(None)
    )
    memberships = sorted(session.scalars(held), key=lambda one: (one.since, one.id))
    homes = [membership.organisation_id for membership in memberships]
    home = organisation_id if organisation_id in homes else next(iter(homes), None)
    posts = frozenset(Post(one.organisation_id, one.role) for one in memberships)
    actor = Actor(person_id=person.id, posts=posts, organisation_id=home)
    seen = (found.id, found.seen_at) if found else (None, None)
    return Identity(actor, person.name, person.email, person.language, *seen)


def find_identity_of_session(session: Session, secret: str, *, at: datetime) -> Identity | None:
    """Give the person signed in with this cookie, unless it is revoked, expired or closed."""
    query = (
        select(SignInSession)
        .where(SignInSession.secret_digest == digest(secret))
        .options(joinedload(SignInSession.person))
    )
    found = session.scalar(query)
    if found is None or found.revoked_at or found.expires_at <= at or found.person.closed_at:
        return None
    return _identity(session, found.person, found.organisation_id, found)


def find_identity_of_token(session: Session, secret: str, *, at: datetime) -> Identity | None:
    """Give the person whose API token this is, unless it is revoked, expired or closed."""
    query = (
        select(ApiToken)
        .where(ApiToken.secret_digest == digest(secret))
        .options(joinedload(ApiToken.person))
    )
    found = session.scalar(query)
    if found is None or found.revoked_at or found.person.closed_at:
        return None
    if found.expires_at is not None and found.expires_at <= at:
        return None
    return _identity(session, found.person, None, None)
