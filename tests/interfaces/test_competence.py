"""Competences, ties to clients, declarations and overrides through the pages and the API."""

import html
import io
import re
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from fairwild.applications.records import Agreement
from fairwild.audits.states import TeamRole
from fairwild.competence.operations import record_witness_audit
from fairwild.competence.states import WitnessResult
from fairwild.kernel.actors import Actor, OrganisationKind, Role
from fairwild.organisations.operations import grant_role
from tests.applications_builders import submitted
from tests.audits_builders import Scene, declare, drafted, finished, planned, scene_of, scored
from tests.competence_builders import competent, declared, interest, judges
from tests.doors import Door
from tests.questions import asked_of


@pytest.fixture
def scene(door: Door) -> Scene:
    """A body, an operator and everybody it takes."""
    return scene_of(door.world)


def newcomer(scene: Scene, name: str = "Berta Novell") -> Actor:
    """Give the body an auditor of whom nothing is known yet."""
    return scene.world.person((scene.body_id, Role.AUDITOR), name=name)


def page_of(scene: Scene, actor: Actor) -> str:
    """Give the address of somebody's page."""
    return f"/organisations/{scene.body_id}/competence/{actor.person_id}"


def typed(**changes: Any) -> dict[str, Any]:
    """Give what the office types of a competence."""
    return {
        "role": "auditor",
        "standard_and_version": "fairwild 2.0",
        "risk_classes[]": ["low", "medium"],
        "languages[]": ["es", "en"],
        "countries[]": ["ES"],
        "valid_from": "2025-01-01",
        "valid_last": "2026-04-30",
        "grounds": "Training of March 2025",
    } | changes


def test_the_office_records_what_somebody_may_judge_and_the_matrix_shows_it(
    door: Door, scene: Scene
) -> None:
    berta, pages = newcomer(scene), door.pages(scene.office)
    assert "Berta Novell" in pages.get("/competence").text
    assert "no competence as auditor" in pages.get(page_of(scene, berta)).text
    made = pages.post(f"{page_of(scene, berta)}/competences/new", data=typed())
    assert made.status_code == 302
    shown = pages.get(page_of(scene, berta)).text
    assert "30 Apr 2026" in shown
    assert "Training of March 2025" in shown
    matrix = pages.get("/competence").text
    assert "ends soon" in matrix
    assert "never yet" in matrix
    wrong = pages.post(f"{page_of(scene, berta)}/competences/new", data=typed(valid_last="2024-1"))
    assert (wrong.status_code, "year-month-day" in wrong.text) == (422, True)
    backwards = typed(valid_last="2024-01-01")
    answer = pages.post(f"{page_of(scene, berta)}/competences/new", data=backwards)
    assert (answer.status_code, "The end must be after the start." in answer.text) == (422, True)


def test_languages_and_countries_are_offered_by_name(door: Door, scene: Scene) -> None:
    where = f"{page_of(scene, newcomer(scene))}/competences/new"
    shown = door.pages(scene.office).get(where).text
    names = re.findall(r'<option value="[a-zA-Z]+"[^>]*>([^<]+)</option>', shown)
    assert "zdj" not in names
    assert names.index("Åland Islands") < names.index("Albania")
    assert names.index("Māori") < names.index("Mongolian")


def test_a_competence_is_ended_with_a_reason_and_not_twice(door: Door, scene: Scene) -> None:
    berta, pages = newcomer(scene), door.pages(scene.office)
    competence_id = competent(scene.world, scene.body_id, berta, Role.AUDITOR)
    where = f"/competences/{competence_id}/end"
    assert "no longer auditor" in pages.get(where).text
    ended = pages.post(where, data={"reason": "Left the pool"}, follow_redirects=True)
    assert "The competence is ended." in ended.text
    assert "Left the pool" in ended.text
    again = pages.post(where, data={"reason": "Once more"})
    assert (again.status_code, "is over already" in again.text) == (409, True)
    assert door.pages(scene.auditor).get(where).status_code == 403


def test_witnessed_audits_have_a_date_a_result_and_another_witness(
    door: Door, scene: Scene
) -> None:
    pages, where = door.pages(scene.office), f"{page_of(scene, scene.auditor)}/witness-audits/new"
    assert "overdue" in pages.get(page_of(scene, scene.auditor)).text
    sent = {"witnessed_on": "2026-02-20", "result": "follow-up", "note": "Asks calmly."}
    own = pages.post(where, data=sent | {"witness_id": str(scene.auditor.person_id)})
    assert (own.status_code, "Nobody goes along with themselves" in own.text) == (409, True)
    tomorrow = sent | {"witness_id": str(scene.evaluator.person_id), "witnessed_on": "2026-03-03"}
    assert "has not come yet" in pages.post(where, data=tomorrow).text
    kept = pages.post(
        where, data=sent | {"witness_id": str(scene.evaluator.person_id)}, follow_redirects=True
    )
    assert "Asks calmly." in kept.text
    assert "in time" in kept.text


def test_a_tie_is_seen_by_the_person_and_the_office_only(door: Door, scene: Scene) -> None:
    where = page_of(scene, scene.auditor)
    said = {"client_id": str(scene.operator_id), "kind": "consultancy", "since": "2023-01-01"}
    told = said | {"last_day": "2025-06-30", "note": "Drew the maps"}
    made = door.pages(scene.auditor).post(
        f"{where}/interests/new", data=told, follow_redirects=True
    )
    assert "Drew the maps" in made.text
    assert "counts until 1 Jul 2027" in made.text
    assert "Drew the maps" in door.pages(scene.office).get(where).text
    other = door.pages(scene.evaluator)
    assert "Drew the maps" not in other.get(where).text
    assert other.get(f"{where}/interests/new").status_code == 403
    assert other.post(f"{where}/interests/new", data=said).status_code == 403


def test_nobody_ends_their_own_tie(door: Door, scene: Scene) -> None:
    tie = interest(scene.world, scene.body_id, scene.auditor, scene.operator_id)
    own = door.pages(scene.auditor).post(f"/interests/{tie}/end", data={"last_day": "2020-01-01"})
    assert (own.status_code, "cannot end an interest of your own" in own.text) == (409, True)
    ended = door.pages(scene.office).post(
        f"/interests/{tie}/end", data={"last_day": "2020-01-01"}, follow_redirects=True
    )
    assert "counts no more since" in ended.text


def test_a_team_outside_its_competence_needs_a_reason_of_the_office_that_stays_in_the_file(
    door: Door, scene: Scene
) -> None:
    berta, office = newcomer(scene), door.api(scene.office)
    order = _as_json(scene, [{"person_id": str(berta.person_id), "role": "leader"}])
    refused = office.post("/audits", order)
    assert refused.status_code == 409
    assert [one["code"] for one in refused.get_json()["errors"]] == ["competence-missing"]
    made = office.post("/audits", order | {"assigned_despite": "Trained; the paper is on its way."})
    assert made.status_code == 201
    where = f"/audits/{made.get_json()['id']}/people"
    shown = door.pages(scene.office).get(where).text
    assert "the paper is on its way" in shown
    assert "Berta Novell has no competence as auditor" in shown
    assert "has not declared yet" in shown
    assert "the paper is on its way" in door.pages(scene.evaluator).get(where).text
    assert door.pages(scene.manager).get(where).status_code == 403


def _as_json(scene: Scene, team: list[dict[str, str]]) -> dict[str, Any]:
    order = scene.order(team=team)
    line = dict(order["scope"][0])
    line.pop("risk_class", None)
    line["maximum_kg"] = str(line.pop("maximum_g") // 1000)
    plain = {
        name: str(value) if isinstance(value, UUID | date) else value
        for name, value in order.items()
        if name not in {"scope", "planned_half_days"}
    }
    scope = {name: str(value) if isinstance(value, UUID) else value for name, value in line.items()}
    scope["area_ids"] = [str(one) for one in line["area_ids"]]
    return plain | {"scope": [scope]}


def test_everybody_declares_before_the_plan_is_confirmed(door: Door, scene: Scene) -> None:
    audit_id = drafted(scene)
    office, auditor = door.pages(scene.office), door.pages(scene.auditor)
    refused = door.api(scene.office).post(f"/audits/{audit_id}/confirmation")
    assert [one["code"] for one in refused.get_json()["errors"]] == ["declaration-missing"]
    assert "Regaliz del Sur" in auditor.get("/home").text
    assert str(audit_id) in auditor.get("/declarations").text
    where = f"/audits/{audit_id}/declaration"
    unsaid = auditor.post(where, data={"has_interest": "yes"})
    assert unsaid.status_code == 422
    declared = auditor.post(where, data={"has_interest": "no"}, follow_redirects=True)
    assert "Your declaration is recorded." in declared.text
    assert "No audit waits for your declaration." in auditor.get("/declarations").text
    assert office.post(f"/audits/{audit_id}/confirm").status_code == 302
    assert door.pages(scene.manager).get(where).status_code == 403


def test_a_declared_tie_blocks_and_only_somebody_else_overrides_it(
    door: Door, scene: Scene
) -> None:
    audit_id = finished(scene, scored(scene))
    evaluator = door.api(scene.evaluator)
    said = {"has_interest": True, "kind": "family", "since": "2024-01-01", "note": "A cousin"}
    assert evaluator.post(f"/audits/{audit_id}/declarations", said).status_code == 201
    verdict = {"recommendation": "certify", "reasons": "Good."}
    refused = evaluator.post(f"/audits/{audit_id}/evaluation", verdict)
    assert [one["code"] for one in refused.get_json()["errors"]] == ["interest-in-client"]
    page = door.pages(scene.evaluator).get(f"/audits/{audit_id}/evaluation").text
    assert f"/audits/{audit_id}/people" in page
    order = {"person_id": str(scene.evaluator.person_id), "role": "evaluator", "reason": "Far kin"}
    assert evaluator.post(f"/audits/{audit_id}/overrides", order).status_code == 403
    both = scene.world.person(
        (scene.body_id, Role.BODY_OFFICE), (scene.body_id, Role.EVALUATOR), name="Both"
    )
    own = order | {"person_id": str(both.person_id)}
    himself = door.api(both).post(f"/audits/{audit_id}/overrides", own)
    assert [one["code"] for one in himself.get_json()["errors"]] == ["override-by-person-concerned"]
    page = door.pages(scene.office).post(
        f"/audits/{audit_id}/people/override", data=order, follow_redirects=True
    )
    assert "Far kin" in page.text
    assert "set aside by the office" in page.text
    for judge, verdict_page in ((scene.evaluator, "evaluation"), (scene.certifier, "decision")):
        told = door.pages(judge).get(f"/audits/{audit_id}/{verdict_page}").text
        assert "What the office has set aside" in told
        assert "Far kin" in told
    assert evaluator.post(f"/audits/{audit_id}/evaluation", verdict).status_code == 201


def test_what_ties_somebody_to_the_company_that_pays_bars_them_too(
    door: Door, scene: Scene
) -> None:
    payer_id = scene.world.organisation(OrganisationKind.COMPANY, code="TEA", name="Tea Company")
    pays(scene, payer_id)
    audit_id = finished(scene, scored(scene))
    asked = door.pages(scene.evaluator).get(f"/audits/{audit_id}/declaration").text
    assert "Tea Company pays for this certification" in asked
    verdict = {"recommendation": "certify", "reasons": "Good."}
    interest(scene.world, scene.body_id, scene.evaluator, payer_id)
    refused = door.api(scene.evaluator).post(f"/audits/{audit_id}/evaluation", verdict)
    [said] = [one for one in refused.json["errors"] if one["code"] == "interest-in-client"]
    assert said["facts"]["client"] == "Tea Company"
    page = door.pages(scene.office).get(f"/audits/{audit_id}/people").text
    assert "has an interest in Tea Company" in page


def pays(scene: Scene, payer_id: UUID) -> None:
    """Let a company be the one that pays by the agreement."""
    with scene.world.store.writing() as session:
        session.connection().execute(update(Agreement).values(mandator_id=payer_id))
        session.commit()


def test_many_who_could_be_next_are_asked_about_at_once(door: Door, scene: Scene) -> None:
    audit_id = finished(scene, scored(scene))
    pages, where = door.pages(scene.office), f"/audits/{audit_id}/people"
    judges(scene.world, scene.body_id, Role.EVALUATOR, name="Who has not declared")
    few = _questions(scene, pages, where)
    for number in range(4):
        judges(scene.world, scene.body_id, Role.EVALUATOR, name=f"Evaluator {number}")
    assert _questions(scene, pages, where) == few


def _questions(scene: Scene, pages: FlaskClient, where: str) -> int:
    with asked_of(scene.world.store) as said:
        assert pages.get(where).status_code == 200
    return len(said)


def test_an_override_needs_a_reason_and_something_to_override(door: Door, scene: Scene) -> None:
    audit_id, pages = planned(scene), door.pages(scene.office)
    where = f"/audits/{audit_id}/people/override"
    order = {"person_id": str(scene.auditor.person_id), "role": "auditor"}
    assert pages.post(where, data=order).status_code == 422
    idle = pages.post(where, data=order | {"reason": "To be safe"})
    assert (idle.status_code, "Nothing stands against this person" in idle.text) == (409, True)
    stranger = scene.world.person((scene.body_id, Role.AUDITOR))
    strange = order | {"person_id": str(stranger.person_id), "reason": "Why not"}
    assert "has no part in the audit" in pages.post(where, data=strange).text


def test_the_people_of_a_body_through_the_api(door: Door, scene: Scene) -> None:
    berta, office = newcomer(scene), door.api(scene.office)
    where = f"/organisations/{scene.body_id}"
    order = {
        "person_id": str(berta.person_id),
        "role": "auditor",
        "standard": "fairwild",
        "standard_version": "2.0",
        "risk_classes": ["low"],
        "languages": ["es"],
        "valid_from": "2026-01-01",
        "valid_until": "2028-01-01",
        "grounds": "Examination",
    }
    made = office.post(f"{where}/competences", order)
    assert made.status_code == 201
    assert office.post(f"{where}/competences", order | {"role": "body-office"}).status_code == 422
    listed = office.get(f"{where}/competences").get_json()
    assert made.get_json()["id"] in {one["id"] for one in listed}
    assert door.api(scene.auditor).post(f"{where}/competences", order).status_code == 403
    assert door.api(scene.manager).get(f"{where}/competences").status_code in {403, 404}
    end = office.post(f"/competences/{made.get_json()['id']}/end", {"reason": "Left"})
    assert (end.status_code, end.get_json()["ended_at"] is not None) == (200, True)
    tie = {"person_id": str(berta.person_id), "client_id": str(scene.operator_id)}
    tie |= {"kind": "employment", "since": "2020-01-01"}
    kept = office.post(f"{where}/interests", tie)
    assert kept.status_code == 201
    over = office.post(f"/interests/{kept.get_json()['id']}/end", {"last_day": "2026-01-31"})
    assert over.get_json()["until"] == "2026-02-01"
    seen = {"witness_id": str(scene.evaluator.person_id), "witnessed_on": "2026-02-01"}
    witnessed = office.post(
        f"{where}/people/{berta.person_id}/witness-audits", seen | {"result": "satisfactory"}
    )
    assert witnessed.status_code == 201
    audit_id = planned(scene)
    parts = door.api(scene.certifier).get(f"/audits/{audit_id}/people").get_json()
    assert [(one["role"], one["declared"], one["obstacles"]) for one in parts] == [
        ("auditor", True, [])
    ]


def test_the_scheme_steward_sees_who_may_judge_but_no_ties(door: Door, scene: Scene) -> None:
    interest(scene.world, scene.body_id, scene.auditor, scene.operator_id, note="A quiet matter")
    steward = door.pages(scene.world.steward())
    assert "Who may judge" in steward.get(f"/organisations/{scene.body_id}").text
    assert steward.get(f"/organisations/{scene.body_id}/competence").status_code == 200
    shown = steward.get(page_of(scene, scene.auditor))
    assert (shown.status_code, "A quiet matter" in shown.text) == (200, False)
    stranger = scene.world.somebody(Role.AUDITOR, OrganisationKind.CERTIFICATION_BODY)
    assert door.pages(stranger).get(page_of(scene, scene.auditor)).status_code == 403


def test_observers_need_no_competence_but_must_be_free_of_ties(door: Door, scene: Scene) -> None:
    watcher = scene.world.person((scene.body_id, Role.BODY_OFFICE), name="Ona")
    team = [(scene.auditor.person_id, TeamRole.LEADER), (watcher.person_id, TeamRole.OBSERVER)]
    assert drafted(scene, team=team)
    interest(scene.world, scene.body_id, watcher, scene.operator_id)
    people = [
        {"person_id": str(scene.auditor.person_id), "role": "leader"},
        {"person_id": str(watcher.person_id), "role": "observer"},
    ]
    refused = door.api(scene.office).post("/audits", _as_json(scene, people))
    assert [one["code"] for one in refused.get_json()["errors"]] == ["interest-in-client"]


PDF = b"%PDF-1.7\ncertificate of a training\n%%EOF"


def test_a_certificate_of_training_is_kept_once_beside_a_competence_and_handed_out(
    door: Door, scene: Scene
) -> None:
    berta, pages, api = newcomer(scene), door.pages(scene.office), door.api(scene.office)
    sent = typed() | {"file": (io.BytesIO(PDF), "Berta 2025.pdf")}
    made = pages.post(f"{page_of(scene, berta)}/competences/new", data=sent)
    assert made.status_code == 302
    [row] = [
        one
        for one in api.get(f"/organisations/{scene.body_id}/competences").json
        if one["person_id"] == str(berta.person_id)
    ]
    address = f"/competences/{row['id']}/file"
    assert row["file_name"] == "Berta 2025.pdf"
    assert f'href="{address}"' in pages.get(page_of(scene, berta)).text
    assert pages.get(address).data == api.get(address).data == PDF
    again = {"file": (io.BytesIO(PDF), "other.pdf")}
    refused = pages.post(f"/competences/{row['id']}/certificate", data=again)
    assert (refused.status_code, "is kept already" in refused.text) == (409, True)
    bare = pages.post(f"/competences/{row['id']}/certificate", data={})
    assert bare.status_code == 422
    assert door.pages(scene.manager).get(address).status_code == 404


def test_ties_are_listed_over_the_api_to_the_office_and_to_oneself(
    door: Door, scene: Scene
) -> None:
    berta = newcomer(scene)
    for actor in (berta, scene.auditor):
        interest(scene.world, scene.body_id, actor, scene.operator_id)
    address = f"/organisations/{scene.body_id}/interests"
    assert len(door.api(scene.office).get(address).json) == 2
    [own] = door.api(berta).get(address).json
    assert own["person_id"] == str(berta.person_id)
    assert door.api(scene.manager).get(address).json == []


def test_a_witnessed_audit_leads_to_the_audit_it_was(door: Door, scene: Scene) -> None:
    audit_id, pages = planned(scene), door.pages(scene.office)
    address = page_of(scene, scene.auditor)
    form = pages.get(f"{address}/witness-audits/new").text
    assert str(audit_id) in form
    said = {
        "witness_id": str(scene.evaluator.person_id),
        "witnessed_on": scene.world.now.date().isoformat(),
        "result": "satisfactory",
        "audit_id": str(audit_id),
    }
    assert pages.post(f"{address}/witness-audits/new", data=said).status_code == 302
    assert f'href="/audits/{audit_id}"' in pages.get(address).text
    where = f"/organisations/{scene.body_id}/people/{scene.auditor.person_id}/witness-audits"
    assert door.api(scene.office).get(where).json[0]["audit_id"] == str(audit_id)
    of_others = door.api(scene.office).post(
        f"/organisations/{scene.body_id}/people/{newcomer(scene).person_id}/witness-audits", said
    )
    assert of_others.status_code == 422


def test_a_tie_told_later_stands_among_the_alarms_of_the_office(door: Door, scene: Scene) -> None:
    audit_id = planned(scene)
    interest(scene.world, scene.body_id, scene.auditor, scene.operator_id)
    pages, where = door.pages(scene.office), f"/alarms/about/audit/{audit_id}"
    listed = pages.get("/alarms").text
    assert "Tie of an auditor to the client" in listed
    assert "has a tie to Regaliz del Sur (consultancy)" in listed
    assert "has a tie to Regaliz del Sur" in pages.get(where).text
    assert f'hx-get="{where}"' in pages.get(f"/audits/{audit_id}").text
    assert "Alarms" not in door.pages(scene.auditor).get(f"/audits/{audit_id}").text
    assert door.pages(scene.auditor).get("/alarms").status_code == 403
    [alarm] = door.api(scene.office).get("/alarms").json
    assert (alarm["kind"], alarm["facts"]["client"]) == ("auditor-conflict", "Regaliz del Sur")
    data = {"key": alarm["key"], "reason": "She leaves the team today."}
    assert pages.post("/alarms/dismiss", data=data).status_code == 302
    assert door.api(scene.office).get("/alarms").json[0]["dismissed"] is True


def test_a_late_audit_is_said_to_operator_and_office(door: Door, scene: Scene) -> None:
    planned(scene)
    door.world.pass_time(days=5)
    for actor in (scene.manager, scene.office):
        page = door.pages(actor).get("/alarms").text
        assert "Audit overdue" in page
        assert re.search(
            r"The planned audit ECO-A-2026-001 was due by [^.]* and has not begun", page
        )


def test_whoever_of_the_office_is_tied_to_the_client_neither_overrides_confirms_nor_reviews(
    door: Door, scene: Scene
) -> None:
    application = submitted(scene)
    audit_id, other = drafted(scene), scene.world.person((scene.body_id, Role.BODY_OFFICE))
    interest(scene.world, scene.body_id, scene.auditor, scene.operator_id)
    interest(scene.world, scene.body_id, other, scene.operator_id)
    pages, api = door.pages(other), door.api(other)
    order = {"person_id": str(scene.auditor.person_id), "role": "auditor", "reason": "Far kin"}
    sent = {"outcome": "accept", "reasons": "Fine.", "checks[]": "complete"}
    for answer in (
        pages.post(f"/audits/{audit_id}/people/override", data=order),
        pages.post(f"/audits/{audit_id}/confirm"),
        pages.post(f"/applications/{application}/review", data=sent),
    ):
        assert (answer.status_code, "You are tied to Regaliz del Sur" in answer.text) == (409, True)
    assert "You are tied to" in pages.get(f"/applications/{application}/review").text
    assert "You are tied to" in pages.get(f"/audits/{audit_id}/plan").text
    assert "You are tied to" not in door.pages(scene.office).get(f"/audits/{audit_id}/plan").text
    for address, said in (
        (f"/audits/{audit_id}/overrides", order),
        (f"/audits/{audit_id}/confirmation", {}),
        (f"/applications/{application}/review", {"outcome": "decline", "reasons": "No."}),
    ):
        refused = api.post(address, said)
        assert refused.status_code == 409
        assert "office-tied-to-client" in [one["code"] for one in refused.get_json()["errors"]]


def test_no_override_lets_somebody_judge_the_operator_they_act_for(
    door: Door, scene: Scene
) -> None:
    audit_id = finished(scene, scored(scene))
    both = judges(scene.world, scene.body_id, Role.EVALUATOR, name="Both")
    with scene.world.work(scene.manager) as work:
        assert both.person_id is not None
        grant_role(
            work,
            person_id=both.person_id,
            organisation=scene.operator_id,
            role=Role.BUYING_CLERK,
        )
    declared(scene.world, audit_id, scene.body_id, scene.operator_id, both)
    verdict = {"recommendation": "certify", "reasons": "Good."}
    refused = door.api(both).post(f"/audits/{audit_id}/evaluation", verdict)
    assert [one["code"] for one in refused.get_json()["errors"]] == ["user-of-client"]
    page = door.pages(both).post(f"/audits/{audit_id}/evaluation", data=verdict)
    assert (page.status_code, "nobody can override that" in page.text) == (409, True)
    order = {"person_id": str(both.person_id), "role": "evaluator", "reason": "We trust them."}
    said = door.api(scene.office).post(f"/audits/{audit_id}/overrides", order)
    assert [one["code"] for one in said.get_json()["errors"]] == ["nothing-to-override"]


def test_an_auditor_last_found_bad_needs_a_reason_of_the_office_and_overdue_ones_a_warning(
    door: Door, scene: Scene
) -> None:
    pages, api = door.pages(scene.office), door.api(scene.office)
    audit_id = drafted(scene)
    declare(scene, audit_id)
    overdue = "Somebody had to go along with"
    for page in (f"/audits/{audit_id}/plan", f"/audits/{audit_id}/people"):
        assert overdue in pages.get(page).text
    assert overdue in pages.get(f"/audits/new?operator={scene.operator_id}").text
    seen = {"witness_id": str(scene.evaluator.person_id), "witnessed_on": "2026-03-01"}
    where = f"{page_of(scene, scene.auditor)}/witness-audits/new"
    assert pages.post(where, data=seen | {"result": "unsatisfactory"}).status_code == 302
    bad = "found the work not satisfactory"
    for page in (f"/audits/{audit_id}/plan", f"/audits/{audit_id}/people"):
        told = pages.get(page).text
        assert (bad in told, overdue in told) == (True, False)
    assert pages.post(f"/audits/{audit_id}/confirm").status_code == 409
    refused = api.post(f"/audits/{audit_id}/confirmation")
    assert [one["code"] for one in refused.get_json()["errors"]] == ["witness-unsatisfactory"]
    order = {"person_id": str(scene.auditor.person_id), "role": "auditor", "reason": "With Eva"}
    assert api.post(f"/audits/{audit_id}/overrides", order).status_code == 201
    kept = pages.get(f"/audits/{audit_id}/people").text
    assert (bad in kept, "1 Mar 2026" in kept, "With Eva" in kept) == (True, True, True)
    assert pages.post(f"/audits/{audit_id}/confirm").status_code == 302


def test_the_api_warns_of_an_auditor_nobody_went_along_with(door: Door, scene: Scene) -> None:
    audit_id = planned(scene)
    where = f"/audits/{audit_id}/warnings"
    told = door.api(scene.office).get(where)
    assert [one["code"] for one in told.json] == ["witness-overdue"]
    page = door.pages(scene.office).get(f"/audits/{audit_id}/people").text
    assert html.escape(told.json[0]["detail"]) in page
    with scene.world.work(scene.office) as work:
        record_witness_audit(
            work,
            body_id=scene.body_id,
            person_id=scene.auditor.person_id,
            witness_id=scene.evaluator.person_id,
            witnessed_on=date(2026, 2, 1),
            result=WitnessResult.SATISFACTORY,
        )
    assert door.api(scene.office).get(where).json == []
    assert door.api(scene.manager).get(where).status_code == 403
