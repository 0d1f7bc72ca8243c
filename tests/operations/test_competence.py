"""Deeds on competences, ties, declarations and overrides, and what audits ask of them."""

from datetime import date
from threading import Barrier, Thread
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from fairwild.audits import operations as audits
from fairwild.audits import queries as audit_queries
from fairwild.audits.states import AuditStatus, Outcome, TeamRole
from fairwild.competence import operations, queries
from fairwild.competence.states import InterestKind, WitnessResult
from fairwild.kernel.actors import Actor, OrganisationKind, Role
from fairwild.kernel.refusals import Conflict, Invalid, NotAllowed, NotFound, Refused
from fairwild.ledger.records import LedgerEntry
from fairwild.organisations.records import Membership
from fairwild.species.states import RiskClass
from tests.audits_builders import (
    Scene,
    declare,
    drafted,
    evaluated,
    finished,
    planned,
    ready_to_decide,
    scene_of,
    score_all,
    scored,
)
from tests.builders import World
from tests.competence_builders import competent, declared, interest, judges


@pytest.fixture
def scene(world: World) -> Scene:
    """A body, an operator and everybody it takes."""
    return scene_of(world)


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    """Name the obstacles of a refusal."""
    return [obstacle.code for obstacle in refused.value.obstacles]


def against(scene: Scene, actor: Actor, **changes: Any) -> list[str]:
    """Ask what stands against somebody, the way other rooms ask."""
    asked: dict[str, Any] = {
        "person_id": actor.person_id,
        "body_id": scene.body_id,
        "operator_id": scene.operator_id,
        "role": Role.AUDITOR,
        "standard": "fairwild",
        "standard_version": "2.0",
        "risk_classes": {RiskClass.LOW},
        "countries": {"ES"},
        "on": scene.world.now.date(),
    }
    with scene.world.reading(scene.office) as reading:
        return [one.code for one in queries.obstacles_for(reading, **(asked | changes))]


def terms(scene: Scene, actor: Actor, **changes: Any) -> dict[str, Any]:
    """Give what the office says of somebody."""
    said: dict[str, Any] = {
        "body_id": scene.body_id,
        "person_id": actor.person_id,
        "role": Role.AUDITOR,
        "standard": "fairwild",
        "standard_version": "2.0",
        "risk_classes": [RiskClass.LOW],
        "languages": ["es"],
        "valid_from": date(2026, 1, 1),
        "valid_until": date(2027, 1, 1),
        "grounds": "Training",
    }
    return said | changes


def verdict(scene: Scene, audit_id: UUID, outcome: Outcome = Outcome.CERTIFY) -> None:
    """Let the certifier decide."""
    with scene.world.work(scene.certifier) as work:
        audits.decide_audit(work, audit_id=audit_id, outcome=outcome, reasons="As reported.")


def test_a_competence_is_recorded_asked_for_and_ended(scene: Scene) -> None:
    berta = scene.world.person((scene.body_id, Role.AUDITOR))
    assert against(scene, berta) == ["competence-missing"]
    with scene.world.work(scene.office) as work:
        row = operations.record_competence(work, **terms(scene, berta))
    assert against(scene, berta) == []
    assert against(scene, berta, risk_classes={"high"}) == ["competence-not-for-risk"]
    assert against(scene, berta, countries={"ES", "VN"}) == ["competence-not-for-language"]
    assert against(scene, berta, on=date(2027, 1, 1)) == ["competence-expired"]
    with scene.world.work(scene.office) as work:
        operations.end_competence(work, competence_id=row.id, reason="Left the pool")
    assert against(scene, berta) == ["competence-expired"]
    assert against(scene, berta, on=date(2026, 3, 1)) == []
    wanted = select(LedgerEntry.kind).where(LedgerEntry.subject_id == row.id)
    with scene.world.store.reading() as session:
        kept = list(session.scalars(wanted.order_by(LedgerEntry.version)))
    assert kept == ["competence-recorded", "competence-ended"]


def test_nobody_else_and_nobody_about_themselves_records_a_competence(scene: Scene) -> None:
    berta = scene.world.person((scene.body_id, Role.AUDITOR))
    for actor in (scene.auditor, scene.certifier, scene.manager, scene.world.steward()):
        with pytest.raises(NotAllowed), scene.world.work(actor) as work:
            operations.record_competence(work, **terms(scene, berta))
    both = scene.world.person((scene.body_id, Role.BODY_OFFICE), (scene.body_id, Role.AUDITOR))
    with pytest.raises(Refused) as refused, scene.world.work(both) as work:
        operations.record_competence(work, **terms(scene, both))
    assert codes(refused) == ["competence-of-oneself"]
    stranger = scene.world.somebody(Role.AUDITOR, OrganisationKind.CERTIFICATION_BODY)
    for wrong in (
        terms(scene, stranger),
        terms(scene, berta, standard_version="9.9"),
        terms(scene, berta, role=Role.BODY_OFFICE),
        terms(scene, berta, valid_until=date(2026, 1, 1)),
    ):
        with pytest.raises(Invalid), scene.world.work(scene.office) as work:
            operations.record_competence(work, **wrong)


def test_a_role_held_at_the_operator_ties_like_employment(scene: Scene) -> None:
    world = scene.world
    left = Membership(
        person_id=scene.auditor.person_id,
        organisation_id=scene.operator_id,
        role=Role.BUYING_CLERK,
        since=world.now.replace(year=2020),
        ended_at=world.now.replace(year=2024, month=6),
    )
    world.keep(left)
    assert against(scene, scene.auditor) == ["interest-in-client"]
    assert against(scene, scene.auditor, on=date(2026, 6, 2)) == []


def test_a_tie_is_told_by_the_person_or_the_office_and_ended_by_another(scene: Scene) -> None:
    said = {"body_id": scene.body_id, "person_id": scene.auditor.person_id}
    said |= {"client_id": scene.operator_id, "kind": InterestKind.FAMILY}
    told: dict[str, Any] = said | {"since": date(2019, 1, 1)}
    with scene.world.work(scene.auditor) as work:
        row = operations.record_interest(work, **told)
    with pytest.raises(NotAllowed), scene.world.work(scene.evaluator) as work:
        operations.record_interest(work, **told)
    with pytest.raises(Invalid), scene.world.work(scene.office) as work:
        operations.record_interest(work, **told | {"client_id": scene.body_id})
    with pytest.raises(Refused) as refused, scene.world.work(scene.office) as work:
        operations.record_interest(work, **told, until=date(2026, 12, 1))
    assert codes(refused) == ["day-not-come-yet"]
    with pytest.raises(Refused) as own, scene.world.work(scene.auditor) as work:
        operations.end_interest(work, interest_id=row.id, last_day=date(2020, 1, 1))
    assert codes(own) == ["interest-of-oneself"]
    with pytest.raises(NotFound), scene.world.work(scene.certifier) as work:
        operations.end_interest(work, interest_id=row.id, last_day=date(2020, 1, 1))
    assert against(scene, scene.auditor) == ["interest-in-client"]
    with scene.world.work(scene.office) as work:
        operations.end_interest(work, interest_id=row.id, last_day=date(2020, 1, 1))
    assert against(scene, scene.auditor) == []


def test_a_witnessed_audit_takes_the_alert_away(scene: Scene) -> None:
    with scene.world.reading(scene.office) as reading:
        before = queries.person_judging(reading, scene.body_id, scene.auditor.person_id)  # type: ignore[arg-type]  # a person of the scene
    assert before.witness is not None
    assert before.needs_attention
    with scene.world.work(scene.office) as work:
        operations.record_witness_audit(
            work,
            body_id=scene.body_id,
            person_id=scene.auditor.person_id,  # type: ignore[arg-type]  # a person of the scene
            witness_id=scene.evaluator.person_id,  # type: ignore[arg-type]  # a person of the scene
            witnessed_on=date(2026, 2, 1),
            result=WitnessResult.SATISFACTORY,
        )
    with scene.world.reading(scene.office) as reading:
        lines = queries.people_judging(reading, scene.body_id)
    assert [line.needs_attention for line in lines] == [False, False, False]


def test_a_team_is_named_inside_its_competence_or_for_a_reason(scene: Scene) -> None:
    berta = scene.world.person((scene.body_id, Role.AUDITOR))
    team = [(scene.auditor.person_id, TeamRole.LEADER), (berta.person_id, TeamRole.AUDITOR)]
    with pytest.raises(Refused) as refused:
        drafted(scene, team=team)
    assert codes(refused) == ["competence-missing"]
    audit_id = drafted(scene, team=team, assigned_despite="She is trained; the paper follows.")
    with scene.world.reading(scene.office) as reading:
        [kept] = queries.overrides_of(reading, audit_id)
        [obstacle] = queries.obstacles_kept(kept, person="Berta")
    assert (kept.person_id, kept.role, kept.given_by) == (
        berta.person_id,
        Role.AUDITOR,
        scene.office.person_id,
    )
    assert (obstacle.code, obstacle.facts["on"]) == ("competence-missing", date(2026, 3, 2))
    declare(scene, audit_id, team=team)
    with scene.world.work(scene.office) as work:
        audits.confirm_audit(work, audit_id=audit_id)


def test_the_office_gives_no_reason_for_itself(scene: Scene) -> None:
    both = scene.world.person((scene.body_id, Role.BODY_OFFICE), (scene.body_id, Role.AUDITOR))
    order = scene.order(team=[(both.person_id, TeamRole.LEADER)], assigned_despite="I know it all.")
    with pytest.raises(Refused) as refused, scene.world.work(both) as work:
        audits.plan_audit(work, **order)
    assert codes(refused) == ["override-by-person-concerned"]


def test_a_plan_is_confirmed_once_everybody_has_declared(scene: Scene) -> None:
    audit_id = drafted(scene)
    with pytest.raises(Refused) as refused, scene.world.work(scene.office) as work:
        audits.confirm_audit(work, audit_id=audit_id)
    assert codes(refused) == ["declaration-missing"]
    for stranger in (scene.manager, scene.office):
        with pytest.raises(NotAllowed), scene.world.work(stranger) as work:
            audits.declare_impartiality(work, audit_id=audit_id, has_interest=False)
    with scene.world.work(scene.auditor) as work:
        audits.declare_impartiality(work, audit_id=audit_id, has_interest=False)
    with scene.world.work(scene.office) as work:
        assert audits.confirm_audit(work, audit_id=audit_id).status is AuditStatus.CONFIRMED


def test_who_declares_a_tie_is_not_assigned(scene: Scene) -> None:
    audit_id = drafted(scene)
    with pytest.raises(Invalid), scene.world.work(scene.auditor) as work:
        audits.declare_impartiality(work, audit_id=audit_id, has_interest=True)
    tie = {"kind": InterestKind.CONSULTANCY, "since": date(2025, 1, 1)}
    with scene.world.work(scene.auditor) as work:
        audits.declare_impartiality(work, audit_id=audit_id, has_interest=True, **tie)  # type: ignore[arg-type]  # a dict of mixed values
    with pytest.raises(Refused) as refused, scene.world.work(scene.office) as work:
        audits.confirm_audit(work, audit_id=audit_id)
    assert codes(refused) == ["interest-in-client"]


@pytest.mark.parametrize("role", [Role.EVALUATOR, Role.CERTIFIER])
def test_evaluator_and_certifier_are_asked_like_the_team(world: World, role: Role) -> None:
    scene = scene_of(world)
    audit_id = finished(scene, scored(scene))
    if role is Role.CERTIFIER:
        evaluated(scene, audit_id)
    lacking = world.person((scene.body_id, role))

    def judged() -> list[str]:
        said: dict[str, Any] = {"audit_id": audit_id, "reasons": "As it stands."}
        try:
            with world.work(lacking) as work:
                if role is Role.EVALUATOR:
                    audits.evaluate_audit(work, recommendation=Outcome.CERTIFY, **said)
                else:
                    audits.decide_audit(work, outcome=Outcome.REFUSE, **said)
        except Refused as refused:
            return [one.code for one in refused.obstacles]
        return []

    assert judged() == ["competence-missing", "declaration-missing"]
    competent(world, scene.body_id, lacking, role, risk_classes=["low"])
    declared(world, audit_id, scene.body_id, scene.operator_id, lacking)
    assert judged() == ["competence-not-for-risk"]
    tie = interest(world, scene.body_id, lacking, scene.operator_id)
    assert judged() == ["competence-not-for-risk", "interest-in-client"]
    with world.work(scene.office) as work:
        operations.end_interest(work, interest_id=tie, last_day=date(2021, 1, 1))
        audits.override_obstacles(
            work,
            audit_id=audit_id,
            person_id=lacking.person_id,  # type: ignore[arg-type]  # a person of the scene
            role=role,
            reason="The class was raised yesterday.",
        )
    assert judged() == []


def test_a_tie_found_after_the_audit_stands_against_a_certificate(scene: Scene) -> None:
    audit_id = ready_to_decide(scene)
    interest(scene.world, scene.body_id, scene.auditor, scene.operator_id)
    with pytest.raises(Refused) as refused:
        verdict(scene, audit_id)
    assert codes(refused) == ["interest-in-client"]
    verdict(scene, audit_id, Outcome.REFUSE)
    with scene.world.reading(scene.office) as reading:
        assert audit_queries.get_audit(reading, audit_id).status is AuditStatus.DECIDED
    with pytest.raises(Refused) as over, scene.world.work(scene.office) as work:
        audits.override_obstacles(
            work,
            audit_id=audit_id,
            person_id=scene.auditor.person_id,  # type: ignore[arg-type]  # a person of the scene
            role=Role.AUDITOR,
            reason="Too late",
        )
    assert codes(over) == ["audit-over"]


def test_a_competence_that_ran_out_since_the_evaluation_stands_against_the_decision(
    world: World,
) -> None:
    scene = scene_of(world)
    other = world.person((scene.body_id, Role.CERTIFIER))
    competent(world, scene.body_id, other, Role.CERTIFIER, valid_until=date(2026, 3, 4))
    audit_id = ready_to_decide(scene)
    declared(world, audit_id, scene.body_id, scene.operator_id, other)
    world.pass_time(days=2)
    with pytest.raises(Refused) as refused, world.work(other) as work:
        audits.decide_audit(work, audit_id=audit_id, outcome=Outcome.CERTIFY, reasons="Good.")
    assert codes(refused) == ["competence-expired"]


def test_a_decision_and_the_end_of_the_competence_at_once_agree_on_who_was_first(
    world: World,
) -> None:
    scene = scene_of(world)
    certifier = judges(world, scene.body_id, Role.CERTIFIER)
    competence_id = competent(world, scene.body_id, certifier, Role.EVALUATOR)
    audit_id = ready_to_decide(scene)
    declared(world, audit_id, scene.body_id, scene.operator_id, certifier)
    with world.reading(scene.office) as reading:
        lines = queries.person_judging(reading, scene.body_id, certifier.person_id)  # type: ignore[arg-type]  # a person of the scene
        [mine] = [one.row.id for one in lines.competences if one.row.id != competence_id]
    ready, said = Barrier(2), dict[str, str]()

    def told(name: str, deed: Any, actor: Actor) -> None:
        ready.wait()
        try:
            with world.work(actor) as work:
                deed(work)
            said[name] = "done"
        except (Refused, Conflict) as error:
            said[name] = type(error).__name__

    deciding = Thread(
        target=told,
        args=(
            "decision",
            lambda work: audits.decide_audit(
                work, audit_id=audit_id, outcome=Outcome.CERTIFY, reasons="Good."
            ),
            certifier,
        ),
    )
    ending = Thread(
        target=told,
        args=(
            "end",
            lambda work: operations.end_competence(work, competence_id=mine, reason="Left"),
            scene.office,
        ),
    )
    for thread in (deciding, ending):
        thread.start()
    for thread in (deciding, ending):
        thread.join()
    with world.reading(scene.office) as reading:
        status = audit_queries.get_audit(reading, audit_id).status
    assert said["end"] == "done"
    assert said["decision"] in {"done", "Refused"}
    assert (status is AuditStatus.DECIDED) == (said["decision"] == "done")


def test_an_override_is_good_for_its_audit_person_and_role_only(scene: Scene) -> None:
    berta = scene.world.person((scene.body_id, Role.AUDITOR))
    team = [(berta.person_id, TeamRole.LEADER)]
    first = drafted(scene, team=team, assigned_despite="Trained")
    with pytest.raises(Refused):
        drafted(scene, team=team)
    second = planned(scene)
    for audit_id, left in ((first, ["declaration-missing"]), (second, ["competence-missing"])):
        found = against(scene, berta, audit_id=audit_id)
        assert [code for code in found if code in left] == left
    assert against(scene, berta, audit_id=first, role=Role.EVALUATOR)[0] == "competence-missing"


def test_a_decision_keeps_what_the_office_set_aside(scene: Scene) -> None:
    berta = scene.world.person((scene.body_id, Role.AUDITOR))
    team = [(scene.auditor.person_id, TeamRole.LEADER), (berta.person_id, TeamRole.AUDITOR)]
    audit_id = drafted(scene, team=team, assigned_despite="Trained by the scheme owner in May.")
    declare(scene, audit_id, team=team)
    with scene.world.work(scene.office) as work:
        audits.confirm_audit(work, audit_id=audit_id)
    score_all(scene, audit_id, {})
    evaluated(scene, finished(scene, audit_id))
    with scene.world.work(scene.certifier) as work:
        decision = audits.decide_audit(
            work, audit_id=audit_id, outcome=Outcome.CERTIFY, reasons="Good."
        )
    [kept] = decision.facts["overrides"]
    assert (kept["person_id"], kept["obstacles"]) == (str(berta.person_id), ["competence-missing"])


def test_ties_are_seen_by_the_person_and_the_office_only(scene: Scene) -> None:
    interest(scene.world, scene.body_id, scene.auditor, scene.operator_id)
    person_id = scene.auditor.person_id
    assert person_id is not None
    for actor, count in (
        (scene.auditor, 1),
        (scene.office, 1),
        (scene.evaluator, 0),
        (scene.manager, 0),
        (scene.world.steward(), 0),
    ):
        with scene.world.reading(actor) as reading:
            assert len(queries.interests_seen(reading, person_id=person_id)) == count
