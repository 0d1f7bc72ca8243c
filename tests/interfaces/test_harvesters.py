"""Harvesters through the pages and the API: one by one and by search."""

from typing import Any

import pytest

from fairwild.kernel.actors import Actor
from tests.areas_builders import area, target
from tests.doors import Door
from tests.harvesters_builders import harvester

FORM = {
    "name": "Nguyễn Thị Hoa",
    "sex": "female",
    "birth_year": "1980",
    "village": "Hà Giang",
    "registered_from": "2026-01-01",
    "other_ids": "village book: 17\nco-op: A-3",
}
BODY: dict[str, Any] = {
    **FORM,
    "birth_year": 1980,
    "other_ids": [{"issuer": "village book", "number": "17"}],
}


def codes(answer: Any) -> list[str]:
    return [one["code"] for one in answer.json["errors"]]


@pytest.fixture
def manager(door: Door) -> Actor:
    """A manager whose operator has an area and collects the root of liquorice."""
    actor = door.world.operator_manager()
    area(door.world, actor)
    target(door.world, actor, door.world.species())
    return actor


def test_a_harvester_is_registered_on_the_page_with_a_card(door: Door, manager: Actor) -> None:
    pages = door.pages(manager)
    assert "Nobody is registered yet" in pages.get("/harvesters").text
    (one,) = door.api(manager).get("/areas").json
    form = {**FORM, "area_ids[]": [one["id"]]}
    shown = pages.post("/harvesters/new", data=form, follow_redirects=True).text
    assert "is registered with number H0001" in shown
    assert "village book: 17; co-op: A-3" in shown
    assert "B3 Block B3" in shown
    assert "Harvester registered" in shown


def test_the_card_carries_no_personal_data(door: Door, manager: Actor) -> None:
    harvester_id = harvester(door.world, manager, "Nguyễn Thị Hoa")
    page = door.pages(manager).get(f"/harvesters/{harvester_id}").text
    card = page.partition('<figure class="harvester-card">')[2].partition("</figure>")[0]
    assert "<svg" in card
    assert "Hoa" not in card


def test_a_possible_duplicate_is_asked_about_and_can_be_another_person(
    door: Door, manager: Actor
) -> None:
    pages = door.pages(manager)
    pages.post("/harvesters/new", data=FORM)
    again = {**FORM, "name": "NGUYEN THI HOA", "village": "ha giang"}
    asked = pages.post("/harvesters/new", data=again)
    assert asked.status_code == 409
    assert "Is it the same person?" in asked.text
    assert "another_person" in asked.text
    done = pages.post("/harvesters/new", data={**again, "another_person": "yes"})
    assert done.status_code == 302


def test_wrong_fields_and_refusals_are_named(door: Door, manager: Actor) -> None:
    pages = door.pages(manager)
    wrong = {**FORM, "name": "", "birth_year": "80", "other_ids": "17", "last_day": "soon"}
    answer = pages.post("/harvesters/new", data=wrong)
    assert answer.status_code == 422
    assert "Please fill this in." in answer.text
    assert "Write a year with four digits" in answer.text
    young = {**FORM, "birth_year": "2015", "last_day": "2025-01-01", "village": "<b>x</b>"}
    refused = pages.post("/harvesters/new", data=young)
    assert refused.status_code == 409
    assert "about 11 years may not be registered" in refused.text
    assert "The last day must not lie before" in refused.text
    assert "<b>x</b>" not in refused.text
    assert "Nobody is registered yet" in pages.get("/harvesters").text


def test_an_entry_is_changed_and_a_stale_form_says_so(door: Door, manager: Actor) -> None:
    pages, harvester_id = door.pages(manager), harvester(door.world, manager)
    address = f"/harvesters/{harvester_id}/edit"
    assert 'value="Ana Ruiz"' in pages.get(address).text
    done = pages.post(address, data={**FORM, "version": "1"}, follow_redirects=True)
    assert "Nguyễn Thị Hoa is changed." in done.text
    stale = pages.post(address, data={**FORM, "version": "1"})
    assert (stale.status_code, "Changed meanwhile" in stale.text) == (409, True)


def test_a_registration_is_ended_on_the_page(door: Door, manager: Actor) -> None:
    pages, harvester_id = door.pages(manager), harvester(door.world, manager)
    address, end = f"/harvesters/{harvester_id}/end", {"last_day": "2026-02-28", "version": "1"}
    assert pages.post(address, data={"version": "1"}).status_code == 422
    early = pages.post(address, data={**end, "last_day": "2025-01-01"})
    assert (early.status_code, "must not lie before" in early.text) == (409, True)
    done = pages.post(address, data=end, follow_redirects=True)
    assert "The registration is ended." in done.text
    assert "28 Feb 2026" in done.text


def test_the_register_is_searched_sorted_and_paged(door: Door, manager: Actor) -> None:
    for count in range(52):
        harvester(door.world, manager, f"Person {count:02d}", village=f"V{count}")
    pages = door.pages(manager)
    assert "52 harvesters" in pages.get("/harvesters").text
    last = pages.get("/harvesters?page=2&sort=-name").text
    assert "Person 00" in last
    assert "Person 51" not in last
    assert "Person 07" in pages.get("/harvesters?q=h0008").text
    assert "Nobody fits" in pages.get("/harvesters?q=%25").text
    assert pages.get("/harvesters?page=x&sort=nothing").status_code == 200


def test_only_the_operator_s_people_see_the_register(door: Door, manager: Actor) -> None:
    harvester_id = harvester(door.world, manager)
    stranger, steward = door.world.operator_manager(), door.world.steward()
    assert door.pages(stranger).get(f"/harvesters/{harvester_id}").status_code == 404
    assert door.api(stranger).get(f"/harvesters/{harvester_id}").status_code == 404
    assert door.api(stranger).get("/harvesters").json == []
    for path in (
        "/harvesters",
        "/harvesters/new",
        "/harvesters/import",
        "/exports/harvesters.csv",
    ):
        assert door.pages(steward).get(path).status_code == 403
    assert door.api(steward).post("/harvesters", BODY).status_code == 403


def test_the_api_registers_searches_and_changes(door: Door, manager: Actor) -> None:
    api = door.api(manager)
    made = api.post("/harvesters", BODY)
    assert (made.status_code, made.json["local_id"]) == (201, "H0001")
    assert made.json["area_ids"] == []
    assert codes(api.post("/harvesters", BODY)) == ["possible-duplicate"]
    assert api.post("/harvesters", {**BODY, "another_person": True}).status_code == 201
    assert len(api.get("/harvesters?q=nguyen").json) == 2
    assert api.get("/harvesters?q=nobody").json == []
    first = api.get("/harvesters?limit=1")
    assert len(first.json) == 1
    assert 'rel="next"' in first.headers["Link"]
    path, tag = f"/harvesters/{made.json['id']}", made.headers["ETag"]
    change = {"json": {"village": "Sapa"}}
    assert api("PATCH", path, **change).status_code == 428
    changed = api("PATCH", path, **change, headers={"If-Match": tag})
    assert (changed.json["village"], changed.json["name"]) == ("Sapa", "Nguyễn Thị Hoa")
    assert api("PATCH", path, **change, headers={"If-Match": tag}).status_code == 412
    assert api.get(path).json["village"] == "Sapa"
    ended = api.post(f"{path}/end", {"last_day": "2026-02-28"})
    assert ended.json["registered_until"] == "2026-03-01"
    assert codes(api.post(f"{path}/end", {"last_day": "2026-02-28"})) == ["registration-has-an-end"]


def test_the_api_names_every_obstacle_and_every_wrong_field(door: Door, manager: Actor) -> None:
    api = door.api(manager)
    foreign = str(area(door.world, door.world.operator_manager()))
    bad = {**BODY, "birth_year": 2015, "registered_until": "2025-01-01", "area_ids": [foreign]}
    assert codes(api.post("/harvesters", bad)) == [
        "harvester-too-young",
        "registration-ends-before-start",
        "area-not-of-operator",
    ]
    wrong = {**BODY, "name": "", "birth_year": 80, "sex": "tree", "colour": "green"}
    assert api.post("/harvesters", wrong).status_code == 422
    assert api.get("/harvesters").json == []
