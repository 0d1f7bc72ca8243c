"""What the rules of assigning people need to know, without a row in sight."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from fairwild.competence.states import InterestKind, WitnessResult, WitnessStanding
from fairwild.kernel.actors import Role
from fairwild.kernel.periods import Period


@dataclass(frozen=True)
class CompetenceFacts:
    """What a person may judge; without countries it holds everywhere."""

    role: Role
    standard: str
    standard_version: str
    risk_classes: frozenset[str]
    languages: frozenset[str]
    valid: Period
    countries: frozenset[str] = frozenset()


@dataclass(frozen=True)
class InterestFacts:
    """What ties a person to a client; `until` is the first day on which it does no more.

    `as_user` says that it is a role held there in this house: nobody needs to have told it.
    """

    id: UUID
    client_id: UUID
    client: str
    kind: InterestKind
    until: date | None = None
    as_user: bool = False


@dataclass(frozen=True)
class WitnessFacts:
    """What was seen when somebody went along with an auditor."""

    id: UUID
    on: date
    result: WitnessResult


@dataclass(frozen=True)
class CandidateFacts:
    """Somebody who is to audit, evaluate or decide for a body; `witnessed` by day."""

    person_id: UUID
    name: str
    competences: tuple[CompetenceFacts, ...] = ()
    witnessed: tuple[WitnessFacts, ...] = ()


@dataclass(frozen=True)
class Needs:
    """What an audit asks of those who judge it, in each of its countries.

    `languages` are those of which one is enough, by country; where nothing stands, none is asked.
    """

    standard: str
    standard_version: str
    risk_classes: frozenset[str]
    countries: frozenset[str]
    languages: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Assignment:
    """What somebody is to be assigned to; `audit_id` once there is such an audit."""

    body_id: UUID
    operator_id: UUID
    standard: str
    standard_version: str
    risk_classes: frozenset[str]
    countries: frozenset[str]
    audit_id: UUID | None = None
    payer_id: UUID | None = None

    @property
    def clients(self) -> frozenset[UUID]:
        """Whom nobody who judges may be tied to: the audited party, and whoever pays for it."""
        return frozenset({self.operator_id, *([self.payer_id] if self.payer_id else [])})


@dataclass(frozen=True)
class PartFacts:
    """What somebody does in an audit, and on which day; `role` is None where nothing is judged."""

    person_id: UUID
    role: Role | None
    on: date


@dataclass(frozen=True)
class WitnessDue:
    """When an auditor was last gone along with, and by when it has to happen again."""

    last_on: date | None
    due_on: date
    standing: WitnessStanding


@dataclass(frozen=True)
class Taken:
    """A part somebody has in an audit at work, and whose interests it touches."""

    audit_id: UUID
    audit: str
    person_id: UUID
    role: Role | None
    client_ids: frozenset[UUID]


@dataclass(frozen=True)
class LateConflict:
    """What ties somebody to the client of an audit they have a part in, and nobody set aside."""

    audit_id: UUID
    audit: str
    person: str
    client: str
    kind: InterestKind
    interest_id: UUID
    told_on: date
