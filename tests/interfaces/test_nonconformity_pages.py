"""Nonconformities through pages and API: lists, links, and what an answer is verified by."""

import io
import re
from datetime import timedelta
from uuid import UUID

import pytest
from werkzeug.test import TestResponse

from fairwild.audits.operations import raise_nonconformity
from fairwild.audits.states import Grade
from fairwild.desks import operations as desks
from fairwild.kernel.actors import OrganisationKind, Role
from tests.audits_builders import (
    Scene,
    drafted,
    evaluated,
    finished,
    raised,
    scored,
    without_agreement,
)
from tests.checks_builders import check_of
from tests.competence_builders import declared, interest, judges
from tests.desks_builders import Audited, audited_of
from tests.documents.reading import text_of
from tests.doors import ApiClient, Door

PDF = b"%PDF-1.7\nthe register\n%%EOF"


@pytest.fixture
def audited(door: Door) -> Audited:
    """A body and an operator at work."""
    return audited_of(door.world)


def _answered(door: Door, scene: Scene, found: UUID) -> None:
    with door.world.work(scene.manager) as work:
        desks.answer_nonconformity(
            work,
            nonconformity_id=found,
            root_cause="Nobody was named.",
            correction="The names were added.",
            corrective_action="Ana checks every Monday.",
        )


def test_obstacles_on_the_audit_page_lead_to_where_they_are_put_right(
    door: Door, audited: Audited
) -> None:
    scene = without_agreement(audited.scene)
    audit_id = drafted(scene, planned_half_days=None)
    for page in (f"/audits/{audit_id}", f"/audits/{audit_id}/plan"):
        seen = door.pages(scene.office).get(page).text
        assert '<li><a href="/applications">' in seen
        assert f'<li><a href="/audits/{audit_id}/plan#f-planned_days">' in seen
        assert f'<li><a href="/audits/{audit_id}/people">' in seen


def test_each_of_two_nonconformities_about_one_indicator_is_linked_from_the_audit_page(
    door: Door, audited: Audited
) -> None:
    scene = audited.scene
    audit_id = scored(scene)
    found = [raised(scene, audit_id, "1.1.a", Grade.MAJOR) for _ in range(2)]
    evaluated(scene, finished(scene, audit_id))
    seen = door.pages(scene.certifier).get(f"/audits/{audit_id}").text
    for number, one in enumerate(found, start=1):
        assert (
            f'<a href="/audits/{audit_id}/nonconformities/{one}">Nonconformity {number} (' in seen
        )


def test_an_evaluator_puts_a_file_and_a_record_with_the_answer_it_verifies(
    door: Door, audited: Audited
) -> None:
    scene, lot = audited.scene, audited.field.lot(100)
    audit_id = scored(scene)
    found = raised(scene, audit_id, "5.1.a", Grade.MINOR)
    finished(scene, audit_id)
    where = f"/audits/{audit_id}/nonconformities/{found}"
    assert "It is due on " in door.pages(scene.manager).get(where).text
    _answered(door, scene, found)
    pages = door.pages(scene.evaluator)
    assert "Name a record it is verified by" in pages.get(where).text
    assert "Name a record it is" not in door.pages(scene.manager).get(where).text
    wrong = pages.post(f"{where}/pin", data={"what": "lot", "number": "NO-1"})
    assert (wrong.status_code, "NO-1" in wrong.text) == (409, True)
    sent = {"what": "lot", "number": lot.number, "note": "Names are on it."}
    assert pages.post(f"{where}/pin", data=sent).status_code == 302
    again = door.api(scene.evaluator).post(f"{where}/pins", sent)
    assert (again.status_code, again.json["label"]) == (201, lot.number)
    assert door.api(scene.certifier).post(f"{where}/pins", sent).status_code == 403
    assert door.api(scene.manager).post(f"{where}/pins", sent).status_code == 403
    shut = {
        "verification": "document",
        "note": "The names are there.",
        "file": (io.BytesIO(PDF), "register.pdf"),
    }
    assert pages.post(f"{where}/close", data=shut).status_code == 302
    seen = door.pages(scene.manager).get(where).text
    for told in (
        "the answer was verified by it · Person ",
        f"lot {lot.number}",
        "Names are on it.",
    ):
        assert told in seen
    paper = text_of(pages.get(f"/audits/{audit_id}/nonconformities.pdf").data)
    assert "Verified by" in paper
    assert lot.number in paper
    assert "register.pdf" in paper
    assert "Verified by document." in paper
    read = door.api(scene.manager).get(f"{where}/pins")
    assert [one["label"] for one in read.json] == [lot.number]


def test_consignments_of_an_operator_are_pinned_from_the_desk_and_named_by_number(
    door: Door,
) -> None:
    check = check_of(door.world)
    scene, sent = check.scene, check.bought(7)
    audit_id = scored(scene)
    found = raised(scene, audit_id, "5.1.a", Grade.MINOR)
    pages, pins = door.pages(scene.auditor), f"/audits/{audit_id}/pins"
    desk = pages.get(f"/audits/{audit_id}/desk").text
    [number] = re.findall(r"Pin (\S+) as evidence", desk.split('id="consignments"')[1])[:1]
    assert f"what=consignment&amp;thing_id={sent}" in desk
    asked = pages.get(f"{pins}/new?what=consignment&number={number}&indicator=5.1.a")
    assert f"thing_id={sent}" in asked.location
    assert number in text_of(pages.get(f"/audits/{audit_id}/desk.pdf").data)
    order = {"what": "consignment", "thing_id": str(sent), "indicator": "5.1.a"}
    assert pages.post(f"{pins}/new", data=order).status_code == 302
    [pin] = door.api(scene.auditor).get(pins).json
    assert (pin["label"], pin["figures"]["sent_g"]) == (number, 7000)
    finished(scene, audit_id)
    _answered(door, scene, found)
    where = f"/audits/{audit_id}/nonconformities/{found}"
    named = {"what": "consignment", "number": number.lower(), "note": "The invoice says certified."}
    team = door.pages(scene.evaluator)
    assert '<option value="consignment"' in team.get(where).text
    assert team.post(f"{where}/pin", data=named).status_code == 302
    again = door.api(scene.evaluator).post(f"{where}/pins", named)
    assert (again.status_code, again.json["thing_id"]) == (201, str(sent))
    assert door.api(check.member).post(f"{where}/pins", named).status_code == 404
    assert f"consignment {number}" in door.pages(scene.manager).get(where).text


def test_one_about_several_indicators_stands_on_the_page_of_each(
    door: Door, audited: Audited
) -> None:
    scene, audit_id = audited.scene, scored(audited.scene)
    with door.world.work(scene.auditor) as work:
        codes = ["5.1.a", "1.1.a"]
        found = raise_nonconformity(
            work, audit_id=audit_id, indicators=codes, grade=Grade.MINOR, description="Both."
        ).id
    pages, link = door.pages(scene.auditor), f"/nonconformities/{found}"
    for code in ("5.1.a", "1.1.a"):
        assert link in pages.get(f"/audits/{audit_id}/score/{code}").text
    assert link not in pages.get(f"/audits/{audit_id}/score/1.1.b").text


def test_what_repeats_earlier_ones_names_each_of_them(door: Door, audited: Audited) -> None:
    scene = audited.scene
    before = scored(scene)
    for _ in range(2):
        raised(scene, before, "5.1.a", Grade.MINOR)
    again = scored(scene)
    found = raised(scene, again, "5.1.a", Grade.MINOR)
    where = f"/audits/{again}/nonconformities/{found}"
    seen = door.pages(scene.manager).get(where).text
    assert seen.count(f'<a href="/audits/{before}/nonconformities/') == 2
    shown = door.api(scene.manager).get(f"/audits/{again}").json["nonconformities"]
    assert len(shown[0]["repeats"]) == 2


def test_the_lists_tell_open_overdue_and_closed_to_those_who_may_see_them(
    door: Door, audited: Audited
) -> None:
    scene = audited.scene
    audit_id = scored(scene)
    late, read_late, closed = (raised(scene, audit_id, "5.1.a", Grade.MINOR) for _ in range(3))
    finished(scene, audit_id)
    for one in (read_late, closed):
        _answered(door, scene, one)
    sent = {"verification": "remote", "note": "The names are there."}
    gone = f"/audits/{audit_id}/nonconformities/{closed}/close"
    assert door.api(scene.evaluator).post(gone, sent).status_code == 200
    door.world.now += timedelta(days=400)
    for actor in (scene.auditor, scene.office, scene.manager):
        api = door.api(actor)

        def ids(asked: str, api: ApiClient = api) -> set[str]:
            answer = api.get(f"/nonconformities?{asked}")
            assert answer.status_code == 200
            return {one["id"] for one in answer.json}

        assert ids("standing=open") == {str(late), str(read_late)}
        assert ids("standing=overdue") == {str(late)}
        assert ids("standing=closed") == {str(closed)}
        assert ids(f"operator_id={scene.operator_id}") == ids("") == ids(f"body_id={scene.body_id}")
        assert ids(f"operator_id={scene.body_id}") == set()
        home = door.pages(actor).get("/home").text
        assert f"/nonconformities/{late}" in home
        listed = 'href="/nonconformities?which=overdue"' in home
        assert listed == (actor is not scene.manager)  # who answers it reads of it once
        seen = door.pages(actor).get("/nonconformities?which=closed").text
        assert f"/nonconformities/{closed}" in seen
        assert f"/nonconformities/{late}" not in seen
    [one] = door.api(scene.manager).get("/nonconformities?standing=overdue").json
    assert (one["grade"], one["grade_today"], one["overdue"]) == ("minor", "major", True)
    other = door.world.somebody(Role.OPERATOR_MANAGER, OrganisationKind.OPERATOR)
    assert door.api(other).get("/nonconformities").json == []
    assert door.api(scene.manager).get("/nonconformities?standing=lost").status_code == 422


def test_the_list_comes_in_pages_and_names_each_once(door: Door, audited: Audited) -> None:
    scene = audited.scene
    audit_id = scored(scene)
    there = {str(raised(scene, audit_id, "5.1.a", Grade.MINOR)) for _ in range(3)}
    api, where, seen = door.api(scene.manager), "/nonconformities?limit=2", []
    while where:
        answer = api.get(where)
        seen += [one["id"] for one in answer.json]
        following = answer.headers.get("Link", "")
        where = following.partition(">")[0].removeprefix("</api/v1")
    assert (len(seen), set(seen)) == (3, there)


def _codes(answer: TestResponse) -> list[str]:
    return [one["code"] for one in answer.get_json()["errors"]]


def test_whoever_is_tied_or_undeclared_neither_verifies_nor_judges_and_reads_why(
    door: Door, audited: Audited
) -> None:
    scene = audited.scene
    audit_id = scored(scene)
    found = raised(scene, audit_id, "5.1.a", Grade.MINOR)
    where = f"/audits/{audit_id}/nonconformities/{found}"
    said = {"reasons": "It lay in the other office."}
    assert door.pages(scene.manager).post(f"{where}/object", data=said).status_code == 302
    _answered(door, scene, found)
    other = judges(door.world, scene.body_id, Role.EVALUATOR)
    interest(door.world, scene.body_id, other, scene.operator_id)
    pages, api = door.pages(other), door.api(other)
    shown = pages.get(where).text
    assert "has not declared yet" in shown
    assert "Close the nonconformity" not in shown
    assert "Answer the objection" not in shown
    assert f'href="/audits/{audit_id}/declaration"' in shown
    deeds = {
        "close": {"verification": "remote", "note": "The names are there."},
        "return": {"reason": "Who?"},
        "extend": {"due_on": "2027-04-01", "reason": "Snow."},
        "judge": {"outcome": "upheld", "answer": "It did."},
    }
    for name, order in deeds.items():
        refused = pages.post(f"{where}/{name}", data=order)
        assert (refused.status_code, "has an interest in" in refused.text) == (409, True), name
        address = {"judge": "objection/answer", "extend": "extensions"}.get(name, name)
        answer = api.post(f"{where}/{address}", order)
        assert answer.status_code == 409, (name, answer.text)
        assert _codes(answer) == ["interest-in-client", "declaration-missing"], name
    told = {"what": "lot", "number": audited.field.lot(100).number}
    assert _codes(api.post(f"{where}/pins", told)) == ["interest-in-client", "declaration-missing"]


def test_whoever_verified_or_judged_is_told_before_the_decision_that_another_must_take_it(
    door: Door, audited: Audited
) -> None:
    scene = audited.scene
    audit_id = scored(scene)
    found = raised(scene, audit_id, "5.1.a", Grade.MINOR)
    other = raised(scene, audit_id, "1.1.a", Grade.MINOR)
    both = judges(door.world, scene.body_id, Role.AUDITOR, Role.EVALUATOR, Role.CERTIFIER)
    declared(door.world, audit_id, scene.body_id, scene.operator_id, both)
    _answered(door, scene, found)
    on = f"/audits/{audit_id}/nonconformities"
    door.api(scene.manager).post(f"{on}/{other}/objection", {"reasons": "It was none."})
    pages, api = door.pages(both), door.api(both)
    warned = pages.get(f"{on}/{other}").text
    assert "you can then neither evaluate this audit nor decide on it" in warned
    how = {"verification": "remote", "note": "The names are there."}
    assert pages.post(f"{on}/{found}/close", data=how).status_code == 302
    judged = {"outcome": "upheld", "answer": "It was none."}
    assert pages.post(f"{on}/{other}/judge", data=judged).status_code == 302
    finished(scene, audit_id)
    advice = {"recommendation": "certify", "reasons": "Good."}
    assert _codes(api.post(f"/audits/{audit_id}/evaluation", advice)) == [
        "evaluator-judged-objection"
    ]
    assert "somebody else must evaluate" in pages.get(f"/audits/{audit_id}/evaluation").text
    assert pages.post(f"/audits/{audit_id}/evaluation", data=advice).status_code == 409
    evaluated(scene, audit_id)
    page = pages.get(f"/audits/{audit_id}/decision").text
    assert "You accepted a correction to what this audit found" in page
    assert "You judged an objection to what this audit found: somebody else must decide" in page
    verdict = {"outcome": "refuse", "reasons": "No."}
    assert pages.post(f"/audits/{audit_id}/decision", data=verdict).status_code == 409
    assert _codes(api.post(f"/audits/{audit_id}/decision", verdict)) == [
        "decider-verified-correction",
        "decider-judged-objection",
    ]


def test_the_leader_withdraws_what_was_written_twice_and_the_report_says_so(
    door: Door, audited: Audited
) -> None:
    scene = audited.scene
    audit_id = scored(scene)
    stands, twice = (raised(scene, audit_id, "1.1.a", Grade.MINOR) for _ in range(2))
    where = f"/audits/{audit_id}/nonconformities/{twice}"
    pages = door.pages(scene.auditor)
    assert "Withdraw this nonconformity" in pages.get(where).text
    assert "Withdraw this nonconformity" not in door.pages(scene.office).get(where).text
    missing = pages.post(f"{where}/withdraw", data={"twin_id": str(stands)})
    assert missing.status_code == 422
    order = {"twin_id": str(stands), "reason": "Both of us wrote it."}
    done = pages.post(f"{where}/withdraw", data=order, follow_redirects=True).text
    assert "The nonconformity is withdrawn." in done
    assert "It stands as" in done
    assert "Withdraw this nonconformity" not in done
    twin = pages.get(f"/audits/{audit_id}/nonconformities/{stands}").text
    assert "said the same and is withdrawn." in twin
    report = text_of(pages.get(f"/audits/{audit_id}/report.pdf").data)
    assert "Both of us wrote it. It stands as nonconformity 1." in " ".join(report.split())
    assert door.pages(scene.manager).get(where).status_code == 200


def test_the_api_withdraws_one_and_says_what_sets_a_last_day(door: Door, audited: Audited) -> None:
    scene = audited.scene
    audit_id = scored(scene)
    found = raised(scene, audit_id, "1.1.a", Grade.MINOR)
    where = f"/audits/{audit_id}/nonconformities/{found}/withdrawal"
    order = {"reason": "Written in error."}
    assert door.api(scene.office).post(where, order).status_code == 403
    done = door.api(scene.auditor).post(where, order)
    assert (done.status_code, done.json["status"]) == (200, "withdrawn")
    assert (done.json["due_by"], done.json["twin_id"]) == ("term", None)
    again = door.api(scene.auditor).post(where, order)
    assert (again.status_code, again.json["errors"][0]["code"]) == (409, "nonconformity-settled")
