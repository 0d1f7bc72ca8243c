"""What somebody may know of a lineage, without a row in sight."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from fairwild.lots.facts import LotFacts, TracedMovement


class Sight(StrEnum):
    """How much of a lot somebody may know: all, what its owner shares, its name, nothing."""

    OPEN = "open"
    SHARED = "shared"
    NAMED = "named"
    HIDDEN = "hidden"


class Side(StrEnum):
    """Whether something lies before or after the lot that was asked about."""

    UPSTREAM = "upstream"
    DOWNSTREAM = "downstream"


@dataclass(frozen=True)
class Viewer:
    """Who looks: the lots that are theirs, where they work, and who shares with them."""

    lot_ids: frozenset[UUID]
    organisation_ids: frozenset[UUID] = frozenset()
    sharing_with_them: frozenset[UUID] = frozenset()
    sharing_with_buyers: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class Undisclosed:
    """Lots of others that are not shown; `lot_count` is None where even that would tell."""

    id: str
    side: Side
    lot_count: int | None


class Link(NamedTuple):
    """Something that is not shown stands at one end or both; lots are named by their ids."""

    source: str
    target: str


@dataclass(frozen=True)
class SeenLot:
    """A lot of a lineage and how much of it one may know."""

    lot: LotFacts
    sight: Sight
    areas: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()


Belonging = Mapping[UUID, frozenset[str]]
"""Names of what each lot belongs to, such as areas."""


@dataclass(frozen=True)
class Lineage:
    """A trace as one viewer may see it; `links` lead to, from and past what is not shown.

    `areas` by code and `groups` of harvesters are there once they were asked for.
    """

    focus: LotFacts
    lots: Mapping[UUID, LotFacts]
    sights: Mapping[UUID, Sight]
    upstream: tuple[TracedMovement, ...]
    downstream: tuple[TracedMovement, ...]
    undisclosed: tuple[Undisclosed, ...] = ()
    links: tuple[Link, ...] = ()
    ranks: Mapping[UUID, int] = field(default_factory=dict)
    areas: Belonging = field(default_factory=dict)
    groups: Belonging = field(default_factory=dict)

    @property
    def movements(self) -> tuple[TracedMovement, ...]:
        """Every movement once, the earliest first."""
        return (*self.upstream, *self.downstream)

    @property
    def ordered_lots(self) -> tuple[LotFacts, ...]:
        """Every lot that is shown once, the earliest first."""
        return tuple(sorted(self.lots.values(), key=lambda lot: (lot.made_by, lot.number)))

    @property
    def seen_lots(self) -> tuple[SeenLot, ...]:
        """Every lot that is shown with how much of it, the earliest first."""
        return tuple(
            SeenLot(
                lot,
                self.sights[lot.id],
                tuple(sorted(self.areas.get(lot.id, ()))),
                tuple(sorted(self.groups.get(lot.id, ()))),
            )
            for lot in self.ordered_lots
        )

    @property
    def party_ids(self) -> set[UUID]:
        """Who held the lots that are shown or moved them."""
        holders = {lot.holder_id for lot in self.lots.values()}
        return holders | {movement.organisation_id for movement in self.movements}

    @property
    def hidden_upstream(self) -> int:
        """How many lots that went into this one are not shown."""
        return sum(one.lot_count or 0 for one in self.undisclosed)


@dataclass(frozen=True)
class ShareFacts:
    """Who shows their lineage to whom since when; without `with_id` to all their buyers."""

    id: UUID
    owner_id: UUID
    with_id: UUID | None
    since: datetime
    ended_at: datetime | None
