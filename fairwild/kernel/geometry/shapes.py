"""What a place on the map is: frozen values in whole fractions of a degree."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

PER_DEGREE = 10_000_000
"""Coordinates are kept as whole ten-millionths of a degree, about a centimetre on the ground."""

Position = tuple[int, int]
"""Longitude and latitude, in that order, in ten-millionths of a degree."""

Ring = tuple[Position, ...]
"""A closed line: the last position repeats the first."""


class GeometryKind(StrEnum):
    """The three kinds of shape a collection area can have."""

    POINT = "Point"
    POLYGON = "Polygon"
    MULTI_POLYGON = "MultiPolygon"


class Place(NamedTuple):
    """A point on the ground in whole microdegrees, latitude first as people say it."""

    lat_e6: int
    lon_e6: int


class Bounds(NamedTuple):
    """The smallest box around a shape, in degrees."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True)
class Geometry:
    """A valid shape: shells run counter-clockwise and holes clockwise; a point has no polygon."""

    kind: GeometryKind
    point: Position | None = None
    polygons: tuple[tuple[Ring, ...], ...] = ()

    @property
    def positions(self) -> tuple[Position, ...]:
        """Every position of the shape, rings still closed."""
        if self.point is not None:
            return (self.point,)
        return tuple(spot for polygon in self.polygons for ring in polygon for spot in ring)


@dataclass(frozen=True)
class GeometryFault:
    """One thing that is wrong with a shape: a code, a JSON pointer and what was found there."""

    code: str
    where: str
    detail: str = ""


def to_geojson(geometry: Geometry) -> dict[str, object]:
    """Give the shape as an RFC 7946 geometry object with coordinates in degrees."""
    if geometry.point is not None:
        return {"type": geometry.kind.value, "coordinates": _degrees(geometry.point)}
    polygons = [
        [[_degrees(spot) for spot in ring] for ring in polygon] for polygon in geometry.polygons
    ]
    coordinates = polygons if geometry.kind is GeometryKind.MULTI_POLYGON else polygons[0]
    return {"type": geometry.kind.value, "coordinates": coordinates}


def _degrees(position: Position) -> list[float]:
    return [position[0] / PER_DEGREE, position[1] / PER_DEGREE]
