"""What can have happened to an application or to an agreement.

What people wrote stands here as a digest only: it may name persons, the ledger must not.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from fairwild.applications.states import ConsentOutcome, ReviewOutcome
from fairwild.kernel.events import Event, plain


def digest_of(said: object) -> str:
    """Give the SHA-256 of what was written, whatever the order of its fields."""
    text = json.dumps(plain(said), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, kw_only=True)
class ApplicationWritten(Event):
    """An operator, or who pays for it, began an application to a body."""

    number: str
    operator_id: UUID
    mandator_id: UUID | None
    addressed_to_id: UUID
    standard: str
    standard_version: str
    form_sha256: str


@dataclass(frozen=True, kw_only=True)
class ApplicationChanged(Event):
    """What a draft says was changed."""

    number: str
    form_sha256: str


@dataclass(frozen=True, kw_only=True)
class SelfAssessmentAnswered(Event):
    """The operator said how it sees itself at some indicators."""

    indicators: tuple[str, ...]
    answers_sha256: str


@dataclass(frozen=True, kw_only=True)
class ApplicationDocumentAttached(Event):
    """A document was added; its bytes are known by their SHA-256."""

    media_type: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class ConsentAsked(Event):
    """The company that pays asked the operator to agree to the application."""

    number: str
    content_sha256: str


@dataclass(frozen=True, kw_only=True)
class ConsentAnswered(Event):
    """The operator agreed to exactly this content, or did not agree."""

    number: str
    outcome: ConsentOutcome
    content_sha256: str
    reason_sha256: str


@dataclass(frozen=True, kw_only=True)
class ApplicationSubmitted(Event):
    """The application went to the body."""

    number: str
    body_id: UUID
    form_sha256: str


@dataclass(frozen=True, kw_only=True)
class ApplicationWithdrawn(Event):
    """The applicant took it back."""

    number: str


@dataclass(frozen=True, kw_only=True)
class ApplicationReviewed(Event):
    """The body accepted, declined or sent back an application, and what it had looked at."""

    number: str
    body_id: UUID
    outcome: ReviewOutcome
    checks: dict[str, bool]
    reasons_sha256: str


@dataclass(frozen=True, kw_only=True)
class AgreementSigned(Event):
    """A body and an operator signed a certification agreement."""

    edition: str
    body_id: UUID
    operator_id: UUID
    mandator_id: UUID | None
    application_id: UUID | None
    signed_on: date
    valid_until: date | None


@dataclass(frozen=True, kw_only=True)
class AgreementCopyKept(Event):
    """The signed copy of an agreement is on file."""

    media_type: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class AgreementEnded(Event):
    """An agreement binds no longer from a day on."""

    edition: str
    ends_on: date
    reason_sha256: str
