"""The way a lot came, step by step: what anybody may be shown of it is in here, nobody's name."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from fairwild.kernel.plants import Form
from fairwild.kernel.quantities import State
from fairwild.kernel.refusals import NotFound
from fairwild.lots.facts import JourneyStep
from fairwild.lots.queries.walking import (
    in_pieces,
    read_inputs,
    read_lots_made,
    read_movements,
    upstream,
    walked,
)
from fairwild.lots.records import Lot, Movement, Receipt
from fairwild.unit_of_work import Reading


@dataclass(frozen=True)
class _Made:
    """What a movement made: its main lots together, and the by-products beside them."""

    out_g: int
    by_product_g: int
    state: State
    units: int | None
    unit_g: int | None


def _made(lots: Sequence[Lot]) -> _Made:
    main = [lot for lot in lots if lot.form is not Form.BY_PRODUCT] or list(lots)
    units = [lot.units for lot in main]
    sizes = {lot.unit_g for lot in main}
    return _Made(
        out_g=sum(lot.made_g for lot in main),
        by_product_g=sum(lot.made_g for lot in lots) - sum(lot.made_g for lot in main),
        state=main[0].state,
        units=sum(count or 0 for count in units) if all(units) else None,
        unit_g=sizes.pop() if len(sizes) == 1 else None,
    )


def _made_at(reading: Reading, seqs: Sequence[int]) -> dict[int, _Made]:
    by_movement = defaultdict(list)
    for lot in read_lots_made(reading, seqs):
        by_movement[lot.made_by].append(lot)
    return {seq: _made(lots) for seq, lots in by_movement.items()}


def _taken_at(reading: Reading, seqs: Sequence[int]) -> dict[int, int]:
    taken: dict[int, int] = defaultdict(int)
    for seq, _lot_id, mass_g in read_inputs(reading, seqs):
        taken[seq] += mass_g
    return taken


def _receipts_at(reading: Reading, seqs: Sequence[int]) -> dict[int, int]:
    """Count the receipts that stand by the movement of their collection lot."""
    counts: dict[int, int] = {}
    for piece in in_pieces(seqs):
        counted = (
            select(Lot.made_by, func.count(Receipt.id))
            .join(Receipt, Receipt.lot_id == Lot.id)
            .where(Lot.made_by.in_(piece), Receipt.reversed_at.is_(None))
            .group_by(Lot.made_by)
        )
        counts.update((seq, count) for seq, count in reading.session.execute(counted))
    return counts


def journey_of(reading: Reading, lot_id: UUID) -> tuple[JourneyStep, ...]:
    """Give the steps that led to a lot in the order of their moments, with their masses.

    `out_g` of a step is everything it made but by-products, also what went another way.
    """
    if reading.session.get(Lot, lot_id) is None:
        raise NotFound("lot")
    seqs = walked(reading, upstream([lot_id]))
    made, taken, receipts = (
        _made_at(reading, seqs),
        _taken_at(reading, seqs),
        _receipts_at(reading, seqs),
    )
    return tuple(
        _step(one, made[one.seq], taken.get(one.seq, 0), receipts.get(one.seq, 0))
        for one in read_movements(reading, seqs)
    )


def _step(movement: Movement, made: _Made, in_g: int, receipt_count: int) -> JourneyStep:
    return JourneyStep(
        kind=movement.kind,
        at=movement.at,
        organisation_id=movement.organisation_id,
        site=movement.site,
        in_g=in_g,
        out_g=made.out_g,
        by_product_g=made.by_product_g,
        loss_g=movement.loss_g,
        water_g=int(movement.facts.get("water_g", 0)),
        ratio=str(movement.facts.get("ratio", "")),
        state=made.state,
        units=made.units,
        unit_g=made.unit_g,
        receipt_count=receipt_count,
        certified=movement.certified,
        judgement=movement.judgement,
        certificate_id=movement.certificate_id,
    )
