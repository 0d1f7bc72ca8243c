"""Which certificates a holder has of a body, and since when one is certified."""

from datetime import date
from uuid import UUID

from sqlalchemy import Select, func, or_, select

from fairwild.certificates.records import Certificate
from fairwild.certificates.states import CertificateStatus
from fairwild.unit_of_work import Reading

LASTING = (CertificateStatus.ISSUED, CertificateStatus.SUSPENDED)


def lasting_of(
    reading: Reading, *, holder_id: UUID, body_id: UUID, standard: str
) -> list[Certificate]:
    """List the certificates that neither ended nor expired, the newest first, held for writing."""
    query = _lasting(reading, holder_id=holder_id, body_id=body_id, standard=standard)
    locked = query.with_for_update().execution_options(populate_existing=True)
    return list(reading.session.scalars(locked))


def standing_of(
    reading: Reading, *, holder_id: UUID, body_id: UUID, standard: str
) -> list[Certificate]:
    """List the certificates that neither ended nor expired, the newest first."""
    query = _lasting(reading, holder_id=holder_id, body_id=body_id, standard=standard)
    return list(reading.session.scalars(query))


def lasting_seen(reading: Reading, party_id: UUID) -> list[Certificate]:
    """List the newest certificate of every holder, body and standard that lasts and is seen.

    Of one party: a holder, or a body.
    """
    query = reading.visible(Certificate).where(
        or_(Certificate.holder_id == party_id, Certificate.body_id == party_id),
        Certificate.status.in_(LASTING),
        Certificate.valid_until > reading.today,
    )
    ordered = query.order_by(Certificate.issued_at, Certificate.id)
    rows = reading.session.scalars(ordered)
    return [*{(row.holder_id, row.body_id, row.standard): row for row in rows}.values()]


def _lasting(
    reading: Reading, *, holder_id: UUID, body_id: UUID, standard: str
) -> Select[Certificate]:
    return (
        select(Certificate)
        .where(
            Certificate.holder_id == holder_id,
            Certificate.body_id == body_id,
            Certificate.standard == standard,
            Certificate.status.in_(LASTING),
            Certificate.valid_until > reading.today,
        )
        .order_by(Certificate.issued_at.desc(), Certificate.id)
    )


def first_certified_on(reading: Reading, *, holder_id: UUID, standard: str) -> date | None:
    """Give the first day of the holder's first certificate under a standard, if there was one."""
    query = select(func.min(Certificate.valid_from)).where(
        Certificate.holder_id == holder_id, Certificate.standard == standard
    )
    return reading.session.scalar(query)


def bodies_certifying(reading: Reading, holder_id: UUID) -> frozenset[UUID]:
    """Give the bodies whose certificates a holder has now, suspended ones as well."""
    query = select(Certificate.body_id).where(
        Certificate.holder_id == holder_id,
        Certificate.status.in_(LASTING),
        Certificate.valid_until > reading.today,
    )
    return frozenset(reading.session.scalars(query))


def body_certifying(reading: Reading, holder_id: UUID) -> UUID | None:
    """Give the body that issued a holder's newest certificate, if it ever had one."""
    query = select(Certificate.body_id).where(Certificate.holder_id == holder_id)
    return reading.session.scalar(query.order_by(Certificate.issued_at.desc()).limit(1))
