"""The sample as the papers of an audit say it."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from fairwild.audits.queries import reads_work
from fairwild.desks.records import AuditSample
from fairwild.unit_of_work import Reading


def reported_sample(reading: Reading, audit: Any) -> AuditSample | None:
    """Give the last sample of an audit at hand, for whoever may know of it.

    Before the report is finished only the body knows what its team will look at; then it is
    part of the report for everybody who may read that.
    """
    if not reads_work(reading, audit):
        return None
    query = select(AuditSample).where(AuditSample.audit_id == audit.id)
    newest = query.order_by(AuditSample.edition.desc()).limit(1)
    return reading.session.scalar(newest.options(selectinload(AuditSample.items)))
