"""What rules about recalls need to know, without a row in sight."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from fairwild.kernel.plants import Form
from fairwild.kernel.quantities import State
from fairwild.lots.states import LotStatus
from fairwild.recalls.states import Finding, RecallStatus


@dataclass(frozen=True)
class Basis:
    """What a recall starts from: lots, or the receipts of a harvester, area, permit and days.

    What is named narrows: an area and days are the receipts of that area on those days, both
    included.
    """

    lot_ids: tuple[UUID, ...] = ()
    harvester_id: UUID | None = None
    area_id: UUID | None = None
    permit_id: UUID | None = None
    since: date | None = None
    until: date | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is named at all."""
        return not any(vars(self).values())


@dataclass(frozen=True)
class Suspect:
    """One lot in which suspect goods are or were."""

    lot_id: UUID
    number: str
    holder_id: UUID
    what: str
    form: Form
    state: State
    status: LotStatus
    made_g: int
    available_g: int
    is_source: bool


@dataclass(frozen=True)
class Reach:
    """How far suspect goods got: lots, consignments and labels, in grams and numbers.

    `seconds_ms` is how long the search took, in milliseconds.
    """

    suspects: tuple[Suspect, ...]
    consignment_ids: tuple[UUID, ...]
    labels: Mapping[UUID, int] = field(default_factory=dict)
    seconds_ms: int = 0

    @property
    def holder_ids(self) -> tuple[UUID, ...]:
        """Everybody who holds or held some of it."""
        return tuple(sorted({one.holder_id for one in self.suspects}))

    @property
    def in_stock(self) -> tuple[Suspect, ...]:
        """What can still be put on hold."""
        return tuple(one for one in self.suspects if one.available_g > 0)

    @property
    def available_g(self) -> int:
        """What is still there, in grams."""
        return sum(one.available_g for one in self.suspects)

    @property
    def stock_by_state(self) -> dict[State, int]:
        """What is still there, in grams; fresh and dry goods are never added up."""
        found = dict.fromkeys(sorted({one.state for one in self.in_stock}), 0)
        for one in self.in_stock:
            found[one.state] += one.available_g
        return found

    @property
    def label_count(self) -> int:
        """How many labels stand on it."""
        return sum(self.labels.values())


@dataclass(frozen=True)
class Notified:
    """A holder that was told, and what it answered."""

    organisation: str
    finding: Finding | None


@dataclass(frozen=True)
class RecallFacts:
    """A recall as rules know it."""

    number: str
    status: RecallStatus
    notified: tuple[Notified, ...] = ()
