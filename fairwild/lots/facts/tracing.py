"""Where a lot came from and went, and where the books disagree."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from fairwild.kernel.quantities import State
from fairwild.lots.facts.material import LotFacts
from fairwild.lots.states import MovementKind


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
    witness: str = "the movements say"

    @property
    def sentence(self) -> str:
        """Say it on one line of a terminal."""
        where = f" (movement {self.movement})" if self.movement else ""
        return (
            f"{self.code}: {self.subject} says {self.stored}, "
            f"{self.witness} {self.recomputed}{where}"
        )
