"""Builds certificates for tests: from an evaluated audit, by the deeds themselves."""

from uuid import UUID

from fairwild.audits.states import Outcome
from fairwild.certificates.operations import change_status, decide_and_issue
from fairwild.certificates.queries import Sight, find_public_certificate, sight_of_own
from fairwild.certificates.states import CertificateStatus
from fairwild.kernel.actors import NOBODY
from fairwild.organisations.operations import change_approval_status
from fairwild.organisations.queries import approvals_of
from fairwild.organisations.states import ApprovalStatus
from tests.audits_builders import Scene, evaluated, finished, scene_of, scored
from tests.builders import World


def certified(world: World, scene: Scene | None = None) -> tuple[Scene, UUID]:
    """Bring a scene to its certificate; gives the scene and the certificate's id."""
    scene = scene or scene_of(world)
    return scene, issue(scene, evaluated_audit(scene))


def evaluated_audit(scene: Scene) -> UUID:
    """Bring an audit to the certifier's desk."""
    return evaluated(scene, finished(scene, scored(scene)))


def issue(scene: Scene, audit_id: UUID) -> UUID:
    """Let the certifier decide for a certificate."""
    with scene.world.work(scene.certifier) as work:
        issued = decide_and_issue(
            work, audit_id=audit_id, outcome=Outcome.CERTIFY, reasons="All conditions are met."
        )
        assert issued is not None
        return issued.id


def move(scene: Scene, certificate_id: UUID, to: CertificateStatus) -> None:
    """Let the certifier give a certificate another status."""
    with scene.world.work(scene.certifier) as work:
        change_status(work, certificate_id=certificate_id, to=to, reason=f"Now {to}.")


def seen(scene: Scene, certificate_id: UUID) -> Sight:
    """Give the certificate as its body sees it now."""
    with scene.world.reading(scene.certifier) as reading:
        return sight_of_own(reading, certificate_id)


def looked_up(world: World, typed: str) -> Sight | None:
    """Give what anybody finds under a code or number."""
    with world.reading(NOBODY) as reading:
        return find_public_certificate(reading, typed)


def suspend_approvals(scene: Scene) -> None:
    """Let the scheme owner suspend every approval of the body."""
    with scene.world.work(scene.world.steward()) as work:
        for row in approvals_of(work, scene.body_id):
            change_approval_status(
                work, approval_id=row.id, status=ApprovalStatus.SUSPENDED, reason="Not witnessed."
            )
