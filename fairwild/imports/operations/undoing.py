"""Taking back everything a file has written."""

from collections.abc import Iterator
from uuid import UUID

from fairwild.access.actions import Action
from fairwild.imports import rules
from fairwild.imports.events import ImportUndone
from fairwild.imports.kinds import KINDS, Tell, unheard
from fairwild.imports.queries import obstacles_to_undoing
from fairwild.imports.records import ImportRun
from fairwild.kernel.refusals import Obstacle
from fairwild.unit_of_work import UnitOfWork


def hold_to_undo(work: UnitOfWork, *, run_id: UUID, reason: str) -> ImportRun:
    """Hold an import that can be undone now; refused with all that depends on its records."""
    run = work.take(ImportRun, run_id, to=Action.RUN_IMPORT)
    KINDS[run.what].may(work, run.organisation_id)
    work.refuse_if(_obstacles(work, run, reason))
    return run


def undo_import(work: UnitOfWork, *, run_id: UUID, reason: str, tell: Tell = unheard) -> ImportRun:
    """Take back every record of an import, or none; refused with all that depends on them.

    `tell` hears how many are taken back so far.
    """
    run = hold_to_undo(work, run_id=run_id, reason=reason)
    count = KINDS[run.what].undo(work, run, reason=reason.strip(), tell=tell)
    run.undone_at, run.undone_by = work.now, work.actor.person_id
    run.undo_reason = reason.strip()
    work.record(
        ImportUndone(
            subject=run.id,
            organisation=run.organisation_id,
            what=run.what,
            records=count,
            reason=reason.strip(),
        )
    )
    work.session.flush()
    return run


def _obstacles(work: UnitOfWork, run: ImportRun, reason: str) -> Iterator[Obstacle]:
    found = list(
        rules.obstacles_to_undoing(
            confirmed_at=run.confirmed_at, undone_at=run.undone_at, reason=reason
        )
    )
    yield from found
    if not any(one.code.startswith("import-") for one in found):
        yield from obstacles_to_undoing(work, run)
