"""Whether a place of a file lies where its area is, or its two numbers are swapped. Pure."""

from decimal import Decimal
from typing import NamedTuple

from fairwild.kernel.geometry import Bounds
from fairwild.kernel.refusals import Obstacle

MARGIN_DEGREES = Decimal(1)
"""A buying point may lie so far outside of its area."""


class Box(NamedTuple):
    """West, south, east and north in degrees."""

    west: Decimal
    south: Decimal
    east: Decimal
    north: Decimal


def widened(box: Bounds) -> Box:
    """Give the box of an area with a margin around it."""
    west, south, east, north = (
        Decimal(str(one)) for one in (box.west, box.south, box.east, box.north)
    )
    return Box(
        west - MARGIN_DEGREES, south - MARGIN_DEGREES, east + MARGIN_DEGREES, north + MARGIN_DEGREES
    )


def _within(lat: Decimal, lon: Decimal, box: Box) -> bool:
    return box.west <= lon <= box.east and box.south <= lat <= box.north


def obstacle_to_place(lat: Decimal, lon: Decimal, box: Box) -> Obstacle | None:
    """Say why a place cannot belong to an area: not on earth, swapped, or far away."""
    if _within(lat, lon, box):
        return None
    if _within(lon, lat, box):
        return Obstacle("place-looks-swapped", {}, at="latitude")
    if abs(lat) > Decimal(90) or abs(lon) > Decimal(180):
        return Obstacle("place-not-on-earth", {}, at="latitude")
    return Obstacle("place-far-from-area", {}, at="latitude")
