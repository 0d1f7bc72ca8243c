"""The spot check of a buyer through pages and API: planned, answered, concluded, no certificate."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from fairwild.audits import operations
from fairwild.audits.records import Decision
from fairwild.audits.states import Grade, Outcome
from fairwild.certificates.records import Certificate
from tests.checks_builders import Check, check_of
from tests.documents.reading import text_of
from tests.doors import Door

BOOKS = "11.1.c"


@pytest.fixture
def check(door: Door) -> Check:
    """A body, and a company that accepted what it certified."""
    check = check_of(door.world)
    check.bought(40)
    return check


def count(check: Check, model: type[Any]) -> int:
    """Count the rows of a table."""
    with check.world.store.reading() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def body_of(check: Check, **changes: Any) -> dict[str, Any]:
    """Give what the API plans a spot check with."""
    order = check.order()
    return {
        **{name: str(order[name]) for name in ("body_id", "company_id", "starts_on", "ends_on")},
        "standard": "fairwild",
        "standard_version": "2.0",
        "team": [{"person_id": str(check.scene.auditor.person_id), "role": "leader"}],
        "planned_days": "1",
        **changes,
    }


def test_the_office_plans_it_from_the_list_of_audits(door: Door, check: Check) -> None:
    pages = door.pages(check.scene.office)
    assert "/audits/spot-checks/new" in pages.get("/audits").text
    choice = pages.get("/audits/spot-checks/new").text
    assert f'value="{check.company_id}"' in choice
    assert "1 consignment" in choice
    where = f"/audits/spot-checks/new?company={check.company_id}"
    assert "Only what it asks of buyers is looked at." in pages.get(where).text
    sent = {
        "standard_choice": "fairwild/2.0",
        "starts_on": "2026-03-02",
        "ends_on": "2026-03-02",
        "planned_days": "1",
        "places": "Store",
        f"team-{check.scene.auditor.person_id}": "leader",
    }
    wrong = pages.post(where, data={**sent, "ends_on": "2026-03-01"})
    assert wrong.status_code == 422
    planned = pages.post(where, data=sent, follow_redirects=True)
    assert "is planned." in planned.text
    assert "spot check of a buyer" in planned.text
    assert "Turnover of a year" not in planned.text
    assert "spot check of a buyer" in pages.get("/audits").text
    assert (
        pages.get(f"/audits/spot-checks/new?company={check.scene.operator_id}").status_code == 404
    )
    assert door.pages(check.scene.auditor).get("/audits/spot-checks/new").status_code == 403
    assert "/audits/spot-checks/new" not in door.pages(check.scene.auditor).get("/audits").text


def test_the_form_asks_only_what_is_met_or_not(door: Door, check: Check) -> None:
    audit_id = check.planned()
    pages = door.pages(check.scene.auditor)
    form = pages.get(f"/audits/{audit_id}/form").text
    assert f'id="i-{BOOKS}"' in form
    assert 'id="i-1.1.a"' not in form
    assert 'value="not-met"' in form
    assert "Share of points" not in form
    score = f"/audits/{audit_id}/score/{BOOKS}"
    assert pages.post(score, data={"value": "2"}).status_code == 409
    kept = pages.post(score, data={"value": "not-met", "note": "No lots in the books."})
    assert kept.status_code == 302
    shown = pages.get(f"/audits/{audit_id}").text
    assert "Minimum requirements (M): 0 of 5 met. Missed: 11.1.c." in shown
    lacks = pages.get(f"/audits/{audit_id}/finish").text
    assert "Indicator 11.1.c is a minimum requirement and was not met" in lacks
    state = pages.get(f"/audits/{audit_id}/form/state").json
    assert [one["value"] for one in state["scores"]] == ["not-met"]


def test_the_buyer_finds_its_spot_check_and_answers_what_was_found(
    door: Door, check: Check
) -> None:
    audit_id = check.answered(check.planned(), BOOKS)
    with check.world.work(check.scene.auditor) as work:
        found = operations.raise_nonconformity(
            work, audit_id=audit_id, indicators=[BOOKS], grade=Grade.MAJOR, description="No lots."
        ).id
    check.finished(audit_id)
    pages = door.pages(check.member)
    assert 'href="/audits"' in pages.get("/home").text
    assert f"/audits/{audit_id}" in pages.get("/audits").text
    assert "number 1 (indicator 11.1.c)" in pages.get("/home").text
    assert f"/audits/{audit_id}/nonconformities/{found}" in pages.get(f"/audits/{audit_id}").text
    answer = {
        "root_cause": "A new clerk.",
        "correction": "Booked anew.",
        "corrective_action": "Trained.",
    }
    where = f"/audits/{audit_id}/nonconformities/{found}"
    assert pages.post(f"{where}/answer", data=answer).status_code == 302
    assert "Booked anew." in pages.get(where).text
    assert pages.get(f"/audits/{audit_id}/desk").status_code == 403
    assert door.pages(check.scene.manager).get(where).status_code == 404
    papers = {"plan": "8, those the standard asks of buyers", "report": "11.1.c (not met)"}
    for paper, said in {**papers, "nonconformities": "Answer of the buyer"}.items():
        text = text_of(pages.get(f"/audits/{audit_id}/{paper}.pdf").data)
        assert said in text
        assert "perator" not in text
    assert pages.get(f"/audits/{audit_id}/report.xlsx").status_code == 200


def test_its_desk_shows_purchases_against_sales_and_prints(door: Door, check: Check) -> None:
    check.accepted(check.sold(30), 25)
    audit_id = check.planned()
    pages = door.pages(check.scene.auditor)
    desk = pages.get(f"/audits/{audit_id}/desk").text
    assert "what suppliers declare against what the buyer declares" in desk
    assert "5 kg open" in desk
    assert "Season volumes" not in desk
    assert "Nobody has complained about this company." in desk
    assert "65 kg" in desk
    paper = pages.get(f"/audits/{audit_id}/desk.pdf")
    assert paper.data.startswith(b"%PDF")
    [consignment, *_] = [part for part in desk.split('"') if "what=consignment" in part]
    chosen = pages.get(consignment.replace("&amp;", "&"))
    assert chosen.status_code == 200
    assert "11.1.c" in chosen.text


def test_the_api_gives_the_desk_of_a_buyer_as_the_page_has_it(door: Door, check: Check) -> None:
    check.accepted(check.sold(30), 25)
    audit_id = check.planned()
    api = door.api(check.scene.auditor)
    where = f"/audits/{audit_id}"
    desk = api.get(f"{where}/buyer-desk").json
    assert (desk["bought_kg"], desk["sold_kg"], desk["stock_kg"], desk["open_kg"]) == (
        "65",
        "0",
        "65",
        "5",
    )
    [supplier] = desk["purchases"]
    assert supplier["partner_id"] == str(check.scene.operator_id)
    assert (supplier["lots"], supplier["sold_kg"], supplier["bought_kg"]) == (2, "70", "65")
    assert [one["open_kg"] for one in desk["bought"]] == ["5", "0"]
    assert desk["lots_in_all"] == len(desk["bought"]) == 2
    assert (desk["sales"], desk["since_last_audit"]) == ([], False)
    assert api.get(f"{where}/desk").status_code == 404
    assert door.api(check.member).get(f"{where}/buyer-desk").status_code == 403


@pytest.mark.parametrize("outcome", ["certify", "certify-with-conditions", "refuse"])
def test_no_door_makes_a_certificate_of_it(door: Door, check: Check, outcome: str) -> None:
    audit_id, issued = check.finished(check.answered(check.planned())), count(check, Certificate)
    conditions = "None." if outcome == "certify-with-conditions" else ""
    said = {"reasons": "All met.", "conditions": conditions}
    recommended = {"recommendation": outcome, **said}
    code = "outcome-of-another-kind" if outcome == "refuse" else "spot-check-certifies-nothing"
    where = f"/audits/{audit_id}"
    pages, api = door.pages(check.scene.evaluator), door.api(check.scene.evaluator)
    assert pages.post(f"{where}/evaluation", data=recommended).status_code == 409
    refused = api.post(f"{where}/evaluation", recommended)
    assert (refused.status_code, refused.json["errors"][0]["code"]) == (409, code)
    check.evaluated(audit_id)
    pages, api = door.pages(check.scene.certifier), door.api(check.scene.certifier)
    page = pages.get(f"{where}/decision").text
    assert 'value="in-order"' in page
    assert 'value="certify"' not in page
    sent = pages.post(f"{where}/decision", data={"outcome": outcome, **said})
    assert sent.status_code == 409
    refused = api.post(f"{where}/decision", {"outcome": outcome, **said})
    assert (refused.status_code, refused.json["errors"][0]["code"]) == (409, code)
    assert (count(check, Certificate), count(check, Decision)) == (issued, 0)


@pytest.mark.parametrize("outcome", [Outcome.IN_ORDER, Outcome.NOT_IN_ORDER])
def test_it_is_concluded_and_the_letter_says_so(door: Door, check: Check, outcome: Outcome) -> None:
    audit_id = check.finished(check.answered(check.planned()))
    where, pages = f"/audits/{audit_id}", door.pages(check.scene.evaluator)
    said = {"recommendation": str(outcome), "reasons": "Looked at."}
    assert pages.post(f"{where}/evaluation", data=said).status_code == 302
    pages = door.pages(check.scene.certifier)
    done = pages.post(
        f"{where}/decision",
        data={"outcome": str(outcome), "reasons": "Looked at."},
        follow_redirects=True,
    )
    assert "The spot check is concluded." in done.text
    assert "A spot check issues no certificate." in done.text
    letter = text_of(door.pages(check.member).get(f"{where}/decision.pdf").data)
    found = "has found it in order" if outcome is Outcome.IN_ORDER else "has not found it in order"
    for said_there in ("Conclusion of a spot check", "Buyer", found, "issues no certificate"):
        assert said_there in letter
    for foreign in ("Operator", "Points", "Agreement"):
        assert foreign not in letter
    appeal, pages = f"/complaints/decisions/{audit_id}", door.pages(check.member)
    assert appeal in pages.get(where).text
    sent = {"said": "11.1.a was looked at in haste.", "email": ""}
    assert "is on its way." in pages.post(appeal, data=sent, follow_redirects=True).text


def test_the_api_plans_and_answers_it(door: Door, check: Check) -> None:
    api = door.api(check.scene.office)
    planned = api.post("/audits/spot-checks", body_of(check))
    assert planned.status_code == 201
    assert planned.json["kind"] == "spot-check"
    foreign = api.post(
        "/audits/spot-checks", body_of(check, company_id=str(check.scene.operator_id))
    )
    assert foreign.status_code == 409
    assert foreign.json["errors"][0]["code"] == "checked-not-a-company"
    assert api.post("/audits/spot-checks", body_of(check, team=[])).status_code == 422
    audit_id = UUID(planned.json["id"])
    team = (check.scene.auditor, check.scene.evaluator, check.scene.certifier)
    check.declare(audit_id, *team)
    assert api.post(f"/audits/{audit_id}/confirmation").status_code == 200
    first = {"If-None-Match": "*"}
    scores = f"/audits/{audit_id}/scores/{BOOKS}"
    api = door.api(check.scene.auditor)
    assert api("PUT", scores, json={"value": 1}, headers=first).status_code == 409
    met = api("PUT", scores, json={"met": True}, headers=first)
    assert (met.status_code, met.json["met"], met.json["value"]) == (200, True, None)
    assert api.get(f"/audits/{audit_id}").json["rating"]["norm"] == 0
    assert door.api(check.member).get(f"/audits/{audit_id}").json["rating"] is None
    assert door.api(check.scene.manager).get(f"/audits/{audit_id}").status_code == 404
