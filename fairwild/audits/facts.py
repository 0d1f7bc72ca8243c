"""What rules about audits need to know, without a row in sight."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil
from uuid import UUID

from fairwild.audits.states import (
    SETTLED,
    AuditKind,
    AuditStatus,
    DueBy,
    Grade,
    NonconformityStatus,
    Outcome,
    TeamRole,
)
from fairwild.kernel.periods import Period
from fairwild.kernel.plants import PlantPart
from fairwild.organisations.states import ApprovalStatus
from fairwild.standards.types import IndicatorKind


@dataclass(frozen=True)
class ScoreFacts:
    """What an auditor found for one indicator: points, or met, or not applicable, and a note."""

    code: str
    value: int | None = None
    not_applicable: bool = False
    note: str = ""
    met: bool | None = None


@dataclass(frozen=True)
class TeamMemberFacts:
    """One person of an audit team; `came_on` is empty for whoever was in it from the start."""

    person_id: UUID
    role: TeamRole
    came_on: date | None = None
    left_on: date | None = None


@dataclass(frozen=True)
class Due:
    """The last day of a nonconformity as it is written, and what sets it."""

    on: date
    by: DueBy


@dataclass(frozen=True)
class NonconformityFacts:
    """Something an auditor found wanting, and what became of it."""

    id: UUID
    indicator: str
    grade: Grade
    status: NonconformityStatus
    due_on: date
    answered_by: UUID | None = None
    also: tuple[str, ...] = ()
    raised_by: UUID | None = None
    closed_on: date | None = None
    extensions: int = 0
    number: int = 0
    answered_on: date | None = None
    closed_by: UUID | None = None

    @property
    def indicators(self) -> tuple[str, ...]:
        """Every indicator it is about."""
        return (self.indicator, *self.also)

    @property
    def settled(self) -> bool:
        """Whether it is closed or lifted."""
        return self.status in SETTLED

    def overdue(self, on: date) -> bool:
        """Tell whether its last day had passed before an answer stood, or before it was settled.

        An answer that stands was in time or not on the day it was given: how long the body reads
        it does not count. One that was sent back stands no more. That the answer counts, and not
        the closing, is our own design.
        """
        return (self.answered_on or self.closed_on or on) > self.due_on

    def grade_on(self, day: date) -> Grade:
        """Give its grade on a day: a minor one that was not answered in time is major."""
        if self.grade is Grade.MINOR and self.overdue(day):
            return Grade.MAJOR
        return self.grade


@dataclass(frozen=True)
class FoundElsewhere:
    """A nonconformity of another audit of the same operation that is not settled."""

    audit_id: UUID
    audit: str
    number: int
    nonconformity: NonconformityFacts

    def bars(self, on: date) -> bool:
        """Tell whether it stands against a certificate: a minor one in time does not."""
        return self.nonconformity.grade_on(on) is not Grade.MINOR


@dataclass(frozen=True)
class PlannedDays:
    """The days on which an audit was to take place, both included."""

    start: date
    end: date

    def __contains__(self, day: date) -> bool:
        """Tell whether a day is one of them."""
        return self.start <= day <= self.end


@dataclass(frozen=True)
class AuditFacts:
    """One audit of one operator, or buyer, under one version of a standard.

    `country` is where the audited party has its seat, `area_countries` where its areas lie;
    `payer_id` is the company that pays, by the agreement that binds, `objections_judged_by` who
    answered objections to what it found, `answers_returned_by` who sent an answer of the operator
    back; `objection_waits` says that an objection has no answer yet.
    `left` are those who were in the team and left it while the audit was under way.
    """

    id: UUID
    operator_id: UUID
    body_id: UUID
    country: str
    standard: str
    standard_version: str
    certification_year: int
    status: AuditStatus
    agreement_signed_on: date | None = None
    team: tuple[TeamMemberFacts, ...] = ()
    scores: tuple[ScoreFacts, ...] = ()
    nonconformities: tuple[NonconformityFacts, ...] = ()
    risk_classes: frozenset[str] = frozenset()
    evaluator_id: UUID | None = None
    recommendation: Outcome | None = None
    decider_id: UUID | None = None
    outcome: Outcome | None = None
    kind: AuditKind | None = None
    days: PlannedDays | None = None
    used_half_days: int | None = None
    area_countries: frozenset[str] = frozenset()
    payer_id: UUID | None = None
    objections_judged_by: frozenset[UUID] = frozenset()
    answers_returned_by: frozenset[UUID] = frozenset()
    objection_waits: bool = False
    left: tuple[TeamMemberFacts, ...] = ()

    @property
    def unsettled(self) -> bool:
        """Whether something it found waits for an answer, for being verified or for a judge."""
        return self.objection_waits or not all(one.settled for one in self.nonconformities)

    @property
    def corrections_verified_by(self) -> frozenset[UUID]:
        """Who accepted a correction to what this audit found."""
        closed = (one for one in self.nonconformities if one.status is NonconformityStatus.CLOSED)
        return frozenset(one.closed_by for one in closed if one.closed_by is not None)

    @property
    def countries(self) -> frozenset[str]:
        """Every country in which something is audited: the seat, and the areas of the scope."""
        return self.area_countries | {self.country}

    @property
    def of_a_buyer(self) -> bool:
        """Whether it is the spot check of a buyer, which rates nothing and certifies nothing."""
        return self.kind is AuditKind.SPOT_CHECK

    def in_team(self, person_id: UUID | None) -> bool:
        """Tell whether a person belongs to the audit team or did, in whatever role."""
        return any(member.person_id == person_id for member in (*self.team, *self.left))


@dataclass(frozen=True)
class ScopedSpecies:
    """A part of a species in one country of the scope; without a class it is not classified.

    `audited_as` is the class whose indicators the audit asks for.
    """

    species: str
    part: PlantPart
    country: str
    risk_class: str = ""
    audited_as: str = ""


@dataclass(frozen=True)
class PlanFacts:
    """What a plan says beside its team: when, how long, why then, and the species with classes.

    `seasons` are the days in which what stands in the scope may be collected.
    """

    kind: AuditKind
    starts_on: date
    ends_on: date
    planned_half_days: int | None
    seasons: tuple[Period, ...]
    season_reason: str
    turnover_eur: int | None
    scope: tuple[ScopedSpecies, ...]
    days_reason: str = ""


@dataclass(frozen=True)
class ApprovalFacts:
    """The scheme owner's approval of a body; without `countries_in` it holds worldwide."""

    body_id: UUID
    standard: str
    standard_version: str
    status: ApprovalStatus
    period: Period
    countries_in: frozenset[str] = frozenset()
    countries_out: frozenset[str] = frozenset()


@dataclass(frozen=True)
class ScoringTerms:
    """The numbers a rating is judged by, and the version of the table they came from."""

    minimum: Fraction
    norm: int
    maximum: int
    version: str


@dataclass(frozen=True)
class UnmetMinimum:
    """A minimum requirement of the year that the score does not reach."""

    code: str
    value: int
    level: int
    kind: IndicatorKind = IndicatorKind.SCORED


@dataclass(frozen=True)
class Scoring:
    """The rating of an operation, exact: both gates and what still keeps them shut.

    `without_points` says that nothing asked has any, as at a spot check: then there is no share.
    `waived` are the minimum requirements of the year that are said not to apply, `nothing_applies`
    tells that all that is asked is.
    """

    points: int
    norm: int
    applicable: int
    not_applicable: int
    minimum: Fraction
    unmet: tuple[UnmetMinimum, ...]
    unscored: tuple[str, ...]
    without_points: bool = False
    waived: tuple[str, ...] = ()
    nothing_applies: bool = False

    @property
    def share(self) -> Fraction:
        """Points as a share of norm points; nought where nothing applies."""
        return Fraction(self.points, self.norm) if self.norm else Fraction(0)

    @property
    def points_needed(self) -> int:
        """The smallest whole number of points that reaches the minimum."""
        return ceil(self.minimum * self.norm)

    @property
    def share_is_enough(self) -> bool:
        """Whether the share reaches the year's minimum, compared exactly."""
        return self.norm > 0 and self.share >= self.minimum

    @property
    def passes(self) -> bool:
        """Whether everything is scored and both gates are open."""
        return self.share_is_enough and not self.unmet and not self.unscored

    @property
    def other_not_applicable(self) -> int:
        """How many indicators do not apply that are no minimum requirement of the year."""
        return self.not_applicable - len(self.waived)
