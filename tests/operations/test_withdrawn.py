"""What a team wrote twice, or in error, is taken back before the report is locked."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from fairwild.audits import operations, queries
from fairwild.audits.records import Nonconformity
from fairwild.audits.states import DueBy, Grade, NonconformityStatus, TeamRole
from fairwild.desks import operations as binding
from fairwild.desks.papers.keeping import REPORT, paper_of
from fairwild.kernel.actors import Actor, Role
from fairwild.kernel.refusals import NotAllowed, NotFound, Refused
from fairwild.ledger.records import LedgerEntry
from tests.audits_builders import Scene, drafted, finished, planned, raised, scene_of, score_all
from tests.builders import World
from tests.competence_builders import judges

WHY = "Both of us wrote it on the same morning."


@pytest.fixture
def scene(world: World) -> Scene:
    """A body, an operator and everybody it takes."""
    return scene_of(world)


def _withdraw(work_of: tuple[Scene, Actor], found_id: UUID, **order: Any) -> None:
    scene, actor = work_of
    with scene.world.work(actor) as work:
        operations.withdraw_nonconformity(
            work, nonconformity_id=found_id, **{"reason": WHY, **order}
        )


def _refused(work_of: tuple[Scene, Actor], found_id: UUID, **order: Any) -> list[str]:
    with pytest.raises(Refused) as refused:
        _withdraw(work_of, found_id, **order)
    return [one.code for one in refused.value.obstacles]


def _two_auditors(scene: Scene) -> tuple[UUID, Actor]:
    second = judges(scene.world, scene.body_id, Role.AUDITOR)
    team = [(scene.auditor.person_id, TeamRole.LEADER), (second.person_id, TeamRole.AUDITOR)]
    audit_id = planned(scene, team=team)
    score_all(scene, audit_id, {})
    return audit_id, second


def test_of_two_that_say_the_same_one_is_withdrawn_and_stands_in_the_report(scene: Scene) -> None:
    audit_id, second = _two_auditors(scene)
    first_id = raised(scene, audit_id, "1.1.a", Grade.MAJOR)
    with scene.world.work(second) as work:
        twin_id = operations.raise_nonconformity(
            work,
            audit_id=audit_id,
            indicators=["1.1.b", "1.1.a"],
            grade=Grade.MAJOR,
            description="Six receipts without a name.",
        ).id
    _withdraw((scene, second), twin_id, twin_id=first_id)
    with scene.world.reading(scene.manager) as reading:
        found = queries.get_nonconformity(reading, twin_id)
        assert (found.status, found.twin_id) == (NonconformityStatus.WITHDRAWN, first_id)
        assert (found.closing_note, found.closed_by) == (WHY, second.person_id)
        assert [one.id for one in queries.nonconformities_to_answer(reading)] == [first_id]
        told = select(LedgerEntry.kind).where(LedgerEntry.subject_id == twin_id)
        assert list(reading.session.scalars(told.order_by(LedgerEntry.version))) == [
            "nonconformity-raised",
            "nonconformity-withdrawn",
        ]
    with scene.world.work(scene.auditor) as work:
        binding.finish_audit(work, audit_id=audit_id, used_half_days=8)
    with scene.world.reading(scene.manager) as reading:
        paper = paper_of(reading, audit_id, REPORT, base_url="", edition=1)
    assert [bool(one.withdrawn) for one in paper.findings] == [False, True]
    assert paper.findings[1].withdrawn.endswith(f"{WHY} It stands as nonconformity 1.")


def test_only_its_author_or_the_leader_withdraws_one(scene: Scene) -> None:
    audit_id, second = _two_auditors(scene)
    leaders = raised(scene, audit_id, "1.1.a", Grade.MINOR)
    assert _refused((scene, second), leaders) == ["withdrawing-not-own"]
    with pytest.raises(NotAllowed):
        _withdraw((scene, scene.office), leaders)
    with scene.world.work(second) as work:
        own = operations.raise_nonconformity(
            work,
            audit_id=audit_id,
            indicators=["1.1.a"],
            grade=Grade.MINOR,
            description="The same.",
        ).id
    _withdraw((scene, scene.auditor), own)


@pytest.mark.parametrize(
    ("indicators", "grade", "expected"),
    [
        (["1.1.a"], Grade.MAJOR, []),
        (["1.1.a"], Grade.CRITICAL, []),
        (["1.1.a"], Grade.MINOR, ["twin-milder"]),
        (["1.1.b"], Grade.MAJOR, ["twin-about-another"]),
    ],
)
def test_what_stands_for_it_says_the_same_and_is_no_milder(
    scene: Scene, indicators: list[str], grade: Grade, expected: list[str]
) -> None:
    audit_id, _ = _two_auditors(scene)
    found_id = raised(scene, audit_id, "1.1.a", Grade.MAJOR)
    with scene.world.work(scene.auditor) as work:
        twin_id = operations.raise_nonconformity(
            work, audit_id=audit_id, indicators=indicators, grade=grade, description="Again."
        ).id
    auditor = (scene, scene.auditor)
    if expected:
        assert _refused(auditor, found_id, twin_id=twin_id) == expected
    else:
        _withdraw(auditor, found_id, twin_id=twin_id)
        assert _refused(auditor, twin_id, twin_id=found_id)[0] == "twin-does-not-stand"


def test_nothing_is_withdrawn_without_a_reason_twice_or_for_a_stranger(scene: Scene) -> None:
    audit_id, _ = _two_auditors(scene)
    found_id = raised(scene, audit_id, "1.1.a", Grade.MINOR)
    auditor = (scene, scene.auditor)
    assert _refused(auditor, found_id, reason=" ") == ["finding-reason-missing"]
    assert _refused(auditor, found_id, twin_id=found_id) == ["twin-does-not-stand"]
    with pytest.raises(NotFound):
        _withdraw(auditor, found_id, twin_id=scene.area_id)
    _withdraw(auditor, found_id)
    assert _refused(auditor, found_id) == ["nonconformity-settled"]


def test_a_locked_report_keeps_what_it_says(scene: Scene) -> None:
    audit_id, _ = _two_auditors(scene)
    found_id = raised(scene, audit_id, "1.1.a", Grade.MINOR)
    finished(scene, audit_id)
    assert _refused((scene, scene.auditor), found_id) == ["audit-not-under-way"]


def test_a_missed_minimum_needs_one_that_was_not_withdrawn(scene: Scene) -> None:
    audit_id = planned(scene)
    score_all(scene, audit_id, {"5.1.a": 1})
    found_id = raised(scene, audit_id, "5.1.a", Grade.MAJOR)
    _withdraw((scene, scene.auditor), found_id)
    with pytest.raises(Refused) as refused:
        finished(scene, audit_id)
    assert [one.code for one in refused.value.obstacles] == ["nonconformity-missing"]


def test_a_minor_one_is_due_when_the_next_yearly_audit_begins(scene: Scene) -> None:
    audit_id = planned(scene)
    score_all(scene, audit_id, {})
    again_on = date(2027, 1, 18)
    days = {"starts_on": again_on, "ends_on": again_on + timedelta(days=2)}
    drafted(scene, certification_year=2, **days)
    found_id = raised(scene, audit_id, "1.1.a", Grade.MINOR)
    major_id = raised(scene, audit_id, "1.1.a", Grade.MAJOR)
    with scene.world.reading(scene.office) as reading:
        rows = {one: reading.session.get_one(Nonconformity, one) for one in (found_id, major_id)}
        minor, major = rows[found_id], rows[major_id]
        assert (minor.due_on, minor.due_by) == (again_on, DueBy.NEXT_AUDIT)
        assert major.due_by is DueBy.TERM


def test_without_another_audit_planned_the_yearly_one_sets_the_day(scene: Scene) -> None:
    audit_id = planned(scene)
    score_all(scene, audit_id, {})
    began_on = scene.world.now.date()
    scene.world.now += timedelta(days=3)
    found_id = raised(scene, audit_id, "1.1.a", Grade.MINOR)
    with scene.world.reading(scene.office) as reading:
        found = reading.session.get_one(Nonconformity, found_id)
        assert (found.due_on, found.due_by) == (
            began_on.replace(year=began_on.year + 1),
            DueBy.NEXT_AUDIT,
        )
