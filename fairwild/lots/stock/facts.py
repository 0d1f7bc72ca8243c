"""What accounts of stock and counts of it need to know, without a row in sight."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from fairwild.kernel.plants import Form, PlantPart
from fairwild.kernel.quantities import State
from fairwild.lots.states import FLOWS_IN, FLOWS_OUT, Flow


@dataclass(frozen=True)
class Goods:
    """One kind of goods at one site, as stock is accounted for."""

    site: str
    species_id: UUID | None
    product: str
    part: PlantPart | None
    form: Form
    state: State
    certified: bool
    certificate_id: UUID | None


@dataclass(frozen=True)
class Account:
    """What was there of one kind of goods, what came in, went out and was lost, in grams."""

    goods: Goods
    opening_g: int
    flows: Mapping[Flow, int] = field(default_factory=dict)

    @property
    def in_g(self) -> int:
        """Everything that came in."""
        return sum(mass_g for flow, mass_g in self.flows.items() if flow in FLOWS_IN)

    @property
    def loss_g(self) -> int:
        """Everything that was lost."""
        return self.flows.get(Flow.LOST, 0)

    @property
    def out_g(self) -> int:
        """Everything that went out, losses apart."""
        return sum(self.flows.values()) - self.in_g - self.loss_g

    @property
    def flows_in(self) -> tuple[Flow, ...]:
        """Why it became more, in the order of the vocabulary."""
        return tuple(flow for flow in FLOWS_IN if flow in self.flows)

    @property
    def flows_out(self) -> tuple[Flow, ...]:
        """Why it became less, losses apart."""
        return tuple(flow for flow in FLOWS_OUT if flow in self.flows)

    @property
    def flows_lost(self) -> tuple[Flow, ...]:
        """The loss, where there is one."""
        return (Flow.LOST,) if Flow.LOST in self.flows else ()

    @property
    def stock_g(self) -> int:
        """What is left: opening and in, less out and loss."""
        return self.opening_g + self.in_g - self.out_g - self.loss_g


@dataclass(frozen=True)
class MovedSince:
    """When, after a moment, a lot was made, last drawn on, and last given goods back."""

    made_at: datetime | None = None
    drawn_at: datetime | None = None
    returned_at: datetime | None = None


@dataclass(frozen=True)
class Counted:
    """One lot as it was counted, beside what the books say of it, in grams.

    `weighed_g` is what a scale said; `units` is how many units were counted beside it, where
    somebody did, and `unit_g` what one of the lot weighs, where it is packed.
    """

    lot_id: UUID
    lot: str
    booked_g: int
    weighed_g: int
    explanation: str = ""
    units: int | None = None
    unit_g: int | None = None

    @property
    def counted_g(self) -> int:
        """What was found in all."""
        return self.weighed_g + (self.units or 0) * (self.unit_g or 0)

    @property
    def difference_g(self) -> int:
        """How much more was counted than booked; less than nothing where some is missing."""
        return self.counted_g - self.booked_g
