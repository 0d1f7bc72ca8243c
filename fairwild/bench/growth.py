"""How figures grow with the size of what they were measured on, fitted over all sizes of a run."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import log

from fairwild.bench.figures import Figure

FLAT, PAGES, STEADY = 0.1, 0.05, 1.1
LIMITS = {
    "trace-": FLAT,
    "recall-": FLAT,
    "label-": FLAT,
    "balance-of": FLAT,
    "breaches": FLAT,
    "list-": PAGES,
    "import-": STEADY,
}
"""What the exponent of a figure may be by how its name begins; others are said without a goal."""


@dataclass(frozen=True)
class Growth(Figure):
    """The exponent of a figure: by how much its time grows where the data grow tenfold, as a log.

    `size` is over how many sizes it was fitted, `ratio` the exponent."""

    def line(self) -> str:
        """Write the exponent on one line."""
        goal = f"goal {self.goal}: {'holds' if self.holds else 'MISSED'}" if self.goal else ""
        fitted = f"exponent {self.ratio:6.3f} over {self.size} sizes of {self.against}"
        return f"{self.name:32} {self.engine:10} {fitted}  {goal}".rstrip()


def growth_of(figures: Iterable[Figure]) -> Iterator[Growth]:
    """Fit the time of every figure that was measured at several sizes.

    Of answers of many rows it is the time for a row, in units of the fixed piece of work timed
    beside it. The slope is that of the straight line through the logarithms by least squares.
    """
    series: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for one in figures:
        name, _, size = one.name.partition("@")
        # an import is as large as what it is measured on; all else is asked of a chain of a size
        count, rows = (float(size), max(one.rows, one.size)) if size else (one.size, 1)
        point = (log(count), log(one.seconds / rows / (one.pace or 1)))
        series.setdefault((name, one.engine), []).append(point)
    for (name, engine), points in series.items():
        if len({x for x, _ in points}) > 1:
            yield _growth(name, engine, points)


def _growth(name: str, engine: str, points: Sequence[tuple[float, float]]) -> Growth:
    exponent = round(_slope(points), 3)
    limit = next((limit for begins, limit in LIMITS.items() if name.startswith(begins)), None)
    goal = f"<= {limit:g}" if limit is not None else ""
    holds = limit is None or exponent <= limit
    data = "what is measured on"
    return Growth(f"growth-{name}", engine, len(points), 0.0, exponent, data, goal, holds)


def _slope(points: Sequence[tuple[float, float]]) -> float:
    mean_x = sum(x for x, _ in points) / len(points)
    mean_y = sum(y for _, y in points) / len(points)
    above = sum((x - mean_x) * (y - mean_y) for x, y in points)
    return above / sum((x - mean_x) ** 2 for x, _ in points)
