"""What rules about recalls need to know, without a row in sight."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from fairwild.kernel.plants import Form
from fairwild.kernel.quantities import State
from fairwild.lots.states import LotStatus
from fairwild.recalls.states import Finding, RecallStatus
from fairwild.trade.facts import Carried, UnderWay


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
    """One lot in which suspect goods are or were.

    Goods under way are told as such, with whom they are on their way to as holder: they are
    stopped, and their receiver is told of the consignment, but nobody is taken to have them.
    """

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
    under_way: UnderWay | None = None

    @property
    def consignment_id(self) -> UUID | None:
        """In what it is on its way, if it is."""
        return self.under_way.consignment_id if self.under_way else None


def by_state(suspects: Iterable[Suspect]) -> dict[State, int]:
    """Give what is still there, in grams; fresh and dry goods are never added up."""
    found: dict[State, int] = {}
    for one in suspects:
        found[one.state] = found.get(one.state, 0) + one.available_g
    return dict(sorted(found.items()))


@dataclass(frozen=True)
class Reach:
    """How far suspect goods got: lots, consignments and labels, in grams and numbers.

    `seconds_ms` is how long the search took, in milliseconds. `consignments` are told where
    somebody asks for the whole.
    """

    suspects: tuple[Suspect, ...]
    consignment_ids: tuple[UUID, ...]
    labels: Mapping[UUID, int] = field(default_factory=dict)
    seconds_ms: int = 0
    consignments: tuple[Carried, ...] = ()

    @property
    def holder_ids(self) -> tuple[UUID, ...]:
        """Everybody who holds or held some of it."""
        return tuple(sorted({one.holder_id for one in self.suspects if not one.under_way}))

    @property
    def told_ids(self) -> tuple[UUID, ...]:
        """Everybody who holds or held some of it, or is to receive it."""
        return tuple(sorted({one.holder_id for one in self.suspects}))

    @property
    def in_stock(self) -> tuple[Suspect, ...]:
        """What can still be put on hold."""
        return tuple(one for one in self.suspects if one.available_g > 0)

    @property
    def used_up(self) -> tuple[Suspect, ...]:
        """Lots of which nothing is left."""
        return tuple(one for one in self.suspects if one.status is LotStatus.USED)

    @property
    def available_g(self) -> int | None:
        """What is still there, in grams, where all of it is of one state; none for several."""
        if len({one.state for one in self.in_stock}) > 1:
            return None
        return sum(one.available_g for one in self.suspects)

    @property
    def stock_by_state(self) -> dict[State, int]:
        """What is still with its holders, in grams; fresh and dry goods are never added up."""
        return by_state(one for one in self.in_stock if not one.under_way)

    @property
    def under_way_by_state(self) -> dict[State, int]:
        """What is still under way, in grams by state."""
        return by_state(one for one in self.in_stock if one.under_way)

    @property
    def lot_numbers(self) -> dict[UUID, str]:
        """The number of every lot that has labels."""
        return {one.lot_id: one.number for one in self.suspects if one.lot_id in self.labels}

    @property
    def label_count(self) -> int:
        """How many labels stand on it."""
        return sum(self.labels.values())


@dataclass(frozen=True)
class Asked:
    """What a holder was asked for, in grams by state, and what was on its way to it.

    `by_state` is none where it was asked before fresh and dry goods were told apart: then
    `whole_g` is all that is known.
    """

    by_state: Mapping[State, int] | None
    under_way: Mapping[State, int] = field(default_factory=dict)
    whole_g: int = 0

    @property
    def states(self) -> tuple[State, ...]:
        """In which states it can have goods; none where that is not known."""
        if self.by_state is None:
            return ()
        return tuple(one for one in State if one in self.by_state or one in self.under_way)


@dataclass(frozen=True)
class Held:
    """What a holder says it has, in grams by state; `undivided_g` where only one is in question."""

    by_state: Mapping[State, int] = field(default_factory=dict)
    undivided_g: int | None = None

    @property
    def whole_g(self) -> int:
        """All of it, for what was asked before states were told apart."""
        return self.undivided_g or sum(self.by_state.values())

    def of(self, asked: Asked) -> dict[State, int] | None:
        """Give what is held of each state asked for; none where that is not known."""
        if asked.by_state is None:
            return dict(self.by_state) or None
        alone_g = self.undivided_g or 0
        return {state: self.by_state.get(state, alone_g) for state in asked.states}


NEVER_CAME = frozenset({Finding.NOT_ARRIVED, Finding.NOT_OURS})
"""Answers that leave goods under way where they are: somewhere on the road."""


@dataclass(frozen=True)
class Notified:
    """A holder that was told, what it answered, and what is still on its way to it.

    `travelling` are the numbers of consignments that are neither received nor refused yet.
    """

    organisation: str
    finding: Finding | None
    travelling: tuple[str, ...] = ()
    organisation_id: UUID | None = None

    @property
    def is_silent(self) -> bool:
        """Whether it has not answered."""
        return self.finding is None

    @property
    def is_missing_goods(self) -> bool:
        """Whether it says that goods never came which are still under way to it."""
        return bool(self.travelling) and self.finding in NEVER_CAME


@dataclass(frozen=True)
class RecallFacts:
    """A recall as rules know it."""

    number: str
    status: RecallStatus
    notified: tuple[Notified, ...] = ()

    @property
    def unaccounted(self) -> tuple[Notified, ...]:
        """Those with whom, or on whose way, goods are of which nobody knows where they are."""
        return tuple(one for one in self.notified if one.is_silent or one.is_missing_goods)
