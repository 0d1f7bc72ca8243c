"""Imports that are confirmed at a door: written at once, or beside the door for a large file."""

import logging
from contextlib import ExitStack
from threading import Thread
from uuid import UUID

from fairwild.http import House
from fairwild.imports.kinds import KINDS
from fairwild.imports.operations import carry_out_import
from fairwild.imports.queries import ImportRun
from fairwild.kernel.actors import Actor
from fairwild.kernel.refusals import HouseError

log = logging.getLogger("fairwild")


def is_small(run: ImportRun) -> bool:
    """Tell whether a file is written within a request."""
    return int(run.counts.get("rows", 0)) <= KINDS[run.what].most_rows


def carry_out(house: House, actor: Actor, run_id: UUID) -> None:
    """Write a file now; raises what stands against it, Conflict where somebody else is at it."""
    with house.progress.hold(run_id):
        _write(house, actor, run_id)


def carry_out_beside(house: House, actor: Actor, run_id: UUID) -> Thread:
    """Write a file in a thread of its own; what happens to it is seen on its page.

    The import is held from the return of this call until the thread ends, so that no page
    takes it for interrupted. A process that dies leaves nothing written, and its page says
    so. Raises Conflict where somebody else is at it.
    """
    lease = ExitStack()
    lease.enter_context(house.progress.hold(run_id))

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
