"""The boxes of a lineage: lots, stages of many lots, what is not disclosed, and movements."""

from dataclasses import dataclass

from fairwild.drawing.lineage.lines import drawn_words
from fairwild.drawing.lineage.looks import SIGNS, Look, look_of
from fairwild.drawing.lineage.spots import LOT_WIDTH, NodeKind, NodeStatus, SpottedNode
from fairwild.drawing.svg import tag, text, titled

_LABEL_LETTERS, _LINE_LETTERS, _MOVEMENT_LETTERS = 25, 29, 15
_LEADING = 16
_BEHIND = 5
_INK = "#2b2d27"


@dataclass(frozen=True)
class LineageWords:
    """The words of a lineage graph."""

    title: str
    description: str
    certified: str
    uncertified: str
    unknown: str
    mixed: str = ""
    found: str = ""

    def of(self, status: NodeStatus) -> str:
        """Say a status in words."""
        return {
            NodeStatus.CERTIFIED: self.certified,
            NodeStatus.UNCERTIFIED: self.uncertified,
            NodeStatus.MIXED: self.mixed,
            NodeStatus.UNKNOWN: self.unknown,
        }[status]


def drawn_node(spot: SpottedNode, words: LineageWords, focus: str | None) -> str:
    """Draw a node with its words; one that leads somewhere is a link."""
    node, look = spot.node, look_of(spot.node)
    spoken = _spoken(spot, words)
    kind = f"lineage-node is-{node.kind} {look.name}"
    kind += " is-focus" if node.id == focus else ""
    kind += " is-found" if node.is_found else ""
    if node.kind is NodeKind.MOVEMENT:
        drawn = titled(spoken) + _movement(spot, look)
    else:
        drawn = _box(spot, look, spoken, is_focus=node.id == focus)
        drawn += _said(spot, words, look) + _sign(spot, look)
    group = tag("g", drawn, class_=kind)
    current = "true" if node.id == focus else None
    # A link has no other name than what is written on it, so that it can be called by that.
    return tag("a", group, href=node.href, aria_current=current) if node.href else group


def _spoken(spot: SpottedNode, words: LineageWords) -> str:
    node = spot.node
    said = [node.label, node.sublabel, node.detail, node.kg_text]
    if node.kind in {NodeKind.LOT, NodeKind.STAGE}:
        said.append(words.of(node.status))
    if node.is_found:
        said.append(words.found)
    return ", ".join(part for part in said if part)


def _box(spot: SpottedNode, look: Look, spoken: str, *, is_focus: bool) -> str:
    is_strong = is_focus or spot.node.is_found
    shape: dict[str, str | int] = {
        "class_": "lineage-box",
        "width": spot.width,
        "height": spot.height,
        "rx": 8,
        "fill": look.ground,
        "stroke": look.line,
    }
    behind = (
        tag("rect", x=spot.left + _BEHIND, y=spot.top + _BEHIND, stroke_width=1, **shape)
        if spot.node.kind is NodeKind.STAGE
        else ""
    )
    return behind + tag(
        "rect",
        titled(spoken),
        x=spot.left,
        y=spot.top,
        stroke_width=4 if is_strong else 1,
        stroke_dasharray=None if is_strong else look.dashes,
        **shape,
    )


def _said(spot: SpottedNode, words: LineageWords, look: Look) -> str:
    node, left, first = spot.node, spot.left + 8, spot.middle - 29
    name, rest = _in_two(node.sublabel)
    status = words.of(node.status) if node.kind is not NodeKind.UNDISCLOSED else ""
    weighed = " · ".join(one for one in (node.kg_text, status) if one)
    lines = (
        (name, "lineage-words", 12, None, None),
        (rest, "lineage-words", 12, None, None),
        (weighed, "lineage-status", 12, "600", look.line),
        (node.detail, "lineage-words", 11, None, None),
    )
    label = drawn_words(
        node.label, left, first, _LABEL_LETTERS, kind="lineage-label", size=11, weight="600"
    )
    return label + "".join(
        drawn_words(
            said,
            left,
            first + place * _LEADING,
            _LINE_LETTERS,
            kind=kind,
            size=size,
            weight=weight,
            fill=fill or _INK,
        )
        for place, (said, kind, size, weight, fill) in enumerate(lines, start=1)
    )


def _in_two(words: str) -> tuple[str, str]:
    """Break at the first dot what is too long for one line."""
    name, dot, rest = words.partition(" · ")
    return (name, rest) if dot and len(words) > _LINE_LETTERS else (words, "")


def _sign(spot: SpottedNode, look: Look) -> str:
    node, x, y = spot.node, spot.left + LOT_WIDTH - 16, spot.middle + 15
    disc = tag("circle", class_="lineage-disc", cx=x, cy=y, r=9, fill=look.line)
    if node.kind is NodeKind.UNDISCLOSED:
        return disc + text("?", x, y + 4, **_LETTER)
    if node.mark is not None:
        return disc + text(node.mark.letter, x, y + 4, **_LETTER)
    sign = tag(
        "path",
        class_="lineage-sign",
        d=f"M{x} {y}{SIGNS[node.status]}",
        fill="none",
        stroke="#fff",
        stroke_width=2,
        stroke_linecap="round",
    )
    return disc + sign


_LETTER: dict[str, str | int] = {
    "class_": "lineage-letter",
    "font_size": 11,
    "font_weight": "700",
    "fill": "#fff",
    "text_anchor": "middle",
}


def _movement(spot: SpottedNode, look: Look) -> str:
    node, middle = spot.node, spot.left + spot.width // 2
    bar = tag(
        "rect",
        class_="lineage-dot",
        x=spot.port_left,
        y=spot.port_top,
        width=14,
        height=spot.port_height,
        rx=7,
        fill=look.line,
    )
    below = spot.port_top + spot.port_height
    name = drawn_words(
        node.label,
        middle,
        below + 15,
        _MOVEMENT_LETTERS,
        kind="lineage-label",
        size=12,
        weight="600",
        anchor="middle",
    )
    when = drawn_words(
        node.detail or node.sublabel,
        middle,
        below + 30,
        _MOVEMENT_LETTERS + 2,
        kind="lineage-words",
        size=11,
        anchor="middle",
    )
    return bar + name + when
