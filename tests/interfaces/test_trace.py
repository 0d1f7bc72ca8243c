"""What a scan opens: the page, its JSON, unknown codes, and how fast it forgets what changed."""

import re
from pathlib import Path
from typing import Any

import pytest
from flask import request_started
from sqlalchemy import select

from fairwild.areas.records import CollectionArea
from fairwild.harvesters.records import Harvester
from fairwild.kernel.codes import grouped, new_code
from fairwild.lots.operations import correct_movement, dry_lots
from fairwild.lots.records import Movement
from tests.doors import Door
from tests.lots_builders import KG
from tests.tracing_builders import Way, way_of

STATIC = Path("fairwild/web/static")
MOST_BYTES = 50_000
JSON = {"Accept": "application/json"}


@pytest.fixture
def way(door: Door) -> Way:
    """The liquorice of the worked example, from the baskets to a label."""
    return way_of(door.world)


def words_of(page: str) -> str:
    """Give what a page says, without tags and line breaks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_a_scan_opens_the_certificate_first_then_the_journey(door: Door, way: Way) -> None:
    answer = door.pages().get(f"/t/{way.label}")
    assert answer.status_code == 200
    said = words_of(answer.text)
    assert "Certified when it was sold on 8 Apr 2026." in said
    assert "The certificate is still in force today." in said
    places = [said.index(part) for part in ("CB-2026-00001", "What it is", "Its journey")]
    assert places == sorted(places)
    for mass in ("3,960 kg fresh", "1,290 kg", "51 kg", "26 kg", "48 × 25 kg", "1,000 kg"):
        assert mass in said
    assert "3.070 : 1" in said
    assert "1 harvester, 12 deliveries" in said


def test_page_styles_and_signs_weigh_less_than_50_kilobytes(door: Door, way: Way) -> None:
    page = door.pages().get(f"/t/{way.label}")
    files = [STATIC / "trace.css", STATIC / "trace-icons.svg", STATIC / "mark.svg"]
    total = len(page.data) + sum(file.stat().st_size for file in files)
    assert total < MOST_BYTES
    linked = set(re.findall(r'(?:src|href)="/static/([^"#]+)', page.text))
    assert linked == {"trace.css", "trace-icons.svg", "mark.svg", "favicon.svg"}
    assert "<script" not in page.text
    assert "style=" not in page.text


def test_every_sign_of_the_page_is_in_the_small_sprite(door: Door, way: Way) -> None:
    sprite = (STATIC / "trace-icons.svg").read_text()
    pages = [door.pages().get(f"/t/{way.label}").text, door.pages().get("/t/wrong").text]
    used = {sign for page in pages for sign in re.findall(r"trace-icons\.svg#([a-z0-9-]+)", page)}
    assert used
    assert [sign for sign in used if f'id="{sign}"' not in sprite] == []


def test_no_scan_sets_a_cookie_or_meets_a_session(door: Door, way: Way) -> None:
    answer = door.pages().get(f"/t/{way.label}")
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "public, max-age=60"


def test_page_and_both_doors_of_json_say_the_same(door: Door, way: Way) -> None:
    page = words_of(door.pages().get(f"/t/{way.label}").text)
    by_page = door.pages().get(f"/t/{way.label}", headers=JSON)
    by_api = door.api().get(f"/public/trace/{way.label}")
    assert by_page.mimetype == by_api.mimetype == "application/json"
    assert by_page.json == by_api.json
    told: dict[str, Any] = by_api.json
    assert told["lot_number"] in page
    assert told["certificate"]["number"] in page
    assert told["certificate"]["body"] in page
    assert [step["kind"] for step in told["steps"]] == [
        "collect",
        "dry",
        "cut",
        "pack",
        "ship",
        "receive",
    ]
    assert told["steps"][1]["ratio"] == "132/43"
    assert told["collected_kg"] == "3960"
    assert (told["certified"], told["certificate"]["standing_now"]) == (True, "issued")
    assert {claim["basis"] for claim in told["claims"]} == {
        "verified",
        "checked",
        "registered",
        "stated",
    }


def test_nobody_is_named_and_no_place_is_exact(door: Door, way: Way) -> None:
    with door.world.store.writing() as session:
        harvester = session.get_one(Harvester, way.field.harvester_id)
        harvester.name, harvester.phone = "Nguyễn Thị Hoa", "+34 600 123 456"
        area = session.get_one(CollectionArea, way.field.area_id)
        corners = {str(part) for part in _numbers(area.geometry["coordinates"])}
        corners |= {str(area.centre_lat_e6), str(area.centre_lon_e6)}
        session.commit()
    page = door.pages().get(f"/t/{way.label}").text
    text = door.api().get(f"/public/trace/{way.label}").text
    for told in (page, text):
        assert "Hoa" not in told
        assert "600 123" not in told
        assert str(way.field.harvester_id) not in told
        assert not [corner for corner in corners if len(corner) > 5 and corner in told]


def _numbers(nested: Any) -> list[float]:
    if isinstance(nested, list):
        return [one for inner in nested for one in _numbers(inner)]
    return [nested]


def test_a_sensitive_place_keeps_everything_but_its_country(door: Door, way: Way) -> None:
    before = door.api().get(f"/public/trace/{way.label}").json["places"][0]
    with door.world.store.writing() as session:
        area = session.get_one(CollectionArea, way.field.area_id)
        area.sensitive, area.admin_unit, area.name = True, "Hidden Valley", "Secret Grove"
        session.commit()
    door.world.pass_time(days=1)
    answer = door.api().get(f"/public/trace/{way.label}")
    place = answer.json["places"][0]
    assert (place["country"], place["sensitive"], place["within_km"]) == ("ES", True, 50)
    assert (place["name"], place["admin_unit"]) == ("", "")
    assert place["middle"] != before["middle"]
    page = door.pages().get(f"/t/{way.label}").text
    assert "kept secret" in page
    assert "Hidden Valley" not in page + answer.text
    assert "Secret Grove" not in page + answer.text


def test_small_letters_groups_and_a_large_t_lead_to_the_same_page(door: Door, way: Way) -> None:
    pages = door.pages()
    for path in (
        f"/t/{way.label.lower()}",
        f"/T/{way.label}",
        f"/t/{grouped(way.label)}",
        f"/t/{grouped(way.label).lower()}",
    ):
        assert pages.get(path).status_code == 200, path
    asked = pages.get("/t", query_string={"code": f"https://fw.example/t/{way.label}"})
    assert asked.headers["Location"].endswith(f"/t/{way.label}")


def test_a_lots_own_code_opens_its_trace(door: Door, way: Way) -> None:
    told = door.api().get(f"/public/trace/{way.lot('dried').code}").json
    assert told["lot_number"] == way.lot("dried").number
    assert told["label_serial"] is None
    assert told["judged_at"] == "dry"


@pytest.mark.parametrize("code", ["xyz", "7KQ2M4XW9RTB3CDX", "7KQ2-M4XW", "O" * 300])
def test_an_unknown_code_gets_a_page_that_helps(door: Door, code: str) -> None:
    answer = door.pages().get(f"/t/{code}")
    assert answer.status_code == 404
    assert "We do not know this code" in answer.text
    assert 'name="code"' in answer.text
    as_json = door.pages().get(f"/t/{code}", headers=JSON)
    assert as_json.status_code == 404
    assert as_json.mimetype == "application/problem+json"


def test_guessing_is_slowed_down_and_a_real_label_still_opens(door: Door, way: Way) -> None:
    pages = door.pages()
    statuses = [pages.get(f"/t/{new_code()}").status_code for _ in range(25)]
    assert statuses[0] == 404
    assert statuses[-1] == 429
    waiting = pages.get(f"/t/{new_code()}")
    assert int(waiting.headers["Retry-After"]) > 0
    assert "Please wait" in waiting.text
    by_api = door.api().get(f"/public/trace/{new_code()}")
    assert by_api.status_code == 429
    assert int(by_api.headers["Retry-After"]) > 0
    assert pages.get(f"/t/{way.label}").status_code == 200


def test_an_unchanged_trace_is_answered_with_304(door: Door, way: Way) -> None:
    first = door.pages().get(f"/t/{way.label}")
    again = door.pages().get(f"/t/{way.label}", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    by_api = door.api().get(f"/public/trace/{way.label}")
    assert by_api.headers["ETag"] != first.headers["ETag"]
    same = door.api().get(
        f"/public/trace/{way.label}", headers={"If-None-Match": by_api.headers["ETag"]}
    )
    assert same.status_code == 304


def test_the_page_of_one_door_is_not_given_to_another(door: Door, way: Way) -> None:
    page = door.pages().get(f"/t/{way.label}")
    assert {part.strip() for part in page.headers["Vary"].split(",")} >= {
        "Accept",
        "Accept-Language",
    }
    assert door.pages().get(f"/t/{way.label}", headers=JSON).mimetype == "application/json"


def test_a_suspension_shows_at_once_on_a_page_that_was_kept(door: Door, way: Way) -> None:
    pages, path = door.pages(), f"/t/{way.label}"
    before = pages.get(path)
    assert "still in force" in before.text
    way.suspend("Secret reason of the body")
    after = pages.get(path, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    said = words_of(after.text)
    assert "Certified when it was sold on 8 Apr 2026." in said
    assert "The certificate has been suspended since 11 Apr 2026." in said
    assert "Secret reason" not in said
    told = door.api().get(f"/public/trace/{way.label}").json["certificate"]
    assert (told["standing_then"], told["standing_now"]) == ("issued", "suspended")
    assert told["now_since"] == "2026-04-11"


def test_a_second_scan_is_answered_by_the_front_door_alone(door: Door, way: Way) -> None:
    asked: list[str] = []

    def count(*_: object, **__: object) -> None:
        asked.append("asked")

    request_started.connect(count, door.app)
    pages, path = door.pages(), f"/t/{way.label}"
    first, second = pages.get(path), pages.get(path)
    assert asked == ["asked"]
    assert second.data == first.data
    assert {**second.headers, "Date": ""} == {**first.headers, "Date": ""}
    assert "Content-Security-Policy" in second.headers
    known = pages.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (known.status_code, known.data, asked) == (304, b"", ["asked"])
    door.pages(way.buyer).get(path)
    assert asked == ["asked", "asked"]


def test_a_certificate_that_ran_out_is_told_without_any_event(door: Door, way: Way) -> None:
    assert "still in force" in door.pages().get(f"/t/{way.label}").text
    door.world.pass_time(days=600)
    page = door.pages().get(f"/t/{way.label}").text
    assert "The certificate ran out on" in page
    assert "Certified when it was sold on 8 Apr 2026." in words_of(page)


def test_goods_without_a_certificate_get_an_honest_page(door: Door) -> None:
    way = way_of(door.world, certified=False)
    answer = door.pages().get(f"/t/{way.label}")
    assert answer.status_code == 200
    assert "Not certified" in answer.text
    assert "The collectors had no certificate at that time." in answer.text
    assert "FairWild certified goods" not in answer.text
    told = door.api().get(f"/public/trace/{way.label}").json
    assert (told["certified"], told["certificate"]) == (False, None)
    assert told["claims"][0] == {
        "claim": "certified",
        "basis": "missing",
        "by": "",
        "on": None,
        "paper": "",
    }


def test_a_lot_that_was_taken_back_is_nobodys_certified_goods(door: Door, way: Way) -> None:
    field = way.field
    raw = field.lot(99)
    dried = field.does(dry_lots, inputs=[(raw.id, 99 * KG)], output_g=33 * KG)
    address = f"/t/{dried.code}"
    assert "FairWild certified goods" in door.pages().get(address).text
    with door.world.store.reading() as session:
        made_by = session.scalar(select(Movement.id).where(Movement.seq == dried.made_by))
    field.does(correct_movement, movement_id=made_by, reason="Weighed twice.")
    said = words_of(door.pages().get(address).text)
    assert "Taken back: nothing with this code counts" in said
    assert "FairWild certified goods" not in said
    told = door.api().get(f"/public/trace/{dried.code}").json
    assert (told["undone"], told["certified"], told["certificates"]) == (True, False, [])
    assert "Certified:" not in door.pages(field.manager).get(f"/lots/{dried.id}").text


def test_a_buyer_does_not_learn_the_name_of_a_sensitive_area(door: Door, way: Way) -> None:
    path = f"/lots/{way.lots['received']}"
    assert "B3 · " in door.pages(way.buyer).get(path).text
    with door.world.store.writing() as session:
        area = session.get_one(CollectionArea, way.field.area_id)
        area.sensitive, area.name = True, "Secret Grove"
        session.commit()
    told = door.pages(way.buyer).get(path)
    assert (told.status_code, "Secret Grove" in told.text) == (200, False)
    own = door.pages(way.field.manager).get(f"/lots/{way.lots['raw']}")
    assert "Secret Grove" in own.text
