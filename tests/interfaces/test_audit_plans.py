"""Confirming the plan of an audit through pages and API."""

from datetime import date

import pytest

from tests.audits_builders import Scene, declare, drafted, scene_of
from tests.doors import Door


@pytest.fixture
def scene(door: Door) -> Scene:
    """A body, an operator and everybody it takes."""
    return scene_of(door.world)


def test_the_plan_says_what_is_missing_and_is_confirmed_once_nothing_is(
    door: Door, scene: Scene
) -> None:
    audit_id = drafted(scene, planned_half_days=None)
    declare(scene, audit_id)
    pages, where = door.pages(scene.office), f"/audits/{audit_id}/plan"
    page = pages.get(where)
    assert "Say how many days the audit will take." in page.text
    assert "Confirm the plan" not in page.text
    assert "Glycyrrhiza glabra, root, ES" in page.text
    assert pages.post(f"/audits/{audit_id}/confirm").status_code == 409
    order = {
        "kind": "initial",
        "starts_on": "2026-03-02",
        "ends_on": "2026-03-05",
        "planned_days": "2.5",
        "places": "Drying hall of Pina\nStore of Gelsa",
        f"team-{scene.auditor.person_id}": "leader",
    }
    assert pages.post(where, data={**order, "planned_days": "2.7"}).status_code == 422
    saved = pages.post(where, data=order, follow_redirects=True)
    assert "The plan is saved." in saved.text
    done = pages.post(f"/audits/{audit_id}/confirm", follow_redirects=True)
    assert "It waits for its team to begin on the spot." in done.text
    assert "Store of Gelsa" in done.text
    assert door.pages(scene.auditor).post(f"/audits/{audit_id}/confirm").status_code == 403
    back = pages.post(f"/audits/{audit_id}/reopen", data={"reason": ""})
    assert back.status_code == 422
    pages.post(f"/audits/{audit_id}/reopen", data={"reason": "The harvest is late."})
    assert "The plan can be changed again." in pages.get(where).text


def test_the_api_refuses_with_every_obstacle_and_confirms(door: Door, scene: Scene) -> None:
    days = {"starts_on": date(2027, 6, 1), "ends_on": date(2027, 6, 2)}
    audit_id = drafted(scene, planned_half_days=None, **days)
    declare(scene, audit_id)
    office = door.api(scene.office)
    refused = office.post(f"/audits/{audit_id}/confirmation", {})
    assert refused.status_code == 409
    codes = [one["code"] for one in refused.json["errors"]]
    assert codes == ["days-not-planned", "audit-outside-season"]
    plan = {
        "kind": "remote",
        "starts_on": "2026-03-02",
        "ends_on": "2026-03-03",
        "team": [{"person_id": str(scene.auditor.person_id), "role": "leader"}],
        "planned_days": "1.5",
        "turnover_eur": 74_000,
        "sites": ["Drying hall"],
    }
    amended = office("PUT", f"/audits/{audit_id}/plan", json=plan)
    assert (amended.status_code, amended.json["planned_days"]) == (200, "1.5")
    assert door.api(scene.auditor).post(f"/audits/{audit_id}/confirmation", {}).status_code == 403
    confirmed = office.post(f"/audits/{audit_id}/confirmation", {})
    assert (confirmed.status_code, confirmed.json["status"]) == (200, "confirmed")
    assert office("PUT", f"/audits/{audit_id}/plan", json=plan).status_code == 409
    again = office.post(f"/audits/{audit_id}/reopening", {"reason": "The harvest is late."})
    assert again.json["status"] == "planned"
