"""What the rules of putting right need to know, and what is told of one movement."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from fairwild.lots.facts import LotFacts
from fairwild.lots.states import MovementKind


@dataclass(frozen=True)
class LaterMovement:
    """A movement that drew on what an earlier one made, with the lots it took from and of whom."""

    seq: int
    id: UUID
    kind: MovementKind
    at: datetime
    organisation_id: UUID
    lots: tuple[str, ...]
    from_ids: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class WrongMovement:
    """What decides whether a movement can be taken back.

    `labels` counts labels by the number of a lot it made; `under_way` names lots it took from on
    their way to somebody else; `later` names, newest first, the
    movements that must be undone before it, at most so many; `later_count` counts them all.
    """

    kind: MovementKind
    corrected_at: datetime | None = None
    labels: Mapping[str, int] = field(default_factory=dict)
    under_way: tuple[str, ...] = ()
    later: tuple[LaterMovement, ...] = ()
    later_count: int = 0


@dataclass(frozen=True)
class Share:
    """So many grams of one lot: taken from it, made of it or given back to it."""

    lot: LotFacts
    mass_g: int


@dataclass(frozen=True)
class MovementFacts:
    """One movement with every gram of it, and what took it back or what it takes back.

    It is not `whole` where lots of others took part in it that are not disclosed.
    """

    seq: int
    id: UUID
    kind: MovementKind
    at: datetime
    recorded_at: datetime
    recorded_by: UUID | None
    organisation_id: UUID
    site: str
    note: str
    reason: str
    loss_g: int
    loss_reason: str
    added_g: int
    added_what: str
    water_g: int
    certified: bool
    judgement: str
    certificate_id: UUID | None
    facts: Mapping[str, Any]
    inputs: tuple[Share, ...] = ()
    outputs: tuple[Share, ...] = ()
    returned: tuple[Share, ...] = ()
    reverses: UUID | None = None
    corrected_by: UUID | None = None
    corrected_at: datetime | None = None
    whole: bool = True

    @property
    def in_g(self) -> int:
        """All that went in, in grams."""
        return sum(share.mass_g for share in self.inputs)

    @property
    def out_g(self) -> int:
        """All that came out as lots, in grams."""
        return sum(share.mass_g for share in self.outputs)
