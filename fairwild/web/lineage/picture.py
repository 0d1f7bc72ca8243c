"""The drawn lineage: stages as stacks that open, lots as boxes, what is not disclosed in grey."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext, ngettext

from fairwild.drawing.lineage import (
    LineageEdge,
    LineageGraph,
    LineageNode,
    LineageWords,
    NodeKind,
    NodeStatus,
    lineage_svg,
)
from fairwild.lots.lineage.facts import Undisclosed
from fairwild.lots.lineage.stages import Bundle, Group, Staged
from fairwild.web.lineage.asked import Asked
from fairwild.web.lineage.colours import Colouring
from fairwild.web.lineage.sight import Told, deeds, period, status_of, what, what_all
from fairwild.wording import word
from fairwild.wording.figures import day, number, weight, weight_drawn


@dataclass(frozen=True)
class Sitting:
    """What a picture is drawn from."""

    told: Told
    staged: Staged
    asked: Asked
    colouring: Colouring
    found: Collection[UUID]


def drawn(sitting: Sitting) -> str:
    """Draw the lineage as it is gathered into stages now."""
    grey = sitting.told.lineage.undisclosed
    nodes = [_group(sitting, group) for group in sitting.staged.groups]
    nodes += [_undisclosed(one) for one in grey]
    bundles = [bundle for bundle in sitting.staged.bundles if not _is_folded(bundle)]
    nodes += [_movement(sitting, bundle) for bundle in bundles]
    known = {node.id for node in nodes}
    edges = [edge for bundle in sitting.staged.bundles for edge in _edges(sitting, bundle)]
    edges += [LineageEdge(a, b, "") for a, b in sitting.staged.links if {a, b} <= known]
    focus = str(sitting.told.lineage.focus.id)
    graph = LineageGraph(tuple(nodes), tuple(edges), focus)
    return lineage_svg(graph, _words(sitting))


def _is_folded(bundle: Bundle) -> bool:
    """Whether one came from one other, so that a line says it."""
    return len(bundle.taken) == 1 == len(bundle.made)


def _edges(sitting: Sitting, bundle: Bundle) -> Iterator[LineageEdge]:
    if _is_folded(bundle):
        ((source, taken_g),), ((target, made_g),) = bundle.taken, bundle.made
        deed = word(bundle.kind, "MovementKind")
        times = "" if bundle.count == 1 else f" × {number(bundle.count)}"
        said = f"{deed}{times}: {weight(taken_g)} → {weight(made_g)}"
        yield LineageEdge(source, target, weight_drawn(taken_g), deed + times, said)
        return
    for name, mass_g in bundle.taken:
        yield LineageEdge(name, bundle.id, weight_drawn(mass_g))
    for name, mass_g in bundle.made:
        yield LineageEdge(bundle.id, name, weight_drawn(mass_g))


def _group(sitting: Sitting, group: Group) -> LineageNode:
    return _lot(sitting, group) if len(group.lots) == 1 else _stage(sitting, group)


def _lot(sitting: Sitting, group: Group) -> LineageNode:
    told, [lot] = sitting.told, group.lots
    return LineageNode(
        id=group.id,
        label=lot.number,
        sublabel=what(lot),
        status=status_of(group.lots),
        href=told.href(lot),
        kg_text=weight_drawn(lot.made_g),
        detail=f"{told.name(lot.holder_id)} · {day(lot.made_at)}",
        mark=sitting.colouring.mark(group.lots),
        is_found=lot.id in sitting.found,
    )


def _stage(sitting: Sitting, group: Group) -> LineageNode:
    lots = group.lots
    count = ngettext("%(count)s lot", "%(count)s lots", len(lots), count=number(len(lots)))
    return LineageNode(
        id=group.id,
        label=f"{count} · {deeds(group.stage)}",
        sublabel=what_all(lots),
        kind=NodeKind.STAGE,
        status=status_of(lots),
        href=sitting.asked.opened(group.stage.id),
        kg_text=weight_drawn(sum(lot.made_g for lot in lots)),
        detail=f"{sitting.told.holders(lots)} · {period(lots)}",
        mark=sitting.colouring.mark(lots),
        is_found=any(lot.id in sitting.found for lot in lots),
    )


def undisclosed_words(one: Undisclosed) -> str:
    """Say how much is not shown."""
    if one.lot_count is None:
        return str(gettext("what others made of it"))
    count = number(one.lot_count)
    said = ngettext(
        "%(count)s lot of others", "%(count)s lots of others", one.lot_count, count=count
    )
    return str(said)


def _undisclosed(one: Undisclosed) -> LineageNode:
    return LineageNode(
        id=one.id,
        label=gettext("Not disclosed to you"),
        sublabel=undisclosed_words(one),
        kind=NodeKind.UNDISCLOSED,
    )


def _movement(sitting: Sitting, bundle: Bundle) -> LineageNode:
    times = ngettext("once", "%(num)s times", bundle.count) if bundle.count > 1 else ""
    statuses: Mapping[str, NodeStatus] = {
        group.id: status_of(group.lots) for group in sitting.staged.groups
    }
    made = {statuses[name] for name, _ in bundle.made}
    return LineageNode(
        id=bundle.id,
        label=word(bundle.kind, "MovementKind"),
        kind=NodeKind.MOVEMENT,
        status=made.pop() if len(made) == 1 else NodeStatus.MIXED,
        detail=times,
    )


def _words(sitting: Sitting) -> LineageWords:
    lineage = sitting.told.lineage
    return LineageWords(
        title=gettext("Lineage of lot %(number)s", number=lineage.focus.number),
        description=gettext(
            "%(lots)s lots and %(movements)s movements in %(stages)s stages, the earliest on the "
            "left. The tables of this page say the same.",
            lots=number(len(lineage.lots)),
            movements=number(len(lineage.movements)),
            stages=number(len(sitting.staged.stages)),
        ),
        certified=gettext("certified"),
        uncertified=gettext("not certified"),
        mixed=gettext("partly"),
        unknown=gettext("not known"),
        found=gettext("found by the search"),
    )
