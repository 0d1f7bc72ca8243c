"""What can have happened to material."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from fairwild.kernel.events import Event, Json
from fairwild.kernel.plants import Form, PlantPart
from fairwild.kernel.quantities import State
from fairwild.lots.states import MovementKind


@dataclass(frozen=True, kw_only=True)
class ReceiptRecorded(Event):
    """A harvester sold plants at the buying point."""

    is_first: ClassVar[bool] = True

    number: str
    lot: UUID
    harvester: UUID
    area: UUID
    species: UUID
    part: PlantPart
    state: State
    collected_at: datetime
    gross_g: int
    tare_g: int
    net_g: int
    price_per_kg_minor: int
    amount_minor: int
    currency: str
    permit: UUID | None = None
    stated: Mapping[str, object] = field(default_factory=dict)


PLACE = frozenset({"latitude", "longitude"})
"""Where somebody collected is told to the operator only, never to the ledger's readers."""


def without_place(stated: Mapping[str, Any]) -> dict[str, Any]:
    """Give what the ledger is told of what was stated with a receipt."""
    return {name: said for name, said in stated.items() if name not in PLACE}


@dataclass(frozen=True, kw_only=True)
class ReceiptReversed(Event):
    """A wrong receipt was taken back with a reason; its first record stays."""

    number: str
    lot: UUID
    net_g: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class MovementRecorded(Event):
    """Material was moved or changed; every gram of it is named."""

    kind_of_movement: MovementKind
    at: datetime
    organisation: UUID
    taken_g: dict[str, int]
    made_g: dict[str, int]
    loss_g: int
    loss_reason: str
    certified: bool
    judgement: str
    certificate: UUID | None
    more: dict[str, object]


MORE = (
    "operator_id",
    "body_id",
    "area_id",
    "season",
    "packed_form",
    "product",
    "grade",
    "site",
    "units",
    "unit_g",
)
"""What else a lot is made as; none of it changes ever after."""


@dataclass(frozen=True, kw_only=True)
class LotMade(Event):
    """A movement made a lot; `more` names what else it was made as, where there is anything."""

    number: str
    movement: UUID
    holder: UUID
    species: UUID | None
    part: PlantPart | None
    form: Form
    state: State
    made_g: int
    certified: bool
    certificate: UUID | None
    more: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class LotGrew(Event):
    """A receipt added to an open collection lot."""

    receipt: str
    added_g: int
    made_g: int


@dataclass(frozen=True, kw_only=True)
class LotGrewInBulk(Event):
    """The receipts of a file were added to an open collection lot."""

    import_run: UUID
    receipts: int
    added_g: int
    made_g: int


@dataclass(frozen=True, kw_only=True)
class LotShrankInBulk(Event):
    """The receipts of a file were taken back out of an open collection lot."""

    import_run: UUID
    receipts: int
    removed_g: int
    made_g: int


@dataclass(frozen=True, kw_only=True)
class LotShrank(Event):
    """A reversed receipt was taken out of an open collection lot."""

    receipt: str
    removed_g: int
    made_g: int


@dataclass(frozen=True, kw_only=True)
class LotClosed(Event):
    """A collection lot takes no more receipts; it can be drawn on from now."""

    number: str
    made_g: int


@dataclass(frozen=True, kw_only=True)
class LotDrawn(Event):
    """A movement took from a lot."""

    movement: UUID
    taken_g: int
    left_g: int


@dataclass(frozen=True, kw_only=True)
class LotReopened(Event):
    """The closing of a collection lot was taken back; it takes receipts again."""

    number: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class LotHeld(Event):
    """A lot was put on hold by an organisation; nothing is drawn from it until it is released."""

    hold: UUID
    by: UUID
    reason: str


@dataclass(frozen=True, kw_only=True)
class LotReleased(Event):
    """A hold on a lot was ended."""

    hold: UUID
    reason: str


@dataclass(frozen=True, kw_only=True)
class MovementCorrected(Event):
    """A movement was taken back; every gram that was undone and that went back is named."""

    kind_of_movement: MovementKind
    by: UUID
    reason: str
    undone_g: dict[str, int]
    returned_g: dict[str, int]


@dataclass(frozen=True, kw_only=True)
class CorrectionRecorded(Event):
    """A movement was recorded that takes another one back."""

    reverses: UUID
    at: datetime
    reason: str


@dataclass(frozen=True, kw_only=True)
class LotUndone(Event):
    """The movement that made a lot was taken back; the lot was never there."""

    number: str
    movement: UUID
    made_g: int


@dataclass(frozen=True, kw_only=True)
class LotRestored(Event):
    """A correction gave back to a lot what a wrong movement had taken."""

    movement: UUID
    returned_g: int
    left_g: int


@dataclass(frozen=True, kw_only=True)
class StockCounted(Event):
    """Lots were counted; what was missing was booked as lost. `units` of those counted so."""

    number: str
    holder: UUID
    site: str
    booked_g: dict[str, int]
    counted_g: dict[str, int]
    units: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class UnitsCoded(Event):
    """Every unit of a packed lot got a code of its own; `codes_digest` proves which."""

    count: int
    codes_digest: str


@dataclass(frozen=True, kw_only=True)
class RecipeStated(Event):
    """A holder stated what a product is made of, with exact shares."""

    organisation: UUID
    product: str
    edition: int
    supersedes: UUID | None
    lines: tuple[dict[str, Json], ...]
