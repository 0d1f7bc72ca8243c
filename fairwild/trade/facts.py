"""What rules about consignments need to know, without a row in sight."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fairwild.certificates.states import Standing
from fairwild.kernel.actors import OrganisationKind


@dataclass(frozen=True)
class CertificateStanding:
    """The certificate under which goods were called certified, as it stands at one instant."""

    number: str
    standing: Standing
    since: datetime | None = None

    @property
    def in_force(self) -> bool:
        """Whether goods could be sold under it at that instant."""
        return self.standing is Standing.ISSUED


@dataclass(frozen=True)
class Parties:
    """Who sends to whom; without `receiver_kind` there is no such receiver."""

    sender_id: UUID
    receiver_id: UUID
    receiver_kind: OrganisationKind | None


@dataclass(frozen=True)
class AnsweredLine:
    """One line of a consignment: what went off, and what the receiver says came."""

    lot_number: str
    shipped_g: int
    received_g: int
