"""Applications and agreements through the pages and the API."""

import io
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from fairwild.applications import operations, queries, rules
from fairwild.applications.states import ApplicationStatus
from fairwild.kernel.actors import Actor, OrganisationKind, Role
from fairwild.mail.records import QueuedLetter
from fairwild.organisations.queries import get_account
from fairwild.resources import folder
from fairwild.standards import catalogue
from tests.applications_builders import (
    answered,
    reviewed,
    seen_application,
    submitted,
    written,
)
from tests.audits_builders import Scene, drafted, scene_of, without_agreement
from tests.doors import Door

PDF = b"%PDF-1.7\nsigned by both\n%%EOF"


@pytest.fixture
def scene(door: Door) -> Scene:
    """A body and an operator that collects liquorice in one area."""
    return scene_of(door.world)


def head_of(scene: Scene, **changes: Any) -> dict[str, Any]:
    """Give what the first page of an application sends."""
    return {"body_id": str(scene.body_id), "standard_choice": "fairwild/2.0"} | changes


def filled_in(scene: Scene, **changes: Any) -> dict[str, Any]:
    """Give what the page with the form sends."""
    return {
        "operator_contact": "The manager",
        "location": "Forty minutes from Zaragoza",
        "species-0-species_id": str(scene.species_id),
        "species-0-part": "root",
        "species-0-yearly_kg": "16800",
        "species-0-state": "fresh",
        "species-1-species_id": "",
        "species-1-part": "root",
        "species-1-yearly_kg": "",
        "species-1-state": "dry",
        "collectors-0-area": "A1",
        "collectors-0-count": "24",
        "units-0-name": "Drying hall",
        "units-0-work": "drying",
        "units-0-place": "Pina",
        "units-0-count": "1",
        "buying_points": "2",
        "processing_staff": "5",
        "distances": "18 km",
        "version": "1",
    } | changes


def test_an_operator_applies_through_the_pages(door: Door, scene: Scene) -> None:
    pages = door.pages(scene.manager)
    assert "Apply for certification" in pages.get("/applications").text
    assert pages.get("/applications/new").status_code == 200
    begun = pages.post("/applications/new", data=head_of(scene), follow_redirects=True)
    assert "Application LIQ-P-2026-001 is begun." in begun.text
    assert "A1 Río Seco" in begun.text
    assert 'value="16800"' in begun.text
    address = begun.request.path
    missing = pages.get(address.removesuffix("/edit")).text
    assert f'<li><a href="{address}#f-buying_points">Still to fill in' in missing
    shown = pages.post(address, data=filled_in(scene), follow_redirects=True)
    assert "is saved" in shown.text
    assert "The self-assessment has 0 of" in shown.text
    here = shown.request.path
    assert f'<li><a href="{here}/assessment/1">The self-assessment has' in shown.text
    stale = pages.post(address, data=filled_in(scene))
    assert (stale.status_code, "Changed meanwhile" in stale.text) == (409, True)
    wrong = filled_in(scene, version="2") | {
        "species-0-yearly_kg": "lots",
        "collectors-0-count": "many",
    }
    told = pages.post(address, data=wrong)
    assert told.status_code == 422
    said = re.findall(r'id="f-([a-z0-9_-]+)-error"', told.text)
    assert said == ["species-0-yearly_kg", "collectors-0-count"]
    refused = pages.post(f"{here}/submit")
    assert (refused.status_code, "self-assessment has" in refused.text) == (409, True)


def test_the_self_assessment_follows_the_tree_of_the_standard(door: Door, scene: Scene) -> None:
    pages, application_id = door.pages(scene.manager), written(scene)
    first = pages.get(f"/applications/{application_id}/assessment/1")
    assert "1.1.a" in first.text
    data = {
        "value-1.1.a": "2",
        "value-1.1.b": "n",
        "note-1.1.b": "No such plants.",
        "onward": "yes",
    }
    bare = pages.post(
        f"/applications/{application_id}/assessment/1", data=data | {"note-1.1.b": " "}
    )
    assert bare.status_code == 409
    assert "Say in the note why 1.1.b does not apply to you." in bare.text
    assert re.search(r'name="value-1.1.a" value="2"[^>]* checked', bare.text)
    refused = door.api(scene.manager).post(
        f"/applications/{application_id}/answers",
        {"answers": [{"indicator": "1.1.b", "not_applicable": True}]},
    )
    assert refused.json["errors"][0]["code"] == "self-assessment-note-missing"
    with scene.world.reading(scene.manager) as reading:
        assert queries.answers_of(reading, application_id) == {}
    onward = pages.post(f"/applications/{application_id}/assessment/1", data=data)
    assert onward.headers["Location"].endswith("/assessment/2")
    with scene.world.reading(scene.manager) as reading:
        found = queries.answers_of(reading, application_id)
    assert (found["1.1.a"].value, found["1.1.b"].not_applicable) == (2, True)
    where = f"/applications/{application_id}/assessment/1?language=es"
    assert "Conservar los recursos de plantas silvestres" in pages.get(where).text
    kept = pages.post(where, data=data).headers["Location"]
    assert kept.endswith("/assessment/2?language=es")
    assert pages.get(f"/applications/{application_id}/assessment/99").status_code == 404
    strange = pages.post(f"/applications/{application_id}/assessment/1", data={"value-1.1.a": "9"})
    assert strange.status_code == 404


@pytest.fixture
def half_pointless(door: Door, tmp_path: Path) -> Iterator[str]:
    """A text of the standard in which one indicator of an operation is met or not met."""
    before, shipped = catalogue.own_folder(), folder("certs") / "standards" / "fairwild" / "2.0"
    place = tmp_path / "fairwild" / "2.0"
    shutil.copytree(shipped, place)
    table = place / "indicators.csv"
    text = table.read_text("utf-8")
    changed = re.sub(r"(?m)^(1\.1\.b,.*),scored,1,2,all", r"\1,met-or-not,1,1,all", text)
    assert changed != text
    table.write_text(changed, "utf-8")
    catalogue.read_also(tmp_path)
    yield "1.1.b"
    catalogue.read_also(before or tmp_path / "nothing")


def test_what_is_met_or_not_is_asked_in_a_self_assessment_as_such(
    door: Door, half_pointless: str, scene: Scene
) -> None:
    pages, application_id = door.pages(scene.manager), written(scene)
    where = f"/applications/{application_id}/assessment/1"
    assert f"Is {half_pointless} met?" in pages.get(where).text
    for chosen, value, button in (("met", 1, "met"), ("not-met", 0, "not-met")):
        assert pages.post(where, data={f"value-{half_pointless}": chosen}).status_code == 302
        with scene.world.reading(scene.manager) as reading:
            row = queries.get_application(reading, application_id)
            assert queries.answers_of(reading, application_id)[half_pointless].value == value
            told = queries.assessment_of(reading, row)
        assert (told.answered, told.norm) == (1, 0)
        assert told.short == (() if value else (half_pointless,))
        shown = pages.get(where).text
        assert re.search(rf'name="value-{half_pointless}" value="{button}" checked', shown)
    api, answers = door.api(scene.manager), f"/applications/{application_id}/answers"
    points = {"answers": [{"indicator": half_pointless, "value": 1}]}
    assert api.post(answers, points).json["errors"][0]["code"] == "answer-of-another-kind"
    said = {"answers": [{"indicator": half_pointless, "met": True}]}
    assert api.post(answers, said).status_code == 200
    both = {"answers": [{"indicator": half_pointless, "met": True, "value": 1}]}
    assert api.post(answers, both).status_code == 422
    assert door.pages(scene.manager).get(f"/applications/{application_id}").status_code == 200


def test_documents_that_are_none_leave_nothing(door: Door, scene: Scene) -> None:
    pages, application_id = door.pages(scene.manager), written(scene)
    address = f"/applications/{application_id}/documents"
    for content, name, said in (
        (b"MZ program", "map.pdf", "this is neither"),
        (b"", "map.pdf", "This file is empty"),
        (PDF[:-5], "map.pdf", "This file was cut off"),
        (PDF, "../../etc/map.pdf", "give it a plain name"),
    ):
        data = {"title": "Map", "file": (io.BytesIO(content), name)}
        assert said in pages.post(address, data=data, follow_redirects=True).text
    with scene.world.reading(scene.manager) as reading:
        assert queries.documents_of(reading, application_id) == []
    data = {"title": "Map", "file": (io.BytesIO(PDF), "map.pdf")}
    assert "map.pdf is kept." in pages.post(address, data=data, follow_redirects=True).text
    with scene.world.reading(scene.manager) as reading:
        [kept] = queries.documents_of(reading, application_id)
    assert kept.file_name == "map.pdf"
    got = pages.get(f"{address}/{kept.id}")
    assert (got.data, got.headers["X-Content-Type-Options"]) == (PDF, "nosniff")
    stranger = scene.world.operator_manager()
    assert door.pages(stranger).get(f"{address}/{kept.id}").status_code == 404


def test_the_body_reviews_and_keeps_the_agreement(door: Door, scene: Scene) -> None:
    application_id = submitted(without_agreement(scene))
    pages = door.pages(scene.office)
    assert "LIQ-P-2026-001" in pages.get("/applications?status=submitted").text
    address = f"/applications/{application_id}"
    assert "Review the application" in pages.get(address).text
    scene.world.person((scene.body_id, Role.AUDITOR), name="Berta Novell")
    asked = pages.get(f"{address}/review").text
    assert "Looked at and found in order" in asked
    assert asked.count("inside their competence") == 3
    assert "Berta Novell has no competence as auditor for fairwild 2.0" in asked
    short = {"outcome": "accept", "checks[]": ["complete", "scope"], "reasons": "Looks good."}
    refused = pages.post(f"{address}/review", data=short)
    assert refused.status_code == 409
    assert "we have the people and the days" in refused.text
    full = short | {"checks[]": ["complete", "capacity", "competence", "scope"]}
    done = pages.post(f"{address}/review", data=full, follow_redirects=True)
    assert "Your answer went to the applicant." in done.text
    assert "Keep the signed agreement" in done.text
    form = pages.get(f"/agreements/new?application={application_id}").text
    assert f'value="{application_id}" selected' in form
    order = {
        "operator_id": str(scene.operator_id),
        "application_id": str(application_id),
        "edition": "2026-1",
        "signed_on": "2026-03-01",
    }
    lacking = pages.post("/agreements/new", data=order)
    assert (lacking.status_code, "Choose a file first." in lacking.text) == (422, True)
    broken = pages.post("/agreements/new", data=order | {"file": (io.BytesIO(b"MZ"), "a.pdf")})
    assert broken.status_code == 422
    kept = pages.post(
        "/agreements/new",
        data=order | {"file": (io.BytesIO(PDF), "signed.pdf")},
        follow_redirects=True,
    )
    assert "Agreement 2026-1 is on file." in kept.text
    where = kept.request.path
    assert door.pages(scene.manager).get(f"{where}/file").data == PDF
    assert "2026-1" in door.pages(scene.manager).get("/applications").text
    early = pages.post(f"{where}/end", data={"ends_on": "2026-02-01", "reason": "No."})
    assert early.status_code == 409
    end = {"ends_on": "2026-03-02", "reason": "The operator went to another body."}
    assert "is ended" in pages.post(f"{where}/end", data=end, follow_redirects=True).text


def test_without_an_agreement_the_plan_says_so_and_nothing_starts(door: Door, scene: Scene) -> None:
    pages = door.pages(scene.office)
    address = f"/audits/new?operator={scene.operator_id}"
    assert "Certification agreement 2025-1" in pages.get(address).text
    without_agreement(scene)
    assert "No certification agreement with this operator is on file." in pages.get(address).text
    audit_id = drafted(scene)
    api = door.api(scene.auditor)
    refused = api.post(f"/audits/{audit_id}/start")
    assert refused.status_code == 409
    assert "agreement-missing" in [one["code"] for one in refused.json["errors"]]


def test_the_company_that_pays_applies_for_an_operator(door: Door, scene: Scene) -> None:
    company = scene.world.organisation(OrganisationKind.COMPANY, code="TEA", name="Tea House")
    buyer = scene.world.person((company, Role.COMPANY_MEMBER))
    pages = door.pages(buyer)
    data = head_of(scene, operator_id=str(scene.operator_id))
    begun = pages.post("/applications/new", data=data, follow_redirects=True)
    assert "is begun" in begun.text
    assert "A1 Río Seco" not in begun.text
    assert "Application TEA-P-2026-001" in begun.text
    assert "Regaliz del Sur (ES)" not in pages.get("/applications/new").text
    assert "Regaliz del Sur" in door.pages(scene.manager).get("/applications").text
    assert door.pages(scene.office).get("/applications").text.count("LIQ-P-") == 0


def test_applications_through_the_api(door: Door, scene: Scene) -> None:
    api, office = door.api(scene.manager), door.api(scene.office)
    order = {
        "operator_id": str(scene.operator_id),
        "body_id": str(scene.body_id),
        "standard": "fairwild",
        "standard_version": "2.0",
        "operator_contact": "The manager",
        "location": "Zaragoza",
        "buying_points": 0,
        "collectors": [{"area": "A1", "count": 24}],
        "processing_staff": 0,
        "species": [
            {
                "species_id": str(scene.species_id),
                "part": "root",
                "yearly_kg": "16.8 t",
                "state": "fresh",
            }
        ],
    }
    made = api.post("/applications", order)
    assert (made.status_code, made.json["species"][0]["yearly_kg"]) == (201, "16800")
    where = f"/applications/{made.json['id']}"
    assert office.get(where).status_code == 404
    assert api("PATCH", where, json={"history": "Since 1998"}).status_code == 428
    tagged = {"If-Match": made.headers["ETag"]}
    changed = api("PATCH", where, json={"history": "Since 1998"}, headers=tagged)
    assert (changed.json["history"], changed.json["location"]) == ("Since 1998", "Zaragoza")
    assert api("PATCH", where, json={"history": "x"}, headers=tagged).status_code == 412
    refused = api.post(f"{where}/submit")
    assert [one["code"] for one in refused.json["errors"]] == ["self-assessment-incomplete"]
    with scene.world.reading(scene.manager) as reading:
        row = queries.list_applications(reading)[0]
        standard = queries.standard_of(queries.get_application(reading, row.id))
    asked = rules.asked_of_everybody(standard.rated)
    answers = [{"indicator": one.code, "value": 2} for one in asked]
    assert api.post(f"{where}/answers", {"answers": answers}).status_code == 200
    assert api.post(f"{where}/answers", {"answers": [{"indicator": "x"}]}).status_code == 422
    upload = {"file": (io.BytesIO(PDF), "plan.pdf")}
    assert api("POST", f"{where}/documents", data=upload).status_code == 201
    assert api.post(f"{where}/submit").json["status"] == "submitted"
    assert api.post(f"{where}/review", {"outcome": "accept", "reasons": "x"}).status_code == 403
    checks = ["complete", "capacity", "competence", "scope"]
    lacking = office.post(f"{where}/review", {"outcome": "accept", "reasons": "Fine."})
    assert len(lacking.json["errors"]) == 4
    answer = {"outcome": "accept", "checks": checks, "reasons": "Fine."}
    assert office.post(f"{where}/review", answer).json["status"] == "accepted"
    assert office.post(f"{where}/review", answer).status_code == 409


def test_agreements_through_the_api(door: Door, scene: Scene) -> None:
    api, office = door.api(scene.manager), door.api(scene.office)
    application_id = reviewed(scene, submitted(scene))
    order = {
        "operator_id": str(scene.operator_id),
        "application_id": str(application_id),
        "edition": "2026-1",
        "signed_on": "2026-03-01",
        "valid_until": "2029-03-01",
    }
    assert api.post("/agreements", order).status_code == 403
    late = office.post("/agreements", order | {"signed_on": "2026-12-24"})
    assert late.json["errors"][0]["code"] == "agreement-not-yet-signed"
    made = office.post("/agreements", order)
    assert (made.status_code, made.json["sha256"]) == (201, None)
    where = f"/agreements/{made.json['id']}"
    assert office.get(f"{where}/file").status_code == 404
    upload = {"file": (io.BytesIO(b"MZ"), "copy.pdf")}
    assert office("POST", f"{where}/file", data=upload).status_code == 422
    upload = {"file": (io.BytesIO(PDF), "copy.pdf")}
    assert office("POST", f"{where}/file", data=upload).status_code == 201
    assert api.get(f"{where}/file").data == PDF
    assert {one["edition"] for one in api.get("/agreements").json} == {"2025-1", "2026-1"}
    end = {"ends_on": "2026-04-01", "reason": "By mutual consent."}
    assert api.post(f"{where}/end", end).status_code == 403
    assert office.post(f"{where}/end", end).json["ends_on"] == "2026-04-01"
    assert office.post(f"{where}/end", end).status_code == 409


def test_whoever_submitted_it_does_not_answer_it(door: Door, scene: Scene) -> None:
    both = scene.world.person(
        (scene.body_id, Role.BODY_OFFICE), (scene.operator_id, Role.OPERATOR_MANAGER)
    )
    application_id = answered(scene, written(scene))
    with scene.world.work(both) as work:
        operations.submit_application(work, application_id=application_id)
    pages = door.pages(both)
    shown = pages.get(f"/applications/{application_id}/review")
    assert "You submitted this application yourself" in shown.text
    data = {"outcome": "decline", "reasons": "No."}
    answer = pages.post(f"/applications/{application_id}/review", data=data)
    assert answer.status_code == 409
    assert seen_application(scene, application_id).status is ApplicationStatus.SUBMITTED


def test_the_office_sees_at_home_what_waits_for_its_answer(door: Door, scene: Scene) -> None:
    application_id = submitted(scene)
    assert "Applications to answer" in door.pages(scene.office).get("/home").text
    assert "Applications to answer" not in door.pages(scene.auditor).get("/home").text
    reviewed(scene, application_id)
    assert "Applications to answer" not in door.pages(scene.office).get("/home").text


def test_letters_go_to_the_office_at_submission_and_to_the_applicant_with_the_answer(
    door: Door, scene: Scene
) -> None:
    application_id = answered(scene, written(scene))
    address = f"/applications/{application_id}"
    assert door.pages(scene.manager).post(f"{address}/submit").status_code == 302
    [(to, subject, body)] = letters(scene)
    assert to == email_of(scene, scene.office)
    assert "Regaliz del Sur applies for certification" in subject
    assert f"http://127.0.0.1:8000{address}" in body
    said = {"outcome": "send-back", "reasons": "The map is missing."}
    assert door.api(scene.office).post(f"{address}/review", said).status_code == 201
    told = letters(scene)[1:]
    assert {to for to, _, _ in told} == {email_of(scene, scene.manager)}
    assert "came back to be completed" in told[0][1]
    assert "The map is missing." in told[0][2]


def letters(scene: Scene) -> list[tuple[str, str, str]]:
    """Read the letters in the queue, oldest first."""
    with scene.world.store.reading() as session:
        rows = session.scalars(select(QueuedLetter).order_by(QueuedLetter.queued_at))
        return [(row.to, row.subject, row.body) for row in rows]


def email_of(scene: Scene, actor: Actor) -> str:
    """Give the address of a person."""
    with scene.world.reading(actor) as reading:
        assert actor.person_id is not None
        return get_account(reading, actor.person_id).email
