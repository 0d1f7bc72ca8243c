"""The auditor's desk through pages and API."""

import io
import re
from datetime import date, timedelta
from uuid import UUID

import pytest

from fairwild.applications import queries as applications
from fairwild.applications.operations import submit_application
from fairwild.audits import operations as audits
from fairwild.audits.states import Grade
from fairwild.desks.states import Sampled, SampleRule
from fairwild.harvesters.queries import find_harvester_facts
from fairwild.kernel.actors import OrganisationKind, Role
from tests.applications_builders import answered, written
from tests.audits_builders import (
    classify,
    drafted,
    evaluated,
    finished,
    planned,
    raised,
    score_all,
    scored,
)
from tests.desks_builders import Audited, audited_of, drawn
from tests.documents.reading import text_of
from tests.doors import Door
from tests.harvesters_builders import harvester


@pytest.fixture
def audited(door: Door) -> Audited:
    """A body and an operator with a lot."""
    return audited_of(door.world)


def _started(audited: Audited) -> UUID:
    audit_id = planned(audited.scene)
    with audited.scene.world.work(audited.scene.auditor) as work:
        audits.start_audit(work, audit_id=audit_id)
    return audit_id


def test_the_desk_is_reached_from_the_audit_and_shows_the_ledger(
    door: Door, audited: Audited
) -> None:
    lot, audit_id = audited.field.lot(100, 50), planned(audited.scene)
    pages = door.pages(audited.scene.auditor)
    assert f"/audits/{audit_id}/desk" in pages.get(f"/audits/{audit_id}").text
    blank = pages.get(f"/audits/{audit_id}/desk").text
    assert "No sample is drawn yet." in blank
    assert 'href="/audits" aria-current="page"' in blank
    where = f"/audits/{audit_id}/sample"
    pages.post(where, data={"rule": "square-root", "seed": "spring"})
    shown = pages.get(f"/audits/{audit_id}/desk").text
    assert lot.number in shown
    assert "seed spring" in shown
    assert "150 kg" in shown
    assert "the same is drawn" in pages.get(f"{where}/check").text
    again = pages.post(where, data={"rule": "square-root"})
    assert again.status_code == 409
    assert "say why it is drawn again" in again.text
    assert door.pages(audited.scene.manager).get(f"/audits/{audit_id}/desk").status_code == 403
    paper = pages.get(f"/audits/{audit_id}/desk.pdf")
    assert paper.data.startswith(b"%PDF")
    assert paper.mimetype == "application/pdf"


def test_the_api_gives_the_desk_with_what_the_page_shows(door: Door, audited: Audited) -> None:
    scene, lot = audited.scene, audited.field.lot(100, 50)
    before = scored(scene)
    raised(scene, before, "5.1.a", Grade.MINOR)
    finished(scene, before)
    scene.world.pass_time(days=30)
    start = scene.world.now.date()
    audit_id = planned(scene, starts_on=start, ends_on=start, days_reason="Now.")
    drawn(audited, audit_id)
    desk = door.api(scene.auditor).get(f"/audits/{audit_id}/desk").json
    [volume] = [one for one in desk["volumes"] if one["drawn_kg"] != "0"]
    assert (volume["drawn_kg"], volume["part"]) == ("150", str(lot.part))
    assert {one["opening_kg"] for one in desk["balances"]} == {"150"}
    assert desk["since_last_audit"] is True
    assert [one["indicators"] for one in desk["earlier_findings"]] == [["5.1.a"]]
    assert [one["id"] for one in desk["earlier_audits"]] == [str(before)]
    assert [one["number"] for one in desk["documents"]] == ["2025-1/2025-11-02"]
    assert desk["sample"]["audit_id"] == str(audit_id)
    assert desk["complaints"] == []
    classify(scene.world, scene.species_id, part=lot.part)
    page = door.pages(scene.auditor).get(f"/audits/{audit_id}/desk").text
    assert "new risk classes" in page
    assert "Glycyrrhiza glabra (RA-2024-01)" in page
    for actor, status in ((scene.manager, 403), (scene.world.operator_manager(), 404)):
        assert door.api(actor).get(f"/audits/{audit_id}/desk").status_code == status


def test_the_pre_visit_file_tells_findings_in_full_and_goods_with_their_state(
    door: Door, audited: Audited
) -> None:
    audited.field.lot(100)
    told = "Nineteen of the forty receipts name nobody, and four name a child of the family " * 3
    earlier = scored(audited.scene)
    with door.world.work(audited.scene.auditor) as work:
        audits.raise_nonconformity(
            work, audit_id=earlier, indicators=["5.1.a"], grade=Grade.MINOR, description=told
        )
    evaluated(audited.scene, finished(audited.scene, earlier))
    door.world.pass_time(days=30)
    audit_id = drafted(audited.scene, starts_on=date(2026, 4, 2), ends_on=date(2026, 4, 3))
    paper = door.pages(audited.scene.auditor).get(f"/audits/{audit_id}/desk.pdf").data
    said = text_of(paper)
    assert "…" not in said
    assert said.count("child of the family") == 3
    assert "root, raw, fresh" in said


def test_the_sample_is_changed_by_hand_on_its_page(door: Door, audited: Audited) -> None:
    audited.field.lot(100)
    audit_id = planned(audited.scene)
    sample = drawn(audited, audit_id)
    pages, where = door.pages(audited.scene.auditor), f"/audits/{audit_id}/sample"
    items = f"{where}/{sample.id}/items"
    unknown = pages.post(items, data={"what": "receipt", "label": "NO-1", "reason": "Asked for."})
    assert unknown.status_code == 409
    assert "The operator has no receipt with the number NO-1." in unknown.text
    assert re.findall(r'<textarea id="f-(\w+)-reason"[^>]*>\s*([^<]*)', unknown.text) == [
        ("add", "Asked for."),
        ("draw", ""),
    ]
    assert 'value="NO-1"' in unknown.text
    gone = f"{items}/{sample.items[0].id}/removal"
    assert pages.post(gone, data={"reason": ""}).status_code == 422
    done = pages.post(gone, data={"reason": "In hospital."}, follow_redirects=True)
    assert "In hospital." in done.text


def test_a_sample_by_weight_says_of_everything_what_it_weighs_and_why(
    door: Door, audited: Audited
) -> None:
    for _ in range(3):
        audited.field.buy(10)
    audit_id = planned(audited.scene)
    pages, where = door.pages(audited.scene.auditor), f"/audits/{audit_id}/sample"
    drawn(audited, audit_id)
    assert "Weight and why" not in pages.get(where).text
    assert "Weight and why" not in text_of(pages.get(f"/audits/{audit_id}/desk.pdf").data)
    sample = drawn(audited, audit_id, rule=SampleRule.RISK_WEIGHT, reason="By risk.")
    page = pages.get(where).text
    assert page.count("All that could be drawn, with its weight</summary>") == 4
    assert "3 weigh 6 together. Drawn are 3:" in page
    listed = re.findall(r'label="Weight and why">([^<]*)</td>', page)
    assert set(listed) == {"2: Glycyrrhiza glabra, medium risk"}
    assert len(listed) == 2 * len(sample.items)
    throws = re.findall(r"<code>([0-9a-f]{8})</code>", page)
    assert len(throws) == len(sample.items)
    assert "2: Glycyrrhiza glabra" in text_of(pages.get(f"/audits/{audit_id}/desk.pdf").data)


def test_a_record_is_pinned_from_its_row(door: Door, audited: Audited) -> None:
    lot, audit_id = audited.field.lot(100), planned(audited.scene)
    pages, where = door.pages(audited.scene.auditor), f"/audits/{audit_id}/pins/new"
    blank = pages.get(f"{where}?what=lot&thing_id={lot.id}")
    assert f'Pin lot <span class="whole">{lot.number}</span>' in blank.text
    assert pages.get(f"{where}?what=lot&thing_id={audit_id}").status_code == 404
    sent = {"what": "lot", "thing_id": str(lot.id), "indicator": "", "note": "No sign."}
    assert pages.post(where, data=sent).status_code == 422
    done = pages.post(where, data=sent | {"indicator": "5.1.a"}, follow_redirects=True)
    assert "No sign." in done.text
    seen = door.pages(audited.scene.office).get(f"/audits/{audit_id}")
    assert f"5.1.a: lot {lot.number}" in seen.text
    beside = pages.get(f"/audits/{audit_id}/score/5.1.a").text
    assert f"lot {lot.number}" in beside


def test_any_record_is_pinned_by_its_number(door: Door, audited: Audited) -> None:
    receipt, audit_id = audited.field.buy(10), planned(audited.scene)
    lot = audited.field.lot(100)
    pages, where = door.pages(audited.scene.auditor), f"/audits/{audit_id}/pins/new"
    assert f'href="{where}"' in pages.get(f"/audits/{audit_id}/desk").text
    for back, page in (("indicator", "score/5.1.a"), ("form", "form")):
        link = f'href="{where}?indicator=5.1.a&amp;back={back}"'
        assert link in pages.get(f"/audits/{audit_id}/{page}").text
    assert pages.get(where).status_code == 200
    for what, one in (("lot", lot), ("receipt", receipt), ("movement", lot)):
        found = pages.get(f"{where}?what={what}&number={one.number.lower()}&indicator=5.1.a")
        assert found.status_code == 302
        shown = pages.get(found.location)
        assert (shown.status_code, 'value="5.1.a" selected' in shown.text) == (200, True)
        order = {"what": "lot", "thing_id": str(lot.id), "indicator": "5.1.a"}
        ends = {
            "indicator": "/score/5.1.a",
            "form": "/form#i-5.1.a",
            "//else": "/desk#pins",
        }
        for back, end in ends.items():
            done = pages.post(where, query_string={"back": back}, data=order)
            assert done.location == f"/audits/{audit_id}{end}"
    for wrong in ("what=lot&number=NO-1", "what=document&number=NO-1", "what=cat&number=1"):
        unknown = pages.get(f"{where}?{wrong}")
        assert unknown.status_code == 422
        assert 'aria-invalid="true"' in unknown.text
    foreign = f"{where}?what=lot&number={lot.number}"
    assert door.pages(audited.scene.manager).get(foreign).status_code == 403


def test_a_mock_recall_runs_its_clock_on_the_page(door: Door, audited: Audited) -> None:
    lot, audit_id = audited.field.lot(100), _started(audited)
    pages, where = door.pages(audited.scene.auditor), f"/audits/{audit_id}/mock-recalls"
    unknown = pages.post(where, data={"lot": "NO-1"})
    assert unknown.status_code == 409
    running = pages.post(where, data={"lot": lot.number}, follow_redirects=True).text
    assert "running for" in running
    stop = running.split(f'action="{where}/')[1].split('"')[0]
    refused = pages.post(f"{where}/{stop}", data={"agrees": "false", "note": ""})
    assert refused.status_code == 409
    done = pages.post(f"{where}/{stop}", data={"agrees": "true"}, follow_redirects=True)
    assert "papers agree" in done.text
    told = door.pages(audited.scene.office).get(f"/audits/{audit_id}").text
    assert "Mock recalls" in told
    own = door.pages(audited.scene.manager)
    during = own.get("/recalls").text
    assert "Made by the auditor of" in during
    assert f'href="/audits/{audit_id}"' in during
    assert "its result comes with the report" in during
    operator = door.api(audited.scene.manager)
    [listed] = operator.get("/recalls").json
    assert listed["by_auditor"]["audit_id"] == str(audit_id)
    assert listed["by_auditor"]["result"] is None
    tag = operator.get(f"/recalls/{listed['id']}").headers["ETag"]
    score_all(audited.scene, audit_id, {})
    finished(audited.scene, audit_id)
    [recall] = operator.get("/recalls").json
    assert recall["by_auditor"]["result"]["agrees"] is True
    anew = operator("GET", f"/recalls/{listed['id']}", headers={"If-None-Match": tag})
    assert (anew.status_code, anew.json["by_auditor"]) == (200, recall["by_auditor"])
    for page in ("/recalls", f"/recalls/{recall['id']}"):
        assert "papers agree" in own.get(page).text


def test_the_api_draws_changes_pins_and_rehearses(door: Door, audited: Audited) -> None:
    lot, audit_id = audited.field.lot(100), _started(audited)
    api, where = door.api(audited.scene.auditor), f"/audits/{audit_id}"
    made = api.post(f"{where}/samples", {"rule": "risk-weight", "seed": "spring"})
    assert (made.status_code, made.json["populations"]["lot"]["count"]) == (201, 1)
    assert api.post(f"{where}/samples", {"rule": "risk-weight"}).status_code == 409
    [shown] = api.get(f"{where}/samples").json
    assert shown["seed"] == "spring"
    order = {"what": "lot", "label": lot.number, "reason": "Twice."}
    twice = api.post(f"{where}/samples/{made.json['id']}/items", order)
    assert [one["code"] for one in twice.json["errors"]] == ["sample-thing-twice"]
    pin = {"indicator": "5.1.a", "what": "lot", "thing_id": str(lot.id), "note": "Seen."}
    assert api.post(f"{where}/pins", pin).status_code == 201
    assert api.get(f"{where}/pins").json[0]["figures"]["made_g"] == 100_000
    begun = api.post(f"{where}/mock-recalls", {"lot": lot.number})
    assert (begun.status_code, begun.json["lots"]) == (201, 1)
    stopped = api.post(f"{where}/mock-recalls/{begun.json['id']}/stop", {"agrees": True})
    assert stopped.json["agrees"] is True
    other = door.api(audited.scene.manager)
    assert other.post(f"{where}/samples", {"rule": "square-root"}).status_code == 403
    assert other.post(f"{where}/pins", pin).status_code == 403
    assert other.post(f"{where}/mock-recalls", {"lot": lot.number}).status_code == 403


def test_the_team_reads_who_is_drawn_and_the_body_opens_the_receipts_of_whom_it_audits(
    door: Door, audited: Audited
) -> None:
    lot, audit_id = audited.field.lot(100), planned(audited.scene)
    sample = drawn(audited, audit_id)
    [receipt] = [one for one in sample.items if one.what == "receipt"]
    world, scene = audited.scene.world, audited.scene
    with world.reading(scene.manager) as reading:
        person = find_harvester_facts(reading, audited.field.harvester_id)
    where, desk = f"/audits/{audit_id}/sample", f"/audits/{audit_id}/desk"
    one = f"{desk}/receipts/{receipt.thing_id}"
    assert person is not None
    team = door.pages(scene.auditor)
    for page in (where, desk, one):
        assert person.name in team.get(page).text
    assert f'href="{one}"' in team.get(desk).text
    office = door.pages(scene.office)
    for page in (where, desk, one):
        seen = office.get(page)
        assert (seen.status_code, person.name in seen.text) == (200, False)
    api, told = door.api(scene.evaluator), f"/audits/{audit_id}/receipts/{receipt.thing_id}"
    assert api.get(told).json["lot"] == lot.number
    assert api.get(f"/audits/{audit_id}/receipts/{audit_id}").status_code == 404
    assert door.api(scene.manager).get(told).status_code == 403
    assert door.pages(scene.manager).get(one).status_code == 403
    stranger = door.pages(world.somebody(Role.AUDITOR, OrganisationKind.CERTIFICATION_BODY))
    assert stranger.get(one).status_code == 404


def test_what_the_operator_says_of_itself_is_pinned_from_desk_indicator_and_by_number(
    door: Door, audited: Audited
) -> None:
    scene = audited.scene
    application_id = answered(scene, written(scene))
    number = door.api(scene.manager).get(f"/applications/{application_id}").json["number"]
    with scene.world.reading(scene.manager) as reading:
        said = applications.answers_of(reading, application_id)["5.1.a"]
    audit_id = planned(scene)
    pages, where = door.pages(scene.auditor), f"/audits/{audit_id}/pins/new"
    order = {"what": "document", "thing_id": str(said.id), "indicator": "5.1.a"}
    asked = f"{where}?what=document&number={number}/5.1.A&indicator=5.1.a"
    assert pages.get(asked).status_code == 422
    assert pages.post(where, data=order).status_code == 404
    assert door.api(scene.manager).post(f"/applications/{application_id}/submit").status_code == 200
    scene.world.now += timedelta(minutes=1)
    for place in ("desk", "score/5.1.a", "form"):
        assert f"thing_id={said.id}" in pages.get(f"/audits/{audit_id}/{place}").text
    assert f"thing_id={said.id}" in pages.get(asked).location
    assert pages.post(where, data=order).status_code == 302
    [pin] = door.api(scene.auditor).get(f"/audits/{audit_id}/pins").json
    assert pin["label"] == f"{number}/5.1.a: 2"
    assert pin["figures"]["said"] == "2"


def test_papers_of_the_application_and_the_agreement_are_pinned_and_read(
    door: Door, audited: Audited
) -> None:
    scene = audited.scene
    application_id = answered(scene, written(scene))
    sent = {"file": (io.BytesIO(b"%PDF-1.7\nplan\n%%EOF"), "area-plan.pdf")}
    office, manager = door.api(scene.office), door.api(scene.manager)
    documents = f"/applications/{application_id}/documents"
    document = manager("POST", documents, data=sent).json
    audit_id = planned(scene)
    pages, where = door.pages(scene.auditor), f"/audits/{audit_id}/pins/new"
    assert "area-plan.pdf" not in pages.get(f"/audits/{audit_id}/desk").text
    assert manager.post(f"/applications/{application_id}/submit").status_code == 200
    desk = pages.get(f"/audits/{audit_id}/desk").text
    [agreement] = office.get("/agreements").json
    number = office.get(f"/applications/{application_id}").json["number"]
    for one, asked in ((document, f"{number}/1"), (document, number), (agreement, "2025-1")):
        assert f"thing_id={one['id']}" in desk
        found = pages.get(f"{where}?what=document&number={asked}&indicator=5.1.a")
        assert f"thing_id={one['id']}" in found.location
        order = {"what": "document", "thing_id": one["id"], "indicator": "5.1.a"}
        assert pages.post(where, data=order).status_code == 302
    pins = door.api(scene.auditor).get(f"/audits/{audit_id}/pins").json
    assert {one["label"] for one in pins} == {f"{number}/1 area-plan.pdf", "2025-1/2025-11-02"}
    assert document["sha256"] in {one["figures"]["sha256"] for one in pins}
    seen = pages.get(f"/audits/{audit_id}").text
    download = f"/applications/{application_id}/documents/{document['id']}"
    for place in (download, f"/agreements/{agreement['id']}"):
        assert f'<a href="{place}">' in seen
        assert pages.get(place).status_code == 200


def test_the_api_desk_has_the_receipts_of_the_sample_and_how_the_operator_sees_itself(
    door: Door, audited: Audited
) -> None:
    scene = audited.scene
    audited.field.lot(100, 50)
    application_id = answered(scene, written(scene), value=1)
    api = door.api(scene.auditor)
    audit_id = planned(scene)
    desk = api.get(f"/audits/{audit_id}/desk").json
    assert (desk["receipts"], desk["self_assessment"]) == ([], None)
    with scene.world.work(scene.manager) as work:
        submit_application(work, application_id=application_id)
    scene.world.pass_time(hours=1)
    sample = drawn(audited, audit_id)
    desk = api.get(f"/audits/{audit_id}/desk").json
    assert desk["self_assessment"]["application_id"] == str(application_id)
    said = {one["indicator"]: one["said"] for one in desk["self_assessment"]["answers"]}
    assert said["1.1.a"] == "1"
    chosen = {str(one.thing_id) for one in sample.items if one.what is Sampled.RECEIPT}
    assert {one["id"] for one in desk["receipts"]} == chosen != set()
    page = door.pages(scene.auditor).get(f"/audits/{audit_id}/desk").text
    assert all(one["number"] in page for one in desk["receipts"])


def test_a_record_is_pinned_through_the_api_by_its_number(door: Door, audited: Audited) -> None:
    lot, audit_id = audited.field.lot(100), _started(audited)
    api, where = door.api(audited.scene.auditor), f"/audits/{audit_id}/pins"
    said = {"indicator": "1.1.a", "what": "lot"}
    by_number = api.post(where, {**said, "number": lot.number.lower()})
    by_id = api.post(where, {**said, "thing_id": str(lot.id)})
    assert (by_number.status_code, by_id.status_code) == (201, 201)
    assert by_number.json["id"] == by_id.json["id"]
    assert by_number.json["label"] == lot.number
    unknown = api.post(where, {**said, "number": "LIQ-NONE"})
    assert [(one["code"], one["at"]) for one in unknown.json["errors"]] == [
        ("pin-thing-unknown", "number")
    ]
    for torn in ({}, {"thing_id": str(lot.id), "number": lot.number}):
        assert api.post(where, {**said, **torn}).status_code == 422


def test_alarms_of_the_audited_are_read_at_the_desk_and_in_the_office_and_not_touched(
    door: Door, audited: Audited
) -> None:
    scene, audit_id = audited.scene, planned(audited.scene)
    for _ in range(2):
        harvester(scene.world, scene.manager, name="Eva Sanz", area_ids=(scene.area_id,))
    auditor, office = door.pages(scene.auditor), door.pages(scene.office)
    where = f"/audits/{audit_id}/desk/alarms"
    assert where in auditor.get(f"/audits/{audit_id}/desk").text
    shown = auditor.get(where).text
    assert "Perhaps one harvester twice" in shown
    assert "/alarms/dismiss" not in shown
    client = f"/alarms/clients/{scene.operator_id}"
    assert client in office.get("/alarms").text
    [alarm] = door.api(scene.auditor).get(where).json
    assert alarm["aside"] is None
    manager = door.pages(scene.manager)
    manager.post("/alarms/dismiss", data={"key": alarm["key"], "reason": "Two cousins."})
    for pages in (auditor.get(where), office.get(client)):
        assert "Two cousins." in pages.text
    [alarm] = door.api(scene.office).get(client).json
    assert alarm["aside"]["reason"] == "Two cousins."
    assert manager.get(client).status_code == 403
