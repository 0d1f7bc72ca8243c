"""Checking that the ledger still says what was written."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fairwild.ledger.leaves import leaf_hash
from fairwild.ledger.records import LedgerEntry

BATCH = 1000


@dataclass(frozen=True)
class LedgerFault:
    """Where the ledger does not hold: `leaf-hash` or `version-gap`."""

    seq: int
    subject_id: UUID
    code: str


@dataclass(frozen=True)
class Verification:
    """What a reading of the whole ledger found."""

    entries: int
    faults: tuple[LedgerFault, ...]


def _entries(session: Session) -> Iterator[LedgerEntry]:
    query = select(LedgerEntry).order_by(LedgerEntry.seq).execution_options(yield_per=BATCH)
    yield from session.scalars(query)


def _hash_of(entry: LedgerEntry) -> str:
    return leaf_hash(
        subject_id=entry.subject_id,
        version=entry.version,
        kind=entry.kind,
        actor_id=entry.actor_id,
        at=entry.at,
        facts=entry.data,
    )


def verify(session: Session) -> Verification:
    """Recompute every leaf hash and walk every subject's versions from 1 without a gap."""
    seen: dict[UUID, int] = defaultdict(int)
    faults: list[LedgerFault] = []
    count = 0
    for entry in _entries(session):
        count += 1
        seen[entry.subject_id] += 1
        if entry.version != seen[entry.subject_id]:
            faults.append(LedgerFault(entry.seq, entry.subject_id, "version-gap"))
        if _hash_of(entry) != entry.leaf_hash:
            faults.append(LedgerFault(entry.seq, entry.subject_id, "leaf-hash"))
    return Verification(count, tuple(faults))
