"""A part of a lineage: what lies within so many movements of one lot. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from uuid import UUID

from fairwild.lots.facts import TracedMovement
from fairwild.lots.lineage.facts import Lineage


def around(lineage: Lineage, lot_id: UUID, *, steps: int) -> Lineage:
    """Keep what is at most so many movements away from a lot, in either direction."""
    beside: dict[UUID, set[int]] = defaultdict(set)
    movements = {movement.seq: movement for movement in lineage.movements}
    for movement in movements.values():
        for one, _ in (*movement.inputs, *movement.outputs):
            beside[one].add(movement.seq)
    near = {lot_id}
    for _ in range(steps):
        through = {seq for one in near for seq in beside[one]}
        near |= {one for seq in through for one in _lots_of(movements[seq])}
    names = {str(one) for one in near}
    links = tuple(link for link in lineage.links if not names.isdisjoint(link))
    links = tuple(link for link in links if all(_is_kept(end, names) for end in link))
    grey = {end for link in links for end in link}
    return replace(
        lineage,
        focus=lineage.lots[lot_id],
        lots={one: lineage.lots[one] for one in near},
        upstream=tuple(_kept(lineage.upstream, near)),
        downstream=tuple(_kept(lineage.downstream, near)),
        undisclosed=tuple(one for one in lineage.undisclosed if one.id in grey),
        links=links,
    )


def _is_kept(end: str, names: set[str]) -> bool:
    return end in names or end.startswith("undisclosed-")


def _lots_of(movement: TracedMovement) -> Iterator[UUID]:
    for lot_id, _ in (*movement.inputs, *movement.outputs):
        yield lot_id


def _kept(movements: Iterable[TracedMovement], near: set[UUID]) -> Iterator[TracedMovement]:
    for movement in movements:
        inputs = tuple(pair for pair in movement.inputs if pair[0] in near)
        outputs = tuple(pair for pair in movement.outputs if pair[0] in near)
        if outputs and (inputs or not movement.inputs):
            yield replace(movement, inputs=inputs, outputs=outputs)
