"""A lineage graph drawn on the server: stages from left to right, each lot exactly once."""

from dataclasses import dataclass
from html import escape
from textwrap import wrap

from fairwild.drawing.layers import (
    Layout,
    LineageCycle,
    LineageEdge,
    LineageGraph,
    LineageNode,
    NodeKind,
    NodeStatus,
    lineage_layers,
    placed,
)
from fairwild.drawing.spots import (
    LOT_WIDTH,
    SpottedNode,
)
from fairwild.drawing.svg import figure, shortened, tag, text, titled

__all__ = [
    "LineageCycle",
    "LineageEdge",
    "LineageGraph",
    "LineageNode",
    "LineageWords",
    "NodeKind",
    "NodeStatus",
    "lineage_layers",
    "lineage_svg",
]

_LABEL_LETTERS, _LINE_LETTERS, _MOVEMENT_LETTERS = 25, 29, 15
_DEED_LETTERS = 11
_LEADING = 16
_FILLS = {
    NodeStatus.CERTIFIED: ("#eef4ea", "#2f5d3a"),
    NodeStatus.UNCERTIFIED: ("#fbf3e2", "#8a5a00"),
    NodeStatus.UNKNOWN: ("#f1f0ed", "#6b6a63"),
}
_SIGNS = {
    NodeStatus.CERTIFIED: "m-4 0l3 3l5 -6",
    NodeStatus.UNCERTIFIED: "m-4 -4l8 8m0 -8l-8 8",
    NodeStatus.UNKNOWN: "m-4 0h8",
}
_DASHES = {
    NodeStatus.CERTIFIED: None,
    NodeStatus.UNCERTIFIED: "7 4",
    NodeStatus.UNKNOWN: "2 4",
}


@dataclass(frozen=True)
class LineageWords:
    """The words of a lineage graph."""

    title: str
    description: str
    certified: str
    uncertified: str
    unknown: str

    def of(self, status: NodeStatus) -> str:
        """Say a status in words."""
        return {
            NodeStatus.CERTIFIED: self.certified,
            NodeStatus.UNCERTIFIED: self.uncertified,
            NodeStatus.UNKNOWN: self.unknown,
        }[status]


def lineage_svg(graph: LineageGraph, words: LineageWords, *, key: str = "lineage") -> str:
    """Draw the graph in its natural size; put it into a box that scrolls sideways.

    Raises LineageCycle when something would come from itself, ValueError for an edge to nowhere
    or a lot given twice.
    """
    layout = placed(graph)
    lines = [_edge(edge, layout) for edge in graph.edges]
    boxes = [_node(spot, words, graph.focus) for spot in layout.nodes.values()]
    return figure(
        tag("g", *lines, class_="lineage-edges") if lines else "",
        *boxes,
        size=(layout.width, layout.height),
        key=key,
        said=(words.title, words.description),
        kind="lineage",
    )


def _edge(edge: LineageEdge, layout: Layout) -> str:
    status = layout.status(edge)
    route = layout.routes[edge]
    parts = [f"M{route[0][0]} {route[0][1]}"]
    for i in range(1, len(route)):
        (ax, ay), (bx, by) = route[i - 1], route[i]
        middle = (ax + bx) // 2
        curved = ay != by
        parts.append(f"C{middle} {ay} {middle} {by} {bx} {by}" if curved else f"H{bx}")
    line = tag(
        "path",
        class_=f"lineage-edge is-{status}",
        d="".join(parts),
        fill="none",
        stroke=_FILLS[status][1],
        stroke_width=2,
        stroke_opacity="0.55",
        stroke_dasharray=_DASHES[status],
    )
    x, y = layout.label_spots[edge]
    label = _on_line(edge.kg_text, x, y, "lineage-kg")
    if not edge.deed:
        return line + label
    words = wrap(edge.deed, _DEED_LETTERS)[::-1]
    deed = [_on_line(said, x, y - 15 * i, "lineage-deed") for i, said in enumerate(words, 1)]
    return tag("g", titled(edge.said or edge.deed), line, *reversed(deed), label)


def _on_line(words: str, x: int, y: int, kind: str) -> str:
    return text(
        words,
        x,
        y,
        class_=kind,
        font_size=12,
        fill="#3d4038",
        text_anchor="middle",
        stroke="#fff",
        stroke_width=4,
        paint_order="stroke",
    )


def _node(spot: SpottedNode, words: LineageWords, focus: str | None) -> str:
    node = spot.node
    said = [node.label, node.sublabel, node.detail, node.kg_text]
    if node.kind is not NodeKind.MOVEMENT:
        said.append(words.of(node.status))
    spoken = ", ".join(part for part in said if part)
    kind = f"lineage-node is-{node.kind} is-{node.status}"
    kind += " is-focus" if node.id == focus else ""
    if node.kind is NodeKind.MOVEMENT:
        drawn = titled(spoken) + _movement(spot)
    else:
        drawn = _lot(spot, words, focus, spoken)
    group = tag("g", drawn, class_=kind)
    current = "true" if node.id == focus else None
    # A link has no other name than what is written on it, so that it can be called by that.
    return tag("a", group, href=node.href, aria_current=current) if node.href else group


def _lot(spot: SpottedNode, words: LineageWords, focus: str | None, spoken: str) -> str:
    node, (fill, line) = spot.node, _FILLS[spot.node.status]
    left, top = spot.left, spot.top
    box = tag(
        "rect",
        titled(spoken),
        class_="lineage-box",
        x=left,
        y=top,
        width=spot.width,
        height=spot.height,
        rx=8,
        fill=fill,
        stroke=line,
        stroke_width=4 if node.id == focus else 1,
        stroke_dasharray=_DASHES[node.status] if node.id != focus else None,
    )
    words_at, first = left + 8, spot.middle - 29
    name, rest = _in_two(node.sublabel)
    status = f"{node.kg_text} · {words.of(node.status)}" if node.kg_text else words.of(node.status)
    lines = [
        _line(
            node.label, words_at, first, _LABEL_LETTERS, kind="lineage-label", size=11, weight="600"
        ),
        _line(name, words_at, first + _LEADING, _LINE_LETTERS, kind="lineage-words", size=12),
        _line(rest, words_at, first + 2 * _LEADING, _LINE_LETTERS, kind="lineage-words", size=12),
        _line(
            status,
            words_at,
            first + 3 * _LEADING,
            _LINE_LETTERS,
            kind="lineage-status",
            size=12,
            weight="600",
            fill=line,
        ),
        _line(
            node.detail,
            words_at,
            first + 4 * _LEADING,
            _LINE_LETTERS,
            kind="lineage-words",
            size=11,
        ),
    ]
    return box + "".join(lines) + _sign(node.status, left + LOT_WIDTH - 16, first + 44)


def _in_two(words: str) -> tuple[str, str]:
    """Break at the first dot what is too long for one line."""
    name, dot, rest = words.partition(" · ")
    return (name, rest) if dot and len(words) > _LINE_LETTERS else (words, "")


def _sign(status: NodeStatus, x: int, y: int) -> str:
    line = _FILLS[status][1]
    disc = tag("circle", class_="lineage-disc", cx=x, cy=y, r=9, fill=line)
    sign = tag(
        "path",
        class_="lineage-sign",
        d=f"M{x} {y}{_SIGNS[status]}",
        fill="none",
        stroke="#fff",
        stroke_width=2,
        stroke_linecap="round",
    )
    return disc + sign


def _movement(spot: SpottedNode) -> str:
    node, line = spot.node, _FILLS[spot.node.status][1]
    bar = tag(
        "rect",
        class_="lineage-dot",
        x=spot.port_left,
        y=spot.port_top,
        width=14,
        height=spot.port_height,
        rx=7,
        fill=line,
    )
    middle, below = spot.left + spot.width // 2, spot.port_top + spot.port_height
    name = _line(
        node.label,
        middle,
        below + 15,
        _MOVEMENT_LETTERS,
        kind="lineage-label",
        size=12,
        weight="600",
        anchor="middle",
    )
    when = _line(
        node.detail or node.sublabel,
        middle,
        below + 30,
        _MOVEMENT_LETTERS + 2,
        kind="lineage-words",
        size=11,
        anchor="middle",
    )
    return bar + name + when


def _line(
    words: str,
    x: int,
    y: int,
    most: int,
    *,
    kind: str,
    size: int,
    weight: str | None = None,
    fill: str = "#2b2d27",
    anchor: str | None = None,
) -> str:
    if not words:
        return ""
    return tag(
        "text",
        escape(shortened(words, most), quote=False),
        x=x,
        y=y,
        class_=kind,
        font_size=size,
        font_weight=weight,
        fill=fill,
        text_anchor=anchor,
    )
