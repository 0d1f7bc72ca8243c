"""What stands against an application on its way to a body, and against an agreement."""

import io
from typing import Any
from uuid import UUID, uuid4

from fairwild.applications import operations, queries, rules
from fairwild.applications.queries.consenting import content_digest
from fairwild.applications.states import ConsentOutcome, ReviewCheck
from fairwild.kernel.actors import Actor, OrganisationKind, Role
from tests.applications_builders import answered, form_of, reviewed, signed, submitted, written
from tests.audits_builders import Scene
from tests.competence_builders import interest
from tests.refusals.doors import Ask, Doors, alike, api_refuses, both, refuses
from tests.refusals.verdicts import changed

CHECKS = [one.value for one in ReviewCheck]


def paper(name: str = "map.pdf") -> dict[str, Any]:
    """Give a file."""
    return {"file": (io.BytesIO(b"%PDF-1.7\n%%EOF"), name)}


def submitting(who: Actor, application_id: UUID) -> Doors:
    """Hand in an application at both doors."""
    return alike(who, f"/applications/{application_id}/submit")


@refuses("application-part-missing", "self-assessment-incomplete")
def an_application_with_nothing_in_it(scene: Scene) -> Doors:
    return submitting(scene.manager, written(scene, operator_contact="", species=[]))


@refuses("application-not-a-draft")
def an_application_handed_in_twice(scene: Scene) -> Doors:
    return submitting(scene.manager, submitted(scene))


@refuses("application-closed")
def an_application_withdrawn_that_was_answered(scene: Scene) -> Doors:
    application_id = reviewed(scene, submitted(scene))
    return alike(scene.manager, f"/applications/{application_id}/withdraw")


@refuses("application-closed")
def a_document_for_an_application_that_was_answered(scene: Scene) -> Doors:
    where = f"/applications/{reviewed(scene, submitted(scene))}/documents"
    page = Ask(scene.manager, where, {"title": "Map", **paper()})
    return Doors(page, Ask(scene.manager, where, paper(), files=True))


def assessing(scene: Scene, application_id: UUID, page: dict[str, Any], **line: Any) -> Doors:
    """Answer an indicator of the self-assessment at both doors."""
    where = f"/applications/{application_id}"
    api = {"answers": [{"indicator": "1.1.a", **line}]}
    return both(scene.manager, f"{where}/assessment/1", page, f"{where}/answers", api)


@refuses("answer-of-another-kind")
def met_in_a_self_assessment_that_asks_for_points(scene: Scene) -> Doors:
    return assessing(scene, written(scene), {"value-1.1.a": "met"}, met=True)


@refuses("self-assessment-note-missing")
def nothing_said_of_what_does_not_apply(scene: Scene) -> Doors:
    return assessing(scene, written(scene), {"value-1.1.a": "n"}, not_applicable=True)


@refuses("application-not-a-draft")
def a_self_assessment_changed_after_it_was_handed_in(scene: Scene) -> Doors:
    return assessing(scene, submitted(scene), {"value-1.1.a": "2"}, value=2)


def paid(scene: Scene) -> tuple[Actor, UUID]:
    """Let a company write a complete application for the operator, and pay."""
    company = scene.world.organisation(OrganisationKind.COMPANY)
    buyer = scene.world.person((company, Role.COMPANY_MEMBER))
    head = {"operator_id": scene.operator_id, "body_id": scene.body_id, "mandator_id": company}
    standard: Any = {"standard": "fairwild", "standard_version": "2.0"}
    with scene.world.work(buyer) as work:
        said = form_of(scene, mandator_contact="Tea House, Bristol") | head | standard
        row = operations.write_application(work, **said)
        asked = rules.asked_of_everybody(queries.standard_of(row).rated)
        answers = [(one.code, 2, False, "") for one in asked]
        operations.answer_indicators(work, application_id=row.id, answers=answers)
        return buyer, row.id


def consent(scene: Scene, buyer: Actor, application_id: UUID, outcome: ConsentOutcome) -> None:
    """Ask the operator, and let it answer."""
    asked(scene, buyer, application_id)
    with scene.world.work(scene.manager) as work:
        operations.answer_consent(
            work,
            application_id=application_id,
            outcome=outcome,
            content_sha256=digest(scene, application_id),
            reason="Not this year.",
        )


def asked(scene: Scene, buyer: Actor, application_id: UUID) -> None:
    """Ask the operator."""
    with scene.world.work(buyer) as work:
        operations.ask_consent(work, application_id=application_id)


def digest(scene: Scene, application_id: UUID) -> str:
    """Give the digest of what an application says."""
    with scene.world.reading(scene.manager) as reading:
        return content_digest(reading, queries.get_application(reading, application_id))


@refuses("consent-not-asked")
def an_application_nobody_asked_the_operator_about(scene: Scene) -> Doors:
    return submitting(*paid(scene))


@refuses("consent-waiting")
def an_application_the_operator_has_not_answered(scene: Scene) -> Doors:
    buyer, application_id = paid(scene)
    asked(scene, buyer, application_id)
    return submitting(buyer, application_id)


@refuses("consent-refused")
def an_application_the_operator_is_against(scene: Scene) -> Doors:
    buyer, application_id = paid(scene)
    consent(scene, buyer, application_id, ConsentOutcome.REFUSED)
    return submitting(buyer, application_id)


@refuses("consent-outdated")
def an_application_changed_after_the_consent(scene: Scene) -> Doors:
    buyer, application_id = paid(scene)
    consent(scene, buyer, application_id, ConsentOutcome.GIVEN)
    with scene.world.work(buyer) as work:
        row = queries.get_application(work, application_id)
        operations.change_application(
            work, application_id=row.id, version=row.version, history="Since 1970."
        )
    return submitting(buyer, application_id)


def asking(buyer: Actor, application_id: UUID) -> Doors:
    """Ask the operator at both doors."""
    where = f"/applications/{application_id}"
    return both(buyer, f"{where}/ask-consent", {}, f"{where}/consent-request")


@refuses("consent-waiting")
def an_operator_asked_twice(scene: Scene) -> Doors:
    buyer, application_id = paid(scene)
    asked(scene, buyer, application_id)
    return asking(buyer, application_id)


@refuses("consent-given")
def an_operator_asked_who_has_agreed(scene: Scene) -> Doors:
    buyer, application_id = paid(scene)
    consent(scene, buyer, application_id, ConsentOutcome.GIVEN)
    return asking(buyer, application_id)


def consenting(scene: Scene, application_id: UUID, outcome: str) -> Doors:
    """Answer for the operator at both doors."""
    said = {"outcome": outcome, "content_sha256": digest(scene, application_id)}
    return alike(scene.manager, f"/applications/{application_id}/consent", said)


@refuses("consent-not-waiting")
def a_consent_nobody_asked_for(scene: Scene) -> Doors:
    _, application_id = paid(scene)
    return consenting(scene, application_id, "given")


@refuses("consent-refusal-unexplained")
def a_refusal_without_a_word(scene: Scene) -> Doors:
    buyer, application_id = paid(scene)
    asked(scene, buyer, application_id)
    return consenting(scene, application_id, "refused")


def reviewing(
    who: Actor, application_id: UUID, checks: list[str] = CHECKS, outcome: str = "accept"
) -> Doors:
    """Answer an application for the body at both doors."""
    said = {"outcome": outcome, "reasons": "Looked at."}
    where = f"/applications/{application_id}/review"
    return both(who, where, said | {"checks[]": checks}, where, said | {"checks": checks})


@refuses("application-not-submitted")
def an_application_answered_twice(scene: Scene) -> Doors:
    return reviewing(scene.office, reviewed(scene, submitted(scene)))


@refuses("review-check-not-met")
def an_acceptance_with_something_not_looked_at(scene: Scene) -> Doors:
    return reviewing(scene.office, submitted(scene), CHECKS[:1])


@refuses("reviewer-submitted-it", "office-tied-to-client")
def an_application_answered_by_whoever_handed_it_in(scene: Scene) -> Doors:
    posts = (scene.body_id, Role.BODY_OFFICE), (scene.operator_id, Role.OPERATOR_MANAGER)
    who = scene.world.person(*posts)
    application_id = answered(scene, written(scene))
    with scene.world.work(who) as work:
        operations.submit_application(work, application_id=application_id)
    return reviewing(who, application_id, outcome="decline")


@refuses("office-tied-to-client")
def an_application_answered_by_an_office_with_a_tie(scene: Scene) -> Doors:
    interest(scene.world, scene.body_id, scene.office, scene.operator_id)
    return reviewing(scene.office, submitted(scene))


@refuses("body-cannot-certify-there")
def an_application_to_a_body_without_approval(scene: Scene) -> Doors:
    application_id = submitted(scene)
    changed(scene, "update body_approval set status = 'suspended'")
    return reviewing(scene.office, application_id)


@refuses("body-lacks-a-role")
def an_application_to_a_body_without_certifiers(scene: Scene) -> Doors:
    application_id = submitted(scene)
    changed(scene, "delete from membership where role = 'certifier'")
    return reviewing(scene.office, application_id)


@refuses("body-lacks-people")
def an_application_to_a_body_of_two(scene: Scene) -> Doors:
    application_id = submitted(scene)
    changed(scene, "delete from membership where role = 'certifier'")
    sql = "insert into membership (id, version, person_id, organisation_id, role, since)"
    sql += " select '{new}', version, person_id, organisation_id, 'certifier', since"
    sql += " from membership where role = 'auditor'"
    changed(scene, sql.format(new=uuid4().hex))
    return reviewing(scene.office, application_id)


# agreements


def signing(scene: Scene, **changes: Any) -> Doors:
    """Keep a signed agreement at both doors; `last` is the last day of it."""
    said = {"operator_id": str(scene.operator_id), "edition": "3", "signed_on": "2026-01-05"}
    last, until = changes.pop("last", ""), changes.pop("until", None)
    api = said | changes | ({"valid_until": until} if until else {})
    page = said | changes | {"valid_last": last, **paper("agreement.pdf")}
    return both(scene.office, "/agreements/new", page, "/agreements", api)


@refuses("agreement-not-yet-signed")
def an_agreement_of_tomorrow(scene: Scene) -> Doors:
    return signing(scene, signed_on="2026-12-05")


@api_refuses("agreement-without-days")
def an_agreement_that_never_binds(scene: Scene) -> Doors:
    days = {"last": "2026-01-04", "until": "2026-01-05"}
    return Doors(None, signing(scene, **days).api)


@refuses("application-not-accepted")
def an_agreement_on_an_application_nobody_answered(scene: Scene) -> Doors:
    return signing(scene, application_id=str(submitted(scene)))


@refuses("application-of-others")
def an_agreement_on_the_application_of_others(scene: Scene) -> Doors:
    application_id = reviewed(scene, submitted(scene))
    other = scene.world.organisation(OrganisationKind.OPERATOR)
    return signing(scene, application_id=str(application_id), operator_id=str(other))


@refuses("agreement-on-file")
def a_second_copy_of_an_agreement(scene: Scene) -> Doors:
    where = f"/agreements/{signed(scene)}/file"
    page = Ask(scene.office, where, paper("agreement.pdf"))
    return Doors(page, Ask(scene.office, where, paper("agreement.pdf"), files=True))


def ending(scene: Scene, agreement_id: UUID, day: str) -> Doors:
    """End an agreement at both doors."""
    said = {"ends_on": day, "reason": "Never meant."}
    return alike(scene.office, f"/agreements/{agreement_id}/end", said)


@refuses("agreement-ends-before-it-began")
def an_agreement_that_ends_before_it_began(scene: Scene) -> Doors:
    return ending(scene, signed(scene), "2025-01-01")


@refuses("agreement-ended")
def an_agreement_ended_twice(scene: Scene) -> Doors:
    agreement_id = signed(scene)
    with scene.world.work(scene.office) as work:
        day = scene.world.now.date()
        operations.end_agreement(work, agreement_id=agreement_id, ends_on=day, reason="Moved.")
    return ending(scene, agreement_id, "2026-05-01")
