"""Plans of audits: changed, stood by, taken back."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from fairwild.audits import operations, queries
from fairwild.audits.queries import classing
from fairwild.audits.records import Audit
from fairwild.audits.states import AuditKind, AuditStatus, TeamRole
from fairwild.kernel.actors import Role
from fairwild.kernel.plants import PlantPart
from fairwild.kernel.refusals import NotAllowed, Refused
from fairwild.ledger.records import LedgerEntry
from fairwild.species.states import RiskClass
from tests.areas_builders import area
from tests.audits_builders import Scene, classify, declare, drafted, planned, scene_of
from tests.builders import World
from tests.competence_builders import competent, interest, judges
from tests.questions import asked_of


@pytest.fixture
def scene(world: World) -> Scene:
    """A body, an operator and everybody it takes."""
    return scene_of(world)


def _kinds(scene: Scene) -> list[str]:
    with scene.world.store.reading() as session:
        return list(session.scalars(select(LedgerEntry.kind).order_by(LedgerEntry.seq)))


def test_a_plan_is_changed_confirmed_taken_back_and_confirmed_again(scene: Scene) -> None:
    audit_id = drafted(scene, planned_half_days=None)
    other = judges(scene.world, scene.body_id, Role.AUDITOR)
    declare(scene, audit_id, team=[(scene.auditor.person_id, ""), (other.person_id, "")])
    with pytest.raises(Refused) as refused, scene.world.work(scene.office) as work:
        operations.confirm_audit(work, audit_id=audit_id)
    assert [one.code for one in refused.value.obstacles] == ["days-not-planned"]
    with scene.world.work(scene.office) as work:
        operations.amend_plan(
            work,
            audit_id=audit_id,
            kind=AuditKind.UNANNOUNCED,
            starts_on=date(2026, 4, 1),
            ends_on=date(2026, 4, 2),
            team=[(scene.auditor.person_id, TeamRole.AUDITOR), (other.person_id, TeamRole.LEADER)],
            planned_half_days=4,
            sites=["Drying hall"],
        )
    with scene.world.work(scene.office) as work:
        operations.confirm_audit(work, audit_id=audit_id)
    with pytest.raises(NotAllowed), scene.world.work(scene.auditor) as work:
        operations.reopen_plan(work, audit_id=audit_id, reason="The harvest is late.")
    with scene.world.work(scene.office) as work:
        operations.reopen_plan(work, audit_id=audit_id, reason="The harvest is late.")
    with scene.world.work(scene.office) as work:
        audit = operations.confirm_audit(work, audit_id=audit_id)
        assert (audit.status, audit.kind) == (AuditStatus.CONFIRMED, AuditKind.UNANNOUNCED)
        assert len(queries.facts_of(work, audit).team) == 2
    first = ["audit-plan-amended", "numbers-kept", "audit-confirmed"]
    again = ["audit-plan-reopened", "audit-confirmed"]
    assert _kinds(scene)[-5:] == first + again


def test_the_class_is_the_one_of_the_register_on_the_first_day_and_stays(scene: Scene) -> None:
    later = {"risk_class": RiskClass.HIGH, "valid_from": date(2026, 3, 3)}
    classify(scene.world, scene.species_id, **later)
    audit_id = planned(scene)
    classify(scene.world, scene.species_id, risk_class=RiskClass.LOW, valid_from=date(2026, 1, 1))
    with scene.world.reading(scene.office) as reading:
        audit = queries.get_audit(reading, audit_id)
        assert audit.scope[0]["risk_class"] == "medium"
        assert queries.facts_of(reading, audit).risk_classes == {"medium"}


def test_days_are_counted_by_the_team_while_it_works(scene: Scene) -> None:
    audit_id = planned(scene)
    with pytest.raises(Refused), scene.world.work(scene.auditor) as work:
        operations.count_days(work, audit_id=audit_id, used_half_days=5)
    with scene.world.work(scene.auditor) as work:
        operations.start_audit(work, audit_id=audit_id)
        operations.count_days(work, audit_id=audit_id, used_half_days=5)
    with scene.world.reading(scene.manager) as reading:
        audit = queries.get_audit(reading, audit_id)
        assert (audit.planned_half_days, audit.used_half_days) == (7, 5)


def test_the_team_is_asked_for_anew_on_the_day_the_audit_really_begins(scene: Scene) -> None:
    leader = scene.world.person((scene.body_id, Role.AUDITOR))
    last = scene.world.now.date() + timedelta(days=5)
    competent(scene.world, scene.body_id, leader, Role.AUDITOR, valid_until=last)
    audit_id = planned(scene, team=[(leader.person_id, TeamRole.LEADER)])
    with scene.world.reading(leader) as reading:
        audit = queries.get_audit(reading, audit_id)
        facts = queries.facts_of(reading, audit)
        assert queries.obstacles_to_starting(reading, audit, facts) == []
    scene.world.pass_time(days=10)
    interest(scene.world, scene.body_id, leader, scene.operator_id)
    with pytest.raises(Refused) as refused, scene.world.work(leader) as work:
        operations.start_audit(work, audit_id=audit_id, reason="Snow on the pass.")
    said = [one.code for one in refused.value.obstacles]
    assert said == ["competence-expired", "interest-in-client"]
    with pytest.raises(Refused) as refused, scene.world.work(leader) as work:
        operations.score_indicator(work, audit_id=audit_id, indicator="5.1.a", value=2)
    assert {"start-outside-plan", *said} == {one.code for one in refused.value.obstacles}


def test_scope_and_version_are_changed_with_the_checks_of_planning(scene: Scene) -> None:
    audit_id = drafted(scene)
    plan: dict[str, Any] = {
        "audit_id": audit_id,
        "kind": AuditKind.INITIAL,
        "starts_on": date(2026, 4, 1),
        "ends_on": date(2026, 4, 2),
        "team": [(scene.auditor.person_id, TeamRole.LEADER)],
        "year_reason": "Every test names its year.",
    }
    faults = [
        ({"scope": []}, ["scope-empty"]),
        ({"scope": scene.scope(part=PlantPart.LEAF)}, ["scope-species-not-collected"]),
        ({"scope": scene.scope(area_ids=[])}, ["scope-area-not-own"]),
        ({"standard_version": "3.0"}, ["standard-without-indicators"]),
    ]
    for change, expected in faults:
        with pytest.raises(Refused) as refused, scene.world.work(scene.office) as work:
            operations.amend_plan(work, **plan, **change)
        assert [one.code for one in refused.value.obstacles] == expected
    with scene.world.work(scene.office) as work:
        less = scene.scope(maximum_g=5_000_000, forms=["dried"])
        audit = operations.amend_plan(work, **plan, scope=less)
        assert audit.scope[0]["maximum_g"] == 5_000_000
        assert audit.scope[0]["risk_class"] == "medium"
    with scene.world.store.reading() as session:
        told = session.scalars(
            select(LedgerEntry.data).where(LedgerEntry.kind == "audit-plan-amended")
        ).one()
    assert (told["standard_version"], told["scope"][0]["forms"]) == ("2.0", ["dried"])
    with scene.world.work(scene.office) as work:
        audit = operations.amend_plan(work, **plan)
        assert audit.scope[0]["maximum_g"] == 5_000_000


def _lines(scene: Scene, count: int) -> list[dict[str, Any]]:
    """Give lines of that many species, each classed in two countries where it has areas."""
    abroad = area(scene.world, scene.manager, code=f"F{count}", country="FR")
    lines = []
    for number in range(count):
        species_id = scene.world.species(f"S{count}X{number}", f"Species {count} {number}")
        classify(scene.world, species_id)
        classify(scene.world, species_id, country="FR", risk_class=RiskClass.HIGH)
        ids = [str(scene.area_id), str(abroad)]
        said = {"species_id": str(species_id), "area_ids": ids, "risk_class": ""}
        lines += scene.scope(**said)
    return lines


def test_the_classes_of_a_scope_are_one_question_however_many_lines_and_countries(
    scene: Scene,
) -> None:
    def asked_for(count: int) -> list[int]:
        lines, on = _lines(scene, count), date(2026, 3, 2)
        numbers = []
        with scene.world.reading(scene.office) as reading:
            for question in (
                lambda: [one["risk_class"] for one in classing.classed(reading, lines, on=on)],
                lambda: list(classing.classifications_of(reading, lines, on=on)),
                lambda: list(classing.scoped(reading, Audit(scope=lines), on=on)),
            ):
                with asked_of(scene.world.store) as asked:
                    found = question()
                assert len(found) in {count, 2 * count}
                assert "" not in found
                numbers.append(len([one for one in asked if "FROM" in one.text]))
        return numbers

    assert asked_for(1) == asked_for(8) == [2, 2, 3]


def test_a_class_missing_in_one_country_leaves_its_line_without_one(scene: Scene) -> None:
    [known, unknown] = _lines(scene, 2)
    ended = scene.world.species("NOWHERE", "Nowhere classed")
    classify(scene.world, ended)
    with scene.world.reading(scene.office) as reading:
        lines = [known, {**unknown, "species_id": str(ended)}]
        on = date(2026, 3, 2)
        classes = [one["risk_class"] for one in classing.classed(reading, lines, on=on)]
        assert classes == ["high", ""]
        found = list(classing.scoped(reading, Audit(scope=lines), on=on))
        assert [one.risk_class for one in found] == ["medium", "high", "medium", ""]
        assert len(list(classing.classifications_of(reading, lines, on=on))) == 3
