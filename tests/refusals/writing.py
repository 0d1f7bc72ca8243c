"""What stands against writing in a report, finishing it, and keeping proof."""

import io
from http import HTTPStatus
from typing import Any
from uuid import UUID

from fairwild.audits import operations
from fairwild.audits.states import Grade, Verification
from fairwild.kernel.actors import Role
from tests.audits_builders import (
    Scene,
    drafted,
    finished,
    planned,
    raised,
    scored,
)
from tests.competence_builders import judges
from tests.refusals.doors import Ask, Doors, alike, api_refuses, asked_first, both, refuses
from tests.refusals.plans import checked

FRESH = {"If-None-Match": "*"}
WRITTEN = {"indicators": ["1.1.a"], "grade": "minor", "description": "Seen."}
ON_PAGE = {"indicators[]": ["1.1.a"], "grade": "minor", "description": "Seen."}


def scoring(
    who: Any, audit_id: UUID, page: dict[str, Any], api: dict[str, Any], code: str = "1.1.a"
) -> Doors:
    """Answer an indicator at both doors."""
    on_page = Ask(who, f"/audits/{audit_id}/score/{code}", {"seen_version": "0", **page})
    in_api = Ask(who, f"/audits/{audit_id}/scores/{code}", api, how="PUT", headers=FRESH)
    return Doors(on_page, in_api)


def raising(scene: Scene, audit_id: UUID, page: dict[str, Any], api: dict[str, Any]) -> Doors:
    """Write a nonconformity at both doors."""
    where = f"/audits/{audit_id}/nonconformities"
    return both(scene.auditor, f"{where}/new", page, where, api)


def begun(scene: Scene) -> UUID:
    """Begin an audit with one answer."""
    audit_id = planned(scene)
    with scene.world.work(scene.auditor) as work:
        operations.score_indicator(work, audit_id=audit_id, indicator="1.1.b", value=2)
    return audit_id


@refuses("audit-not-confirmed")
def a_score_before_the_plan_is_confirmed(scene: Scene) -> Doors:
    return scoring(scene.auditor, drafted(scene), {"value": "2"}, {"value": 2})


@refuses("audit-not-under-way")
def a_score_in_a_locked_report(scene: Scene) -> Doors:
    audit_id = finished(scene, scored(scene))
    page = {"value": "1", "seen_version": "1"}
    told = scoring(scene.auditor, audit_id, page, {"value": 1}).page
    return Doors(told, raising(scene, audit_id, ON_PAGE, WRITTEN).api)


@refuses("audit-not-under-way")
def a_nonconformity_in_a_locked_report(scene: Scene) -> Doors:
    return raising(scene, finished(scene, scored(scene)), ON_PAGE, WRITTEN)


@refuses("audit-not-under-way")
def days_counted_in_a_locked_report(scene: Scene) -> Doors:
    where = f"/audits/{finished(scene, scored(scene))}"
    said = {"used_days": "3"}
    in_api = Ask(scene.auditor, f"{where}/days-used", said, how="PUT")
    return Doors(Ask(scene.auditor, f"{where}/days", said), in_api)


@refuses("scorer-not-in-audit-team")
def a_score_by_somebody_of_no_team(scene: Scene) -> Doors:
    other = judges(scene.world, scene.body_id, Role.AUDITOR)
    return scoring(other, begun(scene), {"value": "2"}, {"value": 2})


@refuses("answer-of-another-kind")
def met_where_points_are_asked_for(scene: Scene) -> Doors:
    return scoring(scene.auditor, begun(scene), {"value": "met"}, {"met": True})


@api_refuses("score-contradicts-itself")
def points_for_what_does_not_apply(scene: Scene) -> Doors:
    both_said = {"value": 2, "not_applicable": True}
    return Doors(None, scoring(scene.auditor, begun(scene), {}, both_said).api)


@api_refuses("indicator-unknown")
def a_score_for_no_indicator(scene: Scene) -> Doors:
    return Doors(None, scoring(scene.auditor, begun(scene), {}, {"value": 2}, "9.9.z").api)


@refuses("indicator-unknown")
def a_nonconformity_about_no_indicator(scene: Scene) -> Doors:
    page, api = {**ON_PAGE, "indicators[]": ["9.9.z"]}, {**WRITTEN, "indicators": ["9.9.z"]}
    return raising(scene, begun(scene), page, api)


@refuses("nonconformity-about-nothing")
def a_nonconformity_about_nothing(scene: Scene) -> Doors:
    page, api = {**ON_PAGE, "indicators[]": []}, {**WRITTEN, "indicators": []}
    return raising(scene, begun(scene), page, api)


@refuses("indicator-unscored", "days-not-counted")
def a_report_with_nearly_nothing_in_it(scene: Scene) -> Doors:
    return alike(scene.auditor, f"/audits/{begun(scene)}/finish", {"summary": "Done."})


@refuses("nonconformity-missing", "note-missing")
def a_report_that_owes_a_nonconformity_and_a_note(scene: Scene) -> Doors:
    audit_id = scored(scene, {"5.1.a": 1})
    with scene.world.work(scene.auditor) as work:
        operations.score_indicator(
            work, audit_id=audit_id, indicator="1.1.c", not_applicable=True, seen_version=1
        )
    return alike(scene.auditor, f"/audits/{audit_id}/finish", {"summary": "Done."})


@refuses("waiver-unexplained", "note-missing")
def a_report_that_leaves_minimum_requirements_out_with_a_dash(scene: Scene) -> Doors:
    audit_id = scored(scene)
    with scene.world.work(scene.auditor) as work:
        for code, note in (("5.1.a", "None."), ("1.1.c", "-")):
            operations.score_indicator(
                work,
                audit_id=audit_id,
                indicator=code,
                not_applicable=True,
                note=note,
                seen_version=1,
            )
    return alike(scene.auditor, f"/audits/{audit_id}/finish", {"summary": "Done."})


@refuses("nonconformity-missing-not-met")
def a_check_that_owes_a_nonconformity(scene: Scene) -> Doors:
    check, _ = checked(scene)
    audit_id = check.answered(check.planned(), "11.1.c")
    return alike(scene.auditor, f"/audits/{audit_id}/finish", {"summary": "Done."})


@refuses("nothing-to-score")
def a_report_on_a_standard_that_lost_its_text(scene: Scene) -> Doors:
    audit_id = begun(scene)
    with scene.world.work(scene.office) as work:
        work.session.connection().exec_driver_sql("update audit set standard_version = '3.0'")
    return alike(scene.auditor, f"/audits/{audit_id}/finish", {"summary": "Done."})


@refuses("scorer-not-in-audit-team")
def a_report_finished_by_somebody_of_no_team(scene: Scene) -> Doors:
    other = judges(scene.world, scene.body_id, Role.AUDITOR)
    return alike(other, f"/audits/{scored(scene)}/finish", {"summary": "Done."})


@refuses("audit-at-work")
def the_operator_reads_a_report_that_is_being_written(scene: Scene) -> Doors:
    where = f"/audits/{begun(scene)}"
    page = Ask(scene.manager, f"{where}/form", how="GET")
    return Doors(page, Ask(scene.manager, f"{where}/scores/1.1.b", how="GET"))


def photo() -> dict[str, Any]:
    """Give a file."""
    return {"file": (io.BytesIO(b"%PDF-1.7\n%%EOF"), "register.pdf")}


def attaching(who: Any, audit_id: UUID, *, indicator: str = "", found: UUID | None = None) -> Doors:
    """Attach a file to an indicator or to a nonconformity at both doors."""
    place = {"nonconformity_id": str(found)} if found else {"indicator": indicator}
    below = f"nonconformities/{found}" if found else f"scores/{indicator}"
    page = Ask(who, f"/audits/{audit_id}/evidence", place | photo())
    return Doors(page, Ask(who, f"/audits/{audit_id}/{below}/evidence", photo(), files=True))


@refuses("audit-not-under-way")
def a_photo_for_a_locked_report(scene: Scene) -> Doors:
    return attaching(scene.auditor, finished(scene, scored(scene)), indicator="1.1.a")


@refuses("indicator-unknown")
def a_photo_of_no_indicator(scene: Scene) -> Doors:
    return attaching(scene.auditor, begun(scene), indicator="9.9.z")


@refuses("scorer-not-in-audit-team")
def a_photo_by_somebody_of_no_team(scene: Scene) -> Doors:
    other = judges(scene.world, scene.body_id, Role.AUDITOR)
    return attaching(other, begun(scene), indicator="1.1.b")


@refuses("nonconformity-of-another-audit")
def a_photo_for_the_nonconformity_of_another_audit(scene: Scene) -> Doors:
    found = raised(scene, begun(scene), "1.1.a", Grade.MINOR)
    return attaching(scene.auditor, begun(scene), found=found)


@refuses("nonconformity-closed")
def a_photo_for_what_is_closed(scene: Scene) -> Doors:
    audit_id = begun(scene)
    found = raised(scene, audit_id, "1.1.a", Grade.MINOR)
    with scene.world.work(scene.manager) as work:
        operations.answer_nonconformity(
            work, nonconformity_id=found, root_cause="", correction="", corrective_action="So."
        )
    with scene.world.work(scene.auditor) as work:
        operations.close_nonconformity(
            work,
            nonconformity_id=found,
            verification=Verification.REMOTE,
            note="The names are there.",
        )
    return attaching(scene.auditor, audit_id, found=found)


@asked_first("score-out-of-range", "value", HTTPStatus.UNPROCESSABLE_ENTITY)
def more_points_than_there_are(scene: Scene) -> Doors:
    return scoring(scene.auditor, begun(scene), {"value": "4"}, {"value": 4})
