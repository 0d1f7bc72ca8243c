"""Counting stock: what is missing is booked with its explanation, what is too much is only told.

Nothing a scale shows makes certified goods: a surplus stays an open question until somebody
finds the movement that was wrong and puts it right.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.certificates.queries import Judgement
from fairwild.kernel.quantities import stated_of
from fairwild.kernel.refusals import Invalid
from fairwild.lots.events import StockCounted
from fairwild.lots.facts import Draw, LotFacts
from fairwild.lots.operations.movements import record_movement, take_draws
from fairwild.lots.records import StockCount, StockCountLine
from fairwild.lots.states import MovementKind
from fairwild.lots.stock import rules
from fairwild.lots.stock.facts import Counted
from fairwild.lots.stock.queries.counts import moved_since
from fairwild.organisations.queries import get_organisation
from fairwild.store.series import next_number, serial_text
from fairwild.unit_of_work import UnitOfWork

COUNTED = "counted"
NO_UNITS: Mapping[UUID, int] = {}


def count_stock(
    work: UnitOfWork,
    *,
    holder_id: UUID,
    counted: Mapping[UUID, tuple[int, str]],
    units: Mapping[UUID, int] = NO_UNITS,
    site: str = "",
    note: str = "",
    at: datetime | None = None,
) -> StockCount:
    """Write down what was found of these lots (grams and explanation), and book what is missing.

    Of a packed lot `units` may be counted; its grams are then what lies loose beside them. A lot
    on hold can be counted. Refused with every difference that has no explanation, and for lots
    that came, left or were given back to after the moment of the count; raises Invalid for lots
    that are not the holder's.
    """
    work.may(Action.COUNT_STOCK, on=Of(Party.HOLDER, holder_id))
    draws = take_draws(work, [(lot_id, 0) for lot_id in counted], to=Action.COUNT_STOCK)
    if any(draw.lot.holder_id != holder_id for draw in draws):
        raise Invalid({"lines": "unknown"})
    moment = at or work.now
    lines = [_line(draw, *counted[draw.lot.id], units.get(draw.lot.id)) for draw in draws]
    since = moved_since(work, counted, at=moment)
    work.refuse_if(rules.obstacles_to_counting(lines, at=moment, now=work.now, moved_since=since))
    count = StockCount(
        number=_number(work, holder_id),
        holder_id=holder_id,
        site=site,
        counted_at=moment,
        recorded_at=work.now,
        recorded_by=work.actor.person_id,
        note=note,
    )
    work.add(count)
    for position, (draw, line) in enumerate(zip(draws, lines, strict=True), start=1):
        movement_id = _book(work, draw, line, site=site, at=moment)
        work.add(_row(count, position, line, movement_id))
    work.record(_said(count, lines))
    return count


def _line(draw: Draw, weighed_g: int, explanation: str, units: int | None) -> Counted:
    lot = draw.lot
    why = explanation.strip()
    return Counted(lot.id, lot.number, lot.available_g, weighed_g, why, units, lot.unit_g)


def _number(work: UnitOfWork, holder_id: UUID) -> str:
    """Give the next number of the pattern HOLDER-ST-YEAR-SEQ."""
    stem = f"{get_organisation(work, holder_id).code}-ST-{work.today.year:04d}"
    serial = next_number(work.session, f"count:{stem}")
    return f"{stem}-{serial_text(serial, width=5)}"


def _book(work: UnitOfWork, draw: Draw, line: Counted, *, site: str, at: datetime) -> UUID | None:
    """Take what is missing out of the lot; gives the movement, None where nothing is missing."""
    if line.difference_g >= 0:
        return None
    missing_g = -line.difference_g
    moved = record_movement(
        work,
        kind=MovementKind.COUNT,
        organisation_id=draw.lot.holder_id,
        inputs=[Draw(draw.lot, missing_g)],
        outputs=[],
        judgement=_as_it_is(draw.lot),
        loss_g=missing_g,
        loss_reason=line.explanation,
        site=site,
        at=at,
    )
    return moved.movement.id


def _as_it_is(lot: LotFacts) -> Judgement:
    """Carry over what a lot is worth: counting changes how much there is, never what it is."""
    return Judgement(
        certified=lot.certified,
        code=COUNTED,
        certificate_id=lot.certificate_id,
        body_id=lot.body_id,
        certificate_ids=lot.certificate_ids,
    )


def _row(
    count: StockCount, position: int, line: Counted, movement_id: UUID | None
) -> StockCountLine:
    return StockCountLine(
        count_id=count.id,
        position=position,
        lot_id=line.lot_id,
        booked_g=line.booked_g,
        counted_g=line.counted_g,
        units=line.units,
        unit_g=line.unit_g if line.units is not None else None,
        stated=stated_of({"counted": line.weighed_g}),
        explanation=line.explanation,
        movement_id=movement_id,
    )


def _said(count: StockCount, lines: list[Counted]) -> StockCounted:
    return StockCounted(
        subject=count.id,
        number=count.number,
        holder=count.holder_id,
        site=count.site,
        booked_g={line.lot: line.booked_g for line in lines},
        counted_g={line.lot: line.counted_g for line in lines},
        units={line.lot: line.units for line in lines if line.units is not None},
    )
