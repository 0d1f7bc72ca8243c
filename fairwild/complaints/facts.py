"""What rules about complaints need to know, without a row in sight."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from fairwild.competence.facts import InterestFacts
from fairwild.complaints.states import (
    IN_HANDS,
    ComplaintKind,
    ComplaintStage,
    ComplaintStatus,
    Involved,
)


@dataclass(frozen=True)
class Involvement:
    """What a person did in one audit, and the day it ended; or in one application, and the day.

    `audit_id` and `audit` are then the application and its number.
    """

    audit_id: UUID
    audit: str
    how: Involved
    on: date


@dataclass(frozen=True)
class ExaminerFacts:
    """Somebody who is to judge a complaint; `judged` says that they did before, on this one."""

    person_id: UUID
    name: str
    involved: tuple[Involvement, ...] = ()
    interests: tuple[InterestFacts, ...] = ()
    complained: bool = False
    judged: bool = False


@dataclass(frozen=True)
class ComplaintFacts:
    """A complaint as rules know it; `appealed_audit_id` is the audit whose decision it is about."""

    number: str
    kind: ComplaintKind
    status: ComplaintStatus
    received_on: date
    acknowledged_on: date | None = None
    examiner_id: UUID | None = None
    appealed_audit_id: UUID | None = None
    concluded_on: date | None = None
    appealed_on: date | None = None
    passed_on: bool = False

    @property
    def stage(self) -> ComplaintStage:
        """Whether the next judgement is the first one or the one on appeal."""
        return ComplaintStage.FIRST if self.concluded_on is None else ComplaintStage.APPEAL

    @property
    def in_hands(self) -> bool:
        """Whether somebody is at work on it."""
        return self.status in IN_HANDS


@dataclass(frozen=True)
class ComplaintTerms:
    """How many days the body has, and how many months an involvement counts."""

    acknowledgement_days: int
    conclusion_days: int
    appeal_days: int
    lookback_months: int


@dataclass(frozen=True)
class Waiting:
    """What a complaint waits for, by when, and whether that day has passed."""

    due_on: date | None
    overdue: bool = False
