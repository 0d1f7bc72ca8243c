"""Confirming the plan of an audit through pages and API."""

from datetime import date, timedelta

import pytest

from fairwild.areas.operations import choose_target_species, end_target_species
from fairwild.audits.states import Grade, TeamRole
from fairwild.desks.operations import draw_sample
from fairwild.desks.states import SampleRule
from fairwild.kernel.actors import Role
from fairwild.kernel.plants import PlantPart
from tests.audits_builders import (
    Scene,
    declare,
    drafted,
    finished,
    moved_abroad,
    planned,
    raised,
    scene_of,
    scored,
)
from tests.competence_builders import competent
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
    assert "(leader)" in page.text
    assert "Río Seco" in page.text
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


def test_a_body_audits_no_areas_in_a_country_it_is_not_approved_for(
    door: Door, scene: Scene
) -> None:
    audit_id = drafted(scene)
    declare(scene, audit_id)
    moved_abroad(scene)
    pages, said = door.pages(scene.office), "not approved for fairwild 2.0 in France."
    assert said in pages.get(f"/audits/{audit_id}/plan").text
    assert said in pages.post(f"/audits/{audit_id}/confirm").text
    refused = door.api(scene.office).post(f"/audits/{audit_id}/confirmation", {})
    found = [(one["code"], one["facts"].get("country", "")) for one in refused.json["errors"]]
    assert ("body-not-approved", "FR") in found
    assert ("competence-not-for-language", "") in found  # nobody there speaks French


def test_the_scope_of_a_plan_is_shown_as_planned_and_changed(door: Door, scene: Scene) -> None:
    audit_id = drafted(scene)
    pages, where = door.pages(scene.office), f"/audits/{audit_id}/plan"
    page = pages.get(where).text
    assert 'name="scope-0-maximum_kg"' in page
    assert 'value="16800"' in page
    order = {
        "kind": "initial",
        "starts_on": "2026-03-02",
        "ends_on": "2026-03-05",
        "planned_days": "2.5",
        "year_reason": "Every test names its year.",
        "standard_choice": "fairwild/2.0",
        f"team-{scene.auditor.person_id}": "leader",
        "scope-0-species_id": str(scene.species_id),
        "scope-0-part": "root",
        "scope-0-state": "fresh",
        "scope-0-maximum_kg": "900",
        "scope-0-area_ids[]": str(scene.area_id),
    }
    assert pages.post(where, data=order).status_code == 422
    taken = {**order, "scope-0-take": "yes"}
    other = pages.post(where, data={**taken, "standard_choice": "fairwild/3.0"})
    assert other.status_code == 409
    assert 'value="900"' in other.text
    with scene.world.work(scene.office) as work:
        draw_sample(work, audit_id=audit_id, rule=SampleRule.SQUARE_ROOT, seed="spring")
    saved = pages.post(where, data=taken, follow_redirects=True)
    assert "The plan is saved." in saved.text
    assert "draw it again" in saved.text
    assert 'value="900"' in saved.text
    assert "draw it again" not in pages.post(where, data=taken, follow_redirects=True).text
    line = {"species_id": str(scene.species_id), "part": "root", "state": "fresh"}
    line |= {"maximum_kg": "800", "area_ids": [str(scene.area_id)]}  # type: ignore[dict-item]  # a list beside words
    plan = {
        "kind": "initial",
        "starts_on": "2026-03-02",
        "ends_on": "2026-03-03",
        "team": [{"person_id": str(scene.auditor.person_id), "role": "leader"}],
        "year_reason": "Every test names its year.",
    }
    office, place = door.api(scene.office), f"/audits/{audit_id}/plan"
    bare = office("PUT", place, json={**plan, "scope": [{**line, "area_ids": []}]})
    assert bare.status_code == 422
    assert office("PUT", place, json={**plan, "scope": [line]}).status_code == 200
    assert office.get(f"/audits/{audit_id}").json["scope"][0]["maximum_g"] == 800_000


def test_days_that_cannot_be_read_are_told_at_their_field_and_only_the_team_is_asked(
    door: Door, scene: Scene
) -> None:
    audit_id = scored(scene)
    pages, where = door.pages(scene.auditor), f"/audits/{audit_id}/days"
    wrong = pages.post(where, data={"used_days": "three"})
    assert wrong.status_code == 422
    assert 'value="three"' in wrong.text
    assert 'aria-invalid="true"' in wrong.text
    good = pages.post(where, data={"used_days": "2.5"}, follow_redirects=True)
    assert "The days are counted." in good.text
    for somebody in (scene.manager, scene.office, scene.certifier):
        assert door.pages(somebody).post(where, data={"used_days": "x"}).status_code == 403
    stranger = scene.world.operator_manager()
    assert door.pages(stranger).post(where, data={"used_days": "x"}).status_code == 404
    finished(scene, audit_id)
    late = pages.post(where, data={"used_days": "3"})
    assert late.status_code == 409
    assert "its report can only change under way" in late.text


def test_who_evaluates_reads_what_was_found_with_class_state_and_link(
    door: Door, scene: Scene
) -> None:
    audit_id = scored(scene)
    found = raised(scene, audit_id, "5.1.a", Grade.MINOR)
    declare(scene, finished(scene, audit_id))
    page = door.pages(scene.evaluator).get(f"/audits/{audit_id}/evaluation").text
    assert f"/audits/{audit_id}/nonconformities/{found}" in page
    for said in ("Six receipts name nobody.", "minor", "open"):
        assert said in page


def test_an_audit_begins_on_another_day_only_with_a_reason(door: Door) -> None:
    scene = scene_of(door.world)
    audit_id = planned(scene)
    door.world.pass_time(days=10)
    pages, start = door.pages(scene.auditor), f"/audits/{audit_id}/start"
    assert "Why on another day than planned" in pages.get(f"/audits/{audit_id}").text
    refused = door.api(scene.auditor).post(f"/audits/{audit_id}/start")
    assert "start-outside-plan" in {one["code"] for one in refused.json["errors"]}
    assert pages.post(start, data={"reason": ""}).status_code == 409
    assert pages.post(start, data={"reason": "Snow on the pass."}).status_code == 302
    assert "Snow on the pass." in pages.get(f"/audits/{audit_id}").text


def test_who_may_no_longer_audit_on_the_day_of_the_start_does_not_begin(door: Door) -> None:
    scene = scene_of(door.world)
    leader = door.world.person((scene.body_id, Role.AUDITOR), name="Nadia Keller")
    last = door.world.now.date() + timedelta(days=5)
    competent(door.world, scene.body_id, leader, Role.AUDITOR, valid_until=last)
    audit_id = planned(scene, team=[(leader.person_id, TeamRole.LEADER)])
    door.world.pass_time(days=10)
    pages, late = door.pages(leader), {"reason": "Snow on the pass."}
    said = "The competence of Nadia Keller"
    assert said in pages.get(f"/audits/{audit_id}").text
    refused = pages.post(f"/audits/{audit_id}/start", data=late)
    assert (refused.status_code, said in refused.text) == (409, True)
    answer = door.api(leader).post(f"/audits/{audit_id}/start", late)
    assert [one["code"] for one in answer.json["errors"]] == ["competence-expired"]


def test_the_form_suggests_the_year_that_is_counted_and_asks_why_another(door: Door) -> None:
    scene = scene_of(door.world)
    audit_id = drafted(scene, year_reason="")
    office = door.pages(scene.office)
    plan = office.get(f"/audits/new?operator={scene.operator_id}").text
    assert "No audit of this operator is certified yet." in plan
    amended = {
        "kind": "annual",
        "certification_year": "3",
        "starts_on": "2026-03-02",
        "ends_on": "2026-03-03",
        f"team-{scene.auditor.person_id}": "leader",
    }
    refused = office.post(f"/audits/{audit_id}/plan", data=amended)
    assert refused.status_code == 409
    assert "is for year 1 and not 3" in refused.text
    amended["year_reason"] = "Certified by another body since 2024."
    assert office.post(f"/audits/{audit_id}/plan", data=amended).status_code == 302
    assert amended["year_reason"] in office.get(f"/audits/{audit_id}").text


def test_what_is_planned_and_no_longer_collected_is_told_before_it_falls_away(
    door: Door, scene: Scene
) -> None:
    other_id = scene.world.species("HARPRO", "Harpagophytum procumbens")
    with scene.world.work(scene.manager) as work:
        chosen = choose_target_species(
            work, operator_id=scene.operator_id, species_id=other_id, part=PlantPart.ROOT
        )
    lines = [*scene.scope(), *scene.scope(species_id=other_id)]
    audit_id = drafted(scene, scope=lines)
    pages, where = door.pages(scene.office), f"/audits/{audit_id}/plan"
    assert "Harpagophytum procumbens, root: no quantity is set in A1" in pages.get(where).text
    with scene.world.work(scene.manager) as work:
        end_target_species(work, target_id=chosen.id)
    seen = pages.get(where).text
    assert "Planned, but no longer collected there by the operator" in seen
    assert "Harpagophytum procumbens, root." in seen
    days = scene.world.now.date().isoformat()
    order = {
        "standard_choice": "fairwild/2.0",
        "starts_on": days,
        "ends_on": days,
        "certification_year": "1",
        "year_reason": "As agreed.",
        "planned_days": "3.5",
        f"team-{scene.auditor.person_id}": "leader",
        "scope-0-species_id": str(scene.species_id),
        "scope-0-part": "root",
        "scope-0-state": "fresh",
        "scope-0-maximum_kg": "900",
        "scope-0-area_ids[]": str(scene.area_id),
        "scope-0-take": "yes",
    }
    done = pages.post(where, data=order, follow_redirects=True).text
    told = "No longer collected there, and so no longer in the plan: Harpagophytum procumbens, root"
    assert told in done
    assert "Planned, but no longer collected there by the operator" not in done


def test_an_audit_of_one_day_says_that_day_once(door: Door, scene: Scene) -> None:
    only = date(2026, 3, 2)
    audit_id = planned(scene, starts_on=only, ends_on=only)
    pages = door.pages(scene.office)
    for where in ("/audits", f"/audits/{audit_id}", f"/audits/{audit_id}/plan"):
        shown = pages.get(where).text
        assert "2 Mar 2026" in shown
        assert "– 2 Mar 2026" not in shown
