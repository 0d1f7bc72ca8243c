"""The team of an audit under way changes: somebody falls ill, somebody takes over."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from fairwild.audits import operations, queries
from fairwild.audits.records import Score
from fairwild.audits.states import TeamRole
from fairwild.desks import operations as binding
from fairwild.desks.papers.keeping import REPORT, paper_of
from fairwild.kernel.actors import Actor, Role
from fairwild.kernel.refusals import NotAllowed, Refused
from fairwild.ledger.records import LedgerEntry
from tests.audits_builders import Scene, planned, scene_of, score_all
from tests.builders import World
from tests.competence_builders import competent, declared, interest, judges

WHY = "Cannot travel any more."


@pytest.fixture
def scene(world: World) -> Scene:
    """A body, an operator and everybody it takes."""
    return scene_of(world)


def _under_way(scene: Scene, **order: Any) -> UUID:
    audit_id = planned(scene, **order)
    with scene.world.work(scene.auditor) as work:
        operations.start_audit(work, audit_id=audit_id)
    return audit_id


def _change(scene: Scene, audit_id: UUID, **order: Any) -> None:
    with scene.world.work(scene.office) as work:
        operations.change_team(work, audit_id=audit_id, **{"reason": WHY, **order})


def _refused(scene: Scene, audit_id: UUID, **order: Any) -> list[str]:
    with pytest.raises(Refused) as refused:
        _change(scene, audit_id, **order)
    return [one.code for one in refused.value.obstacles]


def _newcomer(scene: Scene, audit_id: UUID) -> Actor:
    newcomer = judges(scene.world, scene.body_id, Role.AUDITOR)
    declared(scene.world, audit_id, scene.body_id, scene.operator_id, newcomer)
    return newcomer


def test_a_leader_who_cannot_go_on_is_replaced_and_both_stand_in_the_report(scene: Scene) -> None:
    audit_id = _under_way(scene)
    score_all(scene, audit_id, {})
    scene.world.now += timedelta(days=1)
    newcomer = _newcomer(scene, audit_id)
    _change(scene, audit_id, left_id=scene.auditor.person_id, came_id=newcomer.person_id)
    with scene.world.reading(scene.office) as reading:
        facts = queries.audit_facts(reading, audit_id)
        assert [(one.person_id, one.role) for one in facts.team] == [
            (newcomer.person_id, TeamRole.LEADER)
        ]
        assert [one.left_on for one in facts.left] == [reading.today]
        assert facts.in_team(scene.auditor.person_id)
        kinds = select(LedgerEntry.kind).where(LedgerEntry.subject_id == audit_id)
        assert "team-changed" in set(reading.session.scalars(kinds))
        by = set(reading.session.scalars(select(Score.scored_by)))
        assert by == {scene.auditor.person_id}
    with scene.world.work(newcomer) as work:
        binding.finish_audit(work, audit_id=audit_id, used_half_days=8)
    with scene.world.reading(scene.office) as reading:
        paper = paper_of(reading, audit_id, REPORT, base_url="", edition=1)
    assert [one.role for one in paper.team] == [
        "Leader since 3 March 2026",
        "Leader until 3 March 2026",
    ]
    [change] = paper.team_changes
    assert (change.reason, change.role) == (WHY, "leader")
    assert {change.person, change.came} == {one.name for one in paper.team}


def test_who_left_writes_no_more_and_who_came_does(scene: Scene) -> None:
    audit_id = _under_way(scene)
    newcomer = _newcomer(scene, audit_id)
    _change(scene, audit_id, left_id=scene.auditor.person_id, came_id=newcomer.person_id)
    order: dict[str, Any] = {"audit_id": audit_id, "indicator": "1.1.a", "value": 2}
    with pytest.raises(Refused) as refused, scene.world.work(scene.auditor) as work:
        operations.score_indicator(work, **order)
    assert [one.code for one in refused.value.obstacles] == ["scorer-not-in-audit-team"]
    with scene.world.work(newcomer) as work:
        operations.score_indicator(work, **order)


def test_of_who_comes_competence_ties_and_declaration_are_asked(scene: Scene) -> None:
    audit_id = _under_way(scene)
    left = scene.auditor.person_id
    newcomer = scene.world.person((scene.body_id, Role.AUDITOR))
    interest(scene.world, scene.body_id, newcomer, scene.operator_id)
    order: dict[str, Any] = {"left_id": left, "came_id": newcomer.person_id}
    all_of_it = ["competence-missing", "interest-in-client", "declaration-missing"]
    assert _refused(scene, audit_id, **order) == all_of_it
    despite = {"assigned_despite": "Nobody else is near."}
    assert _refused(scene, audit_id, **order, **despite) == ["declaration-missing"]
    stranger = scene.world.person((scene.operator_id, Role.OPERATOR_MANAGER))
    assert _refused(scene, audit_id, left_id=left, came_id=stranger.person_id) == [
        "team-member-not-suited"
    ]
    declared(scene.world, audit_id, scene.body_id, scene.operator_id, newcomer)
    _change(scene, audit_id, **order, **despite)
    with scene.world.reading(scene.office) as reading:
        assert queries.audit_facts(reading, audit_id).team[0].person_id == newcomer.person_id


def test_whoever_is_asked_to_take_over_declares_before(scene: Scene) -> None:
    audit_id = _under_way(scene)
    newcomer = judges(scene.world, scene.body_id, Role.AUDITOR)
    order: dict[str, Any] = {
        "left_id": scene.auditor.person_id,
        "came_id": newcomer.person_id,
    }
    assert _refused(scene, audit_id, **order) == ["declaration-missing"]
    with scene.world.work(newcomer) as work:
        operations.declare_impartiality(work, audit_id=audit_id, has_interest=False)
    _change(scene, audit_id, **order)


def test_another_of_the_team_takes_the_lead(scene: Scene) -> None:
    second = judges(scene.world, scene.body_id, Role.AUDITOR)
    team = [
        (scene.auditor.person_id, TeamRole.LEADER),
        (second.person_id, TeamRole.AUDITOR),
    ]
    audit_id = _under_way(scene, team=team)
    assert _refused(scene, audit_id, left_id=scene.auditor.person_id) == ["team-leader-missing"]
    _change(scene, audit_id, left_id=scene.auditor.person_id, came_id=second.person_id)
    with scene.world.reading(scene.office) as reading:
        facts = queries.audit_facts(reading, audit_id)
    assert [(one.person_id, one.role, one.came_on) for one in facts.team] == [
        (second.person_id, TeamRole.LEADER, None)
    ]


def test_who_left_can_come_back(scene: Scene) -> None:
    audit_id = _under_way(scene)
    newcomer = _newcomer(scene, audit_id)
    _change(scene, audit_id, left_id=scene.auditor.person_id, came_id=newcomer.person_id)
    _change(scene, audit_id, left_id=newcomer.person_id, came_id=scene.auditor.person_id)
    with scene.world.reading(scene.office) as reading:
        facts = queries.audit_facts(reading, audit_id)
    assert [one.person_id for one in facts.team] == [scene.auditor.person_id]
    assert [one.person_id for one in facts.left] == [newcomer.person_id]


def test_only_the_office_changes_the_team_and_no_one_tied_to_the_client(scene: Scene) -> None:
    audit_id = _under_way(scene)
    newcomer = _newcomer(scene, audit_id)
    order: dict[str, Any] = {
        "audit_id": audit_id,
        "left_id": scene.auditor.person_id,
        "came_id": newcomer.person_id,
        "reason": WHY,
    }
    with pytest.raises(NotAllowed), scene.world.work(scene.auditor) as work:
        operations.change_team(work, **order)
    interest(scene.world, scene.body_id, scene.office, scene.operator_id)
    with pytest.raises(Refused) as refused, scene.world.work(scene.office) as work:
        operations.change_team(work, **order)
    assert [one.code for one in refused.value.obstacles] == ["office-tied-to-client"]


def test_whoever_left_the_team_neither_evaluates_nor_decides(scene: Scene) -> None:
    audit_id = _under_way(scene)
    score_all(scene, audit_id, {})
    left = judges(scene.world, scene.body_id, Role.AUDITOR, Role.EVALUATOR)
    newcomer = _newcomer(scene, audit_id)
    declared(scene.world, audit_id, scene.body_id, scene.operator_id, left)
    competent(scene.world, scene.body_id, left, Role.EVALUATOR)
    _change(scene, audit_id, left_id=scene.auditor.person_id, came_id=left.person_id)
    _change(scene, audit_id, left_id=left.person_id, came_id=newcomer.person_id)
    with scene.world.work(newcomer) as work:
        operations.finish_audit(work, audit_id=audit_id, used_half_days=8)
    with scene.world.reading(left) as reading:
        audit = queries.get_audit(reading, audit_id)
        found = queries.obstacles_to_evaluating(reading, audit, queries.facts_of(reading, audit))
    assert [one.code for one in found] == ["evaluator-in-audit-team"]
