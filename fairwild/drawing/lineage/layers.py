"""Laying out a graph without cycles in layers (Sugiyama, Tagawa and Toda 1981)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fairwild.drawing.lineage.spots import (
    EDGE_ROOM,
    PASSING_HEIGHT,
    LineageNode,
    NodeKind,
    NodeStatus,
    SpottedNode,
    node_size,
    spread,
)

__all__ = [
    "Layout",
    "LineageCycle",
    "LineageEdge",
    "LineageGraph",
    "LineageNode",
    "NodeKind",
    "NodeStatus",
    "lineage_layers",
    "placed",
]

_MARGIN = 16
_SWEEPS = 8
Point = tuple[int, int]
Links = dict[str, list[str]]


class LineageCycle(ValueError):
    """Something in the graph would come from itself."""


@dataclass(frozen=True)
class LineageEdge:
    """So many kilograms went from one node into another; a step without a node says its deed."""

    source: str
    target: str
    kg_text: str
    deed: str = ""
    said: str = ""


@dataclass(frozen=True)
class LineageGraph:
    """Nodes, edges and the id of the lot the page is about."""

    nodes: tuple[LineageNode, ...]
    edges: tuple[LineageEdge, ...]
    focus: str | None = None


@dataclass(frozen=True)
class Layout:
    """Where everything lies."""

    width: int
    height: int
    nodes: Mapping[str, SpottedNode]
    routes: Mapping[LineageEdge, tuple[Point, ...]]
    label_spots: Mapping[LineageEdge, Point]


def lineage_layers(graph: LineageGraph) -> tuple[tuple[LineageNode, ...], ...]:
    """Give the nodes stage by stage, in the order in which the picture shows them."""
    nodes = {node.id: node for node in graph.nodes}
    columns, _ = _ordered(graph)
    return tuple(tuple(nodes[key] for key in column if key in nodes) for column in columns)


def placed(graph: LineageGraph) -> Layout:
    """Lay the graph out: no two boxes overlap, and no edge runs through a box."""
    columns, chains = _ordered(graph)
    nodes = {node.id: node for node in graph.nodes}
    after, before = _links(pair for chain in chains.values() for pair in _steps(chain))
    sizes = {
        key: node_size(nodes[key], max(len(after.get(key, ())), len(before.get(key, ()))))
        if key in nodes
        else (0, PASSING_HEIGHT)
        for column in columns
        for key in column
    }
    middles = _middles(columns, sizes, after, before)
    spots: dict[str, SpottedNode] = {}
    edges_x: list[tuple[int, int]] = []
    left = _MARGIN
    for column in columns:
        wide = max(sizes[key][0] for key in column)
        edges_x.append((left, left + wide))
        for key in column:
            width, height = sizes[key]
            top = round(middles[key] - height / 2)
            node = nodes.get(key) or LineageNode(key, "")
            x = left + (wide - width) // 2
            spots[key] = SpottedNode(node, x, top, width, height)
        left += wide + EDGE_ROOM
    routes, labels = _routes(columns, chains, spots, edges_x, after=after, before=before)
    height = max(spot.top + spot.height for spot in spots.values()) + _MARGIN
    kept = {key: spots[key] for column in columns for key in column if key in nodes}
    return Layout(left - EDGE_ROOM + _MARGIN, height, kept, routes, labels)


def _ordered(graph: LineageGraph) -> tuple[list[list[str]], dict[LineageEdge, tuple[str, ...]]]:
    """Give columns in a good order, and each edge as a chain through the columns it passes."""
    _check(graph)
    depth = _depths(graph)
    columns: list[list[str]] = [[] for _ in range(max(depth.values()) + 1)]
    for node in graph.nodes:
        columns[depth[node.id]].append(node.id)
    chains = {}
    for number, edge in enumerate(graph.edges):
        passing = []
        for layer in range(depth[edge.source] + 1, depth[edge.target]):
            key = f"\0{number}/{layer}"
            columns[layer].append(key)
            passing.append(key)
        chains[edge] = (edge.source, *passing, edge.target)
    after, before = _links(pair for chain in chains.values() for pair in _steps(chain))
    return _untangled(columns, after, before), chains


def _check(graph: LineageGraph) -> None:
    if not graph.nodes:
        message = "a lineage graph needs at least one node"
        raise ValueError(message)
    known = {node.id for node in graph.nodes}
    if len(known) < len(graph.nodes):
        message = "a lot stands twice in the lineage graph"
        raise ValueError(message)
    ends = {end for edge in graph.edges for end in (edge.source, edge.target)}
    if ends - known:
        message = f"edges lead to unknown nodes: {', '.join(sorted(ends - known))}"
        raise ValueError(message)
    if len(set(graph.edges)) < len(graph.edges):
        message = "an edge stands twice in the lineage graph"
        raise ValueError(message)


def _depths(graph: LineageGraph) -> dict[str, int]:
    """Give each node the length of the longest way to it; what feeds in late stands late."""
    after, before = _links((edge.source, edge.target) for edge in graph.edges)
    waiting = {node.id: len(before.get(node.id, ())) for node in graph.nodes}
    ready = [key for key, count in waiting.items() if count == 0]
    depth = dict.fromkeys(ready, 0)
    for key in ready:
        for target in after.get(key, ()):
            depth[target] = max(depth.get(target, 0), depth[key] + 1)
            waiting[target] -= 1
            if waiting[target] == 0:
                ready.append(target)
    if len(ready) < len(graph.nodes):
        stuck = sorted(set(waiting) - set(ready))
        message = f"these nodes come from themselves: {', '.join(stuck)}"
        raise LineageCycle(message)
    for key in ready:
        if key not in before and key in after:
            depth[key] = min(depth[target] for target in after[key]) - 1
    return depth


def _links(pairs: Iterable[tuple[str, str]]) -> tuple[Links, Links]:
    after: Links = {}
    before: Links = {}
    for source, target in pairs:
        after.setdefault(source, []).append(target)
        before.setdefault(target, []).append(source)
    return after, before


def _steps(chain: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(chain[i], chain[i + 1]) for i in range(len(chain) - 1)]


def _untangled(columns: list[list[str]], after: Links, before: Links) -> list[list[str]]:
    """Order each column by the mean place of its neighbours; the best of some sweeps wins."""
    best, fewest = columns, _crossings(columns, after)
    now = [list(column) for column in columns]
    for sweep in range(_SWEEPS):
        forward = sweep % 2 == 0
        numbers = range(1, len(now)) if forward else range(len(now) - 2, -1, -1)
        links = before if forward else after
        for i in numbers:
            place = {key: n for n, key in enumerate(now[i - 1 if forward else i + 1])}
            own = {key: n for n, key in enumerate(now[i])}
            now[i].sort(key=lambda key, p=place, o=own: _mean(links.get(key), p, o[key]))  # type: ignore[misc]  # mypy cannot infer a lambda with defaults
        found = _crossings(now, after)
        if found < fewest:
            best, fewest = [list(column) for column in now], found
    return best


def _mean(keys: list[str] | None, place: Mapping[str, float], otherwise: float) -> float:
    return sum(place[key] for key in keys) / len(keys) if keys else otherwise


def _crossings(columns: list[list[str]], after: Links) -> int:
    count = 0
    for i in range(len(columns) - 1):
        place = {key: n for n, key in enumerate(columns[i + 1])}
        tree = [0] * (len(place) + 1)
        drawn = 0
        for key in columns[i]:
            ends = sorted(place[target] for target in after.get(key, ()))
            count += sum(drawn - _tally(tree, end + 1) for end in ends)
            for end in ends:
                _add(tree, end + 1)
            drawn += len(ends)
    return count


def _tally(tree: list[int], i: int) -> int:
    total = 0
    while i > 0:
        total += tree[i]
        i -= i & -i
    return total


def _add(tree: list[int], i: int) -> None:
    while i < len(tree):
        tree[i] += 1
        i += i & -i


def _middles(
    columns: list[list[str]], sizes: Mapping[str, tuple[int, int]], after: Links, before: Links
) -> dict[str, float]:
    """Give each box a height near its neighbours, in the order of its column."""
    middles = {
        key: middle
        for column in columns
        for key, middle in zip(
            column, spread([0.0] * len(column), [sizes[key][1] for key in column]), strict=True
        )
    }
    for sweep in range(_SWEEPS):
        links = before if sweep % 2 == 0 else after
        for column in columns if sweep % 2 == 0 else reversed(columns):
            wishes = [_mean(links.get(key), middles, middles[key]) for key in column]
            heights = [sizes[key][1] for key in column]
            middles.update(zip(column, spread(wishes, heights), strict=True))
    top = min(middles[key] - sizes[key][1] / 2 for column in columns for key in column)
    return {key: middle - top + _MARGIN for key, middle in middles.items()}


def _routes(
    columns: list[list[str]],
    chains: Mapping[LineageEdge, tuple[str, ...]],
    spots: Mapping[str, SpottedNode],
    edges_x: list[tuple[int, int]],
    *,
    after: Links,
    before: Links,
) -> tuple[dict[LineageEdge, tuple[Point, ...]], dict[LineageEdge, Point]]:
    column_of = {key: i for i, column in enumerate(columns) for key in column}
    leaving = {key: sorted(ends, key=lambda end: spots[end].middle) for key, ends in after.items()}
    coming = {key: sorted(ends, key=lambda end: spots[end].middle) for key, ends in before.items()}
    routes: dict[LineageEdge, tuple[Point, ...]] = {}
    labels: dict[LineageEdge, Point] = {}
    for edge, chain in chains.items():
        line: list[Point] = []
        for source, target in _steps(chain):
            out = spots[source].port(leaving[source].index(target), len(leaving[source]))
            into = spots[target].port(coming[target].index(source), len(coming[target]))
            gap_from, gap_to = edges_x[column_of[source]][1], edges_x[column_of[target]][0]
            line += [(spots[source].port_right, out), (gap_from, out), (gap_to, into)]
            line.append((spots[target].port_left, into))
            at_source = len(leaving[source]) <= len(coming[target])
            beside = EDGE_ROOM // 2
            spot = (gap_from + beside, out - 4) if at_source else (gap_to - beside, into - 4)
            labels.setdefault(edge, spot)
        routes[edge] = tuple(dict.fromkeys(line))
    return routes, labels
