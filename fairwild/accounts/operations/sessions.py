"""Signing in and out, and the devices of a person."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from fairwild.access.actions import Action
from fairwild.access.secrets import digest
from fairwild.accounts.events import SessionRevoked, SignedIn, WorkplaceChosen
from fairwild.accounts.operations.tries import forget_old, forget_sign_ins
from fairwild.accounts.queries import who_knows
from fairwild.accounts.records import SignInSession
from fairwild.kernel.codes import new_secret
from fairwild.kernel.refusals import NotFound, Obstacle, Refused
from fairwild.unit_of_work import UnitOfWork

MAX_DEVICE_LENGTH = 300
MAX_ADDRESS_LENGTH = 64


def sign_in(
    work: UnitOfWork,
    *,
    email: str,
    password: str,
    device: str,
    address: str,
    lasts: timedelta,
    replaces: UUID | None = None,
) -> tuple[SignInSession, str]:
    """Begin a session on a device and give its secret, which is kept only as a digest.

    The session that the device had before (`replaces`) ends. One refusal for an unknown
    e-mail, a wrong password and a closed account.
    """
    person_id = who_knows(work, email=email, password=password)
    if person_id is None:
        raise Refused([Obstacle("sign-in-refused")])
    forget_sign_ins(work, email=email, address=address)
    forget_old(work)
    if replaces is not None:
        sign_out(work, session_id=replaces)
    secret = new_secret()
    row = SignInSession(
        person_id=person_id,
        secret_digest=digest(secret),
        started_at=work.now,
        seen_at=work.now,
        expires_at=work.now + lasts,
        device=device[:MAX_DEVICE_LENGTH],
        address=address[:MAX_ADDRESS_LENGTH],
    )
    work.add(row)
    work.record(SignedIn(subject=row.id, person_id=person_id))
    return row, secret


def revoke_session(work: UnitOfWork, *, session_id: UUID) -> SignInSession:
    """Sign a device out from this moment."""
    row = work.take(SignInSession, session_id, to=Action.USE_OWN_ACCOUNT)
    _revoke(work, row)
    return row


sign_out = revoke_session


def _revoke(work: UnitOfWork, row: SignInSession) -> None:
    if row.revoked_at is None:
        row.revoked_at = work.now
        work.record(SessionRevoked(subject=row.id, person_id=row.person_id))


def revoke_sessions_of(work: UnitOfWork, person_id: UUID, *, but: UUID | None = None) -> int:
    """Sign out every device of a person but one; gives how many. The caller asked permission."""
    query = select(SignInSession).where(
        SignInSession.person_id == person_id,
        SignInSession.revoked_at.is_(None),
        SignInSession.expires_at > work.now,
    )
    ordered = query.order_by(SignInSession.id).with_for_update()
    others = [row for row in work.session.scalars(ordered) if row.id != but]
    for row in others:
        _revoke(work, row)
    return len(others)


def revoke_other_sessions(work: UnitOfWork, *, session_id: UUID | None) -> int:
    """Sign out every device of the actor but this one; gives how many."""
    if work.actor.person_id is None:
        raise NotFound("person")
    return revoke_sessions_of(work, work.actor.person_id, but=session_id)


def choose_workplace(work: UnitOfWork, *, session_id: UUID, organisation_id: UUID) -> SignInSession:
    """Let a person who belongs to several organisations work for this one on this device."""
    row = work.take(SignInSession, session_id, to=Action.USE_OWN_ACCOUNT)
    if organisation_id not in {post.organisation_id for post in work.actor.posts}:
        raise NotFound("organisation")
    if row.organisation_id != organisation_id:
        row.organisation_id = organisation_id
        chosen = {"person_id": row.person_id, "organisation_id": organisation_id}
        work.record(WorkplaceChosen(subject=row.id, **chosen))
    return row
