"""Points and polygons on the WGS 84 ellipsoid, read from GeoJSON (RFC 7946). Pure."""

from fairwild.kernel.geometry.measures import area_m2, bounds, centroid, coarse, distance_m
from fairwild.kernel.geometry.overlaps import is_same_place, overlap_m2
from fairwild.kernel.geometry.parsing import MAX_VERTICES, parse_geometry
from fairwild.kernel.geometry.shapes import (
    Bounds,
    Geometry,
    GeometryFault,
    GeometryKind,
    Place,
    Position,
    Ring,
    to_geojson,
)

__all__ = [
    "MAX_VERTICES",
    "Bounds",
    "Geometry",
    "GeometryFault",
    "GeometryKind",
    "Place",
    "Position",
    "Ring",
    "area_m2",
    "bounds",
    "centroid",
    "coarse",
    "distance_m",
    "is_same_place",
    "overlap_m2",
    "parse_geometry",
    "to_geojson",
]
