"""Pallets, and the way back: what was packed comes out as it went in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from fairwild.access.actions import Action
from fairwild.kernel.plants import Form
from fairwild.kernel.refusals import Obstacle
from fairwild.lots import rules
from fairwild.lots.correcting import rules as packing_rules
from fairwild.lots.facts import Draw, LotFacts, NewLot
from fairwild.lots.operations.judging import judge_handling
from fairwild.lots.operations.movements import (
    derived,
    record_movement,
    take_draws,
    take_whole_or_part,
)
from fairwild.lots.operations.numbering import PALLET, UNPACKED, derived_number
from fairwild.lots.queries.units import pallet_parts
from fairwild.lots.records import Lot
from fairwild.lots.rules import in_common
from fairwild.lots.states import MovementKind
from fairwild.unit_of_work import UnitOfWork

PACKED_ONLY = frozenset({Form.PACKED})


@dataclass(frozen=True)
class _Circumstances:
    """Where and when something was done, and what is to be remembered of it."""

    site: str
    note: str
    at: datetime


def build_pallet(
    work: UnitOfWork,
    *,
    inputs: Sequence[tuple[UUID, int]],
    site: str = "",
    note: str = "",
    at: datetime | None = None,
) -> Lot:
    """Put packed lots of the same kind, or whole units of them, on one pallet with its own code.

    Refused with every obstacle: what differs, what is not packed, what is no whole unit.
    """
    draws = take_draws(work, inputs, to=Action.PACK_LOT)
    moment = at or work.now
    work.refuse_if(_obstacles_to_palletising(draws, at=moment, now=work.now))
    lots = [draw.lot for draw in draws]
    total_g, first = sum(draw.wanted_g for draw in draws), lots[0]
    pallet = derived(
        first,
        number=derived_number(work, first.number, PALLET),
        made_g=total_g,
        area_id=in_common(lots, lambda lot: lot.area_id),
        season=in_common(lots, lambda lot: lot.season),
        grade=in_common(lots, lambda lot: lot.grade) or "",
        units=first.units_in(total_g),
    )
    moved = record_movement(
        work,
        kind=MovementKind.PACK,
        organisation_id=first.holder_id,
        inputs=draws,
        outputs=[pallet],
        judgement=judge_handling(work, lots, at=moment),
        site=site,
        note=note,
        at=moment,
        facts={"pallet_of": len(draws)},
    )
    return moved.lots[0]


def _obstacles_to_palletising(
    draws: Sequence[Draw], *, at: datetime, now: datetime
) -> Iterator[Obstacle]:
    lots = [draw.lot for draw in draws]
    yield from rules.obstacles_to_drawing(draws, at=at, now=now)
    yield from rules.obstacles_to_joining(lots, same=rules.SAME_FOR_MERGING, at_least=1)
    yield from rules.obstacles_to_handling(lots, forms=PACKED_ONLY)
    for draw in draws:
        yield from rules.obstacles_to_units(draw.lot, [draw.wanted_g])


def unpack_lot(
    work: UnitOfWork,
    *,
    lot_id: UUID,
    mass_g: int | None = None,
    site: str = "",
    note: str = "",
    at: datetime | None = None,
) -> tuple[Lot, ...]:
    """Take packed goods out of their packs: all that is left of them, or some whole packs.

    An untouched pallet gives back one packed lot for each that went on it; everything else
    becomes one loose lot of the form that was packed.
    """
    whole, some = ([lot_id], []) if mass_g is None else ([], [(lot_id, mass_g)])
    [draw] = take_whole_or_part(work, whole, some, to=Action.PACK_LOT)
    moment = at or work.now
    is_all = draw.wanted_g == draw.lot.available_g
    parts = pallet_parts(work, lot_id) if is_all else []
    work.refuse_if(_obstacles_to_unpacking(draw, parts, at=moment, now=work.now))
    lot = draw.lot
    moved = record_movement(
        work,
        kind=MovementKind.UNPACK,
        organisation_id=lot.holder_id,
        inputs=[draw],
        outputs=_unpacked(work, draw, parts),
        judgement=judge_handling(work, [lot], at=moment),
        site=site,
        note=note,
        at=moment,
    )
    return moved.lots


def _obstacles_to_unpacking(
    draw: Draw, parts: Sequence[Draw], *, at: datetime, now: datetime
) -> Iterator[Obstacle]:
    yield from rules.obstacles_to_drawing([draw], at=at, now=now)
    yield from rules.obstacles_to_handling([draw.lot], forms=PACKED_ONLY)
    yield from packing_rules.obstacles_to_unpacking(draw.lot, on_pallet=bool(parts))
    yield from rules.obstacles_to_units(draw.lot, [draw.wanted_g])


def _unpacked(work: UnitOfWork, draw: Draw, parts: Sequence[Draw]) -> list[NewLot]:
    """Describe what comes out: the lots of a pallet, or loose material."""
    lot = draw.lot
    if not parts:
        loose: dict[str, Any] = {
            "form": lot.packed_form,
            "packed_form": None,
            "units": None,
            "unit_g": None,
        }
        return [derived(lot, number=_number(work, lot), made_g=draw.wanted_g, **loose)]
    return [
        derived(
            lot,
            number=_number(work, part.lot),
            made_g=part.wanted_g,
            area_id=part.lot.area_id,
            season=part.lot.season,
            grade=part.lot.grade,
            units=lot.units_in(part.wanted_g),
        )
        for part in parts
    ]


def _number(work: UnitOfWork, lot: LotFacts) -> str:
    return derived_number(work, lot.number, UNPACKED)
