"""Drying and cutting: outputs, by-products and losses are explicit and reconcile."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from fairwild.access.actions import Action
from fairwild.kernel.events import plain
from fairwild.kernel.plants import Form
from fairwild.kernel.quantities import State
from fairwild.kernel.refusals import Obstacle
from fairwild.lots import rules
from fairwild.lots.catalogue import find_drying_band
from fairwild.lots.facts import Draw, LotFacts, Masses, NewLot, RatioBand
from fairwild.lots.operations.judging import judge_handling
from fairwild.lots.operations.movements import derived, record_movement, take_draws
from fairwild.lots.operations.numbering import BY_PRODUCT, CUT, DRIED, derived_number
from fairwild.lots.records import Lot
from fairwild.lots.rules import in_common
from fairwild.lots.states import MovementKind
from fairwild.unit_of_work import UnitOfWork

LOOSE = frozenset({Form.RAW, Form.DRIED, Form.CUT, Form.POWDER})


def dry_lots(
    work: UnitOfWork,
    *,
    inputs: Sequence[tuple[UUID, int]],
    output_g: int,
    by_product_g: int = 0,
    loss_g: int = 0,
    loss_reason: str = "",
    site: str = "",
    note: str = "",
    at: datetime | None = None,
) -> Lot:
    """Dry fresh lots, or parts of them, into one dry lot.

    What left the drier is dry mass: output, by-product and loss. The ratio is the fresh mass
    divided by that dry mass, and must lie in the band of the plant part (scheme.md 3.5);
    the difference between fresh and dry mass is water and is kept with the movement, with
    the ratio, the band and the version of the parameters (rules R06 and R16).
    """
    draws = take_draws(work, inputs, to=Action.PROCESS_LOT)
    masses = Masses(_sum(draws), output_g, by_product_g, loss_g)
    moment = at or work.now
    band = find_drying_band(draws[0].lot.part, on=moment.date()) if draws else None
    work.refuse_if(_obstacles_to_drying(draws, masses, band, at=moment, now=work.now))
    lots = [draw.lot for draw in draws]
    dry = {"form": Form.DRIED, "state": State.DRY}
    moved = record_movement(
        work,
        kind=MovementKind.DRY,
        organisation_id=lots[0].holder_id,
        inputs=draws,
        outputs=_outputs(work, lots, masses, letter=DRIED, changes=dry),
        judgement=judge_handling(work, lots, at=moment),
        loss_g=loss_g,
        loss_reason=loss_reason,
        site=site,
        note=note,
        at=moment,
        facts=_facts_of_drying(masses, band),
    )
    return moved.lots[0]


def cut_lots(
    work: UnitOfWork,
    *,
    inputs: Sequence[tuple[UUID, int]],
    output_g: int,
    by_product_g: int = 0,
    loss_g: int = 0,
    loss_reason: str = "",
    site: str = "",
    note: str = "",
    at: datetime | None = None,
    form: Form = Form.CUT,
) -> Lot:
    """Cut and sift lots, or parts of them, into one lot of this form.

    Input is output plus by-product plus loss to the gram (rule R06).
    """
    draws = take_draws(work, inputs, to=Action.PROCESS_LOT)
    masses = Masses(_sum(draws), output_g, by_product_g, loss_g)
    moment = at or work.now
    work.refuse_if(_obstacles_to_cutting(draws, masses, at=moment, now=work.now))
    lots = [draw.lot for draw in draws]
    moved = record_movement(
        work,
        kind=MovementKind.CUT,
        organisation_id=lots[0].holder_id,
        inputs=draws,
        outputs=_outputs(work, lots, masses, letter=CUT, changes={"form": form}),
        judgement=judge_handling(work, lots, at=moment),
        loss_g=loss_g,
        loss_reason=loss_reason,
        site=site,
        note=note,
        at=moment,
    )
    return moved.lots[0]


def _sum(draws: Sequence[Draw]) -> int:
    return sum(draw.wanted_g for draw in draws)


def _obstacles_to_drying(
    draws: Sequence[Draw], masses: Masses, band: RatioBand | None, *, at: datetime, now: datetime
) -> Iterator[Obstacle]:
    lots = [draw.lot for draw in draws]
    yield from rules.obstacles_to_drawing(draws, at=at, now=now)
    yield from rules.obstacles_to_joining(lots, same=rules.SAME_FOR_DRYING)
    yield from rules.obstacles_to_handling(lots, forms=LOOSE, state=State.FRESH)
    if lots:
        yield from rules.obstacles_to_drying(masses, band, part=lots[0].part or "")


def _obstacles_to_cutting(
    draws: Sequence[Draw], masses: Masses, *, at: datetime, now: datetime
) -> Iterator[Obstacle]:
    lots = [draw.lot for draw in draws]
    yield from rules.obstacles_to_drawing(draws, at=at, now=now)
    yield from rules.obstacles_to_joining(lots, same=rules.SAME_FOR_DRYING)
    yield from rules.obstacles_to_handling(lots, forms=LOOSE)
    if lots:
        yield from rules.obstacles_to_reconciling(masses)


def _outputs(
    work: UnitOfWork,
    lots: Sequence[LotFacts],
    masses: Masses,
    *,
    letter: str,
    changes: Mapping[str, object],
) -> list[NewLot]:
    """Describe the main lot and, where there is one, the by-product beside it."""
    first = lots[0]
    joined = {
        "area_id": in_common(lots, lambda lot: lot.area_id),
        "season": in_common(lots, lambda lot: lot.season),
        "unit_g": None,
    }
    number = derived_number(work, first.number, letter)
    outputs = [derived(first, number=number, made_g=masses.out_g, **{**joined, **changes})]
    if masses.by_product_g > 0:
        beside = derived_number(work, first.number, BY_PRODUCT)
        kind = {**joined, **changes, "form": Form.BY_PRODUCT}
        outputs.append(derived(first, number=beside, made_g=masses.by_product_g, **kind))
    return outputs


def _facts_of_drying(masses: Masses, band: RatioBand | None) -> dict[str, object]:
    """Say what the drying was judged by, without floats."""
    if band is None:
        return {}
    return {
        "water_g": masses.in_g - masses.accounted_g,
        "ratio": plain(rules.drying_ratio(masses)),
        "lowest_ratio": plain(band.lowest),
        "highest_ratio": plain(band.highest),
        "parameters": band.version,
    }
