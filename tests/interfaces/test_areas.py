"""Areas, target species and maximum quantities through the pages and the API."""

import io
import json
from typing import Any

import pytest

from fairwild.areas.operations import draw_quantity
from fairwild.kernel.actors import Actor, Role
from tests.areas_builders import BOW_TIE, SQUARE, area, home_of, quantity, target
from tests.conformance import CONFORMANCE, needs_conformance
from tests.doors import Door

AREA: dict[str, Any] = {
    "code": "B3",
    "name": "Block 3",
    "admin_unit": "Soria",
    "country": "ES",
    "geometry": SQUARE,
    "stated_ha": "60",
}
FORM = {**AREA, "geometry": json.dumps(SQUARE)}


def codes(answer: Any) -> list[str]:
    return [one["code"] for one in answer.json["errors"]]


@pytest.fixture
def manager(door: Door) -> Actor:
    """A manager whose operator collects the root of liquorice."""
    actor = door.world.operator_manager()
    target(door.world, actor, door.world.species())
    return actor


def test_an_area_is_registered_on_the_page_and_its_sizes_are_compared(
    door: Door, manager: Actor
) -> None:
    pages = door.pages(manager)
    assert "No areas yet" in pages.get("/areas").text
    answer = pages.post("/areas/new", data=FORM, follow_redirects=True)
    assert "Block 3 is registered." in answer.text
    assert "93.43 ha" in answer.text
    assert "The sizes differ by 35.8%" in answer.text
    assert "<svg" in answer.text
    again = pages.post("/areas/new", data=FORM)
    assert (again.status_code, "already have an area" in again.text) == (409, True)
    assert "Block 3" in pages.get("/areas?sort=-size").text


def test_every_fault_of_a_form_stands_at_its_field(door: Door, manager: Actor) -> None:
    pages = door.pages(manager)
    wrong = {"type": "Polygon", "coordinates": [[[0, 0], [1, 99], [300, 1], [0, 1]]]}
    answer = pages.post("/areas/new", data={**FORM, "code": "b 3", "geometry": json.dumps(wrong)})
    assert answer.status_code == 422
    assert "Use capital letters and digits only" in answer.text
    assert "Point 2: The latitude is not between" in answer.text
    assert "Point 3: The longitude is not between" in answer.text
    for text, said in (("{", "This is not GeoJSON"), ("[" * 100_000, "This is not GeoJSON")):
        assert said in pages.post("/areas/new", data={**FORM, "geometry": text}).text


def test_a_geojson_file_takes_the_place_of_the_text(door: Door, manager: Actor) -> None:
    content = json.dumps({"type": "Feature", "properties": {}, "geometry": SQUARE}).encode()
    chosen = (io.BytesIO(b"\xef\xbb\xbf" + content), "area.geojson")
    data = {**FORM, "geometry": "", "geometry_file": chosen}
    answer = door.pages(manager).post("/areas/new", data=data, follow_redirects=True)
    assert "93.43 ha" in answer.text


def test_an_area_is_changed_and_a_stale_form_says_so(door: Door, manager: Actor) -> None:
    pages, area_id = door.pages(manager), area(door.world, manager, sensitive=True)
    assert "checked" in pages.get(f"/areas/{area_id}/edit").text
    form = {name: value for name, value in FORM.items() if name != "code"}
    address = f"/areas/{area_id}/edit"
    answer = pages.post(address, data={**form, "version": "1"}, follow_redirects=True)
    assert "Block 3 is changed." in answer.text
    assert "sensitive" not in answer.text
    stale = pages.post(address, data={**form, "version": "1"})
    assert (stale.status_code, "Changed meanwhile" in stale.text) == (409, True)


def test_limits_are_set_changed_and_drawn_as_bars(door: Door, manager: Actor) -> None:
    pages, world = door.pages(manager), door.world
    area_id = area(world, manager)
    page = pages.get(f"/areas/{area_id}/quantities/new").text
    choice = page.partition('<option value="')[2]
    chosen = choice.partition('<option value="')[2] if choice.startswith('"') else choice
    form = {
        "target": chosen.partition('"')[0],
        "state": "fresh",
        "season_from": "2026-01-01",
        "season_last": "2026-12-31",
        "limit_kg": "16800",
    }
    address = f"/areas/{area_id}/quantities/new"
    shown = pages.post(address, data=form, follow_redirects=True).text
    assert "16,800 kg" in shown
    assert "1 Jan 2026 to 31 Dec 2026" in shown
    twice = pages.post(address, data=form)
    assert (twice.status_code, "seasons must not overlap" in twice.text) == (409, True)
    wrong = pages.post(address, data={**form, "target": "x", "season_last": "", "limit_kg": "0"})
    assert wrong.status_code == 422
    assert "16,800 kg" in pages.get("/areas").text


def test_a_new_estimate_is_never_below_what_is_collected(door: Door, manager: Actor) -> None:
    world, pages = door.world, door.pages(manager)
    area_id, other = area(world, manager), world.species("ROSCAN", "Rosa canina")
    target(world, manager, other)
    quantity_id = quantity(world, manager, area_id, other, limit_g=1_000_000)
    with world.work(manager) as work:
        draw_quantity(work, quantity_id=quantity_id, mass_g=600_000)
    address = f"/areas/{area_id}/quantities/{quantity_id}/edit"
    assert "600 kg" in pages.get(address).text
    low = pages.post(address, data={"limit_kg": "599", "version": "2"})
    assert (low.status_code, "600 kg are already collected" in low.text) == (409, True)
    stale = pages.post(address, data={"limit_kg": "700", "version": "1"})
    assert (stale.status_code, "Changed meanwhile" in stale.text) == (409, True)
    done = pages.post(address, data={"limit_kg": "700", "version": "2"}, follow_redirects=True)
    assert "The limit of the season is changed." in done.text


def test_species_are_chosen_and_ended_on_the_page(door: Door, manager: Actor) -> None:
    pages, other = door.pages(manager), door.world.species("ROSCAN", "Rosa canina")
    form = {"species_id": str(other), "part": "fruit", "local_name": "escaramujo"}
    shown = pages.post("/target-species", data=form, follow_redirects=True).text
    assert "escaramujo" in shown
    assert pages.post("/target-species", data=form).status_code == 409
    api = door.api(manager)
    target_id = next(
        one["id"] for one in api.get("/areas/target-species").json if one["part"] == "fruit"
    )
    ended = pages.post(f"/target-species/{target_id}/end", follow_redirects=True)
    assert "no longer collected" in ended.text
    assert "escaramujo" not in ended.text


def test_an_area_is_closed_on_the_page(door: Door, manager: Actor) -> None:
    pages, area_id = door.pages(manager), area(door.world, manager)
    assert "is closed." in pages.post(f"/areas/{area_id}/close", follow_redirects=True).text
    assert pages.post(f"/areas/{area_id}/close").status_code == 409


def test_a_clerk_sees_areas_and_changes_none(door: Door, manager: Actor) -> None:
    clerk = door.world.person((home_of(manager), Role.BUYING_CLERK))
    area_id = area(door.world, manager)
    pages, api = door.pages(clerk), door.api(clerk)
    assert "Register an area" not in pages.get("/areas").text
    assert pages.get(f"/areas/{area_id}").status_code == 200
    for path in ("/areas/new", f"/areas/{area_id}/edit", f"/areas/{area_id}/quantities/new"):
        assert pages.get(path).status_code == 403
    assert api.post("/areas", AREA).status_code == 403
    stranger = door.world.operator_manager()
    assert door.pages(stranger).get(f"/areas/{area_id}").status_code == 404
    assert door.api(stranger).get(f"/areas/{area_id}").status_code == 404
    assert door.api(stranger).get(f"/areas/{area_id}/quantities").status_code == 404


def test_the_api_carries_areas_both_ways(door: Door, manager: Actor) -> None:
    api = door.api(manager)
    made = api.post("/areas", AREA)
    assert made.status_code == 201
    assert made.json["geometry"] == SQUARE
    assert (made.json["stated_ha"], made.json["computed_ha"][:5]) == ("60", "93.42")
    path = f"/areas/{made.json['id']}"
    assert api.get(path).headers["ETag"] == made.headers["ETag"]
    assert [one["id"] for one in api.get("/areas").json] == [made.json["id"]]
    assert codes(api.post("/areas", AREA)) == ["area-code-taken", "area-overlaps"]


def test_the_api_changes_only_what_it_has_seen(door: Door, manager: Actor) -> None:
    api = door.api(manager)
    made = api.post("/areas", AREA)
    path, tag = f"/areas/{made.json['id']}", made.headers["ETag"]
    change = {"json": {"name": "Upper block"}}
    assert api("PATCH", path, **change).status_code == 428
    changed = api("PATCH", path, **change, headers={"If-Match": tag})
    assert (changed.status_code, changed.json["name"]) == (200, "Upper block")
    assert changed.json["stated_ha"] == "60"
    assert api("PATCH", path, **change, headers={"If-Match": tag}).status_code == 412
    assert api.post(f"{path}/close").status_code == 200
    assert codes(api.post(f"{path}/close")) == ["area-closed"]


def test_the_api_points_at_every_fault_of_an_outline(door: Door, manager: Actor) -> None:
    api = door.api(manager)
    wrong = {"type": "Polygon", "coordinates": [[[0, 0], [1, 99], [300, 1], [0, 0]]]}
    answer = api.post("/areas", {**AREA, "geometry": wrong, "stated_ha": "-1"})
    assert answer.status_code == 422
    pointers = {one["pointer"] for one in answer.json["errors"]}
    assert {"/json/geometry/coordinates/0/1", "/json/geometry/coordinates/0/2"} <= {
        f"/json{one}" if not one.startswith("/json") else one for one in pointers
    }
    assert any(one.endswith("/stated_ha") for one in pointers)
    assert api.post("/areas", {**AREA, "geometry": BOW_TIE}).status_code == 422
    assert api.post("/areas", {**AREA, "geometry": "no"}).status_code == 422


def test_limits_through_the_api(door: Door, manager: Actor) -> None:
    api = door.api(manager)
    area_id = str(area(door.world, manager))
    species_id = api.get("/areas/target-species").json[0]["species_id"]
    limit = {
        "species_id": species_id,
        "part": "root",
        "state": "fresh",
        "season_from": "2026-01-01",
        "season_until": "2027-01-01",
        "limit_kg": "16800",
    }
    path = f"/areas/{area_id}/quantities"
    made = api.post(path, limit)
    assert (made.status_code, made.json["left_kg"]) == (201, "16800")
    wrong = {**limit, "part": "leaf", "season_until": "2025-01-01"}
    assert codes(api.post(path, wrong)) == ["not-a-target-species", "season-without-end"]
    for state in ("fresh", "dry"):
        assert codes(api.post(path, {**limit, "state": state})) == ["season-overlaps"]
    one = f"{path}/{made.json['id']}"
    tag = api.get(one).headers["ETag"]
    change = {"json": {"limit_kg": "17000"}, "headers": {"If-Match": tag}}
    assert api("PATCH", one, **change).json["limit_kg"] == "17000"
    assert api("PATCH", one, **change).status_code == 412
    longer = {"limit_kg": "17000", "season_until": "2027-02-01"}
    headers = {"If-Match": api.get(one).headers["ETag"]}
    assert api("PATCH", one, json=longer, headers=headers).json["season_until"] == "2027-02-01"
    assert len(api.get(path).json) == 1
    other = area(door.world, manager, "B9")
    assert api.get(f"/areas/{other}/quantities/{made.json['id']}").status_code == 404


def test_target_species_through_the_api(door: Door, manager: Actor) -> None:
    api = door.api(manager)
    (first,) = api.get("/areas/target-species").json
    chosen = {"species_id": first["species_id"], "part": "root"}
    assert codes(api.post("/areas/target-species", chosen)) == ["target-species-chosen-already"]
    assert api.post(f"/areas/target-species/{first['id']}/end").status_code == 200
    assert codes(api.post(f"/areas/target-species/{first['id']}/end")) == ["target-species-ended"]
    assert api.post("/areas/target-species", chosen).status_code == 201


OUTLINES = sorted((CONFORMANCE / "geo/geojson-invalid-geometry/examples").glob("*/*.geojson"))
PUT_RIGHT = ("exterior_not_ccw", "interior_not_cw", "feature_id_type", "no_properties")
"""What is wrong with these does not change which ground is meant."""


@needs_conformance
def test_every_outline_of_others_fares_alike_on_the_page_and_in_the_api(
    door: Door, manager: Actor
) -> None:
    pages, api = door.pages(manager), door.api(manager)
    for number, path in enumerate(OUTLINES):
        text = path.read_text("utf-8")
        told = api.post("/areas", AREA | {"code": f"A{number}", "geometry": json.loads(text)})
        typed = FORM | {"code": f"P{number}", "geometry": text}
        if told.status_code == 201:  # what is closed keeps its ground for nobody
            assert api.post(f"/areas/{told.json['id']}/close").status_code == 200
        shown = pages.post("/areas/new", data=typed)
        if shown.status_code == 302:
            assert pages.post(f"{shown.location}/close").status_code == 302
        assert (told.status_code, shown.status_code) in {(201, 302), (409, 409), (422, 422)}, path
        if path.parent.name.startswith("invalid") and not any(
            one in path.name for one in PUT_RIGHT
        ):
            assert told.status_code != 201, path
