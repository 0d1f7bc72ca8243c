"""What can have happened to an audit or to a nonconformity."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from fairwild.audits.states import (
    AuditKind,
    AuditStatus,
    DueBy,
    Grade,
    ObjectionOutcome,
    Outcome,
    Pinnable,
    Verification,
)
from fairwild.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class AuditPlanned(Event):
    """A body planned an audit of an operator, or of a buyer; the team stands as ids with roles."""

    number: str
    body_id: UUID
    operator_id: UUID
    standard: str
    standard_version: str
    certification_year: int
    starts_on: date
    ends_on: date
    agreement_signed_on: date | None
    team: dict[str, str]
    scope: list[dict[str, object]]
    kind_of_audit: AuditKind
    planned_half_days: int | None
    sites: list[str]
    reasons_sha256: str


@dataclass(frozen=True, kw_only=True)
class AuditPlanAmended(Event):
    """The body changed the plan before it confirmed it; the team stands as ids with roles."""

    number: str
    kind_of_audit: AuditKind
    starts_on: date
    ends_on: date
    planned_half_days: int | None
    sites: list[str]
    team: dict[str, str]
    season_reason_sha256: str
    certification_year: int
    reasons_sha256: str
    standard: str
    standard_version: str
    scope: list[dict[str, object]]


@dataclass(frozen=True, kw_only=True)
class AuditConfirmed(Event):
    """The body stood by the plan: the species with their risk classes, the team and the days."""

    number: str
    kind_of_audit: AuditKind
    starts_on: date
    ends_on: date
    planned_half_days: int | None
    scope: list[dict[str, object]]
    parameters_version: str


@dataclass(frozen=True, kw_only=True)
class AuditPlanReopened(Event):
    """The body took back its confirmation to change the plan."""

    number: str
    reason_sha256: str


@dataclass(frozen=True, kw_only=True)
class AuditCancelled(Event):
    """The body cancelled the plan, or broke the audit off: `after` says how far it had come."""

    number: str
    after: AuditStatus
    reason_sha256: str


@dataclass(frozen=True, kw_only=True)
class TeamChanged(Event):
    """Somebody left the team of an audit that is under way; `came_id` took over the place."""

    number: str
    left_id: UUID
    role: str
    came_id: UUID | None
    reason_sha256: str


@dataclass(frozen=True, kw_only=True)
class AuditDaysUsed(Event):
    """The team said how many half days the audit has taken."""

    number: str
    planned_half_days: int | None
    used_half_days: int


@dataclass(frozen=True, kw_only=True)
class AuditStarted(Event):
    """The team began its work on the spot."""

    number: str
    reason_sha256: str


@dataclass(frozen=True, kw_only=True)
class IndicatorScored(Event):
    """An indicator got a score, was found met or not, or not to apply, or lost that again."""

    indicator: str
    value: int | None
    met: bool | None
    not_applicable: bool
    note_sha256: str


@dataclass(frozen=True, kw_only=True)
class EvidenceAttached(Event):
    """A file was attached; its bytes are known by their SHA-256."""

    indicator: str | None
    nonconformity_id: UUID | None
    verifies: bool
    media_type: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class RecordPinned(Event):
    """A record of the operator's ledger was pinned to an indicator."""

    indicator: str
    what: Pinnable
    thing: UUID
    label: str
    note_sha256: str


@dataclass(frozen=True, kw_only=True)
class VerificationPinned(Event):
    """A record was named by which the answer to a nonconformity was verified."""

    audit_id: UUID
    what: Pinnable
    thing: UUID
    label: str
    note_sha256: str


@dataclass(frozen=True, kw_only=True)
class RecordUnpinned(Event):
    """A record was taken off an indicator."""

    indicator: str
    what: Pinnable
    thing: UUID


@dataclass(frozen=True, kw_only=True)
class NonconformityRaised(Event):
    """A requirement was found not met."""

    audit_id: UUID
    number: int
    indicator: str
    also: list[str]
    repeats_id: UUID | None
    also_repeats: list[str]
    grade: Grade
    due_on: date
    description_sha256: str
    due_by: DueBy = DueBy.TERM
    parameters_version: str = ""


@dataclass(frozen=True, kw_only=True)
class NonconformityWithdrawn(Event):
    """The team took back what it wrote before the report was locked; `twin_id` says it, too."""

    audit_id: UUID
    number: int
    grade: Grade
    twin_id: UUID | None
    reason_sha256: str


@dataclass(frozen=True, kw_only=True)
class NonconformityAnswered(Event):
    """The operator said why it happened and what was done about it."""

    audit_id: UUID
    answer_sha256: str


@dataclass(frozen=True, kw_only=True)
class NonconformityClosed(Event):
    """The body made sure that it is put right: by what means, and how grave it was by then."""

    audit_id: UUID
    verification: Verification
    grade: Grade
    note_sha256: str


@dataclass(frozen=True, kw_only=True)
class AnswerReturned(Event):
    """The body found the answer wanting and sent it back; `due_on` is the last day from then on."""

    audit_id: UUID
    number: int
    due_on: date
    answer_sha256: str
    reason_sha256: str


@dataclass(frozen=True, kw_only=True)
class NonconformityExtended(Event):
    """The operator got more time."""

    audit_id: UUID
    number: int
    due_before: date
    due_on: date
    reason_sha256: str


@dataclass(frozen=True, kw_only=True)
class NonconformityObjected(Event):
    """The operator said that it is none."""

    audit_id: UUID
    reasons_sha256: str


@dataclass(frozen=True, kw_only=True)
class ObjectionAnswered(Event):
    """Somebody uninvolved judged the objection; an upheld one lifts the nonconformity."""

    audit_id: UUID
    outcome: ObjectionOutcome
    answer_sha256: str


@dataclass(frozen=True, kw_only=True)
class AuditFinished(Event):
    """The report was finished and locked."""

    number: str
    points: int
    norm_points: int
    minimum_share: Fraction
    parameters_version: str
    planned_half_days: int | None
    used_half_days: int


@dataclass(frozen=True, kw_only=True)
class AuditEvaluated(Event):
    """Somebody outside the team recommended a decision."""

    number: str
    recommendation: Outcome
    reasons_sha256: str
    conditions_sha256: str


@dataclass(frozen=True, kw_only=True)
class AuditDecided(Event):
    """A certifier decided, on figures and parameters that stay with the decision."""

    number: str
    outcome: Outcome
    reasons_sha256: str
    conditions_sha256: str
    points: int
    norm_points: int
    minimum_share: Fraction
    parameters_version: str
    facts_sha256: str = ""
