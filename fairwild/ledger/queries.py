"""Questions about the ledger."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from fairwild.ledger.records import LedgerEntry
from fairwild.store.paging import Cursor, Page, page_of

_HEAD_ALONE = text("select coalesce(max(seq), 0), true from ledger_entry")
_HEAD_AMONG_WRITERS = text(
    "select coalesce(max(seq), 0),"
    " pg_snapshot_xmin(pg_current_snapshot()) = pg_snapshot_xmax(pg_current_snapshot())"
    " from ledger_entry"
)


@dataclass(frozen=True)
class Head:
    """The last number of the ledger; settled when no writer may still bring a lower one."""

    seq: int
    settled: bool


@dataclass(frozen=True)
class LedgerFilter:
    """Which entries are asked for; None asks for all."""

    kind: str | None = None
    subject_id: UUID | None = None
    since: datetime | None = None
    before: datetime | None = None


def head(session: Session) -> Head:
    """Give the last number; on PostgreSQL numbers can become visible out of their order."""
    sqlite = session.get_bind().dialect.name == "sqlite"
    seq, settled = session.execute(_HEAD_ALONE if sqlite else _HEAD_AMONG_WRITERS).one()
    return Head(int(seq), bool(settled))


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
