"""Keeping the scheme's numbers that something rests on."""

from fairwild.kernel.digests import facts_digest
from fairwild.kernel.parameters import ParameterTable, as_kept
from fairwild.standards.catalogue import parameters
from fairwild.standards.events import NumbersKept
from fairwild.standards.naming import subject_of_numbers
from fairwild.standards.records import NumbersTable
from fairwild.store.holding import hold_alone
from fairwild.unit_of_work import UnitOfWork


def keep_numbers(work: UnitOfWork) -> ParameterTable:
    """Give the numbers of today, which from now on can be looked up by their version.

    Whoever writes that version down calls this in the same unit of work; the rows are kept once.
    """
    table = parameters()
    if _is_kept(work, table):
        return table
    hold_alone(work.session, f"numbers:{table.version}")
    if not _is_kept(work, table):
        rows = [as_kept(row) for row in sorted(table.rows, key=lambda row: row.fingerprint)]
        work.add(NumbersTable(version=table.version, rows=rows, kept_at=work.now))
        work.record(
            NumbersKept(
                subject=subject_of_numbers(table.version),
                numbers_version=table.version,
                rows=len(rows),
                rows_sha256=facts_digest({"rows": rows}),
            )
        )
    return table


def _is_kept(work: UnitOfWork, table: ParameterTable) -> bool:
    return work.session.get(NumbersTable, table.version) is not None
