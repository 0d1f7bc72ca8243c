"""What can have happened to sessions, tokens and mailed links; never an address, never a name."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fairwild.kernel.actors import Role
from fairwild.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class SignedIn(Event):
    """A person signed in on a device."""

    person_id: UUID


@dataclass(frozen=True, kw_only=True)
class SessionRevoked(Event):
    """A device is signed out."""

    person_id: UUID


@dataclass(frozen=True, kw_only=True)
class WorkplaceChosen(Event):
    """A person chose for which of their organisations they work on a device."""

    person_id: UUID
    organisation_id: UUID


@dataclass(frozen=True, kw_only=True)
class TokenMade(Event):
    """A person made a key to the API."""

    person_id: UUID
    expires_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class TokenRevoked(Event):
    """A key to the API opens nothing any more."""

    person_id: UUID


@dataclass(frozen=True, kw_only=True)
class PersonInvited(Event):
    """Somebody was invited to a role in an organisation."""

    organisation_id: UUID
    role: Role
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class InvitationWithdrawn(Event):
    """An invitation was taken back before it was used."""

    organisation_id: UUID
    role: Role


@dataclass(frozen=True, kw_only=True)
class InvitationAccepted(Event):
    """An invited person came in."""

    person_id: UUID
    organisation_id: UUID
    role: Role


@dataclass(frozen=True, kw_only=True)
class NewPasswordRequested(Event):
    """A way to a new password was mailed to a person."""

    person_id: UUID


@dataclass(frozen=True, kw_only=True)
class NewPasswordLinkUsed(Event):
    """The mailed way to a new password was used up."""

    person_id: UUID
