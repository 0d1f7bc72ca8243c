"""A recall on its pages: searched, rehearsed, started, answered, closed, and on paper."""

import csv
import io
import re
from datetime import datetime
from uuid import uuid4

import pypdf
import pytest

from fairwild.kernel.codes import grouped
from fairwild.labels.operations import order_labels
from fairwild.labels.queries import codes_of
from fairwild.lots.operations import dry_lots
from fairwild.mail.records import QueuedLetter
from fairwild.recalls.facts import Basis
from fairwild.trade.operations import answer_consignment
from tests.doors import Door
from tests.lots_builders import KG, Field, field_of
from tests.operations.test_recalls import both_states, held, recalled, shipped, sold
from tests.trade_builders import clerk_of, company_member, home


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


def test_a_search_lists_consignments_and_labels_before_anything_is_recorded(door: Door) -> None:
    field, buyer = field_of(door.world), company_member(door.world)
    way = sold(field, buyer)
    run = field.does(
        order_labels,
        lot_id=way["bags"].id,
        sheet="a4-3x8",
        label_count=3,
        base_url="https://fw.example",
    )
    with door.world.reading(field.manager) as reading:
        codes = codes_of(reading, run.id)
    asked = {"lots": way["fresh"].number}
    page = search(field, door, **asked)
    assert f'href="/consignments/{way["sent"].id}"' in page
    assert page.count('href="/t/') == len(codes) == 3
    assert "Show the first" not in page
    pages, files = door.pages(field.manager), {}
    for what in ("lots", "consignments", "labels"):
        got = pages.get(f"/recalls/new/{what}.csv", query_string=asked)
        files[what] = list(csv.reader(io.StringIO(got.data.decode("utf-8-sig"))))
    assert files["consignments"][1][0::4] == [way["sent"].number, "received"]
    assert [row[1] for row in files["labels"][1:]] == [grouped(code) for code in codes]
    assert {way["fresh"].number, way["bags"].number} < {row[0] for row in files["lots"]}
    api, basis = door.api(field.manager), {"lot_ids": [str(way["fresh"].id)]}
    [sent] = api.post("/recalls/search", basis).json["consignments"]
    assert (sent["number"], sent["status"]) == (way["sent"].number, "received")
    first = api.post("/recalls/search/labels?limit=2", basis)
    rest = re.search(r"cursor=([^&>]+)", first.headers["Link"])
    assert rest is not None
    last = api.post(f"/recalls/search/labels?limit=2&cursor={rest[1]}", basis)
    assert "Link" not in last.headers
    found = [*first.json, *last.json]
    assert [one["code"] for one in found] == codes[::-1]
    assert {one["lot_id"] for one in found} == {str(way["bags"].id)}
    recall = recalled(field, basis=Basis(lot_ids=(way["fresh"].id,)))
    assert api.get(f"/recalls/{recall.id}/labels").json == found
    stranger = door.pages(clerk_of(door.world, field.operator_id))
    assert stranger.get("/recalls/new/labels.csv", query_string=asked).status_code == 403
    nothing = pages.get("/recalls/new/labels.csv", query_string={"lots": "NOPE"})
    assert nothing.location == "/recalls/new?lots=NOPE"


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
    assert "It cannot simply be closed yet" in shown
    theirs = door.pages(buyer)
    listed = theirs.get("/recalls").text
    notice = re.search(r"/recalls/notices/[0-9a-f-]+", listed)
    assert notice is not None
    told = theirs.get(notice[0]).text
    assert "Mould found." in told
    assert "do not use, sell or move it" in told
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
    sheet = pages.get(f"{real.location}/report.csv").data.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(sheet)))
    assert ["Lots searched for", way["fresh"].number] in rows
    assert ["Still in stock when found, dry (kg)", "30"] in rows
    assert "Mould found." in sheet
    [told_row] = [row for row in rows if row[1:2] == ["dry"]]
    assert told_row[2:7] == ["10", "0", "", "all of it is here and held", "10"]
    assert datetime.fromisoformat(told_row[7]).tzinfo is not None
    [bags] = [row for row in rows if row[:1] == [way["bags"].number]]
    assert bags[8:10] == ["20", "10"]


def test_home_says_first_what_is_called_back_and_which_lots_are_on_hold(door: Door) -> None:
    field, buyer = field_of(door.world), company_member(door.world)
    way = sold(field, buyer)
    theirs = door.pages(buyer)
    assert "on hold" not in theirs.get("/home").text
    recall = recalled(field, basis=Basis(lot_ids=(way["fresh"].id,)))
    shown = theirs.get("/home").text
    [first, *_others] = re.findall(r"<h2[^>]*>([^<]+)</h2>", shown)
    assert first == "Called back: answer now"
    assert recall.number in shown
    assert "<span>on hold</span>" in shown


def test_fresh_and_dry_are_asked_and_answered_apart_on_page_and_api(door: Door) -> None:
    field, buyer = field_of(door.world), company_member(door.world)
    recall = both_states(field, buyer)
    [told] = recall.notices
    theirs, api = door.pages(buyer), door.api(buyer)
    address = f"/recalls/notices/{told.id}"
    page = theirs.get(address).text
    assert 'name="held_fresh" type="text" value="30"' in page
    assert 'name="held_dry" type="text" value="20"' in page
    assert 'name="held"' not in page
    swapped = {"finding": "all-held", "held_fresh": "40", "held_dry": "10"}
    refused = theirs.post(address, data=swapped)
    assert refused.status_code == 409
    assert "20 kg dry were expected and 10 kg are held" in refused.text
    assert "50 kg" not in refused.text
    added_up = api.post(f"{address}/answer", {"finding": "all-held", "held": "50"})
    assert added_up.status_code == 409
    done = api.post(
        f"{address}/answer", {"finding": "all-held", "held_fresh": "30", "held_dry": "20000 g"}
    )
    assert (done.status_code, done.json["held_kg"]) == (201, None)
    assert (
        done.json["held_by_state"]
        == done.json["expected_by_state"]
        == {
            "fresh": "30",
            "dry": "20",
        }
    )
    shown = door.pages(field.manager).get(f"/recalls/{recall.id}").text
    assert shown.count("30 kg fresh, 20 kg dry") == 2  # expected, and held


def test_goods_under_way_are_told_as_under_way(door: Door) -> None:
    field, buyer = field_of(door.world), company_member(door.world)
    lot, sent = shipped(field, home(buyer))
    assert "under way, fresh" in search(field, door, lots=lot.number)
    recall = recalled(field, basis=Basis(lot_ids=(lot.id,)))
    [told] = recall.notices
    theirs = door.pages(buyer)
    page = theirs.get(f"/recalls/notices/{told.id}").text
    assert f"in consignment {sent.number}" in page
    assert "it must not be used or sold" in theirs.get(f"/consignments/{sent.id}").text
    assert f'href="/consignments/{sent.id}"' in page
    done = theirs.post(f"/recalls/notices/{told.id}", data={"finding": "not-arrived"})
    assert done.status_code == 302
    pages = door.pages(field.manager)
    shown = pages.get(f"/recalls/{recall.id}").text
    assert "Under way when found, fresh" in shown
    assert "Still in stock when found" not in shown
    sheet = pages.get(f"/recalls/{recall.id}/report.csv").data.decode("utf-8-sig")
    assert f"fresh,0,90,{sent.number},it has not arrived yet,0," in sheet


def test_goods_that_never_came_bar_closing_and_stay_on_hold_where_it_is_closed_all_the_same(
    door: Door,
) -> None:
    field, buyer = field_of(door.world), company_member(door.world)
    lot, sent = shipped(field, home(buyer))
    recall = recalled(field, basis=Basis(lot_ids=(lot.id,)))
    [told] = recall.notices
    door.pages(buyer).post(f"/recalls/notices/{told.id}", data={"finding": "not-arrived"})
    pages, api = door.pages(field.manager), door.api(field.manager)
    address, reason = f"/recalls/{recall.id}", "The lorry burnt out."
    barred = "nobody has said what became of consignment " + sent.number
    assert barred in pages.get(address).text
    assert f"{sent.number}: under way" in pages.get(address).text
    plain = pages.post(f"{address}/close", data={"outcome": "Over.", "although": ""})
    assert plain.status_code == 409
    assert barred in plain.text
    refused = api.post(f"{address}/close", {"outcome": "Over."})
    assert [(one["code"], one["at"]) for one in refused.json["errors"]] == [
        ("recall-still-under-way", "although")
    ]
    assert api.post(f"{address}/release", {"reason": "Too early."}).status_code == 409
    done = pages.post(f"{address}/close", data={"outcome": "Over.", "although": reason})
    assert done.status_code == 302
    assert len(held(door.world)) == 1
    shown = pages.get(address).text
    assert "still on hold" in shown
    assert f"consignment {sent.number} had not come" in shown
    paper = pypdf.PdfReader(io.BytesIO(pages.get(f"{address}/report.pdf").data))
    assert reason in paper.pages[0].extract_text()
    sheet = pages.get(f"{address}/report.csv").data.decode("utf-8-sig")
    assert f"Closed all the same because,{reason}" in sheet
    with door.world.store.reading() as session:
        [letter] = session.query(QueuedLetter).filter(QueuedLetter.subject.contains("is closed"))
    assert "It stays on hold: do not use, sell or" in letter.body
    assert letter.body.rstrip().endswith(f"/recalls/notices/{told.id}")
    theirs = door.pages(buyer).get(f"/recalls/notices/{told.id}").text
    assert "It stays on hold until" in theirs
    assert "some still on hold" in pages.get("/recalls").text
    left = api.get(address).json["unaccounted"]
    assert (left["although"], left["parties"][0]["consignments"]) == (reason, [sent.number])
    assert pages.post(f"{address}/release", data={"reason": ""}).status_code == 422
    released = pages.post(f"{address}/release", data={"reason": "It was found."})
    assert released.status_code == 302
    assert held(door.world) == {}
    assert "It was found." in pages.get(address).text
    again = api.post(f"{address}/release", {"reason": "It was found."})
    assert [one["code"] for one in again.json["errors"]] == ["recall-nothing-kept"]


def test_who_said_it_had_not_come_is_asked_again_when_it_has(door: Door) -> None:
    field, buyer = field_of(door.world), company_member(door.world)
    lot, sent = shipped(field, home(buyer))
    recall = recalled(field, basis=Basis(lot_ids=(lot.id,)))
    [told] = recall.notices
    theirs = door.pages(buyer)
    theirs.post(f"/recalls/notices/{told.id}", data={"finding": "not-arrived"})
    assert recall.number not in theirs.get("/home").text
    with door.world.work(buyer) as work:
        answer_consignment(
            work, consignment_id=sent.id, received={line.id: 90 * KG for line in sent.lines}
        )
    assert recall.number in theirs.get("/home").text
    assert "it has come: answer again" in theirs.get("/recalls").text
    assert f"It has come since ({sent.number})" in theirs.get(f"/recalls/notices/{told.id}").text
    pages = door.pages(field.manager)
    assert f"{sent.number}: received" in pages.get(f"/recalls/{recall.id}").text
    closed = pages.post(f"/recalls/{recall.id}/close", data={"outcome": "Destroyed there."})
    assert closed.status_code == 302
    assert held(door.world) == {}


def test_a_recall_says_what_was_searched_for(door: Door, field: Field) -> None:
    day = door.world.now.date()
    basis = Basis(harvester_id=field.harvester_id, area_id=field.area_id, since=day, until=day)
    recall = recalled(field, basis=basis)
    pages = door.pages(field.manager)
    shown = pages.get(f"/recalls/{recall.id}").text
    assert f'<a href="/harvesters/{field.harvester_id}">H0001 ' in shown
    assert f'<a href="/areas/{field.area_id}">B3' in shown
    paper = pypdf.PdfReader(io.BytesIO(pages.get(f"/recalls/{recall.id}/report.pdf").data))
    said = " ".join(paper.pages[0].extract_text().split())
    for words in ("Harvester H0001", "Area B3", "Collected from", "Collected until"):
        assert words in said
    sheet = pages.get(f"/recalls/{recall.id}/report.csv").data.decode("utf-8-sig")
    assert f"Collected until,{day.isoformat()}" in sheet


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
    assert found.json["under_way_by_state"] == {}
    assert api.post("/recalls", basis | {"reason": ""}).status_code == 422
    made = api.post("/recalls", basis | {"reason": "Mould."})
    assert (made.status_code, made.json["status"]) == (201, "open")
    assert any(one["hold_id"] for one in made.json["lots"])
    closed = api.post(f"/recalls/{made.json['id']}/close", {"outcome": "False alarm."})
    assert (closed.status_code, closed.json["status"]) == (201, "closed")
    assert [one["number"] for one in api.get("/recalls").json] == ["EBR-RC-2026-00001"]
