"""What can have happened to organisations, approvals, people and their roles."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from fairwild.kernel.actors import OrganisationKind, Role
from fairwild.kernel.events import Event
from fairwild.organisations.states import ApprovalStatus


@dataclass(frozen=True, kw_only=True)
class OrganisationRegistered(Event):
    """An organisation became known to the scheme."""

    organisation_kind: OrganisationKind
    code: str
    name: str
    country: str


@dataclass(frozen=True, kw_only=True)
class OrganisationEdited(Event):
    """What is known of an organisation was changed; `changed` names the fields."""

    name: str
    changed: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class BodyApproved(Event):
    """The scheme owner said for what, where and how long a body may certify."""

    body_id: UUID
    status: ApprovalStatus
    standard: str
    standard_version: str
    countries_in: tuple[str, ...]
    countries_out: tuple[str, ...]
    valid_from: date
    valid_until: date | None


@dataclass(frozen=True, kw_only=True)
class ApprovalStatusChanged(Event):
    """The scheme owner changed how far a body is trusted."""

    body_id: UUID
    before: ApprovalStatus
    status: ApprovalStatus
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class NationallyRegistered(Event):
    """An authority of a country has registered a body."""

    body_id: UUID
    country: str
    authority: str
    number: str
    registered_on: date
    valid_until: date | None


@dataclass(frozen=True, kw_only=True)
class NationalRegistrationEnded(Event):
    """A registration of a body with an authority holds no more."""

    body_id: UUID
    number: str
    ended_on: date


@dataclass(frozen=True, kw_only=True)
class NationalRegistrationPaperKept(Event):
    """The paper of a registration was laid beside it."""

    media_type: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class PersonRegistered(Event):
    """Somebody got an account."""


@dataclass(frozen=True, kw_only=True)
class ProfileChanged(Event):
    """A person changed how they are called or the language they read."""


@dataclass(frozen=True, kw_only=True)
class PasswordChanged(Event):
    """A person has a new password."""


@dataclass(frozen=True, kw_only=True)
class RoleGranted(Event):
    """A person holds a role in an organisation from now on."""

    person_id: UUID
    organisation_id: UUID
    role: Role


@dataclass(frozen=True, kw_only=True)
class RoleEnded(Event):
    """A person no longer holds a role in an organisation."""

    person_id: UUID
    organisation_id: UUID
    role: Role
