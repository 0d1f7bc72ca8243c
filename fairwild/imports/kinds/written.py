"""The list of what an import made or changed."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import select

from fairwild.imports.records import ImportRecord
from fairwild.store.bulk import insert_rows
from fairwild.unit_of_work import Reading, UnitOfWork


def keep_records(
    work: UnitOfWork, run_id: UUID, kept: Iterable[tuple[UUID, int, str, Any]]
) -> None:
    """Remember records by id, row of the file, what they are, and what stood there before."""
    rows = [
        {"run_id": run_id, "record_id": one, "number": number, "what": what, "before": before}
        for one, number, what, before in kept
    ]
    insert_rows(work.session, ImportRecord, rows)


def records_of(reading: Reading, run_id: UUID) -> list[ImportRecord]:
    """List what an import made or changed, by row of the file."""
    query = select(ImportRecord).where(ImportRecord.run_id == run_id)
    ordered = query.order_by(ImportRecord.number, ImportRecord.record_id)
    return list(reading.session.scalars(ordered))
