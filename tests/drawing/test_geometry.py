"""Shapes are read strictly, measured on the ellipsoid and blurred on a fixed grid."""

import json
from math import cos, hypot, inf, nan, pi, sin, sqrt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairwild.kernel.geometry import (
    MAX_VERTICES,
    Bounds,
    Geometry,
    GeometryFault,
    GeometryKind,
    Place,
    area_m2,
    bounds,
    centroid,
    coarse,
    distance_m,
    is_same_place,
    overlap_m2,
    parse_geometry,
    to_geojson,
)
from tests.conformance import CONFORMANCE, needs_conformance

FIXTURES = sorted((CONFORMANCE / "geo/geojson-invalid-geometry/examples").glob("*/*.geojson"))
SQUARE = [[105.0, 22.3], [105.1, 22.3], [105.1, 22.4], [105.0, 22.4], [105.0, 22.3]]
HOLE = [[105.02, 22.32], [105.04, 22.32], [105.04, 22.34], [105.02, 22.34], [105.02, 22.32]]


def polygon(*rings: object) -> dict[str, object]:
    return {"type": "Polygon", "coordinates": list(rings)}


def shape(value: object) -> Geometry:
    found = parse_geometry(value)
    assert isinstance(found, Geometry), found
    return found


def codes(value: object, country: Bounds | None = None) -> set[str]:
    found = parse_geometry(value, country=country)
    return set() if isinstance(found, Geometry) else {fault.code for fault in found}


def moved(ring: list[list[float]], lon: float) -> list[list[float]]:
    return [[x + lon, y] for x, y in ring]


def test_the_area_agrees_with_the_measured_square() -> None:
    assert abs(area_m2(shape(polygon(SQUARE))) - 114_064_638) <= 1
    assert area_m2(shape({"type": "Point", "coordinates": [105, 22]})) == 0


def test_a_hole_is_taken_off_the_area() -> None:
    whole, hole = area_m2(shape(polygon(SQUARE))), area_m2(shape(polygon(HOLE)))
    assert abs(area_m2(shape(polygon(SQUARE, HOLE))) - (whole - hole)) <= 1


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, {"not-a-geometry"}),
        ({"type": "LineString", "coordinates": SQUARE}, {"wrong-type"}),
        (polygon(SQUARE[:-1]), {"ring-not-closed"}),
        (polygon([SQUARE[0], SQUARE[1], SQUARE[0]]), {"too-few-positions"}),
        (polygon([SQUARE[0], *SQUARE]), {"duplicate-position"}),
        (polygon([SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3], SQUARE[0]]), {"self-intersection"}),
        (polygon(SQUARE, moved(HOLE, 1)), {"hole-outside-shell"}),
        (polygon(SQUARE, moved(HOLE, 0.07)), {"rings-cross"}),
        (polygon(SQUARE, HOLE, HOLE), {"rings-cross"}),
        (polygon([*SQUARE[:2], [nan, 22.4], *SQUARE[3:]]), {"not-finite"}),
        (polygon([*SQUARE[:2], [inf, 22.4], *SQUARE[3:]]), {"not-finite"}),
        (polygon([*SQUARE[:2], [True, 22.4], *SQUARE[3:]]), {"not-a-position"}),
        ({"type": "Point", "coordinates": [10**400, 1]}, {"not-finite"}),
        ({"type": "Point", "coordinates": [181, 1]}, {"longitude-out-of-range"}),
        (
            {"type": "Point", "coordinates": [22.3, 105]},
            {"latitude-out-of-range", "swapped-coordinates"},
        ),
        (polygon([SQUARE]), {"nesting-depth"}),
        (polygon([[179.9, 1], [-179.9, 1], [-179.9, 2], [179.9, 1]]), {"crosses-antimeridian"}),
        ({"type": "MultiPolygon", "coordinates": [[SQUARE], [HOLE]]}, {"polygons-overlap"}),
        ({"type": "FeatureCollection", "features": []}, {"not-one-feature"}),
    ],
)
def test_each_fault_is_named(value: object, expected: set[str]) -> None:
    assert codes(value) == expected


def test_all_faults_come_at_once() -> None:
    broken = polygon([[200, 1], [201, 1], [201, 95], [200, 1.5]])
    assert {"longitude-out-of-range", "latitude-out-of-range"} <= codes(broken)
    assert "ring-not-closed" in codes(polygon([*SQUARE[:-1]], [*HOLE, HOLE[-1]]))
    assert "duplicate-position" in codes(polygon([*SQUARE[:-1]], [*HOLE, HOLE[-1]]))


def test_swapped_axes_are_noticed_with_the_country() -> None:
    spain = Bounds(-9.4, 35.9, 4.4, 43.8)
    assert codes({"type": "Point", "coordinates": [41.6, -0.9]}, spain) == {"swapped-coordinates"}
    assert codes({"type": "Point", "coordinates": [-0.9, 41.6]}, spain) == set()


def test_too_many_vertices_are_refused_before_any_work() -> None:
    ring = [[i / 1e5, 1.0] for i in range(MAX_VERTICES + 1)]
    assert codes(polygon(ring)) == {"too-many-vertices"}


def test_a_shape_made_to_stall_is_refused() -> None:
    zigzag = [
        [100 + i * 1e-4 + (0.3 if i % 2 else 0), 10 + i * 1e-4 - (0.3 if i % 2 else 0)]
        for i in range(4_990)
    ]
    assert codes(polygon([*zigzag, [99.0, 11.0], zigzag[0]])) == {"too-intricate"}


def test_winding_is_put_right() -> None:
    found = shape(polygon(SQUARE[::-1], HOLE))
    assert found == shape(polygon(SQUARE, HOLE[::-1]))
    assert to_geojson(found) == polygon(SQUARE, HOLE[::-1])


def test_features_are_unwrapped_and_heights_dropped() -> None:
    point = {"type": "Point", "coordinates": [105, 22, 380]}
    feature = {"type": "Feature", "properties": {}, "geometry": point}
    for value in (point, feature, {"type": "FeatureCollection", "features": [feature]}):
        assert to_geojson(shape(value)) == {"type": "Point", "coordinates": [105, 22]}


@needs_conformance
def test_the_conformance_files_are_whole() -> None:
    assert len(FIXTURES) == 74


@needs_conformance
@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.name)
def test_the_conformance_files_get_an_answer(path: Path) -> None:
    found = parse_geometry(json.loads(path.read_text(encoding="utf-8")))
    corrected = ("exterior_not_ccw", "interior_not_cw", "feature_id_type", "no_properties")
    if path.parent.name.startswith("invalid") and not any(word in path.name for word in corrected):
        assert isinstance(found, list)
        assert found
    if isinstance(found, Geometry):
        assert shape(to_geojson(found)) == found
    else:
        assert all(isinstance(fault, GeometryFault) and fault.code for fault in found)


places = st.builds(
    Place, st.integers(-90_000_000, 90_000_000), st.integers(-180_000_000, 179_999_999)
)
corners = st.integers(3, 40)


@st.composite
def stars(draw: st.DrawFn) -> list[list[float]]:
    """Rings around a middle, corners at rising angles, so that they never cross themselves."""
    count = draw(corners)
    lon, lat = draw(st.integers(-170, 170)), draw(st.integers(-70, 70))
    turn = [(1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0), (-1, -1), (0, -1), (1, -1)]
    reach = [draw(st.integers(10, 500)) / 1000 for _ in turn]
    ring = [
        [round(lon + x * r / hypot(x, y), 6), round(lat + y * r / hypot(x, y), 6)]
        for (x, y), r in zip(turn, reach, strict=True)
    ][: max(5, min(8, count))]
    return [*ring, ring[0]]


@given(stars(), st.integers(0, 7))
def test_area_and_middle_do_not_depend_on_where_the_ring_begins(
    ring: list[list[float]], by: int
) -> None:
    first = parse_geometry(polygon(ring))
    if not isinstance(first, Geometry):
        return
    by %= len(ring) - 1
    turned = [*ring[by:-1], *ring[: by + 1]]
    for other in (turned, ring[::-1], turned[::-1]):
        assert area_m2(shape(polygon(other))) == area_m2(first)
        assert centroid(shape(polygon(other))) == centroid(first)
    west, south, east, north = bounds(first)
    assert west <= east
    assert south <= north


@given(places, st.sampled_from([1, 5, 10, 25, 50]))
def test_a_blurred_place_is_the_middle_of_its_cell(place: Place, km: int) -> None:
    blurred = coarse(place, km)
    assert coarse(blurred, km) == blurred
    assert distance_m(place, blurred) <= km * 1_200


@given(places, places)
def test_distance_is_a_distance(a: Place, b: Place) -> None:
    assert distance_m(a, a) == 0
    assert distance_m(a, b) == distance_m(b, a)
    assert distance_m(a, b) <= 20_015_200


def test_neighbours_in_one_cell_cannot_be_told_apart() -> None:
    blurred = coarse(Place(41_650_000, -880_000))
    near = Place(blurred.lat_e6 + 30_000, blurred.lon_e6 - 30_000)
    assert coarse(near) == blurred
    assert shape(polygon(SQUARE)).kind is GeometryKind.POLYGON


def circle(lon: float, lat: float, radius: float, corners: int) -> Geometry:
    turns = [2 * pi * corner / corners for corner in range(corners)]
    ring = [[lon + radius * cos(turn), lat + radius * sin(turn)] for turn in turns]
    return shape(polygon([*ring, ring[0]]))


@pytest.mark.parametrize("corners", [24, 300, 4000])
def test_what_two_circles_share_is_the_lens_between_them(corners: int) -> None:
    one, other = circle(10.0, 0.1, 0.1, corners), circle(10.1, 0.1, 0.1, corners)
    assert abs(overlap_m2(one, one) - area_m2(one)) < area_m2(one) / 1000
    lens = (2 * pi / 3 - sqrt(3) / 2) / pi
    assert abs(overlap_m2(one, other) / area_m2(one) - lens) < (0.02 if corners < 100 else 0.001)
    assert overlap_m2(one, circle(10.3, 0.1, 0.09, corners)) == 0


@given(st.floats(-0.2, 0.2), st.floats(-0.2, 0.2))
def test_what_two_squares_share_is_a_rectangle(east: float, north: float) -> None:
    one = shape(polygon(SQUARE))
    other = shape(polygon([[x + east, y + north] for x, y in SQUARE]))
    shared = max(0.0, 0.1 - abs(east)) * max(0.0, 0.1 - abs(north)) / 0.01
    assert abs(overlap_m2(one, other) / area_m2(one) - shared) < 0.001
    assert overlap_m2(one, other) == overlap_m2(other, one)


def test_a_hole_is_shared_by_nobody_and_a_point_has_no_ground() -> None:
    whole, holed = shape(polygon(SQUARE)), shape(polygon(SQUARE, HOLE))
    assert abs(overlap_m2(whole, holed) - area_m2(holed)) < 1000
    assert overlap_m2(holed, shape(polygon(HOLE))) < 1000
    inside, hidden = ({"type": "Point", "coordinates": at} for at in ([105.05, 22.35], HOLE[0]))
    tree, stump = shape(inside), shape({"type": "Point", "coordinates": [105.03, 22.33]})
    assert overlap_m2(tree, whole) == 0
    assert is_same_place(tree, holed)
    assert is_same_place(holed, tree)
    assert is_same_place(shape(hidden), holed)
    assert not is_same_place(stump, holed)
    assert is_same_place(tree, shape({"type": "Point", "coordinates": [105.0502, 22.35]}))
    assert not is_same_place(tree, shape({"type": "Point", "coordinates": [105.051, 22.35]}))
