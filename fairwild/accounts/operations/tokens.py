"""Personal keys to the API."""

from datetime import datetime
from uuid import UUID

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.access.secrets import digest
from fairwild.accounts.events import TokenMade, TokenRevoked
from fairwild.accounts.records import ApiToken
from fairwild.kernel.codes import new_secret
from fairwild.kernel.refusals import Invalid, NotAllowed
from fairwild.unit_of_work import UnitOfWork

SIGN = "fw_"
PREFIX_LENGTH = 10


def make_token(
    work: UnitOfWork, *, name: str, expires_at: datetime | None = None
) -> tuple[ApiToken, str]:
    """Make a key for the actor and give its secret, which is kept only as a digest."""
    if work.actor.person_id is None:
        raise NotAllowed(Action.USE_OWN_ACCOUNT)
    work.may(Action.USE_OWN_ACCOUNT, on=Of(Party.PERSON, work.actor.person_id))
    if expires_at is not None and expires_at <= work.now:
        raise Invalid({"expires_at": "in-the-past"})
    secret = SIGN + new_secret()
    row = ApiToken(
        person_id=work.actor.person_id,
        name=name,
        prefix=secret[:PREFIX_LENGTH],
        secret_digest=digest(secret),
        made_at=work.now,
        expires_at=expires_at,
    )
    work.add(row)
    work.record(TokenMade(subject=row.id, person_id=row.person_id, expires_at=expires_at))
    return row, secret


def revoke_token(work: UnitOfWork, *, token_id: UUID) -> ApiToken:
    """Make a key open nothing from this moment."""
    row = work.take(ApiToken, token_id, to=Action.USE_OWN_ACCOUNT)
    if row.revoked_at is None:
        row.revoked_at = work.now
        work.record(TokenRevoked(subject=row.id, person_id=row.person_id))
    return row
