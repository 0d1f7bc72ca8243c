"""What rules about applications and agreements need to know."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from fairwild.applications.states import ApplicationStatus, FormPart
from fairwild.kernel.periods import Period


@dataclass(frozen=True)
class ApplicationFacts:
    """One application of an operator to a certification body for one standard version."""

    id: UUID
    operator_id: UUID
    addressed_to_id: UUID
    mandator_id: UUID | None
    country: str
    standard: str
    standard_version: str
    status: ApplicationStatus
    missing: tuple[FormPart, ...] = ()
    submitted_by: UUID | None = None


@dataclass(frozen=True)
class AnswerFacts:
    """What an operator thinks of itself at one indicator; where it is met or not, 1 is met."""

    indicator: str
    value: int | None = None
    not_applicable: bool = False

    @property
    def is_given(self) -> bool:
        """Whether anything is said."""
        return self.not_applicable or self.value is not None


@dataclass(frozen=True)
class SelfAssessment:
    """How an operator sees itself, exact: what is answered, the points, what falls short."""

    asked: int
    answered: int
    points: int
    norm: int
    short: tuple[str, ...]

    @property
    def share(self) -> Fraction:
        """Points as a share of norm points; nought where nothing is answered."""
        return Fraction(self.points, self.norm) if self.norm else Fraction(0)

    @property
    def is_complete(self) -> bool:
        """Whether every indicator that is asked of everybody has an answer."""
        return self.answered >= self.asked


@dataclass(frozen=True)
class BodyFacts:
    """What a body brings along: the countries it is not approved for, and who works for it."""

    unapproved: frozenset[str]
    auditors: frozenset[UUID]
    evaluators: frozenset[UUID]
    certifiers: frozenset[UUID]

    @property
    def people(self) -> frozenset[UUID]:
        """Everybody who can take a part in an audit."""
        return self.auditors | self.evaluators | self.certifiers


@dataclass(frozen=True)
class AgreementFacts:
    """A certification agreement: its edition, its days, and whether the signed copy is kept."""

    id: UUID
    operator_id: UUID
    body_id: UUID
    edition: str
    signed_on: date
    period: Period
    on_file: bool
    ended: bool = False
    mandator_id: UUID | None = None
