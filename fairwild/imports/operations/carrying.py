"""Carrying an import out: one transaction, one at a time, all of it or nothing."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from fairwild.access.actions import Action
from fairwild.imports import rules
from fairwild.imports.checking import check_whole
from fairwild.imports.events import ImportConfirmed
from fairwild.imports.facts import CheckedRow
from fairwild.imports.kinds import KINDS
from fairwild.imports.progress import Progress, Stage
from fairwild.imports.records import ImportRun
from fairwild.imports.states import Choice, RowState
from fairwild.kernel.actors import Actor
from fairwild.kernel.refusals import Refused
from fairwild.kernel.steps import Step
from fairwild.store.engine import Store
from fairwild.store.files import FileStorage
from fairwild.unit_of_work import UnitOfWork, begin

TOLD_EVERY = 1_000
WRITTEN = frozenset({RowState.NEW, RowState.CHANGED})


def begin_import(work: UnitOfWork, *, run_id: UUID) -> ImportRun:
    """Say that an import is to be carried out, which the caller holds; nobody else is at it.

    Refused with everything that stands against it.
    """
    run = work.take(ImportRun, run_id, to=Action.RUN_IMPORT)
    KINDS[run.what].may(work, run.organisation_id)
    work.refuse_if(
        rules.obstacles_to_confirming(
            checked_at=run.checked_at, confirmed_at=run.confirmed_at, counts=run.counts
        )
    )
    run.started_at = work.now
    work.session.flush()
    return run


def carry_out_import(
    store: Store,
    files: FileStorage,
    progress: Progress,
    *,
    actor: Actor,
    run_id: UUID,
    clock: Callable[[], datetime],
) -> None:
    """Write what a file says in a transaction of its own, while the caller holds the import.

    Refused where things have changed since the check: then nothing is written, and the rows
    that stand in the way are there to be seen.
    """
    try:
        with begin(store, actor, now=clock()) as work:
            _carry_out(work, run_id, files, progress)
    except Refused:
        with suppress(Refused), begin(store, actor, now=clock()) as work:
            _look_again(work, run_id, files)
        raise


def _look_again(work: UnitOfWork, run_id: UUID, files: FileStorage) -> None:
    run = work.take(ImportRun, run_id, to=Action.RUN_IMPORT)
    run.started_at = None
    check_whole(work, run, files)


def _carry_out(work: UnitOfWork, run_id: UUID, files: FileStorage, progress: Progress) -> None:
    run = work.take(ImportRun, run_id, to=Action.RUN_IMPORT)
    KINDS[run.what].may(work, run.organisation_id)
    total = int(run.counts.get("rows", 0))
    ready: list[CheckedRow] = []
    seen = 0

    def look(checked: CheckedRow) -> None:
        nonlocal seen
        seen += 1
        if checked.state in WRITTEN and checked.row.choice is not Choice.LEAVE:
            ready.append(checked)
        if seen % TOLD_EVERY == 0:
            progress.tell(run_id, Stage(seen, total))

    check_whole(work, run, files, look)
    work.refuse_if(
        rules.obstacles_to_confirming(
            checked_at=run.checked_at, confirmed_at=run.confirmed_at, counts=run.counts
        )
    )
    count = len(ready)

    def tell(done: int, step: Step = Step.WRITING) -> None:
        progress.tell(run_id, Stage(done, count, step))

    tell(0, Step.SORTING)
    written = KINDS[run.what].write(work, run, ready, tell)
    _confirm(work, run, written)
    tell(count, Step.SEALING)


def _confirm(work: UnitOfWork, run: ImportRun, written: int) -> None:
    run.confirmed_at, run.confirmed_by = work.now, work.actor.person_id
    run.counts = {**run.counts, "written": written, "remembered": {}}
    work.record(
        ImportConfirmed(
            subject=run.id,
            organisation=run.organisation_id,
            what=run.what,
            sha256=run.sha256,
            written=written,
            left_out=run.counts.get("left", 0),
            there_already=run.counts.get(RowState.SAME, 0),
        )
    )
