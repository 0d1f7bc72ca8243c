"""What was certified or withdrawn since an audit, for whoever would certify by it."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from fairwild.audits.queries.whole import whole_audits_of
from fairwild.audits.rules import HeldBefore
from fairwild.certificates.records import Certificate, StatusEntry
from fairwild.certificates.states import CertificateStatus
from fairwild.unit_of_work import Reading


def held_before(reading: Reading, audit: Any) -> list[HeldBefore]:
    """List the certificates an operation had under the standard of an audit, the oldest first.

    Of other bodies only the withdrawal is told, which is public. Asks no permission.
    """
    wanted = select(Certificate.id, Certificate.number, Certificate.audit_id).where(
        Certificate.holder_id == audit.operator_id, Certificate.standard == audit.standard
    )
    rows = reading.session.execute(wanted.order_by(Certificate.issued_at, Certificate.id)).all()
    days = _withdrawn(reading, {row.id for row in rows})
    whole = whole_audits_of(reading, operator_id=audit.operator_id, body_id=audit.body_id)
    nothing = (None, "", None)
    return [
        HeldBefore(row.number, days.get(row.id), *whole.get(row.audit_id, nothing)) for row in rows
    ]


def _withdrawn(reading: Reading, ids: set[UUID]) -> dict[UUID, date]:
    wanted = select(StatusEntry.certificate_id, StatusEntry.at).where(
        StatusEntry.certificate_id.in_(ids), StatusEntry.status == CertificateStatus.WITHDRAWN
    )
    return {one: at.date() for one, at in reading.session.execute(wanted)}
