"""What is pinned to the indicators of an audit."""

from uuid import UUID

from sqlalchemy import func, select

from fairwild.audits.queries.open_parts import reads_work
from fairwild.audits.records import Audit, Evidence, Nonconformity, NonconformityPin, Pin
from fairwild.unit_of_work import Reading


def pins_of(reading: Reading, audit_id: UUID) -> list[Pin]:
    """List what is pinned in an audit, in the order it was; raises NotFound for the audit.

    Nothing for whom the work of the team is not open yet.
    """
    if not reads_work(reading, reading.get(Audit, audit_id)):
        return []
    query = select(Pin).where(Pin.audit_id == audit_id, Pin.removed_at.is_(None))
    return list(reading.session.scalars(query.order_by(Pin.pinned_at, Pin.id)))


def verification_pins_of(reading: Reading, nonconformity_id: UUID) -> list[NonconformityPin]:
    """List the records by which the answer to a nonconformity was verified, as they came.

    Raises NotFound for the nonconformity.
    """
    reading.get(Nonconformity, nonconformity_id)
    query = select(NonconformityPin).where(NonconformityPin.nonconformity_id == nonconformity_id)
    ordered = query.order_by(NonconformityPin.pinned_at, NonconformityPin.id)
    return list(reading.session.scalars(ordered))


def count_shown(reading: Reading, nonconformity_id: UUID) -> int:
    """Count the files and records that lie with a nonconformity.

    A file counts whoever attached it: what the operator sent with its answer is a document, too.
    """
    return sum(
        reading.session.scalar(
            select(func.count()).select_from(kind).where(kind.nonconformity_id == nonconformity_id)
        )
        or 0
        for kind in (Evidence, NonconformityPin)
    )


def find_pin(reading: Reading, audit_id: UUID, pin_id: UUID) -> Pin | None:
    """Give one pin of an audit that the actor may see; raises NotFound for the audit."""
    reading.get(Audit, audit_id)
    found = reading.session.get(Pin, pin_id)
    return found if found is not None and found.audit_id == audit_id else None
