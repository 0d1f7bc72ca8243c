"""Words on one line, and the lines between nodes with what went along them."""

from html import escape
from textwrap import wrap

from fairwild.drawing.lineage.layers import Layout, LineageEdge
from fairwild.drawing.lineage.looks import look_of_line
from fairwild.drawing.svg import shortened, tag, text, titled

_DEED_LETTERS = 9


def drawn_edge(edge: LineageEdge, layout: Layout) -> str:
    """Draw a line with its kilograms and, where no node stands for it, its deed."""
    look = look_of_line(layout.nodes[edge.source].node, layout.nodes[edge.target].node)
    route = layout.routes[edge]
    parts = [f"M{route[0][0]} {route[0][1]}"]
    for i in range(1, len(route)):
        (ax, ay), (bx, by) = route[i - 1], route[i]
        middle = (ax + bx) // 2
        curved = ay != by
        parts.append(f"C{middle} {ay} {middle} {by} {bx} {by}" if curved else f"H{bx}")
    line = tag(
        "path",
        class_=f"lineage-edge {look.name}",
        d="".join(parts),
        fill="none",
        stroke=look.line,
        stroke_width=2,
        stroke_opacity="0.55",
        stroke_dasharray=look.dashes,
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
        font_size=11,
        fill="#3d4038",
        text_anchor="middle",
        stroke="#fff",
        stroke_width=4,
        paint_order="stroke",
    )


def drawn_words(
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
    """Draw words on one line, shortened to so many letters; nothing without words."""
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
