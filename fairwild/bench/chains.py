"""What every measurement of material shares: a loaded chain, turns, and the figure of a ratio."""

import os
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, partial
from statistics import median
from time import perf_counter
from typing import Any

from fairwild.bench.by_hand import BY_HAND
from fairwild.bench.figures import Figure, pace_of
from fairwild.bench.graph import Graph, Loaded, upstream_of
from fairwild.bench.rows import BEGAN
from fairwild.kernel.actors import Actor, Post, Role
from fairwild.store.engine import Store
from fairwild.unit_of_work import Reading, begin_reading

ENGINES = ("sqlite", "postgresql")
SIZES = (10**4, 10**5)
BIG = 10**6
ROUNDS, ROOTS = 5, 6
HAND = "SQL by hand"


def sizes() -> tuple[int, ...]:
    """Give the sizes to measure at: FAIRWILD_BENCH_SIZES names them, BIG=1 adds a million."""
    named = os.environ.get("FAIRWILD_BENCH_SIZES", "")
    found = tuple(int(float(one)) for one in named.split(",") if one) or SIZES
    return (*found, BIG) if os.environ.get("BIG") == "1" else found


@dataclass
class Bench:
    """A loaded supply chain, who asks about it, and the oracle's answers."""

    store: Store
    engine: str
    loaded: Loaded
    takers: dict[int, list[int]]
    draw: random.Random

    @property
    def graph(self) -> Graph:
        """The supply chain."""
        return self.loaded.graph

    @property
    def rounds(self) -> int:
        """How often something is measured that reads all there is."""
        return 1 if self.graph.size >= BIG else 2

    @property
    def began(self) -> datetime:
        """The moment from which the chain is told."""
        return BEGAN

    @cached_property
    def collected_g(self) -> int:
        """What was collected in all."""
        lots = filter(self.graph.is_collected, range(self.graph.size))
        return sum(self.graph.mass_g[lot] for lot in lots)

    @property
    def actor(self) -> Actor:
        """The manager of the operator."""
        home = self.loaded.operator_id
        return Actor(self.loaded.person_id, frozenset({Post(home, Role.OPERATOR_MANAGER)}), home)

    def of_kind(self, kind: str, count: int = ROOTS) -> list[int]:
        """Draw lots that were made by movements of a kind."""
        made = [
            lot
            for seq, one in enumerate(self.graph.kinds)
            if one == kind
            for lot in self.graph.made[seq]
        ]
        return self.draw.sample(made, min(count, len(made)))

    def collected(self, lot: int) -> set[str]:
        """Give the ids of the collection lots upstream, as the oracle walks."""
        _, lots = upstream_of(self.graph, lot)
        return {str(self.loaded.ids[one]) for one in lots if self.graph.is_collected(one)}

    def by_hand(self, name: str, **keys: Any) -> Sequence[Any]:
        """Run the statement a person would write for this engine."""
        with self.store.engine.connect() as connection:
            return connection.exec_driver_sql(BY_HAND[self.engine][name], keys).all()


def in_turns(deeds: Sequence[Callable[[], object]], rounds: int = ROUNDS) -> list[float]:
    """Give the median time of each deed; the rounds take turns, the first warms and is left out.

    A single round is not warmed up: that is for what takes minutes.
    """
    times: list[list[float]] = [[] for _ in deeds]
    for _ in range(rounds + 1 if rounds > 1 else 1):
        for place, deed in enumerate(deeds):
            began = perf_counter()
            deed()
            times[place].append(perf_counter() - began)
    return [median(one[1:] or one) for one in times]


@dataclass(frozen=True)
class Asked:
    """A question asked both ways: of the house and of hand-written SQL."""

    name: str
    ours: Callable[[Reading, int], int]
    hand: Callable[[int], object]
    limit: float | None


def compared(bench: Bench, asked: Asked, lots: Sequence[int]) -> Iterator[Figure]:
    """Ask about each lot in turns; the figure's seconds are for all lots."""
    ours = base = 0.0
    answered = 0

    def ask(lot: int) -> None:
        nonlocal answered
        with begin_reading(bench.store, bench.actor) as reading:
            answered = asked.ours(reading, lot)

    rows = 0
    for lot in lots:
        mine, hand = in_turns([partial(ask, lot), partial(asked.hand, lot)])
        ours, base, rows = ours + mine, base + hand, rows + answered
    yield figure_of(bench, asked.name, ours, base, len(lots), asked.limit, rows)


def figure_of(  # noqa: PLR0917 - a figure has as many parts
    bench: Bench,
    name: str,
    ours: float,
    base: float,
    count: int,
    limit: float | None,
    rows: int = 0,
    against: str = HAND,
) -> Figure:
    """Make the figure of a ratio; the size of the chain stands in its name."""
    ratio = round(ours / base, 3)
    goal = f"<= {limit:g}" if limit is not None else ""
    holds = limit is None or ratio <= limit
    at = f"{name}@{bench.graph.size:.0e}".replace("e+0", "e")
    taken = round(ours, 5)
    return Figure(at, bench.engine, count, taken, ratio, against, goal, holds, rows, pace=pace_of())


def must(holds: bool, what: str) -> None:
    """Stop where an answer is not the oracle's: no time is taken of a wrong answer."""
    if not holds:
        message = f"the answer differs from the oracle's: {what}"
        raise AssertionError(message)
