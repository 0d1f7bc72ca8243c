"""What can have happened to a recall."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fairwild.kernel.events import Event, Json
from fairwild.recalls.states import Finding, RecallKind


@dataclass(frozen=True, kw_only=True)
class RecallStarted(Event):
    """Goods were called back, or calling them back was rehearsed; every lot is named."""

    number: str
    organisation: UUID
    kind_of_recall: RecallKind
    reason: str
    basis: dict[str, Json]
    lots_g: dict[str, int]
    holders: tuple[UUID, ...]
    search_ms: int


@dataclass(frozen=True, kw_only=True)
class HolderTold(Event):
    """A holder was told that it may have suspect goods."""

    recall: UUID
    holder: UUID
    expected_by_state: dict[str, int]
    under_way: tuple[dict[str, Json], ...] = ()


@dataclass(frozen=True, kw_only=True)
class RecallLinkSent(Event):
    """A holder without an account was mailed a link to answer by, good once."""

    recall: UUID
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class RecallLinkUsed(Event):
    """A holder without an account answered a recall by its mailed link."""

    recall: UUID


@dataclass(frozen=True, kw_only=True)
class RecallAnswered(Event):
    """A holder said what it still has of the goods.

    `held_g` is said only where it was asked before fresh and dry goods were told apart.
    """

    recall: UUID
    organisation: UUID
    finding: Finding
    held_by_state: dict[str, int] | None
    held_g: int | None = None


@dataclass(frozen=True, kw_only=True)
class RecallClosed(Event):
    """A recall was brought to its end; the holds it had placed are released.

    Where goods were not accounted for it says why it was closed `although`, and how many lots
    were `kept` on hold.
    """

    number: str
    outcome: str
    released: int
    although: str = ""
    kept: int = 0


@dataclass(frozen=True, kw_only=True)
class RecallGoodsReleased(Event):
    """What had stayed on hold after a recall was released, with a reason."""

    number: str
    reason: str
    released: int
