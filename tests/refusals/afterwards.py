"""What stands against a certifier who decides after the certificate: on it, and on limits."""

from uuid import UUID

from sqlalchemy import select

from fairwild.areas.operations import ask_quantity_change
from fairwild.areas.records import MaximumQuantity
from fairwild.audits.states import Grade
from fairwild.certificates.operations import change_status
from fairwild.certificates.queries import bodies_certifying
from fairwild.certificates.states import CertificateStatus
from fairwild.kernel.actors import Actor, Role
from tests.audits_builders import Scene, raised, ready_to_decide, scored
from tests.competence_builders import interest
from tests.refusals.doors import Doors, both, refuses
from tests.refusals.verdicts import changed, decided, deciding, issued_to, moving, suspended


def suspended_of(scene: Scene) -> UUID:
    """Issue a certificate to the operator and suspend it."""
    certificate_id = issued_to(scene)
    suspended(scene, certificate_id)
    return certificate_id


def tied(scene: Scene) -> None:
    """Let the certifier have advised the operator."""
    interest(scene.world, scene.body_id, scene.certifier, scene.operator_id)


def reissuing(scene: Scene, certificate_id: UUID) -> Doors:
    """Correct a certificate at both doors."""
    page, said = f"/certificate-files/{certificate_id}/reissue", {"reason": "A word."}
    return both(scene.certifier, page, said, f"/certificates/{certificate_id}/reissue")


@refuses("certifier-tied-to-client")
def a_suspension_lifted_by_who_is_tied(scene: Scene) -> Doors:
    certificate_id = suspended_of(scene)
    tied(scene)
    return moving(scene, certificate_id, "issued")


@refuses("certifier-tied-to-client")
def a_certificate_withdrawn_by_who_is_tied(scene: Scene) -> Doors:
    certificate_id = issued_to(scene)
    tied(scene)
    return moving(scene, certificate_id, "withdrawn")


@refuses("certifier-tied-to-client")
def a_certificate_corrected_by_who_is_tied(scene: Scene) -> Doors:
    certificate_id = issued_to(scene)
    tied(scene)
    return reissuing(scene, certificate_id)


@refuses("competence-expired")
def a_suspension_lifted_after_the_competence_ran_out(scene: Scene) -> Doors:
    certificate_id = suspended_of(scene)
    changed(scene, "update competence set valid_until = '2026-03-01' where role = 'certifier'")
    return moving(scene, certificate_id, "issued")


@refuses("competence-expired")
def a_certificate_corrected_after_the_competence_ran_out(scene: Scene) -> Doors:
    certificate_id = issued_to(scene)
    changed(scene, "update competence set valid_until = '2026-03-01' where role = 'certifier'")
    return reissuing(scene, certificate_id)


@refuses("body-not-approved")
def a_suspension_lifted_by_a_body_that_lost_its_approval(scene: Scene) -> Doors:
    certificate_id = suspended_of(scene)
    changed(scene, "update body_approval set status = 'suspended'")
    return moving(scene, certificate_id, "issued")


@refuses("nonconformity-open-elsewhere")
def a_suspension_lifted_with_something_critical_open(scene: Scene) -> Doors:
    certificate_id = suspended_of(scene)
    raised(scene, scored(scene), "1.1.a", Grade.CRITICAL)
    return moving(scene, certificate_id, "issued")


@refuses("audit-before-withdrawal")
def a_certificate_by_an_audit_before_a_withdrawal(scene: Scene) -> Doors:
    audit_id, certificate_id = ready_to_decide(scene), issued_to(scene)
    scene.world.pass_time(days=30)
    with scene.world.work(scene.certifier) as work:
        to = CertificateStatus.WITHDRAWN
        change_status(work, certificate_id=certificate_id, to=to, reason="Fraud proven.")
    return deciding(scene.certifier, audit_id)


@refuses("audit-before-the-certified-one")
def a_certificate_by_an_audit_older_than_the_one_that_certified(scene: Scene) -> Doors:
    older = ready_to_decide(scene)
    scene.world.pass_time(days=30)
    decided(scene, ready_to_decide(scene))
    return deciding(scene.certifier, older)


def asked_for_more(scene: Scene) -> str:
    """Ask the body for a higher limit; give the address of the wish."""
    with scene.world.work(scene.manager) as work:
        [quantity_id] = work.session.scalars(select(MaximumQuantity.id))
        change = ask_quantity_change(
            work,
            quantity_id=quantity_id,
            body_id=scene.body_id,
            limit_g=10**9,
            reason="A second stand.",
            certified_by=bodies_certifying,
        )
    return f"/quantity-changes/{change.id}"


def granting(who: Actor, where: str, decision: str, api: str) -> Doors:
    """Decide on a wish at both doors."""
    said = {"reason": "Survey checked."}
    return both(who, where, said | {"decision": decision}, f"{where}/{api}", said)


@refuses("certifier-tied-to-client")
def a_limit_raised_by_who_is_tied(scene: Scene) -> Doors:
    where = asked_for_more(scene)
    tied(scene)
    return granting(scene.certifier, where, "approved", "approve")


@refuses("certifier-tied-to-client")
def a_limit_refused_by_who_acts_for_the_operator(scene: Scene) -> Doors:
    posts = (scene.body_id, Role.CERTIFIER), (scene.operator_id, Role.BUYING_CLERK)
    return granting(scene.world.person(*posts), asked_for_more(scene), "refused", "refuse")
