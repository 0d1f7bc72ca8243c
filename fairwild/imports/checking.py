"""Rows of a kept file, with what was typed over them, held against everything there is."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, BinaryIO

from sqlalchemy import delete, select

from fairwild.imports.columns import (
    cells_reader,
    guessed,
    name_of,
    number_places,
    with_sure_numbers,
)
from fairwild.imports.facts import CheckedRow, FileRow
from fairwild.imports.kinds import KINDS, Checker
from fairwild.imports.problems import packed
from fairwild.imports.records import ImportRow, ImportRun
from fairwild.imports.states import Choice, RowState
from fairwild.sheets import read
from fairwild.store.bulk import insert_rows
from fairwild.store.files import FileStorage
from fairwild.unit_of_work import Reading, UnitOfWork

DOUBTS = frozenset({"cell-day-two-ways", "cell-number-two-ways"})
"""What one answer about the column settles for all its cells."""
Look = Callable[[CheckedRow], None]


def heading_of(stream: BinaryIO, what: str, sheet: str) -> list[str]:
    """Give the headings of a file; raises Invalid where it cannot be read."""
    return next(read(stream, knows=_knows(what), sheet=sheet))


def _knows(what: str) -> Callable[[str], object]:
    columns = KINDS[what].columns
    return lambda heading: guessed([heading], columns)


def mapping_of(run: ImportRun) -> dict[int, str]:
    """Give the mapping of a run by the places of its columns."""
    return {place: name_of(meaning) for place, meaning in said_of(run).items()}


def said_of(run: ImportRun) -> dict[int, str]:
    """Give the mapping of a run as it was said, with the manners in which columns are written."""
    return {int(place): str(meaning) for place, meaning in run.mapping.items()}


def rows_of(run: ImportRun, files: FileStorage, kept: Iterable[ImportRow]) -> Iterator[FileRow]:
    """Give the rows of a file that are not empty, as they stand or were typed over."""
    cells_of = cells_reader(mapping_of(run))
    touched = {row.number: row for row in kept}
    numbers = number_places(mapping_of(run), KINDS[run.what].columns)
    for number, plain in enumerate(records_of(run, files), 2):
        record = with_sure_numbers(plain, numbers)
        row = touched.get(number)
        if row is not None:
            cells = row.cells if row.edited else cells_of(record)
            yield FileRow(number, cells, row.choice, row.edited)
        elif any(map(str.strip, record)):
            yield FileRow(number, cells_of(record))


def records_of(run: ImportRun, files: FileStorage) -> Iterator[list[str]]:
    """Give the records of a file below its headings, empty ones too."""
    with files.open(run.sha256) as stream:
        records = read(stream, knows=_knows(run.what), sheet=run.sheet)
        next(records)
        yield from records


def checked_rows(checker: Checker, rows: Iterable[FileRow], at_once: int) -> Iterator[CheckedRow]:
    """Check rows some at a time; those that are left out are not asked for anything."""
    waiting = iter(rows)
    while some := list(islice(waiting, at_once)):
        asked = checker.check([row for row in some if row.choice is not Choice.LEAVE])
        for row in some:
            left = row.choice is Choice.LEAVE
            yield CheckedRow(row, RowState.SAME) if left else next(asked)


def touched_rows(reading: Reading, run: ImportRun) -> list[ImportRow]:
    """List the rows that somebody put right or decided about."""
    query = select(ImportRow).where(
        ImportRow.run_id == run.id, ImportRow.edited | (ImportRow.choice != Choice.NONE)
    )
    return list(reading.session.scalars(query))


def check_whole(
    work: UnitOfWork, run: ImportRun, files: FileStorage, look: Look = lambda _row: None
) -> None:
    """Check every row; keep those that need an eye, and count them all."""
    checker = KINDS[run.what].checker(work, run)
    rows = rows_of(run, files, touched_rows(work, run))
    counts: Counter[str] = Counter()
    doubts: Counter[str] = Counter()
    kept = []
    for checked in checked_rows(checker, rows, KINDS[run.what].rows_at_once):
        counts[counted_as(checked)] += 1
        doubts.update({one.code for one in checked.problems} & DOUBTS)
        if checked.needs_an_eye:
            counts["undecided"] += _is_undecided(checked)
            kept.append(kept_row(run, checked))
        look(checked)
    work.session.execute(delete(ImportRow).where(ImportRow.run_id == run.id))
    insert_rows(work.session, ImportRow, kept)
    counts["rows"] = counts.total() - counts["undecided"]
    run.counts = {**counts, **doubts, "remembered": checker.remembered()}
    run.checked_at = work.now
    work.session.flush()


def _is_undecided(checked: CheckedRow) -> bool:
    return checked.stands_in_the_way and checked.state is RowState.ALIKE


def counted_as(checked: CheckedRow) -> str:
    """Say under which name a row is counted: its state, or left out."""
    return "left" if checked.row.choice is Choice.LEAVE else checked.state.value


def kept_row(run: ImportRun, checked: CheckedRow) -> dict[str, object]:
    """Give a row as it is kept."""
    return {
        "run_id": run.id,
        "number": checked.row.number,
        "cells": checked.row.cells,
        "state": checked.state,
        "problems": [packed(one) for one in checked.problems],
        "choice": checked.row.choice,
        "edited": checked.row.edited,
    }


def check_alone(work: UnitOfWork, run: ImportRun, kept: ImportRow) -> None:
    """Check one row again, knowing of the others what their check remembered."""
    checker = KINDS[run.what].checker(work, run)
    checker.recall(run.counts.get("remembered", {}))
    row = FileRow(kept.number, kept.cells, kept.choice, kept.edited)
    before = _counts_of(_as_checked(kept))
    [checked] = checked_rows(checker, [row], at_once=1)
    kept.state, kept.problems = checked.state, [packed(one) for one in checked.problems]
    run.counts = _moved(run.counts, before, _counts_of(checked))


def _as_checked(kept: ImportRow) -> CheckedRow:
    return CheckedRow(FileRow(kept.number, kept.cells, kept.choice, kept.edited), kept.state)


def _counts_of(checked: CheckedRow) -> Counter[str]:
    return Counter([counted_as(checked), *["undecided"] * _is_undecided(checked)])


def _moved(counts: dict[str, Any], before: Counter[str], after: Counter[str]) -> dict[str, Any]:
    moved = dict(counts)
    for name in before | after:
        moved[name] = moved.get(name, 0) - before[name] + after[name]
    return moved
