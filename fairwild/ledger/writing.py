"""Appending events inside the transaction of their deed."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, islice
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from fairwild.kernel.events import Event
from fairwild.ledger.alike import Alike
from fairwild.ledger.leaves import leaf_hash
from fairwild.ledger.records import LedgerEntry
from fairwild.store.bulk import insert_columns, insert_rows

SUBJECTS_AT_ONCE = 5_000
_LAST_OF_ONE = select(func.max(LedgerEntry.version)).where(
    LedgerEntry.subject_id == bindparam("subject_id")
)


def _last_versions(session: Session, subjects: Collection[UUID]) -> dict[UUID, int]:
    found: dict[UUID, int] = defaultdict(int)
    if len(subjects) == 1:  # most deeds: asked without a list to expand
        [subject] = subjects
        found[subject] = session.scalar(_LAST_OF_ONE, {"subject_id": subject}) or 0
        return found
    waiting = iter(subjects)
    while some := list(islice(waiting, SUBJECTS_AT_ONCE)):
        rows = session.execute(
            select(LedgerEntry.subject_id, func.max(LedgerEntry.version))
            .where(LedgerEntry.subject_id.in_(some))
            .group_by(LedgerEntry.subject_id)
        )
        found.update((subject, version) for subject, version in rows)
    return found


@dataclass(frozen=True)
class Happening:
    """An event with who did it and when."""

    event: Event
    actor_id: UUID | None
    at: datetime

    @property
    def subjects(self) -> tuple[UUID, ...]:
        """What it happened to."""
        return (self.event.subject,)


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


def append(session: Session, happened: Sequence[Happening | Alike]) -> None:
    """Write the events as the next versions of their subjects, in the order given."""
    for _, some in groupby(happened, key=type):
        single = []
        for one in some:
            if isinstance(one, Alike):
                last = {} if one.event.is_first else _last_versions(session, one.subjects)
                insert_columns(session, LedgerEntry, one.columns(last), as_stored=("data",))
            else:
                single.append(one)
        _append_single(session, single)


def _append_single(session: Session, happened: Sequence[Happening]) -> None:
    known = {happening.event.subject for happening in happened if not happening.event.is_first}
    versions = _last_versions(session, known)
    rows = []
    for happening in happened:
        versions[happening.event.subject] += 1
        rows.append(_row(happening, versions[happening.event.subject]))
    insert_rows(session, LedgerEntry, rows)
