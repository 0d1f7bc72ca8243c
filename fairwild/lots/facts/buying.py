"""What a buying point needs to know before it writes down what was brought."""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from uuid import UUID

from fairwild.areas.facts import Rotation
from fairwild.certificates.facts import Coverage
from fairwild.kernel.periods import Period
from fairwild.kernel.plants import PlantPart
from fairwild.kernel.quantities import State
from fairwild.lots.states import QuotaLevel
from fairwild.permits.facts import PermitFacts


@dataclass(frozen=True)
class QuotaFacts:
    """A maximum quantity and how much of it is drawn."""

    id: UUID
    season: Period
    limit_g: int
    drawn_g: int

    @property
    def left_g(self) -> int:
        """What may still be collected, in grams."""
        return self.limit_g - self.drawn_g


@dataclass(frozen=True)
class QuotaOutlook:
    """What a maximum quantity would look like after a weight was added to it."""

    limit_g: int
    drawn_g: int
    adding_g: int
    left_g: int
    share: Fraction
    level: QuotaLevel


@dataclass(frozen=True)
class Offer:
    """What a clerk is about to write down: who brings what from where, when, and how heavy."""

    operator_id: UUID
    harvester_id: UUID
    area_id: UUID
    species_id: UUID
    part: PlantPart
    state: State
    collected_at: datetime
    gross_g: int
    tare_g: int


@dataclass(frozen=True)
class DeliveryFacts:
    """What a harvester brings to the buying point, with all that decides about it.

    `day` is the day of collection where the operator works; `nearest` is the season next to
    that day where none covers it; `permits` are those registered to harvest these plants.
    `coverage` is the certificate under which they would be certified, of which `covered_g` is
    collected. `lot_on_hold` is the open lot they belong in, where that is on hold.
    """

    day: date
    collected_at: datetime
    now: datetime
    gross_g: int
    tare_g: int
    harvester: str
    registered: Period
    allowed_area_ids: frozenset[UUID]
    allowed_species_ids: frozenset[UUID]
    area_id: UUID
    area: str
    area_closed: bool
    species_id: UUID
    species: str
    part: PlantPart
    state: State
    is_target: bool
    quota: QuotaFacts | None
    nearest: Period | None
    rotation: Rotation | None = None
    permits: tuple[PermitFacts, ...] = ()
    needs_permit: bool = False
    coverage: Coverage | None = None
    covered_g: int = 0
    lot_on_hold: str = ""

    @property
    def net_g(self) -> int:
        """What is bought, in grams."""
        return self.gross_g - self.tare_g
