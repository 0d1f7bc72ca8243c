"""Collection areas of the demonstration: irregular plots of a wanted size at a place."""

import math
from typing import Any

from fairwild.kernel.geometry import Geometry, area_m2, parse_geometry

CORNERS = 14
METRES_PER_DEGREE = 111_320


def _ring(lat: float, lon: float, radius_m: float, turn: int) -> list[list[float]]:
    """Walk round the place; the distance from it sways, so that no plot looks drawn by a ruler."""
    ring = []
    for corner in range(CORNERS):
        angle = 2 * math.pi * corner / CORNERS
        reach = radius_m * (1 + 0.16 * math.sin(3 * angle + turn) + 0.08 * math.cos(5 * angle))
        east = reach * math.cos(angle) / (METRES_PER_DEGREE * math.cos(math.radians(lat)))
        north = reach * math.sin(angle) / METRES_PER_DEGREE
        ring.append([round(lon + 1.5 * east, 6), round(lat + north / 1.5, 6)])
    return [*ring, ring[0]]


def _polygon(lat: float, lon: float, radius_m: float, turn: int) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [_ring(lat, lon, radius_m, turn)]}


def plot(lat: float, lon: float, *, hectares: float, turn: int = 0) -> dict[str, Any]:
    """Give a GeoJSON polygon of about this many hectares round the place."""
    guess_m = math.sqrt(hectares * 10_000 / math.pi)
    drawn = parse_geometry(_polygon(lat, lon, guess_m, turn))
    if not isinstance(drawn, Geometry):
        message = f"the plot at {lat}, {lon} cannot be drawn: {drawn}"
        raise TypeError(message)
    return _polygon(lat, lon, guess_m * math.sqrt(hectares * 10_000 / area_m2(drawn)), turn)
