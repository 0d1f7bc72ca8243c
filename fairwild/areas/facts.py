"""What other rooms and the pure rules may know of areas and quantities."""

from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

from fairwild.kernel.periods import Period
from fairwild.kernel.plants import PlantPart
from fairwild.kernel.quantities import State


@dataclass(frozen=True)
class Rotation:
    """How a block rests: collected every so many years, first in a given one."""

    years: int
    first_year: int

    def due_in(self, year: int) -> bool:
        """Tell whether the block is collected in that year."""
        return year >= self.first_year and (year - self.first_year) % self.years == 0

    def next_due(self, year: int) -> int:
        """Give the first year, from that one on, in which the block is collected."""
        return max(self.first_year, year + (self.first_year - year) % self.years)


@dataclass(frozen=True)
class AreaFacts:
    """An area as other rooms know it; whoever shows its place to the public makes it coarse."""

    id: UUID
    operator_id: UUID
    code: str
    name: str
    admin_unit: str
    country: str
    centre_lat_e6: int
    centre_lon_e6: int
    sensitive: bool
    closed: bool
    size_m2: int = 0
    tenure_note: str = ""
    needs_permit: bool = False
    rotation: Rotation | None = None


@dataclass(frozen=True)
class QuantityFacts:
    """A limit: what it is for, its season (last day excluded), and how much of it is used.

    `taken_back` says that something was collected under it once that counts no more.
    """

    id: UUID | None
    area_id: UUID
    species_id: UUID
    part: PlantPart
    state: State
    season: Period
    limit_g: int
    drawn_g: int = 0
    taken_back: bool = False

    @property
    def begun(self) -> bool:
        """Whether collecting has begun, be it that all of it was taken back since."""
        return self.drawn_g > 0 or self.taken_back

    @property
    def left_g(self) -> int:
        """What may still be collected, in grams."""
        return self.limit_g - self.drawn_g

    @property
    def plant(self) -> tuple[UUID, PlantPart]:
        """What the limit is for, whatever the season: fresh or dry, the same plants are meant."""
        return self.species_id, self.part


@dataclass(frozen=True)
class SharedGround:
    """Another area whose outline lies on the same ground: so much of it, as a share of the smaller.

    A place without an outline that lies in the other one shares all of it.
    """

    area_id: UUID
    area: str
    closed: bool
    overlap_m2: int
    share: Fraction


@dataclass(frozen=True)
class Wish:
    """What an operator asks of a body for a season, and the bodies that certify it now."""

    body_id: UUID
    body: str
    limit_g: int
    reason: str
    certified_by: frozenset[UUID]
