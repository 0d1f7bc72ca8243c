"""What stands against somebody's part in an audit, and against saying what somebody can do."""

import io
from datetime import date
from typing import Any
from uuid import UUID

from fairwild.audits import operations
from fairwild.audits.states import Outcome, TeamRole
from fairwild.competence.operations import record_witness_audit
from fairwild.competence.states import WitnessResult
from fairwild.kernel.actors import Actor, Role
from tests.audits_builders import Scene, drafted, planned, ready_to_decide
from tests.competence_builders import competent, interest, judges
from tests.refusals.doors import Ask, Doors, alike, both, refuses
from tests.refusals.plans import planning, team_of
from tests.refusals.verdicts import changed

PDF = b"%PDF-1.7\n%%EOF"


def led_by(scene: Scene, who: Actor) -> Doors:
    """Plan an audit at both doors that this person leads."""
    page = {f"team-{scene.auditor.person_id}": "", f"team-{who.person_id}": "leader"}
    return planning(scene, page, **team_of(who.person_id))


def auditor(scene: Scene, **changes: Any) -> Actor:
    """Give the body another auditor who is able to do less than usual."""
    actor = scene.world.person((scene.body_id, Role.AUDITOR))
    competent(scene.world, scene.body_id, actor, Role.AUDITOR, **changes)
    return actor


@refuses("competence-missing")
def a_leader_of_no_competence(scene: Scene) -> Doors:
    return led_by(scene, scene.world.person((scene.body_id, Role.AUDITOR)))


@refuses("competence-expired")
def a_leader_whose_competence_ran_out(scene: Scene) -> Doors:
    return led_by(scene, auditor(scene, valid_until=date(2026, 2, 1)))


@refuses("competence-not-for-country")
def a_leader_for_other_countries(scene: Scene) -> Doors:
    return led_by(scene, auditor(scene, countries=["PT"]))


@refuses("competence-not-for-risk")
def a_leader_for_lower_risk(scene: Scene) -> Doors:
    return led_by(scene, auditor(scene, risk_classes=["low"]))


@refuses("competence-not-for-language")
def a_leader_who_speaks_another_language(scene: Scene) -> Doors:
    return led_by(scene, auditor(scene, languages=["de"]))


@refuses("interest-in-client")
def a_leader_who_was_an_adviser_lately(scene: Scene) -> Doors:
    who = auditor(scene)
    interest(scene.world, scene.body_id, who, scene.operator_id, until=date(2025, 6, 1))
    return led_by(scene, who)


@refuses("user-of-client")
def a_leader_who_acts_for_the_operator(scene: Scene) -> Doors:
    posts = (scene.body_id, Role.AUDITOR), (scene.operator_id, Role.BUYING_CLERK)
    who = scene.world.person(*posts)
    competent(scene.world, scene.body_id, who, Role.AUDITOR)
    return led_by(scene, who)


@refuses("witness-unsatisfactory")
def a_leader_whose_work_was_found_wanting(scene: Scene) -> Doors:
    who = auditor(scene)
    with scene.world.work(scene.office) as work:
        record_witness_audit(
            work,
            body_id=scene.body_id,
            person_id=who.person_id,
            witness_id=scene.auditor.person_id,
            witnessed_on=date(2026, 2, 1),
            result=WitnessResult.UNSATISFACTORY,
        )
    return led_by(scene, who)


def overriding(who: Actor, audit_id: UUID, person: Actor, role: str = "auditor") -> Doors:
    """Set aside what stands against somebody at both doors."""
    said = {"person_id": str(person.person_id), "role": role, "reason": "Nobody else."}
    where = f"/audits/{audit_id}"
    return both(who, f"{where}/people/override", said, f"{where}/overrides")


@refuses("nothing-to-override")
def nothing_set_aside(scene: Scene) -> Doors:
    return overriding(scene.office, planned(scene), scene.auditor)


@refuses("no-part-in-audit")
def something_set_aside_for_a_stranger(scene: Scene) -> Doors:
    other = judges(scene.world, scene.body_id, Role.AUDITOR)
    return overriding(scene.office, planned(scene), other)


@refuses("override-by-person-concerned")
def something_set_aside_for_oneself(scene: Scene) -> Doors:
    posts = (scene.body_id, Role.BODY_OFFICE), (scene.body_id, Role.AUDITOR)
    who = scene.world.person(*posts)
    competent(scene.world, scene.body_id, who, Role.AUDITOR)
    audit_id = drafted(scene, team=[(who.person_id, TeamRole.LEADER)])
    interest(scene.world, scene.body_id, who, scene.operator_id)
    return overriding(who, audit_id, who)


@refuses("office-tied-to-client")
def something_set_aside_by_an_office_with_a_tie(scene: Scene) -> Doors:
    audit_id = planned(scene)
    interest(scene.world, scene.body_id, scene.office, scene.operator_id)
    return overriding(scene.office, audit_id, scene.auditor)


@refuses("office-tied-to-client")
def a_plan_confirmed_by_an_office_with_a_tie(scene: Scene) -> Doors:
    where = f"/audits/{drafted(scene)}"
    interest(scene.world, scene.body_id, scene.office, scene.operator_id)
    return both(scene.office, f"{where}/confirm", {}, f"{where}/confirmation")


def over(scene: Scene) -> UUID:
    """Bring an audit to its end with nothing left of it."""
    audit_id = ready_to_decide(scene)
    with scene.world.work(scene.certifier) as work:
        operations.decide_audit(work, audit_id=audit_id, outcome=Outcome.REFUSE, reasons="No.")
    return audit_id


@refuses("audit-over")
def something_set_aside_when_all_is_over(scene: Scene) -> Doors:
    return overriding(scene.office, over(scene), scene.auditor)


@refuses("audit-over")
def a_declaration_when_all_is_over(scene: Scene) -> Doors:
    where, page = f"/audits/{over(scene)}", {"has_interest": "false"}
    return both(
        scene.auditor,
        f"{where}/declaration",
        page,
        f"{where}/declarations",
        {"has_interest": False},
    )


def page_of(scene: Scene, person: Actor) -> str:
    """Give the address of somebody's page."""
    return f"/organisations/{scene.body_id}/competence/{person.person_id}"


@refuses("competence-of-oneself")
def a_competence_of_oneself(scene: Scene) -> Doors:
    who = scene.world.person((scene.body_id, Role.BODY_OFFICE), (scene.body_id, Role.AUDITOR))
    said = {"role": "auditor", "valid_from": "2026-01-01", "grounds": "Training."}
    page = said | {"standard_and_version": "fairwild 2.0", "valid_last": "2026-12-31"}
    page |= {"risk_classes[]": ["low"], "languages[]": ["es"]}
    api = said | {"standard": "fairwild", "standard_version": "2.0", "valid_until": "2027-01-01"}
    api |= {"risk_classes": ["low"], "languages": ["es"], "person_id": str(who.person_id)}
    where = f"/organisations/{scene.body_id}/competences"
    return both(who, f"{page_of(scene, who)}/competences/new", page, where, api)


@refuses("competence-over")
def a_competence_ended_that_is_over(scene: Scene) -> Doors:
    who = scene.world.person((scene.body_id, Role.AUDITOR))
    gone = competent(scene.world, scene.body_id, who, Role.AUDITOR, valid_until=date(2026, 2, 1))
    return alike(scene.office, f"/competences/{gone}/end", {"reason": "Left."})


@refuses("competence-proved")
def a_competence_proved_twice(scene: Scene) -> Doors:
    who = scene.world.person((scene.body_id, Role.AUDITOR))
    known = competent(scene.world, scene.body_id, who, Role.AUDITOR)
    changed(scene, "update competence set sha256 = 'a', file_name = 'a.pdf'")
    page = Ask(scene.office, f"/competences/{known}/certificate", paper())
    return Doors(page, Ask(scene.office, f"/competences/{known}/file", paper(), files=True))


def paper() -> dict[str, Any]:
    """Give a file."""
    return {"file": (io.BytesIO(PDF), "training.pdf")}


@refuses("interest-of-oneself")
def an_own_interest_said_to_have_ended(scene: Scene) -> Doors:
    tie = interest(scene.world, scene.body_id, scene.office, scene.operator_id)
    return alike(scene.office, f"/interests/{tie}/end", {"last_day": "2026-02-01"})


@refuses("interest-over")
def an_interest_ended_twice(scene: Scene) -> Doors:
    known = {"until": date(2026, 1, 1)}
    tie = interest(scene.world, scene.body_id, scene.auditor, scene.operator_id, **known)
    return alike(scene.office, f"/interests/{tie}/end", {"last_day": "2026-02-01"})


@refuses("day-not-come-yet")
def an_interest_that_will_end(scene: Scene) -> Doors:
    tie = interest(scene.world, scene.body_id, scene.auditor, scene.operator_id)
    return alike(scene.office, f"/interests/{tie}/end", {"last_day": "2027-02-01"})


def witnessing(scene: Scene, who: Actor, person: Actor, witness: Actor, on: str) -> Doors:
    """Write down at both doors that somebody went along with an auditor."""
    said = {
        "witness_id": str(witness.person_id),
        "witnessed_on": on,
        "result": "satisfactory",
    }
    page = f"{page_of(scene, person)}/witness-audits/new"
    api = f"/organisations/{scene.body_id}/people/{person.person_id}/witness-audits"
    return both(who, page, said, api)


@refuses("witness-of-oneself")
def somebody_who_went_along_with_themselves(scene: Scene) -> Doors:
    return witnessing(scene, scene.office, scene.auditor, scene.auditor, "2026-02-01")


@refuses("day-not-come-yet")
def an_audit_witnessed_tomorrow(scene: Scene) -> Doors:
    return witnessing(scene, scene.office, scene.auditor, scene.evaluator, "2026-12-01")


@refuses("competence-of-oneself")
def an_own_audit_written_down_as_witnessed(scene: Scene) -> Doors:
    posts = (scene.body_id, Role.BODY_OFFICE), (scene.body_id, Role.AUDITOR)
    who = scene.world.person(*posts)
    return witnessing(scene, who, who, scene.auditor, "2026-02-01")
