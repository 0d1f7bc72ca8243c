"""Provenance: found by number, code or label; the same as picture, table and file; within sight."""

import csv
import io
import re
from xml.etree import ElementTree

import pytest
from sqlalchemy import func, select

from fairwild.kernel.actors import OrganisationKind, Role
from fairwild.kernel.codes import grouped
from fairwild.lots.records import Movement, Receipt
from fairwild.trade.records import Consignment
from tests.doors import Door
from tests.lineage_builders import Large
from tests.lots_builders import KG, field_of
from tests.questions import asked_of
from tests.tracing_builders import Way, sell, way_of
from tests.trade_builders import company_member


@pytest.fixture
def way(door: Door) -> Way:
    """The liquorice of the worked example, from the baskets to a label."""
    return way_of(door.world)


def test_a_lot_is_found_by_number_code_label_and_address(door: Door, way: Way) -> None:
    pages, held = door.pages(way.buyer), way.lot("received")
    for typed in (
        held.number,
        held.number.lower(),
        held.code,
        grouped(way.label).lower(),
        f"https://fw.example/t/{way.label}",
    ):
        answer = pages.get("/provenance", query_string={"q": typed})
        assert answer.headers.get("Location") == f"/lots/{held.id}/lineage", typed


def test_what_is_not_found_says_what_can_be_traced(door: Door, way: Way) -> None:
    answer = door.pages(way.buyer).get("/provenance", query_string={"q": "EBR-NOTHING"})
    assert answer.status_code == 404
    assert "No lot of yours has the number or code" in answer.text
    assert door.pages(way.buyer).get("/provenance").status_code == 200


def test_the_picture_draws_each_lot_once_with_its_kilograms(door: Door, way: Way) -> None:
    page = door.pages(way.field.manager).get(f"/lots/{way.lots['received']}/lineage").text
    found = re.search(r"<svg xmlns.*?</svg>", page, re.DOTALL)
    assert found is not None
    svg = ElementTree.fromstring(found[0])
    space = "{http://www.w3.org/2000/svg}"
    boxes = [g for g in svg.iter(f"{space}g") if "is-lot" in (g.get("class") or "")]
    assert len(boxes) == 6
    kilograms = [
        text.text for text in svg.iter(f"{space}text") if "kg" in (text.get("class") or "")
    ]
    assert kilograms.count("1,000 kg") == 2
    assert len([one for one in kilograms if one]) == 5
    deeds = [text.text for text in svg.iter(f"{space}text") if text.get("class") == "lineage-deed"]
    said = {"dried", "cut", "packed", "shipped", "received"}
    assert set(deeds) == said
    assert int(svg.get("width", "")) < 1_600
    assert 'role="region"' in page
    assert 'tabindex="0"' in page


def test_table_and_file_have_every_gram_of_the_picture(door: Door, way: Way) -> None:
    pages, held = door.pages(way.field.manager), way.lots["received"]
    page = pages.get(f"/lots/{held}/lineage").text
    answer = pages.get(f"/lots/{held}/lineage.csv")
    assert answer.mimetype == "text/csv"
    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert answer.data.count(b"\r\n") == answer.data.count(b"\n") == 12
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    dried = [row for row in rows if row["kind"] == "dry"]
    assert [(row["role"], row["kg"]) for row in dried] == [("taken", "3960"), ("made", "1290")]
    assert dried[0]["water_kg"] == "2670"
    assert {row["certified"] for row in rows} == {"yes"}
    for row in rows:
        assert row["lot"] in page


def test_a_cell_of_the_file_never_becomes_a_formula(door: Door, way: Way) -> None:
    from fairwild.organisations.records import Organisation

    with door.world.store.writing() as session:
        session.get_one(Organisation, way.field.operator_id).name = "=HYPERLINK(1)"
        session.commit()
    answer = door.pages(way.buyer).get(f"/lots/{way.lots['received']}/lineage.csv")
    assert ",=HYPERLINK" not in answer.text
    assert "'=HYPERLINK(1)" in answer.text


def test_a_buyer_sees_one_step_and_that_there_is_more(door: Door, way: Way) -> None:
    other = company_member(door.world)
    sold = sell(way, way.lots["packed"], 100 * KG, other)
    pages = door.pages(way.buyer)
    page = pages.get(f"/lots/{way.lots['received']}/lineage").text
    for name in ("received", "packed"):
        assert way.lot(name).number in page
    for name in ("raw", "dried", "cut"):
        assert f">{way.lot(name).number}<" not in page
    assert "3 more are not disclosed to you" in page
    assert "Spain" in page
    assert "3,960 kg" in page
    assert page.count("Not disclosed to you") >= 2
    assert str(sold) not in pages.get(f"/lots/{way.lots['packed']}/lineage").text
    for hidden in (way.lots["raw"], sold):
        for tail in ("", ".csv", ".graphml", ".json"):
            assert pages.get(f"/lots/{hidden}/lineage{tail}").status_code == 404
    own = door.pages(way.field.manager).get(f"/lots/{way.lots['raw']}/lineage").text
    assert "ot disclosed" not in own


def test_every_file_keeps_to_what_is_disclosed(door: Door, way: Way) -> None:
    pages, path = door.pages(way.buyer), f"/lots/{way.lots['received']}/lineage"
    numbers = {name: way.lot(name).number for name in ("raw", "dried", "cut", "packed", "received")}
    for tail in (".csv", ".graphml", ".json"):
        text = pages.get(path + tail).text
        assert numbers["packed"] in text
        for name in ("raw", "dried", "cut"):
            assert f"{numbers[name]}," not in text
            assert f"{numbers[name]}<" not in text
            assert f'{numbers[name]}"' not in text
    rows = list(csv.DictReader(io.StringIO(pages.get(path + ".csv").text.lstrip("\ufeff"))))
    assert [row["undisclosed_lots"] for row in rows if row["role"] == "not-disclosed"] == ["3"]
    told = door.api(way.buyer).get(path).json
    assert told == pages.get(path + ".json").json
    assert {lot["sight"] for lot in told["lots"]} == {"open", "named"}
    assert told["undisclosed"] == [
        {"id": "undisclosed-1", "side": "upstream", "lot_count": 3},
    ]
    assert told["links"] == [{"source": "undisclosed-1", "target": str(way.lots["packed"])}]


def test_graphml_is_a_graph_with_grams_on_its_edges(door: Door, way: Way) -> None:
    answer = door.pages(way.field.manager).get(f"/lots/{way.lots['received']}/lineage.graphml")
    assert answer.mimetype == "application/graphml+xml"
    space = "{http://graphml.graphdrawing.org/xmlns}"
    root = ElementTree.fromstring(answer.data)
    keys = {key.get("id"): key.get("attr.name") for key in root.iter(f"{space}key")}
    nodes = {node.get("id"): node for node in root.iter(f"{space}node")}
    facts = [
        {keys[told.get("key")]: told.text for told in edge.iter(f"{space}data")}
        for edge in root.iter(f"{space}edge")
    ]
    ends = {edge.get(end) for edge in root.iter(f"{space}edge") for end in ("source", "target")}
    assert ends <= set(nodes)
    assert len(nodes) == 12
    assert {"mass_g": str(3960 * KG), "role": "taken"} in facts
    lot = nodes[f"lot-{way.lots['packed']}"]
    said = {keys[told.get("key")]: told.text for told in lot.iter(f"{space}data")}
    assert (said["number"], said["made_g"], said["certified"]) == (
        way.lot("packed").number,
        str(1200 * KG),
        "true",
    )


def test_what_is_shared_is_seen_until_it_ends(door: Door, way: Way) -> None:
    manager, path = door.pages(way.field.manager), f"/lots/{way.lots['received']}/lineage"
    raw = f",{way.lot('raw').number},"
    assert raw not in door.pages(way.buyer).get(path + ".csv").text
    for order in ({"with_id": str(way.buyer.organisation_id)}, {}):
        assert manager.post("/provenance/sharing", data=order).status_code == 303
        assert raw in door.pages(way.buyer).get(path + ".csv").text
        refused = manager.post("/provenance/sharing", data=order)
        assert refused.status_code == 409
        assert "That is so already" in refused.text
        page = manager.get("/provenance/sharing").text
        [goal] = re.findall(r'action="(/provenance/sharing/[^"]+/end)"', page)
        assert door.pages(way.buyer).post(goal).status_code == 404
        assert manager.post(goal).status_code == 303
        assert manager.post(goal).status_code == 409
        assert raw not in door.pages(way.buyer).get(path + ".csv").text
    assert "Nobody sees more than one step." in manager.get("/provenance/sharing").text
    clerk = door.world.person((way.field.operator_id, Role.BUYING_CLERK))
    assert door.pages(clerk).get("/provenance/sharing").status_code == 403


def test_sharing_through_the_api(door: Door, way: Way) -> None:
    manager, buyer = door.api(way.field.manager), door.api(way.buyer)
    made = manager.post("/lineage-shares", {"with_id": str(way.buyer.organisation_id)})
    assert made.status_code == 201
    assert (
        manager.post("/lineage-shares", {"with_id": str(way.field.operator_id)}).status_code == 409
    )
    unknown = manager.post("/lineage-shares", {"with_id": str(way.field.area_id)})
    assert unknown.status_code == 422
    sights = {
        lot["sight"] for lot in buyer.get(f"/lots/{way.lots['received']}/lineage").json["lots"]
    }
    assert sights == {"open", "shared"}
    assert [one["id"] for one in manager.get("/lineage-shares").json] == [made.json["id"]]
    assert buyer.get("/lineage-shares").json == []
    assert buyer.post(f"/lineage-shares/{made.json['id']}/end").status_code == 404
    ended = manager.post(f"/lineage-shares/{made.json['id']}/end")
    assert ended.json["ended_at"] is not None
    assert "Who shows theirs to you" in door.pages(way.buyer).get("/provenance/sharing").text


def test_only_lots_one_may_open_are_links(door: Door, way: Way) -> None:
    page = door.pages(way.buyer).get(f"/lots/{way.lots['received']}/lineage").text
    assert f"/lots/{way.lots['raw']}/lineage" not in page
    own = door.pages(way.field.manager).get(f"/lots/{way.lots['received']}/lineage").text
    assert f"/lots/{way.lots['raw']}/lineage" in own


def test_strangers_and_visitors_trace_nothing(door: Door, way: Way) -> None:
    stranger = door.world.somebody(Role.COMPANY_MEMBER, OrganisationKind.COMPANY)
    path = f"/lots/{way.lots['received']}/lineage"
    for tail in ("", ".csv"):
        assert door.pages(stranger).get(path + tail).status_code == 404
        assert door.pages().get(path + tail).status_code == 302
    found = door.pages(stranger).get("/provenance", query_string={"q": way.label})
    assert found.status_code == 404


@pytest.fixture
def large(door: Door) -> Large:
    """Two hundred baskets and all that came of them."""
    return Large(door.world, collected=200, field=field_of(door.world))


def test_a_large_lineage_is_gathered_in_stages_that_open(door: Door, large: Large) -> None:
    assert large.field is not None
    pages, path = door.pages(large.field.manager), f"/lots/{large.top}/lineage"
    page = pages.get(path).text
    assert "200 lots · collected" in page
    assert "8,000 kg" in page
    assert len(re.findall("is-stage", page)) == 4
    assert "LOT-000199" not in page.partition('id="lots"')[0]
    [goal] = set(re.findall(r'href="([^"]*open=\w+[^"]*)"[^>]*>(?:(?!</a>).)*collected', page))
    opened = pages.get(goal.replace("&amp;", "&")).text.partition('id="lots"')[0]
    assert "LOT-000199" in opened
    assert "160 lots · collected" in opened
    assert "40 more" in opened
    assert len(re.findall("is-lot", opened)) > 40


def test_lots_are_found_in_a_lineage_marked_and_opened(door: Door, large: Large) -> None:
    assert large.field is not None
    pages, path = door.pages(large.field.manager), f"/lots/{large.top}/lineage"
    page = pages.get(path, query_string={"q": "lot-000042"}).text
    assert "1 lot found for" in page
    assert "is-found" in page
    assert "<mark>found</mark>" in page
    assert "1 lot</p>" in page.partition('id="lots"')[2]
    by_area = pages.get(path, query_string={"q": "b3"}).text
    assert "100 lots found for" in by_area
    assert "0 lots found for" in pages.get(path, query_string={"q": "nothing"}).text


def test_a_harvester_is_found_by_who_may_see_the_register(door: Door, way: Way) -> None:
    path = f"/lots/{way.lots['received']}/lineage"
    with door.world.reading(way.field.manager) as reading:
        from fairwild.harvesters.queries import find_harvester_facts

        known = find_harvester_facts(reading, way.field.harvester_id)
    assert known is not None
    own = door.pages(way.field.manager).get(path, query_string={"q": known.local_id}).text
    assert "1 lot found for" in own
    foreign = door.pages(way.buyer).get(path, query_string={"q": known.local_id}).text
    assert "0 lots found for" in foreign


def test_colours_have_letters_and_are_for_those_who_may_know(door: Door, way: Way) -> None:
    path = f"/lots/{way.lots['received']}/lineage"
    for colour in ("area", "village"):
        own = door.pages(way.field.manager).get(path, query_string={"colour": colour}).text
        assert "What the letters mean" in own
        assert '<text class="lineage-letter"' in own
    foreign = door.pages(way.buyer).get(path, query_string={"colour": "village"}).text
    assert "Nothing is known to you about this" in foreign
    assert "hue-0" in own


def test_the_table_is_sorted_filtered_and_paged(door: Door, large: Large) -> None:
    assert large.field is not None
    pages, path = door.pages(large.field.manager), f"/lots/{large.top}/lineage"

    def numbers(**wanted: str) -> list[str]:
        lots = pages.get(path, query_string=wanted).text.partition('id="lots"')[2]
        headings = r'<th scope="row">\s*<span class="unbroken">(?:<a [^>]*>)?(LOT-\d+)'
        return re.findall(headings, lots)

    last_page = -(-len(large.lots) // 25)
    first, last = numbers(sort="number"), numbers(sort="number", page=str(last_page))
    assert (len(first), first[0]) == (25, "LOT-000000")
    assert last[-1] == f"LOT-{len(large.lots) - 1:06d}"
    assert numbers(sort="-weight")[0] == f"LOT-{len(large.lots) - 1:06d}"
    assert numbers(side="downstream") == []
    certified = {lot["number"] for lot in large.lots if lot["certified"]}
    assert set(numbers(certified="no", sort="-number")).isdisjoint(certified)


def test_the_neighbourhood_of_one_lot(door: Door, large: Large) -> None:
    assert large.field is not None
    dried = large.lots[200]
    pages, path = door.pages(large.field.manager), f"/lots/{large.top}/lineage"
    page = pages.get(path, query_string={"near": str(dried["id"])}).text
    assert "Only what lies within 1 step of LOT-000200." in page
    assert "12 lots" in page.partition('id="lots"')[2]
    wider = pages.get(path, query_string={"near": str(dried["id"]), "reach": "2"}).text
    assert "22 lots" in wider.partition('id="lots"')[2]


def test_five_thousand_lots_cost_one_trace_and_a_small_page(door: Door) -> None:
    large = Large(door.world, field=field_of(door.world))
    assert large.field is not None
    assert len(large.lots) > 5_000
    with asked_of(door.world.store) as statements:
        page = door.pages(large.field.manager).get(f"/lots/{large.top}/lineage")
    assert page.status_code == 200
    assert len(page.data) < 200_000
    assert len(statements) < 80
    assert "4,500 lots · collected" in page.text


def test_the_page_of_many_lots_asks_no_more_than_that_of_few(door: Door) -> None:
    field = field_of(door.world)
    pages = door.pages(field.manager)
    counts = []
    for collected in (200, 4_500):
        with door.world.store.writing() as session:
            last = session.scalar(select(func.max(Movement.seq))) or 0
        large = Large(door.world, field=field, collected=collected, after=last)
        assert pages.get(f"/lots/{large.top}/lineage").status_code == 200
        with asked_of(door.world.store) as statements:
            pages.get(f"/lots/{large.top}/lineage")
        counts.append(len(statements))
    assert counts[0] == counts[1] < 40


def test_hundreds_of_pasted_codes_at_once(door: Door, way: Way) -> None:
    with door.world.store.reading() as session:
        receipt = session.scalars(select(Receipt.number).order_by(Receipt.number)).first()
        consignment = session.scalars(select(Consignment.number)).first()
    assert receipt is not None
    assert consignment is not None
    held = way.lot("packed")
    typed = [held.number.lower(), grouped(held.code), f"https://fw.example/t/{way.label}"]
    typed += [receipt, consignment, "EBR-NOTHING-1", "EBR-NOTHING-2"]
    pages = door.pages(way.field.manager)
    page = pages.post("/provenance/codes", data={"codes": "\n".join(typed)}).text
    unknown = page.partition("codes-unknown")[2].partition("</ul>")[0]
    assert re.findall("EBR-NOTHING-.", unknown) == ["EBR-NOTHING-1", "EBR-NOTHING-2"]
    for one in (held.number, receipt, consignment):
        assert one in page
    sheet = pages.post("/provenance/codes", data={"codes": ",".join(typed), "as": "csv"})
    rows = list(csv.DictReader(io.StringIO(sheet.text.lstrip("\ufeff"))))
    assert [row["what"] for row in rows] == [
        "lot",
        "lot",
        "receipt",
        "consignment",
        "unknown",
        "unknown",
        "unknown",
    ]
    by_file = pages.post(
        "/provenance/codes",
        data={"file": (io.BytesIO(f"lot;kg\n{held.number};5\n".encode()), "codes.csv")},
    )
    assert held.number in by_file.text
    buyer = door.api(way.buyer).post("/lots/search", {"codes": typed}).json
    kinds = [(one["kind"], bool(one["number"])) for one in buyer["found"]]
    assert kinds == [("label", True), ("consignment", True)]
    assert buyer["not_found"] == [*typed[:2], receipt, "EBR-NOTHING-1", "EBR-NOTHING-2"]


def test_codes_of_others_are_like_codes_that_do_not_exist(door: Door, way: Way) -> None:
    stranger = door.world.somebody(Role.COMPANY_MEMBER, OrganisationKind.COMPANY)
    typed = [way.lot("received").number, way.lot("received").code, way.label]
    found = door.api(stranger).post("/lots/search", {"codes": typed}).json
    assert found == {"found": [], "not_found": typed}
    page = door.pages(stranger).post("/provenance/codes", data={"codes": "\n".join(typed)}).text
    unknown = page.partition("codes-unknown")[2].partition("</ul>")[0]
    assert [one for one in typed if one not in unknown] == []


def test_a_thousand_codes_cost_no_more_questions_than_one(door: Door, way: Way) -> None:
    counted: list[int] = []
    api = door.api(way.buyer)
    assert api.post("/lots/search", {"codes": ["EBR-1"]}).status_code == 200
    for many in (1, 1_000):
        codes = [way.lot("received").number, *(f"EBR-{number}" for number in range(many - 1))]
        with asked_of(door.world.store) as statements:
            assert api.post("/lots/search", {"codes": codes}).status_code == 200
        counted.append(len(statements))
    assert counted[0] == counted[1]
    assert api.post("/lots/search", {"codes": ["x"] * 1_001}).status_code == 422
    pages = door.pages(way.buyer)
    many = "\n".join(f"EBR-{number}" for number in range(1_001))
    refused = pages.post("/provenance/codes", data={"codes": many})
    assert refused.status_code == 422
    assert "look up at most 1000 at once" in refused.text
    assert pages.post("/provenance/codes", data={"codes": " "}).status_code == 422


def test_where_and_why_is_told_in_free_text_to_its_writer_only(door: Door) -> None:
    way = way_of(door.world)
    path = f"/lots/{way.lots['packed']}/lineage"
    told = door.api(way.field.manager).get(path).json["upstream"]
    assert any(one["site"] for one in told)
    heard = door.api(way.buyer).get(path).json["upstream"]
    assert [one["site"] for one in heard if one["site"]] == []
    assert {one["id"] for one in heard} < {one["id"] for one in told}
