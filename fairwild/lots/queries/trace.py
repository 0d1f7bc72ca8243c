"""Where a lot came from and where it went: movements as hyper-edges, each found once.

The walk goes from movement to movement (`movement_before`) and lets UNION forget what was
seen, so a ladder of merges and splits costs its size and never its number of paths.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import CTE, Row, Select, func, select

from fairwild.access.actions import Action
from fairwild.kernel.refusals import NotFound
from fairwild.lots.facts import (
    LotFacts,
    Origin,
    Trace,
    TracedMovement,
)
from fairwild.lots.queries.stock import facts_with_species, get_lot
from fairwild.lots.records import Lot, Movement, MovementBefore, MovementInput, Receipt
from fairwild.organisations.queries import organisations_by_id
from fairwild.unit_of_work import Reading

Taken = dict[int, list[tuple[UUID, int]]]


def upstream(lot_ids: Iterable[UUID]) -> CTE:
    """Give the movements these lots came through, back to their collections."""
    start = select(Lot.made_by.label("seq")).where(Lot.id.in_(list(lot_ids)))
    walk = start.cte("upstream", recursive=True)
    step = select(MovementBefore.earlier_seq).where(MovementBefore.movement_seq == walk.c.seq)
    return walk.union(step)


def downstream(lot_ids: Iterable[UUID]) -> CTE:
    """Give the movements these lots went into, and all that followed from them."""
    start = select(MovementInput.movement_seq.label("seq")).where(
        MovementInput.lot_id.in_(list(lot_ids))
    )
    walk = start.cte("downstream", recursive=True)
    step = select(MovementBefore.movement_seq).where(MovementBefore.earlier_seq == walk.c.seq)
    return walk.union(step)


def movements_in(walk: CTE) -> Select[Movement]:
    """Select the movements of a walk, the earliest first."""
    return select(Movement).join(walk, Movement.seq == walk.c.seq).order_by(Movement.seq)


def inputs_in(walk: CTE) -> Select[int, UUID, int]:
    """Select what the movements of a walk took."""
    columns = (MovementInput.movement_seq, MovementInput.lot_id, MovementInput.taken_g)
    return select(*columns).join(walk, MovementInput.movement_seq == walk.c.seq)


def lots_in(walk: CTE) -> Select[Lot]:
    """Select the lots the movements of a walk made."""
    return select(Lot).join(walk, Lot.made_by == walk.c.seq)


def _grouped(rows: Iterable[Row[int, UUID, int]]) -> Taken:
    taken: Taken = defaultdict(list)
    for seq, lot_id, mass_g in rows:
        taken[seq].append((lot_id, mass_g))
    return taken


def _traced(movement: Movement, inputs: Taken, outputs: Taken) -> TracedMovement:
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
    up, down = upstream([lot.id]), downstream([lot.id])
    taken = _grouped(reading.session.execute(inputs_in(up)))
    took = _grouped(reading.session.execute(inputs_in(down)))
    later = list(reading.session.scalars(lots_in(down)))
    earlier = reading.session.scalars(_earlier(up))
    rows = {one.id: one for one in (lot, *earlier, *later)}
    made: Taken = defaultdict(list)
    for one in rows.values():
        made[one.made_by].append((one.id, one.made_g))
    line = {lot.id, *(one.id for one in later)}
    took = {seq: [pair for pair in pairs if pair[0] in line] for seq, pairs in took.items()}
    facts = facts_with_species(reading, rows.values())
    return Trace(
        focus=facts[lot.id],
        lots=facts,
        upstream=tuple(
            _traced(one, taken, made) for one in reading.session.scalars(movements_in(up))
        ),
        downstream=tuple(
            _traced(one, took, made) for one in reading.session.scalars(movements_in(down))
        ),
    )


def _earlier(up: CTE) -> Select[Lot]:
    """Select the lots that the movements of a walk took."""
    return (
        select(Lot)
        .join(MovementInput, MovementInput.lot_id == Lot.id)
        .join(up, MovementInput.movement_seq == up.c.seq)
        .distinct()
    )


def origin_of(reading: Reading, lot_id: UUID) -> Origin:
    """Say where a lot's material was collected, by how many and when; nobody is named."""
    found = origins_of(reading, [lot_id])
    if lot_id not in found:
        raise NotFound("lot")
    return found[lot_id]


def origins_of(reading: Reading, lot_ids: Iterable[UUID]) -> dict[UUID, Origin]:
    """Give the origins of these lots, one walk each."""
    known = reading.session.scalars(select(Lot.id).where(Lot.id.in_(list(lot_ids))))
    return {lot_id: _origin(reading, lot_id) for lot_id in known}


def _origin(reading: Reading, lot_id: UUID) -> Origin:
    up = upstream([lot_id])
    collected = select(Lot.id, Lot.area_id, Lot.species_id, Lot.operator_id).join(
        up, Lot.made_by == up.c.seq
    )
    lots = reading.session.execute(collected.join(Receipt, Receipt.lot_id == Lot.id).distinct())
    rows = lots.all()
    counted = _counted(reading, [row.id for row in rows])
    operators = organisations_by_id(reading, {row.operator_id for row in rows})
    zones = sorted({operator.time_zone for operator in operators.values()})
    zone = ZoneInfo(zones[0] if zones else "UTC")
    return Origin(
        area_ids=_sorted(row.area_id for row in rows),
        species_ids=_sorted(row.species_id for row in rows),
        operator_ids=_sorted(row.operator_id for row in rows),
        harvester_count=counted.harvesters,
        receipt_count=counted.receipts,
        first_day=_day(counted.first, zone),
        last_day=_day(counted.last, zone),
        net_g=int(counted.net_g or 0),
    )


def _sorted(ids: Iterable[UUID | None]) -> tuple[UUID, ...]:
    return tuple(sorted({one for one in ids if one is not None}))


def _day(moment: datetime | None, zone: ZoneInfo) -> date | None:
    return moment.astimezone(zone).date() if moment is not None else None


def _counted(reading: Reading, lot_ids: list[UUID]) -> Row[int, int, datetime, datetime, int]:
    """Count the receipts that stand of these collection lots."""
    query = select(
        func.count(Receipt.harvester_id.distinct()).label("harvesters"),
        func.count(Receipt.id).label("receipts"),
        func.min(Receipt.collected_at).label("first"),
        func.max(Receipt.collected_at).label("last"),
        func.sum(Receipt.net_g).label("net_g"),
    ).where(Receipt.lot_id.in_(lot_ids), Receipt.reversed_at.is_(None))
    return reading.session.execute(query).one()


__all__ = ["LotFacts", "origin_of", "origins_of", "trace_of", "trace_of_any"]
