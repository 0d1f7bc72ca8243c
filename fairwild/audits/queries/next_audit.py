"""When an operation is looked at as a whole again."""

from datetime import date

from sqlalchemy import func, or_, select

from fairwild.audits.records import Audit
from fairwild.audits.states import BEFORE_WORK, RENEWING, AuditKind, AuditStatus
from fairwild.kernel.periods import add_months
from fairwild.standards.catalogue import parameters
from fairwild.unit_of_work import Reading


def next_audit_on(reading: Reading, audit: Audit) -> date | None:
    """Give the first day of the next audit of a whole year of whom this audit looks at.

    That is the one planned by the same body, else the day on which the yearly audit is due, if it
    is still to come. A buyer has none.
    """
    if audit.kind is AuditKind.SPOT_CHECK:
        return None
    whole_year = (
        Audit.operator_id == audit.operator_id,
        Audit.body_id == audit.body_id,
        Audit.standard == audit.standard,
        or_(Audit.kind.is_(None), Audit.kind.in_(RENEWING)),
    )
    planned = select(func.min(Audit.starts_on)).where(
        *whole_year, Audit.status.in_(BEFORE_WORK), Audit.starts_on > reading.today
    )
    found = reading.session.scalar(planned)
    if found is not None:
        return found
    begun = Audit.status.not_in(BEFORE_WORK | {AuditStatus.CANCELLED})
    last = reading.session.scalar(select(func.max(Audit.starts_on)).where(*whole_year, begun))
    if last is None:
        return None
    months = parameters().in_force("audit_interval_months", on=reading.today).whole
    due_on = add_months(last, months)
    return due_on if due_on > reading.today else None
