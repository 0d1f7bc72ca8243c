"""Where the lines of a shape cross, touch or fold back, found with whole-number arithmetic."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from fairwild.kernel.geometry.measures import inside
from fairwild.kernel.geometry.shapes import PER_DEGREE, GeometryFault, Position, Ring

MAX_REPORTED = 20
MAX_COMPARISONS = 2_000_000

RingSpot = tuple[str, int, Ring]
"""A ring with the JSON pointer to it and the number of the polygon it belongs to."""


class _Side(NamedTuple):
    low: int
    high: int
    low_across: int
    high_across: int
    start: Position
    end: Position
    ring: int
    number: int


def crossing_faults(rings: Sequence[RingSpot]) -> list[GeometryFault]:
    """List the first twenty places where rings cross, touch themselves or fold back."""
    faults = [fault for pointer, _, ring in rings for fault in _folds(pointer, ring)]
    sides = _sides(rings)
    if _comparisons(sides) > MAX_COMPARISONS:
        return [*faults, GeometryFault("too-intricate", rings[0][0])][:MAX_REPORTED]
    for one, other in _near_pairs(sides):
        if len(faults) >= MAX_REPORTED:
            break
        if not _clash(one, other, rings):
            continue
        pointer = rings[one.ring][0]
        code = "self-intersection" if one.ring == other.ring else "rings-cross"
        faults.append(GeometryFault(code, f"{pointer}/{one.number}", _spoken(one.start)))
    return list(dict.fromkeys(faults))[:MAX_REPORTED]


def _folds(pointer: str, ring: Ring) -> Iterator[GeometryFault]:
    spots = ring[:-1]
    for i, (bx, by) in enumerate(spots):
        ax, ay = spots[i - 1]
        cx, cy = spots[(i + 1) % len(spots)]
        forward = (bx - ax) * (cx - bx) + (by - ay) * (cy - by)
        if _turn((ax, ay), (bx, by), (cx, cy)) == 0 and forward < 0:
            yield GeometryFault("self-intersection", f"{pointer}/{i}", _spoken((bx, by)))


def _sides(rings: Sequence[RingSpot]) -> list[_Side]:
    """Cut the rings into sides, laid along the axis on which they overlap least."""
    pairs = [
        (ring[i], ring[i + 1], number, i)
        for number, (_, _, ring) in enumerate(rings)
        for i in range(len(ring) - 1)
    ]
    along = 0 if _crowding(pairs, 0) <= _crowding(pairs, 1) else 1
    sides = []
    for a, b, number, i in pairs:
        low, high = sorted((a[along], b[along]))
        low_across, high_across = sorted((a[1 - along], b[1 - along]))
        sides.append(_Side(low, high, low_across, high_across, a, b, number, i))
    return sorted(sides)


def _crowding(pairs: Sequence[tuple[Position, Position, int, int]], axis: int) -> float:
    values = [a[axis] for a, _, _, _ in pairs]
    return sum(abs(a[axis] - b[axis]) for a, b, _, _ in pairs) / (max(values) - min(values) or 1)


def _comparisons(sides: Sequence[_Side]) -> int:
    """Count beforehand how often the sweep will compare, so that no shape can stall a request."""
    starts = [side.low for side in sides]
    return sum(bisect_right(starts, side.high) - i - 1 for i, side in enumerate(sides))


def _near_pairs(sides: Sequence[_Side]) -> Iterator[tuple[_Side, _Side]]:
    active: list[_Side] = []
    for side in sides:
        low, bottom, top = side.low, side.low_across, side.high_across
        active = [other for other in active if other.high >= low]
        for other in active:
            if other.low_across <= top and other.high_across >= bottom:
                yield other, side
        active.append(side)


def _clash(one: _Side, other: _Side, rings: Sequence[RingSpot]) -> bool:
    if one.ring != other.ring:
        same_polygon = rings[one.ring][1] == rings[other.ring][1]
        return _cross(one, other) or (same_polygon and _run_together(one, other))
    last = len(rings[one.ring][2]) - 2
    if abs(one.number - other.number) in (1, last):
        return False
    return _meet(one, other)


def _cross(one: _Side, other: _Side) -> bool:
    d1, d2, d3, d4 = _four_turns(one, other)
    return d1 * d2 < 0 and d3 * d4 < 0


def _run_together(one: _Side, other: _Side) -> bool:
    if any(_four_turns(one, other)):
        return False
    shared = min(one.high, other.high) - max(one.low, other.low)
    across = min(one.high_across, other.high_across) - max(one.low_across, other.low_across)
    return shared > 0 or across > 0


def _meet(one: _Side, other: _Side) -> bool:
    d1, d2, d3, d4 = _four_turns(one, other)
    return d1 * d2 <= 0 and d3 * d4 <= 0


def _four_turns(one: _Side, other: _Side) -> tuple[int, int, int, int]:
    return (
        _turn(other.start, other.end, one.start),
        _turn(other.start, other.end, one.end),
        _turn(one.start, one.end, other.start),
        _turn(one.start, one.end, other.end),
    )


def _turn(a: Position, b: Position, c: Position) -> int:
    value = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
    return (value > 0) - (value < 0)


def nesting_faults(rings: Sequence[RingSpot]) -> list[GeometryFault]:
    """List holes outside their shell, holes inside holes and polygons on top of each other."""
    shells = {polygon: ring for _, polygon, ring in reversed(rings)}
    faults = []
    for pointer, polygon, ring in rings:
        if ring is not shells[polygon] and not _within(ring, shells[polygon]):
            faults.append(GeometryFault("hole-outside-shell", pointer))
    holes = [spot for spot in rings if spot[2] is not shells[spot[1]]]
    faults.extend(
        GeometryFault("holes-overlap", pointer)
        for pointer, polygon, ring in holes
        for _, other_polygon, other in holes
        if polygon == other_polygon and ring is not other and _within(ring, other)
    )
    return faults + _stacked(rings, shells)


def _stacked(rings: Sequence[RingSpot], shells: dict[int, Ring]) -> list[GeometryFault]:
    faults = []
    for pointer, polygon, ring in rings:
        if ring is not shells[polygon]:
            continue
        for number, shell in shells.items():
            if number != polygon and _within(ring, shell) and not _in_hole(ring, number, rings):
                faults.append(GeometryFault("polygons-overlap", pointer.rpartition("/")[0]))
    return faults


def _in_hole(ring: Ring, polygon: int, rings: Sequence[RingSpot]) -> bool:
    holes = [other for _, number, other in rings if number == polygon][1:]
    return any(_within(ring, hole) for hole in holes)


def _within(ring: Ring, outer: Ring) -> bool:
    """Say whether a ring that crosses nothing lies in another: one free position decides."""
    for spot in ring:
        answer = inside(spot, outer)
        if answer is not None:
            return answer
    return set(ring) == set(outer) or all(
        inside(_between(ring, i), outer) is not False for i in range(len(ring) - 1)
    )


def _between(ring: Ring, i: int) -> Position:
    return (ring[i][0] + ring[i + 1][0]) // 2, (ring[i][1] + ring[i + 1][1]) // 2


def _spoken(spot: Position) -> str:
    return f"{spot[0] / PER_DEGREE:.7f} {spot[1] / PER_DEGREE:.7f}"
