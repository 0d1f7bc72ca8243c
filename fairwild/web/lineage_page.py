"""A trace as its page shows it: a graph, the same as a table, and the rows of a file."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from uuid import UUID

from flask import url_for
from flask_babel import gettext

from fairwild.drawing.lineage import (
    LineageEdge,
    LineageGraph,
    LineageNode,
    LineageWords,
    NodeKind,
    NodeStatus,
    lineage_svg,
)
from fairwild.kernel.quantities import kilograms
from fairwild.lots.facts import LotFacts, Trace, TracedMovement
from fairwild.organisations.queries import OrganisationFacts
from fairwild.wording import word
from fairwild.wording.figures import day, number, weight
from fairwild.wording.goods import names_of

MOST_NODES = 300
COLUMNS = (
    "direction",
    "movement",
    "kind",
    "at",
    "organisation",
    "certified",
    "judgement",
    "role",
    "lot",
    "species",
    "part",
    "state",
    "kg",
    "loss_kg",
    "water_kg",
)


@dataclass(frozen=True)
class Lineage:
    """A trace within one viewer's sight; `hidden` counts the lots that are none of theirs."""

    focus: LotFacts
    lots: Mapping[UUID, LotFacts]
    upstream: tuple[TracedMovement, ...]
    downstream: tuple[TracedMovement, ...]
    open_to: frozenset[UUID]
    parties: Mapping[UUID, OrganisationFacts] = field(default_factory=dict)
    hidden: int = 0

    @property
    def movements(self) -> tuple[TracedMovement, ...]:
        """Every movement once, the earliest first."""
        return (*self.upstream, *self.downstream)


@dataclass(frozen=True)
class LineageRow:
    """One lot of the table: what it is, who holds it, and what it was made from."""

    number: str
    href: str
    what: str
    holder: str
    deed: str
    when: str
    made: str
    taken: list[tuple[str, str]]
    certified: bool
    current: bool


@dataclass(frozen=True)
class Picture:
    """The drawn graph, and how many lots and movements had no room in it."""

    svg: str
    left_out: int


def within_sight(trace: Trace, seen: frozenset[UUID]) -> Lineage:
    """Keep all that went into the lot; of what was made from it the viewer's own and its way."""
    later = {lot_id for movement in trace.downstream for lot_id, _ in movement.outputs}
    near = {trace.focus.id} | (later & seen)
    for movement in reversed(trace.downstream):
        if any(lot_id in near for lot_id, _ in movement.outputs):
            near.update(lot_id for lot_id, _ in movement.inputs)
    foreign = later - near
    downstream = []
    for movement in trace.downstream:
        outputs = tuple(pair for pair in movement.outputs if pair[0] not in foreign)
        inputs = tuple(pair for pair in movement.inputs if pair[0] not in foreign)
        if outputs and inputs:
            downstream.append(replace(movement, inputs=inputs, outputs=outputs))
    return Lineage(
        focus=trace.focus,
        lots={lot_id: lot for lot_id, lot in trace.lots.items() if lot_id not in foreign},
        upstream=trace.upstream,
        downstream=tuple(downstream),
        open_to=seen,
        hidden=len(foreign),
    )


def drawn(lineage: Lineage) -> Picture:
    """Draw the lineage; of a very large one what lies nearest to the lot."""
    edges = list(_edges(lineage))
    near = _nearest(str(lineage.focus.id), edges)
    nodes = [node for node in _nodes(lineage) if node.id in near]
    ids = {node.id for node in nodes}
    kept = tuple(edge for edge in edges if edge.source in ids and edge.target in ids)
    graph = LineageGraph(tuple(nodes), kept, str(lineage.focus.id))
    total = len(lineage.lots) + len(lineage.movements)
    folded = sum(_is_folded(one) and _lots_of(one) <= ids for one in lineage.movements)
    return Picture(lineage_svg(graph, _words(lineage)), total - len(nodes) - folded)


def _edges(lineage: Lineage) -> Iterator[LineageEdge]:
    for movement in lineage.movements:
        if _is_folded(movement):
            yield from _step(movement)
            continue
        here = f"m{movement.seq}"
        for lot_id, mass_g in movement.inputs:
            yield LineageEdge(str(lot_id), here, weight(mass_g))
        for lot_id, mass_g in movement.outputs:
            yield LineageEdge(here, str(lot_id), weight(mass_g))


def _is_folded(movement: TracedMovement) -> bool:
    """Whether one lot came from one other or from the wild, so that a line or its box says it."""
    return len(movement.inputs) <= 1 == len(movement.outputs)


def _lots_of(movement: TracedMovement) -> set[str]:
    return {str(lot_id) for lot_id, _ in (*movement.inputs, *movement.outputs)}


def _step(movement: TracedMovement) -> Iterator[LineageEdge]:
    if not movement.inputs:
        return
    ((source, taken_g),), ((target, made_g),) = movement.inputs, movement.outputs
    deed, taken = word(movement.kind, "MovementKind"), weight(taken_g)
    said = f"{deed}, {day(movement.at)}: {taken} → {weight(made_g)}"
    yield LineageEdge(str(source), str(target), taken, deed, said)


def _nearest(focus: str, edges: Iterable[LineageEdge]) -> set[str]:
    """Give the nodes fewest steps away from the focus, as many as there is room for."""
    beside: dict[str, list[str]] = {}
    for edge in edges:
        beside.setdefault(edge.source, []).append(edge.target)
        beside.setdefault(edge.target, []).append(edge.source)
    found, waiting = {focus}, deque([focus])
    while waiting and len(found) < MOST_NODES:
        for node in beside.get(waiting.popleft(), ()):
            if node not in found and len(found) < MOST_NODES:
                found.add(node)
                waiting.append(node)
    return found


def _nodes(lineage: Lineage) -> Iterator[LineageNode]:
    for lot in lineage.lots.values():
        yield LineageNode(
            id=str(lot.id),
            label=lot.number,
            sublabel=_what(lot),
            status=_status(lot.certified),
            href=_href(lineage, lot),
            kg_text=weight(lot.made_g),
            detail=f"{_name(lineage, lot.holder_id)} · {day(lot.made_at)}",
        )
    for movement in lineage.movements:
        if _is_folded(movement):
            continue
        yield LineageNode(
            id=f"m{movement.seq}",
            label=word(movement.kind, "MovementKind"),
            kind=NodeKind.MOVEMENT,
            status=_status(movement.certified),
            detail=day(movement.at),
        )


def _what(lot: LotFacts) -> str:
    return " · ".join(names_of(lot))


def _status(certified: object) -> NodeStatus:
    return NodeStatus.CERTIFIED if certified else NodeStatus.UNCERTIFIED


def _href(lineage: Lineage, lot: LotFacts) -> str:
    open_to = lot.id in lineage.open_to
    return url_for("provenance.lineage", lot_id=lot.id) if open_to else ""


def _name(lineage: Lineage, organisation_id: UUID) -> str:
    known = lineage.parties.get(organisation_id)
    return known.name if known else gettext("unknown")


def _words(lineage: Lineage) -> LineageWords:
    return LineageWords(
        title=gettext("Lineage of lot %(number)s", number=lineage.focus.number),
        description=gettext(
            "%(lots)s lots and %(movements)s movements, the earliest on the left. "
            "The table below says the same.",
            lots=number(len(lineage.lots)),
            movements=number(len(lineage.movements)),
        ),
        certified=gettext("certified"),
        uncertified=gettext("not certified"),
        unknown=gettext("not known"),
    )


def rows(lineage: Lineage, movements: Sequence[TracedMovement]) -> list[LineageRow]:
    """Give the lots these movements made, each with what it was made from."""
    made_by = {movement.seq: movement for movement in movements}
    lots = [lot for lot in lineage.lots.values() if lot.made_by in made_by]
    lots.sort(key=lambda lot: (lot.made_by, lot.number))
    return [_row(lineage, lot, made_by[lot.made_by]) for lot in lots]


def _row(lineage: Lineage, lot: LotFacts, movement: TracedMovement) -> LineageRow:
    taken = [
        (lineage.lots[lot_id].number, weight(mass_g))
        for lot_id, mass_g in movement.inputs
        if lot_id in lineage.lots
    ]
    return LineageRow(
        number=lot.number,
        href=_href(lineage, lot),
        what=_what(lot),
        holder=_name(lineage, lot.holder_id),
        deed=word(movement.kind, "MovementKind"),
        when=day(movement.at),
        made=weight(lot.made_g),
        taken=taken,
        certified=lot.certified,
        current=lot.id == lineage.focus.id,
    )


def records(lineage: Lineage) -> Iterator[list[str]]:
    """Give one record for every lot a movement took from or made, for a file."""
    upstream = {movement.seq for movement in lineage.upstream}
    for movement in lineage.movements:
        direction = "upstream" if movement.seq in upstream else "downstream"
        for role, pairs in (("taken", movement.inputs), ("made", movement.outputs)):
            for lot_id, mass_g in pairs:
                if lot_id in lineage.lots:
                    lot = lineage.lots[lot_id]
                    yield [direction, *_record(lineage, movement, role, lot, mass_g)]


def _record(
    lineage: Lineage, movement: TracedMovement, role: str, lot: LotFacts, mass_g: int
) -> list[str]:
    return [
        str(movement.seq),
        str(movement.kind),
        _utc(movement.at),
        _name(lineage, movement.organisation_id),
        "yes" if movement.certified else "no",
        movement.judgement,
        role,
        lot.number,
        lot.species,
        lot.part or "",
        lot.state.value,
        kilograms(mass_g),
        kilograms(movement.loss_g),
        kilograms(movement.water_g),
    ]


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
