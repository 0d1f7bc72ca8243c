"""Alarms about audits: those that should have begun, and ties told after the assignment."""

from datetime import date, timedelta

import pytest

from fairwild.alarms.facts import Alarm
from fairwild.alarms.operations import dismiss_alarm
from fairwild.alarms.queries import alarms_of
from fairwild.alarms.states import AlarmKind
from fairwild.audits import operations
from fairwild.audits.states import AuditKind, Grade, Outcome, TeamRole
from fairwild.certificates.records import Certificate
from fairwild.certificates.states import CertificateStatus
from fairwild.kernel.actors import Actor, Role
from fairwild.kernel.refusals import NotAllowed
from tests.audits_builders import Scene, drafted, finished, planned, raised, scene_of, scored
from tests.builders import World
from tests.competence_builders import interest, judges
from tests.lots_builders import bare_paper
from tests.questions import asked_of

YEAR = timedelta(days=365)


@pytest.fixture
def scene(world: World) -> Scene:
    """A body and an operator."""
    return scene_of(world)


def alarms(scene: Scene, by: Actor) -> list[Alarm]:
    """Give the alarms somebody reads of their own organisation."""
    home = scene.operator_id if by is scene.manager else scene.body_id
    with scene.world.reading(by) as reading:
        return alarms_of(reading, home)


def both(scene: Scene) -> list[list[tuple[str, object, object]]]:
    """Say what the operator and its body read about late audits."""
    return [
        [(one.about[0].name, one.facts["why"], one.on) for one in alarms(scene, by)]
        for by in (scene.manager, scene.office)
    ]


def certified(scene: Scene, valid_from: date) -> None:
    """Let the operator hold a certificate of the body."""
    scene.world.keep(
        Certificate(
            number="ECO-2026-00001",
            body_id=scene.body_id,
            holder_id=scene.operator_id,
            standard="fairwild",
            standard_version="2.0",
            certification_year=1,
            status=CertificateStatus.ISSUED,
            issued_at=scene.world.now,
            valid_from=valid_from,
            valid_until=valid_from + timedelta(days=456),
            **bare_paper("ECO-2026-00001"),
        )
    )


def test_a_plan_whose_days_have_passed_is_late_for_operator_and_body(scene: Scene) -> None:
    audit_id = planned(scene)
    assert both(scene) == [[], []]
    with scene.world.reading(scene.office) as reading:
        plan = reading.today + timedelta(days=3)
    scene.world.pass_time(days=3)
    assert both(scene) == [[], []]
    scene.world.pass_time(days=1)
    [[told], [other]] = both(scene)
    assert told == other
    assert told[1:] == ("plan", plan)
    with scene.world.work(scene.office) as work:
        operations.cancel_audit(work, audit_id=audit_id, reason="Snow.")
    assert both(scene) == [[], []]


def test_an_unannounced_plan_is_late_for_the_body_alone(scene: Scene) -> None:
    planned(scene, kind=AuditKind.UNANNOUNCED)
    scene.world.pass_time(days=5)
    assert [len(found) for found in both(scene)] == [0, 1]


def test_the_yearly_audit_is_late_when_its_day_passed_and_none_is_planned(scene: Scene) -> None:
    day = scene.world.now.date()
    scored(scene)
    certified(scene, day + timedelta(days=60))
    scene.world.now += YEAR
    assert both(scene) == [[], []]
    scene.world.pass_time(days=1)
    due = ("ECO-2026-00001", "year", date(day.year + 1, day.month, day.day))
    assert both(scene) == [[due], [due]]
    drafted(scene, kind=AuditKind.ANNUAL)
    assert both(scene) == [[], []]


def test_without_an_audit_the_year_counts_from_the_certificate(scene: Scene) -> None:
    certified(scene, scene.world.now.date())
    scene.world.now += YEAR + timedelta(days=1)
    assert [len(found) for found in both(scene)] == [1, 1]


def test_a_tie_told_after_the_assignment_is_an_alarm_of_the_office_alone(scene: Scene) -> None:
    audit_id = planned(scene)
    interest(scene.world, scene.body_id, scene.certifier, scene.operator_id)
    interest(scene.world, scene.body_id, scene.auditor, scene.body_id)
    over = date(2020, 1, 1)
    interest(scene.world, scene.body_id, scene.auditor, scene.operator_id, until=over)
    assert alarms(scene, scene.office) == []
    interest(scene.world, scene.body_id, scene.auditor, scene.operator_id)
    [alarm] = alarms(scene, scene.office)
    assert (alarm.kind, alarm.about[0].id) == (AlarmKind.AUDITOR_CONFLICT, audit_id)
    assert alarm.facts["client"] == "Regaliz del Sur"
    assert alarms(scene, scene.manager) == []
    with pytest.raises(NotAllowed):
        alarms(scene, scene.auditor)
    with scene.world.work(scene.office) as work:
        operations.override_obstacles(
            work,
            audit_id=audit_id,
            person_id=scene.auditor.person_id,  # type: ignore[arg-type]  # a person of the scene
            role=Role.AUDITOR,
            reason="Twenty minutes on the telephone.",
        )
    assert alarms(scene, scene.office) == []


def test_a_body_puts_an_alarm_aside_with_a_reason(scene: Scene) -> None:
    planned(scene)
    interest(scene.world, scene.body_id, scene.auditor, scene.operator_id)
    [alarm] = alarms(scene, scene.office)
    order = {"organisation_id": scene.body_id, "key": alarm.key, "reason": "Replaced tomorrow."}
    with scene.world.work(scene.auditor) as work, pytest.raises(NotAllowed):
        dismiss_alarm(work, **order)
    with scene.world.work(scene.office) as work:
        assert dismiss_alarm(work, **order).kind is AlarmKind.AUDITOR_CONFLICT


def test_alarms_of_audits_ask_as_many_questions_for_many_audits_as_for_one(scene: Scene) -> None:
    counts = []
    for more in (0, 3):
        for _ in range(1 + more):
            colleague = judges(scene.world, scene.body_id, Role.AUDITOR)
            team = [
                (scene.auditor.person_id, TeamRole.LEADER),
                (colleague.person_id, TeamRole.AUDITOR),
            ]
            planned(scene, team=team)
            interest(scene.world, scene.body_id, colleague, scene.operator_id)
        with asked_of(scene.world.store) as questions:
            assert len(alarms(scene, scene.office)) >= 1 + more
        counts.append(len([one for one in questions if one.reads]))
    assert counts[0] == counts[1]


def critical(scene: Scene, by: Actor) -> list[object]:
    """Say which critical findings somebody is warned of."""
    return [
        one.facts["number"] for one in alarms(scene, by) if one.kind is AlarmKind.CRITICAL_FINDING
    ]


def test_something_critical_is_an_alarm_of_body_and_operator_until_it_is_settled(
    scene: Scene,
) -> None:
    audit_id = scored(scene)
    raised(scene, audit_id, "1.1.b", Grade.MAJOR)
    assert critical(scene, scene.office) == []
    found = raised(scene, audit_id, "1.1.a", Grade.CRITICAL)
    for reader in (scene.office, scene.manager):
        [alarm] = [one for one in alarms(scene, reader) if one.facts.get("number") == 2]
        assert alarm.kind is AlarmKind.CRITICAL_FINDING
        assert alarm.about[0].id == audit_id
    with scene.world.work(scene.auditor) as work:
        operations.withdraw_nonconformity(work, nonconformity_id=found, reason="Written in error.")
    for reader in (scene.office, scene.manager):
        assert critical(scene, reader) == []


def test_something_critical_is_an_alarm_until_its_audit_is_decided_on(scene: Scene) -> None:
    audit_id = scored(scene)
    raised(scene, audit_id, "1.1.a", Grade.CRITICAL)
    finished(scene, audit_id)
    with scene.world.work(scene.evaluator) as work:
        operations.evaluate_audit(
            work, audit_id=audit_id, recommendation=Outcome.REFUSE, reasons="Critical."
        )
    assert critical(scene, scene.office) == [1]
    with scene.world.work(scene.certifier) as work:
        operations.decide_audit(
            work, audit_id=audit_id, outcome=Outcome.REFUSE, reasons="Critical."
        )
    assert critical(scene, scene.office) == []
