"""A lineage graph drawn on the server: stages from left to right, each lot exactly once."""

from fairwild.drawing.lineage.boxes import LineageWords, drawn_node
from fairwild.drawing.lineage.layers import LineageGraph, placed
from fairwild.drawing.lineage.lines import drawn_edge
from fairwild.drawing.svg import figure, tag


def lineage_svg(graph: LineageGraph, words: LineageWords, *, key: str = "lineage") -> str:
    """Draw the graph in its natural size; put it into a box that scrolls sideways.

    Raises LineageCycle when something would come from itself, ValueError for an edge to nowhere
    or a lot given twice.
    """
    layout = placed(graph)
    lines = [drawn_edge(edge, layout) for edge in graph.edges]
    boxes = [drawn_node(spot, words, graph.focus) for spot in layout.nodes.values()]
    return figure(
        tag("g", *lines, class_="lineage-edges") if lines else "",
        *boxes,
        size=(layout.width, layout.height),
        key=key,
        said=(words.title, words.description),
        kind="lineage",
    )
