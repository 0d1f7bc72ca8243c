"""The papers of an audit, printed from its record through pages and API."""

import io
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from python_calamine import CalamineWorkbook

from fairwild.audits import operations, queries
from fairwild.audits.states import Grade, ObjectionOutcome, Outcome, Pinnable, Verification
from fairwild.certificates.operations import decide_and_issue
from fairwild.certificates.papers import pdf_of
from fairwild.certificates.queries import find_certificate_of_audit, sight_of_own
from fairwild.certificates.records import Certificate
from fairwild.desks.operations import draw_sample, start_rehearsal, stop_rehearsal
from fairwild.desks.states import SampleRule
from fairwild.kernel.actors import OrganisationKind, Role
from tests.audits_builders import (
    Scene,
    declare,
    drafted,
    evaluated,
    finished,
    planned,
    raised,
    scene_of,
    score_all,
    scored,
)
from tests.competence_builders import declared, judges
from tests.desks_builders import audited_of
from tests.documents.reading import fonts_of, text_of
from tests.doors import Door

PAPERS = ("plan.pdf", "report.pdf", "report.xlsx", "nonconformities.pdf", "decision.pdf")
NOTE = '=HYPERLINK("http://evil")'


@pytest.fixture
def scene(door: Door) -> Scene:
    """A body, an operator and everybody it takes."""
    return scene_of(door.world)


def decided(scene: Scene) -> tuple[UUID, UUID]:
    """Carry an audit to its decision, with a finding that is open still and a pinned lot."""
    audit_id = scored(scene, {"5.1.a": 2})
    with scene.world.work(scene.auditor) as work:
        operations.score_indicator(
            work, audit_id=audit_id, indicator="1.1.b", value=3, note=NOTE, seen_version=1
        )
        pinned = operations.Pinned(
            Pinnable.LOT, uuid4(), "LIQ-GLYGLA-A1-2026-001", {"made_g": 12_500_000}
        )
        operations.pin_record(work, audit_id=audit_id, indicator="5.1.a", thing=pinned)
    finding_id = raised(scene, audit_id, "5.1.a", Grade.MINOR)
    evaluated(scene, finished(scene, audit_id))
    with scene.world.work(scene.certifier) as work:
        decide_and_issue(
            work,
            audit_id=audit_id,
            outcome=Outcome.CERTIFY_WITH_CONDITIONS,
            reasons="Both gates are open.",
            conditions="Name every collector.",
        )
    return audit_id, finding_id


def printed(client: Any, address: str) -> bytes:
    """Fetch a paper twice: it is the same to the byte."""
    first, second = client.get(address), client.get(address)
    assert (first.status_code, second.status_code) == (200, 200), address
    assert first.data == second.data
    assert isinstance(first.data, bytes)
    return first.data


def test_everybody_who_sees_a_decided_audit_prints_the_same_papers(
    door: Door, scene: Scene
) -> None:
    audit_id, finding_id = decided(scene)
    addresses = [f"/audits/{audit_id}/{name}" for name in PAPERS]
    addresses.append(f"/audits/{audit_id}/nonconformities/{finding_id}/report.pdf")
    office, manager = door.pages(scene.office), door.pages(scene.manager)
    files = {address: printed(office, address) for address in addresses}
    for address, content in files.items():
        assert printed(manager, address) == content, address
        assert printed(door.api(scene.manager), address) == content, address
    told = {
        address.rpartition("/")[2]: text_of(content)
        for address, content in files.items()
        if address.endswith(".pdf") and str(finding_id) not in address
    }
    assert "Regaliz del Sur" in told["plan.pdf"]
    assert "Days planned 3.5" in told["plan.pdf"]
    assert "LIQ-GLYGLA-A1-2026-001 · made 12,500 kg" in told["report.pdf"]
    assert "Six receipts name nobody." in told["report.pdf"]
    assert "Draft" not in told["report.pdf"]
    assert "A careful cooperative." in told["report.pdf"]
    assert "State Open" in told["nonconformities.pdf"]
    assert "decided to certify it with conditions" in told["decision.pdf"]
    assert "Name every collector." in told["decision.pdf"]
    assert all(fonts_of(files[addresses[1]]).values())
    book = CalamineWorkbook.from_filelike(io.BytesIO(files[addresses[2]]))
    assert book.sheet_names[:3] == ["Audit", "Indicators", "Evidence"]
    rows = {row[2]: row for row in book.get_sheet_by_name("Indicators").to_python() if row[2]}
    assert rows["1.1.b"][5] == 3
    assert rows["1.1.b"][7] == NOTE
    assert rows["5.1.a"][9] == 1
    page = office.get(f"/audits/{audit_id}").get_data(as_text=True)
    assert all(f'href="{address}"' in page for address in addresses[:5])
    found = office.get(f"/audits/{audit_id}/nonconformities/{finding_id}").get_data(as_text=True)
    assert f'href="{addresses[5]}"' in found


def test_papers_of_an_audit_that_is_only_planned_are_drafts_and_name_no_sample_to_the_operator(
    door: Door, scene: Scene
) -> None:
    audit_id = drafted(scene)
    with scene.world.work(scene.office) as work:
        sample = draw_sample(work, audit_id=audit_id, rule=SampleRule.SQUARE_ROOT)
        seed = sample.seed
    of_body = text_of(printed(door.pages(scene.office), f"/audits/{audit_id}/plan.pdf"))
    of_operator = text_of(printed(door.pages(scene.manager), f"/audits/{audit_id}/plan.pdf"))
    assert "Draft: the body has not confirmed this plan." in of_body
    assert seed in of_body
    assert seed not in of_operator
    report = text_of(printed(door.pages(scene.office), f"/audits/{audit_id}/report.pdf"))
    assert "Draft: the report is not finished." in report
    assert "indicators are not scored" in report
    assert door.pages(scene.office).get(f"/audits/{audit_id}/decision.pdf").status_code == 404


def test_the_report_stays_as_it_was_locked_and_the_findings_go_on(door: Door, scene: Scene) -> None:
    audit_id, finding_id = decided(scene)
    office = door.pages(scene.office)
    fixed = [f"/audits/{audit_id}/{name}" for name in ("report.pdf", "report.xlsx", "decision.pdf")]
    before = [office.get(address).data for address in fixed]
    _carry_on(scene, finding_id)
    assert [office.get(address).data for address in fixed] == before
    told = text_of(printed(office, f"/audits/{audit_id}/nonconformities/{finding_id}/report.pdf"))
    for words in (
        "State Closed",
        "A clerk was ill.",
        "Answer 1 of the operator, sent back",
        "Name them all.",
        "Extension 1",
        "Snow on the roads.",
        "The objection is rejected",
        "Seen on paper.",
    ):
        assert words in told


def _carry_on(scene: Scene, finding_id: UUID) -> None:
    """Let a nonconformity be objected to, extended, answered twice and closed."""
    found = {"nonconformity_id": finding_id}
    answer = {"root_cause": "A clerk was ill.", "correction": "", "corrective_action": "Trained."}
    with scene.world.work(scene.manager) as work:
        operations.object_to_nonconformity(work, **found, reasons="They are named elsewhere.")
        operations.answer_nonconformity(work, **found, **answer)
        due_on = queries.get_nonconformity(work, finding_id).due_on
    uninvolved = judges(scene.world, scene.body_id, Role.EVALUATOR)
    with scene.world.reading(scene.auditor) as reading:
        audit_id = queries.get_nonconformity(reading, finding_id).audit_id
    declared(scene.world, audit_id, scene.body_id, scene.operator_id, uninvolved)
    with scene.world.work(uninvolved) as work:
        operations.answer_objection(
            work, **found, outcome=ObjectionOutcome.REJECTED, answer="They are not."
        )
    with scene.world.work(scene.evaluator) as work:
        operations.return_answer(work, **found, reason="Name them all.")
        operations.extend_nonconformity(
            work, **found, due_on=due_on + timedelta(days=7), reason="Snow on the roads."
        )
    with scene.world.work(scene.manager) as work:
        operations.answer_nonconformity(work, **found, **answer)
    with scene.world.work(scene.evaluator) as work:
        operations.close_nonconformity(
            work, **found, verification=Verification.REMOTE, note="Seen on paper."
        )


def test_a_finished_report_tells_the_operator_sample_and_mock_recall(door: Door) -> None:
    audited = audited_of(door.world)
    lot, audit_id = audited.field.lot(100), planned(audited.scene)
    with door.world.work(audited.scene.auditor) as work:
        seed = draw_sample(work, audit_id=audit_id, rule=SampleRule.SQUARE_ROOT).seed
        operations.start_audit(work, audit_id=audit_id)
    with door.world.work(audited.scene.auditor) as work:
        rehearsal_id = start_rehearsal(work, audit_id=audit_id, lot=lot.number).id
    with door.world.work(audited.scene.auditor) as work:
        stop_rehearsal(work, rehearsal_id=rehearsal_id, agrees=True, note="One binder.")
    score_all(audited.scene, audit_id, {})
    finished(audited.scene, audit_id)
    address = f"/audits/{audit_id}/report.pdf"
    told = text_of(printed(door.pages(audited.scene.manager), address))
    for words in (seed, lot.number, "agree with the trace", "One binder.", "1 lot, 1 holder"):
        assert words in told


def test_others_print_nothing_and_a_finding_only_under_its_own_audit(
    door: Door, scene: Scene
) -> None:
    audit_id, finding_id = decided(scene)
    other = scene.world.organisation(OrganisationKind.OPERATOR, code="OTH", name="Other")
    stranger = scene.world.person((other, Role.OPERATOR_MANAGER))
    for name in (*PAPERS, f"nonconformities/{finding_id}/report.pdf"):
        for client in (door.pages(stranger), door.api(stranger)):
            assert client.get(f"/audits/{audit_id}/{name}").status_code == 404
    elsewhere = drafted(scene, starts_on=scene.order()["ends_on"])
    wrong = f"/audits/{elsewhere}/nonconformities/{finding_id}/report.pdf"
    assert door.pages(scene.office).get(wrong).status_code == 404


def test_conditions_stand_on_the_certificate_as_restrictions_and_nonconformities_do_not(
    door: Door, scene: Scene
) -> None:
    audit_id, _ = decided(scene)
    with scene.world.reading(scene.manager) as reading:
        found = find_certificate_of_audit(reading, audit_id)
        assert found is not None
        number = sight_of_own(reading, found).facts.number
    anybody = door.pages(None)
    page = anybody.get(f"/c/{number}").get_data(as_text=True)
    paper = text_of(anybody.get(f"/c/{number}/certificate.pdf").data)
    for told in (page, paper):
        assert "Name every collector." in told
        assert "Six receipts name nobody." not in told
    own = door.pages(scene.manager).get(f"/certificate-files/{found}").get_data(as_text=True)
    assert "Name every collector." in own
    assert f'href="/audits/{audit_id}"' in own
    said = door.api(scene.manager).get(f"/certificates/{found}").json
    assert said["restrictions"] == "Name every collector."
    with scene.world.store.reading() as session:
        paper_then = session.get_one(Certificate, found).paper
    del paper_then["restrictions"]
    assert "estrictions" not in text_of(pdf_of(paper_then, base_url="https://trace.example"))


def test_pages_and_api_offer_the_editions_of_papers_that_are_kept(door: Door, scene: Scene) -> None:
    audit_id = drafted(scene)
    declare(scene, audit_id)
    pages, api = door.pages(scene.office), door.api(scene.office)
    assert api.get(f"/audits/{audit_id}/papers").json == []
    assert pages.post(f"/audits/{audit_id}/confirm").status_code == 302
    [kept] = api.get(f"/audits/{audit_id}/papers").json
    assert (kept["kind"], kept["edition"], len(kept["sha256"])) == ("plan", 1, 64)
    address = f"/audits/{audit_id}/plan.pdf?edition=1"
    assert f'href="{address}"' in pages.get(f"/audits/{audit_id}").text
    assert printed(pages, address) == printed(api, address)
    for client in (pages, api):
        assert client.get(f"/audits/{audit_id}/plan.pdf?edition=2").status_code == 404
    assert api.get(f"/audits/{audit_id}/plan.pdf?edition=0").status_code == 422
