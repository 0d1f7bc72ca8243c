"""The exact outline of a collection area, for those who may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, floor, log10, radians

from fairwild.drawing.lines import Point, path
from fairwild.drawing.svg import picture, tag, text
from fairwild.kernel.geometry import Geometry, Position, bounds

WIDTH, HEIGHT = 720, 480
_ROOM = 0.72
_LEAST_SPAN = 0.002
_METRES_PER_DEGREE = 111_195
_PER_DEGREE = 10_000_000
_KILOMETRE = 1_000


@dataclass(frozen=True)
class AreaMapWords:
    """The words of an area map: how to say north, metres and kilometres."""

    north: str
    metres: str
    kilometres: str


@dataclass(frozen=True)
class _View:
    middle_lon: float
    middle_lat: float
    scale: float
    narrowing: float

    def seen(self, spot: Position) -> Point:
        x = (spot[0] / _PER_DEGREE - self.middle_lon) * self.scale * self.narrowing
        y = (self.middle_lat - spot[1] / _PER_DEGREE) * self.scale
        return round(WIDTH / 2 + x), round(HEIGHT / 2 + y)


def area_map(
    geometry: Geometry,
    neighbours: Sequence[Geometry],
    title: str,
    *,
    words: AreaMapWords,
    description: str = "",
    key: str = "area",
) -> str:
    """Draw an area to scale with the areas beside it faint, a scale bar and a north sign."""
    view = _view(geometry)
    return picture(
        tag("rect", class_="map-ground", width=WIDTH, height=HEIGHT, fill="#f2f1ea"),
        *(_shape(other, view, "map-neighbour") for other in neighbours),
        _shape(geometry, view, "map-area"),
        _scale_bar(view, words),
        _north(words.north),
        size=(WIDTH, HEIGHT),
        key=key,
        said=(title, description),
        kind="map map-exact",
    )


def _view(geometry: Geometry) -> _View:
    west, south, east, north = bounds(geometry)
    middle_lat = (south + north) / 2
    narrowing = max(0.02, cos(radians(middle_lat)))
    wide = max(_LEAST_SPAN, (east - west) * narrowing)
    high = max(_LEAST_SPAN, north - south)
    scale = min(WIDTH * _ROOM / wide, HEIGHT * _ROOM / high)
    return _View((west + east) / 2, middle_lat, scale, narrowing)


def _shape(geometry: Geometry, view: _View, kind: str) -> str:
    fill, line = ("#a9c19a", "#2f5d3a") if kind == "map-area" else ("#dfe3d8", "#b9bfae")
    if geometry.point is not None:
        x, y = view.seen(geometry.point)
        return tag("circle", class_=kind, cx=x, cy=y, r=10, fill=fill, stroke=line, stroke_width=3)
    rings = [
        [view.seen(spot) for spot in ring[:-1]] for polygon in geometry.polygons for ring in polygon
    ]
    return tag(
        "path",
        class_=kind,
        d=path(rings),
        fill=fill,
        fill_rule="evenodd",
        stroke=line,
        stroke_width=3,
        stroke_linejoin="round",
    )


def _scale_bar(view: _View, words: AreaMapWords) -> str:
    per_metre = view.scale / _METRES_PER_DEGREE
    length_m = _round_length_m(WIDTH / 4 / per_metre)
    right, y = 24 + round(length_m * per_metre), HEIGHT - 24
    said = (
        f"{length_m // _KILOMETRE} {words.kilometres}"
        if length_m >= _KILOMETRE
        else f"{length_m} {words.metres}"
    )
    bar = tag(
        "path",
        class_="map-scale",
        d=f"M24 {y - 8}V{y}H{right}V{y - 8}",
        fill="none",
        stroke="#3d4038",
        stroke_width=3,
    )
    return bar + text(said, 30, y - 10, class_="map-words", font_size=20, fill="#3d4038")


def _round_length_m(most_m: float) -> int:
    """Give the largest 1, 2 or 5 times a power of ten that is not longer than this."""
    power = 10 ** max(0, floor(log10(max(1.0, most_m))))
    return int(max(step * power for step in (1, 2, 5) if step == 1 or step * power <= most_m))


def _north(word: str) -> str:
    x, y = WIDTH - 40, 24
    arrow = tag("path", class_="map-north", d=f"M{x} {y}l12 34l-12 -8l-12 8z", fill="#3d4038")
    return arrow + text(
        word, x, y + 56, class_="map-words", font_size=20, text_anchor="middle", fill="#3d4038"
    )
