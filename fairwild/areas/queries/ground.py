"""Which areas of an operator lie on the same ground."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import select

from fairwild.areas import rules
from fairwild.areas.facts import QuantityFacts, SharedGround
from fairwild.areas.queries.changes import all_whole_facts
from fairwild.areas.queries.places import shape_of
from fairwild.areas.records import CollectionArea, MaximumQuantity
from fairwild.kernel.geometry import (
    Bounds,
    Geometry,
    area_m2,
    bounds,
    is_same_place,
    overlap_m2,
)
from fairwild.unit_of_work import Reading


def shared_ground(
    reading: Reading, operator_id: UUID, shape: Geometry, *, but: UUID | None = None
) -> list[SharedGround]:
    """Give the areas of an operator, closed ones too, on which an outline materially lies.

    `but` is the area whose outline it is. Nobody is asked for permission.
    """
    query = select(CollectionArea).where(CollectionArea.operator_id == operator_id)
    rows = reading.session.scalars(query.order_by(CollectionArea.code))
    here = bounds(shape)
    near = (row for row in rows if row.id != but and _meet(here, _box_of(row.geometry)))
    return [found for row in near if (found := _shared(row, shape))]


def _shared(row: CollectionArea, shape: Geometry) -> SharedGround | None:
    other = shape_of(row)
    if is_same_place(shape, other):
        return _ground(row, row.computed_m2 or area_m2(shape), Fraction(1))
    smaller = min(area_m2(shape), row.computed_m2)
    common = min(overlap_m2(shape, other), smaller)
    if not rules.is_material(common, smaller):
        return None
    return _ground(row, common, Fraction(common, smaller))


def _ground(row: CollectionArea, common_m2: int, share: Fraction) -> SharedGround:
    closed = row.closed_at is not None
    return SharedGround(row.id, row.code, closed, common_m2, share)


def limits_beside(
    reading: Reading, wanted: QuantityFacts, operator_id: UUID
) -> list[QuantityFacts]:
    """Give every limit an operator has for the same plants, wherever; nobody is asked."""
    query = select(MaximumQuantity).where(
        MaximumQuantity.operator_id == operator_id,
        MaximumQuantity.species_id == wanted.species_id,
        MaximumQuantity.part == wanted.part,
    )
    ordered = query.order_by(MaximumQuantity.season_from.desc(), MaximumQuantity.id)
    return all_whole_facts(reading, list(reading.session.scalars(ordered)))


_MARGIN = 0.001
"""Two places are one also where they differ a little, in degrees."""


def _meet(one: Bounds, other: Bounds) -> bool:
    apart = (
        one.west - other.east,
        other.west - one.east,
        one.south - other.north,
        other.south - one.north,
    )
    return max(apart) <= _MARGIN


def _box_of(geometry: dict[str, Any]) -> Bounds:
    """Give the box around a stored outline without reading it in full."""
    spots = list(_spots(geometry["coordinates"]))
    lons, lats = [spot[0] for spot in spots], [spot[1] for spot in spots]
    return Bounds(min(lons), min(lats), max(lons), max(lats))


def _spots(coordinates: Any) -> Iterator[Any]:
    if isinstance(coordinates[0], list):
        for inner in coordinates:
            yield from _spots(inner)
    else:
        yield coordinates
