"""What stands against answering, verifying, extending, objecting and judging."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from fairwild.audits import operations, queries
from fairwild.audits.states import Grade, ObjectionOutcome, Verification
from fairwild.kernel.actors import Actor, Role
from fairwild.kernel.refusals import Refused
from tests.audits_builders import Scene, raised
from tests.competence_builders import interest, judges
from tests.refusals.doors import Doors, asked_first, both, refuses
from tests.refusals.writing import begun

ANSWER = {"root_cause": "New people.", "correction": "Named.", "corrective_action": "Trained."}
CLOSE = {"verification": "remote", "note": "The names are there."}
JUDGE = {"outcome": "rejected", "answer": "It was."}


def found_in(scene: Scene, grade: Grade = Grade.MINOR) -> tuple[UUID, UUID]:
    """Begin an audit and find something; give both."""
    audit_id = begun(scene)
    return audit_id, raised(scene, audit_id, "1.1.a", grade)


def answered_by(scene: Scene, found: UUID, who: Actor) -> None:
    """Answer for the operator."""
    with scene.world.work(who) as work:
        operations.answer_nonconformity(work, nonconformity_id=found, **ANSWER)


def closed(scene: Scene, found: UUID) -> None:
    """Answer and accept it."""
    answered_by(scene, found, scene.manager)
    with scene.world.work(scene.auditor) as work:
        operations.close_nonconformity(
            work,
            nonconformity_id=found,
            verification=Verification.REMOTE,
            note="The names are there.",
        )


def objected(scene: Scene, found: UUID) -> None:
    """Say for the operator that it is none."""
    with scene.world.work(scene.manager) as work:
        operations.object_to_nonconformity(work, nonconformity_id=found, reasons="It was none.")


def settling(
    who: Actor, place: tuple[UUID, UUID], page: str, said: dict[str, Any], api: str = ""
) -> Doors:
    """Do something about a nonconformity at both doors."""
    where = f"/audits/{place[0]}/nonconformities/{place[1]}"
    return both(who, f"{where}/{page}", said, f"{where}/{api or page}")


def extending(scene: Scene, place: tuple[UUID, UUID], due_on: date) -> Doors:
    """Give more time at both doors."""
    said = {"due_on": due_on.isoformat(), "reason": "Snow."}
    return settling(scene.auditor, place, "extend", said, "extensions")


def due(scene: Scene, found: UUID) -> date:
    """Give the last day."""
    with scene.world.reading(scene.auditor) as reading:
        return queries.get_nonconformity(reading, found).due_on


@refuses("nonconformity-not-open")
def an_answer_given_twice(scene: Scene) -> Doors:
    place = found_in(scene)
    answered_by(scene, place[1], scene.manager)
    return settling(scene.manager, place, "answer", ANSWER)


@refuses("nonconformity-not-answered")
def a_closing_before_any_answer(scene: Scene) -> Doors:
    return settling(scene.auditor, found_in(scene), "close", CLOSE)


@refuses("nonconformity-not-answered")
def an_answer_sent_back_that_was_not_given(scene: Scene) -> Doors:
    return settling(scene.auditor, found_in(scene), "return", {"reason": "Who?"})


def on_both_sides(scene: Scene, role: Role) -> Actor:
    """Give somebody who acts for the operator and judges for the body."""
    return scene.world.person((scene.body_id, role), (scene.operator_id, Role.OPERATOR_MANAGER))


@refuses("closer-is-answerer", "user-of-client")
def an_answer_accepted_by_whoever_gave_it(scene: Scene) -> Doors:
    place, who = found_in(scene), on_both_sides(scene, Role.AUDITOR)
    answered_by(scene, place[1], who)
    return settling(who, place, "close", CLOSE)


@refuses("closer-is-answerer", "user-of-client")
def an_answer_sent_back_by_whoever_gave_it(scene: Scene) -> Doors:
    place, who = found_in(scene), on_both_sides(scene, Role.EVALUATOR)
    answered_by(scene, place[1], who)
    return settling(who, place, "return", {"reason": "Who?"})


@refuses("nonconformity-settled")
def more_time_for_what_is_closed(scene: Scene) -> Doors:
    place = found_in(scene)
    closed(scene, place[1])
    return extending(scene, place, due(scene, place[1]) + timedelta(days=7))


@refuses("nonconformity-overdue")
def more_time_after_the_last_day(scene: Scene) -> Doors:
    place = found_in(scene, Grade.MAJOR)
    later = due(scene, place[1]) + timedelta(days=7)
    scene.world.pass_time(days=120)
    return extending(scene, place, later)


@refuses("extension-not-later")
def more_time_that_is_less(scene: Scene) -> Doors:
    place = found_in(scene)
    return extending(scene, place, due(scene, place[1]))


@refuses("extension-too-long")
def more_time_than_the_table_allows(scene: Scene) -> Doors:
    place = found_in(scene)
    return extending(scene, place, due(scene, place[1]) + timedelta(days=2000))


@refuses("extensions-used-up")
def more_time_once_too_often(scene: Scene) -> Doors:
    place = found_in(scene)
    for _ in range(9):
        later = due(scene, place[1]) + timedelta(days=1)
        try:
            with scene.world.work(scene.auditor) as work:
                operations.extend_nonconformity(
                    work, nonconformity_id=place[1], due_on=later, reason="Snow."
                )
        except Refused:
            break
    return extending(scene, place, later)


@refuses("nonconformity-settled")
def an_objection_to_what_is_closed(scene: Scene) -> Doors:
    place = found_in(scene)
    closed(scene, place[1])
    return settling(scene.manager, place, "object", {"reasons": "It was none."}, "objection")


@refuses("objection-there-already")
def an_objection_made_twice(scene: Scene) -> Doors:
    place = found_in(scene)
    objected(scene, place[1])
    return settling(scene.manager, place, "object", {"reasons": "It was none."}, "objection")


def judging(who: Actor, place: tuple[UUID, UUID]) -> Doors:
    """Answer an objection at both doors."""
    return settling(who, place, "judge", JUDGE, "objection/answer")


@refuses("objection-by-involved")
def an_objection_judged_by_an_auditor_of_the_team(scene: Scene) -> Doors:
    both_roles = judges(scene.world, scene.body_id, Role.AUDITOR, Role.EVALUATOR)
    with_them = replace(scene, auditor=both_roles)
    place = found_in(with_them)
    objected(scene, place[1])
    return judging(both_roles, place)


@refuses("objection-with-body")
def an_objection_the_scheme_owner_judges_too_soon(scene: Scene) -> Doors:
    place = found_in(scene)
    objected(scene, place[1])
    return judging(scene.world.steward(), place)


@refuses("objection-answered-already")
def an_objection_judged_twice(scene: Scene) -> Doors:
    place = found_in(scene)
    objected(scene, place[1])
    with scene.world.work(scene.certifier) as work:
        operations.answer_objection(
            work,
            nonconformity_id=place[1],
            outcome=ObjectionOutcome.REJECTED,
            answer="It was.",
        )
    return judging(scene.evaluator, place)


@refuses("interest-in-client", "declaration-missing")
def an_answer_accepted_by_somebody_tied_to_the_operator(scene: Scene) -> Doors:
    place = found_in(scene)
    answered_by(scene, place[1], scene.manager)
    other = judges(scene.world, scene.body_id, Role.AUDITOR)
    interest(scene.world, scene.body_id, other, scene.operator_id)
    return settling(other, place, "close", CLOSE)


@refuses("closing-note-missing", "verifying-document-missing")
def an_answer_verified_by_a_document_nobody_can_see(scene: Scene) -> Doors:
    place = found_in(scene)
    answered_by(scene, place[1], scene.manager)
    return settling(scene.auditor, place, "close", {"verification": "document", "note": "Seen."})


@refuses("pin-thing-unknown")
def an_answer_verified_by_no_record(scene: Scene) -> Doors:
    place = found_in(scene)
    answered_by(scene, place[1], scene.manager)
    return settling(scene.auditor, place, "pin", {"what": "lot", "number": "LIQ-NONE"}, "pins")


@asked_first("answer-missing", "corrective_action")
def an_answer_that_says_nothing(scene: Scene) -> Doors:
    said = {**ANSWER, "corrective_action": " "}
    return settling(scene.manager, found_in(scene), "answer", said)


@asked_first("finding-reason-missing", "reason")
def an_answer_sent_back_without_a_reason(scene: Scene) -> Doors:
    place = found_in(scene)
    answered_by(scene, place[1], scene.manager)
    return settling(scene.auditor, place, "return", {"reason": " "})


@asked_first("finding-reason-missing", "reasons")
def an_objection_without_reasons(scene: Scene) -> Doors:
    return settling(scene.manager, found_in(scene), "object", {"reasons": " "}, "objection")
