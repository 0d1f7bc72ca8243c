"""What becomes of a nonconformity: several indicators, time, answers, objections, repetition."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from fairwild.alarms.operations import dismiss_alarm
from fairwild.alarms.queries import alarms_about
from fairwild.alarms.states import About, AlarmKind
from fairwild.audits import operations, queries
from fairwild.audits.states import (
    Grade,
    NonconformityStatus,
    ObjectionOutcome,
    Outcome,
    Verification,
)
from fairwild.kernel.actors import Actor, OrganisationKind, Role
from fairwild.kernel.refusals import Refused
from fairwild.store.files import StoredFile
from tests.audits_builders import (
    Scene,
    evaluated,
    finished,
    planned,
    raised,
    ready_to_decide,
    register_scored_low,
    scene_of,
    score_all,
    scored,
)
from tests.builders import World
from tests.competence_builders import competent, declared, interest, judges


@pytest.fixture
def scene(world: World) -> Scene:
    return scene_of(world)


def begun(scene: Scene) -> UUID:
    """Plan an audit and begin it with one score."""
    audit_id = planned(scene)
    with scene.world.work(scene.auditor) as work:
        operations.score_indicator(work, audit_id=audit_id, indicator="1.1.b", value=2)
    return audit_id


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [one.code for one in refused.value.obstacles]


def status_of(scene: Scene, found: UUID) -> NonconformityStatus:
    with scene.world.reading(scene.auditor) as reading:
        return queries.get_nonconformity(reading, found).status


def grade_today(scene: Scene, audit_id: UUID, found: UUID) -> Grade:
    with scene.world.reading(scene.auditor) as reading:
        return queries.view_of_audit(reading, audit_id).grade_of(found)


def answer(scene: Scene, found: UUID, what: str = "We train twice a year.") -> None:
    with scene.world.work(scene.manager) as work:
        operations.answer_nonconformity(
            work,
            nonconformity_id=found,
            root_cause="Nobody was named.",
            correction="",
            corrective_action=what,
        )


def close(scene: Scene, found: UUID) -> None:
    with scene.world.work(scene.auditor) as work:
        operations.close_nonconformity(
            work,
            nonconformity_id=found,
            verification=Verification.REMOTE,
            note="The names are there.",
        )


def extend(scene: Scene, found: UUID, to: date, reason: str = "The harvest was late.") -> None:
    with scene.world.work(scene.auditor) as work:
        operations.extend_nonconformity(work, nonconformity_id=found, due_on=to, reason=reason)


def obstacles(scene: Scene, audit_id: UUID) -> list[str]:
    with scene.world.reading(scene.certifier) as reading:
        return [one.code for one in queries.obstacles_to_decision(reading, audit_id)]


def test_one_nonconformity_covers_every_indicator_it_names(scene: Scene) -> None:
    audit_id = scored(scene, {"1.1.a": 1, "5.1.a": 1})
    with scene.world.work(scene.auditor) as work:
        found = operations.raise_nonconformity(
            work,
            audit_id=audit_id,
            indicators=["5.1.a", "1.1.a", "5.1.a"],
            grade=Grade.MAJOR,
            description="One register for everything.",
        )
    assert found.indicators == ("5.1.a", "1.1.a")
    finished(scene, audit_id)


def test_a_nonconformity_names_indicators_of_its_audit_and_at_least_one(scene: Scene) -> None:
    audit_id = begun(scene)
    for names, said in ([], ["nonconformity-about-nothing"]), (["9.9.z"], ["indicator-unknown"]):
        with pytest.raises(Refused) as refused, scene.world.work(scene.auditor) as work:
            operations.raise_nonconformity(
                work, audit_id=audit_id, indicators=names, grade=Grade.MINOR, description="Seen."
            )
        assert codes(refused) == said


def test_what_was_found_before_is_linked_and_what_was_lifted_is_not(scene: Scene) -> None:
    first = raised(scene, begun(scene), "5.1.a", Grade.MINOR)
    other = raised(scene, begun(scene), "1.1.a", Grade.MINOR)
    again = begun(scene)
    with scene.world.work(scene.auditor) as work:
        found = operations.raise_nonconformity(
            work,
            audit_id=again,
            indicators=["1.2.a", "5.1.a"],
            grade=Grade.MINOR,
            description="Again.",
        )
    assert found.repeats_id == first
    object_to(scene, other)
    judge(scene, other, ObjectionOutcome.UPHELD)
    with scene.world.work(scene.auditor) as work:
        anew = operations.raise_nonconformity(
            work, audit_id=again, indicators=["1.1.a"], grade=Grade.MINOR, description="New."
        )
    assert anew.repeats_id is None


def test_a_minor_one_not_closed_by_its_last_day_is_major_and_bars_the_certificate(
    scene: Scene,
) -> None:
    audit_id = scored(scene)
    found = raised(scene, audit_id, "5.1.a", Grade.MINOR)
    evaluated(scene, finished(scene, audit_id))
    with scene.world.reading(scene.auditor) as reading:
        due_on = queries.get_nonconformity(reading, found).due_on
    scene.world.now += due_on - scene.world.now.date()
    assert grade_today(scene, audit_id, found) is Grade.MINOR
    assert obstacles(scene, audit_id) == []
    scene.world.now += timedelta(days=1)
    assert grade_today(scene, audit_id, found) is Grade.MAJOR
    assert "nonconformity-grown-major" in obstacles(scene, audit_id)
    answer(scene, found)
    close(scene, found)
    assert "nonconformity-grown-major" not in obstacles(scene, audit_id)


def test_one_closed_in_time_stays_minor_for_ever(scene: Scene) -> None:
    audit_id = begun(scene)
    found = raised(scene, audit_id, "5.1.a", Grade.MINOR)
    answer(scene, found)
    close(scene, found)
    scene.world.now += timedelta(days=3000)
    assert grade_today(scene, audit_id, found) is Grade.MINOR


def test_more_time_is_counted_limited_and_given_before_the_last_day(scene: Scene) -> None:
    found = raised(scene, begun(scene), "5.1.a", Grade.MAJOR)
    due_on = date(2026, 6, 2)
    with pytest.raises(Refused) as refused:
        extend(scene, found, due_on, reason=" ")
    assert codes(refused) == ["extension-not-later", "finding-reason-missing"]
    with pytest.raises(Refused) as refused:
        extend(scene, found, date(2026, 9, 3))
    assert codes(refused) == ["extension-too-long"]
    extend(scene, found, date(2026, 9, 2))
    with pytest.raises(Refused) as refused:
        extend(scene, found, date(2026, 9, 10))
    assert codes(refused) == ["extensions-used-up"]
    with scene.world.reading(scene.manager) as reading:
        [given] = queries.extensions_of(reading, found)
        assert queries.get_nonconformity(reading, found).due_on == date(2026, 9, 2)
    assert (given.number, given.due_before) == (1, due_on)


def test_after_the_last_day_no_more_time_is_given(scene: Scene) -> None:
    found = raised(scene, begun(scene), "5.1.a", Grade.MINOR)
    scene.world.now += timedelta(days=366)
    with pytest.raises(Refused) as refused:
        extend(scene, found, date(2027, 6, 1))
    assert codes(refused) == ["nonconformity-overdue"]


def test_an_answer_sent_back_stays_readable_and_the_operator_answers_anew(scene: Scene) -> None:
    found = raised(scene, begun(scene), "5.1.a", Grade.MAJOR)
    answer(scene, found, "We will see.")
    with pytest.raises(Refused) as refused, scene.world.work(scene.auditor) as work:
        operations.return_answer(work, nonconformity_id=found, reason="")
    assert codes(refused) == ["finding-reason-missing"]
    with scene.world.work(scene.auditor) as work:
        operations.return_answer(work, nonconformity_id=found, reason="Say who and when.")
    assert status_of(scene, found) is NonconformityStatus.OPEN
    answer(scene, found, "Ana checks every Monday.")
    close(scene, found)
    with scene.world.reading(scene.manager) as reading:
        [kept] = queries.returned_answers_of(reading, found)
        row = queries.get_nonconformity(reading, found)
    assert (kept.corrective_action, kept.reason) == ("We will see.", "Say who and when.")
    assert row.corrective_action == "Ana checks every Monday."
    assert (row.status, row.verification) == (NonconformityStatus.CLOSED, Verification.REMOTE)


def test_a_second_return_moves_no_last_day_and_a_minor_one_grows(scene: Scene) -> None:
    audit_id = begun(scene)
    found = raised(scene, audit_id, "5.1.a", Grade.MINOR)
    for days in (0, 3, 40):
        with scene.world.reading(scene.manager) as reading:
            due_on = queries.get_nonconformity(reading, found).due_on
        scene.world.now += due_on - scene.world.now.date()
        answer(scene, found, "We will see.")
        scene.world.now += timedelta(days=days)
        with scene.world.work(scene.auditor) as work:
            operations.return_answer(work, nonconformity_id=found, reason="Say who and when.")
    with scene.world.reading(scene.manager) as reading:
        kept = queries.returned_answers_of(reading, found)
        row = queries.get_nonconformity(reading, found)
    assert [one.moved_last_day for one in kept] == [False, True, False]
    assert row.due_on == kept[1].due_on == kept[2].due_on
    assert grade_today(scene, audit_id, found) is Grade.MAJOR


def object_to(scene: Scene, found: UUID) -> None:
    with scene.world.work(scene.manager) as work:
        operations.object_to_nonconformity(
            work, nonconformity_id=found, reasons="The register was in the other office."
        )


def judge(scene: Scene, found: UUID, outcome: ObjectionOutcome, *, by: Actor | None = None) -> None:
    with scene.world.work(by or scene.certifier) as work:
        operations.answer_objection(
            work, nonconformity_id=found, outcome=outcome, answer="We went and looked."
        )


def test_an_objection_is_answered_by_somebody_who_had_no_part(scene: Scene) -> None:
    audit_id = scored(scene)
    found = raised(scene, audit_id, "5.1.a", Grade.MAJOR)
    object_to(scene, found)
    with pytest.raises(Refused) as refused:
        object_to(scene, found)
    assert codes(refused) == ["objection-there-already"]
    evaluated(scene, finished(scene, audit_id))
    with pytest.raises(Refused) as refused:
        judge(scene, found, ObjectionOutcome.UPHELD, by=scene.evaluator)
    assert codes(refused) == ["objection-by-involved"]
    assert "nonconformity-open" in obstacles(scene, audit_id)
    judge(scene, found, ObjectionOutcome.UPHELD)
    assert status_of(scene, found) is NonconformityStatus.LIFTED
    assert obstacles(scene, audit_id) == ["decider-judged-objection"]
    other = judges(scene.world, scene.body_id, Role.CERTIFIER)
    declared(scene.world, audit_id, scene.body_id, scene.operator_id, other)
    with scene.world.reading(other) as reading:
        assert queries.obstacles_to_decision(reading, audit_id) == []
    with pytest.raises(Refused) as refused:
        judge(scene, found, ObjectionOutcome.REJECTED)
    assert "objection-answered-already" in codes(refused)


def test_an_objection_that_nobody_of_the_body_can_judge_is_the_scheme_owners(
    scene: Scene,
) -> None:
    steward = scene.world.somebody(Role.SCHEME_STEWARD, OrganisationKind.SCHEME_OWNER)
    audit_id = scored(scene)
    found = raised(scene, audit_id, "5.1.a", Grade.MAJOR)
    object_to(scene, found)
    evaluated(scene, finished(scene, audit_id))
    assert (waiting(scene, steward), waiting(scene, scene.certifier)) == ([], [found])
    with pytest.raises(Refused) as refused:
        judge(scene, found, ObjectionOutcome.UPHELD, by=steward)
    assert codes(refused)[0] == "objection-with-body"
    with scene.world.work(scene.certifier) as work:
        operations.decide_audit(
            work, audit_id=audit_id, outcome=Outcome.REFUSE, reasons="One is major."
        )
    assert (waiting(scene, steward), waiting(scene, scene.certifier)) == ([found], [])
    with pytest.raises(Refused) as refused:
        judge(scene, found, ObjectionOutcome.UPHELD, by=steward)
    assert codes(refused) == ["declaration-missing"]
    with scene.world.work(steward) as work:
        operations.declare_impartiality(work, audit_id=audit_id, has_interest=False)
    judge(scene, found, ObjectionOutcome.UPHELD, by=steward)
    assert waiting(scene, steward) == []
    assert status_of(scene, found) is NonconformityStatus.LIFTED


def waiting(scene: Scene, actor: Actor) -> list[UUID]:
    with scene.world.reading(actor) as reading:
        return [one.id for one in queries.objections_to_judge(reading)]


def test_what_is_open_of_another_audit_bars_the_next_certificate(scene: Scene) -> None:
    minor, major = (
        raised(scene, begun(scene), "5.1.a", Grade.MINOR),
        raised(scene, begun(scene), "1.1.a", Grade.MAJOR),
    )
    audit_id = ready_to_decide(scene)
    assert obstacles(scene, audit_id) == ["nonconformity-open-elsewhere"]
    with scene.world.reading(scene.certifier) as reading:
        before = queries.found_elsewhere(reading, queries.get_audit(reading, audit_id))
    assert {one.nonconformity.id for one in before} == {minor, major}
    answer(scene, major)
    with scene.world.reading(scene.auditor) as reading:
        assert [one.id for one in queries.answers_to_read(reading)] == [major]
    close(scene, major)
    assert obstacles(scene, audit_id) == []
    with scene.world.reading(scene.auditor) as reading:
        due_on = queries.get_nonconformity(reading, minor).due_on
        assert queries.overdue_nonconformities(reading) == []
    scene.world.now += due_on + timedelta(days=1) - scene.world.now.date()
    assert "nonconformity-overdue-elsewhere" in obstacles(scene, audit_id)
    with scene.world.reading(scene.manager) as reading:
        [late] = queries.overdue_nonconformities(reading)
    assert (late.id, late.grade, late.overdue) == (minor, Grade.MAJOR, True)
    told_as_an_alarm(scene, late)
    answer(scene, minor)
    close(scene, minor)
    assert "nonconformity-overdue-elsewhere" not in obstacles(scene, audit_id)


def told_as_an_alarm(scene: Scene, late: queries.WaitingNonconformity) -> None:
    """The operator finds it among its alarms, until its figures change or it is put right."""
    with scene.world.reading(scene.manager) as reading:
        [alarm] = alarms_about(reading, scene.operator_id, About.AUDIT, late.audit_id)
    assert (alarm.kind, alarm.on) == (AlarmKind.NONCONFORMITY_OVERDUE, late.due_on)
    assert (alarm.facts["number"], alarm.facts["grade"]) == (late.number, Grade.MAJOR)
    with scene.world.work(scene.manager) as work:
        order = {"organisation_id": scene.operator_id, "key": alarm.key}
        dismiss_alarm(work, **order, reason="The body has it by letter.")
        assert alarms_about(work, scene.operator_id, About.AUDIT, late.audit_id) == []


def test_a_lifted_nonconformity_takes_no_more_files(scene: Scene) -> None:
    found = raised(scene, audit_id := begun(scene), "5.1.a", Grade.MAJOR)
    object_to(scene, found)
    judge(scene, found, ObjectionOutcome.UPHELD)
    file = {"file_name": "a.pdf", "media_type": "application/pdf"}
    kept = StoredFile(sha256="a" * 64, size_bytes=12)
    with pytest.raises(Refused) as refused, scene.world.work(scene.manager) as work:
        operations.attach_evidence(
            work, audit_id=audit_id, nonconformity_id=found, stored=kept, **file
        )
    assert codes(refused) == ["nonconformity-closed"]


def test_a_rejected_objection_leaves_the_nonconformity_standing(scene: Scene) -> None:
    found = raised(scene, begun(scene), "5.1.a", Grade.MAJOR)
    object_to(scene, found)
    judge(scene, found, ObjectionOutcome.REJECTED)
    assert status_of(scene, found) is NonconformityStatus.OPEN


def test_a_lifted_nonconformity_no_longer_explains_an_unmet_minimum(scene: Scene) -> None:
    audit_id = planned(scene)
    score_all(scene, audit_id, {"5.1.a": 1})
    found = raised(scene, audit_id, "5.1.a", Grade.MAJOR)
    object_to(scene, found)
    judge(scene, found, ObjectionOutcome.UPHELD)
    with pytest.raises(Refused) as refused:
        finished(scene, audit_id)
    assert codes(refused) == ["nonconformity-missing"]


def test_a_missed_minimum_that_was_put_right_and_verified_bars_no_certificate(
    scene: Scene,
) -> None:
    audit_id = register_scored_low(scene)
    found = raised(scene, audit_id, "5.1.a", Grade.MAJOR)
    evaluated(scene, finished(scene, audit_id))
    assert obstacles(scene, audit_id) == ["m-indicator-unmet", "nonconformity-open"]
    answer(scene, found)
    assert obstacles(scene, audit_id) == ["m-indicator-unmet", "nonconformity-open"]
    close(scene, found)
    assert obstacles(scene, audit_id) == []
    with scene.world.work(scene.certifier) as work:
        decision = operations.decide_audit(
            work, audit_id=audit_id, outcome=Outcome.CERTIFY, reasons="The register is whole now."
        )
    kept = decision.facts
    assert (kept["unmet"], kept["put_right"]) == (["5.1.a"], ["5.1.a"])
    assert (kept["points"], kept["share"]) == (118, "59/84")


@pytest.mark.parametrize(
    ("outcome", "conditions", "said"),
    [
        (Outcome.CERTIFY_WITH_CONDITIONS, " ", ["conditions-missing"]),
        (Outcome.CERTIFY, "Close it by May.", ["conditions-out-of-place"]),
        (Outcome.REFUSE, "Close it by May.", ["conditions-out-of-place"]),
    ],
)
def test_conditions_stand_with_their_outcome_only(
    scene: Scene, outcome: Outcome, conditions: str, said: list[str]
) -> None:
    audit_id = ready_to_decide(scene)
    with pytest.raises(Refused) as refused, scene.world.work(scene.certifier) as work:
        operations.decide_audit(
            work, audit_id=audit_id, outcome=outcome, reasons="So.", conditions=conditions
        )
    assert codes(refused) == said


def test_a_decision_freezes_the_grades_of_its_day_and_keeps_its_conditions(scene: Scene) -> None:
    audit_id = scored(scene)
    raised(scene, audit_id, "5.1.a", Grade.MINOR)
    evaluated(scene, finished(scene, audit_id))
    with scene.world.work(scene.certifier) as work:
        decision = operations.decide_audit(
            work,
            audit_id=audit_id,
            outcome=Outcome.CERTIFY_WITH_CONDITIONS,
            reasons="Careful work.",
            conditions="Name a keeper of the register by May.",
        )
    assert decision.conditions == "Name a keeper of the register by May."
    assert decision.facts["overrides"] == []
    assert decision.facts["nonconformities"] == [
        {"indicators": ["5.1.a"], "grade": "minor", "status": "open", "due_on": "2027-03-02"}
    ]


def verified_by(scene: Scene, found: UUID, actor: Actor) -> None:
    with scene.world.work(actor) as work:
        operations.close_nonconformity(
            work,
            nonconformity_id=found,
            verification=Verification.REMOTE,
            note="The names are there.",
        )


def test_a_correction_is_verified_by_somebody_competent_free_and_declared(scene: Scene) -> None:
    audit_id = begun(scene)
    found = raised(scene, audit_id, "5.1.a", Grade.MAJOR)
    answer(scene, found)
    other = scene.world.person((scene.body_id, Role.AUDITOR), (scene.body_id, Role.EVALUATOR))
    due_on = queries_due(scene, found) + timedelta(days=7)
    deeds = (
        lambda work: operations.close_nonconformity(
            work,
            nonconformity_id=found,
            verification=Verification.REMOTE,
            note="The names are there.",
        ),
        lambda work: operations.return_answer(work, nonconformity_id=found, reason="Who?"),
        lambda work: operations.extend_nonconformity(
            work, nonconformity_id=found, due_on=due_on, reason="Snow."
        ),
    )
    tie = interest(scene.world, scene.body_id, other, scene.operator_id)
    for deed in deeds:
        with pytest.raises(Refused) as refused, scene.world.work(other) as work:
            deed(work)
        assert codes(refused) == ["competence-missing", "interest-in-client", "declaration-missing"]
    competent(scene.world, scene.body_id, other, Role.EVALUATOR)
    with scene.world.work(other) as work:
        operations.declare_impartiality(work, audit_id=audit_id, has_interest=False)
    with pytest.raises(Refused) as refused:
        verified_by(scene, found, other)
    assert codes(refused) == ["interest-in-client"]
    assert refused.value.obstacles[0].facts["interest_id"] == str(tie)
    verified_by(scene, found, scene.auditor)


def queries_due(scene: Scene, found: UUID) -> date:
    with scene.world.reading(scene.auditor) as reading:
        return queries.get_nonconformity(reading, found).due_on


def test_what_the_office_set_aside_counts_when_corrections_are_verified(scene: Scene) -> None:
    audit_id = begun(scene)
    found = raised(scene, audit_id, "5.1.a", Grade.MAJOR)
    answer(scene, found)
    interest(scene.world, scene.body_id, scene.auditor, scene.operator_id)
    with pytest.raises(Refused) as refused:
        close(scene, found)
    assert codes(refused) == ["interest-in-client"]
    with scene.world.work(scene.office) as work:
        person_id = scene.auditor.person_id
        assert person_id is not None
        operations.override_obstacles(
            work, audit_id=audit_id, person_id=person_id, role=Role.AUDITOR, reason="Long ago."
        )
    close(scene, found)
    assert status_of(scene, found) is NonconformityStatus.CLOSED


def test_an_objection_is_judged_by_somebody_free_and_declared(scene: Scene) -> None:
    found = raised(scene, begun(scene), "5.1.a", Grade.MAJOR)
    object_to(scene, found)
    other = judges(scene.world, scene.body_id, Role.CERTIFIER)
    interest(scene.world, scene.body_id, other, scene.operator_id)
    with pytest.raises(Refused) as refused:
        judge(scene, found, ObjectionOutcome.UPHELD, by=other)
    assert codes(refused) == ["interest-in-client", "declaration-missing"]


def test_a_correction_left_open_by_a_decision_is_declared_for_and_verified_after_it(
    scene: Scene,
) -> None:
    audit_id = scored(scene)
    found = raised(scene, audit_id, "5.1.a", Grade.MINOR)
    evaluated(scene, finished(scene, audit_id))
    with scene.world.work(scene.certifier) as work:
        operations.decide_audit(work, audit_id=audit_id, outcome=Outcome.CERTIFY, reasons="Good.")
    answer(scene, found)
    other = judges(scene.world, scene.body_id, Role.AUDITOR)
    with scene.world.work(other) as work:
        operations.declare_impartiality(work, audit_id=audit_id, has_interest=False)
    verified_by(scene, found, other)
    with pytest.raises(Refused) as refused, scene.world.work(other) as work:
        operations.declare_impartiality(work, audit_id=audit_id, has_interest=False)
    assert codes(refused) == ["audit-over"]


def test_whoever_sent_an_answer_back_has_judged_it_and_does_not_decide(scene: Scene) -> None:
    audit_id = scored(scene)
    found = raised(scene, audit_id, "5.1.a", Grade.MINOR)
    both = judges(scene.world, scene.body_id, Role.EVALUATOR, Role.CERTIFIER)
    declared(scene.world, audit_id, scene.body_id, scene.operator_id, both)
    answer(scene, found)
    with scene.world.work(both) as work:
        operations.return_answer(work, nonconformity_id=found, reason="Say who and when.")
    answer(scene, found, "The foreman trains in March and September.")
    close(scene, found)
    evaluated(scene, finished(scene, audit_id))
    with pytest.raises(Refused) as refused, scene.world.work(both) as work:
        operations.decide_audit(work, audit_id=audit_id, outcome=Outcome.CERTIFY, reasons="Good.")
    assert codes(refused) == ["decider-returned-answer"]
    with scene.world.work(scene.certifier) as work:
        decision = operations.decide_audit(
            work, audit_id=audit_id, outcome=Outcome.CERTIFY, reasons="Good."
        )
    assert decision.facts["answers_returned_by"] == [str(both.person_id)]


def test_who_verified_and_who_judged_is_frozen_with_the_decision(scene: Scene) -> None:
    audit_id = scored(scene)
    corrected = raised(scene, audit_id, "5.1.a", Grade.MINOR)
    disputed = raised(scene, audit_id, "1.1.a", Grade.MINOR)
    answer(scene, corrected)
    close(scene, corrected)
    object_to(scene, disputed)
    judge(scene, disputed, ObjectionOutcome.UPHELD)
    evaluated(scene, finished(scene, audit_id))
    with pytest.raises(Refused) as refused, scene.world.work(scene.certifier) as work:
        operations.decide_audit(work, audit_id=audit_id, outcome=Outcome.REFUSE, reasons="No.")
    assert codes(refused) == ["decider-judged-objection"]
    other = judges(scene.world, scene.body_id, Role.CERTIFIER)
    declared(scene.world, audit_id, scene.body_id, scene.operator_id, other)
    with scene.world.work(other) as work:
        decision = operations.decide_audit(
            work, audit_id=audit_id, outcome=Outcome.CERTIFY, reasons="Good."
        )
    assert decision.facts["corrections_verified_by"] == [str(scene.auditor.person_id)]
    assert decision.facts["objections_judged_by"] == [str(scene.certifier.person_id)]
