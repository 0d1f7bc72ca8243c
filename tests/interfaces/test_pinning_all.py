"""Every movement and every paper of the audited party is pinned from the page."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, update

from fairwild.areas.records import MaximumQuantity, QuantityChange
from fairwild.areas.states import ChangeStatus
from fairwild.audits.operations import start_audit
from fairwild.audits.queries import pins_of
from fairwild.kernel.actors import OrganisationKind
from fairwild.lots.operations import correct_movement, record_test, take_sample, write_off
from fairwild.lots.records import Lot, Movement, StockCount
from fairwild.lots.states import Verdict
from fairwild.lots.stock.operations import count_stock
from fairwild.trade.operations import ship
from fairwild.trade.records import TransportPaper
from fairwild.trade.states import PaperKind
from tests.audits_builders import planned
from tests.desks_builders import Audited, audited_of
from tests.documents.reading import text_of
from tests.doors import Door

SHA = "ab" * 32


@pytest.fixture
def audited(door: Door) -> Audited:
    """An operator at work, and the body that audits it."""
    return audited_of(door.world)


def test_every_movement_is_found_by_the_number_of_a_lot_it_touched(
    door: Door, audited: Audited
) -> None:
    field, audit_id = audited.field, planned(audited.scene)
    lot = field.lot(100)
    field.does(take_sample, lot_id=lot.id, mass_g=500)
    lost = field.does(write_off, lot_id=lot.id, mass_g=2_000, reason="Mould.")
    field.does(correct_movement, movement_id=lost.id, reason="It was another sack.")
    pages, where = door.pages(audited.scene.auditor), f"/audits/{audit_id}/pins/new"
    page = pages.get(f"{where}?what=movement&number={lot.number}&indicator=5.1.a")
    assert page.status_code == 200
    assert "Which of these?" in page.text
    for said in ("Mould.", "It was another sack.", f"thing_id={lost.id}", "undone"):
        assert said in page.text
    assert page.text.count("what=movement&amp;thing_id=") == 4, "made, sampled, lost, corrected"
    one = pages.get(f"{where}?what=movement&number={lot.number}/loss")
    assert one.status_code == 302
    assert str(lost.id) in one.location
    order = {"what": "movement", "thing_id": str(lost.id), "indicator": "5.1.a"}
    assert pages.post(where, data=order).status_code == 302
    with audited.scene.world.reading(audited.scene.auditor) as reading:
        [pin] = pins_of(reading, audit_id)
    assert (pin.figures["loss_g"], pin.figures["reason"]) == (2_000, "Mould.")
    assert lot.number in pin.label
    printed = text_of(pages.get(f"/audits/{audit_id}/report.pdf").data)
    assert "Mould." in printed


def test_a_movement_of_somebody_else_is_never_found(door: Door, audited: Audited) -> None:
    audit_id, lot = planned(audited.scene), audited.field.lot(100)
    lost = audited.field.does(write_off, lot_id=lot.id, mass_g=2_000, reason="Mould.")
    world = audited.scene.world
    other = world.organisation(OrganisationKind.COMPANY, code="TEA", name="Tea House")
    with world.work(world.steward()) as work:
        theirs = update(Movement).where(Movement.id == lost.id).values(organisation_id=other)
        work.session.connection().execute(theirs)
    pages, where = door.pages(audited.scene.auditor), f"/audits/{audit_id}/pins/new"
    assert pages.get(f"{where}?what=movement&number={lot.number}/loss").status_code == 422
    assert pages.get(f"{where}?what=movement&thing_id={lost.id}").status_code == 404
    order = {"what": "movement", "thing_id": str(lost.id), "indicator": "5.1.a"}
    refused = door.api(audited.scene.auditor).post(f"/audits/{audit_id}/pins", order)
    assert [one["code"] for one in refused.json["errors"]] == ["pin-thing-unknown"]


def _papers(audited: Audited, lot: Any) -> dict[str, UUID]:
    """Let the operator have one of every paper; give their ids by what they are."""
    field, world = audited.field, audited.scene.world
    test = field.does(
        record_test,
        lot_id=lot.id,
        laboratory="Labor Süd",
        method="GC-MS",
        tested_for="pesticides",
        result="0.01",
        unit="mg/kg",
        verdict=Verdict.PASSED,
        tested_on=world.now.date(),
    )
    counted = field.does(
        count_stock, holder_id=field.operator_id, counted={lot.id: (100_000, "")}, at=world.now
    )
    with world.store.reading() as session:
        quantity_id = session.scalar(select(MaximumQuantity.id))
    change = QuantityChange(
        quantity_id=quantity_id,
        operator_id=field.operator_id,
        status=ChangeStatus.ASKED,
        limit_before_g=1_000,
        limit_g=2_000,
        file_name="count.pdf",
        media_type="application/pdf",
        size_bytes=3,
        sha256=SHA,
        asked_at=datetime(2026, 5, 3, tzinfo=UTC),
    )
    receiver = world.organisation(OrganisationKind.COMPANY, code="TEA", name="Tea House")
    parties = {"sender_id": field.operator_id, "receiver_id": receiver}
    sent = field.does(ship, lines=[(lot.id, 1_000)], **parties)
    paper = TransportPaper(
        consignment_id=sent.id, kind=PaperKind.WAYBILL, number="WB-77", added_at=world.now
    )
    world.keep(change, paper)
    return {
        "laboratory report": test.id,
        "stock count": counted.id,
        "paper of a quantity change": change.id,
        "transport paper": paper.id,
    }


def test_every_paper_is_pinned_as_a_document_and_the_report_says_which(
    door: Door, audited: Audited
) -> None:
    lot, audit_id = audited.field.lot(100), planned(audited.scene)
    papers = _papers(audited, lot)
    with audited.scene.world.reading(audited.field.manager) as reading:
        count = reading.session.get_one(StockCount, papers["stock count"]).number
    pages, where = door.pages(audited.scene.auditor), f"/audits/{audit_id}/pins/new"
    numbers = {
        "laboratory report": lot.number,
        "stock count": count,
        "paper of a quantity change": "A1/2026-05-03",
        "transport paper": "wb-77",
    }
    for what, number in numbers.items():
        found = pages.get(where, query_string={"what": "document", "number": number})
        assert found.status_code == 302, what
        assert str(papers[what]) in found.location
        order = {"what": "document", "thing_id": str(papers[what]), "indicator": "5.1.a"}
        assert pages.post(where, data=order).status_code == 302
    desk = pages.get(f"/audits/{audit_id}/desk").text
    printed = " ".join(text_of(pages.get(f"/audits/{audit_id}/report.pdf").data).split())
    for what in numbers:
        assert f"{what} " in desk
    for said in ("laboratory report", "stock count", "quantity change", "transport paper"):
        assert f"document {said}" in printed
    told = door.api(audited.scene.auditor).get(f"/audits/{audit_id}/pins").json
    assert {one["figures"]["document"] for one in told} == {
        "laboratory-report",
        "stock-count",
        "quantity-change",
        "transport-paper",
    }


def test_an_auditor_lists_the_movements_of_whom_they_audit_now(
    door: Door, audited: Audited
) -> None:
    scene, field = audited.scene, audited.field
    lot = field.lot(100)
    lost = field.does(write_off, lot_id=lot.id, mass_g=2_000, reason="Mould.", site="Shed 3")
    hidden = field.lot(50)
    with scene.world.work(scene.world.steward()) as work:
        seen = update(Lot).where(Lot.id == lot.id).values(body_id=scene.body_id)
        work.session.connection().execute(seen)
    audit_id = planned(scene)
    api = door.api(scene.auditor)
    assert api.get("/movements").json == [], "nobody has begun"
    with scene.world.work(scene.auditor) as work:
        start_audit(work, audit_id=audit_id)
    told = api.get("/movements").json
    assert str(lost.id) in {one["id"] for one in told}
    assert {one["organisation_id"] for one in told} == {str(field.operator_id)}
    assert {one["site"] for one in told} == {""}
    assert api.get("/movements", query_string={"site": "Shed"}).json == []
    with scene.world.reading(scene.manager) as reading:
        made = reading.session.get_one(Lot, hidden.id).made_by
        unseen = reading.session.scalar(select(Movement.id).where(Movement.seq == made))
    assert str(unseen) not in {one["id"] for one in told}, "of lots that others certify nothing"
    for other in (scene.office, scene.evaluator):
        assert door.api(other).get("/movements").json == []
    assert "Shed 3" in str(door.api(scene.manager).get("/movements").json)
    page = door.pages(scene.auditor).get(f"/movements/{lost.id}").text
    assert f"/audits/{audit_id}/pins/new?what=movement" in page
    assert "Pin as evidence" not in door.pages(scene.manager).get(f"/movements/{lost.id}").text
