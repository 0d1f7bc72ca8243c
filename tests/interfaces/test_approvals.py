"""Approvals of bodies and their registrations with authorities, through pages and API."""

import io
from typing import Any
from uuid import UUID

from fairwild.kernel.actors import OrganisationKind, Role
from tests.audits_builders import approve
from tests.doors import Door

PDF = b"%PDF-1.7\nA registration\n%%EOF"
FORM: dict[str, Any] = {
    "country": "VN",
    "authority": "Ministry of Agriculture",
    "number": "VN-77",
    "registered_on": "2026-01-05",
    "valid_until": "2029-01-05",
}


def body_of(door: Door) -> UUID:
    """Register a body that is approved."""
    body_id = door.world.organisation(OrganisationKind.CERTIFICATION_BODY, name="Ecotest")
    approve(door.world, body_id)
    return body_id


def approval_of(door: Door, body_id: UUID) -> str:
    """Give the id of the body's approval."""
    [approval] = door.api(door.world.steward()).get(f"/organisations/{body_id}/approvals").json
    found: str = approval["id"]
    return found


def test_an_approval_is_suspended_with_a_reason_and_withdrawn_for_good(door: Door) -> None:
    body_id, steward = body_of(door), door.world.steward()
    pages = door.pages(steward)
    assert "FairWild Standard 2.0" in pages.get("/scheme/bodies").text
    address = f"/approvals/{approval_of(door, body_id)}"
    silent = pages.post(f"{address}/status", data={"status": "suspended"})
    assert silent.status_code == 409
    assert "Say why the approval becomes suspended" in silent.text
    said = {"status": "suspended", "reason": "No witness audit for two years."}
    shown = pages.post(f"{address}/status", data=said, follow_redirects=True).text
    assert "not valid today" in shown
    assert "No witness audit for two years." in shown
    assert "Approval of a certification body changed" in shown
    said = {"status": "withdrawn", "reason": "Closed its office."}
    gone = pages.post(f"{address}/status", data=said, follow_redirects=True).text
    assert "A withdrawn approval stays withdrawn." in gone
    back = pages.post(f"{address}/status", data={"status": "full"})
    assert "An approval that is withdrawn cannot become full." in back.text
    office = door.world.person((body_id, Role.BODY_OFFICE))
    assert "Closed its office." in door.pages(office).get(address).text
    assert door.pages(office).post(f"{address}/status", data=said).status_code == 403


def test_a_body_writes_down_its_registration_with_its_paper(door: Door) -> None:
    body_id = body_of(door)
    pages = door.pages(door.world.person((body_id, Role.BODY_OFFICE)))
    new = f"/organisations/{body_id}/registrations/new"
    assert new in pages.get("/organisation").text
    sent = FORM | {"file": (io.BytesIO(PDF), "VN 77.pdf")}
    made = pages.post(new, data=sent, follow_redirects=True)
    assert "The registration is written down." in made.text
    assert "Vietnam" in made.text
    address = made.request.path
    assert pages.get(f"{address}/file").data == PDF
    again = pages.post(new, data=FORM)
    assert again.status_code == 409
    assert "VN-77 of this authority is written down already" in again.text
    wrong = pages.post(new, data=FORM | {"number": "VN-78", "valid_until": "2025-01-01"})
    assert wrong.status_code == 422
    ended = pages.post(f"{address}/end", follow_redirects=True).text
    assert "not valid today" in ended
    assert pages.post(f"{address}/end").status_code == 409
    stranger = door.pages(
        door.world.somebody(Role.BODY_OFFICE, OrganisationKind.CERTIFICATION_BODY)
    )
    assert "VN-77" in stranger.get(f"/organisations/{body_id}").text
    assert stranger.post(new, data=FORM).status_code == 403
    assert stranger.post(f"{address}/end").status_code == 403


def test_registrations_through_the_api(door: Door) -> None:
    body_id = body_of(door)
    api = door.api(door.world.person((body_id, Role.BODY_OFFICE)))
    address = f"/organisations/{body_id}/registrations"
    made = api.post(address, FORM)
    assert (made.status_code, made.json["number"]) == (201, "VN-77")
    assert api.post(address, FORM).json["errors"][0]["code"] == "national-number-taken"
    [listed] = api.get(address).json
    assert listed["authority"] == "Ministry of Agriculture"
    one = f"/registrations/{made.json['id']}"
    paper = {"file": (io.BytesIO(PDF), "vn.pdf")}
    assert api("POST", f"{one}/file", data=paper).json["file_name"] == "vn.pdf"
    assert api.get(f"{one}/file").data == PDF
    assert api.post(f"{one}/end").json["ended_on"] == "2026-03-02"
    operator = door.world.organisation(OrganisationKind.OPERATOR)
    steward = door.api(door.world.steward())
    refused = steward.post(f"/organisations/{operator}/registrations", FORM)
    assert refused.json["errors"][0]["code"] == "not-a-body-to-register"
