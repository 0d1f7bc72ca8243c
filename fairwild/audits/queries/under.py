"""How many audits stand on a version of a standard."""

from sqlalchemy import func, select

from fairwild.audits.records import Audit
from fairwild.unit_of_work import Reading


def count_audits_under(reading: Reading, standard: str, version: str) -> int:
    """Count the audits of all bodies planned under this version; a figure for everybody."""
    query = select(func.count()).select_from(Audit)
    under = query.where(Audit.standard == standard, Audit.standard_version == version)
    return reading.session.scalar(under) or 0
