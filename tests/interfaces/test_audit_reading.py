"""What the audited party reads of an audit, state by state and by every door."""

from io import BytesIO
from typing import Any
from uuid import UUID

import pytest

from fairwild.audits import operations
from fairwild.audits.states import Grade, Outcome
from fairwild.desks.operations import decide_and_issue, start_rehearsal
from tests.audits_builders import drafted, evaluated, finished, planned, raised, score_all
from tests.desks_builders import Audited, audited_of
from tests.doors import Door

PHOTO = b"\xff\xd8\xff\xe1\x00\x06\xff\xd9\xff\xd9\xff\xda\x00\x02 light and shade\xff\xd9"
NOTE = "They keep the receipts in a shoe box."
ADVICE = "Both gates are open."
CLOSED = "open to you when the auditor has finished the report"


@pytest.fixture
def audited(door: Door) -> Audited:
    """A body that audits an operator with a lot."""
    return audited_of(door.world)


def at_work(door: Door, audited: Audited) -> tuple[UUID, dict[str, str]]:
    """Give an audit under way with all its team may put in, and every address of that."""
    scene, lot = audited.scene, audited.field.lot(100)
    audit_id = planned_of(audited)
    score_all(scene, audit_id, {})
    auditor = door.api(scene.auditor)
    with scene.world.work(scene.auditor) as work:
        operations.score_indicator(
            work, audit_id=audit_id, indicator="1.1.b", value=3, note=NOTE, seen_version=1
        )
        start_rehearsal(work, audit_id=audit_id, lot=lot.number)
    pinned = auditor.post(
        f"/audits/{audit_id}/pins",
        {"what": "lot", "thing_id": str(lot.id), "indicator": "1.1.a", "note": "Seen."},
    )
    assert pinned.status_code == 201, pinned.json
    raised(scene, audit_id, "5.1.a", Grade.MINOR)
    sent = auditor(
        "POST",
        f"/audits/{audit_id}/scores/1.1.a/evidence",
        data={"file": (BytesIO(PHOTO), "register.jpg")},
    )
    assert sent.status_code == 201, sent.json
    where = f"/audits/{audit_id}"
    both = {name: f"{where}/{name}" for name in ("report.pdf", "report.xlsx")}
    both["file"] = f"{where}/evidence/{sent.json['id']}"
    return audit_id, both


def planned_of(audited: Audited) -> UUID:
    """Plan and begin an audit."""
    audit_id = planned(audited.scene)
    with audited.scene.world.work(audited.scene.auditor) as work:
        operations.start_audit(work, audit_id=audit_id)
    return audit_id


def answers(door: Door, audited: Audited, audit_id: UUID, both: dict[str, str]) -> set[int]:
    """Ask every door to the work of the team as the operator's manager."""
    pages, api = door.pages(audited.scene.manager), door.api(audited.scene.manager)
    own = ("form", "form/live", "form/state", "score/1.1.b", "finish")
    asked = [pages.get(f"/audits/{audit_id}/{one}") for one in own]
    asked += [client.get(path) for client in (pages, api) for path in both.values()]
    told = ("scores/1.1.b", "pins", "mock-recalls")
    asked += [api.get(f"/audits/{audit_id}/{one}") for one in told]
    return {one.status_code for one in asked}


def test_the_operator_reads_the_report_when_it_is_finished_and_advice_with_the_decision(
    door: Door, audited: Audited
) -> None:
    scene = audited.scene
    audit_id, both = at_work(door, audited)
    pages, api = door.pages(scene.manager), door.api(scene.manager)

    def shown() -> tuple[str, Any]:
        return pages.get(f"/audits/{audit_id}").text, api.get(f"/audits/{audit_id}").json

    page, told = shown()
    assert "The auditor is at work. You read scores and report when" in page
    assert "Nonconformity 1" in page
    for hidden in ("of 168 points", "Pinned records", "Mock recalls", "register.jpg", NOTE):
        assert hidden not in page
    assert (told["rating"], told["scores"], told["evidence"]) == (None, [], [])
    assert (told["reads"], len(told["nonconformities"])) == (["nonconformities"], 1)
    assert answers(door, audited, audit_id, both) == {409}
    assert CLOSED in pages.get(f"/audits/{audit_id}/form").text
    refused = api("PUT", f"/audits/{audit_id}/scores/1.1.b", json={"value": 2})
    assert refused.status_code == 403

    evaluated(scene, finished(scene, audit_id))
    page, told = shown()
    for seen in ("of 168 points", "Pinned records", "Mock recalls", "register.jpg"):
        assert seen in page
    assert "What the evaluator recommends you read with the decision." in page
    assert "Recommendation" not in page
    assert told["evaluation"] is None
    assert answers(door, audited, audit_id, both) == {200}
    assert door.api(scene.office).get(f"/audits/{audit_id}").json["evaluation"] is not None

    with scene.world.work(scene.certifier) as work:
        decide_and_issue(work, audit_id=audit_id, outcome=Outcome.REFUSE, reasons="No.")
    page, told = shown()
    assert "Recommendation" in page
    assert told["evaluation"]["reasons"] == ADVICE


def test_what_the_body_still_owes_its_plan_is_not_told_to_the_operator(
    door: Door, audited: Audited
) -> None:
    audit_id = drafted(audited.scene)
    office = door.pages(audited.scene.office).get(f"/audits/{audit_id}/plan").text
    assert "The plan cannot be confirmed" in office
    manager = door.pages(audited.scene.manager).get(f"/audits/{audit_id}/plan").text
    assert "The plan cannot be confirmed" not in manager
    assert "It waits for the office of the body to confirm it." in manager


def test_the_scheme_owner_reads_along(door: Door, audited: Audited) -> None:
    audit_id, both = at_work(door, audited)
    steward = door.world.steward()
    assert door.api(steward).get(f"/audits/{audit_id}").json["rating"]["norm"] == 168
    assert {door.pages(steward).get(path).status_code for path in both.values()} == {200}
