"""The outlines of the countries, read once from our own small file."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from fairwild.drawing.lines import Point, doubled_area
from fairwild.kernel.geometry import Bounds
from fairwild.resources import folder


class Walk(NamedTuple):
    """An arc as a ring walks it: its number (~n is n backwards) and how far it is moved east."""

    number: int
    east: int


Shape = tuple[tuple[Walk, ...], ...]
"""One polygon: rings of walked arcs, unbroken where they cross the 180th meridian."""

_CRUMB = 0.01
_REACH = 1.0


@dataclass(frozen=True)
class Box:
    """A box in atlas units, the upper bounds included."""

    west: int
    south: int
    east: int
    north: int

    def touches(self, other: "Box") -> bool:
        """Say whether two boxes share any spot."""
        return (
            self.west <= other.east
            and other.west <= self.east
            and self.south <= other.north
            and other.south <= self.north
        )

    def joined(self, other: "Box") -> "Box":
        """Give the box around both."""
        return Box(
            min(self.west, other.west),
            min(self.south, other.south),
            max(self.east, other.east),
            max(self.north, other.north),
        )

    def moved(self, east: int) -> "Box":
        """Give the box so many units further east."""
        return Box(self.west + east, self.south, self.east + east, self.north)

    def grown(self, share: float) -> "Box":
        """Give the box with a margin of this share of its size on every side."""
        wide, high = (
            round((self.east - self.west) * share),
            round((self.north - self.south) * share),
        )
        return Box(self.west - wide, self.south - high, self.east + wide, self.north + high)


@dataclass(frozen=True)
class Atlas:
    """Shared arcs, and for every country (ISO 3166-1 alpha-2) the polygons they make up."""

    units_per_degree: int
    arcs: tuple[tuple[Point, ...], ...]
    countries: Mapping[str, tuple[Shape, ...]]
    boxes: Mapping[str, tuple[Box, ...]]

    @property
    def full_turn(self) -> int:
        """Give the length of the equator in atlas units."""
        return 360 * self.units_per_degree

    def ring(self, walks: tuple[Walk, ...]) -> list[Point]:
        """Give the corners of a ring, not closed."""
        return [
            (x + walk.east, y) for walk in walks for x, y in _walked(self.arcs, walk.number)[:-1]
        ]

    def home(self, country: str) -> Box:
        """Give the box around the main land of a country: what lies far off is left out."""
        shapes, boxes = self.countries[country], self.boxes[country]
        areas = [doubled_area(self.ring(shape[0])) for shape in shapes]
        order = sorted(range(len(shapes)), key=lambda i: -areas[i])
        home = boxes[order[0]]
        waiting = [i for i in order[1:] if areas[i] >= _CRUMB * areas[order[0]]]
        near = [i for i in waiting if boxes[i].touches(home.grown(_REACH))]
        while near:
            home = home.joined(boxes[near[0]])
            waiting.remove(near[0])
            near = [i for i in waiting if boxes[i].touches(home.grown(_REACH))]
        return home


@lru_cache(maxsize=1)
def world() -> Atlas:
    """Give the atlas that travels with the package."""
    raw = json.loads((folder("certs") / "maps" / "world.json").read_text(encoding="utf-8"))
    arcs = tuple(
        tuple(zip(accumulate(arc[::2]), accumulate(arc[1::2]), strict=True)) for arc in raw["arcs"]
    )
    turn = 360 * int(raw["units_per_degree"])
    countries = {
        code: tuple(tuple(_walks(arcs, ring, turn) for ring in shape) for shape in shapes)
        for code, shapes in raw["countries"].items()
    }
    boxes = {
        code: tuple(_box(arcs, shape[0]) for shape in shapes) for code, shapes in countries.items()
    }
    return Atlas(raw["units_per_degree"], arcs, countries, boxes)


def _walked(arcs: tuple[tuple[Point, ...], ...], number: int) -> tuple[Point, ...]:
    return arcs[number] if number >= 0 else arcs[~number][::-1]


def _walks(
    arcs: tuple[tuple[Point, ...], ...], numbers: Sequence[int], turn: int
) -> tuple[Walk, ...]:
    """Move each arc by whole turns so that it begins where the one before it ended."""
    walks: list[Walk] = []
    last = None
    for number in numbers:
        line = _walked(arcs, number)
        east = 0 if last is None else round((last - line[0][0]) / turn) * turn
        walks.append(Walk(number, east))
        last = line[-1][0] + east
    return tuple(walks)


def _box(arcs: tuple[tuple[Point, ...], ...], ring: tuple[Walk, ...]) -> Box:
    spots = [(x + walk.east, y) for walk in ring for x, y in _walked(arcs, walk.number)]
    xs, ys = [x for x, _ in spots], [y for _, y in spots]
    return Box(min(xs), min(ys), max(xs), max(ys))


def country_bounds(iso2: str) -> Bounds | None:
    """Give the box around all land of a country in degrees, None where the atlas has none."""
    atlas = world()
    if iso2 not in atlas.boxes:
        return None
    whole = atlas.boxes[iso2][0]
    for box in atlas.boxes[iso2][1:]:
        whole = whole.joined(box)
    unit = atlas.units_per_degree
    return Bounds(whole.west / unit, whole.south / unit, whole.east / unit, whole.north / unit)
