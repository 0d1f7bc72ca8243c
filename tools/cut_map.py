#!/usr/bin/env python3
"""Cut certs/maps/world.json from the 50m countries of the npm package world-atlas 2.0.2.

Usage: python tools/cut_map.py path/to/countries-50m.json certs/maps/world.json

Arcs stay shared between neighbours, so a border is simplified once and never gapes. An arc that
crosses the 180th meridian runs on beyond it instead of jumping to the other side of the map.
"""

import json
import sys
from collections.abc import Iterator
from math import hypot
from pathlib import Path

from fairwild.drawing.lines import Point, simplified

UNITS_PER_DEGREE = 100
"""Hundredths of a degree: about a kilometre, finer than a small map can show."""

FULL_TURN = 360 * UNITS_PER_DEGREE

LEFT_OUT = ("AQ",)
"""Antarctica goes round the pole and nobody collects there."""

SHARE_OF_SIZE = 0.0045
"""A corner goes when its triangle is smaller than the square of this share of the country."""

ISO_NUMERIC = (
    "AF004 AL008 AQ010 DZ012 AS016 AD020 AO024 AG028 AZ031 AR032 AU036 AT040 BS044 BH048 BD050 "
    "AM051 BB052 BE056 BM060 BT064 BO068 BA070 BW072 BR076 BZ084 IO086 SB090 VG092 BN096 BG100 "
    "MM104 BI108 BY112 KH116 CM120 CA124 CV132 KY136 CF140 LK144 TD148 CL152 CN156 TW158 CO170 "
    "KM174 CG178 CD180 CK184 CR188 HR191 CU192 CY196 CZ203 BJ204 DK208 DM212 DO214 EC218 SV222 "
    "GQ226 ET231 ER232 EE233 FO234 FK238 GS239 FJ242 FI246 AX248 FR250 PF258 TF260 DJ262 GA266 "
    "GE268 GM270 PS275 DE276 GH288 KI296 GR300 GL304 GD308 GU316 GT320 GN324 GY328 HT332 HM334 "
    "VA336 HN340 HK344 HU348 IS352 IN356 ID360 IR364 IQ368 IE372 IL376 IT380 CI384 JM388 JP392 "
    "KZ398 JO400 KE404 KP408 KR410 KW414 KG417 LA418 LB422 LS426 LV428 LR430 LY434 LI438 LT440 "
    "LU442 MO446 MG450 MW454 MY458 MV462 ML466 MT470 MR478 MU480 MX484 MC492 MN496 MD498 ME499 "
    "MS500 MA504 MZ508 OM512 NA516 NR520 NP524 NL528 CW531 AW533 SX534 NC540 VU548 NZ554 NI558 "
    "NE562 NG566 NU570 NF574 NO578 MP580 FM583 MH584 PW585 PK586 PA591 PG598 PY600 PE604 PH608 "
    "PN612 PL616 PT620 GW624 TL626 PR630 QA634 RO642 RU643 RW646 BL652 SH654 KN659 AI660 LC662 "
    "MF663 PM666 VC670 SM674 ST678 SA682 SN686 RS688 SC690 SL694 SG702 SK703 VN704 SI705 SO706 "
    "ZA710 ZW716 ES724 SS728 SD729 EH732 SR740 SZ748 SE752 CH756 SY760 TJ762 TH764 TG768 TO776 "
    "TT780 AE784 TN788 TR792 TM795 TC796 UG800 UA804 MK807 EG818 GB826 GG831 JE832 IM833 TZ834 "
    "US840 VI850 BF854 UY858 UZ860 VE862 WF876 WS882 YE887 ZM894"
)
"""ISO 3166-1: alpha-2 and numeric code side by side."""

UNCODED = {
    "Kosovo": "XK",
    "Somaliland": "-SOMALILAND",
    "N. Cyprus": "-N-CYPRUS",
    "Siachen Glacier": "-SIACHEN",
    "Indian Ocean Ter.": "-INDIAN-OCEAN",
}
"""Shapes without an ISO number: XK is user-assigned; a leading hyphen marks what has no code."""

NOTE = (
    "Natural Earth 4.1.0, 1:50m countries (public domain), through world-atlas 2.0.2 (ISC, "
    "copyright 2013-2019 Michael Bostock); simplified. Outlines show a de facto view and imply no "
    "opinion on the status of any territory."
)

Rings = list[list[list[int]]]


def cut(topology: dict[str, object]) -> dict[str, object]:
    """Give the small atlas: delta-coded arcs and, for each country, polygons of arc numbers."""
    countries = _countries(topology)
    arcs = _decoded(topology)
    sizes = _sizes(countries, arcs)
    kept: dict[int, int] = {}
    small: list[list[int]] = []
    for number in sorted({arc for arc in sizes if sizes[arc] > 0}):
        kept[number] = len(small)
        small.append(_deltas(simplified(arcs[number], (SHARE_OF_SIZE * sizes[number]) ** 2)))
    polygons = {
        code: [[[_renumbered(arc, kept) for arc in ring] for ring in rings] for rings in shapes]
        for code, shapes in sorted(countries.items())
    }
    return {
        "note": NOTE,
        "units_per_degree": UNITS_PER_DEGREE,
        "arcs": small,
        "countries": polygons,
    }


def _renumbered(arc: int, kept: dict[int, int]) -> int:
    return kept[arc] if arc >= 0 else ~kept[~arc]


def _countries(topology: dict) -> dict[str, Rings]:  # type: ignore[type-arg]  # foreign JSON
    codes = {entry[2:]: entry[:2] for entry in ISO_NUMERIC.split()}
    found: dict[str, Rings] = {}
    for shape in topology["objects"]["countries"]["geometries"]:
        name = shape["properties"]["name"]
        code = codes[shape["id"]] if shape.get("id") else UNCODED[name]
        if code in LEFT_OUT:
            continue
        single = shape["type"] == "Polygon"
        found.setdefault(code, []).extend([shape["arcs"]] if single else shape["arcs"])
    return found


def _decoded(topology: dict) -> list[list[Point]]:  # type: ignore[type-arg]  # foreign JSON
    (scale_x, scale_y), (move_x, move_y) = (
        topology["transform"]["scale"],
        topology["transform"]["translate"],
    )
    arcs = []
    for arc in topology["arcs"]:
        x = y = turn = 0
        points: list[Point] = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            lon, lat = x * scale_x + move_x, y * scale_y + move_y
            point = round(lon * UNITS_PER_DEGREE) + turn, round(lat * UNITS_PER_DEGREE)
            jump = point[0] - points[-1][0] if points else 0
            if abs(jump) > FULL_TURN // 2:
                turn -= FULL_TURN if jump > 0 else -FULL_TURN
                point = round(lon * UNITS_PER_DEGREE) + turn, point[1]
            if not points or point != points[-1]:
                points.append(point)
        arcs.append(points)
    return arcs


def _sizes(countries: dict[str, Rings], arcs: list[list[Point]]) -> dict[int, float]:
    """Give each arc the diagonal of the smallest country that uses it."""
    sizes: dict[int, float] = {}
    for shapes in countries.values():
        main = max((_span(rings[0], arcs) for rings in shapes), default=0.0)
        for number in _numbers(shapes):
            sizes[number] = min(main, sizes.get(number, main)) or 1.0
    return sizes


def _span(ring: list[int], arcs: list[list[Point]]) -> float:
    points = [point for arc in ring for point in arcs[arc if arc >= 0 else ~arc]]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return hypot(max(xs) - min(xs), max(ys) - min(ys))


def _numbers(shapes: Rings) -> Iterator[int]:
    for rings in shapes:
        for ring in rings:
            yield from (arc if arc >= 0 else ~arc for arc in ring)


def _deltas(points: list[Point]) -> list[int]:
    x = y = 0
    steps: list[int] = []
    for point_x, point_y in points:
        steps += (point_x - x, point_y - y)
        x, y = point_x, point_y
    return steps


def main() -> None:
    """Write the small atlas and say how large it became."""
    source, target = map(Path, sys.argv[1:3])
    atlas = json.dumps(cut(json.loads(source.read_text())), separators=(",", ":"), sort_keys=True)
    target.write_text(atlas + "\n")
    sys.stdout.write(f"{target}: {target.stat().st_size} bytes\n")


if __name__ == "__main__":
    main()
