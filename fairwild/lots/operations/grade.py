"""Grading: a lot is parted by quality, and lots of different grades stay apart."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from fairwild.access.actions import Action
from fairwild.kernel.quantities import stated_of
from fairwild.kernel.refusals import Obstacle
from fairwild.lots import rules
from fairwild.lots.facts import Draw
from fairwild.lots.operations.judging import judge_handling
from fairwild.lots.operations.movements import derived, record_movement, take_draws
from fairwild.lots.operations.numbering import GRADED, derived_number
from fairwild.lots.processing.rules import obstacles_to_loss
from fairwild.lots.records import Lot
from fairwild.lots.states import MovementKind
from fairwild.unit_of_work import UnitOfWork


def grade_lot(
    work: UnitOfWork,
    *,
    lot_id: UUID,
    grades: Sequence[tuple[str, int]],
    loss_g: int = 0,
    loss_reason: str = "",
    site: str = "",
    note: str = "",
    at: datetime | None = None,
) -> tuple[Lot, ...]:
    """Part a lot by quality into lots that carry their grade; what is left stays in it.

    What is taken is the grades and the loss together, so that masses reconcile by themselves.
    """
    total_g = sum(mass_g for _, mass_g in grades) + loss_g
    [draw] = take_draws(work, [(lot_id, total_g)], to=Action.SPLIT_LOT)
    moment, lot = at or work.now, draw.lot
    work.refuse_if(
        [
            *_obstacles(draw, grades, at=moment, now=work.now),
            *obstacles_to_loss(loss_g, loss_reason),
        ]
    )
    said = stated_of({f"output:{grade}": mass_g for grade, mass_g in grades} | {"loss": loss_g})
    moved = record_movement(
        work,
        kind=MovementKind.GRADE,
        organisation_id=lot.holder_id,
        inputs=[draw],
        outputs=[
            derived(
                lot,
                number=derived_number(work, lot.number, GRADED),
                made_g=int(mass_g),
                grade=grade.strip(),
                units=lot.units_in(int(mass_g)),
            )
            for grade, mass_g in grades
        ],
        judgement=judge_handling(work, [lot], at=moment),
        loss_g=int(loss_g),
        loss_reason=loss_reason.strip(),
        site=site,
        note=note,
        at=moment,
        facts={"stated": said} if said else {},
    )
    return moved.lots


def _obstacles(
    draw: Draw, grades: Sequence[tuple[str, int]], *, at: datetime, now: datetime
) -> Iterator[Obstacle]:
    yield from rules.obstacles_to_drawing([draw], at=at, now=now)
    yield from rules.obstacles_to_units(draw.lot, [mass_g for _, mass_g in grades])
    if not grades or any(mass_g <= 0 for _, mass_g in grades):
        yield Obstacle("nothing-made", {}, at="grades")
    names = [grade.strip().casefold() for grade, _ in grades]
    if not all(names):
        yield Obstacle("grade-not-named", {}, at="grades")
    if len(set(names)) < len(names):
        yield Obstacle("grade-twice", {}, at="grades")
