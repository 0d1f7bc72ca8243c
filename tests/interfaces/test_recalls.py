"""A recall on its pages: searched, rehearsed, started, answered, closed, and on paper."""

import io
import re
from uuid import uuid4

import pypdf
import pytest

from fairwild.lots.operations import dry_lots
from tests.doors import Door
from tests.lots_builders import KG, Field, field_of
from tests.operations.test_recalls import sold
from tests.trade_builders import clerk_of, company_member


@pytest.fixture
def field(door: Door) -> Field:
    """An operator with a lot dried."""
    made = field_of(door.world)
    lot = made.lot(90)
    dry = made.does(dry_lots, inputs=[(lot.id, 90 * KG)], output_g=30 * KG)
    made.more.update(fresh=lot.id, dry=dry.id)
    return made


def search(field: Field, door: Door, **asked: str) -> str:
    return door.pages(field.manager).get("/recalls/new", query_string=asked).text


def test_a_search_shows_how_far_goods_got_and_offers_both_ways(door: Door, field: Field) -> None:
    page = search(field, door, harvester="H0001")
    assert "2. How far it got" in page
    assert "Rehearsal: touch nothing" in page
    assert "30 kg" in page
    assert "still in stock, dry" in page
    assert "Put this lot on hold and tell its holder?" in page
    assert f'href="/lots/{field.more["dry"]}"' in page


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"lots": "NOPE-1 NOPE-2"}, "NOPE-2"),
        ({"lots": ""}, "Say what is suspect"),
        ({"harvester": "H9999"}, "No harvester has the number"),
        ({"since": "2026-13-01"}, "A day is written like"),
        ({"since": "2026-03-02", "until": "2026-03-01"}, "before they begin"),
    ],
)
def test_what_cannot_be_found_is_named(
    door: Door, field: Field, asked: dict[str, str], said: str
) -> None:
    assert said in search(field, door, **asked)


def test_a_rehearsal_then_a_recall_with_answer_close_and_report(door: Door) -> None:
    field, buyer = field_of(door.world), company_member(door.world)
    way = sold(field, buyer)
    pages = door.pages(field.manager)
    order = {"lots": way["fresh"].number, "reason": "Mould found.", "deed_key": str(uuid4())}
    mock = pages.post("/recalls/new", data=order | {"kind": "mock"})
    rehearsed = pages.get(mock.location).text
    assert "This was a rehearsal" in rehearsed
    assert "Still in stock when found, dry" in rehearsed
    real = pages.post("/recalls/new", data=order | {"kind": "real", "deed_key": str(uuid4())})
    shown = pages.get(real.location).text
    assert "no answer yet" in shown
    assert "It cannot be closed yet" in shown
    theirs = door.pages(buyer)
    listed = theirs.get("/recalls").text
    notice = re.search(r"/recalls/notices/[0-9a-f-]+", listed)
    assert notice is not None
    told = theirs.get(notice[0]).text
    assert "Mould found." in told
    assert "do not use, sell or move them" in told
    refused = theirs.post(notice[0], data={"finding": "all-gone", "held": "0", "note": ""})
    assert refused.status_code == 409
    done = theirs.post(notice[0], data={"finding": "all-held", "held": "10", "note": ""})
    assert done.status_code == 302
    closed = pages.post(f"{real.location}/close", data={"outcome": "Destroyed."})
    assert closed.status_code == 302
    assert "Destroyed." in pages.get(real.location).text
    paper = pypdf.PdfReader(io.BytesIO(pages.get(f"{real.location}/report.pdf").data))
    said = "\n".join(page.extract_text() for page in paper.pages)
    for words in (
        "(suspect)",
        "packed, dry",
        "EBR-RC-2026-00002",
        "Everything found in",
        "all of it is here",
        "Destroyed.",
    ):
        assert words in said
    assert pages.get(f"{real.location}/report.pdf").data == (
        pages.get(f"{real.location}/report.pdf").data
    )
    rows = pages.get(f"{real.location}/report.csv").data.decode("utf-8-sig")
    assert way["bags"].number in rows
    assert "Mould found." in rows


def test_a_clerk_cannot_recall_and_is_told_so(door: Door, field: Field) -> None:
    clerk = door.pages(clerk_of(door.world, field.operator_id))
    assert "Search and recall" not in clerk.get("/recalls").text
    assert clerk.get("/recalls/new").status_code == 403


def test_recalls_through_the_api(door: Door, field: Field) -> None:
    api = door.api(field.manager)
    basis = {"lot_ids": [str(field.more["fresh"])]}
    found = api.post("/recalls/search", basis)
    assert found.status_code == 200
    assert (len(found.json["suspects"]), found.json["available_kg"]) == (2, "30")
    assert found.json["stock_by_state"] == {"dry": "30"}
    assert api.post("/recalls", basis | {"reason": ""}).status_code == 422
    made = api.post("/recalls", basis | {"reason": "Mould."})
    assert (made.status_code, made.json["status"]) == (201, "open")
    assert any(one["hold_id"] for one in made.json["lots"])
    closed = api.post(f"/recalls/{made.json['id']}/close", {"outcome": "False alarm."})
    assert (closed.status_code, closed.json["status"]) == (201, "closed")
    assert [one["number"] for one in api.get("/recalls").json] == ["EBR-RC-2026-00001"]
