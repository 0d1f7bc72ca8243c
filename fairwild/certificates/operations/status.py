"""Suspending, lifting a suspension, withdrawing, ending and superseding."""

from uuid import UUID

from fairwild.access.actions import Action
from fairwild.certificates.events import CertificateStatusChanged, CertificateSuperseded
from fairwild.certificates.queries import certificate_standing
from fairwild.certificates.records import Certificate, StatusEntry
from fairwild.certificates.rules import obstacles_to_changing
from fairwild.certificates.states import CertificateStatus
from fairwild.kernel.digests import text_digest
from fairwild.unit_of_work import UnitOfWork


def change_status(
    work: UnitOfWork, *, certificate_id: UUID, to: CertificateStatus, reason: str
) -> Certificate:
    """Give a certificate another status from this moment on, with its reason.

    `issued` lifts a suspension. To supersede is to issue another: `supersede_certificate`.
    """
    certificate = work.take(Certificate, certificate_id, to=Action.CHANGE_CERTIFICATE_STATUS)
    standing = certificate_standing(work, certificate_id, at=work.now).standing
    work.refuse_if(obstacles_to_changing(standing, to, reason=reason))
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
