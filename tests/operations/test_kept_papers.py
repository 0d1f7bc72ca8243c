"""Papers of audits say for good what they said when they became binding."""

import ast
import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import DBAPIError

import fairwild
from fairwild.areas.records import CollectionArea
from fairwild.audits import operations as audits
from fairwild.audits.states import Grade, Outcome, Pinnable, TeamRole, Verification
from fairwild.competence.rules import OVERRIDABLE
from fairwild.desks import operations, papers
from fairwild.desks.events import AuditPaperKept
from fairwild.desks.papers.aside import FOUND, aside_then
from fairwild.desks.queries import check_papers, kept_papers_of
from fairwild.desks.records import AuditPaper
from fairwild.desks.states import PaperKind
from fairwild.kernel.actors import Role
from fairwild.kernel.digests import facts_digest
from fairwild.kernel.refusals import NotFound
from fairwild.ledger.records import LedgerEntry
from fairwild.organisations.records import Organisation, Person
from fairwild.species.records import Species
from tests.audits_builders import Scene, declare, drafted, evaluated, raised, scene_of, score_all
from tests.builders import World
from tests.competence_builders import declared, interest
from tests.documents.reading import text_of
from tests.questions import asked_of

BASE_URL = "https://trace.example"
PRINTS = (
    papers.print_plan,
    papers.print_report,
    papers.print_workbook,
    papers.print_nonconformities,
    papers.print_decision,
)


@pytest.fixture
def scene(world: World) -> Scene:
    """A body, an operator and everybody it takes."""
    return scene_of(world)


def confirmed(scene: Scene, **changes: Any) -> UUID:
    """Plan an audit and stand by the plan."""
    audit_id = drafted(scene, **changes)
    declare(scene, audit_id)
    with scene.world.work(scene.office) as work:
        operations.confirm_audit(work, audit_id=audit_id)
    return audit_id


def decided(scene: Scene) -> tuple[UUID, UUID]:
    """Carry an audit with one open nonconformity to its decision."""
    audit_id = confirmed(scene)
    score_all(scene, audit_id, {})
    finding_id = raised(scene, audit_id, "5.1.a", Grade.MINOR)
    with scene.world.work(scene.auditor) as work:
        operations.finish_audit(
            work, audit_id=audit_id, summary="A careful cooperative.", used_half_days=8
        )
    evaluated(scene, audit_id)
    with scene.world.work(scene.certifier) as work:
        operations.decide_and_issue(
            work, audit_id=audit_id, outcome=Outcome.CERTIFY, reasons="Both gates are open."
        )
    return audit_id, finding_id


def rename_everybody(world: World) -> None:
    """Give every person, organisation, plant and area another name, behind the back of deeds."""
    with world.store.engine.begin() as connection:
        connection.execute(update(Person).values(name="Somebody Else"))
        connection.execute(update(Organisation).values(name=func.upper(Organisation.name)))
        connection.execute(update(Organisation).values(address="Elsewhere 1"))
        connection.execute(update(Species).values(scientific_name="Planta mutata"))
        connection.execute(update(CollectionArea).values(code="Z9"))


def printed(scene: Scene, audit_id: UUID) -> list[bytes]:
    """Print every paper of an audit for its operator."""
    with scene.world.reading(scene.manager) as reading:
        return [one(reading, audit_id, base_url=BASE_URL).content for one in PRINTS]


def faults(world: World) -> list[str]:
    """Say which papers are not as they were kept."""
    with world.store.reading() as session:
        return list(check_papers(session))


def test_papers_are_the_same_to_the_byte_after_everybody_got_another_name(scene: Scene) -> None:
    audit_id, _ = decided(scene)
    before = printed(scene, audit_id)
    rename_everybody(scene.world)
    assert printed(scene, audit_id) == before
    said = text_of(before[0])
    assert "Regaliz del Sur" in said
    assert "Edition 1, " in said
    assert "Draft" not in said
    with scene.world.store.reading() as session:
        rows = list(session.scalars(select(AuditPaper).order_by(AuditPaper.kind)))
        entries = session.scalars(
            select(LedgerEntry.data).where(LedgerEntry.kind == AuditPaperKept.kind())
        )
        digests = {data["paper_sha256"] for data in entries}
    assert [one.kind for one in rows] == sorted(PaperKind)
    assert {facts_digest(one.facts) for one in rows} == {one.sha256 for one in rows} == digests


def test_report_and_letter_name_what_the_office_set_aside_in_the_words_of_then(
    scene: Scene,
) -> None:
    berta = scene.world.person((scene.body_id, Role.AUDITOR), name="Berta")
    team = [(scene.auditor.person_id, TeamRole.LEADER), (berta.person_id, TeamRole.AUDITOR)]
    why = "Trained by the scheme owner in May."
    audit_id = drafted(scene, team=team, assigned_despite=why)
    declare(scene, audit_id, team=team)
    with scene.world.work(scene.office) as work:
        operations.confirm_audit(work, audit_id=audit_id)
    score_all(scene, audit_id, {})
    with scene.world.work(scene.auditor) as work:
        operations.finish_audit(work, audit_id=audit_id, summary="Good.", used_half_days=8)
    evaluated(scene, audit_id)
    with scene.world.work(scene.certifier) as work:
        operations.decide_and_issue(
            work, audit_id=audit_id, outcome=Outcome.CERTIFY, reasons="Both gates are open."
        )
    before = printed(scene, audit_id)
    rename_everybody(scene.world)
    assert printed(scene, audit_id) == before
    plan, report, book, _, letter = before
    for said in (text_of(plan), text_of(report), text_of(letter)):
        assert "Set aside by the office of the body" in said
        assert "Berta, Auditor: no competence as auditor for fairwild 2.0" in said
        assert why in said
    [row] = (
        row
        for row in CalamineWorkbook.from_filelike(io.BytesIO(book))
        .get_sheet_by_name("Audit")
        .to_python()
        if row[0] == "Set aside by the office"
    )
    assert str(row[1]).startswith("Berta, Auditor: no competence as auditor for fairwild 2.0. ")
    assert faults(scene.world) == []


def test_a_decision_frozen_before_it_said_why_names_nothing_set_aside(scene: Scene) -> None:
    frozen = {"overrides": [{"person_id": str(uuid4()), "role": None, "obstacles": ["x"]}]}
    with scene.world.reading(scene.office) as reading:
        assert aside_then(reading, frozen) == aside_then(reading, {}) == ()


def test_a_deed_on_a_nonconformity_makes_the_next_edition_and_the_first_one_stays(
    scene: Scene,
) -> None:
    audit_id, finding_id = decided(scene)
    first = printed(scene, audit_id)
    rename_everybody(scene.world)
    with scene.world.work(scene.manager) as work:
        operations.answer_nonconformity(
            work,
            nonconformity_id=finding_id,
            root_cause="A clerk was ill.",
            correction="",
            corrective_action="Trained.",
        )
    with scene.world.work(scene.evaluator) as work:
        operations.close_nonconformity(
            work,
            nonconformity_id=finding_id,
            verification=Verification.REMOTE,
            note="The names are there.",
        )
    with scene.world.reading(scene.manager) as reading:
        kept = kept_papers_of(reading, audit_id)
        wanted = {"audit_id": audit_id, "base_url": BASE_URL}
        one = papers.print_nonconformities(reading, edition=1, **wanted)
        third = papers.print_nonconformities(reading, **wanted)
        alone = papers.print_nonconformities(reading, only=finding_id, edition=2, **wanted)
        with pytest.raises(NotFound):
            papers.print_nonconformities(reading, edition=4, **wanted)
    found = [row.edition for row in kept if row.kind is PaperKind.NONCONFORMITIES]
    assert found == [3, 2, 1]
    assert one.content == first[3]
    assert "State Closed" in text_of(third.content)
    assert "State Answered" in text_of(alone.content)
    after = printed(scene, audit_id)
    assert [*after[:3], after[4]] == [*first[:3], first[4]]


def test_a_plan_that_is_confirmed_again_is_the_next_edition_and_a_draft_in_between(
    scene: Scene,
) -> None:
    later = scene.world.now.date() + timedelta(days=7)
    audit_id = confirmed(scene, starts_on=later, ends_on=later)
    with scene.world.work(scene.office) as work:
        audits.reopen_plan(work, audit_id=audit_id, reason="One day more.")
    with scene.world.reading(scene.office) as reading:
        draft = papers.print_plan(reading, audit_id, base_url=BASE_URL).content
        first = papers.print_plan(reading, audit_id, base_url=BASE_URL, edition=1).content
    assert "Draft: the body has not confirmed this plan." in text_of(draft)
    assert "Draft" not in text_of(first)
    scene.world.pass_time(hours=30)
    with scene.world.work(scene.office) as work:
        operations.confirm_audit(work, audit_id=audit_id)
    with scene.world.reading(scene.office) as reading:
        second = papers.print_plan(reading, audit_id, base_url=BASE_URL).content
        again = papers.print_plan(reading, audit_id, base_url=BASE_URL, edition=1).content
    assert "Edition 2, " in text_of(second)
    assert again == first


def test_nobody_changes_a_kept_paper_and_the_check_names_one_that_somebody_did(
    scene: Scene,
) -> None:
    audit_id = confirmed(scene)
    assert faults(scene.world) == []
    engine = scene.world.store.engine
    changed = update(AuditPaper).values(facts={"head": {}})
    with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
        connection.execute(changed)
    _without_trigger(scene.world)
    with engine.begin() as connection:
        connection.execute(changed)
    assert faults(scene.world) == [f"plan, edition 1, of audit {audit_id} is not as it was kept"]
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM audit_paper"))
    assert faults(scene.world) == [f"plan, edition 1, of audit {audit_id} is gone"]


def _without_trigger(world: World) -> None:
    with world.store.engine.begin() as connection:
        if world.store.engine.dialect.name == "sqlite":
            connection.execute(text("DROP TRIGGER audit_paper_no_update"))
            connection.execute(text("DROP TRIGGER audit_paper_no_delete"))
        else:
            connection.execute(text("DROP TRIGGER audit_paper_append_only ON audit_paper"))


def test_drawing_papers_asks_no_more_for_many_rows_than_for_few(scene: Scene) -> None:
    audit_id = confirmed(scene)
    score_all(scene, audit_id, {})
    asked = []
    for rows in (1, 7):
        for number in range(rows):
            raised(scene, audit_id, "5.1.a", Grade.MINOR)
            thing = audits.Pinned(Pinnable.LOT, uuid4(), f"LOT-{rows}-{number}", {"made_g": 1000})
            with scene.world.work(scene.auditor) as work:
                audits.pin_record(work, audit_id=audit_id, indicator="5.1.a", thing=thing)
        with scene.world.reading(scene.office) as reading, asked_of(scene.world.store) as heard:
            papers.print_report(reading, audit_id, base_url=BASE_URL)
            papers.print_nonconformities(reading, audit_id, base_url=BASE_URL)
        asked.append(len(heard))
    assert asked[0] == asked[1]


BARE = {
    room + inside
    for room in ("fairwild.audits", "fairwild.certificates")
    for inside in ("", ".operations")
}
BOUND = {
    "answer_nonconformity",
    "answer_objection",
    "attach_evidence",
    "close_nonconformity",
    "confirm_audit",
    "decide_and_issue",
    "decide_audit",
    "extend_nonconformity",
    "finish_audit",
    "object_to_nonconformity",
    "return_answer",
}


def test_no_door_does_a_binding_deed_without_keeping_its_paper() -> None:
    house = Path(fairwild.__file__).parent
    doors = [one for room in ("web", "api", "demo", "cli") for one in (house / room).rglob("*.py")]
    found = {(path.name, name) for path in doors for name in _unkept(path)}
    assert found == set()


def _unkept(path: Path) -> Iterator[str]:
    """Name the binding deeds a module takes from the rooms that do not keep papers."""
    nodes = list(ast.walk(ast.parse(path.read_text())))
    imports = [node for node in nodes if isinstance(node, ast.ImportFrom) and node.module in BARE]
    named = {(one.name, one.asname or one.name) for node in imports for one in node.names}
    below = {known for name, known in named if name == "operations"}
    yield from (name for name, _ in named if name in BOUND)
    deeds = (node for node in nodes if isinstance(node, ast.Attribute) and node.attr in BOUND)
    yield from (one.attr for one in deeds if ast.unparse(one.value) in below)


def test_the_papers_of_an_audit_are_seen_by_who_sees_the_audit(scene: Scene) -> None:
    audit_id = confirmed(scene)
    stranger = scene.world.person()
    with scene.world.reading(stranger) as reading:
        assert kept_papers_of(reading, audit_id) == []


def test_what_is_set_aside_after_the_report_is_locked_stands_in_a_new_edition(
    scene: Scene,
) -> None:
    audit_id = confirmed(scene)
    score_all(scene, audit_id, {})
    with scene.world.work(scene.auditor) as work:
        operations.finish_audit(work, audit_id=audit_id, summary="Good.", used_half_days=8)
    carla = scene.world.person((scene.body_id, Role.EVALUATOR), name="Carla")
    declared(scene.world, audit_id, scene.body_id, scene.operator_id, carla)
    rename_everybody(scene.world)

    def editions() -> list[bytes]:
        with scene.world.reading(scene.manager) as reading:
            kept = [one for one in kept_papers_of(reading, audit_id) if one.kind == "report"]
            return [
                papers.print_report(
                    reading, audit_id, base_url=BASE_URL, edition=one.edition
                ).content
                for one in sorted(kept, key=lambda one: one.edition)
            ]

    [first] = editions()
    order: dict[str, Any] = {"person_id": carla.person_id, "role": Role.EVALUATOR}
    with scene.world.work(scene.office) as work:
        operations.override_obstacles(
            work, audit_id=audit_id, **order, reason="Trained by the scheme owner in May."
        )
    again, second = editions()
    assert again == first
    assert editions()[1] == second
    told = " ".join(text_of(second).split())
    assert "Trained by the scheme owner in May." in told
    assert "Edition 2 adds what the office of the body set aside" in told
    assert "Everything else stands as in edition 1." in told
    assert "Regaliz del Sur" in told, "names are those of the day the report was locked"
    assert "Trained by the scheme owner" not in text_of(first)
    assert faults(scene.world) == []


def test_what_is_set_aside_while_the_team_works_makes_no_edition(scene: Scene) -> None:
    berta = scene.world.person((scene.body_id, Role.AUDITOR), name="Berta")
    team = [(scene.auditor.person_id, TeamRole.LEADER), (berta.person_id, TeamRole.AUDITOR)]
    audit_id = drafted(scene, team=team, assigned_despite="Trained in May.")
    declare(scene, audit_id, team=team)
    interest(scene.world, scene.body_id, berta, scene.operator_id)
    with scene.world.work(scene.office) as work:
        operations.override_obstacles(
            work,
            audit_id=audit_id,
            person_id=berta.person_id,
            role=Role.AUDITOR,
            reason="It ended long ago.",
        )
    with scene.world.reading(scene.office) as reading:
        assert kept_papers_of(reading, audit_id) == []


def test_a_paper_has_words_for_everything_an_office_can_set_aside() -> None:
    assert set(FOUND) == OVERRIDABLE
