"""Who is at work on an import and how far: a locked file, which dies with its process."""

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import sleep
from typing import IO
from uuid import UUID

from fairwild.kernel.refusals import Conflict
from fairwild.kernel.steps import Step


@dataclass(frozen=True)
class Stage:
    """How many rows of how many are done in one step; `back` where an import is taken back."""

    done: int
    total: int
    step: Step = Step.CHECKING
    back: bool = False


TRIES, PAUSE_S = 20, 0.01
"""A page that only asks holds the lock for an instant: whoever wants to work tries again."""


def _locked(lock: IO[str]) -> bool:
    for _ in range(TRIES):
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sleep(PAUSE_S)
        else:
            return True
    return False


class Progress:
    """Leases of imports in a folder that every process of a house shares."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def _lock(self, run_id: UUID) -> Path:
        return self.folder / f"{run_id}.lock"

    @contextmanager
    def hold(self, run_id: UUID) -> Iterator[None]:
        """Be the only one who works on an import; raises Conflict where somebody is already."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._lock(run_id).open("a") as lock:
            if not _locked(lock):
                raise Conflict("import_run")
            try:
                yield
            finally:
                self._stage(run_id).unlink(missing_ok=True)

    def is_held(self, run_id: UUID) -> bool:
        """Tell whether somebody who is alive works on an import."""
        path = self._lock(run_id)
        if not path.exists():
            return False
        with path.open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
        return False

    def _stage(self, run_id: UUID) -> Path:
        return self.folder / f"{run_id}.json"

    def tell(self, run_id: UUID, stage: Stage) -> None:
        """Say how far the work is; read by whoever looks at the page."""
        part = self._stage(run_id).with_suffix(".part")
        part.write_text(json.dumps(vars(stage)), "utf-8")
        part.replace(self._stage(run_id))

    def stage_of(self, run_id: UUID) -> Stage:
        """Give how far the work is; nothing yet where nobody has said."""
        try:
            told = json.loads(self._stage(run_id).read_text("utf-8"))
        except FileNotFoundError:
            return Stage(0, 0)
        return Stage(told["done"], told["total"], Step(told["step"]), told["back"])
