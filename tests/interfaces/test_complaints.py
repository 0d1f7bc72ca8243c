"""Complaints through pages and API: made by anybody, handled by the uninvolved, never exposed."""

import io
import re
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from fairwild.complaints.states import ComplaintOutcome
from fairwild.kernel.actors import Actor, OrganisationKind, Role
from tests.audits_builders import Scene, planned, scene_of
from tests.complaints_builders import (
    GIST,
    SAID,
    acknowledged,
    appoint,
    conclude,
    decided,
    lodged,
    uninvolved,
)
from tests.documents.reading import text_of
from tests.doors import Door
from tests.lots_builders import field_of

HOSTILE = "<script>alert(1)</script>{{ 7*7 }}"
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def scene(door: Door) -> Scene:
    """A body, its people, and an operator under agreement with it."""
    return scene_of(door.world)


def sent(pages: FlaskClient, **typed: str) -> str:
    """Send a complaint and give the address of its page."""
    order = {"kind": "people", "said": SAID, "name": "", "email": ""} | typed
    made = pages.post("/complain", data=order)
    assert made.status_code == 303, made.text
    return made.location


def test_anybody_complains_from_a_label_and_follows_it(door: Door) -> None:
    field = field_of(door.world)
    door.world.steward()
    lot = field.lot(40)
    visitor = door.pages()
    trace = visitor.get(f"/t/{lot.code}").text
    link = re.search(r'href="(/complain\?about=[^"]+)"', trace)
    assert link is not None
    blank = visitor.get(link[1]).text
    assert "You may stay unnamed" in blank
    assert lot.number in blank
    where = sent(visitor, about=lot.code, said=HOSTILE)
    page = visitor.get(where)
    assert page.headers["Cache-Control"] == "no-store"
    assert "Keep it: without it nobody can open your case" in page.text
    assert "<script>alert" not in page.text
    assert "49" not in page.text.split("What you wrote")[1][:200]
    assert "What we know of you" not in page.text
    assert visitor.get(where[:-1]).status_code == 404


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"about": "NOPE"}, "No certificate has this number"),
        ({"kind": "appeal"}, "There is no such thing to choose."),
        ({"kind": "x"}, "There is no such thing to choose."),
        ({"said": ""}, "Please fill this in."),
        ({"said": "a\x00b"}, "signs that cannot be shown"),
        ({"email": "nobody"}, "Write an e-mail address"),
    ],
)
def test_what_cannot_be_understood_is_said(
    door: Door, scene: Scene, change: dict[str, str], said: str
) -> None:
    order = {"about": "ECO-1", "kind": "people", "said": SAID} | change
    answer = door.pages().post("/complain", data=order)
    assert answer.status_code == 422
    assert said in answer.text


def test_one_address_cannot_complain_without_end(door: Door, scene: Scene) -> None:
    visitor = door.pages()
    order = {"about": "NOPE", "kind": "people", "said": SAID}
    said = [visitor.post("/complain", data=order).status_code for _ in range(12)]
    assert said[:10] == [422] * 10
    assert said[-1] == 429
    refused = door.api().post("/public/complaints", order)
    assert [one["code"] for one in refused.json["errors"]] == ["too-many-tries"]


def test_a_case_is_handled_on_its_pages_up_to_the_appeal(door: Door, scene: Scene) -> None:
    vera, olga = uninvolved(scene), uninvolved(scene, "Olga")
    visitor, office = door.pages(), door.pages(scene.office)
    company = door.world.somebody(Role.COMPANY_MEMBER, OrganisationKind.COMPANY)
    buyer = door.pages(company)
    where = sent(buyer, operator_id=str(scene.operator_id), about="", email="b@example.org")
    assert "Regaliz del Sur" in buyer.get("/complaints").text
    assert "Complaints to see to" in office.get("/home").text
    assert "Complaints to see to" not in door.pages(scene.auditor).get("/home").text
    listed = office.get("/complaints").text
    case = re.search(r"/complaints/[0-9a-f-]{36}", listed)
    assert case is not None
    assert "It waits for the office" in door.pages(scene.auditor).get(case[0]).text
    assert SAID not in door.pages(scene.auditor).get(case[0]).text
    assert office.post(f"{case[0]}/acknowledgement", data={"gist": ""}).status_code == 422
    assert office.post(f"{case[0]}/acknowledgement", data={"gist": GIST}).status_code == 303
    early = office.post(f"{case[0]}/acknowledgement", data={"gist": GIST})
    assert early.status_code == 409
    shown = office.get(case[0]).text
    assert SAID in shown
    assert "b@example.org" not in shown
    chosen = {"person_id": str(vera.person_id)}
    assert office.post(f"{case[0]}/examiner", data=chosen).status_code == 303
    examiner = door.pages(vera)
    assert "b@example.org" in examiner.get(case[0]).text
    wrong = {"text": "Seen.", "file": (io.BytesIO(b"MZ"), "a.exe")}
    assert examiner.post(f"{case[0]}/notes", data=wrong).status_code == 422
    right = {"text": "The pay book.", "file": (io.BytesIO(PDF), "book.pdf")}
    assert examiner.post(f"{case[0]}/notes", data=right).status_code == 303
    noted = examiner.get(case[0]).text
    file = re.search(rf"{case[0]}/notes/[0-9a-f-]+", noted.replace(f'action="{case[0]}/notes"', ""))
    assert file is not None
    assert office.get(file[0]).data == PDF
    assert door.pages(scene.auditor).get(file[0]).status_code == 403
    outcome = {"outcome": "partly-upheld", "reasons": "Two of three.", "measures": "Pay."}
    assert office.post(f"{case[0]}/outcome", data=outcome).status_code == 403
    assert examiner.post(f"{case[0]}/outcome", data=outcome).status_code == 303
    told = visitor.get(where).text
    assert "Two of three." in told
    assert "Vera" not in told
    assert visitor.post(f"{where}/appeal", data={"reasons": "All three."}).status_code == 303
    again = office.post(f"{case[0]}/examiner", data=chosen)
    assert again.status_code == 409
    assert "has judged this case before" in again.text
    appoint(scene, UUID(case[0].rpartition("/")[2]), olga)
    assert door.pages(olga).post(f"{case[0]}/outcome", data=outcome).status_code == 303
    assert "Outcome on appeal" in visitor.get(where).text
    assert visitor.post(f"{where}/forget").status_code == 303
    assert "b@example.org" not in door.pages(olga).get(case[0]).text
    assert "You have complained of nothing" in buyer.get("/complaints").text


def test_whoever_audited_is_refused_as_examiner_by_page_and_api(door: Door, scene: Scene) -> None:
    decided(scene)
    made = acknowledged(scene)
    for person in (scene.auditor, scene.evaluator, scene.certifier):
        chosen = {"person_id": str(person.person_id)}
        where = f"/complaints/{made.complaint.id}/examiner"
        page = door.pages(scene.office).post(where, data=chosen)
        assert page.status_code == 409
        assert "took part in ECO" in page.text
        answer = door.api(scene.office).post(where, chosen)
        assert [one["code"] for one in answer.json["errors"]] == ["examiner-involved"]
    shown = door.pages(scene.office).get(f"/complaints/{made.complaint.id}").text
    assert "Who cannot, and why" in shown


def test_an_operator_appeals_against_a_decision_from_the_page_of_its_audit(
    door: Door, scene: Scene
) -> None:
    audit_id = decided(scene)
    pages = door.pages(scene.manager)
    where = f"/complaints/decisions/{audit_id}"
    assert where in pages.get(f"/audits/{audit_id}").text
    assert where not in door.pages(scene.auditor).get(f"/audits/{audit_id}").text
    assert door.pages(scene.auditor).get(where).status_code == 403
    done = pages.post(where, data={"said": "5.1.a was met.", "email": ""}, follow_redirects=True)
    assert "Your appeal ECO-CO-2026-00001 is on its way." in done.text
    assert "ECO-CO-2026-00001" in pages.get("/complaints").text
    more = door.api(scene.manager).post(
        "/complaints/decisions", {"audit_id": str(audit_id), "said": "And 5.1.b."}
    )
    assert (more.status_code, more.json["kind"]) == (201, "appeal")
    assert len(door.api(scene.manager).get("/complaints/own").json) == 2


def test_the_letter_names_the_last_day_to_appeal_and_after_it_every_door_is_closed(
    door: Door, scene: Scene
) -> None:
    audit_id = decided(scene)
    pages, api = door.pages(scene.manager), door.api(scene.manager)
    where, order = f"/complaints/decisions/{audit_id}", {"audit_id": str(audit_id), "said": "No."}
    letter = text_of(pages.get(f"/audits/{audit_id}/decision.pdf").data)
    assert "You can appeal until the end of 1 April 2026." in letter
    for words in (f"/audits/{audit_id}", "It costs nothing.", "Your appeal goes to"):
        assert words in letter
    assert "Parameters" not in letter
    assert api.get(f"/audits/{audit_id}").json["appeal_until"] == "2026-04-01"
    door.world.pass_time(days=30)
    assert "until the end of 1 Apr 2026" in pages.get(where).text
    door.world.pass_time(days=1)
    late = pages.post(where, data={"said": "No.", "email": ""})
    assert late.status_code == pages.get(where).status_code == 409
    assert "could be appealed until 1 Apr 2026" in late.text
    refused = api.post("/complaints/decisions", order)
    assert [one["code"] for one in refused.json["errors"]] == ["decision-appeal-too-late"]
    shown = pages.get(f"/audits/{audit_id}").text
    assert where not in shown
    assert "This decision could be appealed until 1 Apr 2026." in shown


def test_a_case_through_the_api(door: Door, scene: Scene) -> None:
    vera = uninvolved(scene)
    made = door.api(scene.manager).post(
        "/complaints", {"operator_id": str(scene.operator_id), "kind": "audit", "said": HOSTILE}
    )
    assert made.status_code == 201
    office, where = door.api(scene.office), f"/complaints/{made.json['id']}"
    assert [one["number"] for one in office.get("/complaints").json] == [made.json["number"]]
    assert office.post(f"{where}/acknowledgement", {"gist": GIST}).status_code == 201
    unknown = office.post(f"{where}/examiner", {"person_id": str(scene.manager.person_id)})
    assert unknown.status_code == 422
    assert office.post(f"{where}/examiner", {"person_id": str(vera.person_id)}).status_code == 201
    examiner = door.api(vera)
    assert examiner.post(f"{where}/notes", {"text": "Asked."}).status_code == 201
    sent_file = examiner.client.post(
        f"/api/v1{where}/files",
        data={"file": (io.BytesIO(PDF), "a.pdf")},
        headers=examiner.headers,
    )
    assert sent_file.status_code == 201
    file = examiner.get(f"{where}/notes/{sent_file.json['id']}/file")
    assert file.data == PDF
    assert examiner.get(where).json["file"]["said"] == HOSTILE
    assert door.api(scene.auditor).get(where).json["file"] is None
    assert door.api(scene.manager).get(where).status_code == 404
    order = {"outcome": "not-upheld", "reasons": "It was thorough."}
    assert office.post(f"{where}/outcome", order).status_code == 403
    assert examiner.post(f"{where}/outcome", order).json["status"] == "concluded"
    own = f"/complaints/own/{made.json['id']}/appeal"
    assert door.api(scene.office).post(own, {"reasons": "No."}).status_code == 404
    assert door.api(scene.manager).post(own, {"reasons": "No."}).json["status"] == "appealed"
    door.world.steward()
    assert office.post(f"{where}/passing-on", {"reason": "Nobody else."}).status_code == 201
    assert office.get(where).status_code == 404


def test_a_visitor_follows_and_appeals_through_the_api(door: Door, scene: Scene) -> None:
    made, vera = acknowledged(scene, email="v@example.org"), uninvolved(scene)
    appoint(scene, made.complaint.id, vera)
    conclude(scene, made.complaint.id, vera, ComplaintOutcome.NOT_UPHELD)
    api, where = door.api(), f"/public/complaints/{made.complaint.number}/{made.secret}"
    told = api.get(where).json
    assert [one["outcome"] for one in told["judgements"]] == ["not-upheld"]
    assert "judged_by" not in told["judgements"][0]
    assert api.post(f"{where}x/appeal", {"reasons": "No."}).status_code == 404
    assert api.post(f"{where}/appeal", {"reasons": "No."}).json["status"] == "appealed"
    assert api.post(f"{where}/appeal", {"reasons": "No."}).status_code == 409
    assert api.post(f"{where}/forgetting").status_code == 201
    guesses = [api.get(f"/public/complaints/X/{one}").status_code for one in range(12)]
    assert guesses[-1] == 429


def test_the_desk_and_its_paper_show_complaints_without_who_complained(
    door: Door, scene: Scene
) -> None:
    done, vera = acknowledged(scene, name="Rosa", email="r@example.org"), uninvolved(scene)
    appoint(scene, done.complaint.id, vera)
    conclude(scene, done.complaint.id, vera)
    door.world.pass_time(days=1)
    open_one = lodged(scene, name="Rosa")
    audit_id = planned(scene)
    desk = door.pages(scene.auditor).get(f"/audits/{audit_id}/desk")
    assert desk.status_code == 200
    panel = desk.text.split('<h2 id="complaints">')[1].split("<h2>")[0]
    assert panel.index(open_one.complaint.number) < panel.index(done.complaint.number)
    assert f"/complaints/{done.complaint.id}" in panel
    assert "upheld" in panel
    assert GIST in panel
    for hidden in ("Rosa", "r@example.org", SAID):
        assert hidden not in desk.text
    paper = door.pages(scene.auditor).get(f"/audits/{audit_id}/desk.pdf")
    assert paper.data.startswith(b"%PDF")


DEEDS = {
    "acknowledgement": {"gist": GIST},
    "notes": {"text": "Seen."},
    "outcome": {"outcome": "upheld", "reasons": "So."},
    "examiner": {"person_id": str(UUID(int=1))},
    "forgetting": {},
    "passing-on": {"reason": "Nobody is uninvolved."},
}
SEES_ONLY = {"show": 200} | dict.fromkeys(DEEDS, 403)
NOTHING = {"show": 404} | dict.fromkeys(DEEDS, 404)
DIRECTS = {"acknowledgement": 409, "examiner": 422, "forgetting": 409, "passing-on": 409}
HANDLES = {"notes": 201, "outcome": 201, "forgetting": 409}
MATRIX = {
    "visitor": {"show": 401} | dict.fromkeys(DEEDS, 401),
    "manager": NOTHING,
    "company": NOTHING,
    "foreign": NOTHING,
    "auditor": SEES_ONLY,
    "evaluator": SEES_ONLY,
    "certifier": SEES_ONLY,
    "steward": SEES_ONLY,
    "vera": SEES_ONLY | HANDLES,
    "office": SEES_ONLY | DIRECTS,
}
"""What each role gets who orders each deed, on a case in the hands of Vera, who judges it."""


def test_who_may_do_what_with_a_case(door: Door, scene: Scene) -> None:
    made, vera = acknowledged(scene), uninvolved(scene)
    appoint(scene, made.complaint.id, vera)
    somebody = door.world.somebody
    others: dict[str, Actor | None] = {
        "visitor": None,
        "vera": vera,
        "company": somebody(Role.COMPANY_MEMBER, OrganisationKind.COMPANY),
        "foreign": somebody(Role.BODY_OFFICE, OrganisationKind.CERTIFICATION_BODY),
        "steward": door.world.steward(),
    }
    measured = {}
    for role in MATRIX:
        actor = others[role] if role in others else getattr(scene, role)
        api, where = door.api(actor), f"/complaints/{made.complaint.id}"
        measured[role] = {"show": api.get(where).status_code} | {
            deed: api.post(f"{where}/{deed}", body).status_code for deed, body in DEEDS.items()
        }
    assert measured == MATRIX
