"""Mock recalls of an audit."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from fairwild.audits.queries import get_audit, readable_among, reads_work
from fairwild.desks.records import AuditRehearsal
from fairwild.kernel.refusals import Obstacle
from fairwild.organisations.queries import organisations_by_id
from fairwild.unit_of_work import Reading


def rehearsals_of(reading: Reading, audit_id: UUID) -> list[AuditRehearsal]:
    """List the mock recalls of an audit in the order they were started; raises NotFound.

    None for whom the work of the team is not open yet.
    """
    if not reads_work(reading, get_audit(reading, audit_id)):
        return []
    query = reading.visible(AuditRehearsal).where(AuditRehearsal.audit_id == audit_id)
    ordered = query.order_by(AuditRehearsal.started_at, AuditRehearsal.id)
    return list(reading.session.scalars(ordered))


def obstacles_in_rehearsals(reading: Reading, audit_id: UUID) -> Iterator[Obstacle]:
    """Name the mock recalls of an audit whose clock still runs: the report says how they ended."""
    running = (
        select(AuditRehearsal.lot_number)
        .where(AuditRehearsal.audit_id == audit_id, AuditRehearsal.stopped_at.is_(None))
        .order_by(AuditRehearsal.started_at, AuditRehearsal.id)
    )
    for lot in reading.session.scalars(running):
        yield Obstacle("mock-recall-running", {"lot": lot})


@dataclass(frozen=True)
class AuditorsRehearsal:
    """Which audit a mock recall belongs to, and its result where the actor may read it.

    `audit_id` is None for whom the audit is not to be seen, `result` until its report is finished.
    """

    body: str
    audit_id: UUID | None
    result: AuditRehearsal | None


def auditors_rehearsals(
    reading: Reading, recall_ids: Collection[UUID]
) -> dict[UUID, AuditorsRehearsal]:
    """Give by recall those of one's own recalls that an auditor had made."""
    query = select(AuditRehearsal).where(AuditRehearsal.recall_id.in_(recall_ids))
    found = list(reading.session.scalars(query))
    open_to = readable_among(reading, {one.audit_id for one in found})
    bodies = organisations_by_id(reading, {one.body_id for one in found})
    return {
        one.recall_id: AuditorsRehearsal(
            body=bodies[one.body_id].name,
            audit_id=one.audit_id if one.audit_id in open_to else None,
            result=one if open_to.get(one.audit_id) else None,
        )
        for one in found
    }
