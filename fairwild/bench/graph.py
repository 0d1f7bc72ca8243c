"""A supply chain made from a seed, and an oracle that walks it from lot to lot in plain Python.

Collections of 0.5 to 60 kg enter receiving lots (50 to 500 of them, mostly about 140), which are
dried, graded, blended, cut, mixed, packed and shipped; nearly one blend in ten is graded to be
blended again, and many lots are taken in part. Numbers of lots stand for lots: the loader gives
them ids.
"""

import random
from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from math import log
from uuid import UUID

Input = tuple[int, int]
FAN_IN = (50, 500)
MOST_WAITING = 12
REWORKED = 0.09
TAKEN_WHOLE = 0.7
LITTLE_G = 2000


@dataclass
class Graph:
    """Movements by number from 1 with what they took, and lots with who made them."""

    kinds: list[str] = field(default_factory=lambda: [""])
    inputs: dict[int, list[Input]] = field(default_factory=dict)
    made: dict[int, list[int]] = field(default_factory=dict)
    made_by: "array[int]" = field(default_factory=lambda: array("q"))
    mass_g: "array[int]" = field(default_factory=lambda: array("q"))
    taken_g: "array[int]" = field(default_factory=lambda: array("q"))

    @property
    def size(self) -> int:
        """How many lots there are."""
        return len(self.made_by)

    def move(self, kind: str, inputs: list[Input], *masses_g: int) -> list[int]:
        """Add a movement that takes these grams and makes lots of these masses; gives them."""
        seq = len(self.kinds)
        self.kinds.append(kind)
        if inputs:
            self.inputs[seq] = inputs
        for lot, mass_g in inputs:
            self.taken_g[lot] += mass_g
        lots = list(range(self.size, self.size + len(masses_g)))
        self.made[seq] = lots
        self.made_by.extend([seq] * len(lots))
        self.mass_g.extend(masses_g)
        self.taken_g.extend([0] * len(lots))
        return lots

    def left_g(self, lot: int) -> int:
        """What may still be taken from a lot."""
        return self.mass_g[lot] - self.taken_g[lot]

    def is_collected(self, lot: int) -> bool:
        """Tell whether a lot was made by a collection."""
        return self.kinds[self.made_by[lot]] == "collect"


def upstream_of(graph: Graph, lot: int) -> tuple[set[int], set[int]]:
    """Give the movements a lot came through and the lots they took, collections included."""
    seqs, lots, waiting = {graph.made_by[lot]}, set[int](), [graph.made_by[lot]]
    while waiting:
        for taken, _ in graph.inputs.get(waiting.pop(), ()):
            lots.add(taken)
            if graph.made_by[taken] not in seqs:
                seqs.add(graph.made_by[taken])
                waiting.append(graph.made_by[taken])
    return seqs, lots


def takers_of(graph: Graph) -> dict[int, list[int]]:
    """Give for every lot the movements that took from it."""
    takers: dict[int, list[int]] = {}
    for seq, pairs in graph.inputs.items():
        for lot, _ in pairs:
            takers.setdefault(lot, []).append(seq)
    return takers


def downstream_of(graph: Graph, takers: dict[int, list[int]], lots: Iterable[int]) -> set[int]:
    """Give every lot that was made of these."""
    found: set[int] = set()
    waiting, seqs = list(lots), set[int]()
    while waiting:
        for seq in takers.get(waiting.pop(), ()):
            if seq in seqs:
                continue
            seqs.add(seq)
            found.update(graph.made[seq])
            waiting.extend(graph.made[seq])
    return found


def supply_chain(lots: int, *, seed: int = 1) -> Graph:
    """Make a chain of about so many lots, the same for the same seed."""
    return _Chain(lots, random.Random(seed)).run()  # noqa: S311 - a repeatable draw, no secret


class _Chain:
    """The pools of goods that wait for their next step."""

    def __init__(self, lots: int, draw: random.Random) -> None:
        self.graph, self.lots, self.draw = Graph(), lots, draw
        self.graded: list[int] = []
        self.cut: list[int] = []
        self.packed: list[int] = []

    def run(self) -> Graph:
        """Receive batches until there are enough lots, and work them off as they come."""
        while self.graph.size < self.lots:
            self.receive()
            while len(self.graded) > MOST_WAITING:
                self.blend()
            while len(self.cut) > MOST_WAITING - 4:
                self.mix()
            while len(self.packed) > MOST_WAITING:
                self.ship()
        return self.graph

    def receive(self) -> None:
        """Collect, receive, dry and grade one batch."""
        drawn = self.draw.lognormvariate(log(140), 0.5)
        count = min(max(int(drawn), FAN_IN[0]), FAN_IN[1])
        count = min(count, max(FAN_IN[0], self.lots // 20))
        collected = []
        for _ in range(count):
            collected += self.graph.move("collect", [], self.draw.randrange(500, 60_000))
        [received] = self.together("merge", collected)
        fresh_g = self.graph.left_g(received)
        [dried] = self.graph.move("dry", [(received, fresh_g)], fresh_g // 3)
        parts = _parted(self.graph.left_g(dried), self.draw.randrange(2, 5))
        self.graded += self.graph.move("grade", [(dried, sum(parts))], *parts)

    def together(self, kind: str, lots: list[int]) -> list[int]:
        """Make one lot of all that is left of some."""
        inputs = [(lot, self.graph.left_g(lot)) for lot in lots]
        return self.graph.move(kind, inputs, sum(mass_g for _, mass_g in inputs))

    def blend(self) -> None:
        """Blend 2 to 12 graded lots, some of them in part, and cut the blend."""
        inputs = self._taken(self.graded, self.draw.randrange(2, MOST_WAITING + 1))
        [blend] = self.graph.move("blend", inputs, sum(mass_g for _, mass_g in inputs))
        reworked = self.draw.random() < REWORKED and len(self.graded) < MOST_WAITING
        [worked] = self.together("grade" if reworked else "cut", [blend])
        (self.graded if reworked else self.cut).append(worked)

    def mix(self) -> None:
        """Mix 2 to 8 cut lots and pack the mix in 3 to 20 lots."""
        inputs = self._taken(self.cut, self.draw.randrange(2, 9))
        [mix] = self.graph.move("merge", inputs, sum(mass_g for _, mass_g in inputs))
        parts = _parted(self.graph.left_g(mix), self.draw.randrange(3, 21))
        self.packed += self.graph.move("pack", [(mix, sum(parts))], *parts)

    def ship(self) -> None:
        """Send 1 to 10 packed lots; each goes on as a lot under way."""
        count = self.draw.randrange(1, 11)
        inputs = [(lot, self.graph.left_g(lot)) for lot in self.packed[:count]]
        del self.packed[:count]
        self.graph.move("ship", inputs, *(mass_g for _, mass_g in inputs))

    def _taken(self, pool: list[int], count: int) -> list[Input]:
        """Take lots out of a pool; of some a part stays behind for another time."""
        inputs: list[Input] = []
        for lot in self.draw.sample(pool, min(count, len(pool))):
            left_g = self.graph.left_g(lot)
            whole = left_g < LITTLE_G or self.draw.random() < TAKEN_WHOLE
            inputs.append((lot, left_g if whole else left_g // 2))
            if whole:
                pool.remove(lot)
        return inputs


def _parted(mass_g: int, count: int) -> list[int]:
    """Part a mass in so many equal parts, the rest in the first."""
    part_g = mass_g // count
    return [mass_g - part_g * (count - 1)] + [part_g] * (count - 1)


def ladder(rungs: int) -> Graph:
    """Make a lot that is split in two and merged again, so many times: 2^rungs paths."""
    graph = Graph()
    [lot] = graph.move("collect", [], 1024)
    for _ in range(rungs):
        parts = graph.move("split", [(lot, 1024)], 512, 512)
        [lot] = graph.move("merge", [(part, 512) for part in parts], 1024)
    return graph


def chain(splits: int) -> Graph:
    """Make a lot from which all is split off, so many times in a row."""
    graph = Graph()
    [lot] = graph.move("collect", [], 1024)
    for _ in range(splits):
        [lot] = graph.move("split", [(lot, 1024)], 1024)
    return graph


def dense(width: int, layers: int = 3) -> Graph:
    """Make layers of one movement that takes so many lots and makes as many."""
    graph = Graph()
    lots = [graph.move("collect", [], 1024)[0] for _ in range(width)]
    for _ in range(layers):
        lots = graph.move("blend", [(lot, 1024) for lot in lots], *[1024] * width)
    return graph


ADVERSARIES: dict[str, Callable[[], Graph]] = {
    "ladder-30": lambda: ladder(30),
    "chain-10^4": lambda: chain(10**4),
    "chain-10^5": lambda: chain(10**5),
    "dense-1000x1000": lambda: dense(1000),
}


@dataclass(frozen=True)
class Loaded:
    """A supply chain in the database: the ids of its lots and of those who work there."""

    graph: Graph
    ids: Sequence[UUID]
    operator_id: UUID
    person_id: UUID
    species_id: UUID
    area_ids: Sequence[UUID]
    harvester_ids: Sequence[UUID]
