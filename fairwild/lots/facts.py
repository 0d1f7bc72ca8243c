"""What rules about material need to know, without a row in sight."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from uuid import UUID

from fairwild.areas.facts import Rotation
from fairwild.kernel.periods import Period
from fairwild.kernel.plants import Form, PlantPart
from fairwild.kernel.quantities import State
from fairwild.lots.states import LotStatus, MovementKind, QuotaLevel
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

    @property
    def net_g(self) -> int:
        """What is bought, in grams."""
        return self.gross_g - self.tare_g


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
class Masses:
    """What went into a deed on material and everything that came out of it, in grams."""

    in_g: int
    out_g: int
    by_product_g: int = 0
    loss_g: int = 0

    @property
    def accounted_g(self) -> int:
        """Output, by-product and loss together."""
        return self.out_g + self.by_product_g + self.loss_g


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


@dataclass(frozen=True)
class TracedMovement:
    """A movement as a hyper-edge: grams taken from lots, and grams of the lots it made.

    Only lots of the trace stand in it; `water_g` is what drying drove out.
    """

    seq: int
    id: UUID
    kind: str
    at: datetime
    organisation_id: UUID
    site: str
    note: str
    loss_g: int
    loss_reason: str
    water_g: int
    certified: bool
    judgement: str
    certificate_id: UUID | None
    inputs: tuple[tuple[UUID, int], ...]
    outputs: tuple[tuple[UUID, int], ...]
    added_g: int = 0
    added_what: str = ""


@dataclass(frozen=True)
class Trace:
    """Everything a lot was made from and everything that was made from it, in time order."""

    focus: LotFacts
    lots: Mapping[UUID, LotFacts] = field(default_factory=dict)
    upstream: tuple[TracedMovement, ...] = ()
    downstream: tuple[TracedMovement, ...] = ()

    @property
    def ordered_lots(self) -> tuple[LotFacts, ...]:
        """Every lot once, the earliest first."""
        return tuple(sorted(self.lots.values(), key=lambda lot: (lot.made_by, lot.number)))

    @property
    def movements(self) -> tuple[TracedMovement, ...]:
        """Every movement once, the earliest first."""
        return (*self.upstream, *self.downstream)


@dataclass(frozen=True)
class Origin:
    """Where the material of a lot was collected, by how many, when, and how much was bought."""

    area_ids: tuple[UUID, ...]
    species_ids: tuple[UUID, ...]
    operator_ids: tuple[UUID, ...]
    harvester_count: int
    receipt_count: int
    first_day: date | None
    last_day: date | None
    net_g: int


@dataclass(frozen=True)
class JourneyStep:
    """One step of a lot's way, with the masses that went in and came out of it."""

    kind: MovementKind
    at: datetime
    organisation_id: UUID
    site: str
    in_g: int
    out_g: int
    by_product_g: int
    loss_g: int
    water_g: int
    ratio: str
    state: State
    units: int | None
    unit_g: int | None
    receipt_count: int
    certified: bool
    judgement: str
    certificate_id: UUID | None


@dataclass(frozen=True)
class BalanceFault:
    """Where what is stored and what the movements say disagree, and at which movement.

    `subject` is the number of a lot, or names a movement or a limit; what is compared is grams
    where `code` speaks of mass, counts or words of the trade otherwise.
    """

    code: str
    subject_id: UUID
    subject: str
    stored: str
    recomputed: str
    movement: str = ""

    @property
    def sentence(self) -> str:
        """Say it on one line of a terminal."""
        where = f" (movement {self.movement})" if self.movement else ""
        return (
            f"{self.code}: {self.subject} says {self.stored}, "
            f"the movements say {self.recomputed}{where}"
        )

