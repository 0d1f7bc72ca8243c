"""The way a lot came, step by step: what anybody may be shown of it is in here, nobody's name."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fairwild.kernel.plants import Form
from fairwild.kernel.quantities import State
from fairwild.kernel.refusals import NotFound
from fairwild.lots.facts import JourneyStep
from fairwild.lots.queries.origins import receipt_counts
from fairwild.lots.queries.walking import rows_by, upstream, walked
from fairwild.lots.records import Lot, Movement, MovementInput
from fairwild.unit_of_work import Reading


@dataclass(frozen=True)
class _Made:
    """What a movement made: its main lots together, and the by-products beside them."""

    out_g: int
    by_product_g: int
    state: State
    units: int | None
    unit_g: int | None


def _made(lots: Sequence[Any]) -> _Made:
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
    for lot in rows_by(reading, Lot, "made_by", seqs):
        by_movement[lot.made_by].append(lot)
    return {seq: _made(lots) for seq, lots in by_movement.items()}


def journey_of(reading: Reading, lot_id: UUID) -> tuple[JourneyStep, ...]:
    """Give the steps that led to a lot in the order of their moments, with their masses.

    `out_g` of a step is everything it made but by-products, also what went another way.
    """
    walk = walked(reading, upstream([lot_id]))
    if not walk:
        raise NotFound("lot")
    inputs = rows_by(reading, MovementInput, "movement_seq", walk)
    taken: dict[int, int] = defaultdict(int)
    for row in inputs:
        taken[row.movement_seq] += row.taken_g
    lots = rows_by(reading, Lot, "id", {lot_id, *(row.lot_id for row in inputs)})
    made_by = {lot.id: lot.made_by for lot in lots}
    counted = receipt_counts(reading, made_by)
    receipts = {made_by[one]: count for one, count in counted.items()}
    seqs = sorted({*walk, *(lot.made_by for lot in lots)})
    made = _made_at(reading, seqs)
    movements = {one.seq: one for one in rows_by(reading, Movement, "seq", seqs)}
    return tuple(
        _step(movements[seq], made[seq], taken.get(seq, 0), receipts.get(seq, 0)) for seq in seqs
    )


def _step(movement: Any, made: _Made, in_g: int, receipt_count: int) -> JourneyStep:
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
