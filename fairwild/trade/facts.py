"""What rules about consignments need to know, without a row in sight."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from fairwild.certificates.states import Standing
from fairwild.kernel.actors import OrganisationKind
from fairwild.lots.facts import LotFacts
from fairwild.lots.states import MovementKind
from fairwild.trade.states import ConsignmentStatus, Decision, DifferenceStatus, PaperKind


@dataclass(frozen=True)
class CertificateStanding:
    """The certificate under which goods were called certified, as it stands at one instant."""

    number: str
    standing: Standing
    since: datetime | None = None
    holder_id: UUID | None = None

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
    """One line of a consignment: what went off, and what the receiver says came, and why less."""

    lot_number: str
    shipped_g: int
    received_g: int
    reason: str = ""


@dataclass(frozen=True)
class PaperUse:
    """Goods that went over a border under a number of a paper before."""

    consignment: str
    mass_g: int


@dataclass(frozen=True)
class CarriedPaper:
    """A paper that travels with goods; without a species it is about all of them.

    `last_day` is the last day on which it is valid, `limit_g` the weight it is for; None where
    it says none. A paper with `uses` serves again only where it is for several shipments.
    """

    kind: PaperKind
    number: str
    species_id: UUID | None
    last_day: date | None
    species: str = ""
    limit_g: int | None = None
    several_shipments: bool = False
    uses: tuple[PaperUse, ...] = ()

    @property
    def used_g(self) -> int:
        """How much went under its number before, in grams."""
        return sum(one.mass_g for one in self.uses)

    @property
    def spent(self) -> bool:
        """Whether it has served the one shipment it was for."""
        return bool(self.uses) and not self.several_shipments

    def covers(self, mass_g: int) -> int:
        """Give how much of a weight it covers now, in grams."""
        if self.spent:
            return 0
        left_g = mass_g if self.limit_g is None else self.limit_g - self.used_g
        return min(mass_g, max(left_g, 0))


@dataclass(frozen=True)
class DifferenceFacts:
    """Goods that were not accepted, who proposed what became of them, and the lot they are."""

    status: DifferenceStatus
    missing_g: int
    proposed_for_id: UUID | None
    returned: LotFacts


@dataclass(frozen=True)
class Said:
    """What one side says of one thing the other asks or proposes, and why."""

    decision: Decision
    reason: str = ""


@dataclass(frozen=True)
class ReceivedLot:
    """A lot that a receiver got, the movements that have drawn on it since, and its first hold."""

    lot: LotFacts
    drawn_by: tuple[tuple[MovementKind, datetime], ...] = ()
    held_at: datetime | None = None


@dataclass(frozen=True)
class Carried:
    """A consignment in which goods travelled: from whom to whom, when it left, how it stands."""

    id: UUID
    number: str
    sender_id: UUID
    sender: str
    receiver_id: UUID
    receiver: str
    shipped_at: datetime
    status: ConsignmentStatus


@dataclass(frozen=True)
class UnderWay:
    """Goods that were sent and neither taken nor refused yet: from whom, to whom, in what."""

    consignment_id: UUID
    number: str
    sender: str
    receiver_id: UUID
