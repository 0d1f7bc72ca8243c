"""Small maps drawn on the server: a country with blurred marks. No tiles, no script."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import cos, radians

from fairwild.drawing.area import AreaMapWords, area_map
from fairwild.drawing.atlas import Atlas, Box, Shape, country_bounds, world
from fairwild.drawing.lines import Point, clipped, doubled_area, path, simplified
from fairwild.drawing.svg import picture, tag, titled
from fairwild.kernel.geometry import Place

__all__ = [
    "AreaMapWords",
    "Mark",
    "UnknownCountry",
    "area_map",
    "country_bounds",
    "country_map",
    "has_country",
]

WIDTH, HEIGHT = 720, 480
MAX_LAND_BYTES = 4_600
_MARGIN = 0.07
_LEAST_SPAN = 60
_OUTSIDE = 12
_LEAST_RADIUS = 16
_CORNER = 3
_MICRO = 1_000_000
_KM_PER_DEGREE = 111.2


Seen = dict[tuple[int, int], list[Point]]
"""Arcs as they come to lie in the picture, by number and how far they were moved east."""


class UnknownCountry(LookupError):
    """The atlas has no country of this code."""


@dataclass(frozen=True)
class Mark:
    """A blurred place: the middle of an area, how far it is blurred, and what stands there."""

    place: Place
    radius_km: int
    label: str


@dataclass(frozen=True)
class _View:
    """Where a spot of the atlas comes to lie in the picture."""

    west: float
    north: float
    across: float
    down: float

    def seen(self, spot: Point) -> Point:
        return round((spot[0] - self.west) * self.across), round((self.north - spot[1]) * self.down)


def has_country(iso2: str) -> bool:
    """Say whether the atlas can draw this country."""
    return iso2 in world().countries


def country_map(
    iso2: str,
    *,
    marks: Sequence[Mark],
    title: str,
    description: str = "",
    borders: bool = True,
    key: str = "map",
) -> str:
    """Draw a country with its neighbours faint and soft circles where something comes from.

    Without borders all land looks alike, so the picture takes no side in a dispute. Several maps
    on one page each need their own key. Raises UnknownCountry.
    """
    atlas = world()
    if iso2 not in atlas.countries:
        raise UnknownCountry(iso2)
    frame = atlas.home(iso2)
    for mark in marks:
        x, y = _atlas_spot(mark.place, atlas, frame)
        frame = frame.joined(Box(x, y, x, y))
    view = _view(frame, atlas)
    return picture(
        tag("rect", class_="map-sea", width=WIDTH, height=HEIGHT, fill="#e8eeec"),
        _land(iso2, view, borders),
        *(_drawn(mark, view, frame) for mark in marks),
        size=(WIDTH, HEIGHT),
        key=key,
        said=(title, description),
        kind="map",
    )


def _atlas_spot(place: Place, atlas: Atlas, frame: Box) -> Point:
    """Give the place in atlas units, on the side of the 180th meridian where the frame is."""
    unit = atlas.units_per_degree
    x, y = round(place.lon_e6 * unit / _MICRO), round(place.lat_e6 * unit / _MICRO)
    turns = round(((frame.west + frame.east) / 2 - x) / atlas.full_turn)
    return x + turns * atlas.full_turn, y


def _view(frame: Box, atlas: Atlas) -> _View:
    middle_x, middle_y = (frame.west + frame.east) / 2, (frame.south + frame.north) / 2
    narrowing = max(0.15, cos(radians(middle_y / atlas.units_per_degree)))
    wide = max(_LEAST_SPAN, (frame.east - frame.west) * (1 + 2 * _MARGIN)) * narrowing
    high = max(_LEAST_SPAN, (frame.north - frame.south) * (1 + 2 * _MARGIN))
    scale = min(WIDTH / wide, HEIGHT / high)
    return _View(
        west=middle_x - WIDTH / 2 / scale / narrowing,
        north=middle_y + HEIGHT / 2 / scale,
        across=scale * narrowing,
        down=scale,
    )


@lru_cache(maxsize=512)
def _land(iso2: str, view: _View, borders: bool) -> str:
    """Draw the land with as many corners as fit the budget."""
    least_area = 4.0
    drawn = _land_at(iso2, view, least_area, borders=borders)
    while len(drawn) > MAX_LAND_BYTES:
        least_area *= 1.6
        drawn = _land_at(iso2, view, least_area, borders=borders)
    return drawn


def _land_at(iso2: str, view: _View, least_area: float, *, borders: bool) -> str:
    atlas = world()
    seen: Seen = {}
    here = _rings(iso2, view, least_area, seen)
    others: list[list[Point]] = []
    for country in atlas.countries:
        if country != iso2:
            others += _rings(country, view, least_area, seen)
    if not borders:
        return tag("path", class_="map-land", d=path(others + here), fill="#c9d5bd")
    return _outline("map-neighbour", others, "#dfe3d8") + _outline("map-land", here, "#a9c19a")


def _outline(kind: str, rings: list[list[Point]], fill: str) -> str:
    if not rings:
        return ""
    return tag("path", class_=kind, d=path(rings), fill=fill, stroke="#fff", stroke_width=2)


def _rings(country: str, view: _View, least_area: float, seen: Seen) -> list[list[Point]]:
    atlas = world()
    frame = Box(
        round(view.west),
        round(view.north - HEIGHT / view.down),
        round(view.west + WIDTH / view.across),
        round(view.north),
    )
    rings = []
    for shape, box in zip(atlas.countries[country], atlas.boxes[country], strict=True):
        for east in (-atlas.full_turn, 0, atlas.full_turn):
            if box.moved(east).touches(frame):
                rings += _shape_rings(shape, east, view, least_area, seen)
    return rings


def _shape_rings(
    shape: Shape, east: int, view: _View, least_area: float, seen: Seen
) -> list[list[Point]]:
    rings = []
    for walks in shape:
        whole: list[Point] = []
        for number, moved in walks:
            line = _seen_arc(max(number, ~number), moved + east, view, least_area, seen)
            whole += (line if number >= 0 else line[::-1])[:-1]
        inside = clipped(whole, (-_OUTSIDE, -_OUTSIDE), (WIDTH + _OUTSIDE, HEIGHT + _OUTSIDE))
        if len(inside) >= _CORNER and doubled_area(inside) >= 2 * least_area:
            rings.append(inside)
    return rings


def _seen_arc(arc: int, east: int, view: _View, least_area: float, seen: Seen) -> list[Point]:
    if (arc, east) not in seen:
        line = [view.seen((x + east, y)) for x, y in world().arcs[arc]]
        seen[arc, east] = simplified(line, least_area)
    return seen[arc, east]


def _drawn(mark: Mark, view: _View, frame: Box) -> str:
    atlas = world()
    x, y = view.seen(_atlas_spot(mark.place, atlas, frame))
    radius = round(mark.radius_km / _KM_PER_DEGREE * atlas.units_per_degree * view.down)
    radius = max(_LEAST_RADIUS, radius)
    halo = tag(
        "circle", class_="map-halo", cx=x, cy=y, r=radius, fill="#b4690e", fill_opacity="0.3"
    )
    ring = tag(
        "circle",
        class_="map-mark",
        cx=x,
        cy=y,
        r=7,
        fill="#b4690e",
        stroke="#fff",
        stroke_width=3,
    )
    return tag("g", titled(mark.label), halo, ring)
