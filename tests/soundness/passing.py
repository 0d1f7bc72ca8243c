"""How a large deed passed: how long each step took, what was seen of it, how much memory."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PATIENCE_S = 1800
LOOK_EVERY_S = 0.05


@dataclass
class Passage:
    """How a file went through one door: seconds of each step, what was seen of the way, memory."""

    door: str
    seconds: dict[str, float] = field(default_factory=dict)
    seen: list[tuple[str, int]] = field(default_factory=list)
    peak_mb: int = 0

    def line(self) -> str:
        """Say it on one line."""
        told = ", ".join(f"{step} {taken:.1f} s" for step, taken in self.seconds.items())
        stages = len({done for _, done in self.seen})
        return f"{self.door:8} {told}; {stages} stages seen; at most {self.peak_mb} MB"

    def saw(self, state: str) -> set[int]:
        """Give how many rows were seen as done while it stood so."""
        return {done for seen, done in self.seen if seen == state}


@contextmanager
def timed(passage: Passage, step: str) -> Iterator[None]:
    """Keep how long a step takes."""
    began = time.monotonic()
    yield
    passage.seconds[step] = time.monotonic() - began


def looks(look: Callable[[], Any]) -> Iterator[Any]:
    """Look again and again; who waits for too long fails."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        yield look()
        time.sleep(LOOK_EVERY_S)
    message = "not done in time"
    raise AssertionError(message)


def family_of(pid: int) -> list[int]:
    """Give a process and all it has started, as Linux tells them."""
    children: list[int] = []
    with suppress(FileNotFoundError, ProcessLookupError):
        for told in Path(f"/proc/{pid}/task").glob("*/children"):
            children += [int(one) for one in told.read_text().split()]
    return [pid, *(one for child in children for one in family_of(child))]


def peak_mb(pid: int) -> int:
    """Give the most memory any process of a family ever held at once, in megabytes."""
    return max((_peak_of(one) for one in family_of(pid)), default=0)


def _peak_of(pid: int) -> int:
    with suppress(FileNotFoundError, ProcessLookupError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) // 1024
    return 0


def forget_peaks(pid: int) -> None:
    """Let the peaks of a family begin anew."""
    for one in family_of(pid):
        with suppress(FileNotFoundError, ProcessLookupError):
            Path(f"/proc/{one}/clear_refs").write_text("5")
