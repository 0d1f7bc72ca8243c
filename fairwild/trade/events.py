"""What can have happened to a consignment."""

from dataclasses import dataclass
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
