"""A lineage graph drawn on the server: what it is made of and its picture."""

from fairwild.drawing.lineage.boxes import LineageWords
from fairwild.drawing.lineage.layers import (
    LineageCycle,
    LineageEdge,
    LineageGraph,
    lineage_layers,
)
from fairwild.drawing.lineage.looks import HUES
from fairwild.drawing.lineage.picture import lineage_svg
from fairwild.drawing.lineage.spots import LineageNode, Mark, NodeKind, NodeStatus

__all__ = [
    "HUES",
    "LineageCycle",
    "LineageEdge",
    "LineageGraph",
    "LineageNode",
    "LineageWords",
    "Mark",
    "NodeKind",
    "NodeStatus",
    "lineage_layers",
    "lineage_svg",
]
