"""What can have happened to competences, interests, declarations and overrides."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from fairwild.competence.states import InterestKind, WitnessResult
from fairwild.kernel.actors import Role
from fairwild.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class CompetenceRecorded(Event):
    """A body says what a person may judge, for how long."""

    body_id: UUID
    person_id: UUID
    role: Role
    standard: str
    standard_version: str
    risk_classes: tuple[str, ...]
    languages: tuple[str, ...]
    countries: tuple[str, ...]
    valid_from: date
    valid_until: date


@dataclass(frozen=True, kw_only=True)
class CompetenceProved(Event):
    """The certificate a competence rests on was laid beside it."""

    body_id: UUID
    person_id: UUID
    media_type: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class CompetenceEnded(Event):
    """A body says that a person may judge this no more."""

    body_id: UUID
    person_id: UUID
    role: Role
    reason_sha256: str


@dataclass(frozen=True, kw_only=True)
class InterestRecorded(Event):
    """Something ties a person to a client of the body."""

    body_id: UUID
    person_id: UUID
    client_id: UUID
    interest_kind: InterestKind
    since: date
    until: date | None


@dataclass(frozen=True, kw_only=True)
class InterestEnded(Event):
    """What tied a person to a client has ended; from then on the look-back is counted."""

    body_id: UUID
    person_id: UUID
    client_id: UUID
    until: date


@dataclass(frozen=True, kw_only=True)
class ImpartialityDeclared(Event):
    """A person said before an assignment whether anything ties them to the client."""

    body_id: UUID
    person_id: UUID
    audit_id: UUID
    client_id: UUID
    has_interest: bool
    note_sha256: str


@dataclass(frozen=True, kw_only=True)
class WitnessAuditRecorded(Event):
    """Somebody went along with an auditor and says what they saw."""

    body_id: UUID
    person_id: UUID
    witness_id: UUID
    witnessed_on: date
    audit_id: UUID | None
    result: WitnessResult
    note_sha256: str


@dataclass(frozen=True, kw_only=True)
class ObstaclesOverridden(Event):
    """The office of the body set aside what stands against an assignment, and says why."""

    body_id: UUID
    audit_id: UUID
    person_id: UUID
    role: Role | None
    obstacles: tuple[str, ...]
    reason_sha256: str
