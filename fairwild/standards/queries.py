"""Which numbers of the scheme something rested on."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from fairwild.access.actions import Action
from fairwild.kernel.digests import facts_digest
from fairwild.kernel.parameters import ParameterTable, from_kept
from fairwild.kernel.refusals import NotFound
from fairwild.ledger.queries import told_of_all
from fairwild.standards.catalogue import parameters
from fairwild.standards.events import NumbersKept
from fairwild.standards.records import NumbersTable
from fairwild.unit_of_work import Reading


@dataclass(frozen=True)
class KnownNumbers:
    """A table of numbers, and since when it is kept; None where nothing rests on it yet."""

    table: ParameterTable
    kept_at: datetime | None


def get_numbers(reading: Reading, version: str) -> KnownNumbers:
    """Give the numbers of a version: those kept, else those of today.

    Raises NotFound where neither has that version: it was used before tables were kept.
    """
    reading.may(Action.SEE_SCHEME)
    kept = reading.session.get(NumbersTable, version)
    if kept is not None:
        return KnownNumbers(_table(kept), kept.kept_at)
    if version != parameters().version:
        raise NotFound("numbers_table")
    return KnownNumbers(parameters(), None)


def numbers_of(reading: Reading, version: str) -> ParameterTable:
    """Give the numbers of a version to reckon by again; those of today where it is not kept."""
    kept = reading.session.get(NumbersTable, version)
    return _table(kept) if kept is not None else parameters()


def list_kept_numbers(reading: Reading) -> list[KnownNumbers]:
    """List the tables that something rests on, the latest first."""
    reading.may(Action.SEE_SCHEME)
    query = select(NumbersTable).order_by(NumbersTable.kept_at.desc(), NumbersTable.version)
    return [KnownNumbers(_table(row), row.kept_at) for row in reading.session.scalars(query)]


def check_numbers(session: Session) -> Iterator[str]:
    """Name every kept table that is not what its version and the ledger say, or is gone."""
    told = {
        data["numbers_version"]: data["rows_sha256"]
        for _, data in session.execute(told_of_all(NumbersKept.kind()))
    }
    for row in session.scalars(select(NumbersTable).order_by(NumbersTable.version)):
        known = told.pop(row.version, "")
        if known != facts_digest({"rows": row.rows}) or _table(row).version != row.version:
            yield f"{row.version} is not as it was kept"
    yield from (f"{version} is gone" for version in sorted(told))


def _table(kept: NumbersTable) -> ParameterTable:
    return ParameterTable(tuple(from_kept(row) for row in kept.rows))
