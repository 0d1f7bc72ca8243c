"""What can have happened at an auditor's desk."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from fairwild.desks.states import PaperKind, Sampled, SampleRule
from fairwild.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class SampleDrawn(Event):
    """A sample was drawn: with these numbers anybody can draw it again."""

    audit: UUID
    edition: int
    rule: SampleRule
    seed: str
    since: date
    until: date
    populations: dict[str, dict[str, object]]
    drawn: dict[str, list[str]]
    parameters_version: str
    reason_sha256: str


@dataclass(frozen=True, kw_only=True)
class SampleItemAdded(Event):
    """Something was put into a sample by hand."""

    audit: UUID
    what: Sampled
    label: str
    reason_sha256: str


@dataclass(frozen=True, kw_only=True)
class SampleItemRemoved(Event):
    """Something was taken out of a sample by hand."""

    audit: UUID
    what: Sampled
    label: str
    reason_sha256: str


@dataclass(frozen=True, kw_only=True)
class RehearsalStarted(Event):
    """A recall was rehearsed for an audit, and the clock started."""

    audit: UUID
    recall_number: str
    lot: str
    search_ms: int


@dataclass(frozen=True, kw_only=True)
class RehearsalStopped(Event):
    """The operator had shown its papers, and the clock stopped."""

    audit: UUID
    recall_number: str
    seconds: int
    agrees: bool
    note_sha256: str


@dataclass(frozen=True, kw_only=True)
class AuditPaperKept(Event):
    """A paper of the audit became binding; `paper_sha256` is the digest of its every word."""

    paper: PaperKind
    edition: int
    paper_sha256: str
