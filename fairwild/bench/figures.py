"""One figure: what was measured, against what, and whether its goal holds."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter

ROUNDS = 5
PACE_STEPS = 300_000


@dataclass(frozen=True)
class Figure:
    """One measured figure; `ratio` is to what `against` names, `goal` says which ratio is good.

    `rows` is how long the answers were together, `pace` how long a fixed piece of work took
    beside it: machines wander, and what is fitted over sizes is fitted in that unit."""

    name: str
    engine: str
    size: int
    seconds: float
    ratio: float | None
    against: str
    goal: str
    holds: bool
    rows: int = 0
    pace: float = 0.0

    def line(self) -> str:
        """Write the figure on one line."""
        each_ms = self.seconds * 1000 / self.size
        compared = f"{self.ratio:6.2f} x {self.against}" if self.ratio is not None else ""
        verdict = "holds" if self.holds else "MISSED"
        goal = f"goal {self.goal}: {verdict}" if self.goal else ""
        return (
            f"{self.name:32} {self.engine:10} {self.size:6} in {self.seconds:8.3f} s "
            f"({each_ms:8.3f} ms each)  {compared}  {goal}".rstrip()
        )


def pace_of() -> float:
    """Give how long a fixed piece of work takes just now, long enough to be interrupted as well."""
    times = []
    for _ in range(3):
        began = perf_counter()
        sum(number * number for number in range(PACE_STEPS))
        times.append(perf_counter() - began)
    return round(median(times), 5)


def seconds_of(*deeds: Callable[[], object], rounds: int = ROUNDS) -> list[float]:
    """Give the best time of each deed; the rounds take turns so that both see the same machine."""
    best = [float("inf")] * len(deeds)
    for _ in range(rounds):
        for place, deed in enumerate(deeds):
            began = perf_counter()
            deed()
            best[place] = min(best[place], perf_counter() - began)
    return best


def at_most(
    name: str, *, size: int, seconds: float, base_seconds: float, against: str, limit: float
) -> Figure:
    """Make a figure whose time may be `limit` times the time of what it is compared with."""
    ratio = round(seconds / base_seconds, 3)
    goal = f"<= {limit:g}"
    return Figure(name, "", size, round(seconds, 4), ratio, against, goal, ratio <= limit)
