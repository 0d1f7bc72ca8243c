"""Lots, draws and masses."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from uuid import UUID

from fairwild.kernel.plants import Form, PlantPart
from fairwild.kernel.quantities import State
from fairwild.lots.states import LotStatus


@dataclass(frozen=True)
class LotFacts:
    """One lot as rules, drawings and other rooms know it."""

    id: UUID
    number: str
    code: str
    made_by: int
    made_at: datetime
    operator_id: UUID
    holder_id: UUID
    body_id: UUID | None
    species_id: UUID | None
    species: str
    part: PlantPart | None
    form: Form
    state: State
    area_id: UUID | None
    season: int | None
    status: LotStatus
    made_g: int
    taken_g: int
    units: int | None
    unit_g: int | None
    certified: bool
    certificate_id: UUID | None
    packed_form: Form | None = None
    product: str = ""
    grade: str = ""
    site: str = ""
    holds: int = 0
    labels: int = 0
    certificate_ids: tuple[UUID, ...] = ()

    def __post_init__(self) -> None:
        """Let the one certificate of a lot stand among its certificates."""
        if self.certified and self.certificate_id and not self.certificate_ids:
            object.__setattr__(self, "certificate_ids", (self.certificate_id,))

    @property
    def available_g(self) -> int:
        """What is left to draw, in grams."""
        return self.made_g - self.taken_g

    def units_in(self, mass_g: int) -> int | None:
        """Count the units in so much of it, None where it is not a whole number of them."""
        return mass_g // self.unit_g if self.unit_g and mass_g % self.unit_g == 0 else None

    @property
    def is_product(self) -> bool:
        """Whether it is a finished product, loose or packed, with a recipe in place of a plant."""
        return self.species_id is None

    @property
    def plant(self) -> tuple[UUID, PlantPart]:
        """Species and part; raises ValueError for a finished product, which has a recipe."""
        if self.species_id is None or self.part is None:
            message = f"{self.number} is a finished product"
            raise ValueError(message)
        return self.species_id, self.part


@dataclass(frozen=True)
class Draw:
    """So many grams that are to be taken from one lot."""

    lot: LotFacts
    wanted_g: int


@dataclass(frozen=True)
class RatioBand:
    """Kilograms of fresh plants that may go into one kilogram of dry ones, lowest to highest.

    `version` names the table of parameters it was read from (rule R16).
    """

    lowest: Fraction
    highest: Fraction
    version: str


@dataclass(frozen=True)
class NewLot:
    """A lot that a movement is to make."""

    number: str
    made_g: int
    operator_id: UUID
    holder_id: UUID
    species_id: UUID | None
    part: PlantPart | None
    form: Form
    state: State
    area_id: UUID | None = None
    season: int | None = None
    status: LotStatus = LotStatus.CLOSED
    units: int | None = None
    unit_g: int | None = None
    packed_form: Form | None = None
    product: str = ""
    grade: str = ""
    site: str = ""
