"""The colours, dashes and signs of a lineage; nothing is said by colour alone."""

from dataclasses import dataclass

from fairwild.drawing.lineage.spots import LineageNode, NodeKind, NodeStatus


@dataclass(frozen=True)
class Look:
    """How a box is painted: the name of its style, its ground, its line and its dashes."""

    name: str
    ground: str
    line: str
    dashes: str | None


_BY_STATUS = {
    NodeStatus.CERTIFIED: Look("is-certified", "#eef4ea", "#2f5d3a", None),
    NodeStatus.UNCERTIFIED: Look("is-uncertified", "#fbf3e2", "#8a5a00", "7 4"),
    NodeStatus.MIXED: Look("is-mixed", "#e1eef2", "#17566f", "10 3 2 3"),
    NodeStatus.UNKNOWN: Look("is-unknown", "#f1f0ed", "#6b6a63", "2 4"),
}
SIGNS = {
    NodeStatus.CERTIFIED: "m-4 0l3 3l5 -6",
    NodeStatus.UNCERTIFIED: "m-4 -4l8 8m0 -8l-8 8",
    NodeStatus.MIXED: "m-5 1l3 -3l4 4l3 -3",
    NodeStatus.UNKNOWN: "m-4 0h8",
}
_BY_HUE = (
    ("#e5efdd", "#1f6137", None),
    ("#e1eef2", "#17566f", "7 4"),
    ("#fbeecd", "#754700", "10 3 2 3"),
    ("#fbe6e9", "#98173a", "2 4"),
    ("#ece6f5", "#54348a", "12 4"),
    ("#dcf1ec", "#0b5f57", "5 2 1 2"),
    ("#f1e6da", "#6b4423", "4 4"),
    ("#e6e9ee", "#3b4a5f", "1 3"),
)
HUES = len(_BY_HUE)
_PLAIN = Look("is-plain", "#f1f0ed", "#6b6a63", None)
_HIDDEN = Look("is-hidden", "#e3e2de", "#6b6a63", "2 4")


def look_of(node: LineageNode) -> Look:
    """Give how a node is painted: by its mark where it has one, else by its status."""
    if node.kind is NodeKind.UNDISCLOSED:
        return _HIDDEN
    if node.mark is None:
        return _BY_STATUS[node.status]
    if node.mark.hue < 0:
        return _PLAIN
    ground, line, dashes = _BY_HUE[node.mark.hue % HUES]
    return Look(f"hue-{node.mark.hue % HUES}", ground, line, dashes)


def look_of_line(source: LineageNode, target: LineageNode) -> Look:
    """Give how a line is painted: by the status of the lot at either end, the source first."""
    if source.mark or target.mark:
        return _PLAIN
    node = target if source.kind is NodeKind.MOVEMENT else source
    return look_of(node)
