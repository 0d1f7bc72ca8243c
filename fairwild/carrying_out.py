"""Imports confirmed or undone at a door: done at once, or beside the door for a large file."""

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from threading import Thread
from uuid import UUID

from fairwild.http import House
from fairwild.imports.kinds import KINDS
from fairwild.imports.operations import (
    begin_import,
    carry_out_import,
    hold_to_undo,
    undo_import,
)
from fairwild.imports.progress import Stage
from fairwild.imports.queries import ImportRun, get_import
from fairwild.kernel.actors import Actor
from fairwild.kernel.refusals import Conflict, HouseError, Obstacle, Refused
from fairwild.kernel.steps import Step
from fairwild.unit_of_work import UnitOfWork, begin, begin_reading

log = logging.getLogger("fairwild")


def is_small(run: ImportRun) -> bool:
    """Tell whether a file is written within a request."""
    return int(run.counts.get("rows", 0)) <= KINDS[run.what].most_rows


def carry_out(house: House, actor: Actor, run_id: UUID) -> None:
    """Write a file now; raises what stands against it, Conflict where somebody else is at it."""
    with house.progress.hold(run_id):
        _write(house, actor, run_id)


def confirm_import(house: House, actor: Actor, run_id: UUID) -> bool:
    """Write a small file now, which is true; a large one in a thread of its own.

    The import is held before it is begun and until it is written, so that no page ever takes
    it for interrupted. Refused with what stands against it.
    """
    with ExitStack() as lease:
        lease.enter_context(_hold(house, actor, run_id))
        with begin(house.store, actor, now=house.clock()) as work:
            small = is_small(begin_import(work, run_id=run_id))
        if small:
            _write(house, actor, run_id)
            return True
        write_beside(house, actor, run_id, lease.pop_all())
    return False


def undo_at_door(house: House, work: UnitOfWork, run_id: UUID, *, reason: str) -> ImportRun:
    """Undo a small import now; a large one in a thread that begins when this deed has ended.

    It is held until it is undone, so that every page says how far that is. Refused with what
    stands against it.
    """
    actor = work.actor
    with ExitStack() as lease:
        lease.enter_context(_hold(house, actor, run_id))
        run = hold_to_undo(work, run_id=run_id, reason=reason)
        if is_small(run):
            return undo_import(work, run_id=run_id, reason=reason)
        count = int(run.counts.get("written", 0))
        house.progress.tell(run_id, Stage(0, count, Step.TAKING_BACK, back=True))
        _beside(run_id, lease.pop_all(), lambda: _undo(house, actor, run_id, reason, count))
        return run


@contextmanager
def _hold(house: House, actor: Actor, run_id: UUID) -> Iterator[None]:
    """Hold an import the actor may see; refused where somebody is at it already."""
    with begin_reading(house.store, actor, now=house.clock()) as reading:
        since = get_import(reading, run_id).started_at or house.clock()
    try:
        held = ExitStack()
        held.enter_context(house.progress.hold(run_id))
    except Conflict as error:
        is_undoing = house.progress.stage_of(run_id).back
        code = "import-undoing" if is_undoing else "import-running"
        raise Refused([Obstacle(code, {"since": since})]) from error
    with held:
        yield


def write_beside(house: House, actor: Actor, run_id: UUID, lease: ExitStack) -> Thread:
    """Write a file in a thread of its own that lets go of the import at its end."""
    return _beside(run_id, lease, lambda: _write(house, actor, run_id))


def _beside(run_id: UUID, lease: ExitStack, deed: Callable[[], None]) -> Thread:
    """Do something with an import in a thread of its own that lets go of it at its end.

    What happens to it is seen on its page. A process that dies leaves nothing done, and
    the page says so.
    """

    def work() -> None:
        with lease:
            try:
                deed()
            except HouseError as error:
                log.info("import %s stays as it was: %s", run_id, error)
            except Exception:
                log.exception("import %s stays as it was", run_id)

    thread = Thread(target=work, name=f"import-{run_id}", daemon=True)
    thread.start()
    return thread


def _write(house: House, actor: Actor, run_id: UUID) -> None:
    carry_out_import(
        house.store, house.files, house.progress, actor=actor, run_id=run_id, clock=house.clock
    )


def _undo(house: House, actor: Actor, run_id: UUID, reason: str, count: int) -> None:
    def tell(done: int, step: Step = Step.TAKING_BACK) -> None:
        house.progress.tell(run_id, Stage(done, count, step, back=True))

    with begin(house.store, actor, now=house.clock()) as work:
        undo_import(work, run_id=run_id, reason=reason, tell=tell)
        tell(count, Step.SEALING)
