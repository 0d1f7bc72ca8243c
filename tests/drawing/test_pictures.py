"""Pictures are well-formed, say what they show and keep inside their frame."""

import random
from xml.etree import ElementTree as ET

import pytest

from fairwild.drawing.bars import QuotaWords, WeekBar, quota_chart
from fairwild.drawing.lineage import (
    LineageCycle,
    LineageEdge,
    LineageGraph,
    LineageNode,
    LineageWords,
    NodeKind,
    NodeStatus,
    lineage_layers,
    lineage_svg,
)
from fairwild.drawing.lineage.layers import placed
from fairwild.drawing.map import (
    AreaMapWords,
    Mark,
    UnknownCountry,
    area_map,
    country_bounds,
    country_map,
    has_country,
)
from fairwild.drawing.svg import columns, shortened
from fairwild.kernel.geometry import Geometry, Place, parse_geometry

SVG = "{http://www.w3.org/2000/svg}"
WORDS = LineageWords("Where it comes from", "Step by step", "certified", "not certified", "unknown")
HOME = Mark(Place(41_650_000, -880_000), 10, "Zaragoza <province>")


def read(svg: str) -> ET.Element:
    root = ET.fromstring(svg)
    named = {found.get("id") for found in root.iter() if found.get("id")}
    assert set((root.get("aria-labelledby") or "").split()) <= named
    assert not [found for found in root.iter() if found.get("style")]
    return root


def chain(count: int, *, seed: int = 1) -> LineageGraph:
    rng = random.Random(seed)
    nodes = tuple(
        LineageNode(
            f"n{i}",
            f"HDM-GLYGLA-ZAR-2026-{i:04d}",
            kind=NodeKind.MOVEMENT if i % 3 == 1 else NodeKind.LOT,
            status=rng.choice(list(NodeStatus)),
            href=f"/lots/{i}",
            kg_text=f"{i} kg",
        )
        for i in range(count)
    )
    pairs = {(rng.randrange(max(0, i - 30), i), i) for i in range(1, count) for _ in range(2)}
    edges = tuple(LineageEdge(f"n{a}", f"n{b}", f"{a}.{b} kg") for a, b in sorted(pairs))
    return LineageGraph(nodes, edges, focus="n0")


@pytest.mark.parametrize("country", ["ES", "IN", "VN", "BA", "RU", "FJ", "US", "KI", "VA"])
@pytest.mark.parametrize("borders", [True, False])
def test_a_country_map_is_small_and_whole(country: str, borders: bool) -> None:
    svg = country_map(country, marks=[HOME] if country == "ES" else [], title="T", borders=borders)
    assert len(svg.encode()) < 6_000
    kinds = {found.get("class") for found in read(svg).iter()}
    assert ("map-neighbour" in kinds) <= borders


def test_a_mark_lies_inside_the_frame_and_its_words_are_escaped() -> None:
    root = read(country_map("ES", marks=[HOME], title="A & B"))
    mark = next(found for found in root.iter() if found.get("class") == "map-mark")
    assert 0 < int(mark.get("cx", "")) < 720
    assert 0 < int(mark.get("cy", "")) < 480
    assert "Zaragoza <province>" in [found.text for found in root.iter(f"{SVG}title")]


def test_every_country_of_the_demo_is_there_and_others_are_refused() -> None:
    assert all(has_country(code) for code in ("ES", "IN", "VN", "NP", "DE", "GB", "CN", "XK"))
    box = country_bounds("ES")
    assert box is not None
    assert box.south < 41.6 < box.north
    assert country_bounds("ZZ") is None
    with pytest.raises(UnknownCountry):
        country_map("ZZ", marks=[], title="nowhere")


def test_an_area_map_shows_scale_and_north() -> None:
    ring = [[105.8, 22.1], [105.83, 22.095], [105.85, 22.12], [105.8, 22.1]]
    found = parse_geometry({"type": "Polygon", "coordinates": [ring]})
    point = parse_geometry({"type": "Point", "coordinates": [105.81, 22.11]})
    assert isinstance(found, Geometry)
    assert isinstance(point, Geometry)
    words = AreaMapWords("N", "m", "km")
    root = read(area_map(found, [point], "Khuổi Slao", words=words))
    assert [found.text for found in root.iter(f"{SVG}text")] == ["1 km", "N"]
    assert ">100 m<" in area_map(point, [], "a spot", words=words)


@pytest.mark.parametrize("count", [1, 2, 40, 400])
def test_each_lot_stands_once_and_every_edge_says_its_weight(count: int) -> None:
    graph = chain(count)
    root = read(lineage_svg(graph, WORDS))
    links = [found.get("href") for found in root.iter(f"{SVG}a")]
    assert sorted(links, key=str) == sorted((node.href for node in graph.nodes), key=str)
    said = [found.text for found in root.iter(f"{SVG}text") if found.get("class") == "lineage-kg"]
    assert sorted(said, key=str) == sorted(edge.kg_text for edge in graph.edges)
    assert [found.get("href") for found in root.iter(f"{SVG}a") if found.get("aria-current")] == [
        "/lots/0"
    ]


@pytest.mark.parametrize("seed", range(5))
def test_boxes_never_overlap_and_stay_in_the_frame(seed: int) -> None:
    layout = placed(chain(60, seed=seed))
    spots = list(layout.nodes.values())
    for i, one in enumerate(spots):
        assert one.left >= 0 <= one.top
        assert one.left + one.width <= layout.width
        assert one.top + one.height <= layout.height
        for other in spots[:i]:
            assert (
                one.left + one.width <= other.left
                or other.left + other.width <= one.left
                or one.top + one.height <= other.top
                or other.top + other.height <= one.top
            )
    assert all(0 <= y <= layout.height for route in layout.routes.values() for _, y in route)


def test_edges_only_run_forward_through_the_layers() -> None:
    graph = chain(50)
    depth = {node.id: i for i, layer in enumerate(lineage_layers(graph)) for node in layer}
    assert len(depth) == len(graph.nodes)
    assert all(depth[edge.source] < depth[edge.target] for edge in graph.edges)


def test_a_cycle_is_an_error_and_not_a_loop() -> None:
    nodes = tuple(LineageNode(name, name) for name in "abc")
    edges = tuple(LineageEdge(a, b, "1 kg") for a, b in ("ab", "bc", "cb"))
    with pytest.raises(LineageCycle, match="b, c"):
        lineage_svg(LineageGraph(nodes, edges), WORDS)


def test_status_is_said_in_words_and_long_numbers_keep_their_end() -> None:
    number = "ORGANISATION-SPECIES-AREA-2026-000777"
    node = LineageNode("a", number, status=NodeStatus.UNCERTIFIED, href="/a", kg_text="5 kg")
    svg = lineage_svg(LineageGraph((node,), ()), WORDS)
    assert "5 kg · not certified" in svg
    assert f"<title>{number}, 5 kg, not certified</title>" in svg
    assert "2026-000777</text>" in svg
    assert f"{number}</text>" not in svg


def test_a_season_over_its_quota_is_marked() -> None:
    weeks = [WeekBar(f"W{i}", 400_000, "400 kg") for i in range(3)]
    words = QuotaWords("Season", "Week by week", "Quota 1,000 kg")
    root = read(quota_chart(weeks, 1_000_000, words=words))
    kinds = [found.get("class") for found in root.iter(f"{SVG}rect")]
    assert kinds.count("bar-week is-over") == 1
    assert kinds.count("bar-week is-within") == 2
    read(quota_chart([], 0, words=words))


def test_wide_letters_count_twice_where_a_line_is_shortened() -> None:
    short = shortened("杭州青山草本有限公司(演示) · 27 Feb 2026", 32)
    assert short.startswith("杭州青山")
    assert short.endswith("Feb 2026")
    assert columns(short) <= 32
    assert shortened("Regaliz del Ebro", 32) == "Regaliz del Ebro"
