"""What other rooms and the pure rules may know of permits and of papers at a border."""

from dataclasses import dataclass
from uuid import UUID

from fairwild.kernel.periods import Period
from fairwild.kernel.plants import Form, PlantPart
from fairwild.kernel.quantities import State
from fairwild.permits.states import PaperReason, PermitKind


@dataclass(frozen=True)
class PermitFacts:
    """A permit: what it is good for, its days (last day excluded), and how much is drawn.

    Without `part` it is good for every part, without `area_ids` for every area, and without
    `limit_g` for any weight; only a permit to harvest has always all of them but the areas.
    `taken_back` says that something was collected under it once that counts no more.
    """

    id: UUID
    number: str
    kind: PermitKind
    authority: str
    species_id: UUID
    part: PlantPart | None
    state: State | None
    valid: Period
    area_ids: frozenset[UUID] = frozenset()
    limit_g: int | None = None
    drawn_g: int = 0
    ended: bool = False
    several_shipments: bool = False
    taken_back: bool = False

    @property
    def begun(self) -> bool:
        """Whether collecting under it has begun, be it that all of it was taken back since."""
        return self.drawn_g > 0 or self.taken_back

    @property
    def left_g(self) -> int | None:
        """What may still be drawn, in grams; None where no weight is stated."""
        return None if self.limit_g is None else self.limit_g - self.drawn_g


@dataclass(frozen=True)
class BorderGoods:
    """Goods that are to cross a border, by species: a blend is as many of these as it has species.

    `lot` is the number people know the goods by; `origin_countries` are those where the plants
    grew, as far as known. Goods weigh in whole for every species and every paper, as papers say
    the weight of the goods themselves.
    """

    lot: str
    species_id: UUID
    species: str
    form: Form
    cites_appendix: str
    origin_countries: frozenset[str] = frozenset()
    mass_g: int = 0


@dataclass(frozen=True)
class PaperNeed:
    """A paper that must go with goods over a border, why, and for how many grams."""

    kind: PermitKind
    why: PaperReason
    species_id: UUID
    species: str
    cites_appendix: str
    lots: tuple[str, ...]
    from_country: str
    to_country: str
    mass_g: int = 0
