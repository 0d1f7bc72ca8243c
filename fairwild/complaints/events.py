"""What can have happened to a complaint; who complained never stands in it."""

from dataclasses import dataclass
from uuid import UUID

from fairwild.complaints.states import (
    ComplaintKind,
    ComplaintOutcome,
    ComplaintStage,
    ComplaintSubject,
)
from fairwild.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class ComplaintReceived(Event):
    """Somebody complained about an operator; what they wrote stands as its digest."""

    number: str
    complaint_kind: ComplaintKind
    about: UUID
    body: UUID
    named: ComplaintSubject
    thing: UUID
    text_sha256: str


@dataclass(frozen=True, kw_only=True)
class ComplaintAcknowledged(Event):
    """The body confirmed that it has a complaint, and said in a line what it is about."""

    gist_sha256: str


@dataclass(frozen=True, kw_only=True)
class ComplaintExaminerAppointed(Event):
    """Somebody uninvolved was appointed to judge a complaint."""

    examiner: UUID
    stage: ComplaintStage


@dataclass(frozen=True, kw_only=True)
class ComplaintPassedOn(Event):
    """A body gave a case to the scheme owner."""

    passed_from: UUID
    passed_to: UUID
    reason_sha256: str


@dataclass(frozen=True, kw_only=True)
class ComplaintNoteAdded(Event):
    """The examiner added a note, and maybe a file, to the case."""

    text_sha256: str
    file_sha256: str | None


@dataclass(frozen=True, kw_only=True)
class ComplaintProofAdded(Event):
    """Whoever complained sent a file that shows it."""

    file_sha256: str


@dataclass(frozen=True, kw_only=True)
class ComplaintJudged(Event):
    """A complaint, or the appeal against its outcome, was judged."""

    stage: ComplaintStage
    outcome: ComplaintOutcome
    reasons_sha256: str
    measures_sha256: str


@dataclass(frozen=True, kw_only=True)
class ComplaintOutcomeAppealed(Event):
    """Whoever complained does not accept the outcome."""

    reasons_sha256: str


@dataclass(frozen=True, kw_only=True)
class ComplainantForgotten(Event):
    """What was known of whoever complained was deleted."""
