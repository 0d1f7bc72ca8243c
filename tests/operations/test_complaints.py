"""Complaints from the first word to the outcome on appeal, on both engines."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest
from sqlalchemy import select

from fairwild.complaints import operations, queries
from fairwild.complaints.records import Complainant, ComplaintJudgement
from fairwild.complaints.states import ComplaintKind, ComplaintOutcome, ComplaintStatus, Involved
from fairwild.kernel.actors import NOBODY, OrganisationKind, Role
from fairwild.kernel.refusals import Conflict, NotAllowed, NotFound, Refused
from fairwild.ledger.records import LedgerEntry
from fairwild.mail.records import QueuedLetter
from tests.audits_builders import Scene, planned, scene_of
from tests.builders import World
from tests.competence_builders import interest
from tests.complaints_builders import (
    SAID,
    acknowledged,
    appoint,
    conclude,
    decided,
    lodged,
    plain_letter,
    uninvolved,
)
from tests.questions import asked_of


@pytest.fixture
def scene(world: World) -> Scene:
    """A body, its people, and an operator under agreement with it."""
    return scene_of(world)


def codes(refusal: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [one.code for one in refusal.value.obstacles]


def letters(world: World) -> list[str]:
    with world.store.reading() as session:
        ordered = select(QueuedLetter).order_by(QueuedLetter.queued_at)
        return [one.body for one in session.scalars(ordered)]


def test_a_complaint_of_anybody_reaches_the_body_and_ends_on_appeal(scene: Scene) -> None:
    world = scene.world
    made = acknowledged(scene, email="a@example.org")
    case_id, number = made.complaint.id, made.complaint.number
    assert number == "ECO-CO-2026-00001"
    assert made.complaint.body_id == scene.body_id
    vera, olga = uninvolved(scene), uninvolved(scene, "Olga")
    appoint(scene, case_id, vera)
    with world.work(vera) as work:
        operations.add_note(work, complaint_id=case_id, text="Read the pay book.")
    conclude(scene, case_id, vera, ComplaintOutcome.NOT_UPHELD)
    world.pass_time(days=3)
    with world.work(NOBODY) as work:
        operations.appeal_outcome(
            work, number=number, secret=made.secret, reasons="Ask them.", write=plain_letter
        )
    with pytest.raises(Refused) as again:
        appoint(scene, case_id, vera)
    assert codes(again) == ["examiner-judged-before"]
    appoint(scene, case_id, olga)
    world.pass_time(days=1)
    conclude(scene, case_id, olga)
    with world.reading(scene.office) as reading:
        case = queries.get_complaint(reading, case_id)
        assert case.status is ComplaintStatus.CLOSED
        assert [one.outcome for one in case.judgements] == [
            ComplaintOutcome.NOT_UPHELD,
            ComplaintOutcome.UPHELD,
        ]
    told = letters(world)
    assert len(told) == 5
    assert [made.secret in one for one in told].count(True) == 1


def test_the_ledger_never_says_who_complained(scene: Scene) -> None:
    made = lodged(scene, by=scene.manager, name="Pilar", email="p@example.org")
    with scene.world.work(scene.manager) as work:
        operations.forget_own(work, complaint_id=made.complaint.id)
    with scene.world.store.reading() as session:
        entries = list(
            session.scalars(
                select(LedgerEntry)
                .where(LedgerEntry.subject_id == made.complaint.id)
                .order_by(LedgerEntry.seq)
            )
        )
    assert [one.kind for one in entries] == ["complaint-received", "complainant-forgotten"]
    assert {one.actor_id for one in entries} == {None}
    said = " ".join(str(one.data) for one in entries)
    for hidden in ("Pilar", "p@example.org", str(scene.manager.person_id), SAID):
        assert hidden not in said


@pytest.mark.parametrize("who", ["auditor", "evaluator", "certifier"])
def test_who_had_a_part_in_an_audit_handles_no_complaint_about_it(scene: Scene, who: str) -> None:
    decided(scene)
    made = acknowledged(scene)
    person_id = getattr(scene, who).person_id
    with pytest.raises(Refused) as refusal:
        appoint(scene, made.complaint.id, getattr(scene, who))
    assert codes(refusal) == ["examiner-involved"]
    with scene.world.reading(scene.office) as reading:
        case = queries.get_complaint(reading, made.complaint.id)
        candidates = {one.person_id: one.obstacles for one in queries.candidates_for(reading, case)}
    assert [one.code for one in candidates[person_id]] == ["examiner-involved"]
    [confirmed] = candidates[scene.office.person_id or UUID(int=0)]
    assert (confirmed.code, confirmed.facts["how"]) == ("examiner-involved", Involved.CONFIRMED)


def test_what_is_known_by_the_day_of_the_outcome_counts(scene: Scene) -> None:
    made, vera = acknowledged(scene), uninvolved(scene)
    appoint(scene, made.complaint.id, vera)
    interest(scene.world, scene.body_id, vera, scene.operator_id)
    with pytest.raises(Refused) as refusal:
        conclude(scene, made.complaint.id, vera)
    assert codes(refusal) == ["interest-in-client"]


def test_an_appeal_against_a_decision_is_the_operators_and_nobodys_of_the_audit(
    scene: Scene,
) -> None:
    undecided = planned(scene, certification_year=2)
    with pytest.raises(Refused) as early, scene.world.reading(scene.manager) as reading:
        queries.named_decision(reading, undecided)
    assert codes(early) == ["complaint-nothing-decided"]
    audit_id = decided(scene)
    with pytest.raises(NotAllowed), scene.world.reading(scene.office) as reading:
        queries.named_decision(reading, audit_id)
    with scene.world.work(scene.manager) as work:
        case = operations.lodge_complaint(
            work,
            named=queries.named_decision(work, audit_id),
            kind=ComplaintKind.APPEAL,
            said="The points of 5.1.a were wrong.",
            person_id=scene.manager.person_id,
        ).complaint
    with scene.world.work(scene.office) as work:
        operations.acknowledge_complaint(work, complaint_id=case.id, gist="Points of 5.1.a.")
    scene.world.pass_time(days=4000)
    with pytest.raises(Refused) as refusal:
        appoint(scene, case.id, scene.certifier)
    assert codes(refusal) == ["examiner-of-this-decision"]


def test_a_body_without_anybody_uninvolved_passes_a_case_on(scene: Scene) -> None:
    made = acknowledged(scene)
    with pytest.raises(Refused) as alone, scene.world.work(scene.office) as work:
        operations.pass_complaint_on(work, complaint_id=made.complaint.id, reason="Too small.")
    assert codes(alone) == ["complaint-nobody-handles"]
    steward = scene.world.steward()
    with scene.world.work(scene.office) as work:
        operations.pass_complaint_on(work, complaint_id=made.complaint.id, reason="Too small.")
    with pytest.raises(NotFound), scene.world.work(scene.office) as work:
        operations.pass_complaint_on(work, complaint_id=made.complaint.id, reason="Again.")
    assert steward.person_id is not None
    with scene.world.work(steward) as work:
        operations.appoint_examiner(
            work, complaint_id=made.complaint.id, person_id=steward.person_id
        )
    conclude(scene, made.complaint.id, steward)


def test_without_a_body_the_scheme_owner_handles_it(world: World) -> None:
    steward, manager = world.steward(), world.operator_manager()
    assert manager.organisation_id is not None
    with world.work(NOBODY) as work:
        named = queries.named_operator(work, manager.organisation_id)
        assert named is not None
        made = operations.lodge_complaint(work, named=named, kind=ComplaintKind.OTHER, said="Hm.")
        assert made.complaint.body_id == steward.organisation_id


def test_who_complained_is_known_to_the_examiner_only(scene: Scene) -> None:
    made, vera = acknowledged(scene, name="Rosa", email="r@example.org"), uninvolved(scene)
    appoint(scene, made.complaint.id, vera)
    for actor in (scene.office, scene.auditor, scene.world.steward()):
        with scene.world.reading(actor) as reading:
            case = queries.get_complaint(reading, made.complaint.id)
            with pytest.raises(NotAllowed):
                queries.complainant_of(reading, case)
    with scene.world.reading(scene.manager) as reading, pytest.raises(NotFound):
        queries.get_complaint(reading, made.complaint.id)
    with scene.world.reading(vera) as reading:
        known = queries.complainant_of(reading, queries.get_complaint(reading, made.complaint.id))
        assert known is not None
        assert known.name == "Rosa"


def test_whoever_complained_can_be_forgotten_with_their_letters(scene: Scene) -> None:
    made = acknowledged(scene, name="Rosa", email="r@example.org")
    with pytest.raises(Refused) as early, scene.world.work(scene.office) as work:
        operations.forget_complainant(work, complaint_id=made.complaint.id)
    assert codes(early) == ["complainant-still-needed"]
    assert len(letters(scene.world)) == 2
    with scene.world.work(NOBODY) as work:
        operations.forget_me(work, number=made.complaint.number, secret=made.secret)
    assert letters(scene.world) == []
    with scene.world.store.reading() as session:
        assert session.scalar(select(Complainant.id)) is None
    with pytest.raises(Refused) as gone, scene.world.work(NOBODY) as work:
        operations.forget_me(work, number=made.complaint.number, secret=made.secret)
    assert codes(gone) == ["complainant-unknown"]


def test_two_who_judge_at_once_are_not_both_right(scene: Scene) -> None:
    made, vera = acknowledged(scene), uninvolved(scene)
    case_id, world = made.complaint.id, scene.world
    appoint(scene, case_id, vera)
    start = Barrier(2)

    def judge(outcome: ComplaintOutcome) -> str:
        start.wait()
        try:
            conclude(scene, case_id, vera, outcome)
        except Refused as refusal:
            return refusal.obstacles[0].code
        except Conflict:
            return "conflict"
        return "done"

    with ThreadPoolExecutor(2) as pool:
        said = sorted(pool.map(judge, (ComplaintOutcome.UPHELD, ComplaintOutcome.NOT_UPHELD)))
    assert said[1] == "done" or said[0] == "done"
    assert said.count("done") == 1
    assert set(said) - {"done"} <= {"complaint-moved-on", "conflict"}
    with world.store.reading() as session:
        assert len(session.scalars(select(ComplaintJudgement)).all()) == 1


def test_a_wrong_secret_opens_nothing(scene: Scene) -> None:
    made = lodged(scene)
    with scene.world.reading(NOBODY) as reading:
        assert queries.find_case(reading, made.complaint.number, made.secret) is not None
        assert queries.find_case(reading, made.complaint.number, made.secret[:-1]) is None
        assert queries.find_case(reading, "ECO-CO-2026-00009", made.secret) is None


def test_the_desks_question_does_not_grow_with_the_complaints(scene: Scene) -> None:
    other = scene.world.somebody(Role.BODY_OFFICE, OrganisationKind.CERTIFICATION_BODY)

    def asked() -> tuple[int, int, list[bool]]:
        with (
            asked_of(scene.world.store) as said,
            scene.world.reading(scene.auditor) as reading,
        ):
            found = queries.complaints_about(reading, scene.operator_id)
            opened = [one.may_open for one in found]
        return len(found), len(said), opened

    lodged(scene)
    few = asked()
    vera = uninvolved(scene)
    for _ in range(6):
        made = acknowledged(scene)
        appoint(scene, made.complaint.id, vera)
        conclude(scene, made.complaint.id, vera)
    many = asked()
    assert (few[0], many[0]) == (1, 7)
    assert few[1] == many[1]
    assert all(many[2])
    with scene.world.reading(other) as reading:
        assert not any(one.may_open for one in queries.complaints_about(reading, scene.operator_id))
