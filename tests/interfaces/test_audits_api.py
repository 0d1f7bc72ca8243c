"""Audits through the API."""

from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from fairwild.audits.records import Decision, Evidence
from fairwild.audits.states import Grade, TeamRole
from fairwild.kernel.actors import OrganisationKind, Role
from fairwild.ledger.records import LedgerEntry
from tests.audits_builders import (
    Scene,
    evaluated,
    finished,
    planned,
    raised,
    ready_to_decide,
    register_scored_low,
    scene_of,
    score_all,
    scored,
)
from tests.competence_builders import judges
from tests.doors import ApiClient, Door

JPEG = b"\xff\xd8\xff\xe0\x00\x04\x00\x00\xff\xda" + b"\x00" * 40 + b"\xff\xd9"
FIRST = {"If-None-Match": "*"}


@pytest.fixture
def scene(door: Door) -> Scene:
    """A body, an operator and everybody it takes."""
    return scene_of(door.world)


def count(scene: Scene, model: type[Any]) -> int:
    """Count the rows of a table."""
    with scene.world.store.reading() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def order(scene: Scene, **changes: Any) -> dict[str, Any]:
    """Give the body of a plan."""
    line = {
        "species_id": str(scene.species_id),
        "part": "root",
        "forms": ["raw"],
        "area_ids": [str(scene.area_id)],
        "maximum_kg": "16800",
        "state": "fresh",
    }
    body = {
        "body_id": str(scene.body_id),
        "operator_id": str(scene.operator_id),
        "standard": "fairwild",
        "standard_version": "2.0",
        "certification_year": 1,
        "starts_on": "2026-03-02",
        "ends_on": "2026-03-05",
        "team": [{"person_id": str(scene.auditor.person_id), "role": "leader"}],
        "scope": [line],
        "planned_days": "3.5",
    }
    return {**body, **changes}


def codes(answer: Any) -> list[str]:
    """Name the obstacles of a problem document."""
    assert answer.mimetype == "application/problem+json"
    return [one["code"] for one in answer.json["errors"]]


def put(api: ApiClient, audit_id: UUID, code: str, body: Any, headers: dict[str, str]) -> Any:
    """Score an indicator."""
    return api("PUT", f"/audits/{audit_id}/scores/{code}", json=body, headers=headers)


def test_an_audit_is_planned_listed_and_shown(door: Door, scene: Scene) -> None:
    office = door.api(scene.office)
    made = office.post("/audits", order(scene))
    assert made.status_code == 201
    assert made.json["number"] == "ECO-A-2026-001"
    assert [one["id"] for one in office.get("/audits").json] == [made.json["id"]]
    shown = office.get(f"/audits/{made.json['id']}").json
    assert shown["rating"]["norm"] == 168
    assert shown["rating"]["minimum"] == "3/5"
    assert shown["scope"][0]["maximum_g"] == 16_800_000


def test_a_plan_that_cannot_be_read_is_422_and_one_that_cannot_be_is_409(
    door: Door, scene: Scene
) -> None:
    office = door.api(scene.office)
    unread = office.post("/audits", order(scene, certification_year=0, team=[]))
    assert unread.status_code == 422
    refused = office.post("/audits", order(scene, starts_on="2001-01-01"))
    assert refused.status_code == 409
    assert codes(refused) == ["standard-not-yet-valid"]
    assert door.api(scene.auditor).post("/audits", order(scene)).status_code == 403


def test_a_score_is_put_with_its_tag(door: Door, scene: Scene) -> None:
    audit_id, api = planned(scene), door.api(scene.auditor)
    assert put(api, audit_id, "1.1.a", {"value": 2}, {}).status_code == 428
    first = put(api, audit_id, "1.1.a", {"value": 2}, FIRST)
    assert (first.status_code, first.json["value"]) == (200, 2)
    assert put(api, audit_id, "1.1.a", {"value": 0}, FIRST).status_code == 412
    tag = {"If-Match": first.headers["ETag"]}
    second = put(api, audit_id, "1.1.a", {"not_applicable": True, "note": "None."}, tag)
    assert second.json["not_applicable"] is True
    assert put(api, audit_id, "1.1.a", {"value": 3}, tag).status_code == 412
    seen = api.get(f"/audits/{audit_id}/scores/1.1.a")
    assert seen.headers["ETag"] == second.headers["ETag"]
    assert api.get(f"/audits/{audit_id}/scores/1.1.b").status_code == 404
    wrong = put(api, audit_id, "1.1.b", {"value": 4}, FIRST)
    assert wrong.status_code == 422
    both = put(api, audit_id, "1.1.b", {"value": 2, "not_applicable": True}, FIRST)
    assert codes(both) == ["score-contradicts-itself"]


def test_evidence_goes_up_and_comes_down(door: Door, scene: Scene, app: Flask) -> None:
    audit_id, api = scored(scene), door.api(scene.auditor)
    where = f"/audits/{audit_id}/scores/5.1.a/evidence"
    sent = api("POST", where, data={"file": (BytesIO(JPEG), "register.jpeg")})
    assert sent.status_code == 201
    assert (sent.json["file_name"], sent.json["media_type"]) == ("register.jpg", "image/jpeg")
    again = api("POST", where, data={"file": (BytesIO(JPEG), "register.jpeg")})
    assert again.json["id"] == sent.json["id"]
    got = door.api(scene.office).get(f"/audits/{audit_id}/evidence/{sent.json['id']}")
    assert got.data == JPEG
    assert got.headers["Content-Disposition"].startswith("attachment")
    found = raised(scene, audit_id, "5.1.a", Grade.MINOR)
    answer = door.api(scene.manager)(
        "POST",
        f"/audits/{audit_id}/nonconformities/{found}/evidence",
        data={"file": (BytesIO(JPEG), "list.jpg")},
    )
    assert answer.json["nonconformity_id"] == str(found)


@pytest.mark.parametrize("content", [b"", b"MZ" + b"\x00" * 64, JPEG + b"0" * 9_000_000])
def test_a_bad_file_is_422_and_leaves_nothing(
    door: Door, scene: Scene, app: Flask, content: bytes
) -> None:
    audit_id, api = scored(scene), door.api(scene.auditor)
    before = count(scene, LedgerEntry)
    where = f"/audits/{audit_id}/scores/5.1.a/evidence"
    answer = api("POST", where, data={"file": (BytesIO(content), "../a.png")})
    assert answer.status_code == 422
    assert api("POST", where, data={}).status_code == 422
    folder = app.extensions["fairwild"].files.folder
    assert [path for path in folder.rglob("*") if path.is_file()] == []
    assert (count(scene, Evidence), count(scene, LedgerEntry)) == (0, before)


def test_the_whole_way_from_finding_to_decision(door: Door, scene: Scene) -> None:
    audit_id = scored(scene)
    auditor, manager = door.api(scene.auditor), door.api(scene.manager)
    found = auditor.post(
        f"/audits/{audit_id}/nonconformities",
        {"indicator": "5.1.a", "grade": "minor", "description": "One name is missing."},
    ).json
    assert found["due_on"] == "2027-03-02"
    where = f"/audits/{audit_id}/nonconformities/{found['id']}"
    answer = {"root_cause": "Haste", "correction": "Read", "corrective_action": "A second look"}
    assert manager.post(f"{where}/answer", answer).json["status"] == "answered"
    assert manager.post(f"{where}/answer", answer).status_code == 409
    sent_back = auditor.post(f"{where}/return", {"reason": "Whose second look?"})
    assert sent_back.json["status"] == "open"
    assert manager.post(f"{where}/answer", answer).json["status"] == "answered"
    seen = {"note": "Seen by video", "verification": "remote"}
    assert manager.post(f"{where}/close", seen).status_code == 403
    assert auditor.post(f"{where}/close", {"note": "Seen by video"}).status_code == 422
    assert auditor.post(f"{where}/close", seen).json["status"] == "closed"
    other = f"/audits/{planned(scene)}/nonconformities/{found['id']}"
    assert auditor.post(f"{other}/close", seen).status_code == 404
    words = {"reasons": "It was nothing."}
    assert manager.post(f"{where}/objection", words).status_code == 409
    assert auditor.post(f"{where}/objection", words).status_code == 403
    done = auditor.post(f"/audits/{audit_id}/finish", {"summary": "Careful."})
    assert [one["code"] for one in done.json["errors"]] == ["days-not-counted"]
    counted = {"summary": "Careful.", "used_days": "4.5"}
    done = auditor.post(f"/audits/{audit_id}/finish", counted)
    assert (done.json["status"], done.json["used_days"]) == ("finished", "4.5")
    said = {"recommendation": "certify", "reasons": "Good."}
    evaluation = door.api(scene.evaluator).post(f"/audits/{audit_id}/evaluation", said)
    assert evaluation.status_code == 201
    decision = door.api(scene.certifier).post(
        f"/audits/{audit_id}/decision", {"outcome": "certify", "reasons": "Good."}
    )
    assert decision.status_code == 201
    assert decision.json["facts"]["share"] == "1/1"
    assert auditor.get(f"/audits/{audit_id}").json["status"] == "decided"


def test_deciding_the_own_audit_is_refused_with_every_obstacle(door: Door, scene: Scene) -> None:
    everything = (Role.AUDITOR, Role.EVALUATOR, Role.CERTIFIER)
    one = judges(door.world, scene.body_id, *everything)
    team = [(one.person_id, TeamRole.LEADER), (scene.auditor.person_id, TeamRole.AUDITOR)]
    audit_id = planned(scene, team=team)
    score_all(scene, audit_id, {"5.1.a": 1})
    raised(scene, audit_id, "5.1.a", Grade.MAJOR)
    evaluated(scene, finished(scene, audit_id))
    before = count(scene, LedgerEntry)
    answer = door.api(one).post(
        f"/audits/{audit_id}/decision", {"outcome": "certify", "reasons": "Mine."}
    )
    assert answer.status_code == 409
    assert codes(answer) == ["decider-in-audit-team", "m-indicator-unmet", "nonconformity-open"]
    assert answer.json["errors"][0]["detail"] == (
        "You are in the audit team: you cannot decide on your own audit."
    )
    assert (count(scene, Decision), count(scene, LedgerEntry)) == (0, before)


def test_118_of_168_points_with_a_poor_register_certify_nothing(door: Door, scene: Scene) -> None:
    audit_id = register_scored_low(scene)
    raised(scene, audit_id, "5.1.a", Grade.MAJOR)
    evaluated(scene, finished(scene, audit_id))
    certifier = door.api(scene.certifier)
    rating = certifier.get(f"/audits/{audit_id}").json["rating"]
    assert (rating["share"], rating["points_needed"], rating["passes"]) == ("59/84", 101, False)
    answer = certifier.post(
        f"/audits/{audit_id}/decision", {"outcome": "certify", "reasons": "70 %."}
    )
    assert answer.status_code == 409
    assert codes(answer) == ["m-indicator-unmet", "nonconformity-open"]
    assert count(scene, Decision) == 0


def test_the_administrator_neither_scores_nor_decides(door: Door, scene: Scene) -> None:
    audit_id = ready_to_decide(scene)
    admin = door.api(door.world.somebody(Role.SYSTEM_ADMINISTRATOR, OrganisationKind.SCHEME_OWNER))
    assert admin.get("/audits").json == []
    assert put(admin, audit_id, "1.1.a", {"value": 3}, FIRST).status_code == 404
    decided = admin.post(
        f"/audits/{audit_id}/decision", {"outcome": "certify", "reasons": "Because."}
    )
    assert decided.status_code == 404


def test_the_document_names_every_deed(door: Door) -> None:
    paths = door.api().get("/openapi.json").json["paths"]
    score = paths["/api/v1/audits/{audit_id}/scores/{indicator}"]["put"]
    assert {"200", "403", "404", "409", "412", "422", "428"} <= set(score["responses"])
    upload = paths["/api/v1/audits/{audit_id}/scores/{indicator}/evidence"]["post"]
    assert list(upload["requestBody"]["content"]) == ["multipart/form-data"]
