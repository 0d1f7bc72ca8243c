"""Questions about imports."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from uuid import UUID

from sqlalchemy import case, func, select

from fairwild.imports import rules
from fairwild.imports.checking import records_of, rows_of, touched_rows
from fairwild.imports.columns import digest_of
from fairwild.imports.facts import SeenRow
from fairwild.imports.kinds import KINDS, Kind
from fairwild.imports.progress import Progress
from fairwild.imports.records import ImportMapping, ImportRow, ImportRun
from fairwild.imports.states import Choice, RowState, RunState
from fairwild.kernel.refusals import Invalid, NotFound, Obstacle
from fairwild.store.files import FileStorage
from fairwild.store.paging import Cursor, Page, page_of
from fairwild.unit_of_work import Reading

__all__ = [
    "ImportRow",
    "ImportRun",
    "count_rows",
    "find_mapping_for",
    "find_next_in_the_way",
    "first_cells",
    "first_rows",
    "get_import",
    "get_row",
    "kinds_open_to",
    "list_mappings",
    "obstacles_to_confirming",
    "obstacles_to_undoing",
    "page_of_imports",
    "page_of_rows",
    "page_with",
    "seen_import",
    "seen_imports",
    "state_of",
]


def kinds_open_to(reading: Reading, organisation_id: UUID) -> list[Kind]:
    """List the kinds of files the actor may read in for an organisation."""
    return [kind for kind in KINDS.values() if kind.is_open_to(reading, organisation_id)]


def page_of_imports(reading: Reading, cursor: Cursor) -> Page[ImportRun]:
    """Give one page of the imports the actor may see, the latest first."""
    columns = [ImportRun.uploaded_at, ImportRun.id]
    return page_of(reading.session, reading.visible(ImportRun), columns, cursor)


def get_import(reading: Reading, run_id: UUID) -> ImportRun:
    """Give one import; raises NotFound."""
    return reading.get(ImportRun, run_id)


def state_of(run: ImportRun, progress: Progress) -> RunState:
    """Say how far an import is, its row being as it is now; for a page see `seen_import`."""
    return rules.state_of(
        checked_at=run.checked_at,
        started_at=run.started_at,
        confirmed_at=run.confirmed_at,
        undone_at=run.undone_at,
        is_held=progress.is_held(run.id),
        is_undoing=progress.stage_of(run.id).back,
    )


def seen_imports(
    reading: Reading, progress: Progress, ask: Callable[[], Page[ImportRun]]
) -> tuple[Page[ImportRun], dict[UUID, RunState]]:
    """Give imports and how far each is, though others are written while one looks.

    A writer commits before it lets go of an import. So what looks interrupted is read once more
    after nobody was seen to hold it: only where it is still not written was it interrupted.
    """
    page = ask()
    states = {run.id: state_of(run, progress) for run in page.rows}
    doubtful = {run_id for run_id, state in states.items() if state is RunState.INTERRUPTED}
    if not doubtful:
        return page, states
    reading.look_anew()
    page = ask()
    for run in page.rows:
        states[run.id] = state_of(run, progress)
        if states[run.id] is RunState.INTERRUPTED and run.id not in doubtful:
            states[run.id] = RunState.RUNNING
    return page, states


def seen_import(reading: Reading, progress: Progress, run_id: UUID) -> tuple[ImportRun, RunState]:
    """Give one import and how far it is, though it is written while one looks; as above."""
    page, states = seen_imports(reading, progress, lambda: Page([get_import(reading, run_id)]))
    return page.rows[0], states[run_id]


def obstacles_to_confirming(run: ImportRun) -> tuple[Obstacle, ...]:
    """Say everything that stands between a file and what it would write."""
    return tuple(
        rules.obstacles_to_confirming(
            checked_at=run.checked_at, confirmed_at=run.confirmed_at, counts=run.counts
        )
    )


def obstacles_to_undoing(reading: Reading, run: ImportRun) -> Iterator[Obstacle]:
    """Say what depends on the records of an import."""
    yield from KINDS[run.what].obstacles_to_undoing(reading, run)


ROWS_OF_A_PAGE = 50
ROWS_SHOWN_FIRST = 10
"""So many rows are shown as they are read, whether anything stands against them or not."""


_WRONG = (ImportRow.state == RowState.WRONG) & (ImportRow.choice != Choice.LEAVE)
_UNDECIDED = (ImportRow.state == RowState.ALIKE) & (ImportRow.choice == Choice.NONE)
_ORDER = case((_WRONG, 0), (_UNDECIDED, 1), else_=2)


def page_of_rows(reading: Reading, run_id: UUID, *, page: int = 1) -> list[ImportRow]:
    """Give one page of the rows to look at: what stands in the way first, then by number."""
    query = select(ImportRow).where(ImportRow.run_id == run_id).order_by(_ORDER, ImportRow.number)
    shown = query.offset((page - 1) * ROWS_OF_A_PAGE).limit(ROWS_OF_A_PAGE)
    return list(reading.session.scalars(shown))


def page_with(reading: Reading, row: ImportRow) -> int:
    """Say on which page of the rows to look at a row stands now."""
    keys = select(_ORDER.label("place"), ImportRow.number).where(ImportRow.run_id == row.run_id)
    ordered = keys.order_by("place", ImportRow.number)
    numbers = [number for _, number in reading.session.execute(ordered)]
    return numbers.index(row.number) // ROWS_OF_A_PAGE + 1


def find_next_in_the_way(reading: Reading, run_id: UUID, number: int) -> int | None:
    """Find the row that somebody has to look at next, after this one or from the top again."""
    query = (
        select(ImportRow.number)
        .where(ImportRow.run_id == run_id, ImportRow.number != number, _WRONG | _UNDECIDED)
        .order_by(case((ImportRow.number > number, 0), else_=1), ImportRow.number)
    )
    return reading.session.scalar(query.limit(1))


def first_rows(reading: Reading, run: ImportRun, files: FileStorage) -> list[SeenRow]:
    """Give the first rows of a file, as they stand or were typed over, and what is understood."""
    rows = list(islice(rows_of(run, files, touched_rows(reading, run)), ROWS_SHOWN_FIRST))
    return list(KINDS[run.what].understood(reading, run, rows))


def first_cells(run: ImportRun, files: FileStorage) -> list[str]:
    """Give for every column of a file what stands in its first rows, the first that says it.

    Of a file that cannot be read to there it is what was read; its check says why.
    """
    said = [""] * len(run.headings)
    with suppress(Invalid):
        for record in islice(records_of(run, files), ROWS_SHOWN_FIRST):
            for place, text in enumerate(record[: len(said)]):
                said[place] = said[place] or text.strip()
    return said


def count_rows(reading: Reading, run_id: UUID) -> int:
    """Count the rows to look at."""
    query = select(func.count()).select_from(ImportRow).where(ImportRow.run_id == run_id)
    return reading.session.scalar(query) or 0


def get_row(reading: Reading, run_id: UUID, number: int) -> ImportRow:
    """Give one row to look at; raises NotFound."""
    found = reading.session.get(ImportRow, (run_id, number))
    if found is None:
        raise NotFound("import_row")
    return found


def list_mappings(reading: Reading, organisation_id: UUID, what: str) -> list[ImportMapping]:
    """List the saved mappings of a kind by name."""
    query = reading.visible(ImportMapping).where(
        ImportMapping.organisation_id == organisation_id, ImportMapping.what == what
    )
    return list(reading.session.scalars(query.order_by(ImportMapping.name)))


def find_mapping_for(
    reading: Reading, organisation_id: UUID, what: str, headings: Sequence[str]
) -> ImportMapping | None:
    """Give the mapping last saved for these headings, if there is one."""
    query = reading.visible(ImportMapping).where(
        ImportMapping.organisation_id == organisation_id,
        ImportMapping.what == what,
        ImportMapping.headings_digest == digest_of(headings),
    )
    return reading.session.scalar(query.order_by(ImportMapping.saved_at.desc()).limit(1))
