"""Where a lot came from and where it went: movements as hyper-edges, each found once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Row

from fairwild.access.actions import Action
from fairwild.kernel.refusals import NotFound
from fairwild.lots.facts import LotFacts, Origin, Trace, TracedMovement
from fairwild.lots.queries.origins import origin_rows
from fairwild.lots.queries.stock import STORED, facts_of_rows, get_lot
from fairwild.lots.queries.walking import downstream, rows_by, upstream, walked
from fairwild.lots.records import Lot, Movement, MovementInput
from fairwild.organisations.queries import organisations_by_id
from fairwild.unit_of_work import Reading

Shares = dict[int, list[tuple[UUID, int]]]


def trace_of(reading: Reading, lot_id: UUID) -> Trace:
    """Trace a lot both ways; raises NotFound where it is absent or not to be traced."""
    lot = get_lot(reading, lot_id)
    if not reading.allows(Action.TRACE_LOT, lot):
        raise NotFound("lot")
    return trace_of_any(reading, lot)


def trace_of_any(reading: Reading, lot: Lot) -> Trace:
    """Trace a lot both ways for whoever asks: the public page shows an extract of it.

    Upstream lots are those that were taken on the way here, downstream lots all that was
    made from this one. A lot that only shares a movement with it is not of its line.
    """
    up = walked(reading, upstream([lot.id]))
    down = walked(reading, downstream([lot.id]))
    taken, took = _taken(reading, up), _taken(reading, down)
    later = _lots(reading, "made_by", down)
    earlier = _lots(reading, "id", {one for pairs in taken.values() for one, _ in pairs})
    own = {name: getattr(lot, name) for name in STORED}
    facts = facts_of_rows(reading, ({**earlier, **later} | {lot.id: own}).values())
    line = {lot.id, *later}
    took = {seq: [pair for pair in pairs if pair[0] in line] for seq, pairs in took.items()}
    before = sorted({*up, *(one["made_by"] for one in earlier.values())})
    made = _made(facts.values())
    movements = _movements(reading, {*before, *down})
    return Trace(
        focus=facts[lot.id],
        lots=facts,
        upstream=tuple(_traced(movements[seq], taken, made) for seq in before),
        downstream=tuple(_traced(movements[seq], took, made) for seq in down),
    )


def _lots(
    reading: Reading, column: str, keys: Iterable[int] | Iterable[UUID]
) -> dict[UUID, dict[str, Any]]:
    """Give the columns of lots by their names, as facts are made of them."""
    rows = rows_by(reading, Lot, column, keys, STORED)
    return {row[0]: dict(zip(STORED, row, strict=True)) for row in rows}


def _taken(reading: Reading, seqs: Sequence[int]) -> Shares:
    taken: Shares = defaultdict(list)
    columns = ("movement_seq", "lot_id", "taken_g")
    rows: Sequence[Any] = rows_by(reading, MovementInput, "movement_seq", seqs, columns)
    for seq, lot_id, taken_g in rows:
        taken[seq].append((lot_id, taken_g))
    return taken


def _made(lots: Iterable[LotFacts]) -> Shares:
    made: Shares = defaultdict(list)
    for lot in lots:
        made[lot.made_by].append((lot.id, lot.made_g))
    return made


_MOVED = tuple(
    one.name for one in fields(TracedMovement) if one.name not in {"water_g", "inputs", "outputs"}
)


def _movements(reading: Reading, seqs: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Give the columns of movements by their names, with what drying drove out."""
    rows: Sequence[Any] = rows_by(reading, Movement, "seq", seqs, (*_MOVED, "facts"))
    return {
        seq: dict(zip(_MOVED, (seq, *moved), strict=True), water_g=int(facts.get("water_g", 0)))
        for seq, *moved, facts in rows
    }


def _traced(movement: Mapping[str, Any], inputs: Shares, outputs: Shares) -> TracedMovement:
    seq = movement["seq"]
    return TracedMovement(
        **movement, inputs=tuple(inputs.get(seq, ())), outputs=tuple(outputs.get(seq, ()))
    )


@dataclass
class _Bought:
    """What the receipts that stand say together."""

    area_ids: set[UUID] = field(default_factory=set)
    species_ids: set[UUID] = field(default_factory=set)
    operator_ids: set[UUID] = field(default_factory=set)
    harvesters: set[UUID] = field(default_factory=set)
    moments: list[datetime] = field(default_factory=list)
    count: int = 0
    net_g: int = 0

    def add(self, row: Row[Any]) -> None:
        """Add what one harvester brought from one area."""
        self.area_ids.add(row.area_id)
        self.species_ids.add(row.species_id)
        self.operator_ids.add(row.operator_id)
        self.harvesters.add(row.harvester_id)
        self.moments += [row.first_at, row.last_at]
        self.count += row.receipts
        self.net_g += int(row.net_g)


def origin_of(reading: Reading, lot_id: UUID) -> Origin:
    """Say where a lot's material was collected, by how many and when; nobody is named."""
    found = origins_of(reading, [lot_id])
    if lot_id not in found:
        raise NotFound("lot")
    return found[lot_id]


def origins_of(reading: Reading, lot_ids: Iterable[UUID]) -> dict[UUID, Origin]:
    """Give the origins of these lots, one walk each."""
    return {row.id: _origin(reading, row) for row in rows_by(reading, Lot, "id", set(lot_ids))}


def operators_inside(
    reading: Reading, lot_ids: Iterable[UUID]
) -> dict[UUID, dict[UUID, frozenset[UUID]]]:
    """Give, for each of these lots, who collected what is in it, by species; one walk each."""
    found: dict[UUID, dict[UUID, frozenset[UUID]]] = {}
    for lot_id in lot_ids:
        by_species: dict[UUID, set[UUID]] = defaultdict(set)
        for row in origin_rows(reading, lot_id):
            by_species[row.species_id].add(row.operator_id)
        found[lot_id] = {species_id: frozenset(ids) for species_id, ids in by_species.items()}
    return found


def species_inside(reading: Reading, lots: Iterable[LotFacts]) -> dict[UUID, tuple[UUID, ...]]:
    """Give the species in each of these lots: its own, or those of all that was blended into it.

    Asked step by step for all lots at once, back to the lots that are of one species.
    """
    wanted = list(lots)
    own: dict[int, set[UUID]] = {}
    before: dict[int, set[int]] = {}
    steps = {lot.made_by for lot in wanted if lot.species_id is None}
    while steps:
        _look_inside(reading, sorted(steps), own, before)
        steps = {seq for step in steps for seq in before[step]} - own.keys()
    for seq in sorted(own):  # a movement comes after those whose lots it took
        own[seq].update(*(own[earlier] for earlier in before[seq]))
    return {
        lot.id: (lot.species_id,) if lot.species_id else tuple(sorted(own[lot.made_by]))
        for lot in wanted
    }


def _look_inside(
    reading: Reading, steps: Sequence[int], own: dict[int, set[UUID]], before: dict[int, set[int]]
) -> None:
    """Say of every step which species it took, and which steps made the blends it took."""
    taken = _taken(reading, steps)
    lots = _lots(reading, "id", {one for pairs in taken.values() for one, _ in pairs})
    for seq in steps:
        took = [lots[lot_id] for lot_id, _ in taken.get(seq, ())]
        own[seq] = {one["species_id"] for one in took if one["species_id"]}
        before[seq] = {one["made_by"] for one in took if not one["species_id"]}


def _origin(reading: Reading, lot: Row[Any]) -> Origin:
    bought = _Bought()
    for row in origin_rows(reading, lot.id):
        bought.add(row)
    if lot.area_id is not None and not bought.area_ids:
        bought.area_ids.add(lot.area_id)  # a collection lot whose receipts were all taken back
        bought.species_ids.add(lot.species_id)
        bought.operator_ids.add(lot.operator_id)
    operators = organisations_by_id(reading, bought.operator_ids)
    zones = sorted({operator.time_zone for operator in operators.values()})
    zone = ZoneInfo(zones[0] if zones else "UTC")
    return Origin(
        area_ids=tuple(sorted(bought.area_ids)),
        species_ids=tuple(sorted(bought.species_ids)),
        operator_ids=tuple(sorted(bought.operator_ids)),
        harvester_count=len(bought.harvesters),
        receipt_count=bought.count,
        first_day=_day(min(bought.moments, default=None), zone),
        last_day=_day(max(bought.moments, default=None), zone),
        net_g=bought.net_g,
    )


def _day(moment: datetime | None, zone: ZoneInfo) -> date | None:
    return moment.astimezone(zone).date() if moment is not None else None
