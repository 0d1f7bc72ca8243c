"""Appending events inside the transaction of their deed."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
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
    return defaultdict(int, rows.all())


@dataclass(frozen=True)
class Happening:
    """An event with who did it and when."""

    event: Event
    actor_id: UUID | None
    at: datetime


def _row(happening: Happening, version: int) -> dict[str, Any]:
    event = happening.event
    facts = event.facts()
    hashed = leaf_hash(
        subject_id=event.subject,
        version=version,
        kind=event.kind(),
        actor_id=happening.actor_id,
        at=happening.at,
        facts=facts,
    )
    return {
        "subject_id": event.subject,
        "version": version,
        "kind": event.kind(),
        "actor_id": happening.actor_id,
        "at": happening.at,
        "data": facts,
        "leaf_hash": hashed,
    }


def append(session: Session, happened: Sequence[Happening]) -> None:
    """Write the events as the next versions of their subjects, in the order given."""
    if not happened:
        return
    versions = _last_versions(session, {happening.event.subject for happening in happened})
    rows = []
    for happening in happened:
        versions[happening.event.subject] += 1
        rows.append(_row(happening, versions[happening.event.subject]))
    session.execute(insert(LedgerEntry), rows)
