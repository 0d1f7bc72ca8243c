"""Cancelling plans and breaking audits off, through pages and API."""

import pytest
from sqlalchemy import select

from fairwild.mail.records import QueuedLetter
from tests.audits_builders import Scene, planned, scene_of, scored
from tests.documents.reading import text_of
from tests.doors import Door

WHY = "The same visit was planned twice."


@pytest.fixture
def scene(door: Door) -> Scene:
    """A body, an operator and everybody it takes."""
    return scene_of(door.world)


def test_the_office_cancels_a_plan_and_finds_it_in_the_list(door: Door, scene: Scene) -> None:
    audit_id = planned(scene)
    pages, where = door.pages(scene.office), f"/audits/{audit_id}/cancel"
    assert f'href="{where}"' in pages.get(f"/audits/{audit_id}/plan").text
    assert "Nobody counts as involved by it." in pages.get(where).text
    assert pages.post(where, data={"reason": " "}).status_code == 422
    done = pages.post(where, data={"reason": WHY}, follow_redirects=True)
    assert "The plan is cancelled." in done.text
    with scene.world.store.reading() as session:
        told = list(session.scalars(select(QueuedLetter)))
    assert len(told) == 2
    assert all(WHY in one.body and f"/audits/{audit_id}" in one.body for one in told)
    assert {"is cancelled" in one.subject for one in told} == {True}
    assert WHY in done.text
    assert "Nothing: the plan was cancelled." in done.text
    assert where not in done.text
    for part in ("more points", f"/audits/{audit_id}/form", "None has been written."):
        assert part not in done.text, "nothing of an audit that never began is asked for or rated"
    assert pages.post(where, data={"reason": WHY}).status_code == 409
    assert "Cancelled (1)" in pages.get("/audits?status=cancelled").text
    assert WHY in text_of(pages.get(f"/audits/{audit_id}/plan.pdf").data)
    assert WHY in door.pages(scene.manager).get(f"/audits/{audit_id}").text
    home = door.pages(scene.auditor).get("/").text
    assert str(audit_id) not in home
    assert door.pages(scene.manager).get(where).status_code == 403


def test_an_audit_under_way_is_broken_off_through_the_api(door: Door, scene: Scene) -> None:
    audit_id = scored(scene)
    where, office = f"/audits/{audit_id}/cancellation", door.api(scene.office)
    for somebody in (scene.auditor, scene.certifier, scene.manager):
        assert door.api(somebody).post(where, {"reason": WHY}).status_code == 403
    done = office.post(where, {"reason": WHY})
    assert (done.status_code, done.json["status"]) == (200, "cancelled")
    assert (done.json["cancelled_from"], done.json["cancel_reason"]) == ("under-way", WHY)
    again = office.post(where, {"reason": WHY})
    assert (again.status_code, again.json["errors"][0]["code"]) == (409, "audit-not-to-cancel")
    page = door.pages(scene.manager).get(f"/audits/{audit_id}").text
    assert "The audit was broken off on" in page
    found = door.pages(scene.office).get(f"/audits/{audit_id}").text
    assert "points = " in found
    assert "more points" not in found
    report = text_of(door.pages(scene.office).get(f"/audits/{audit_id}/report.pdf").data)
    assert "Broken off by" in report
