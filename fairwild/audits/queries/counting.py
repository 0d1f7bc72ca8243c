"""Which year of certification an operator is in."""

from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from fairwild.audits.records import Audit, Decision
from fairwild.audits.rules.years import YearCount, counted_year, years_between
from fairwild.audits.states import CERTIFYING, AuditKind
from fairwild.standards import catalogue
from fairwild.unit_of_work import Reading


def count_year(
    reading: Reading,
    *,
    operator_id: UUID,
    standard: str,
    on: date,
    kind: AuditKind | None = None,
) -> YearCount:
    """Count the year an audit of an operator would be for, by whatever body it was certified.

    Asks no permission: that somebody is certified everybody may know.
    """
    query = (
        select(func.min(Audit.starts_on))
        .join(Decision, Decision.audit_id == Audit.id)
        .where(
            Audit.operator_id == operator_id,
            Audit.standard == standard,
            Decision.outcome.in_(CERTIFYING),
        )
    )
    first = reading.session.scalar(query)
    known = [one.valid_from for one in catalogue.standard_versions() if one.name == standard]
    latest = 1 + years_between(min(known, default=on), on)
    return YearCount(counted_year(first, on, kind), first, latest)
