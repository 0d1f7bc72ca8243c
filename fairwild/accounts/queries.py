"""Who is behind a cookie, a token, a password or a mailed link."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.access.secrets import digest, password_fits
from fairwild.accounts import rules
from fairwild.accounts.records import ApiToken, LinkPurpose, MailedLink, SignInSession
from fairwild.kernel.actors import Actor, Role
from fairwild.kernel.refusals import NotFound, Refused
from fairwild.organisations.queries import find_account, get_organisation, posts_of
from fairwild.store.paging import Cursor, Page, page_of
from fairwild.unit_of_work import Reading


@dataclass(frozen=True)
class Identity:
    """A known person at the door, with the actor they are.

    Either the session or the token by which they came is named; `seen_at` is when it was
    last noted.
    """

    actor: Actor
    name: str
    email: str
    language: str
    session_id: UUID | None = None
    seen_at: datetime | None = None
    token_id: UUID | None = None


@dataclass(frozen=True)
class InvitationFacts:
    """What an invited person may know before coming in."""

    email: str
    organisation_name: str
    role: Role
    has_account: bool


def _actor(session: Session, person_id: UUID, organisation_id: UUID | None) -> Actor:
    posts = posts_of(session, person_id)
    homes = [post.organisation_id for post in posts]
    home = organisation_id if organisation_id in homes else next(iter(homes), None)
    return Actor(person_id=person_id, posts=frozenset(posts), organisation_id=home)


def _identity(found: SignInSession | ApiToken, actor: Actor, **known_by: Any) -> Identity:
    person = found.person
    return Identity(actor, person.name, person.email, person.language, **known_by)


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
    actor = _actor(session, found.person_id, found.organisation_id)
    return _identity(found, actor, session_id=found.id, seen_at=found.seen_at)


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
    actor = _actor(session, found.person_id, None)
    return _identity(found, actor, token_id=found.id, seen_at=found.used_at)


def who_knows(reading: Reading, *, email: str, password: str) -> UUID | None:
    """Give the person whose e-mail and password these are; one Argon2id run in every case."""
    account = find_account(reading, rules.small(email))
    fits = password_fits(rules.settled(password), account.password_hash if account else None)
    return account.id if account and fits and not account.closed else None


def get_actor_of_email(reading: Reading, email: str) -> Actor:
    """Give who has this e-mail address, for the command line; raises NotFound."""
    account = find_account(reading, rules.small(email))
    if account is None or account.closed:
        raise NotFound("person")
    return _actor(reading.session, account.id, None)


def sessions_of(reading: Reading, person_id: UUID) -> list[SignInSession]:
    """List the devices on which a person is signed in, the last seen first."""
    query = reading.visible(SignInSession).where(
        SignInSession.person_id == person_id,
        SignInSession.revoked_at.is_(None),
        SignInSession.expires_at > reading.now,
    )
    return list(reading.session.scalars(query.order_by(SignInSession.seen_at.desc())))


def tokens_of(reading: Reading, person_id: UUID) -> list[ApiToken]:
    """List the keys to the API that a person has and has not revoked, the newest first."""
    query = reading.visible(ApiToken).where(
        ApiToken.person_id == person_id, ApiToken.revoked_at.is_(None)
    )
    return list(reading.session.scalars(query.order_by(ApiToken.made_at.desc(), ApiToken.id)))


def page_of_sessions(reading: Reading, cursor: Cursor) -> Page[SignInSession]:
    """Give one page of the actor's own devices, the last started first."""
    query = reading.visible(SignInSession).where(
        SignInSession.revoked_at.is_(None), SignInSession.expires_at > reading.now
    )
    columns = [SignInSession.started_at, SignInSession.id]
    return page_of(reading.session, query, columns, cursor)


def page_of_tokens(reading: Reading, cursor: Cursor) -> Page[ApiToken]:
    """Give one page of the actor's own keys, the newest first."""
    query = reading.visible(ApiToken).where(ApiToken.revoked_at.is_(None))
    return page_of(reading.session, query, [ApiToken.made_at, ApiToken.id], cursor)


def pending_invitations(reading: Reading, organisation_id: UUID) -> list[MailedLink]:
    """List the invitations that can still be accepted, the newest first.

    Raises NotAllowed where the actor may not invite there.
    """
    reading.may(Action.INVITE_PERSON, on=Of(Party.ITSELF, organisation_id))
    query = select(MailedLink).where(
        MailedLink.purpose == LinkPurpose.INVITATION,
        MailedLink.organisation_id == organisation_id,
        MailedLink.used_at.is_(None),
        MailedLink.withdrawn_at.is_(None),
        MailedLink.expires_at > reading.now,
    )
    newest = query.order_by(MailedLink.made_at.desc(), MailedLink.id)
    return list(reading.session.scalars(newest))


def find_link(reading: Reading, secret: str, purpose: LinkPurpose) -> MailedLink:
    """Give the link that this secret opens, good or not; raises NotFound for a wrong one."""
    query = select(MailedLink).where(
        MailedLink.secret_digest == digest(secret), MailedLink.purpose == purpose
    )
    found = reading.session.scalar(query)
    if found is None:
        raise NotFound("mailed_link")
    return found


def check_link(reading: Reading, link: MailedLink) -> None:
    """Refuse a link that opens nothing any more, with the reasons."""
    found = tuple(
        rules.obstacles_to_link(
            used=link.used_at is not None,
            withdrawn=link.withdrawn_at is not None,
            expires_at=link.expires_at,
            at=reading.now,
        )
    )
    if found:
        raise Refused(found)


def get_invitation(reading: Reading, secret: str) -> InvitationFacts:
    """Say what an invitation is to; raises NotFound for a wrong secret, Refused for a spent one."""
    link = find_link(reading, secret, LinkPurpose.INVITATION)
    check_link(reading, link)
    if link.organisation_id is None or link.role is None:
        raise NotFound("mailed_link")
    organisation = get_organisation(reading, link.organisation_id)
    account = find_account(reading, link.email)
    return InvitationFacts(link.email, organisation.name, link.role, account is not None)


def check_new_password_link(reading: Reading, secret: str) -> None:
    """Raise NotFound for a wrong secret and Refused for a spent one."""
    check_link(reading, find_link(reading, secret, LinkPurpose.PASSWORD_RESET))
