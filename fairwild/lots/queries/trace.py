"""Where a lot came from and where it went: movements as hyper-edges, each found once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from fairwild.access.actions import Action
from fairwild.kernel.refusals import NotFound
from fairwild.lots.facts import Origin, Trace, TracedMovement
from fairwild.lots.queries.stock import facts_with_species, get_lot
from fairwild.lots.queries.walking import (
    downstream,
    in_pieces,
    read_inputs,
    read_lots,
    read_lots_made,
    read_movements,
    upstream,
    walked,
)
from fairwild.lots.records import Lot, Movement, Receipt
from fairwild.lots.states import MovementKind
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
    later = read_lots_made(reading, down)
    earlier = read_lots(reading, {lot_id for pairs in taken.values() for lot_id, _ in pairs})
    rows = {one.id: one for one in (lot, *earlier, *later)}
    line = {lot.id, *(one.id for one in later)}
    took = {seq: [pair for pair in pairs if pair[0] in line] for seq, pairs in took.items()}
    made = _made(rows.values())
    facts = facts_with_species(reading, rows.values())
    return Trace(
        focus=facts[lot.id],
        lots=facts,
        upstream=tuple(_traced(one, taken, made) for one in read_movements(reading, up)),
        downstream=tuple(_traced(one, took, made) for one in read_movements(reading, down)),
    )


def _taken(reading: Reading, seqs: Sequence[int]) -> Shares:
    taken: Shares = defaultdict(list)
    for seq, lot_id, mass_g in read_inputs(reading, seqs):
        taken[seq].append((lot_id, mass_g))
    return taken


def _made(lots: Iterable[Lot]) -> Shares:
    made: Shares = defaultdict(list)
    for lot in lots:
        made[lot.made_by].append((lot.id, lot.made_g))
    return made


def _traced(movement: Movement, inputs: Shares, outputs: Shares) -> TracedMovement:
    return TracedMovement(
        seq=movement.seq,
        id=movement.id,
        kind=movement.kind,
        at=movement.at,
        organisation_id=movement.organisation_id,
        site=movement.site,
        note=movement.note,
        loss_g=movement.loss_g,
        loss_reason=movement.loss_reason,
        water_g=int(movement.facts.get("water_g", 0)),
        certified=movement.certified,
        judgement=movement.judgement,
        certificate_id=movement.certificate_id,
        inputs=tuple(inputs.get(movement.seq, ())),
        outputs=tuple(outputs.get(movement.seq, ())),
    )


@dataclass
class _Bought:
    """What the receipts that stand say together."""

    harvesters: set[UUID] = field(default_factory=set)
    moments: list[datetime] = field(default_factory=list)
    count: int = 0
    net_g: int = 0


def origin_of(reading: Reading, lot_id: UUID) -> Origin:
    """Say where a lot's material was collected, by how many and when; nobody is named."""
    found = origins_of(reading, [lot_id])
    if lot_id not in found:
        raise NotFound("lot")
    return found[lot_id]


def origins_of(reading: Reading, lot_ids: Iterable[UUID]) -> dict[UUID, Origin]:
    """Give the origins of these lots, one walk each."""
    known = reading.session.scalars(select(Lot.id).where(Lot.id.in_(list(lot_ids)))).all()
    return {lot_id: _origin(reading, lot_id) for lot_id in known}


def _origin(reading: Reading, lot_id: UUID) -> Origin:
    movements = read_movements(reading, walked(reading, upstream([lot_id])))
    collected = [one.seq for one in movements if one.kind is MovementKind.COLLECT]
    lots = read_lots_made(reading, collected)
    bought = _bought(reading, [lot.id for lot in lots])
    operators = organisations_by_id(reading, {lot.operator_id for lot in lots})
    zones = sorted({operator.time_zone for operator in operators.values()})
    zone = ZoneInfo(zones[0] if zones else "UTC")
    return Origin(
        area_ids=_sorted(lot.area_id for lot in lots),
        species_ids=_sorted(lot.species_id for lot in lots),
        operator_ids=_sorted(lot.operator_id for lot in lots),
        harvester_count=len(bought.harvesters),
        receipt_count=bought.count,
        first_day=_day(min(bought.moments, default=None), zone),
        last_day=_day(max(bought.moments, default=None), zone),
        net_g=bought.net_g,
    )


def _sorted(ids: Iterable[UUID | None]) -> tuple[UUID, ...]:
    return tuple(sorted({one for one in ids if one is not None}))


def _day(moment: datetime | None, zone: ZoneInfo) -> date | None:
    return moment.astimezone(zone).date() if moment is not None else None


def _bought(reading: Reading, lot_ids: Sequence[UUID]) -> _Bought:
    """Gather the receipts that stand of these collection lots, harvester by harvester."""
    bought = _Bought()
    for piece in in_pieces(lot_ids):
        query = (
            select(
                Receipt.harvester_id,
                func.count(Receipt.id).label("receipts"),
                func.min(Receipt.collected_at).label("first"),
                func.max(Receipt.collected_at).label("last"),
                func.sum(Receipt.net_g).label("net_g"),
            )
            .where(Receipt.lot_id.in_(piece), Receipt.reversed_at.is_(None))
            .group_by(Receipt.harvester_id)
        )
        for row in reading.session.execute(query):
            bought.harvesters.add(row.harvester_id)
            bought.moments += [row.first, row.last]
            bought.count += row.receipts
            bought.net_g += int(row.net_g)
    return bought
