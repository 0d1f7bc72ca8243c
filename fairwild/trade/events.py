"""What can have happened to a consignment."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fairwild.kernel.events import Event, Json


@dataclass(frozen=True, kw_only=True)
class ConsignmentShipped(Event):
    """Goods left the sender for the receiver; `lines` name lots and grams."""

    number: str
    sender_id: UUID
    receiver_id: UUID
    invoice_number: str
    lines: tuple[dict[str, Json], ...]


@dataclass(frozen=True, kw_only=True)
class ConsignmentReceived(Event):
    """The receiver confirmed the whole consignment."""

    number: str
    lines: tuple[dict[str, Json], ...]


@dataclass(frozen=True, kw_only=True)
class ConsignmentReceivedInPart(Event):
    """The receiver confirmed a part; the rest went back to the sender."""

    number: str
    lines: tuple[dict[str, Json], ...]
    reason: str


@dataclass(frozen=True, kw_only=True)
class ConsignmentRefused(Event):
    """The receiver took nothing; all of it went back to the sender."""

    number: str
    lines: tuple[dict[str, Json], ...]
    reason: str


@dataclass(frozen=True, kw_only=True)
class ConsignmentPrepared(Event):
    """A sender began to prepare goods; nothing is drawn yet."""

    number: str
    sender_id: UUID
    receiver_id: UUID
    lines: tuple[dict[str, Json], ...]


@dataclass(frozen=True, kw_only=True)
class ConsignmentChanged(Event):
    """What is prepared was changed; `lines` is what is to go now."""

    number: str
    receiver_id: UUID
    lines: tuple[dict[str, Json], ...]


@dataclass(frozen=True, kw_only=True)
class ConsignmentDropped(Event):
    """A prepared consignment will never leave."""

    number: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class ConsignmentCalledBack(Event):
    """The sender called goods back before they were answered; all of it came back."""

    number: str
    reason: str
    lines: tuple[dict[str, Json], ...]


@dataclass(frozen=True, kw_only=True)
class TransportPaperAdded(Event):
    """A paper travels with the consignment; `sha256` is the digest of its file, if there is one."""

    number: str
    paper: str
    paper_number: str
    issuer: str
    sha256: str
    limit_g: int | None = None


@dataclass(frozen=True, kw_only=True)
class TransportPaperRemoved(Event):
    """A paper was taken off a consignment that had not left."""

    number: str
    paper: str
    paper_number: str


@dataclass(frozen=True, kw_only=True)
class DifferenceOutcomeProposed(Event):
    """One side said what became of goods that were not accepted."""

    number: str
    lot: str
    missing_g: int
    outcome: str
    by: UUID
    note: str


@dataclass(frozen=True, kw_only=True)
class DifferenceOutcomeDeclined(Event):
    """The other side does not agree; the difference stays open."""

    number: str
    lot: str
    missing_g: int
    outcome: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class DifferenceSettled(Event):
    """Both sides agree on what became of goods that were not accepted."""

    number: str
    lot: str
    missing_g: int
    outcome: str


@dataclass(frozen=True, kw_only=True)
class ReversalAsked(Event):
    """One side wishes an answered consignment taken back."""

    number: str
    by: UUID
    reason: str


@dataclass(frozen=True, kw_only=True)
class ReversalDeclined(Event):
    """The other side lets the consignment stand."""

    number: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class ReversalWithdrawn(Event):
    """Whoever wished a consignment taken back does so no more."""

    number: str
    by: UUID


@dataclass(frozen=True, kw_only=True)
class ConsignmentTakenBack(Event):
    """Both sides agreed: what was received is the sender's again."""

    number: str
    reason: str
    lines: tuple[dict[str, Json], ...]


@dataclass(frozen=True, kw_only=True)
class ReceiverLinkSent(Event):
    """A receiver without an account was mailed a link that is good once."""

    number: str
    purpose: str
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class ReceiverLinkUsed(Event):
    """A receiver without an account said its word by a mailed link."""

    number: str
    purpose: str
