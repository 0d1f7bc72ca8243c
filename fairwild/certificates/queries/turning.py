"""When what a holder's goods are worth can change."""

from datetime import UTC, date, datetime, time
from uuid import UUID

from sqlalchemy import Select, select

from fairwild.certificates.records import Certificate, StatusEntry
from fairwild.unit_of_work import Reading


def turning_points(reading: Reading, holder_id: UUID) -> list[datetime]:
    """List in order every moment from which a certificate of the holder may count otherwise.

    Between two of them every judgement of the same goods is the same.
    """
    held = select(Certificate.issued_at, Certificate.valid_from, Certificate.valid_until).where(
        Certificate.holder_id == holder_id
    )
    found: set[datetime] = set()
    for issued_at, valid_from, valid_until in reading.session.execute(held):
        found |= {issued_at, _begin(valid_from), _begin(valid_until)}
    changes = (
        select(StatusEntry.at)
        .join(Certificate, Certificate.id == StatusEntry.certificate_id)
        .where(Certificate.holder_id == holder_id)
    )
    return sorted(found.union(reading.session.scalars(changes)))


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)


def holders_of_certificates() -> Select[UUID, UUID]:
    """Select every certificate with its holder, for who compares goods with them."""
    return select(Certificate.id, Certificate.holder_id)


def certificates_moved(reading: Reading, holder_id: UUID, *, since: datetime) -> tuple[str, ...]:
    """Give the numbers of a holder's certificates whose status moved from that moment on."""
    moved = (
        select(Certificate.number)
        .join(StatusEntry, StatusEntry.certificate_id == Certificate.id)
        .where(Certificate.holder_id == holder_id, StatusEntry.at >= since)
    )
    return tuple(sorted(set(reading.session.scalars(moved))))
