"""Questions about the ledger."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from fairwild.kernel.events import plain
from fairwild.ledger.records import LedgerEntry
from fairwild.store.engine import Store
from fairwild.store.paging import Cursor, Page, page_of

_LAST_NUMBER = "select coalesce(max(seq), 0) from ledger_entry"
_SNAPSHOT = "select pg_current_snapshot()::text"


@dataclass(frozen=True)
class LedgerFilter:
    """Which entries are asked for; None asks for all."""

    kind: str | None = None
    subject_id: UUID | None = None
    since: datetime | None = None
    before: datetime | None = None


def state_of(store: Store) -> str:
    """Give a mark that is another one as soon as any event was written.

    On SQLite that is the ledger's last number. On PostgreSQL numbers can become visible out of
    their order, so it is the snapshot: equal ones see exactly the same. Asks the driver itself,
    because this one question stands before every public answer.
    """
    connection = store.engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute(_LAST_NUMBER if store.is_sqlite else _SNAPSHOT)
        [[state]] = cursor.fetchall()
        cursor.close()
    finally:
        connection.close()
    return str(state)


def page_of_entries(session: Session, wanted: LedgerFilter, cursor: Cursor) -> Page[LedgerEntry]:
    """Give one page of the entries, the latest first."""
    query = select(LedgerEntry)
    if wanted.kind is not None:
        query = query.where(LedgerEntry.kind == wanted.kind)
    if wanted.subject_id is not None:
        query = query.where(LedgerEntry.subject_id == wanted.subject_id)
    if wanted.since is not None:
        query = query.where(LedgerEntry.at >= wanted.since)
    if wanted.before is not None:
        query = query.where(LedgerEntry.at < wanted.before)
    return page_of(session, query, [LedgerEntry.seq], cursor)


def kinds_of_entries(session: Session) -> list[str]:
    """List the kinds of events there are, by name."""
    return list(session.scalars(select(LedgerEntry.kind).distinct().order_by(LedgerEntry.kind)))


def count_entries(session: Session) -> int:
    """Count the entries."""
    return session.scalar(select(func.count()).select_from(LedgerEntry)) or 0


def history_of(session: Session, subjects: Iterable[UUID]) -> list[LedgerEntry]:
    """List what happened to these subjects, in its order."""
    query = select(LedgerEntry).where(LedgerEntry.subject_id.in_(set(subjects)))
    return list(session.scalars(query.order_by(LedgerEntry.seq)))


def told_of(
    session: Session, subjects: Collection[UUID], kinds: Collection[str]
) -> Iterator[tuple[UUID, str, Mapping[str, Any]]]:
    """Give subject, kind and facts of what was said of these in events of these kinds, in order."""
    columns = (LedgerEntry.subject_id, LedgerEntry.kind, LedgerEntry.data)
    query = select(*columns).where(
        LedgerEntry.subject_id.in_(subjects), LedgerEntry.kind.in_(kinds)
    )
    yield from session.execute(query.order_by(LedgerEntry.seq))


def subjects_told_of(session: Session, subjects: Collection[UUID], kind: str) -> set[UUID]:
    """Give those of the subjects to which an event of this kind ever happened."""
    query = select(LedgerEntry.subject_id).where(
        LedgerEntry.subject_id.in_(subjects), LedgerEntry.kind == kind
    )
    return set(session.scalars(query.distinct())) if subjects else set()


def told_of_all(kind: str) -> Select[UUID, dict[str, Any]]:
    """Select subject and facts of every event of a kind, for who looks for what is gone."""
    return select(LedgerEntry.subject_id, LedgerEntry.data).where(LedgerEntry.kind == kind)


def last_told(session: Session, *kinds: str) -> dict[UUID, dict[str, Any]]:
    """Give what every subject is by these events together: each fact as it was told last."""
    columns = select(LedgerEntry.subject_id, LedgerEntry.data)
    told = columns.where(LedgerEntry.kind.in_(kinds)).order_by(LedgerEntry.seq)
    found: dict[UUID, dict[str, Any]] = {}
    for subject, data in session.execute(told):
        found.setdefault(subject, {}).update(data)
    return found


def unlike_told(
    row: object, told: Mapping[str, Any] | None, fields: Mapping[str, str]
) -> Iterator[str]:
    """Say where a row is not what the ledger was told; `fields` gives the fact of each column."""
    if told is None:
        yield "is not known to the ledger"
        return
    for name, fact in fields.items():
        held = plain(getattr(row, name))
        if fact in told and told[fact] != held:
            yield f"has {name} {held}, the ledger says {told[fact]}"
