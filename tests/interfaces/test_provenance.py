"""Provenance: found by number, code or label; the same as picture, table and file; within sight."""

import csv
import io
import re
from xml.etree import ElementTree

import pytest

from fairwild.kernel.actors import OrganisationKind, Role
from fairwild.kernel.codes import grouped
from tests.doors import Door
from tests.lots_builders import KG
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
    page = door.pages(way.buyer).get(f"/lots/{way.lots['received']}/lineage").text
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
    said = {"dried", "cut and", "sifted", "packed", "shipped", "received"}
    assert set(deeds) == said
    assert int(svg.get("width", "")) < 1_550
    assert 'role="region"' in page
    assert 'tabindex="0"' in page


def test_table_and_file_have_every_gram_of_the_picture(door: Door, way: Way) -> None:
    pages, held = door.pages(way.buyer), way.lots["received"]
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


def test_a_buyer_traces_what_went_into_its_goods_and_nobody_elses_purchases(
    door: Door, way: Way
) -> None:
    other = company_member(door.world)
    sold = sell(way, way.lots["packed"], 100 * KG, other)
    foreign = sold, door.pages(other).get(f"/lots/{sold}/lineage")
    assert foreign[1].status_code == 200
    page = door.pages(way.buyer).get(f"/lots/{way.lots['raw']}/lineage")
    assert page.status_code == 200
    assert way.lot("received").number in page.text
    assert str(sold) not in page.text
    assert "3 lots made from this one belong to others and are not shown." in page.text
    assert door.pages(way.buyer).get(f"/lots/{sold}/lineage").status_code == 404
    own = door.pages(way.field.manager).get(f"/lots/{way.lots['raw']}/lineage").text
    assert "belong to others" not in own


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


def test_a_very_large_lineage_is_drawn_in_part_and_says_so(
    door: Door, way: Way, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fairwild.web.lineage_page.MOST_NODES", 5)
    page = door.pages(way.buyer).get(f"/lots/{way.lots['received']}/lineage").text
    assert "3 lots and movements further away are left out of the picture" in page
    assert way.lot("raw").number in page


def test_where_and_why_is_told_in_free_text_to_its_writer_only(door: Door) -> None:
    way = way_of(door.world)
    path = f"/lots/{way.lots['packed']}/lineage"
    told = door.api(way.field.manager).get(path).json["upstream"]
    assert any(one["site"] for one in told)
    heard = door.api(way.buyer).get(path).json["upstream"]
    assert [one["site"] for one in heard if one["site"]] == []
    assert [one["id"] for one in heard] == [one["id"] for one in told]
