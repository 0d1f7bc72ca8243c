"""Species through the pages and the API."""

from tests.doors import Door

LIQUORICE = {"code": "GLYGLA", "scientific_name": "Glycyrrhiza glabra", "author": "L."}


def test_a_steward_registers_a_species_on_the_page(door: Door) -> None:
    pages = door.pages(door.world.steward())
    answer = pages.post("/species/new", data=LIQUORICE, follow_redirects=True)
    assert answer.status_code == 200
    assert "Glycyrrhiza glabra is registered." in answer.text
    again = pages.post("/species/new", data=LIQUORICE)
    assert again.status_code == 409
    assert "The code GLYGLA already belongs to another species." in again.text


def test_names_people_use_stand_one_on_each_line(door: Door) -> None:
    pages = door.pages(door.world.steward())
    named = {**LIQUORICE, "common_names": "en: liquorice\r\n\r\nes: regaliz"}
    answer = pages.post("/species/new", data=named, follow_redirects=True)
    assert "liquorice, regaliz" in answer.text
    bare = {**LIQUORICE, "code": "GLY2", "common_names": "liquorice"}
    wrong = pages.post("/species/new", data=bare)
    assert wrong.status_code == 422
    assert "One on each line: language, colon, name" in wrong.text


def test_wrong_fields_are_named_together(door: Door) -> None:
    pages = door.pages(door.world.steward())
    answer = pages.post("/species/new", data={"code": "gly gla"})
    assert answer.status_code == 422
    assert "Use capital letters and digits only" in answer.text
    assert "Please fill this in." in answer.text


def test_the_api_registers_once_per_key(door: Door) -> None:
    api = door.api(door.world.steward())
    headers = {"Idempotency-Key": '"one"'}
    first = api.post("/species", LIQUORICE, headers=headers)
    second = api.post("/species", LIQUORICE, headers=headers)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json == second.json
    assert second.headers["Idempotent-Replayed"] == "true"
    other = api.post("/species", {**LIQUORICE, "code": "GLY2"}, headers=headers)
    assert other.status_code == 422
    assert len(api.get("/species").json) == 1


def test_the_api_refuses_with_codes(door: Door) -> None:
    api = door.api(door.world.steward())
    api.post("/species", LIQUORICE)
    answer = api.post("/species", LIQUORICE)
    assert answer.status_code == 409
    assert answer.mimetype == "application/problem+json"
    assert [one["code"] for one in answer.json["errors"]] == [
        "species-code-taken",
        "species-name-taken",
    ]


def test_without_a_token_the_api_answers_401(door: Door) -> None:
    answer = door.api().get("/species")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].lower().startswith("bearer")
