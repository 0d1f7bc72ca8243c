"""Imports that are confirmed at a door: written at once, or beside the door for a large file."""

import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from threading import Thread
from uuid import UUID

from fairwild.http import House
from fairwild.imports.kinds import KINDS
from fairwild.imports.operations import begin_import, carry_out_import
from fairwild.imports.queries import ImportRun, get_import
from fairwild.kernel.actors import Actor
from fairwild.kernel.refusals import Conflict, HouseError, Obstacle, Refused
from fairwild.unit_of_work import begin, begin_reading

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


@contextmanager
def _hold(house: House, actor: Actor, run_id: UUID) -> Iterator[None]:
    """Hold an import the actor may see; refused where somebody is at it already."""
    with begin_reading(house.store, actor, now=house.clock()) as reading:
        since = get_import(reading, run_id).started_at or house.clock()
    try:
        held = ExitStack()
        held.enter_context(house.progress.hold(run_id))
    except Conflict as error:
        raise Refused([Obstacle("import-running", {"since": since})]) from error
    with held:
        yield


def write_beside(house: House, actor: Actor, run_id: UUID, lease: ExitStack) -> Thread:
    """Write a file in a thread of its own that lets go of the import at its end.

    What happens to it is seen on its page. A process that dies leaves nothing written, and
    the page says so.
    """

    def work() -> None:
        with lease:
            try:
                _write(house, actor, run_id)
            except HouseError as error:
                log.info("import %s was not written: %s", run_id, error)
            except Exception:
                log.exception("import %s was not written", run_id)

    thread = Thread(target=work, name=f"import-{run_id}", daemon=True)
    thread.start()
    return thread


def _write(house: House, actor: Actor, run_id: UUID) -> None:
    carry_out_import(
        house.store, house.files, house.progress, actor=actor, run_id=run_id, clock=house.clock
    )
