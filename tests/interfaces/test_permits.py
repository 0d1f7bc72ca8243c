"""Permits, wishes for another quantity and CITES through the pages and the API."""

import io
from datetime import date
from typing import Any

import pytest

from fairwild.areas.queries import get_area
from fairwild.kernel.actors import OrganisationKind, Role
from fairwild.lots.operations import reverse_receipt
from tests.doors import Door
from tests.lots_builders import KG, Field, certify, field_of
from tests.operations.test_border_papers import Exporter
from tests.permits_builders import permit

PDF = b"%PDF-1.7\nA permit\n%%EOF"


@pytest.fixture
def field(door: Door) -> Field:
    """An operator that collects liquorice in one area."""
    return field_of(door.world, limit_g=1_000 * KG)


def form_of(field: Field, **changes: Any) -> dict[str, Any]:
    """Give what a clerk types of a permit."""
    return {
        "kind": "harvest",
        "number": "F-17",
        "authority": "Forest office",
        "species_id": str(field.species_id),
        "part": "root",
        "state": "fresh",
        "limit_kg": "250",
        "valid_from": "2026-01-01",
        "valid_last": "2026-12-31",
        "area_ids[]": [str(field.area_id)],
    } | changes


def bought(field: Field, **changes: Any) -> dict[str, Any]:
    """Give a purchase as the desk sends it."""
    return {
        "harvester_id": str(field.harvester_id),
        "area_id": str(field.area_id),
        "goods": f"{field.species_id}:root",
        "state": "fresh",
        "gross": "230",
        "tare": "0",
        "price_per_kg": "0.90",
        "currency": "EUR",
    } | changes


def test_a_permit_is_registered_with_its_paper_and_drawn_at_the_desk(
    door: Door, field: Field
) -> None:
    pages = door.pages(field.manager)
    assert "No permits yet" in pages.get("/permits").text
    sent = form_of(field, file=(io.BytesIO(PDF), "F 17.pdf"))
    made = pages.post("/permits/new", data=sent, follow_redirects=True)
    assert "Permit F-17 is registered." in made.text
    assert "F 17.pdf" in made.text
    address = made.request.path
    kept = pages.get(f"{address}/file")
    assert (kept.data, kept.headers["X-Content-Type-Options"]) == (PDF, "nosniff")
    desk = pages.get("/buying/quota", query_string=bought(field))
    assert "Permit F-17" in desk.text
    saved = pages.post("/buying", data=bought(field), follow_redirects=True)
    assert "is saved: 230 kg" in saved.text
    shown = pages.get(address).text
    assert "nearly used up" in shown
    assert "EBR-" in shown
    assert ">20 kg</td>" in shown
    assert "Plants were collected under permit" in shown
    over = pages.post("/buying", data=bought(field, gross="21"))
    assert over.status_code == 409
    assert "Permit F-17 allows 250 kg, of which 230 kg are collected." in over.text
    assert "nearly used up" in pages.get("/permits").text
    ended = pages.post(f"{address}/end", follow_redirects=True)
    assert "is ended" in ended.text


def test_who_takes_all_back_still_asks_the_body_for_a_higher_limit(
    door: Door, field: Field
) -> None:
    permit(field, 100)
    receipt = field.buy(100)
    field.does(reverse_receipt, receipt_id=receipt.id, reason="typo")
    pages, api = door.pages(field.manager), door.api(field.manager)
    one = f"/areas/{field.area_id}/quantities/{field.quantity_id}"
    assert "Ask for a higher limit" in pages.get(f"{one}/edit").text
    form = {"limit_kg": "99000", "version": "3"}
    higher = pages.post(f"{one}/edit", data=form)
    assert (higher.status_code, "ask your certification body" in higher.text) == (409, True)
    tag = {"If-Match": api.get(one).headers["ETag"]}
    refused = api("PATCH", one, json={"limit_kg": "99000"}, headers=tag)
    assert refused.json["errors"][0]["code"] == "limit-raised-after-collection"
    lower = api("PATCH", one, json={"limit_kg": "90"}, headers=tag)
    assert lower.json["limit_kg"] == "90"
    permit_id = receipt.permit_id
    assert "Plants were collected under permit" in pages.get(f"/permits/{permit_id}").text
    tag = {"If-Match": api.get(f"/permits/{permit_id}").headers["ETag"]}
    changed = api("PATCH", f"/permits/{permit_id}", json={"limit_kg": "900"}, headers=tag)
    assert changed.json["errors"][0]["code"] == "permit-drawn-on"


def test_a_wrong_permit_says_where_and_keeps_nothing(door: Door, field: Field) -> None:
    pages = door.pages(field.manager)
    wrong = form_of(field, file=(io.BytesIO(b"MZ"), "a.pdf"), valid_last="soon")
    answer = pages.post("/permits/new", data=wrong)
    assert answer.status_code == 422
    assert "this is neither" in answer.text
    lacking = pages.post("/permits/new", data=form_of(field, limit_kg="", state=""))
    assert "A permit to harvest says which part" in lacking.text
    assert pages.get("/permits").text.count("F-17") == 0


def test_a_permit_is_put_right_and_a_stale_form_says_so(door: Door, field: Field) -> None:
    pages, permit_id = door.pages(field.manager), permit(field)
    address = f"/permits/{permit_id}/edit"
    assert "F-17" in pages.get(address).text
    data = form_of(field, number="F-18", version="1")
    assert "Permit F-18 is changed." in pages.post(address, data=data, follow_redirects=True).text
    stale = pages.post(address, data=data)
    assert (stale.status_code, "Changed meanwhile" in stale.text) == (409, True)


def test_permits_through_the_api(door: Door, field: Field) -> None:
    api = door.api(field.manager)
    order = {
        "kind": "harvest",
        "number": "F-17",
        "authority": "Forest office",
        "species_id": str(field.species_id),
        "part": "root",
        "state": "fresh",
        "limit_kg": "0.5 t",
        "valid_from": "2026-01-01",
        "valid_until": "2027-01-01",
        "area_ids": [str(field.area_id)],
    }
    made = api.post("/permits", order)
    assert (made.status_code, made.json["limit_kg"], made.json["left_kg"]) == (201, "500", "500")
    assert made.json["area_ids"] == [str(field.area_id)]
    assert api.post("/permits", order).json["errors"][0]["code"] == "permit-number-taken"
    one = f"/permits/{made.json['id']}"
    assert api("PATCH", one, json={"number": "F-2"}).status_code == 428
    tag = api.get(one).headers["ETag"]
    changed = api("PATCH", one, json={"number": "F-2"}, headers={"If-Match": tag})
    assert (changed.json["number"], changed.json["limit_kg"]) == ("F-2", "500")
    sent = {"file": (io.BytesIO(PDF), "permit.pdf")}
    assert api("POST", f"{one}/file", data=sent).json["file_name"] == "permit.pdf"
    assert api.get(f"{one}/file").data == PDF
    [listed] = api.get("/permits").json
    assert listed["id"] == made.json["id"]
    receipt = api.post(
        "/receipts",
        {
            "harvester_id": str(field.harvester_id),
            "area_id": str(field.area_id),
            "species_id": str(field.species_id),
            "part": "root",
            "state": "fresh",
            "collected_at": field.world.now.isoformat(),
            "gross_kg": "27.5 lb",
            "tare_kg": "474 g",
            "price_per_kg": "0.90",
            "currency": "EUR",
        },
    )
    assert receipt.status_code == 201, receipt.json
    assert (receipt.json["permit_id"], receipt.json["net_kg"]) == (made.json["id"], "12")
    assert receipt.json["stated"]["gross"]["text"] == "27.5 lb"
    page = door.pages(field.manager).get(f"/receipts/{receipt.json['id']}").text
    assert "Gross stated as 27.5 lb, counted as 12.474 kg" in page
    assert "F-2" in page
    assert api.post(f"{one}/end").json["ended_at"]


def test_a_body_decides_about_a_higher_limit(door: Door, field: Field) -> None:
    world = door.world
    certify(field)
    body_id = world.organisation(OrganisationKind.CERTIFICATION_BODY, name="Another seal")
    with world.store.reading() as session:
        from fairwild.certificates.records import Certificate

        [certificate] = session.query(Certificate).all()
        usual_id = certificate.body_id
    certifier = world.person((usual_id, Role.CERTIFIER))
    field.buy(950)
    pages, body = door.pages(field.manager), door.pages(certifier)
    ask = f"/areas/{field.area_id}/quantities/{field.quantity_id}/ask"
    assert f'value="{usual_id}" selected' in pages.get(ask).text
    assert "Another seal" not in pages.get(ask).text
    friend = pages.post(ask, data={"body_id": str(body_id), "limit_kg": "1200", "reason": "More"})
    assert (friend.status_code, "does not certify you" in friend.text) == (409, True)
    data = {"body_id": str(usual_id), "limit_kg": "1200", "reason": "A second stand"}
    same = pages.post(ask, data={**data, "limit_kg": "1000"})
    assert (same.status_code, "is not more" in same.text) == (409, True)
    sent = {**data, "file": (io.BytesIO(PDF), "survey.pdf")}
    asked = pages.post(ask, data=sent, follow_redirects=True)
    assert "has been asked" in asked.text
    address = asked.request.path
    assert "Grant" not in asked.text
    assert "Higher limits asked for" in body.get("/home").text
    assert "B3 · Block B3" in body.get("/quantity-changes").text
    assert body.get(f"{address}/file").data == PDF
    empty = body.post(address, data={"decision": "approved", "reason": ""})
    assert empty.status_code == 422
    done = body.post(
        address, data={"decision": "approved", "reason": "Seen"}, follow_redirects=True
    )
    assert "granted" in done.text
    quantity = pages.get(f"/areas/{field.area_id}/quantities/{field.quantity_id}").text
    assert "1,000 kg → 1,200 kg" in quantity
    assert "Seen" in quantity
    api = door.api(field.manager)
    again = f"/areas/{field.area_id}/quantities/{field.quantity_id}/changes"
    order = {"body_id": str(body_id), "limit_kg": "1300", "reason": "More"}
    friend = api.post(again, order)
    assert (friend.status_code, "body-does-not-certify" in friend.text) == (409, True)
    wish = api.post(again, order | {"body_id": str(usual_id)})
    assert (wish.status_code, wish.json["status"]) == (201, "asked")
    one = f"/quantity-changes/{wish.json['id']}"
    assert api.post(f"{one}/approve", {"reason": "Mine"}).status_code == 403
    stranger = world.person((body_id, Role.CERTIFIER))
    assert door.api(stranger).get(one).status_code == 404
    assert [row["id"] for row in api.get("/quantity-changes?status=asked").json] == [
        wish.json["id"]
    ]
    assert api.post(f"{one}/withdraw").json["status"] == "withdrawn"


def test_rotation_and_permits_needed_stand_on_the_pages_of_areas(door: Door, field: Field) -> None:
    api, pages = door.api(field.manager), door.pages(field.manager)
    one = f"/areas/{field.area_id}"
    tag = api.get(one).headers["ETag"]
    order = {"rotation_years": 3, "rotation_first_year": 2025, "needs_permit": True}
    changed = api("PATCH", one, json=order, headers={"If-Match": tag})
    assert changed.json["rotation_years"] == 3
    for address in ("/areas", one):
        text = pages.get(address).text
        assert "rests until 2028" in text
        assert "only with a permit" in text
    refused = pages.post("/buying", data=bought(field))
    assert "rests in 2026; it is collected again in 2028" in refused.text
    assert "none is registered" in refused.text
    half = api("PATCH", one, json={"rotation_years": None}, headers={"If-Match": '"x"'})
    assert half.status_code == 412
    with door.world.reading(field.manager) as reading:
        assert get_area(reading, field.area_id).rotation_first_year == 2025


def test_a_species_needs_a_permit_by_a_button(door: Door, field: Field) -> None:
    pages, api = door.pages(field.manager), door.api(field.manager)
    [target] = api.get("/areas/target-species").json
    data = {"needs_permit": "yes", "version": "1"}
    mark = f"/target-species/{target['id']}/mark"
    assert "only with a permit" in pages.post(mark, data=data, follow_redirects=True).text
    assert "changed meanwhile" in pages.post(mark, data=data, follow_redirects=True).text
    address = f"/areas/target-species/{target['id']}"
    tag = api.get(address).headers["ETag"]
    freed = api("PATCH", address, json={"needs_permit": False}, headers={"If-Match": tag})
    assert freed.json["needs_permit"] is False


def test_the_steward_says_what_cites_lists(door: Door, field: Field) -> None:
    steward = door.world.steward()
    pages, api = door.pages(steward), door.api(steward)
    address = f"/species/{field.species_id}/edit"
    assert "Glycyrrhiza glabra" in pages.get(address).text
    data = {
        "version": "1",
        "cites_appendix": "II",
        "threatened": "yes",
        "common_names": "en: liquorice",
    }
    changed = pages.post(address, data=data, follow_redirects=True).text
    assert "CITES appendix" in changed
    assert ">II<" in changed
    assert "threatened" in changed
    assert pages.post(address, data=data).status_code == 409
    tag = api.get(f"/species/{field.species_id}").headers["ETag"]
    one = f"/species/{field.species_id}"
    lifted = api("PATCH", one, json={"cites_appendix": ""}, headers={"If-Match": tag})
    assert (lifted.json["cites_appendix"], lifted.json["threatened"]) == ("", True)
    assert door.pages(field.manager).get(address).status_code == 403


def test_strangers_see_neither_permits_nor_papers(door: Door, field: Field) -> None:
    permit_id = permit(field, valid_until=date(2026, 6, 1))
    stranger = door.world.operator_manager()
    for address in ("", "/edit", "/file"):
        assert door.pages(stranger).get(f"/permits/{permit_id}{address}").status_code == 404
    clerk = door.world.person((field.operator_id, Role.BUYING_CLERK))
    assert door.pages(clerk).get(f"/permits/{permit_id}").status_code == 200
    assert door.pages(clerk).get(f"/permits/{permit_id}/edit").status_code == 403
    company = door.world.somebody(Role.COMPANY_MEMBER, OrganisationKind.COMPANY)
    assert door.pages(company).get("/permits").status_code == 403
    assert door.pages(company).get("/quantity-changes").status_code == 403


def test_a_papers_page_lists_the_consignments_it_went_with(door: Door) -> None:
    exporter = Exporter(door.world)
    exporter.permit("ES-7", several_shipments=True)
    went = exporter.dispatch(exporter.prepare(30 * KG, "ES-7"))
    waiting = exporter.prepare(15 * KG, "ES-7")
    api, pages = door.api(exporter.operator), door.pages(exporter.operator)
    [paper] = api.get("/permits").json
    address = f"/permits/{paper['id']}/consignments"
    told = api.get(address).json
    used = {one["number"]: (one["used_kg"], one["left_kg"]) for one in told}
    assert used.pop(went) == ("30", "20")
    assert list(used.values()) == [(None, None)]
    shown = pages.get(f"/permits/{paper['id']}").text
    assert went in shown
    assert str(waiting) in shown
    assert "does not count" in shown
    first = api.get(f"{address}?limit=1")
    assert 'rel="next"' in first.headers["Link"]
    stranger = door.api(door.world.operator_manager())
    assert stranger.get(address).status_code == 404
