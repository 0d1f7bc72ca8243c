"""The measures of the boxes in a lineage graph."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

LOT_WIDTH, LOT_HEIGHT = 206, 98
MOVEMENT_WIDTH, MOVEMENT_WORDS = 64, 36
EDGE_ROOM = 64
PORT_ROOM = 18
BETWEEN = 18
PASSING_HEIGHT = 18
_DOT = 14


class NodeKind(StrEnum):
    """What a node stands for; an undisclosed one is drawn like a lot that says nothing."""

    LOT = "lot"
    STAGE = "stage"
    MOVEMENT = "movement"
    UNDISCLOSED = "undisclosed"


class NodeStatus(StrEnum):
    """Certified or not, as it was judged when it happened."""

    CERTIFIED = "certified"
    UNCERTIFIED = "uncertified"
    MIXED = "mixed"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Mark:
    """A letter for what a node belongs to, and the number of its colour and dashes."""

    letter: str
    hue: int


@dataclass(frozen=True)
class LineageNode:
    """A lot or a movement: number, species · part · state, holder · date, weight and address."""

    id: str
    label: str
    sublabel: str = ""
    kind: NodeKind = NodeKind.LOT
    status: NodeStatus = NodeStatus.UNKNOWN
    href: str = ""
    kg_text: str = ""
    detail: str = ""
    mark: Mark | None = None
    is_found: bool = False


@dataclass(frozen=True)
class SpottedNode:
    """A node and the box it fills, words included."""

    node: LineageNode
    left: int
    top: int
    width: int
    height: int

    @property
    def is_movement(self) -> bool:
        """Say whether this is a bar with words below, and as much above to keep lines straight."""
        return self.node.kind is NodeKind.MOVEMENT

    @property
    def port_height(self) -> int:
        """Give the height of the part where edges end."""
        return self.height - 2 * MOVEMENT_WORDS if self.is_movement else self.height

    @property
    def port_top(self) -> int:
        """Give the upper end of the part where edges end."""
        return self.top + MOVEMENT_WORDS if self.is_movement else self.top

    @property
    def port_left(self) -> int:
        """Give the left side of the part where edges end."""
        return self.left + (self.width - _DOT) // 2 if self.is_movement else self.left

    @property
    def port_right(self) -> int:
        """Give the right side of the part where edges end."""
        return self.port_left + _DOT if self.is_movement else self.left + self.width

    @property
    def middle(self) -> int:
        """Give the height at which edges end on average."""
        return self.port_top + self.port_height // 2

    def port(self, number: int, count: int) -> int:
        """Give the height at which the edge of this number ends."""
        return self.middle + round((number - (count - 1) / 2) * PORT_ROOM)


def node_size(node: LineageNode, ports: int) -> tuple[int, int]:
    """Give width and height of a box with room for its words and for every edge."""
    if node.kind is NodeKind.MOVEMENT:
        return MOVEMENT_WIDTH, max(_DOT, ports * PORT_ROOM) + 2 * MOVEMENT_WORDS
    return LOT_WIDTH, max(LOT_HEIGHT, ports * PORT_ROOM)


def spread(wishes: Sequence[float], heights: Sequence[int]) -> list[float]:
    """Give middles in this order, as near to the wishes as boxes without overlap allow.

    Isotonic regression by pooling adjacent violators: the least squares answer, in one pass.
    """
    offsets, below = [], 0.0
    for height in heights:
        offsets.append(below + height / 2)
        below += height + BETWEEN
    pools: list[tuple[float, int]] = []
    for wish, offset in zip(wishes, offsets, strict=True):
        total, count = wish - offset, 1
        while pools and pools[-1][0] / pools[-1][1] > total / count:
            earlier = pools.pop()
            total, count = total + earlier[0], count + earlier[1]
        pools.append((total, count))
    level = [total / count for total, count in pools for _ in range(count)]
    return [spot + offset for spot, offset in zip(level, offsets, strict=True)]
