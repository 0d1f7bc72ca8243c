"""Making lines smaller: fewer corners, and only the part inside the frame."""

import heapq
from collections.abc import Sequence
from itertools import pairwise

Point = tuple[int, int]
_OPEN_LEAST = 2
_CLOSED_LEAST = 4


def simplified(points: Sequence[Point], least_area: float) -> list[Point]:
    """Drop the corners of least triangle area first (Visvalingam and Whyatt 1993); ends stay."""
    after = list(range(1, len(points) + 1))
    before = list(range(-1, len(points) - 1))

    def area(i: int) -> float:
        (ax, ay), (bx, by), (cx, cy) = points[before[i]], points[i], points[after[i]]
        return abs((bx - ax) * (cy - ay) - (by - ay) * (cx - ax)) / 2

    areas = {i: area(i) for i in range(1, len(points) - 1)}
    queue = [(found, i) for i, found in areas.items()]
    heapq.heapify(queue)
    left = len(points)
    least = _CLOSED_LEAST if points[0] == points[-1] else _OPEN_LEAST
    while queue and left > least:
        found, i = heapq.heappop(queue)
        if found != areas.get(i):
            continue
        if found >= least_area:
            break
        del areas[i]
        left -= 1
        after[before[i]], before[after[i]] = after[i], before[i]
        for j in (before[i], after[i]):
            if j in areas:
                areas[j] = max(found, area(j))
                heapq.heappush(queue, (areas[j], j))
    return [spot for i, spot in enumerate(points) if i in areas or i in (0, len(points) - 1)]


def clipped(ring: Sequence[Point], low: Point, high: Point) -> list[Point]:
    """Give the part of a ring inside a frame (Sutherland and Hodgman 1974), not closed."""
    spots = list(ring)
    for axis in (0, 1):
        spots = _cut(spots, axis, low[axis], 1)
        spots = _cut(spots, axis, high[axis], -1)
    return spots


def _cut(spots: list[Point], axis: int, limit: int, sign: int) -> list[Point]:
    kept: list[Point] = []
    for i, spot in enumerate(spots):
        last = spots[i - 1]
        inside = sign * (spot[axis] - limit) >= 0
        if inside != (sign * (last[axis] - limit) >= 0):
            kept.append(_crossing(last, spot, axis, limit))
        if inside:
            kept.append(spot)
    return kept


def _crossing(a: Point, b: Point, axis: int, limit: int) -> Point:
    other = 1 - axis
    across = a[other] + round((b[other] - a[other]) * (limit - a[axis]) / (b[axis] - a[axis]))
    return (limit, across) if axis == 0 else (across, limit)


def doubled_area(ring: Sequence[Point]) -> int:
    """Give twice the area a ring encloses."""
    return abs(
        sum(ring[i - 1][0] * ring[i][1] - ring[i][0] * ring[i - 1][1] for i in range(len(ring)))
    )


def path(rings: Sequence[Sequence[Point]]) -> str:
    """Write closed rings as path data, each step from the last corner."""
    parts = []
    for ring in rings:
        steps = [f"M{ring[0][0]} {ring[0][1]}l"]
        for (ax, ay), (bx, by) in pairwise(ring):
            dx, dy = bx - ax, by - ay
            if dx or dy:
                steps.append(f"{dx}{dy}" if dy < 0 else f"{dx} {dy}")
        parts.append(_joined(steps) + "z")
    return "".join(parts)


def _joined(steps: list[str]) -> str:
    written = steps[0]
    for step in steps[1:]:
        written += step if written[-1] == "l" or step[0] == "-" else f" {step}"
    return written
