"""Packing, splitting and merging: not a gram is lost on the way."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from fairwild.access.actions import Action
from fairwild.kernel.plants import Form
from fairwild.kernel.refusals import Obstacle
from fairwild.lots import rules
from fairwild.lots.custody.rules import obstacles_to_mixing_products
from fairwild.lots.facts import Draw
from fairwild.lots.operations.judging import judge_handling
from fairwild.lots.operations.movements import (
    derived,
    record_movement,
    take_draws,
    take_whole_or_part,
)
from fairwild.lots.operations.numbering import MERGED, PACKED, SPLIT, derived_number
from fairwild.lots.operations.units import code_units
from fairwild.lots.records import Lot
from fairwild.lots.rules import in_common
from fairwild.lots.states import MovementKind
from fairwild.unit_of_work import UnitOfWork


def pack_lot(
    work: UnitOfWork,
    *,
    lot_id: UUID,
    units: int,
    unit_g: int,
    site: str = "",
    note: str = "",
    at: datetime | None = None,
) -> Lot:
    """Pack so many units of so many grams out of a lot; what is left stays in it.

    Every unit gets a code of its own where there are not too many of them.
    """
    [draw] = take_draws(work, [(lot_id, units * unit_g)], to=Action.PACK_LOT)
    moment = at or work.now
    work.refuse_if(_obstacles_to_packing(draw, at=moment, now=work.now))
    moved = record_movement(
        work,
        kind=MovementKind.PACK,
        organisation_id=draw.lot.holder_id,
        inputs=[draw],
        outputs=[
            derived(
                draw.lot,
                number=derived_number(work, draw.lot.number, PACKED),
                made_g=draw.wanted_g,
                form=Form.PACKED,
                packed_form=draw.lot.form,
                units=units,
                unit_g=unit_g,
            )
        ],
        judgement=judge_handling(work, [draw.lot], at=moment),
        site=site,
        note=note,
        at=moment,
    )
    code_units(work, moved.lots[0])
    return moved.lots[0]


def _obstacles_to_packing(draw: Draw, *, at: datetime, now: datetime) -> Iterator[Obstacle]:
    yield from rules.obstacles_to_drawing([draw], at=at, now=now)
    yield from rules.obstacles_to_handling([draw.lot], forms=rules.PACKABLE)


def split_lot(
    work: UnitOfWork,
    *,
    lot_id: UUID,
    parts_g: Sequence[int],
    site: str = "",
    note: str = "",
    at: datetime | None = None,
) -> tuple[Lot, ...]:
    """Part a lot into lots of these weights; what is left stays in it, units stay whole."""
    [draw] = take_draws(work, [(lot_id, sum(parts_g))], to=Action.SPLIT_LOT)
    moment = at or work.now
    work.refuse_if(_obstacles_to_splitting(draw, parts_g, at=moment, now=work.now))
    lot = draw.lot
    moved = record_movement(
        work,
        kind=MovementKind.SPLIT,
        organisation_id=lot.holder_id,
        inputs=[draw],
        outputs=[
            derived(
                lot,
                number=derived_number(work, lot.number, SPLIT),
                made_g=part_g,
                units=lot.units_in(part_g),
            )
            for part_g in parts_g
        ],
        judgement=judge_handling(work, [lot], at=moment),
        site=site,
        note=note,
        at=moment,
    )
    return moved.lots


def _obstacles_to_splitting(
    draw: Draw, parts_g: Sequence[int], *, at: datetime, now: datetime
) -> Iterator[Obstacle]:
    yield from rules.obstacles_to_drawing([draw], at=at, now=now)
    yield from rules.obstacles_to_units(draw.lot, parts_g)
    if any(part_g <= 0 for part_g in parts_g):
        yield Obstacle("nothing-made", {}, at="parts")


def merge_lots(
    work: UnitOfWork,
    *,
    lot_ids: Sequence[UUID] = (),
    parts: Sequence[tuple[UUID, int]] = (),
    site: str = "",
    note: str = "",
    at: datetime | None = None,
) -> Lot:
    """Make one lot of all that is left in some lots and of parts of others.

    Packs stay whole; certified and uncertified never mix (R07).
    """
    draws = take_whole_or_part(work, lot_ids, parts, to=Action.MERGE_LOTS)
    moment = at or work.now
    work.refuse_if(_obstacles_to_merging(draws, at=moment, now=work.now))
    facts = [draw.lot for draw in draws]
    first, total_g = facts[0], sum(draw.wanted_g for draw in draws)
    merged = derived(
        first,
        number=derived_number(work, first.number, MERGED),
        made_g=total_g,
        area_id=in_common(facts, lambda lot: lot.area_id),
        season=in_common(facts, lambda lot: lot.season),
        units=first.units_in(total_g),
    )
    moved = record_movement(
        work,
        kind=MovementKind.MERGE,
        organisation_id=first.holder_id,
        inputs=draws,
        outputs=[merged],
        judgement=judge_handling(work, facts, at=moment),
        site=site,
        note=note,
        at=moment,
    )
    return moved.lots[0]


def _obstacles_to_merging(
    draws: Sequence[Draw], *, at: datetime, now: datetime
) -> Iterator[Obstacle]:
    lots = [draw.lot for draw in draws]
    yield from rules.obstacles_to_drawing(draws, at=at, now=now)
    yield from obstacles_to_mixing_products(lots)
    yield from rules.obstacles_to_joining(lots, same=rules.SAME_FOR_MERGING, at_least=2)
    for draw in draws:
        yield from rules.obstacles_to_units(draw.lot, [draw.wanted_g])
