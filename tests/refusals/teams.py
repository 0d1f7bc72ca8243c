"""What stands against changing a team under way, and against taking back what it wrote."""

from typing import Any
from uuid import UUID

from fairwild.audits import operations
from fairwild.audits.states import Grade, TeamRole
from fairwild.kernel.actors import Actor, Role
from tests.audits_builders import Scene, finished, planned, raised, scored
from tests.competence_builders import judges
from tests.refusals.doors import Doors, asked_first, both, refuses
from tests.refusals.findings import settling
from tests.refusals.writing import begun


def two_at_work(scene: Scene) -> tuple[UUID, Actor]:
    """Begin an audit with a leader and another auditor; give it and the other."""
    second = judges(scene.world, scene.body_id, Role.AUDITOR)
    team = [(scene.auditor.person_id, TeamRole.LEADER), (second.person_id, TeamRole.AUDITOR)]
    audit_id = planned(scene, team=team)
    with scene.world.work(scene.auditor) as work:
        operations.start_audit(work, audit_id=audit_id)
    return audit_id, second


def changing(scene: Scene, audit_id: UUID, left: Actor, came: Actor | None = None) -> Doors:
    """Let somebody leave the team at both doors."""
    said = {"left_id": str(left.person_id), "reason": "Ill."}
    said |= {"came_id": str(came.person_id)} if came else {}
    where = f"/audits/{audit_id}"
    return both(scene.office, f"{where}/team", said, f"{where}/team-changes")


def withdrawing(who: Actor, audit_id: UUID, found: UUID, twin: UUID | None = None) -> Doors:
    """Take back a nonconformity at both doors."""
    said: dict[str, Any] = {"reason": "Twice."} | ({"twin_id": str(twin)} if twin else {})
    return settling(who, (audit_id, found), "withdraw", said, "withdrawal")


@refuses("team-not-to-change")
def somebody_leaving_after_the_report(scene: Scene) -> Doors:
    return changing(scene, finished(scene, scored(scene)), scene.auditor, scene.evaluator)


@refuses("not-in-team")
def somebody_leaving_who_never_came(scene: Scene) -> Doors:
    return changing(scene, begun(scene), scene.evaluator)


@refuses("team-leader-missing")
def a_leader_leaving_alone(scene: Scene) -> Doors:
    return changing(scene, begun(scene), scene.auditor)


@refuses("team-member-twice")
def somebody_taking_over_from_themselves(scene: Scene) -> Doors:
    return changing(scene, begun(scene), scene.auditor, scene.auditor)


@refuses("already-in-team")
def a_leader_taking_over_from_an_auditor(scene: Scene) -> Doors:
    audit_id, second = two_at_work(scene)
    return changing(scene, audit_id, second, scene.auditor)


@asked_first("team-change-unexplained", "reason")
def somebody_leaving_without_a_reason(scene: Scene) -> Doors:
    audit_id, second = two_at_work(scene)
    said = {"left_id": str(second.person_id), "reason": " "}
    where = f"/audits/{audit_id}"
    return both(scene.office, f"{where}/team", said, f"{where}/team-changes")


@refuses("withdrawing-not-own")
def what_the_leader_wrote_taken_back_by_another(scene: Scene) -> Doors:
    audit_id, second = two_at_work(scene)
    return withdrawing(second, audit_id, raised(scene, audit_id, "1.1.a", Grade.MINOR))


@refuses("twin-does-not-stand")
def something_standing_for_itself(scene: Scene) -> Doors:
    audit_id = begun(scene)
    found = raised(scene, audit_id, "1.1.a", Grade.MINOR)
    return withdrawing(scene.auditor, audit_id, found, found)


@refuses("twin-about-another")
def something_else_standing_for_it(scene: Scene) -> Doors:
    audit_id = begun(scene)
    found, other = (raised(scene, audit_id, code, Grade.MINOR) for code in ("1.1.a", "1.1.b"))
    return withdrawing(scene.auditor, audit_id, found, other)


@refuses("twin-milder")
def something_milder_standing_for_it(scene: Scene) -> Doors:
    audit_id = begun(scene)
    found, other = (raised(scene, audit_id, "1.1.a", one) for one in (Grade.MAJOR, Grade.MINOR))
    return withdrawing(scene.auditor, audit_id, found, other)
