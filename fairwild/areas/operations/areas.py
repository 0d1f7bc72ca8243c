"""Deeds on areas: registering, putting right, closing."""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

import rfc8785

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.areas import events, queries, rules
from fairwild.areas.facts import Rotation
from fairwild.areas.records import CollectionArea
from fairwild.drawing.atlas import country_bounds
from fairwild.kernel.geometry import (
    Geometry,
    area_m2,
    centroid,
    parse_geometry,
    to_geojson,
)
from fairwild.kernel.refusals import Conflict, Invalid, Obstacle
from fairwild.unit_of_work import UnitOfWork

Shape = Geometry | Mapping[str, Any]
"""An outline already read, or decoded GeoJSON."""


def _read(shape: Shape, country: str) -> Geometry:
    """Read an outline in a country; raises Invalid with every fault at its place.

    Swapped axes are a fault, too: what lies in the country only the other way round.
    """
    said = to_geojson(shape) if isinstance(shape, Geometry) else shape
    found = parse_geometry(said, country=country_bounds(country))
    if isinstance(found, Geometry):
        return found
    raise Invalid({f"geometry{fault.where}": f"geometry-{fault.code}" for fault in found})


def _rotation(years: int | None, first_year: int | None) -> Rotation | None:
    """Read a rotation; raises Invalid where only one half of it is said."""
    if years is None and first_year is None:
        return None
    if years is None:
        raise Invalid({"rotation_years": "missing"})
    if first_year is None:
        raise Invalid({"rotation_first_year": "missing"})
    return Rotation(years, first_year)


def _turn(area: CollectionArea, rotation: Rotation | None) -> None:
    area.rotation_years = rotation.years if rotation else None
    area.rotation_first_year = rotation.first_year if rotation else None


def _draw_outline(area: CollectionArea, geometry: Geometry) -> None:
    centre = centroid(geometry)
    area.geometry = to_geojson(geometry)
    area.centre_lat_e6, area.centre_lon_e6 = centre.lat_e6, centre.lon_e6
    area.computed_m2 = area_m2(geometry)


def _said_of(area: CollectionArea) -> dict[str, Any]:
    """Give what the events of an area have in common; its outline only as a digest."""
    return {
        "subject": area.id,
        "name": area.name,
        "admin_unit": area.admin_unit,
        "country": area.country,
        "geometry_sha256": hashlib.sha256(rfc8785.dumps(area.geometry)).hexdigest(),
        "computed_m2": area.computed_m2,
        "stated_m2": area.stated_m2,
        "sensitive": area.sensitive,
        "needs_permit": area.needs_permit,
        "rotation_years": area.rotation_years,
        "rotation_first_year": area.rotation_first_year,
    }


def register_area(
    work: UnitOfWork,
    *,
    operator_id: UUID,
    code: str,
    name: str,
    admin_unit: str,
    country: str,
    geometry: Shape,
    stated_m2: int | None = None,
    tenure_note: str = "",
    sensitive: bool = False,
    needs_permit: bool = False,
    rotation_years: int | None = None,
    rotation_first_year: int | None = None,
) -> CollectionArea:
    """Give an operator a new area; its size and middle are computed from the outline.

    With a rotation it is collected only every so many years, first in the year given. Refused on
    the ground of another open area. Raises Invalid with every fault of the outline and for half a
    rotation.
    """
    work.may(Action.REGISTER_AREA, on=Of(Party.OPERATOR, operator_id))
    shape, rotation = _read(geometry, country), _rotation(rotation_years, rotation_first_year)
    taken = queries.is_code_taken(work, operator_id, code)
    ground = queries.shared_ground(work, operator_id, shape)
    code_obstacles = rules.obstacles_to_area_code(code, taken=taken)
    work.refuse_if([*code_obstacles, *rules.obstacles_to_outline(ground)])
    area = CollectionArea(
        operator_id=operator_id,
        code=code,
        name=name,
        admin_unit=admin_unit,
        country=country,
        stated_m2=stated_m2,
        tenure_note=tenure_note,
        sensitive=sensitive,
        needs_permit=needs_permit,
        registered_at=work.now,
    )
    _turn(area, rotation)
    _draw_outline(area, shape)
    work.add(area)
    work.record(events.AreaRegistered(operator_id=operator_id, code=code, **_said_of(area)))
    return area


def edit_area(
    work: UnitOfWork,
    *,
    area_id: UUID,
    version: int,
    name: str,
    admin_unit: str,
    country: str,
    geometry: Shape,
    stated_m2: int | None = None,
    tenure_note: str = "",
    sensitive: bool = False,
    needs_permit: bool = False,
    rotation_years: int | None = None,
    rotation_first_year: int | None = None,
) -> CollectionArea:
    """Put right what is known of an area; raises Conflict for a version that is no longer there.

    Another outline is refused on the ground of another open area, and where a closed one has a
    limit for the same plants and year.
    """
    area = work.take(CollectionArea, area_id, to=Action.EDIT_AREA)
    if area.version != version:
        raise Conflict("collection_area")
    shape, rotation = _read(geometry, country), _rotation(rotation_years, rotation_first_year)
    work.refuse_if(
        [
            *rules.obstacles_to_changing(queries.facts_of(area)),
            *_obstacles_to_moving(work, area, shape),
        ]
    )
    area.name, area.admin_unit, area.country = name, admin_unit, country
    area.stated_m2, area.tenure_note, area.sensitive = stated_m2, tenure_note, sensitive
    area.needs_permit = needs_permit
    _turn(area, rotation)
    _draw_outline(area, shape)
    work.record(events.AreaChanged(**_said_of(area)))
    work.session.flush()
    return area


def _obstacles_to_moving(
    work: UnitOfWork, area: CollectionArea, shape: Geometry
) -> Iterator[Obstacle]:
    """Say what stands against another outline: ground, and limits, that another area has."""
    if to_geojson(shape) == area.geometry:
        return
    ground = queries.shared_ground(work, area.operator_id, shape, but=area.id)
    yield from rules.obstacles_to_outline(ground)
    closed = [one for one in ground if one.closed]
    for row in queries.quantities_of_area(work, area.id) if closed else ():
        limit = queries.quantity_facts(row)
        others = queries.limits_beside(work, limit, area.operator_id)
        elsewhere = [one for one in others if one.area_id != area.id]
        yield from rules.obstacles_to_season(limit, elsewhere, closed)


def close_area(work: UnitOfWork, *, area_id: UUID) -> CollectionArea:
    """End collecting in an area; what was collected there stays as it is."""
    area = work.take(CollectionArea, area_id, to=Action.EDIT_AREA)
    work.refuse_if(rules.obstacles_to_changing(queries.facts_of(area)))
    area.closed_at = work.now
    work.record(events.AreaClosed(subject=area.id, code=area.code))
    return area
