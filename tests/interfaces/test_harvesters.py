"""Harvesters through the pages and the API: one by one, by search, and from files."""

import io
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
CSV = (
    "name,birth year,village,registered from\nBảo,1980,Sapa,2026-01-01\n=1+1,1981,Sapa,2026-01-01\n"
)
BAD = CSV + "Cam,80,,31/12/2026\nBảo,1980,Sapa,2026-01-01\n"


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
        "/harvesters/register.csv",
    ):
        assert door.pages(steward).get(path).status_code == 403
    assert door.api(steward).post("/harvesters", BODY).status_code == 403


def upload(pages: Any, content: bytes) -> Any:
    chosen = (io.BytesIO(content), "people.csv")
    return pages.post("/harvesters/import", data={"file": chosen}, follow_redirects=True)


def test_a_file_shows_every_wrong_cell_and_writes_nothing(door: Door, manager: Actor) -> None:
    pages = door.pages(manager)
    answer = upload(pages, BAD.encode())
    assert answer.status_code == 200
    assert "4 cells are wrong" in answer.text
    assert "Write a year with four digits, like 1980." in answer.text
    assert "This must be filled in." in answer.text
    assert "Row 2 is the same person." in answer.text
    assert "Confirm: register" not in answer.text
    refused = pages.post(answer.request.path)
    assert (refused.status_code, "has 4 wrong cells" in refused.text) == (409, True)
    cells = pages.get(f"{answer.request.path}/wrong-cells.csv").get_data(as_text=True)
    assert cells.count("\r\n") == 5
    assert '4,birth_year,80,"Write a year' in cells
    assert "Nobody is registered yet" in pages.get("/harvesters").text


def test_a_file_is_written_when_confirmed_and_only_once(door: Door, manager: Actor) -> None:
    pages = door.pages(manager)
    answer = upload(pages, b"\xef\xbb\xbf" + CSV.replace("\n", "\r\n").encode())
    assert "Confirm: register 2 harvesters" in answer.text
    for _ in range(2):
        done = pages.post(answer.request.path, follow_redirects=True)
        assert "Harvesters written into the register: 2" in done.text
    assert "2 harvesters" in pages.get("/harvesters").text
    export = pages.get("/harvesters/register.csv").get_data(as_text=True)
    assert export.startswith("\ufefflocal_id,")
    assert ",'=1+1," in export
    assert "0" in upload(pages, export.encode()).text
    assert pages.get(f"{answer.request.path}/wrong-cells.csv").status_code == 200


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (CSV.encode("utf-16"), "UTF-16"),
        ("name\nÁgreda".encode("cp1252"), "CSV UTF-8"),
        (b"", "This file is empty."),
        (b'name\n"open', "quotation mark"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_words(
    door: Door, manager: Actor, content: bytes, said: str
) -> None:
    answer = upload(door.pages(manager), content)
    assert answer.status_code == 422
    assert said in answer.text


def test_a_missing_file_and_wrong_headings_are_named(door: Door, manager: Actor) -> None:
    pages = door.pages(manager)
    missing = pages.post("/harvesters/import", data={})
    assert (missing.status_code, "Choose a file first." in missing.text) == (422, True)
    shown = upload(pages, b"name,colour\nAna,green\n").text
    assert "There is no column “colour”" in shown
    assert "The column “village” is missing." in shown
    assert "local_id" in pages.get("/harvesters/template.csv").get_data(as_text=True)


def test_a_file_of_another_operator_is_not_there(door: Door, manager: Actor) -> None:
    answer = upload(door.pages(manager), CSV.encode())
    stranger = door.pages(door.world.operator_manager())
    assert stranger.get(answer.request.path).status_code == 404
    assert stranger.post(answer.request.path).status_code == 404


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


def test_files_through_the_api(door: Door, manager: Actor) -> None:
    api = door.api(manager)
    shown = api.post("/harvesters/import", {"csv": BAD, "file_name": "people.csv"})
    assert shown.status_code == 201
    assert not shown.json["confirmed"]
    assert [(one["row"], one["column"]) for one in shown.json["wrong"]] == [
        (4, "birth_year"),
        (4, "village"),
        (4, "registered_from"),
        (5, "name"),
    ]
    path = f"/harvesters/import/{shown.json['id']}"
    assert codes(api.post(f"{path}/confirm")) == ["import-has-wrong-cells"]
    refused = api.post("/harvesters/import?confirm=true", {"csv": BAD})
    assert codes(refused) == ["import-has-wrong-cells"]
    assert api.get("/harvesters").json == []
    done = api.post("/harvesters/import?confirm=true", {"csv": CSV})
    assert (done.json["confirmed"], done.json["new"]) == (True, 2)
    again = api.post(f"/harvesters/import/{done.json['id']}/confirm")
    assert (again.json["confirmed"], again.json["new"]) == (True, 2)
    assert len(api.get("/harvesters").json) == 2
    assert api.get(path).json["there"] == 2
    assert api.post("/harvesters/import", {"csv": ""}).status_code == 422
