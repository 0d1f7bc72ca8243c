"""The audit form: plain posts, and what its script asks for."""

import re
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from fairwild.applications.operations import answer_indicators, submit_application
from fairwild.audits.records import Evidence, Score
from fairwild.audits.states import TeamRole
from fairwild.kernel.actors import Actor, Role
from fairwild.ledger.records import LedgerEntry
from tests.applications_builders import answered, submitted, written
from tests.audits_builders import Scene, finished, planned, scene_of, score_all, scored
from tests.competence_builders import judges
from tests.doors import Door
from tests.questions import asked_of

JSON = {"Accept": "application/json"}
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40 + b"IEND\xaeB`\x82"


@pytest.fixture
def scene(door: Door) -> Scene:
    """A body, an operator and everybody it takes."""
    return scene_of(door.world)


@pytest.fixture
def colleague(scene: Scene) -> Actor:
    """A second auditor of the body."""
    return judges(scene.world, scene.body_id, Role.AUDITOR)


def for_two(scene: Scene, colleague: Actor) -> UUID:
    """Plan an audit of two auditors."""
    team = [(scene.auditor.person_id, TeamRole.LEADER), (colleague.person_id, TeamRole.AUDITOR)]
    return planned(scene, team=team)


def send(pages: FlaskClient, audit_id: UUID, code: str, key: str = "", **said: Any) -> TestResponse:
    """Send one answer as the script does."""
    headers = {**entered(pages, audit_id), "Idempotency-Key": key or str(uuid4())}
    body = {"value": "2", "note": "", "seen_version": 0, **said}
    where = f"/audits/{audit_id}/form/answers/{code}"
    return pages.post(where, json=body, headers=headers)


def entered(pages: FlaskClient, audit_id: UUID) -> dict[str, str]:
    """Say as the script does who entered something here."""
    return {**JSON, "X-Entered-By": str(state(pages, audit_id)["person"])}


def state(pages: FlaskClient, audit_id: UUID) -> dict[str, Any]:
    """Ask how everything stands."""
    answer = pages.get(f"/audits/{audit_id}/form/state", headers=JSON)
    assert answer.status_code == 200
    found: dict[str, Any] = answer.get_json()
    return found


def scorings(scene: Scene) -> int:
    """Count the scores the ledger knows of."""
    wanted = select(func.count()).where(LedgerEntry.kind == "indicator-scored")
    with scene.world.store.reading() as session:
        return session.scalar(wanted) or 0


def test_the_form_works_without_scripts(door: Door, scene: Scene) -> None:
    audit_id = planned(scene)
    pages, where = door.pages(scene.auditor), f"/audits/{audit_id}/form"
    page = pages.get(where)
    forms = re.findall(rf'action="/audits/{audit_id}/score/([\w.]+)" data-score-form', page.text)
    assert len(forms) == len(set(forms)) == page.text.count("data-leaf=")
    said = {"value": "3", "note": "Seen.", "seen_version": "0", "then": "form"}
    done = pages.post(f"/audits/{audit_id}/score/1.1.b", data=said)
    assert done.location.endswith(f"{where}#i-1.1.b")
    assert re.search(
        r'data-code="1.1.b" data-kind="[\w-]+" data-version="1" data-value="3"',
        pages.get(where).text,
    )


SPANISH = '<span lang="es">Conservar los recursos de plantas silvestres</span>'


def test_the_form_is_read_in_a_language_of_the_standard_and_remembers_it(
    door: Door, scene: Scene
) -> None:
    audit_id = planned(scene)
    pages, where = door.pages(scene.auditor), f"/audits/{audit_id}/form"
    taken = pages.get(f"{where}?language=es", headers={"X-Taking-Along": "yes"}).text
    assert SPANISH in taken
    assert SPANISH not in pages.get(where).text
    chosen = pages.get(f"{where}?language=es").text
    assert 'data-languages="en es" data-language="es"' in chosen
    for page in (chosen, pages.get(where).text, pages.get(f"/audits/{audit_id}/score/1.1.a").text):
        assert SPANISH in page
        assert '<p class="score-question" lang="en">' in page
        assert "Not worded in es; shown in en." in page
        assert "La norma: se cumple como debe." in page
    assert SPANISH in pages.get(f"/audits/{audit_id}").text
    back = pages.get(f"{where}?language=en").text
    assert "Conservar" not in back
    assert "Not worded in" not in back
    assert "Conservar" not in pages.get(f"{where}?language=xx").text


def test_who_only_reads_gets_no_form_to_fill(door: Door, scene: Scene) -> None:
    audit_id = scored(scene)
    page = door.pages(scene.certifier).get(f"/audits/{audit_id}/form")
    assert page.status_code == 200
    assert "data-score-form" not in page.text
    assert send(door.pages(scene.certifier), audit_id, "1.1.a").status_code == 403
    assert door.pages(scene.world.operator_manager()).get(
        f"/audits/{audit_id}/form/state", headers=JSON
    ).status_code in {403, 404}


def test_an_answer_sent_again_is_written_once(door: Door, scene: Scene) -> None:
    audit_id, key = planned(scene), str(uuid4())
    pages = door.pages(scene.auditor)
    first = send(pages, audit_id, "1.1.a", key, value="1", note="Half done.")
    again = send(pages, audit_id, "1.1.a", key, value="1", note="Half done.")
    assert first.get_json() == again.get_json() == {"version": 1}
    assert again.headers["Idempotent-Replayed"] == "true"
    assert scorings(scene) == 1
    other = send(pages, audit_id, "1.1.a", key, value="3")
    assert other.status_code == 422
    assert scorings(scene) == 1


def test_an_answer_sent_again_keeps_its_version_after_a_colleague_wrote(
    door: Door, scene: Scene, colleague: Actor
) -> None:
    audit_id, key = for_two(scene, colleague), str(uuid4())
    pages = door.pages(scene.auditor)
    send(pages, audit_id, "1.1.a", key, value="1")
    send(door.pages(colleague), audit_id, "1.1.a", value="3", seen_version=1)
    assert send(pages, audit_id, "1.1.a", key, value="1").get_json() == {"version": 1}
    assert state(pages, audit_id)["scores"][0]["value"] == "3"
    assert send(pages, audit_id, "1.1.a", value="0", seen_version=1).status_code == 409


def test_two_answers_to_one_indicator_are_told_apart(
    door: Door, scene: Scene, colleague: Actor
) -> None:
    audit_id = for_two(scene, colleague)
    mine, theirs = door.pages(scene.auditor), door.pages(colleague)
    assert send(theirs, audit_id, "1.1.a", value="1", note="No list.").status_code == 200
    late = send(mine, audit_id, "1.1.a", value="3")
    assert late.status_code == 409
    assert late.get_json()["type"].endswith("/conflict")
    (stands,) = state(mine, audit_id)["scores"]
    assert (stands["value"], stands["note"], stands["version"]) == ("1", "No list.", 1)
    assert stands["by"]
    assert send(mine, audit_id, "1.1.a", value="3", seen_version=1).get_json() == {"version": 2}


def test_nobody_sends_what_somebody_else_entered_at_the_same_device(
    door: Door, scene: Scene, colleague: Actor
) -> None:
    audit_id = for_two(scene, colleague)
    where = f"/audits/{audit_id}/form/answers/1.1.a"
    theirs = entered(door.pages(colleague), audit_id) | {"Idempotency-Key": "1"}
    said = {"value": "2", "note": "", "seen_version": 0}
    assert door.pages(scene.auditor).post(where, json=said, headers=theirs).status_code == 403
    assert scorings(scene) == 0


def test_a_nonconformity_that_waited_is_written_once_and_only_by_who_entered_it(
    door: Door, scene: Scene, colleague: Actor
) -> None:
    audit_id = for_two(scene, colleague)
    pages, where = door.pages(scene.auditor), f"/audits/{audit_id}/form/findings"
    said = {"indicators": ["1.1.a", "1.1.b"], "grade": "minor", "description": "Nobody is named."}
    keyed = entered(pages, audit_id) | {"Idempotency-Key": "1"}
    early = pages.post(where, json=said, headers=keyed)
    assert early.status_code == 409
    assert "under way" in early.get_json()["errors"][0]["detail"]
    send(pages, audit_id, "1.1.a")
    first, again = (pages.post(where, json=said, headers=keyed) for _ in range(2))
    assert first.get_json() == again.get_json()
    assert again.headers["Idempotent-Replayed"] == "true"
    [found] = state(pages, audit_id)["findings"]
    assert found == first.get_json()
    assert (found["number"], found["indicators"]) == (1, said["indicators"])
    assert "Nobody is named." in pages.get(found["address"]).text
    theirs = entered(door.pages(colleague), audit_id) | {"Idempotency-Key": "2"}
    assert pages.post(where, json=said, headers=theirs).status_code == 403
    short = pages.post(where, json=said | {"description": ""}, headers=keyed)
    assert short.status_code == 422
    assert len(state(pages, audit_id)["findings"]) == 1


def test_the_same_answer_of_both_is_no_conflict(door: Door, scene: Scene, colleague: Actor) -> None:
    audit_id = for_two(scene, colleague)
    send(door.pages(colleague), audit_id, "1.1.a", value="2", note="Seen.")
    assert send(door.pages(scene.auditor), audit_id, "1.1.a", note="Seen.").status_code == 200
    assert scorings(scene) == 1


def test_an_answer_that_comes_too_late_is_refused_with_the_reason(door: Door, scene: Scene) -> None:
    audit_id = finished(scene, scored(scene))
    late = send(door.pages(scene.auditor), audit_id, "1.1.a", value="3", seen_version=1)
    assert late.status_code == 409
    (reason, *_) = late.get_json()["errors"]
    assert reason["detail"] == "The audit is finished: its report can only change under way."


@pytest.mark.parametrize("said", [{"value": "4"}, {"value": "x"}, {"seen_version": -1}, {"a": 1}])
def test_a_wrong_answer_is_not_understood(door: Door, scene: Scene, said: dict[str, Any]) -> None:
    assert send(door.pages(scene.auditor), planned(scene), "1.1.a", **said).status_code == 422
    assert scorings(scene) == 0


def test_a_file_that_waited_is_attached_once(door: Door, scene: Scene, app: Flask) -> None:
    audit_id = scored(scene)
    pages, where = door.pages(scene.auditor), f"/audits/{audit_id}/form/files/5.1.a"
    said = entered(pages, audit_id)
    for _ in range(2):
        sent = {"file": (BytesIO(PNG), "scale.png")}
        assert pages.post(where, data=sent, headers=said).status_code == 201
    with scene.world.store.reading() as session:
        assert session.scalar(select(func.count()).select_from(Evidence)) == 1
    assert {"indicator": "5.1.a", "name": "scale.png"} in state(pages, audit_id)["files"]
    assert pages.post(where, headers=said).status_code == 422
    torn = {"file": (BytesIO(PNG[:-3]), "scale.png")}
    answer = pages.post(where, data=torn, headers=said)
    assert answer.status_code == 422
    assert "cut off" in answer.get_json()["errors"][0]["detail"]


def test_an_upload_that_breaks_off_leaves_nothing(door: Door, scene: Scene, app: Flask) -> None:
    audit_id = scored(scene)
    whole = (
        b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n' + PNG * 999
    )
    pages = door.pages(scene.auditor)
    answer = pages.post(
        f"/audits/{audit_id}/form/files/5.1.a",
        data=whole,
        content_type="multipart/form-data; boundary=b",
        headers=entered(pages, audit_id),
    )
    assert answer.status_code in {400, 422}
    folder = app.extensions["fairwild"].files.folder
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_the_last_audit_stands_beside(door: Door, scene: Scene) -> None:
    before = planned(scene)
    score_all(scene, before, {"1.1.a": 3})
    finished(scene, before)
    page = door.pages(scene.auditor).get(f"/audits/{planned(scene)}/score/1.1.a").text
    assert "Last audit, finished on" in page
    assert "<strong>3 · better than the norm</strong>" in page


def questions(scene: Scene, pages: FlaskClient, where: str) -> int:
    """Count the statements one page asks of the database."""
    with asked_of(scene.world.store) as said:
        assert pages.get(where).status_code == 200
    return len(said)


def test_how_the_operator_sees_itself_stands_beside_every_indicator(
    door: Door, scene: Scene
) -> None:
    application_id = answered(scene, written(scene))
    with scene.world.work(scene.manager) as work:
        said = [("5.1.a", 1, False, "Two buyers write none."), ("1.1.a", None, True, "No land.")]
        answer_indicators(work, application_id=application_id, answers=said)
    audit_id = planned(scene)
    pages, where = door.pages(scene.auditor), f"/audits/{audit_id}/score/5.1.a"
    assert "The operator itself" not in pages.get(where).text
    with scene.world.work(scene.manager) as work:
        submit_application(work, application_id=application_id)
    scene.world.pass_time(minutes=1)
    one, whole = pages.get(where).text, pages.get(f"/audits/{audit_id}/form").text
    for page in (one, whole):
        assert "<strong>1 · on the way</strong>" in page
        assert "Two buyers write none." in page
        assert f'<a href="/applications/{application_id}">' in page
    assert "<strong>not applicable</strong>" in pages.get(f"/audits/{audit_id}/score/1.1.a").text
    assert pages.get(f"/applications/{application_id}").status_code == 200
    score_all(scene, audit_id, {})
    finished(scene, audit_id)
    scene.world.pass_time(days=1)
    submitted(scene)
    scene.world.pass_time(minutes=1)
    for reader in (scene.evaluator, scene.manager):
        assert "<strong>1 · on the way</strong>" in door.pages(reader).get(where).text


def test_the_form_asks_as_many_questions_whatever_is_scored(door: Door, scene: Scene) -> None:
    audit_id = planned(scene)
    pages, where = door.pages(scene.auditor), f"/audits/{audit_id}/form"
    send(pages, audit_id, "1.1.a")
    few = questions(scene, pages, where), questions(scene, pages, f"{where}/state")
    for code in ("1.1.b", "1.1.c", "5.1.a"):
        send(pages, audit_id, code, note="Seen.")
    assert (questions(scene, pages, where), questions(scene, pages, f"{where}/state")) == few


def test_the_worker_may_serve_every_form_and_nothing_above(door: Door) -> None:
    answer = door.pages().get("/audits/worker.js")
    assert answer.status_code == 200
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]


def test_nobody_sends_without_the_token_of_the_page(scene: Scene, door: Door, app: Flask) -> None:
    audit_id = planned(scene)
    app.config["WTF_CSRF_ENABLED"] = True
    pages = door.pages(scene.auditor)
    assert send(pages, audit_id, "1.1.a").status_code == 400
    with scene.world.store.reading() as session:
        assert session.scalar(select(func.count()).select_from(Score)) == 0
