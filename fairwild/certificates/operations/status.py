"""Suspending, lifting a suspension, withdrawing, ending and superseding."""

from uuid import UUID

from fairwild.access.actions import Action
from fairwild.certificates.events import CertificateStatusChanged, CertificateSuperseded
from fairwild.certificates.queries import get_certificate_facts
from fairwild.certificates.queries.deciding import obstacles_to_giving
from fairwild.certificates.records import Certificate, StatusEntry
from fairwild.certificates.rules import obstacles_to_changing, status_of
from fairwild.certificates.states import CertificateStatus
from fairwild.competence.queries import hold_competences
from fairwild.kernel.digests import text_digest
from fairwild.unit_of_work import UnitOfWork


def change_status(
    work: UnitOfWork, *, certificate_id: UUID, to: CertificateStatus, reason: str
) -> Certificate:
    """Give a certificate another status from this moment on, with its reason.

    `issued` lifts a suspension, which asks for what a certificate asks for; no certifier with a tie
    to the holder gives any status (rule R12). To supersede is to issue another:
    `supersede_certificate`.
    """
    certificate = work.take(Certificate, certificate_id, to=Action.CHANGE_CERTIFICATE_STATUS)
    hold_own_competences(work, certificate.body_id)
    facts = get_certificate_facts(work, certificate_id)
    standing = status_of(facts, at=work.now).standing
    work.refuse_if(
        [
            *obstacles_to_changing(standing, to, reason=reason),
            *obstacles_to_giving(work, facts, standing, to),
        ]
    )
    work.record(
        CertificateStatusChanged(
            subject=certificate.id,
            number=certificate.number,
            previous=certificate.status,
            status=to,
            reason_sha256=text_digest(reason),
        )
    )
    _move(work, certificate, to, reason)
    return certificate


def hold_own_competences(work: UnitOfWork, body_id: UUID) -> None:
    """Keep what the actor may judge for a body as it is until the deed is done."""
    if work.actor.person_id is not None:
        hold_competences(work, person_id=work.actor.person_id, body_id=body_id)


def supersede(work: UnitOfWork, certificate: Certificate, *, by: str, reason: str) -> None:
    """Let another certificate, of this number, take the place of one that is in force."""
    work.record(
        CertificateSuperseded(
            subject=certificate.id,
            number=certificate.number,
            superseded_by=by,
            reason_sha256=text_digest(reason),
        )
    )
    _move(work, certificate, CertificateStatus.SUPERSEDED, reason)


def _move(work: UnitOfWork, certificate: Certificate, to: CertificateStatus, reason: str) -> None:
    certificate.status = to
    work.add(
        StatusEntry(
            certificate_id=certificate.id,
            status=to,
            at=work.now,
            reason=reason,
            changed_by=work.actor.person_id,
        )
    )
