"""What can have happened to labels."""

from dataclasses import dataclass
from uuid import UUID

from fairwild.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class LabelsOrdered(Event):
    """Labels with codes of their own were made for a lot; the digest is that of all codes."""

    lot_id: UUID
    lot_number: str
    holder_id: UUID
    sheet: str
    label_count: int
    copies: int
    certified: bool
    certificate_id: UUID | None
    certificates: tuple[UUID, ...] = ()
    codes_digest: str
