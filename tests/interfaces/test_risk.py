"""Risk classes through the pages and the API."""

import io
from typing import Any

import pytest

from fairwild.kernel.actors import Actor, OrganisationKind, Role
from tests.doors import Door

PDF = b"%PDF-1.7\nA risk analysis\n%%EOF"
FORM: dict[str, Any] = {
    "part": "root",
    "country": "ES",
    "risk_class": "high",
    "factors[]": ["demand", "growth"],
    "document": "RA-7",
    "reasons": "Slow to grow, dug up whole.",
    "valid_from": "2026-03-02",
    "valid_last": "2027-12-31",
}


@pytest.fixture
def steward(door: Door) -> Actor:
    """Somebody of the scheme owner."""
    return door.world.steward()


def test_a_steward_classes_a_species_and_everybody_finds_it(door: Door, steward: Actor) -> None:
    species_id = door.world.species()
    pages = door.pages(steward)
    assert "No class yet" in pages.get(f"/species/{species_id}").text
    sent = FORM | {"file": (io.BytesIO(PDF), "RA 7.pdf")}
    made = pages.post(f"/species/{species_id}/risk-class", data=sent, follow_redirects=True)
    assert "Glycyrrhiza glabra is classed." in made.text
    assert "high risk" in made.text
    assert "growth form and speed" in made.text
    kept = pages.get(f"{made.request.path}/file")
    assert (kept.data, kept.headers["X-Content-Type-Options"]) == (PDF, "nosniff")
    body = door.pages(door.world.somebody(Role.AUDITOR, OrganisationKind.CERTIFICATION_BODY))
    assert "RA-7" in body.get("/risk-classes").text
    assert "RA-7" in body.get("/risk-classes?class=high&country=ES").text
    assert "RA-7" not in body.get("/risk-classes?class=low").text
    assert "Give a risk class" not in body.get(f"/species/{species_id}").text
    assert body.get(f"/species/{species_id}/risk-class").status_code == 403
    ended = pages.post(
        f"{made.request.path}/end", data={"reason": "Wrong basin"}, follow_redirects=True
    )
    assert "RA-7 no longer holds." in ended.text
    assert "Wrong basin" in ended.text
    assert "RA-7" not in body.get("/risk-classes").text
    assert "RA-7" in body.get("/risk-classes?ended=yes").text


def test_a_wrong_class_says_where_and_keeps_nothing(door: Door, steward: Actor) -> None:
    species_id = door.world.species()
    pages, address = door.pages(steward), f"/species/{species_id}/risk-class"
    wrong = pages.post(address, data=FORM | {"country": "XX", "valid_last": "soon"})
    assert wrong.status_code == 422
    strange = pages.post(address, data=FORM | {"file": (io.BytesIO(b"MZ"), "a.pdf")})
    assert "this is neither" in strange.text
    refused = pages.post(address, data=FORM | {"factors[]": []})
    assert refused.status_code == 409
    assert "Say which factors make this high risk" in refused.text
    assert "No class yet" in pages.get(f"/species/{species_id}").text


def test_risk_classes_through_the_api(door: Door, steward: Actor) -> None:
    species_id = door.world.species()
    api = door.api(steward)
    order = {
        "part": "root",
        "country": "ES",
        "risk_class": "low",
        "document": "RA-1",
        "valid_from": "2026-01-01",
        "valid_until": "2028-01-01",
    }
    address = f"/species/{species_id}/risk-classes"
    made = api.post(address, order)
    assert (made.status_code, made.json["risk_class"]) == (201, "low")
    newer = {"document": "RA-2", "valid_from": "2026-06-01", "risk_class": "medium"}
    second = api.post(address, order | newer | {"factors": ["demand"]})
    first = api.get(f"/risk-classes/{made.json['id']}").json
    assert first["ceased_on"] == "2026-06-01"
    assert first["superseded_by_id"] == second.json["id"]
    assert [one["document"] for one in api.get(address).json] == ["RA-2", "RA-1"]
    one = f"/risk-classes/{second.json['id']}"
    paper = {"file": (io.BytesIO(PDF), "ra.pdf")}
    assert api("POST", f"{one}/file", data=paper).json["file_name"] == "ra.pdf"
    again = {"file": (io.BytesIO(PDF), "ra.pdf")}
    assert api("POST", f"{one}/file", data=again).json["errors"][0]["code"] == "risk-document-kept"
    assert api.get(f"{one}/file").data == PDF
    assert api.post(f"{one}/end", {"reason": "Withdrawn"}).json["ended_reason"] == "Withdrawn"
    past = api.post(address, order | {"valid_from": "2026-02-01"})
    assert past.json["errors"][0]["code"] == "risk-already-classed-then"
    office = door.world.somebody(Role.BODY_OFFICE, OrganisationKind.CERTIFICATION_BODY)
    assert door.api(office).post(address, order).status_code == 403
