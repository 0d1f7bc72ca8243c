"""The audits that looked at a whole year of an operation."""

from datetime import date
from uuid import UUID

from sqlalchemy import select

from fairwild.audits.records import Audit
from fairwild.audits.rules import usual_kind
from fairwild.audits.states import RENEWING
from fairwild.unit_of_work import Reading


def whole_audits_of(
    reading: Reading, *, operator_id: UUID, body_id: UUID
) -> dict[UUID | None, tuple[UUID, str, date]]:
    """Give by its id every audit of an operation by a body that can renew, with number, last day.

    Asks no permission: for rooms that have asked for their own.
    """
    wanted = select(Audit.id, Audit.number, Audit.ends_on, Audit.kind, Audit.certification_year)
    rows = reading.session.execute(
        wanted.where(Audit.operator_id == operator_id, Audit.body_id == body_id)
    )
    return {
        row.id: (row.id, row.number, row.ends_on)
        for row in rows
        if (row.kind or usual_kind(row.certification_year)) in RENEWING
    }
