"""Rows put right in place, left out, taken for another or merged; each is checked at once."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import update

from fairwild.imports.checking import check_alone, check_whole, mapping_of
from fairwild.imports.kinds import KINDS
from fairwild.imports.operations.preparing import take_open
from fairwild.imports.progress import Progress
from fairwild.imports.records import ImportRow, ImportRun
from fairwild.imports.states import Choice, RowState
from fairwild.kernel.refusals import Invalid, NotFound
from fairwild.store.files import FileStorage
from fairwild.unit_of_work import UnitOfWork

LONGEST_CELL = 4_000


def _row(work: UnitOfWork, run: ImportRun, number: int) -> ImportRow:
    found = work.session.get(ImportRow, (run.id, number))
    if found is None:
        raise NotFound("import_row")
    return found


def _checked(work: UnitOfWork, run: ImportRun, row: ImportRow, files: FileStorage) -> ImportRow:
    """Check a small file whole, for rows that depend on each other; of a large one this row."""
    number = row.number
    if run.counts.get("rows", 0) > KINDS[run.what].most_rows:
        check_alone(work, run, row)
        work.session.flush()
        return row
    work.session.flush()
    check_whole(work, run, files)
    work.session.expire_all()
    return _row(work, run, number)


def put_row_right(
    work: UnitOfWork,
    *,
    run_id: UUID,
    number: int,
    cells: Mapping[str, str],
    files: FileStorage,
    progress: Progress,
) -> ImportRow:
    """Type over cells of a row that was looked at; the file itself stays as it is."""
    run = take_open(work, progress, run_id)
    row, known = _row(work, run, number), set(mapping_of(run).values())
    if not set(cells) <= {column.name for column in KINDS[run.what].columns}:
        raise Invalid({"cells": "unknown"})
    if any(len(text) > LONGEST_CELL for text in cells.values()):
        raise Invalid({"cells": "too-long"})
    typed = {name: text.strip() for name, text in cells.items() if name in known or text.strip()}
    row.cells, row.edited = {**row.cells, **typed}, True
    row.choice = Choice.NONE
    return _checked(work, run, row, files)


def decide(
    work: UnitOfWork,
    *,
    run_id: UUID,
    number: int,
    choice: Choice,
    files: FileStorage,
    progress: Progress,
) -> ImportRow:
    """Leave a row out, take it for something else than what it resembles, or merge it with it."""
    run = take_open(work, progress, run_id)
    row = _row(work, run, number)
    row.choice = choice
    return _checked(work, run, row, files)


def decide_all(
    work: UnitOfWork,
    *,
    run_id: UUID,
    state: RowState,
    choice: Choice,
    files: FileStorage,
    progress: Progress,
) -> ImportRun:
    """Decide alike about every row of a state that is not decided yet."""
    run = take_open(work, progress, run_id)
    rows = (ImportRow.run_id == run.id, ImportRow.state == state, ImportRow.choice == Choice.NONE)
    work.session.execute(
        update(ImportRow)
        .where(*rows)
        .values(choice=choice)
        .execution_options(synchronize_session=False)
    )
    work.session.expire_all()
    run = work.session.get_one(ImportRun, run_id)
    check_whole(work, run, files)
    return run
