"""Deeds on audits, from the plan to the decision."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from fairwild.access.actions import Action
from fairwild.audits import operations, queries
from fairwild.audits.queries.resting import grounds_of
from fairwild.audits.records import Decision, Evidence, Score
from fairwild.audits.states import (
    AuditStatus,
    Grade,
    NonconformityStatus,
    ObjectionOutcome,
    Outcome,
    TeamRole,
    Verification,
)
from fairwild.kernel.actors import Actor, OrganisationKind, Post, Role
from fairwild.kernel.refusals import Conflict, Invalid, NotAllowed, NotFound, Refused
from fairwild.ledger.records import LedgerEntry
from fairwild.species.states import RiskClass
from fairwild.store.files import StoredFile
from fairwild.unit_of_work import UnitOfWork
from tests.audits_builders import (
    Scene,
    classify,
    drafted,
    evaluated,
    finished,
    indicator_codes,
    planned,
    raised,
    ready_to_decide,
    register_scored_low,
    scene_of,
    score_all,
    scored,
    without_agreement,
)
from tests.builders import World
from tests.competence_builders import judges
from tests.questions import asked_of

PHOTO = StoredFile(sha256="a" * 64, size_bytes=1234)


@pytest.fixture
def scene(world: World) -> Scene:
    """A body, an operator and everybody it takes."""
    return scene_of(world)


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    """Name the obstacles of a refusal."""
    return [obstacle.code for obstacle in refused.value.obstacles]


def kinds(scene: Scene, subject: UUID) -> list[str]:
    """Name what the ledger says happened to a subject."""
    wanted = select(LedgerEntry.kind).where(LedgerEntry.subject_id == subject)
    with scene.world.store.reading() as session:
        return list(session.scalars(wanted.order_by(LedgerEntry.version)))


def entries(scene: Scene) -> int:
    """Count everything in the ledger."""
    with scene.world.store.reading() as session:
        return session.scalar(select(func.count()).select_from(LedgerEntry)) or 0


def score(scene: Scene, audit_id: UUID, by: Actor | None = None, **found: Any) -> Score:
    """Score one indicator."""
    with scene.world.work(by or scene.auditor) as work:
        return operations.score_indicator(work, audit_id=audit_id, **found)


def status_of(scene: Scene, audit_id: UUID) -> AuditStatus:
    """Say how far an audit has come."""
    with scene.world.reading(scene.office) as reading:
        return queries.get_audit(reading, audit_id).status


def test_the_office_plans_an_audit_with_number_team_and_scope(scene: Scene) -> None:
    audit_id = drafted(scene)
    with scene.world.reading(scene.manager) as reading:
        audit = queries.get_audit(reading, audit_id)
        facts = queries.audit_facts(reading, audit_id)
        assert audit.number == "ECO-A-2026-001"
        assert audit.status is AuditStatus.PLANNED
        assert audit.scope[0]["maximum_g"] == 16_800_000
    assert facts.in_team(scene.auditor.person_id)
    assert kinds(scene, audit_id) == ["audit-planned"]


def test_every_fault_of_a_plan_is_named_at_once(scene: Scene) -> None:
    stranger, before = scene.world.operator_manager(), entries(scene)
    wrong = scene.order(
        operator_id=scene.body_id,
        starts_on=date(2009, 5, 1),
        ends_on=date(2009, 5, 2),
        team=[(stranger.person_id, TeamRole.AUDITOR), (stranger.person_id, TeamRole.EXPERT)],
        scope=scene.scope(species_id=uuid4(), area_ids=[uuid4()]),
    )
    with pytest.raises(Refused) as refused, scene.world.work(scene.office) as work:
        operations.plan_audit(work, **wrong)
    assert codes(refused) == [
        "auditee-not-an-operator",
        "standard-not-yet-valid",
        "team-needs-one-leader",
        "team-member-twice",
        "team-member-not-suited",
        "team-member-not-suited",
        "scope-species-not-collected",
        "scope-area-not-own",
    ]
    assert entries(scene) == before


def test_an_empty_scope_and_an_unknown_standard_are_refused(scene: Scene) -> None:
    with pytest.raises(Refused) as refused, scene.world.work(scene.office) as work:
        operations.plan_audit(work, **scene.order(scope=[]))
    assert codes(refused) == ["scope-empty"]
    with pytest.raises(Invalid), scene.world.work(scene.office) as work:
        operations.plan_audit(work, **scene.order(standard_version="9.9"))
    with pytest.raises(Invalid), scene.world.work(scene.office) as work:
        operations.plan_audit(work, **scene.order(ends_on=date(2026, 1, 1)))


def test_the_first_score_starts_the_audit(scene: Scene) -> None:
    audit_id = planned(scene)
    first = score(scene, audit_id, indicator="1.1.a", value=2, note="List of 2025 seen.")
    assert (first.value, first.version) == (2, 1)
    assert status_of(scene, audit_id) is AuditStatus.UNDER_WAY
    begun = ["audit-planned", "audit-confirmed", "audit-started", "indicator-scored"]
    assert kinds(scene, audit_id) == begun


def test_an_audit_is_started_by_hand_once(scene: Scene) -> None:
    audit_id = planned(scene)
    with scene.world.work(scene.auditor) as work:
        operations.start_audit(work, audit_id=audit_id)
    with pytest.raises(Refused) as refused, scene.world.work(scene.auditor) as work:
        operations.start_audit(work, audit_id=audit_id)
    assert codes(refused) == ["audit-not-confirmed"]


def test_without_an_agreement_nothing_starts(scene: Scene) -> None:
    audit_id = drafted(without_agreement(scene))
    with pytest.raises(Refused) as refused:
        score(scene, audit_id, indicator="9.9.z", value=7)
    assert codes(refused) == [
        "audit-not-confirmed",
        "agreement-missing",
        "indicator-unknown",
        "score-out-of-range",
    ]
    assert status_of(scene, audit_id) is AuditStatus.PLANNED


def test_an_auditor_outside_the_team_scores_nothing(scene: Scene) -> None:
    audit_id = planned(scene)
    other = judges(scene.world, scene.body_id, Role.AUDITOR)
    with pytest.raises(Refused) as refused:
        score(scene, audit_id, by=other, indicator="1.1.a", value=2)
    assert codes(refused) == ["scorer-not-in-audit-team"]


def test_two_auditors_never_overwrite_each_other_silently(scene: Scene) -> None:
    audit_id = planned(scene)
    first = score(scene, audit_id, indicator="1.1.a", value=2)
    with pytest.raises(Conflict):
        score(scene, audit_id, indicator="1.1.a", value=0)
    score(scene, audit_id, indicator="1.1.a", value=1, seen_version=first.version)
    with pytest.raises(Conflict):
        score(scene, audit_id, indicator="1.1.a", value=3, seen_version=first.version)
    with scene.world.reading(scene.office) as reading:
        kept = queries.find_score(reading, audit_id, "1.1.a")
        assert kept is not None
        assert (kept.value, kept.version) == (1, 2)


def test_the_same_score_sent_twice_is_one_score(scene: Scene) -> None:
    audit_id = planned(scene)
    score(scene, audit_id, indicator="1.1.a", value=2, note="seen")
    again = score(scene, audit_id, indicator="1.1.a", value=2, note="seen")
    assert again.version == 1
    assert kinds(scene, audit_id).count("indicator-scored") == 1


def test_not_applicable_leaves_both_sides_of_the_share(scene: Scene) -> None:
    audit_id = scored(scene)
    seen = _version_of(scene, audit_id, "4.1.c")
    score(
        scene,
        audit_id,
        indicator="4.1.c",
        not_applicable=True,
        note="No such place.",
        seen_version=seen,
    )
    rating = _rating(scene, audit_id)
    assert (rating.points, rating.norm, rating.not_applicable) == (166, 166, 1)


def test_leaving_out_all_but_one_indicator_takes_a_reason_for_each_and_is_never_silent(
    scene: Scene,
) -> None:
    audit_id = planned(scene)
    first, *others = indicator_codes(scene, audit_id)
    score(scene, audit_id, indicator=first, value=3)
    for code in others:
        score(scene, audit_id, indicator=code, not_applicable=True, note="-")
    rating = _rating(scene, audit_id)
    waived = set(rating.waived)
    assert (rating.points, rating.norm, len(waived) + rating.other_not_applicable) == (3, 2, 83)
    with pytest.raises(Refused) as refused:
        finished(scene, audit_id)
    assert codes(refused) == ["note-missing"] * 83
    _say_of_all(scene, audit_id, others, "None.")
    with pytest.raises(Refused) as refused:
        finished(scene, audit_id)
    assert {(one.code, one.at) for one in refused.value.obstacles} == {
        ("waiver-unexplained", code) for code in waived
    }
    _say_of_all(scene, audit_id, others, "No such place is used.")
    evaluated(scene, finished(scene, audit_id))
    with scene.world.work(scene.certifier) as work:
        decision = operations.decide_audit(
            work, audit_id=audit_id, outcome=Outcome.REFUSE, reasons="Hardly anything was seen."
        )
        assert decision.facts["waived"] == dict.fromkeys(sorted(waived), "No such place is used.")


def _say_of_all(scene: Scene, audit_id: UUID, left_out: list[str], note: str) -> None:
    for code in left_out:
        seen = _version_of(scene, audit_id, code)
        score(scene, audit_id, indicator=code, not_applicable=True, note=note, seen_version=seen)


def _version_of(scene: Scene, audit_id: UUID, indicator: str) -> int:
    with scene.world.reading(scene.office) as reading:
        found = queries.find_score(reading, audit_id, indicator)
        assert found is not None
        return found.version


def _rating(scene: Scene, audit_id: UUID) -> Any:
    with scene.world.reading(scene.office) as reading:
        return queries.view_of_audit(reading, audit_id).rating


def test_a_high_risk_species_brings_its_extra_indicators(scene: Scene) -> None:
    usual = planned(scene)
    high = {"risk_class": RiskClass.HIGH, "valid_from": date(2025, 1, 1)}
    classify(scene.world, scene.species_id, **high)
    risky = planned(scene)
    assert _rating(scene, usual).applicable == 84
    assert _rating(scene, risky).applicable == 90


def test_evidence_is_kept_once_under_a_clean_name(scene: Scene) -> None:
    audit_id = planned(scene)
    with scene.world.work(scene.auditor) as work:
        operations.start_audit(work, audit_id=audit_id)
    for _ in range(2):
        with scene.world.work(scene.auditor) as work:
            operations.attach_evidence(
                work,
                audit_id=audit_id,
                indicator="5.1.a",
                file_name="..\\..\\etc/pass<w>d.exe",
                media_type="image/jpeg",
                stored=PHOTO,
            )
    with scene.world.store.reading() as session:
        names = list(session.scalars(select(Evidence.file_name)))
    assert names == ["pass_w_d.jpg"]
    assert kinds(scene, audit_id).count("evidence-attached") == 1


def test_evidence_needs_a_known_indicator_and_a_place_in_the_team(scene: Scene) -> None:
    audit_id = planned(scene)
    other = judges(scene.world, scene.body_id, Role.AUDITOR)
    with pytest.raises(Refused) as refused, scene.world.work(other) as work:
        operations.attach_evidence(
            work,
            audit_id=audit_id,
            indicator="0.0.z",
            file_name="a.pdf",
            media_type="application/pdf",
            stored=PHOTO,
        )
    assert codes(refused) == [
        "audit-not-under-way",
        "scorer-not-in-audit-team",
        "indicator-unknown",
    ]


def test_the_operator_attaches_evidence_to_its_own_nonconformity_only(scene: Scene) -> None:
    audit_id = scored(scene, {"5.1.a": 1})
    found = raised(scene, audit_id, "5.1.a", Grade.MAJOR)
    file: dict[str, Any] = {
        "file_name": "register.pdf",
        "media_type": "application/pdf",
        "stored": PHOTO,
    }
    with scene.world.work(scene.manager) as work:
        operations.attach_evidence(work, audit_id=audit_id, nonconformity_id=found, **file)
    with pytest.raises(NotAllowed), scene.world.work(scene.manager) as work:
        operations.attach_evidence(work, audit_id=audit_id, indicator="5.1.a", **file)
    other_id = scored(scene)
    with pytest.raises(Refused) as refused, scene.world.work(scene.manager) as work:
        operations.attach_evidence(work, audit_id=other_id, nonconformity_id=found, **file)
    assert codes(refused) == ["nonconformity-of-another-audit"]


@pytest.mark.parametrize(
    ("grade", "due_on"),
    [
        (Grade.MINOR, date(2027, 3, 2)),
        (Grade.MAJOR, date(2026, 6, 2)),
        (Grade.CRITICAL, date(2026, 3, 2)),
    ],
)
def test_the_grade_sets_the_last_day(scene: Scene, grade: Grade, due_on: date) -> None:
    found = raised(scene, scored(scene), "5.1.a", grade)
    with scene.world.reading(scene.manager) as reading:
        assert queries.get_nonconformity(reading, found).due_on == due_on


def test_a_nonconformity_is_answered_by_one_and_closed_by_another(scene: Scene) -> None:
    audit_id = scored(scene)
    found = raised(scene, audit_id, "5.1.a", Grade.MAJOR)
    answer = {"root_cause": "New clerk.", "correction": "Names added."}
    with pytest.raises(Refused) as refused, scene.world.work(scene.auditor) as work:
        operations.close_nonconformity(
            work,
            nonconformity_id=found,
            verification=Verification.REMOTE,
            note="The names are there.",
        )
    assert codes(refused) == ["nonconformity-not-answered"]
    both = replace(scene.manager, posts=scene.manager.posts | {Post(scene.body_id, Role.AUDITOR)})
    with scene.world.work(both) as work:
        operations.answer_nonconformity(
            work, nonconformity_id=found, **answer, corrective_action="Clerks are trained."
        )
    with pytest.raises(Refused) as refused, scene.world.work(both) as work:
        operations.close_nonconformity(
            work,
            nonconformity_id=found,
            verification=Verification.REMOTE,
            note="The names are there.",
        )
    assert codes(refused)[0] == "closer-is-answerer"
    with scene.world.work(scene.auditor) as work:
        closed = operations.close_nonconformity(
            work,
            nonconformity_id=found,
            verification=Verification.REMOTE,
            note="The names are there.",
        )
    assert closed.status is NonconformityStatus.CLOSED
    assert kinds(scene, found) == [
        "nonconformity-raised",
        "nonconformity-answered",
        "nonconformity-closed",
    ]


def test_nothing_is_closed_by_saying_nothing(scene: Scene) -> None:
    audit_id = scored(scene)
    found = raised(scene, audit_id, "5.1.a", Grade.MAJOR)
    dots = dict.fromkeys(("root_cause", "correction", "corrective_action"), ".")
    with pytest.raises(Refused) as refused, scene.world.work(scene.manager) as work:
        operations.answer_nonconformity(work, nonconformity_id=found, **dots)
    assert codes(refused) == ["answer-missing"]
    with scene.world.work(scene.manager) as work:
        operations.answer_nonconformity(
            work, nonconformity_id=found, **dots | {"corrective_action": "Clerks are trained."}
        )
    said: dict[str, Any] = {"nonconformity_id": found, "verification": Verification.DOCUMENT}
    with pytest.raises(Refused) as refused, scene.world.work(scene.auditor) as work:
        operations.close_nonconformity(work, **said)
    assert codes(refused) == ["closing-note-missing", "verifying-document-missing"]
    with scene.world.work(scene.manager) as work:
        operations.attach_evidence(
            work,
            audit_id=audit_id,
            nonconformity_id=found,
            file_name="register.pdf",
            media_type="application/pdf",
            stored=PHOTO,
        )
    with scene.world.work(scene.auditor) as work:
        closed = operations.close_nonconformity(work, **said, note="The names are there.")
    assert closed.status is NonconformityStatus.CLOSED


def test_an_empty_answer_is_no_answer(scene: Scene) -> None:
    found = raised(scene, scored(scene), "5.1.a", Grade.MINOR)
    with pytest.raises(Refused) as refused, scene.world.work(scene.manager) as work:
        operations.answer_nonconformity(
            work, nonconformity_id=found, root_cause="", correction="", corrective_action=" "
        )
    assert codes(refused) == ["answer-missing"]


def test_a_report_with_gaps_is_not_finished(scene: Scene) -> None:
    audit_id = scored(scene, {"5.1.a": 1})
    seen = _version_of(scene, audit_id, "4.1.c")
    empty: dict[str, Any] = {"indicator": "4.1.c", "seen_version": seen}
    score(scene, audit_id, **empty, not_applicable=True)
    seen = _version_of(scene, audit_id, "4.1.b")
    score(scene, audit_id, indicator="4.1.b", seen_version=seen)
    with pytest.raises(Refused) as refused:
        finished(scene, audit_id)
    assert codes(refused) == ["indicator-unscored", "note-missing", "nonconformity-missing"]


def test_a_finished_report_is_locked(scene: Scene) -> None:
    audit_id = finished(scene, scored(scene))
    assert status_of(scene, audit_id) is AuditStatus.FINISHED
    before = entries(scene)
    deeds: list[Callable[[UnitOfWork], object]] = [
        lambda work: operations.score_indicator(
            work, audit_id=audit_id, indicator="1.1.a", value=3, seen_version=1
        ),
        lambda work: operations.raise_nonconformity(
            work, audit_id=audit_id, indicators=["1.1.a"], grade=Grade.MINOR, description="Late."
        ),
        lambda work: operations.attach_evidence(
            work,
            audit_id=audit_id,
            indicator="1.1.a",
            file_name="a.pdf",
            media_type="application/pdf",
            stored=PHOTO,
        ),
        lambda work: operations.finish_audit(work, audit_id=audit_id),
    ]
    for deed in deeds:
        with pytest.raises(Refused) as refused, scene.world.work(scene.auditor) as work:
            deed(work)
        assert codes(refused) == ["audit-not-under-way"]
    assert entries(scene) == before


def test_the_evaluator_stands_outside_the_team(scene: Scene) -> None:
    both = judges(scene.world, scene.body_id, Role.AUDITOR, Role.EVALUATOR)
    team = [(scene.auditor.person_id, TeamRole.LEADER), (both.person_id, TeamRole.AUDITOR)]
    audit_id = planned(scene, team=team)
    with pytest.raises(Refused) as refused:
        evaluated(scene, audit_id, by=both)
    assert codes(refused) == ["audit-not-finished", "evaluator-in-audit-team"]


def test_a_good_audit_is_decided_and_its_grounds_are_frozen(scene: Scene) -> None:
    audit_id = ready_to_decide(scene)
    with scene.world.work(scene.certifier) as work:
        decision = operations.decide_audit(
            work, audit_id=audit_id, outcome=Outcome.CERTIFY, reasons="Nothing against it."
        )
    assert decision.facts["points"] == 168
    assert decision.facts["share"] == "1/1"
    assert decision.facts["minimum_share"] == "3/5"
    assert len(decision.facts["parameters_version"]) == 16
    assert decision.facts["agreement"]["edition"] == "2025-1"
    [approval] = decision.facts["approvals"]
    assert (approval["country"], approval["valid_from"]) == ("ES", "2024-01-01")
    [risk] = decision.facts["risk_classifications"]
    assert (risk["document"], risk["risk_class"]) == ("RA-2024-01", "medium")
    judged = {one["person_id"]: one["role"] for one in decision.facts["competences"]}
    roles = {"auditor": scene.auditor, "evaluator": scene.evaluator, "certifier": scene.certifier}
    assert judged == {str(actor.person_id): role for role, actor in roles.items()}
    assert decision.facts["open_elsewhere"] == []
    assert status_of(scene, audit_id) is AuditStatus.DECIDED
    assert kinds(scene, audit_id)[-1] == "audit-decided"


def test_118_of_168_points_do_not_help_where_the_register_falls_short(scene: Scene) -> None:
    audit_id = register_scored_low(scene)
    rating = _rating(scene, audit_id)
    assert (rating.points, rating.norm, rating.points_needed) == (118, 168, 101)
    raised(scene, audit_id, "5.1.a", Grade.MAJOR)
    evaluated(scene, finished(scene, audit_id))
    with pytest.raises(Refused) as refused:
        _certify(scene, audit_id, scene.certifier)
    assert codes(refused) == ["m-indicator-unmet", "nonconformity-open"]
    assert status_of(scene, audit_id) is AuditStatus.EVALUATED


def _certify(scene: Scene, audit_id: UUID, by: Actor, outcome: Outcome = Outcome.CERTIFY) -> None:
    with scene.world.work(by) as work:
        operations.decide_audit(work, audit_id=audit_id, outcome=outcome, reasons="So it is.")


def test_a_refusal_needs_no_open_gates(scene: Scene) -> None:
    audit_id = register_scored_low(scene)
    raised(scene, audit_id, "5.1.a", Grade.MAJOR)
    evaluated(scene, finished(scene, audit_id))
    _certify(scene, audit_id, scene.certifier, Outcome.REFUSE)
    assert status_of(scene, audit_id) is AuditStatus.DECIDED


def test_nobody_decides_on_the_own_audit(scene: Scene) -> None:
    everything = (Role.AUDITOR, Role.EVALUATOR, Role.CERTIFIER)
    one = judges(scene.world, scene.body_id, *everything)
    audit_id = planned(scene, team=[(one.person_id, TeamRole.LEADER)])
    own = replace(scene, auditor=one)
    score_all(own, audit_id, {})
    evaluated(scene, finished(own, audit_id))
    for outcome in Outcome:
        with pytest.raises(Refused) as refused:
            _certify(scene, audit_id, one, outcome)
        assert codes(refused)[:1] == ["decider-in-audit-team"]
    with scene.world.store.reading() as session:
        assert session.scalar(select(func.count()).select_from(Decision)) == 0


def test_the_evaluator_does_not_decide(scene: Scene) -> None:
    two = judges(scene.world, scene.body_id, Role.EVALUATOR, Role.CERTIFIER)
    audit_id = evaluated(scene, finished(scene, scored(scene)), by=two)
    with scene.world.reading(two) as reading:
        asked = [one.code for one in operations.obstacles_to_decision(reading, audit_id)]
    assert asked == ["decider-is-evaluator"]
    with pytest.raises(Refused) as refused:
        _certify(scene, audit_id, two)
    assert codes(refused) == asked


def test_a_body_without_approval_certifies_nothing(scene: Scene) -> None:
    audit_id = ready_to_decide(scene)
    scene.world.pass_time(days=1)
    with scene.world.work(scene.certifier) as work:
        work.session.connection().exec_driver_sql("update body_approval set status='suspended'")
        with pytest.raises(Refused) as refused:
            operations.decide_audit(
                work, audit_id=audit_id, outcome=Outcome.CERTIFY, reasons="So it is."
            )
    assert codes(refused) == ["body-not-approved"]


DEEDS: dict[Action, Callable[[UnitOfWork, Scene, UUID, UUID], object]] = {
    Action.PLAN_AUDIT: lambda work, scene, audit, found: operations.plan_audit(
        work, **scene.order()
    ),
    Action.SCORE_AUDIT: lambda work, scene, audit, found: operations.score_indicator(
        work, audit_id=audit, indicator="1.1.a", value=2
    ),
    Action.RAISE_NONCONFORMITY: lambda work, scene, audit, found: operations.raise_nonconformity(
        work, audit_id=audit, indicators=["1.1.a"], grade=Grade.MINOR, description="Seen."
    ),
    Action.ANSWER_NONCONFORMITY: lambda work, scene, audit, found: operations.answer_nonconformity(
        work, nonconformity_id=found, root_cause="", correction="", corrective_action="Trained."
    ),
    Action.CLOSE_NONCONFORMITY: lambda work, scene, audit, found: operations.close_nonconformity(
        work, nonconformity_id=found, verification=Verification.REMOTE, note="The names are there."
    ),
    Action.EXTEND_NONCONFORMITY: lambda work, scene, audit, found: operations.extend_nonconformity(
        work, nonconformity_id=found, due_on=date(2030, 1, 1), reason="A late harvest."
    ),
    Action.OBJECT_TO_NONCONFORMITY: (
        lambda work, scene, audit, found: operations.object_to_nonconformity(
            work, nonconformity_id=found, reasons="It was no lapse."
        )
    ),
    Action.ANSWER_OBJECTION: lambda work, scene, audit, found: operations.answer_objection(
        work, nonconformity_id=found, outcome=ObjectionOutcome.REJECTED, answer="It was."
    ),
    Action.FINISH_AUDIT: lambda work, scene, audit, found: operations.finish_audit(
        work, audit_id=audit
    ),
    Action.EVALUATE_AUDIT: lambda work, scene, audit, found: operations.evaluate_audit(
        work, audit_id=audit, recommendation=Outcome.CERTIFY, reasons="Good."
    ),
    Action.DECIDE_AUDIT: lambda work, scene, audit, found: operations.decide_audit(
        work, audit_id=audit, outcome=Outcome.REFUSE, reasons="Not good."
    ),
    Action.SEE_AUDIT: lambda work, scene, audit, found: queries.view_of_audit(work, audit),
}
ROLES: dict[Role, frozenset[Action]] = {
    Role.BODY_OFFICE: frozenset({Action.SEE_AUDIT, Action.PLAN_AUDIT}),
    Role.AUDITOR: frozenset(
        {
            Action.SEE_AUDIT,
            Action.SCORE_AUDIT,
            Action.RAISE_NONCONFORMITY,
            Action.CLOSE_NONCONFORMITY,
            Action.EXTEND_NONCONFORMITY,
            Action.FINISH_AUDIT,
        }
    ),
    Role.EVALUATOR: frozenset(
        {
            Action.SEE_AUDIT,
            Action.CLOSE_NONCONFORMITY,
            Action.EXTEND_NONCONFORMITY,
            Action.ANSWER_OBJECTION,
            Action.EVALUATE_AUDIT,
        }
    ),
    Role.CERTIFIER: frozenset({Action.SEE_AUDIT, Action.ANSWER_OBJECTION, Action.DECIDE_AUDIT}),
    Role.OPERATOR_MANAGER: frozenset(
        {Action.SEE_AUDIT, Action.ANSWER_NONCONFORMITY, Action.OBJECT_TO_NONCONFORMITY}
    ),
    Role.BUYING_CLERK: frozenset(),
    Role.COMPANY_MEMBER: frozenset(),
    Role.SCHEME_STEWARD: frozenset({Action.SEE_AUDIT, Action.ANSWER_OBJECTION}),
    Role.SYSTEM_ADMINISTRATOR: frozenset(),
}


def _home(scene: Scene, role: Role) -> UUID:
    match role:
        case Role.OPERATOR_MANAGER | Role.BUYING_CLERK:
            return scene.operator_id
        case Role.COMPANY_MEMBER:
            return scene.world.organisation(OrganisationKind.COMPANY)
        case Role.SCHEME_STEWARD | Role.SYSTEM_ADMINISTRATOR:
            return scene.world.organisation(OrganisationKind.SCHEME_OWNER)
    return scene.body_id


@pytest.mark.parametrize("role", list(Role))
def test_each_role_may_do_its_own_deeds_and_no_others(scene: Scene, role: Role) -> None:
    audit_id = scored(scene)
    found = raised(scene, audit_id, "5.1.a", Grade.MINOR)
    with scene.world.work(scene.manager) as work:
        operations.object_to_nonconformity(work, nonconformity_id=found, reasons="It was none.")
    somebody = scene.world.person((_home(scene, role), role))
    allowed = set()
    for action, deed in DEEDS.items():
        try:
            with scene.world.work(somebody) as work:
                deed(work, scene, audit_id, found)
        except (NotAllowed, NotFound):
            continue
        except (Refused, Conflict):
            pass
        allowed.add(action)
    assert allowed == ROLES[role]


def test_roles_in_another_body_or_operator_open_nothing(scene: Scene) -> None:
    audit_id = scored(scene)
    found = raised(scene, audit_id, "5.1.a", Grade.MINOR)
    for role, kind in (
        (Role.AUDITOR, OrganisationKind.CERTIFICATION_BODY),
        (Role.CERTIFIER, OrganisationKind.CERTIFICATION_BODY),
        (Role.OPERATOR_MANAGER, OrganisationKind.OPERATOR),
    ):
        somebody = scene.world.somebody(role, kind)
        for action, deed in DEEDS.items():
            expected = NotAllowed if action is Action.PLAN_AUDIT else NotFound
            with pytest.raises(expected), scene.world.work(somebody) as work:
                deed(work, scene, audit_id, found)


def test_what_a_decision_rests_on_is_asked_in_one_go_whatever_the_team(scene: Scene) -> None:
    counts = []
    for more in (0, 3):
        people = [judges(scene.world, scene.body_id, Role.AUDITOR) for _ in range(more)]
        team = [(scene.auditor.person_id, TeamRole.LEADER)]
        team += [(one.person_id, TeamRole.AUDITOR) for one in people]
        audit_id = planned(scene, team=team)
        with scene.world.reading(scene.certifier) as reading:
            audit = queries.get_audit(reading, audit_id)
            facts = queries.facts_of(reading, audit)
            with asked_of(scene.world.store) as questions:
                found = grounds_of(
                    reading, audit, facts, certifier_id=scene.certifier.person_id or UUID(int=0)
                )
        assert len(found["competences"]) == 2 + more
        counts.append(len([one for one in questions if one.reads]))
    assert counts[0] == counts[1]
