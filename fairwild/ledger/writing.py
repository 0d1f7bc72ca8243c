"""Appending events inside the transaction of their deed."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from fairwild.kernel.events import Event
from fairwild.ledger.leaves import leaf_hash
from fairwild.ledger.records import LedgerEntry


def _last_versions(session: Session, subjects: set[UUID]) -> dict[UUID, int]:
    rows = session.execute(
        select(LedgerEntry.subject_id, func.max(LedgerEntry.version))
        .where(LedgerEntry.subject_id.in_(subjects))
        .group_by(LedgerEntry.subject_id)
    )
    return defaultdict(int, {subject: version for subject, version in rows})


def append(
    session: Session, events: Sequence[Event], *, actor_id: UUID | None, at: datetime
) -> None:
    """Write the events as the next versions of their subjects, in the order given."""
    if not events:
        return
    versions = _last_versions(session, {event.subject for event in events})
    rows = []
    for event in events:
        versions[event.subject] += 1
        entry = {"version": versions[event.subject], "kind": event.kind(), "at": at}
        facts = event.facts()
        hashed = leaf_hash(subject_id=event.subject, actor_id=actor_id, facts=facts, **entry)  # type: ignore[arg-type]  # a dict of mixed values
        rows.append(
            {**entry, "subject_id": event.subject, "actor_id": actor_id}
            | {"data": facts, "leaf_hash": hashed}
        )
    session.execute(insert(LedgerEntry), rows)
