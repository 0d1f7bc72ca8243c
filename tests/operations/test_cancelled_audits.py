"""Plans that are cancelled and audits that are broken off."""

from uuid import UUID

import pytest
from sqlalchemy import select

from fairwild.audits import operations, queries
from fairwild.audits.queries.declaring import declarations_to_give
from fairwild.audits.queries.history import earlier_audits
from fairwild.audits.queries.involvement import office_parts
from fairwild.audits.queries.witnessed import audits_with
from fairwild.audits.states import AuditStatus, Grade, Outcome
from fairwild.kernel.refusals import NotAllowed, Refused
from fairwild.ledger.records import LedgerEntry
from tests.audits_builders import Scene, drafted, planned, raised, scene_of, scored
from tests.builders import World

WHY = "The same visit was planned twice."


@pytest.fixture
def scene(world: World) -> Scene:
    """A body, an operator and everybody it takes."""
    return scene_of(world)


def _cancelled(scene: Scene, audit_id: UUID) -> UUID:
    with scene.world.work(scene.office) as work:
        operations.cancel_audit(work, audit_id=audit_id, reason=WHY)
    return audit_id


def _involved(scene: Scene) -> tuple[set[UUID | None], set[UUID | None]]:
    with scene.world.reading(scene.office) as reading:
        parts = queries.parts_taken(reading, scene.operator_id)
        office = office_parts(reading, scene.operator_id)
    return {one.person_id for one in parts}, {one.person_id for one in office}


def test_a_cancelled_plan_involves_nobody_and_asks_nobody_for_anything(scene: Scene) -> None:
    audit_id = planned(scene)
    draft_id = drafted(scene)
    assert _involved(scene) == ({scene.auditor.person_id}, {scene.office.person_id})
    for one in (audit_id, draft_id):
        _cancelled(scene, one)
    assert _involved(scene) == (set(), set())
    later_id = drafted(scene)
    with scene.world.reading(scene.auditor) as reading:
        assert [one.id for one in declarations_to_give(reading)] == [later_id]
        assert earlier_audits(reading, queries.get_audit(reading, later_id)) == []
        asked = {"body_id": scene.body_id, "person_id": scene.auditor.person_id}
        assert [one.id for one in audits_with(reading, **asked)] == [later_id]  # type: ignore[arg-type]  # the auditor is a person


def test_an_audit_broken_off_stays_readable_and_counts_for_its_team(scene: Scene) -> None:
    audit_id = scored(scene)
    found_id = raised(scene, audit_id, "1.1.a", Grade.MINOR)
    with pytest.raises(NotAllowed), scene.world.work(scene.auditor) as work:
        operations.cancel_audit(work, audit_id=audit_id, reason=WHY)
    _cancelled(scene, audit_id)
    assert _involved(scene) == ({scene.auditor.person_id}, {scene.office.person_id})
    with scene.world.reading(scene.evaluator) as reading:
        view = queries.view_of_audit(reading, audit_id)
        assert (view.audit.status, view.audit.broken_off) == (AuditStatus.CANCELLED, True)
        assert view.audit.cancelled_by == scene.office.person_id
        assert view.scores
    with scene.world.reading(scene.manager) as reading:
        assert [one.id for one in queries.nonconformities_to_answer(reading)] == [found_id]
    with scene.world.store.reading() as session:
        [told] = session.scalars(
            select(LedgerEntry.data).where(LedgerEntry.kind == "audit-cancelled")
        )
    assert (told["after"], WHY in str(told)) == ("under-way", False)


def test_nothing_follows_a_cancelled_audit(scene: Scene) -> None:
    audit_id = _cancelled(scene, scored(scene))
    deeds = {
        "audit-not-under-way": (
            scene.auditor,
            lambda work: operations.finish_audit(work, audit_id=audit_id),
        ),
        "audit-not-finished": (
            scene.evaluator,
            lambda work: operations.evaluate_audit(
                work, audit_id=audit_id, recommendation=Outcome.CERTIFY, reasons="Good."
            ),
        ),
        "audit-not-evaluated": (
            scene.certifier,
            lambda work: operations.decide_audit(
                work, audit_id=audit_id, outcome=Outcome.REFUSE, reasons="Bad."
            ),
        ),
        "audit-not-to-cancel": (
            scene.office,
            lambda work: operations.cancel_audit(work, audit_id=audit_id, reason=WHY),
        ),
        "audit-over": (
            scene.certifier,
            lambda work: operations.declare_impartiality(
                work, audit_id=audit_id, has_interest=False
            ),
        ),
    }
    for code, (actor, deed) in deeds.items():
        with pytest.raises(Refused) as refused, scene.world.work(actor) as work:
            deed(work)
        assert code in [one.code for one in refused.value.obstacles]
