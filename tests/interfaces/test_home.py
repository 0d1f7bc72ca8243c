"""Home: what each role needs today."""

import re
from uuid import uuid4

import pytest

from fairwild.audits.states import AuditKind
from fairwild.kernel.actors import OrganisationKind, Role
from fairwild.organisations.queries import people_by_id
from fairwild.trade.operations import ship
from fairwild.web import ROOMS
from fairwild.web.navigation import GROUPS, HOME_OF
from tests.audits_builders import drafted, finished, planned, scene_of, scored
from tests.doors import Door
from tests.lots_builders import KG, field_of
from tests.questions import asked_of
from tests.tracing_builders import way_of
from tests.trade_builders import home

OUTSIDE_THE_WORK = {"accounts", "complaining", "exports", "public", "trace"}
"""Pages of anybody, and files."""


def test_a_new_cooperative_is_led_to_its_first_receipt(door: Door) -> None:
    page = door.pages(door.world.operator_manager()).get("/home").text
    assert "Get started" in page
    assert page.count('aria-label="to do"') == 5
    assert "No collection lot is open." in page


def test_the_steps_are_ticked_off_and_then_gone(door: Door) -> None:
    field = field_of(door.world)
    pages = door.pages(field.manager)
    begun = pages.get("/home").text
    assert begun.count('aria-label="done"') == 4
    field.buy(352)
    page = pages.get("/home").text
    assert "Get started" not in page
    assert "Collected week by week" in page
    assert "352 kg" in page
    assert "16,448 kg" in page


def test_a_cooperative_sees_what_waits_and_its_certificate(door: Door) -> None:
    way = way_of(door.world)
    order = {"sender_id": way.field.operator_id, "receiver_id": home(way.buyer)}
    sent = way.field.does(ship, lines=[(way.lots["packed"], 100 * KG)], **order)
    page = door.pages(way.field.manager).get("/home").text
    assert sent.number in page
    assert "Sent, waiting for an answer" in page
    assert "CB-2026-00001" in page
    assert re.search(r'data-label="Days left">\d+<', page)
    buyers = door.pages(way.buyer).get("/home").text
    assert "Goods to confirm" in buyers
    assert sent.number in buyers
    assert "100 kg" in buyers
    assert way.lot("received").number in buyers
    assert 'action="/provenance"' in buyers


def test_who_is_audited_reads_at_home_when_and_by_whom_unless_it_is_unannounced(
    door: Door,
) -> None:
    scene = scene_of(door.world)
    audit_id = planned(scene)
    hidden_id = planned(scene, kind=AuditKind.UNANNOUNCED)
    drafted_id = drafted(scene)
    pages = door.pages(scene.manager)
    page = pages.get("/home").text
    assert "Audit to come" in page
    assert f'href="/audits/{audit_id}"' in page
    assert "Audit from " in page
    with door.world.reading(scene.office) as reading:
        name = people_by_id(reading, [scene.auditor.person_id])[scene.auditor.person_id]  # type: ignore[list-item,index]  # an auditor is a person
    assert f"Ecotest: {name}" in page
    for one in (hidden_id, drafted_id):
        assert str(one) not in page
    others = door.pages(door.world.operator_manager()).get("/home").text
    assert "Audit to come" not in others


def test_each_person_of_a_body_sees_the_steps_that_are_theirs(door: Door) -> None:
    scene = scene_of(door.world)
    audit = finished(scene, scored(scene))
    evaluators = door.pages(scene.evaluator).get("/home").text
    assert "To evaluate" in evaluators
    assert f"/audits/{audit}" in evaluators
    certifiers = door.pages(scene.certifier).get("/home").text
    assert "To decide" in certifiers
    assert f"/audits/{audit}" not in certifiers
    auditors = door.pages(scene.auditor).get("/home").text
    assert "To evaluate" not in auditors


def test_the_steward_sees_the_scheme_and_its_ledger(door: Door) -> None:
    steward = door.world.steward()
    door.world.organisation(OrganisationKind.CERTIFICATION_BODY, name="Blue Check")
    page = door.pages(steward).get("/home").text
    assert "Blue Check" in page
    assert "events in the ledger" in page
    assert "/ledger?verify=yes" in page


def test_a_visitor_is_asked_to_sign_in(door: Door) -> None:
    answer = door.pages().get("/home")
    assert answer.status_code == 302
    assert "/sign-in" in answer.headers["Location"]


def test_home_asks_a_steady_number_of_questions(door: Door) -> None:
    field = field_of(door.world)
    pages = door.pages(field.manager)
    counts = []
    for receipts in (1, 6):
        for _ in range(receipts):
            field.buy(10)
        with asked_of(door.world.store) as asked:
            assert pages.get("/home").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert field.manager.roles == {Role.OPERATOR_MANAGER}


@pytest.mark.parametrize("page", ["/lots", "/consignments", "/audits", "/harvesters", "/receipts"])
def test_a_link_from_a_letter_leads_through_the_sign_in(door: Door, page: str) -> None:
    address = f"{page}/{uuid4()}"
    assert door.pages().get(address).location == f"/sign-in?next={address}"
    assert door.pages().post(address).status_code in {400, 404, 405}


def test_labels_are_for_people_with_a_house(door: Door) -> None:
    assert door.pages().get("/labels").location == "/sign-in?next=/labels"


@pytest.mark.parametrize("page", ["/lots", "/consignments", "/labels", "/certificate-files"])
def test_a_torn_address_of_a_page_is_no_fault_of_the_house(door: Door, page: str) -> None:
    answer = door.pages(door.world.operator_manager()).get(page, query_string={"cursor": "zzz"})
    assert answer.status_code in {403, 422}
    assert door.pages().get("/certificates", query_string={"cursor": "zzz"}).status_code == 422


def test_every_page_of_the_work_stands_under_an_entry_of_the_navigation() -> None:
    entries = {one.endpoint.partition(".")[0] for group in GROUPS for one in group.entries}
    rooms = {room.blueprint.name for room in ROOMS} - OUTSIDE_THE_WORK
    assert {name for name in rooms if HOME_OF.get(name, name) not in entries} == set()
