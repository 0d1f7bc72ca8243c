"""What an answer is verified by, when it was given, and what is repeated: rows and papers."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from fairwild.audits import operations, queries
from fairwild.audits.states import Grade, Pinnable, Verification
from fairwild.desks import operations as desks
from fairwild.desks.papers.nonconformities import nonconformity_paper
from fairwild.desks.queries import desk_of, find_numbered
from fairwild.kernel.actors import Actor
from fairwild.kernel.refusals import NotAllowed, Refused
from fairwild.store.files import StoredFile
from fairwild.trade.states import ConsignmentStatus
from tests.audits_builders import Scene, finished, planned, raised, scored
from tests.builders import World
from tests.checks_builders import check_of
from tests.desks_builders import Audited, audited_of


@pytest.fixture
def audited(world: World) -> Audited:
    return audited_of(world)


def answer(scene: Scene, found: UUID) -> None:
    with scene.world.work(scene.manager) as work:
        desks.answer_nonconformity(
            work,
            nonconformity_id=found,
            root_cause="Nobody was named.",
            correction="The names were added.",
            corrective_action="Ana checks every Monday.",
        )


def attach(audited: Audited, by: Actor, audit_id: UUID, found: UUID, name: str) -> bool:
    with audited.scene.world.reading(by) as reading:
        operations.may_attach(reading, audit_id=audit_id, nonconformity_id=found)
    stored = StoredFile(sha256=name[0] * 64, size_bytes=20)
    with audited.scene.world.work(by) as work:
        kept = desks.attach_evidence(
            work,
            audit_id=audit_id,
            nonconformity_id=found,
            file_name=name,
            media_type="application/pdf",
            stored=stored,
        )
        return bool(kept.verifies)


def verify(audited: Audited, by: Actor, found: UUID, number: str) -> UUID:
    with audited.scene.world.work(by) as work:
        pin = desks.verify_by_record(
            work, nonconformity_id=found, what=Pinnable.LOT, number=number, note="Names are on it."
        )
        return UUID(str(pin.id))


def test_an_evaluator_attaches_what_the_answer_was_verified_by_and_the_paper_lists_it(
    audited: Audited,
) -> None:
    scene = audited.scene
    lot, audit_id = audited.field.lot(100), scored(scene)
    found = raised(scene, audit_id, "5.1.a", Grade.MINOR)
    finished(scene, audit_id)
    assert not attach(audited, scene.evaluator, audit_id, found, "early.pdf")
    with pytest.raises(Refused) as refused:
        verify(audited, scene.evaluator, found, lot.number)
    assert [one.code for one in refused.value.obstacles] == ["nonconformity-not-answered"]
    answer(scene, found)
    with pytest.raises(NotAllowed):
        verify(audited, scene.certifier, found, lot.number)
    with pytest.raises(NotAllowed):
        attach(audited, scene.certifier, audit_id, found, "c.pdf")
    with pytest.raises(Refused) as refused:
        verify(audited, scene.evaluator, found, "NO-1")
    assert refused.value.obstacles[0].code == "pin-thing-unknown"
    assert attach(audited, scene.evaluator, audit_id, found, "seen.pdf")
    first = verify(audited, scene.evaluator, found, lot.number.lower())
    assert verify(audited, scene.evaluator, found, lot.number) == first
    with scene.world.work(scene.evaluator) as work:
        desks.close_nonconformity(
            work, nonconformity_id=found, verification=Verification.DOCUMENT, note="Both were seen."
        )
    with scene.world.reading(scene.manager) as reading:
        [pin] = queries.verification_pins_of(reading, found)
        [told] = nonconformity_paper(reading, audit_id, base_url="").findings
    assert (pin.label, pin.figures["made_g"], pin.note) == (lot.number, 100_000, "Names are on it.")
    assert [one.name for one in told.evidence] == ["early.pdf"]
    assert [one.name for one in told.verified_by] == ["seen.pdf", lot.number]
    with pytest.raises(Refused):
        verify(audited, scene.evaluator, found, lot.number)


def test_an_answer_read_late_makes_it_no_graver_and_sent_back_it_gets_days_anew(
    audited: Audited,
) -> None:
    scene = audited.scene
    audit_id = scored(scene)
    found = raised(scene, audit_id, "5.1.a", Grade.MINOR)
    finished(scene, audit_id)
    with scene.world.reading(scene.auditor) as reading:
        due_on = queries.get_nonconformity(reading, found).due_on
    scene.world.now += due_on - scene.world.now.date()
    answer(scene, found)
    scene.world.now += timedelta(days=40)
    assert told(audited, audit_id, found) == (due_on, Grade.MINOR, [])
    with scene.world.work(scene.auditor) as work:
        desks.return_answer(work, nonconformity_id=found, reason="Say who and when.")
    anew = due_on + timedelta(days=70)
    assert told(audited, audit_id, found) == (anew, Grade.MINOR, [])
    with scene.world.reading(scene.manager) as reading:
        [back] = queries.returned_answers_of(reading, found)
        [paper] = nonconformity_paper(reading, audit_id, base_url="").findings
    assert (back.due_before, back.due_on) == (due_on, anew)
    assert any("due anew on" in text for said in paper.history for _, text in said.parts)
    scene.world.now += timedelta(days=31)
    assert told(audited, audit_id, found) == (anew, Grade.MAJOR, [found])


def test_a_consignment_is_pinned_from_the_desk_and_verifies_by_its_invoice(world: World) -> None:
    check = check_of(world)
    scene, kind = check.scene, Pinnable.CONSIGNMENT
    audit_id = scored(scene)
    sent = check.accepted(check.sold(7, 5, invoice_number="RE 2026-14"), 7, 4)
    world.pass_time(minutes=5)
    check.accepted(check.sold(3), 0)
    with world.work(scene.auditor) as work:
        refused, seen = desk_of(work, audit_id).consignments
        assert (seen.id, seen.partner_of(scene.operator_id)) == (sent, check.company_id)
        assert (refused.status, refused.sent_g) == (ConsignmentStatus.REFUSED, 3000)
        order = {"audit_id": audit_id, "indicator": "5.1.a", "thing_id": sent}
        desks.pin_from_desk(work, what=kind, **order)
        stranger = find_numbered(work, scene.body_id, kind, seen.number)
    found = raised(scene, audit_id, "5.1.a", Grade.MINOR)
    finished(scene, audit_id)
    answer(scene, found)
    for number in (seen.number.lower(), "re2026-14"):
        with world.work(scene.evaluator) as work:
            pin = desks.verify_by_record(work, nonconformity_id=found, what=kind, number=number)
            told = (pin.thing_id, pin.figures["sent_g"], pin.figures["accepted_g"])
        assert told == (sent, 12_000, 11_000)
    assert stranger is None


def told(audited: Audited, audit_id: UUID, found: UUID) -> tuple[date, Grade, list[UUID]]:
    """Say the last day, the grade today, and what the operator reads as overdue."""
    with audited.scene.world.reading(audited.scene.manager) as reading:
        late = [one.id for one in queries.overdue_nonconformities(reading)]
        [listed] = queries.outstanding_nonconformities(reading)
        assert listed.overdue is bool(late)
        grade = queries.view_of_audit(reading, audit_id).grade_of(found)
        return queries.get_nonconformity(reading, found).due_on, grade, late


def test_two_earlier_ones_about_the_same_indicator_are_both_named(audited: Audited) -> None:
    scene = audited.scene
    before = scored(scene)
    first, second = (raised(scene, before, "5.1.a", Grade.MINOR) for _ in range(2))
    with scene.world.work(scene.auditor) as work:
        other = operations.raise_nonconformity(
            work, audit_id=before, indicators=["9.1.a", "1.1.a"], grade=Grade.MINOR, description="!"
        ).id
    again = planned(scene)
    with scene.world.work(scene.auditor) as work:
        operations.score_indicator(work, audit_id=again, indicator="1.1.b", value=2)
        found = operations.raise_nonconformity(
            work, audit_id=again, indicators=["1.1.a", "5.1.a"], grade=Grade.MINOR, description="!"
        )
        assert set(found.repeats) == {first, second, other}
    with scene.world.reading(scene.manager) as reading:
        row = queries.get_nonconformity(reading, found.id)
        named = [(one.audit_id, one.number) for one in queries.repeated_findings(reading, row)]
        [paper] = nonconformity_paper(reading, again, base_url="").findings
    assert named == [(before, 3), (before, 2), (before, 1)]
    assert [f"nonconformity {number} of" in paper.repeats for number in (1, 2, 3)] == [True] * 3
