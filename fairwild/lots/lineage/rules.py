"""How much of a lineage somebody may see, and when it can be shared. Pure.

A viewer sees the lots that are theirs. Of others they see what lies one movement or one
consignment away from these (one step up, one step down), and what its owner shares, as long as
it went into something of theirs or was made from it. Of everything else they learn only that
there is something: before their own lots how many lots, for that says how far the origin is
hidden; after them not even that, for it would tell what a customer does with the goods.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from uuid import UUID

from fairwild.kernel.refusals import Obstacle
from fairwild.lots.facts import LotFacts, Trace, TracedMovement
from fairwild.lots.lineage.facts import Lineage, Link, ShareFacts, Side, Sight, Undisclosed, Viewer
from fairwild.lots.states import MovementKind

SEEN = frozenset({Sight.OPEN, Sight.SHARED, Sight.NAMED})
TOLD = frozenset({Sight.OPEN, Sight.SHARED})


def sights_of(trace: Trace, viewer: Viewer) -> dict[UUID, Sight]:
    """Say of every lot of a trace how much of it the viewer may know."""
    if viewer.lot_ids.issuperset(trace.lots):
        return dict.fromkeys(trace.lots, Sight.OPEN)
    movements = sorted(trace.movements, key=lambda one: one.seq)
    near = _one_step_away(movements, viewer.lot_ids)
    before = _reached(reversed(movements), viewer.lot_ids, upstream=True)
    after = _reached(movements, viewer.lot_ids, upstream=False)

    def sight(lot: LotFacts) -> Sight:
        if lot.id in viewer.lot_ids:
            return Sight.OPEN
        if _is_shared(lot, viewer, before, after):
            return Sight.SHARED
        return Sight.NAMED if lot.id in near else Sight.HIDDEN

    return {lot_id: sight(lot) for lot_id, lot in trace.lots.items()}


def _is_shared(
    lot: LotFacts, viewer: Viewer, before: Collection[UUID], after: Collection[UUID]
) -> bool:
    if lot.holder_id in viewer.sharing_with_them and (lot.id in before or lot.id in after):
        return True
    return lot.holder_id in viewer.sharing_with_buyers and lot.id in before


def _one_step_away(movements: Sequence[TracedMovement], own: Collection[UUID]) -> set[UUID]:
    """Give what is beside these lots; sending and receiving are one step."""
    near: set[UUID] = set()
    for movement in movements:
        taken, made = _ids(movement.inputs), _ids(movement.outputs)
        if not taken.isdisjoint(own):
            near |= made
        if not made.isdisjoint(own):
            near |= taken
    for movement in movements:
        if movement.kind == MovementKind.SHIP and not _ids(movement.outputs).isdisjoint(near):
            near |= _ids(movement.inputs)
    return near


def _reached(
    movements: Iterable[TracedMovement], own: Collection[UUID], *, upstream: bool
) -> set[UUID]:
    reached = set(own)
    for movement in movements:
        taken, made = _ids(movement.inputs), _ids(movement.outputs)
        start, goal = (made, taken) if upstream else (taken, made)
        if not start.isdisjoint(reached):
            reached |= goal
    return reached


def _ids(shares: Iterable[tuple[UUID, int]]) -> set[UUID]:
    return {lot_id for lot_id, _ in shares}


def disclosed(trace: Trace, viewer: Viewer) -> Lineage | None:
    """Give a trace as the viewer may see it; None where they may not know of the lot at all."""
    sights = sights_of(trace, viewer)
    if sights[trace.focus.id] is Sight.HIDDEN:
        return None
    seen = {lot_id: lot for lot_id, lot in trace.lots.items() if sights[lot_id] in SEEN}
    groups, ranks = _grey(trace, sights)
    return Lineage(
        focus=trace.focus,
        lots=seen,
        sights={lot_id: sights[lot_id] for lot_id in seen},
        upstream=tuple(_told(trace.upstream, sights, viewer)),
        downstream=tuple(_told(trace.downstream, sights, viewer)),
        undisclosed=_undisclosed(trace, groups),
        links=_links(trace, groups),
        ranks={lot_id: rank for lot_id, rank in ranks.items() if rank and lot_id in seen},
    )


def _told(
    movements: Iterable[TracedMovement], sights: dict[UUID, Sight], viewer: Viewer
) -> Iterator[TracedMovement]:
    """Give the movements one may know, with the lots one may know.

    Sites, notes and reasons are for the organisation that wrote them only: a free text may name
    a sensitive place.
    """
    if TOLD.issuperset(sights.values()):
        yield from (_of_others_told(one, viewer) for one in movements)
        return
    for movement in movements:
        inputs = tuple(pair for pair in movement.inputs if sights[pair[0]] in SEEN)
        outputs = tuple(pair for pair in movement.outputs if sights[pair[0]] in SEEN)
        known = any(sights[lot_id] in TOLD for lot_id, _ in (*inputs, *outputs))
        if not known and not (inputs and outputs):
            continue
        told = movement
        if (inputs, outputs) != (movement.inputs, movement.outputs):
            told = replace(movement, inputs=inputs, outputs=outputs)
        yield _of_others_told(told, viewer)


def _of_others_told(movement: TracedMovement, viewer: Viewer) -> TracedMovement:
    """Leave the free text out of a movement that others wrote."""
    free = movement.site or movement.note or movement.loss_reason
    if not free or movement.organisation_id in viewer.organisation_ids:
        return movement
    return replace(movement, site="", note="", loss_reason="")


def _grey(
    trace: Trace, sights: dict[UUID, Sight]
) -> tuple[dict[UUID, tuple[UUID, int]], dict[UUID, int]]:
    """Give the group of every hidden lot, and for all how often a way to it went out of sight.

    Without that rank something grey could stand before and after the same lot, in a circle.
    """
    hidden = {lot_id for lot_id, sight in sights.items() if sight is Sight.HIDDEN}
    if not hidden:
        return {}, {}
    parents = {lot_id: lot_id for lot_id in hidden}
    ranks: dict[UUID, int] = defaultdict(int)
    for movement in sorted(trace.movements, key=lambda one: one.seq):
        together = [one for one, _ in (*movement.inputs, *movement.outputs) if one in hidden]
        for one in together[1:]:
            parents[_root(parents, one)] = _root(parents, together[0])
        for made, _ in movement.outputs:
            ways = [
                ranks[one] + (one not in hidden and made in hidden) for one, _ in movement.inputs
            ]
            ranks[made] = max([ranks[made], *ways])
    return {lot_id: (_root(parents, lot_id), ranks[lot_id]) for lot_id in hidden}, ranks


def _root(parents: dict[UUID, UUID], lot_id: UUID) -> UUID:
    while parents[lot_id] != lot_id:
        parents[lot_id] = parents[parents[lot_id]]
        lot_id = parents[lot_id]
    return lot_id


Groups = dict[UUID, tuple[UUID, int]]


def _named(groups: Groups, trace: Trace) -> dict[tuple[UUID, int], str]:
    first: dict[tuple[UUID, int], int] = {}
    for lot_id, group in groups.items():
        first[group] = min(first.get(group, trace.lots[lot_id].made_by), trace.lots[lot_id].made_by)
    ordered = sorted(first, key=lambda group: (first[group], group[1]))
    return {group: f"undisclosed-{place}" for place, group in enumerate(ordered, start=1)}


def _undisclosed(trace: Trace, groups: Groups) -> tuple[Undisclosed, ...]:
    before = {one for movement in trace.upstream for one, _ in movement.inputs}
    members: dict[str, list[UUID]] = defaultdict(list)
    names = _named(groups, trace)
    for lot_id, group in groups.items():
        members[names[group]].append(lot_id)
    return tuple(
        Undisclosed(name, Side.UPSTREAM, len(members[name]))
        if before.issuperset(members[name])
        else Undisclosed(name, Side.DOWNSTREAM, None)
        for name in names.values()
    )


def _links(trace: Trace, groups: Groups) -> tuple[Link, ...]:
    """Give the lines that begin or end at something grey."""
    names = _named(groups, trace)
    grey = set(names.values())
    links: dict[Link, None] = {}
    for movement in trace.movements if groups else ():
        taken = dict.fromkeys(_at(one, groups, names) for one, _ in movement.inputs)
        made = dict.fromkeys(_at(one, groups, names) for one, _ in movement.outputs)
        links |= dict.fromkeys(Link(a, b) for a in taken if a in grey for b in made if a != b)
        links |= dict.fromkeys(Link(a, b) for b in made if b in grey for a in taken if a != b)
    return tuple(links)


def _at(lot_id: UUID, groups: Groups, names: dict[tuple[UUID, int], str]) -> str:
    return names[groups[lot_id]] if lot_id in groups else str(lot_id)


def obstacles_to_sharing(
    owner_id: UUID, with_id: UUID | None, *, standing: Iterable[ShareFacts]
) -> Iterator[Obstacle]:
    """Say why a lineage cannot be shared: with oneself, or as it is shared already."""
    if with_id == owner_id:
        yield Obstacle("lineage-shared-with-oneself", at="with_id")
    for share in standing:
        if share.with_id == with_id and share.ended_at is None:
            yield Obstacle("lineage-shared-already", {"since": share.since}, at="with_id")


def obstacles_to_ending(share: ShareFacts) -> Iterator[Obstacle]:
    """Say why a share cannot be ended: it was before."""
    if share.ended_at is not None:
        yield Obstacle("lineage-share-over", {"since": share.ended_at})
