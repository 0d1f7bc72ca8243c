"""How much ground two shapes have in common."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import fsum, radians

from fairwild.kernel.geometry.measures import MICRO, authalic_q, distance_m, inside, square_of
from fairwild.kernel.geometry.shapes import PER_DEGREE, Geometry, Place, Position

MOST_ROWS = 400
MOST_CROSSINGS = 400_000
"""So many rows the common stretch of latitude is cut into, fewer where outlines are intricate."""

SAME_PLACE_M = 50
"""Two places nearer than this are one; a place has no size of its own."""

Span = tuple[float, float]


def overlap_m2(one: Geometry, other: Geometry) -> int:
    """Give the ground two outlines share, in whole square metres; nothing where one is a point.

    Every row counts as long as it is in the middle, so that slanting borders are met within a
    thousandth of a compact shape; ground is measured as `area_m2` measures it.
    """
    if one.point is not None or other.point is not None:
        return 0
    south, north = _common(one, other, 1)
    west, east = _common(one, other, 0)
    if north <= south or east <= west:
        return 0
    sides = len(one.positions) + len(other.positions)
    rows = min(MOST_ROWS, MOST_CROSSINGS // sides)
    edges = [south + (north - south) * row / rows for row in range(rows + 1)]
    levels = [authalic_q(radians(lat / PER_DEGREE)) for lat in edges]
    middles = [(low + high) / 2 for low, high in pairwise(edges)]
    mine, theirs = _spans(one, middles), _spans(other, middles)
    widths = [_shared(*pair) for pair in zip(mine, theirs, strict=True)]
    return round(fsum(map(square_of, widths, pairwise(levels))))


def is_same_place(one: Geometry, other: Geometry) -> bool:
    """Tell whether a place marked by a point lies in the other outline, or at the other point."""
    if one.point is None:
        return other.point is not None and is_same_place(other, one)
    if other.point is not None:
        return distance_m(_place(one.point), _place(other.point)) < SAME_PLACE_M
    return any(_within(one.point, polygon) for polygon in other.polygons)


def _within(spot: Position, polygon: Sequence[Sequence[Position]]) -> bool:
    shell, *holes = (tuple(ring) for ring in polygon)
    return inside(spot, shell) is not False and not any(inside(spot, hole) for hole in holes)


def _place(spot: Position) -> Place:
    lon, lat = spot
    return Place(lat * MICRO // PER_DEGREE, lon * MICRO // PER_DEGREE)


def _common(one: Geometry, other: Geometry, axis: int) -> tuple[int, int]:
    """Give the stretch of an axis that both shapes reach over."""
    low = max(min(spot[axis] for spot in shape.positions) for shape in (one, other))
    high = min(max(spot[axis] for spot in shape.positions) for shape in (one, other))
    return low, high


def _spans(shape: Geometry, rows: Sequence[float]) -> list[list[Span]]:
    """Give for every row from where to where it lies in the shape; holes are left out."""
    met: list[list[float]] = [[] for _ in rows]
    step = rows[1] - rows[0]
    for polygon in shape.polygons:
        for ring in polygon:
            for start, end in pairwise(ring):
                for row, lon in _crossings(start, end, rows, step):
                    met[row].append(lon)
    return [list(zip(*[iter(sorted(lons))] * 2, strict=True)) for lons in met]


def _crossings(
    start: Position, end: Position, rows: Sequence[float], step: float
) -> Iterator[tuple[int, float]]:
    """Give the rows a side crosses, and where; its lower end belongs to it, its upper does not."""
    (west, south), (east, north) = sorted((start, end), key=lambda spot: spot[1])
    first = max(0, int((south - rows[0]) // step) - 1)
    for row in range(first, len(rows)):
        if rows[row] >= north:
            return
        if rows[row] >= south:
            yield row, west + (east - west) * (rows[row] - south) / (north - south)


def _shared(mine: Sequence[Span], theirs: Sequence[Span]) -> float:
    """Give how long two rows of spans run together; both go from west to east."""
    shared, at, beside = 0.0, 0, 0
    while at < len(mine) and beside < len(theirs):
        low = max(mine[at][0], theirs[beside][0])
        high = min(mine[at][1], theirs[beside][1])
        shared += max(0.0, high - low)
        if mine[at][1] < theirs[beside][1]:
            at += 1
        else:
            beside += 1
    return shared
