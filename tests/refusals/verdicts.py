"""What stands against evaluating an audit, deciding on it, and the certificate it leads to."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from fairwild.audits import operations, queries
from fairwild.audits.states import Grade, ObjectionOutcome, Outcome, Verification
from fairwild.certificates.operations import change_status
from fairwild.certificates.states import CertificateStatus
from fairwild.desks.operations import decide_and_issue
from fairwild.kernel.actors import Actor, Role
from tests.audits_builders import (
    Scene,
    evaluated,
    finished,
    planned,
    raised,
    ready_to_decide,
    register_scored_low,
    score_all,
    scored,
    without_agreement,
)
from tests.competence_builders import declared, judges
from tests.refusals.doors import Doors, alike, asked_first, both, refuses
from tests.refusals.findings import answered_by, objected
from tests.refusals.plans import checked
from tests.trade_builders import certificate

ADVICE = {"recommendation": "certify", "reasons": "Both gates are open."}
VERDICT = {"outcome": "certify", "reasons": "All is there."}


def evaluating(who: Actor, audit_id: UUID, **changes: Any) -> Doors:
    """Recommend at both doors."""
    return alike(who, f"/audits/{audit_id}/evaluation", ADVICE | changes)


def deciding(who: Actor, audit_id: UUID, **changes: Any) -> Doors:
    """Decide at both doors."""
    return alike(who, f"/audits/{audit_id}/decision", VERDICT | changes)


def with_both(scene: Scene, *roles: Role) -> Scene:
    """Give the scene with one person who holds all these roles, as each of them."""
    person = judges(scene.world, scene.body_id, *roles)
    named = {role.value: person for role in roles}
    return replace(scene, **named)


def also_declared(scene: Scene, audit_id: UUID, who: Actor) -> None:
    """Let somebody have declared as well."""
    declared(scene.world, audit_id, scene.body_id, scene.operator_id, who)


@refuses("audit-not-finished")
def an_evaluation_of_a_report_that_is_not_locked(scene: Scene) -> Doors:
    return evaluating(scene.evaluator, scored(scene))


@refuses("evaluator-in-audit-team")
def an_evaluation_by_the_team(scene: Scene) -> Doors:
    one = with_both(scene, Role.AUDITOR, Role.EVALUATOR)
    return evaluating(one.evaluator, finished(one, scored(one)))


@refuses("evaluator-judged-objection")
def an_evaluation_by_whoever_judged_an_objection(scene: Scene) -> Doors:
    audit_id = scored(scene)
    judged(scene, raised(scene, audit_id, "1.1.a", Grade.MINOR), scene.evaluator)
    return evaluating(scene.evaluator, finished(scene, audit_id))


def judged(scene: Scene, found: UUID, who: Actor) -> None:
    """Let somebody find an objection right."""
    objected(scene, found)
    with scene.world.work(who) as work:
        operations.answer_objection(
            work, nonconformity_id=found, outcome=ObjectionOutcome.UPHELD, answer="It was none."
        )


@refuses("declaration-missing")
def an_evaluation_without_a_declaration(scene: Scene) -> Doors:
    other = judges(scene.world, scene.body_id, Role.EVALUATOR)
    return evaluating(other, finished(scene, scored(scene)))


@refuses("audit-not-evaluated")
def a_decision_before_the_evaluation(scene: Scene) -> Doors:
    return deciding(scene.certifier, finished(scene, scored(scene)))


def decided(scene: Scene, audit_id: UUID) -> UUID:
    """Certify."""
    with scene.world.work(scene.certifier) as work:
        decide_and_issue(work, audit_id=audit_id, outcome=Outcome.CERTIFY, reasons="Good.")
    return audit_id


@refuses("audit-decided")
def a_decision_taken_twice(scene: Scene) -> Doors:
    return deciding(scene.certifier, decided(scene, ready_to_decide(scene)))


@refuses("decider-in-audit-team")
def a_decision_by_the_team(scene: Scene) -> Doors:
    one = with_both(scene, Role.AUDITOR, Role.CERTIFIER)
    return deciding(one.certifier, ready_to_decide(one), outcome="refuse")


@refuses("decider-is-evaluator")
def a_decision_by_the_evaluator(scene: Scene) -> Doors:
    one = with_both(scene, Role.EVALUATOR, Role.CERTIFIER)
    audit_id = scored(one)
    return deciding(one.certifier, evaluated(one, finished(one, audit_id)), outcome="refuse")


def verified(scene: Scene, *, sent_back: bool) -> tuple[UUID, Actor]:
    """Let somebody who could also decide accept an answer, or send it back."""
    audit_id = scored(scene)
    found = raised(scene, audit_id, "1.1.a", Grade.MINOR)
    who = judges(scene.world, scene.body_id, Role.EVALUATOR, Role.CERTIFIER)
    also_declared(scene, audit_id, who)
    answered_by(scene, found, scene.manager)
    with scene.world.work(who) as work:
        if sent_back:
            operations.return_answer(work, nonconformity_id=found, reason="Who, and when?")
        else:
            operations.close_nonconformity(
                work,
                nonconformity_id=found,
                verification=Verification.REMOTE,
                note="The names are there.",
            )
    return evaluated(scene, finished(scene, audit_id)), who


@refuses("decider-verified-correction")
def a_decision_by_whoever_accepted_a_correction(scene: Scene) -> Doors:
    audit_id, who = verified(scene, sent_back=False)
    return deciding(who, audit_id, outcome="refuse")


@refuses("decider-returned-answer")
def a_decision_by_whoever_sent_an_answer_back(scene: Scene) -> Doors:
    audit_id, who = verified(scene, sent_back=True)
    return deciding(who, audit_id, outcome="refuse")


@refuses("decider-judged-objection")
def a_decision_by_whoever_judged_an_objection(scene: Scene) -> Doors:
    audit_id = scored(scene)
    judged(scene, raised(scene, audit_id, "1.1.a", Grade.MINOR), scene.certifier)
    return deciding(scene.certifier, evaluated(scene, finished(scene, audit_id)))


@refuses("conditions-missing")
def conditions_that_say_nothing(scene: Scene) -> Doors:
    outcome = "certify-with-conditions"
    return deciding(scene.certifier, ready_to_decide(scene), outcome=outcome)


@refuses("conditions-out-of-place")
def conditions_where_there_are_none(scene: Scene) -> Doors:
    return deciding(scene.certifier, ready_to_decide(scene), conditions="Train them.")


@refuses("conditions-missing")
def conditions_recommended_that_say_nothing(scene: Scene) -> Doors:
    audit_id, outcome = finished(scene, scored(scene)), "certify-with-conditions"
    return evaluating(scene.evaluator, audit_id, recommendation=outcome)


@refuses("outcome-of-another-kind")
def an_audit_that_ends_as_a_check_does(scene: Scene) -> Doors:
    return deciding(scene.certifier, ready_to_decide(scene), outcome="in-order")


def check_to_decide(scene: Scene, *not_met: str) -> UUID:
    """Bring a spot check to the point where a certifier can decide."""
    check, _ = checked(scene)
    audit_id = check.answered(check.planned(), *not_met)
    for code in not_met:
        raised(scene, audit_id, code, Grade.MINOR)
    return check.evaluated(check.finished(audit_id))


@refuses("spot-check-certifies-nothing")
def a_check_that_ends_with_a_certificate(scene: Scene) -> Doors:
    return deciding(scene.certifier, check_to_decide(scene))


@refuses("m-indicator-not-met")
def a_check_in_order_that_is_not(scene: Scene) -> Doors:
    return deciding(scene.certifier, check_to_decide(scene, "11.1.c"), outcome="in-order")


@refuses("nothing-assessed")
def a_check_in_order_at_which_nothing_was_looked_at(scene: Scene) -> Doors:
    check, _ = checked(scene)
    audit_id = check.left_out(check.planned(), said=False)
    return deciding(scene.certifier, check.evaluated(check.finished(audit_id)), outcome="in-order")


@refuses("agreement-missing")
def a_certificate_without_an_agreement(scene: Scene) -> Doors:
    audit_id = ready_to_decide(scene)
    without_agreement(scene)
    return deciding(scene.certifier, audit_id)


@refuses("body-not-approved")
def a_certificate_of_a_body_that_lost_its_approval(scene: Scene) -> Doors:
    audit_id = ready_to_decide(scene)
    changed(scene, "update body_approval set status = 'suspended'")
    return deciding(scene.certifier, audit_id)


def changed(scene: Scene, sql: str) -> None:
    """Change what no deed here can bring about in time."""
    with scene.world.work(scene.world.steward()) as work:
        work.session.connection().exec_driver_sql(sql)


@refuses("species-not-classified")
def a_certificate_for_a_species_whose_class_ran_out(scene: Scene) -> Doors:
    audit_id = ready_to_decide(scene)
    changed(scene, "update risk_classification set valid_until = '2026-03-01'")
    return deciding(scene.certifier, audit_id)


@refuses("risk-class-risen")
def a_certificate_for_a_species_at_higher_risk_than_audited(scene: Scene) -> Doors:
    audit_id = ready_to_decide(scene)
    changed(scene, "update risk_classification set risk_class = 'high'")
    return deciding(scene.certifier, audit_id)


@refuses("m-indicator-unmet", "nonconformity-open")
def a_certificate_in_spite_of_a_minimum_that_is_missed(scene: Scene) -> Doors:
    audit_id = register_scored_low(scene)
    raised(scene, audit_id, "5.1.a", Grade.MAJOR)
    return deciding(scene.certifier, evaluated(scene, finished(scene, audit_id)))


@refuses("share-below-minimum")
def a_certificate_for_too_few_points(scene: Scene) -> Doors:
    audit_id = planned(scene)
    with scene.world.reading(scene.auditor) as reading:
        asked = queries.indicators_of(queries.audit_facts(reading, audit_id))
    score_all(
        scene, audit_id, {one.code: 2 for one in asked if one.required_level(1) is not None}, 0
    )
    return deciding(scene.certifier, evaluated(scene, finished(scene, audit_id)))


@refuses("nonconformity-grown-major")
def a_certificate_after_a_minor_one_grew(scene: Scene) -> Doors:
    audit_id = scored(scene)
    raised(scene, audit_id, "1.1.a", Grade.MINOR)
    evaluated(scene, finished(scene, audit_id))
    scene.world.pass_time(days=500)
    return deciding(scene.certifier, audit_id)


@refuses("nonconformity-open-elsewhere")
def a_certificate_with_a_major_one_of_another_audit(scene: Scene) -> Doors:
    other = scored(scene)
    raised(scene, other, "1.1.a", Grade.MAJOR)
    return deciding(scene.certifier, ready_to_decide(scene))


@refuses("nonconformity-overdue-elsewhere")
def a_certificate_with_one_of_another_audit_overdue(scene: Scene) -> Doors:
    other = scored(scene)
    raised(scene, other, "1.1.a", Grade.MINOR)
    audit_id = ready_to_decide(scene)
    scene.world.pass_time(days=500)
    return deciding(scene.certifier, audit_id)


@refuses("competence-expired")
def a_decision_after_the_competence_ran_out(scene: Scene) -> Doors:
    audit_id = ready_to_decide(scene)
    changed(scene, "update competence set valid_until = '2026-03-01' where role = 'certifier'")
    return deciding(scene.certifier, audit_id, outcome="refuse")


@refuses("nothing-in-force-to-amend")
def an_extension_of_nothing(scene: Scene) -> Doors:
    audit_id = ready_to_decide(scene)
    changed(scene, "update audit set kind = 'extension'")
    return deciding(scene.certifier, audit_id)


@refuses("amending-another-version")
def an_extension_of_a_certificate_of_another_version(scene: Scene) -> Doors:
    audit_id = ready_to_decide(scene)
    certificate(scene.world, scene.operator_id, scene.species_id, body_id=scene.body_id)
    changed(scene, "update certificate set standard_version = '3.0'")
    changed(scene, "update audit set kind = 'extension'")
    return deciding(scene.certifier, audit_id)


@refuses("earlier-certificate-suspended")
def a_certificate_beside_a_suspended_one(scene: Scene) -> Doors:
    audit_id = ready_to_decide(scene)
    issued = certificate(scene.world, scene.operator_id, scene.species_id, body_id=scene.body_id)
    suspended(scene, issued)
    return deciding(scene.certifier, audit_id)


def suspended(scene: Scene, certificate_id: UUID) -> None:
    """Suspend a certificate."""
    with scene.world.work(scene.certifier) as work:
        change_status(
            work,
            certificate_id=certificate_id,
            to=CertificateStatus.SUSPENDED,
            reason="Open major finding.",
        )


def moving(scene: Scene, certificate_id: UUID, to: str) -> Doors:
    """Give a certificate another status at both doors."""
    said = {"to": to, "reason": "A word."}
    page = f"/certificate-files/{certificate_id}/status"
    return both(scene.certifier, page, said, f"/certificates/{certificate_id}/status")


def issued_to(scene: Scene) -> UUID:
    """Issue a certificate to the operator."""
    return certificate(scene.world, scene.operator_id, scene.species_id, body_id=scene.body_id)


@refuses("move-not-allowed")
def a_certificate_issued_that_is_issued(scene: Scene) -> Doors:
    return moving(scene, issued_to(scene), "issued")


@refuses("certificate-expired")
def a_certificate_withdrawn_that_has_expired(scene: Scene) -> Doors:
    certificate_id = issued_to(scene)
    scene.world.pass_time(days=600)
    return moving(scene, certificate_id, "withdrawn")


@refuses("supersede-needs-certificate")
def a_certificate_superseded_by_nothing(scene: Scene) -> Doors:
    return moving(scene, issued_to(scene), "superseded")


@refuses("certificate-expired")
def a_certificate_issued_anew_that_has_expired(scene: Scene) -> Doors:
    certificate_id = issued_to(scene)
    scene.world.pass_time(days=600)
    page, said = f"/certificate-files/{certificate_id}/reissue", {"reason": "A word."}
    return both(scene.certifier, page, said, f"/certificates/{certificate_id}/reissue")


@refuses("audit-not-finished")
def an_evaluation_written_twice(scene: Scene) -> Doors:
    return evaluating(scene.evaluator, ready_to_decide(scene))


@asked_first("reason-missing", "reason")
def a_certificate_suspended_without_a_reason(scene: Scene) -> Doors:
    certificate_id = issued_to(scene)
    said = {"to": "suspended", "reason": " "}
    page = f"/certificate-files/{certificate_id}/status"
    return both(scene.certifier, page, said, f"/certificates/{certificate_id}/status")


@refuses("paper-not-printable")
def a_certificate_with_a_name_no_font_can_show(scene: Scene) -> Doors:
    audit_id = ready_to_decide(scene)
    changed(scene, "update organisation set name = 'Regaliz \U0001f33f' where code = 'LIQ'")
    return deciding(scene.certifier, audit_id)
