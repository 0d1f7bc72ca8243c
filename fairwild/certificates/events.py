"""What can have happened to a certificate."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from fairwild.certificates.states import CertificateStatus
from fairwild.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class CertificateIssued(Event):
    """A body issued a certificate; `paper_sha256` is the digest of every word printed on it."""

    number: str
    body_id: UUID
    body: str
    holder_id: UUID
    holder: str
    audit_id: UUID | None
    standard: str
    standard_version: str
    certification_year: int
    valid_from: date
    valid_until: date
    scope: list[dict[str, object]]
    supersedes: str | None
    paper_sha256: str


@dataclass(frozen=True, kw_only=True)
class CertificateStatusChanged(Event):
    """A body gave a certificate another status; its reason is known by its SHA-256."""

    number: str
    previous: CertificateStatus
    status: CertificateStatus
    reason_sha256: str


@dataclass(frozen=True, kw_only=True)
class CertificateSuperseded(Event):
    """Another certificate took the place of this one."""

    number: str
    superseded_by: str
    reason_sha256: str
