"""Reading a GeoJSON shape: either a valid geometry or every fault that keeps it from being one."""

from collections.abc import Mapping, Sequence

from fairwild.kernel.geometry.crossings import RingSpot, crossing_faults, nesting_faults
from fairwild.kernel.geometry.measures import signed_turn
from fairwild.kernel.geometry.shapes import (
    PER_DEGREE,
    Bounds,
    Geometry,
    GeometryFault,
    GeometryKind,
    Position,
    Ring,
)

MAX_VERTICES = 5_000
_MIN_RING = 4
_PAIR = 2
_HALF_TURN = 180 * PER_DEGREE
_QUARTER_TURN = 90 * PER_DEGREE
_MOST_LON, _MOST_LAT = 180, 90
_ANY_NUMBER = 1e9
_BBOX_LENGTHS = (4, 6)


def parse_geometry(
    value: object, *, country: Bounds | None = None
) -> Geometry | list[GeometryFault]:
    """Turn decoded GeoJSON into a shape, or list every fault it has.

    A Feature, or a FeatureCollection of one Feature, is unwrapped. Heights are dropped, winding is
    put right. With the box of the country the place should lie in, swapped axes are noticed too.
    """
    found, where, faults = _unwrap(value)
    if found is None:
        return faults
    reader = _Reader()
    geometry = reader.read(found, where)
    if country is not None and not reader.faults and _swapped_for(reader.raw, country):
        reader.fault("swapped-coordinates", where, "outside the country, inside it when swapped")
    if geometry is None or reader.faults:
        return reader.faults
    return geometry


def _unwrap(value: object) -> tuple[Mapping[str, object] | None, str, list[GeometryFault]]:
    where = ""
    if isinstance(value, Mapping) and value.get("type") == "FeatureCollection":
        features = value.get("features")
        if not isinstance(features, list) or len(features) != 1:
            count = str(len(features)) if isinstance(features, list) else "none"
            return None, where, [GeometryFault("not-one-feature", "/features", count)]
        value, where = features[0], "/features/0"
    if isinstance(value, Mapping) and value.get("type") == "Feature":
        value, where = value.get("geometry"), f"{where}/geometry"
    if not isinstance(value, Mapping):
        return None, where, [GeometryFault("not-a-geometry", where, type(value).__name__)]
    return value, where, []


class _Reader:
    """Collects positions and faults while one geometry object is walked."""

    def __init__(self) -> None:
        self.faults: list[GeometryFault] = []
        self.raw: list[tuple[float, float]] = []

    def fault(self, code: str, where: str, detail: str = "") -> None:
        self.faults.append(GeometryFault(code, where, detail))

    def read(self, value: Mapping[str, object], where: str) -> Geometry | None:
        kind = value.get("type")
        if kind not in tuple(GeometryKind):
            self.fault("wrong-type", f"{where}/type", str(kind)[:40])
            return None
        self._check_members(value, where)
        here, coordinates = f"{where}/coordinates", value.get("coordinates")
        if kind == GeometryKind.POINT:
            point = self._position(coordinates, here)
            self._check_range(where)
            return None if point is None else Geometry(GeometryKind.POINT, point=point)
        if _count_positions(coordinates) > MAX_VERTICES:
            self.fault("too-many-vertices", here, str(_count_positions(coordinates)))
            return None
        nested = [coordinates] if kind == GeometryKind.POLYGON else coordinates
        multiple = kind == GeometryKind.MULTI_POLYGON
        rings = self._polygons(nested, here, multiple=multiple)
        self._check_range(where)
        if self.faults or not rings:
            return None
        self.faults += crossing_faults(rings) or nesting_faults(rings)
        return Geometry(GeometryKind(str(kind)), polygons=_wound(rings))

    def _check_members(self, value: Mapping[str, object], where: str) -> None:
        box = value.get("bbox")
        if "bbox" in value and not (
            isinstance(box, list) and len(box) in _BBOX_LENGTHS and all(map(_is_number, box))
        ):
            self.fault("bbox-malformed", f"{where}/bbox")
        if value.get("crs") is not None and "CRS84" not in str(value["crs"]):
            self.fault("foreign-reference-system", f"{where}/crs", str(value["crs"])[:80])

    def _polygons(self, value: object, where: str, *, multiple: bool) -> list[RingSpot]:
        if not isinstance(value, list) or not value:
            self.fault("nesting-depth", where, "a list of polygons is expected")
            return []
        rings: list[RingSpot] = []
        for number, polygon in enumerate(value):
            pointer = f"{where}/{number}" if multiple else where
            if not isinstance(polygon, list) or not polygon:
                self.fault("nesting-depth", pointer, "a list of rings is expected")
                continue
            for i, line in enumerate(polygon):
                ring = self._ring(line, f"{pointer}/{i}")
                if ring is not None:
                    rings.append((f"{pointer}/{i}", number, ring))
        return rings

    def _ring(self, value: object, where: str) -> Ring | None:
        if not isinstance(value, list) or not value or not isinstance(value[0], list):
            self.fault("nesting-depth", where, "a list of positions is expected")
            return None
        faults_before = len(self.faults)
        spots = [self._position(item, f"{where}/{i}") for i, item in enumerate(value)]
        if len(self.faults) > faults_before:
            return None
        self._check_ring(value, where)
        known = [spot for spot in spots if spot is not None]
        return tuple(spot for i, spot in enumerate(known) if i == 0 or spot != known[i - 1])

    def _check_ring(self, value: Sequence[Sequence[float]], where: str) -> None:
        plain = [(item[0], item[1]) for item in value]
        if plain[0] != plain[-1]:
            self.fault("ring-not-closed", where)
        if len(plain) < _MIN_RING or len(set(plain)) < _MIN_RING - 1:
            self.fault("too-few-positions", where, str(len(plain)))
            return
        for i in range(1, len(plain)):
            if plain[i] == plain[i - 1]:
                self.fault("duplicate-position", f"{where}/{i}", f"{plain[i][0]} {plain[i][1]}")
            if abs(plain[i][0] - plain[i - 1][0]) > _HALF_TURN / PER_DEGREE:
                self.fault("crosses-antimeridian", f"{where}/{i}")

    def _position(self, value: object, where: str) -> Position | None:
        if not isinstance(value, list) or any(isinstance(item, list) for item in value):
            self.fault("nesting-depth", where, "a position is expected")
            return None
        if len(value) < _PAIR or not all(_is_number(item) for item in value):
            self.fault("not-a-position", where, str(value)[:40])
            return None
        lon, lat = value[0], value[1]
        if not (-_ANY_NUMBER < lon < _ANY_NUMBER and -_ANY_NUMBER < lat < _ANY_NUMBER):
            self.fault("not-finite", where, str(value)[:40])
            return None
        self.raw.append((lon, lat))
        spot = round(lon * PER_DEGREE), round(lat * PER_DEGREE)
        if abs(spot[0]) > _HALF_TURN:
            self.fault("longitude-out-of-range", where, str(lon)[:20])
        if abs(spot[1]) > _QUARTER_TURN:
            self.fault("latitude-out-of-range", where, str(lat)[:20])
        return spot

    def _check_range(self, where: str) -> None:
        broken = any(fault.code == "latitude-out-of-range" for fault in self.faults)
        if broken and all(abs(lon) <= _MOST_LAT and abs(lat) <= _MOST_LON for lon, lat in self.raw):
            self.fault("swapped-coordinates", f"{where}/coordinates")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _count_positions(value: object) -> int:
    """Count positions without recursion, at most four levels deep."""
    level, count = [value], 0
    for _ in range(_MIN_RING):
        lists = [item for item in level if isinstance(item, list)]
        count += sum(1 for item in lists if item and not isinstance(item[0], list))
        level = [part for item in lists if item and isinstance(item[0], list) for part in item]
    return count


def _swapped_for(raw: Sequence[tuple[float, float]], country: Bounds) -> bool:
    straight = any(_within(lon, lat, country) for lon, lat in raw)
    return not straight and bool(raw) and all(_within(lat, lon, country) for lon, lat in raw)


def _within(lon: float, lat: float, box: Bounds) -> bool:
    return box.west <= lon <= box.east and box.south <= lat <= box.north


def _wound(rings: Sequence[RingSpot]) -> tuple[tuple[Ring, ...], ...]:
    """Group rings by polygon, shells counter-clockwise and holes clockwise."""
    polygons: dict[int, list[Ring]] = {}
    for _, number, ring in rings:
        group = polygons.setdefault(number, [])
        clockwise = signed_turn(ring) < 0
        group.append(ring if clockwise == bool(group) else ring[::-1])
    return tuple(tuple(group) for group in polygons.values())
