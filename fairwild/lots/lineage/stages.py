"""A lineage gathered into stages: what was done x goods x holder, opened step by step. Pure.

Stages that would stand before and after one another (split, merged, split again) are one stage,
so that the picture of stages has no circle. Where single lots of such a stage are taken out of
it, the others stay together in runs: all before, between and after them.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from uuid import UUID

from fairwild.lots.facts import LotFacts
from fairwild.lots.lineage.circles import together
from fairwild.lots.lineage.facts import Lineage, Side

MOST_STAGES = 60
DETAILS = (5, 1, 0)
"""How many of holder, species, part, form and state tell stages apart; fewer where too many."""
STEP_LOTS = 40
Key = tuple[str, ...]


@dataclass(frozen=True)
class Stage:
    """Lots that were made in the same way of the same goods by the same holder."""

    id: str
    side: Side | None
    kinds: tuple[str, ...]
    lots: tuple[LotFacts, ...]
    opened: tuple[LotFacts, ...] = ()

    @property
    def made_g(self) -> int:
        """What all its lots were made of together, in grams."""
        return sum(lot.made_g for lot in self.lots)


@dataclass(frozen=True)
class Group:
    """Something that is drawn as one: a lot, or the lots of a stage that are not opened."""

    id: str
    stage: Stage
    lots: tuple[LotFacts, ...]


@dataclass(frozen=True)
class Bundle:
    """Movements of a kind from the same groups into the same groups, with grams of each."""

    id: str
    kind: str
    count: int
    taken: tuple[tuple[str, int], ...]
    made: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Staged:
    """A lineage in stages, the earliest first."""

    stages: tuple[Stage, ...]
    groups: tuple[Group, ...]
    bundles: tuple[Bundle, ...]
    links: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Wanted:
    """What is to stand by itself: so many steps of some stages, some lots, or every lot."""

    steps: Mapping[str, int]
    lots: Collection[UUID] = ()
    all_lots: bool = False


def staged(lineage: Lineage, wanted: Wanted) -> Staged:
    """Gather the lots of a lineage into stages and its movements into bundles."""
    stages = _stages(lineage)
    groups = [group for stage, is_looped in stages for group in _groups(stage, is_looped, wanted)]
    group_of = {lot.id: group.id for group in groups for lot in group.lots}
    names = {str(lot_id): name for lot_id, name in group_of.items()}
    links = {(names.get(a, a), names.get(b, b)): None for a, b in lineage.links}
    opened: dict[str, list[LotFacts]] = defaultdict(list)
    for group in groups:
        if len(group.lots) == 1:
            opened[group.stage.id].append(group.lots[0])
    return Staged(
        tuple(_with_opened(stage, opened[stage.id]) for stage, _ in stages),
        tuple(groups),
        tuple(_bundles(lineage, group_of)),
        tuple(links),
    )


def _with_opened(stage: Stage, opened: Sequence[LotFacts]) -> Stage:
    return Stage(stage.id, stage.side, stage.kinds, stage.lots, tuple(opened))


def _stages(lineage: Lineage) -> list[tuple[Stage, bool]]:
    """Give the stages with whether lots of it came from others of it; coarser if they are many."""
    found: list[tuple[Stage, bool]] = []
    for detail in DETAILS:
        found = _by_key(lineage, _keys(lineage, detail))
        if len(found) <= MOST_STAGES:
            break
    return sorted(found, key=lambda one: (one[0].lots[0].made_by, one[0].id))


def _keys(lineage: Lineage, detail: int) -> dict[UUID, Key]:
    kinds = {movement.seq: str(movement.kind) for movement in lineage.movements}
    word = cache(str)  # thousands of lots have few holders

    def key(lot: LotFacts) -> Key:
        if lot.id == lineage.focus.id:
            return ("", "", kinds.get(lot.made_by, ""))
        side = Side.UPSTREAM if lot.made_by < lineage.focus.made_by else Side.DOWNSTREAM
        of = (side, str(lineage.ranks.get(lot.id, 0)), kinds.get(lot.made_by, ""))
        goods = (lot.holder_id, lot.species, lot.part, lot.form, lot.state)
        return (*of, *map(word, goods[:detail]))

    return {lot_id: key(lot) for lot_id, lot in lineage.lots.items()}


def _by_key(lineage: Lineage, of: Mapping[UUID, Key]) -> list[tuple[Stage, bool]]:
    steps: set[tuple[Key, Key]] = set()
    for movement in lineage.movements:
        taken = {of[lot_id] for lot_id, _ in movement.inputs}
        made = {of[lot_id] for lot_id, _ in movement.outputs}
        steps |= {(a, b) for a in taken for b in made}
    circles = together(dict.fromkeys(of.values()), steps)
    circle_of = {key: number for number, circle in enumerate(circles) for key in circle}
    members: dict[int, list[LotFacts]] = defaultdict(list)
    for lot_id, key in of.items():
        members[circle_of[key]].append(lineage.lots[lot_id])
    return [
        (_stage(circles[number], lots), _is_looped(circles[number], steps))
        for number, lots in members.items()
    ]


def _is_looped(circle: Sequence[Key], steps: Collection[tuple[Key, Key]]) -> bool:
    return len(circle) > 1 or (circle[0], circle[0]) in steps


def _stage(circle: Sequence[Key], lots: Iterable[LotFacts]) -> Stage:
    ordered = sorted(circle)
    name = sha256(repr(ordered).encode()).hexdigest()[:10]
    kinds = dict.fromkeys(key[2] for key in ordered)
    side = Side(ordered[0][0]) if ordered[0][0] else None
    in_order = sorted(lots, key=lambda lot: (lot.made_by, lot.number))
    return Stage(name, side, tuple(kinds), tuple(in_order))


def _groups(stage: Stage, is_looped: bool, wanted: Wanted) -> Iterator[Group]:
    alone = _alone(stage, wanted)
    rest = [lot for lot in stage.lots if lot.id not in alone]
    runs = list(_runs(stage.lots, alone)) if is_looped else [rest] if rest else []
    for lot in stage.lots:
        if lot.id in alone:
            yield Group(str(lot.id), stage, (lot,))
    for number, run in enumerate(runs):
        yield Group(f"{stage.id}-{number}" if len(run) > 1 else str(run[0].id), stage, tuple(run))


def _alone(stage: Stage, wanted: Wanted) -> set[UUID]:
    """Give the lots that are shown one by one: those wanted, and those next to the focus first."""
    if wanted.all_lots or len(stage.lots) == 1:
        return {lot.id for lot in stage.lots}
    count = wanted.steps.get(stage.id, 0) * STEP_LOTS
    near = stage.lots[::-1] if stage.side is Side.UPSTREAM else stage.lots
    return {lot.id for lot in near[:count]} | {
        lot.id for lot in stage.lots if lot.id in wanted.lots
    }


def _runs(lots: Iterable[LotFacts], alone: Collection[UUID]) -> Iterator[list[LotFacts]]:
    run: list[LotFacts] = []
    for lot in lots:
        if lot.id not in alone:
            run.append(lot)
        elif run:
            yield run
            run = []
    if run:
        yield run


@dataclass
class _Load:
    """What movements of one bundle took and made by group."""

    taken: dict[str, int]
    made: dict[str, int]
    count: int = 0


def _bundles(lineage: Lineage, group_of: Mapping[UUID, str]) -> Iterator[Bundle]:
    loads: dict[tuple[str, frozenset[str], frozenset[str]], _Load] = {}
    for movement in lineage.movements:
        taken, made = _by_group(movement.inputs, group_of), _by_group(movement.outputs, group_of)
        for came, went in _without_circles(taken, made):
            key = (str(movement.kind), frozenset(came), frozenset(went))
            load = loads.setdefault(key, _Load(defaultdict(int), defaultdict(int)))
            load.count += 1
            _add(load.taken, came)
            _add(load.made, went)
    for number, ((kind, _, _), load) in enumerate(loads.items()):
        sums = (tuple(load.taken.items()), tuple(load.made.items()))
        yield Bundle(f"bundle-{number}", kind, load.count, *sums)


Masses = dict[str, int]


def _without_circles(taken: Masses, made: Masses) -> Iterator[tuple[Masses, Masses]]:
    """Part a movement so that no group stands on both of its sides; one without input is none."""
    inside = taken.keys() & made.keys()
    came = {name: mass_g for name, mass_g in taken.items() if name not in inside}
    went = {name: mass_g for name, mass_g in made.items() if name not in inside}
    if taken and went:
        yield taken, went
    if came and inside:
        yield came, {name: made[name] for name in inside}


def _add(sums: Masses, more: Masses) -> None:
    for name, mass_g in more.items():
        sums[name] += mass_g


def _by_group(shares: Iterable[tuple[UUID, int]], group_of: Mapping[UUID, str]) -> dict[str, int]:
    masses: dict[str, int] = defaultdict(int)
    for lot_id, mass_g in shares:
        masses[group_of[lot_id]] += mass_g
    return masses
