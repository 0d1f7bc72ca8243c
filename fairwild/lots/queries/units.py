"""Questions about packed goods: codes of units, and what stands on a pallet."""

from uuid import UUID

from sqlalchemy import func, select

from fairwild.kernel.codes import read_code
from fairwild.kernel.plants import Form
from fairwild.lots.facts import Draw
from fairwild.lots.queries.stock import facts_of
from fairwild.lots.records import Lot, Movement, MovementInput, PackedUnit
from fairwild.lots.states import MovementKind
from fairwild.store.paging import Cursor, Page, page_of
from fairwild.unit_of_work import Reading

CARRIED = frozenset(
    {MovementKind.SHIP, MovementKind.RECEIVE, MovementKind.RETURN, MovementKind.TAKE_BACK}
)
"""Movements that change who holds a pallet and nothing of what is on it."""


def find_unit(reading: Reading, text: str) -> PackedUnit | None:
    """Give the unit with this code, as a person typed it; nobody is asked."""
    code = read_code(text)
    return reading.session.get(PackedUnit, code) if code is not None else None


def count_units(reading: Reading, lot_id: UUID) -> int:
    """Count the units of a lot that have codes of their own."""
    return reading.session.scalar(select(func.count()).where(PackedUnit.lot_id == lot_id)) or 0


def page_of_units(reading: Reading, lot_id: UUID, cursor: Cursor) -> Page[PackedUnit]:
    """Give one page of the coded units of a lot, the last first; ask for the lot before."""
    query = select(PackedUnit).where(PackedUnit.lot_id == lot_id)
    return page_of(reading.session, query, [PackedUnit.serial], cursor)


def pallet_parts(reading: Reading, lot_id: UUID) -> tuple[Draw, ...]:
    """Give the packed lots an untouched pallet was built of, with what was put on of each.

    Empty where the lot is no pallet, or is only a part of one. A pallet that was shipped whole
    is still one.
    """
    lot = reading.session.get_one(Lot, lot_id)
    if lot.form is not Form.PACKED or lot.taken_g:
        return ()
    inputs = _inputs(reading, lot.made_by)
    kind = reading.session.get_one(Movement, lot.made_by).kind
    while kind in CARRIED and len(inputs) == 1 and _whole(inputs[0], lot):
        [(lot, _)] = inputs
        inputs = _inputs(reading, lot.made_by)
        kind = reading.session.get_one(Movement, lot.made_by).kind
    if kind is not MovementKind.PACK or any(one.form is not Form.PACKED for one, _ in inputs):
        return ()
    return tuple(Draw(facts_of(one), mass_g) for one, mass_g in inputs)


def _whole(taken: tuple[Lot, int], made: Lot) -> bool:
    lot, mass_g = taken
    return lot.made_g == mass_g == made.made_g


def _inputs(reading: Reading, seq: int) -> list[tuple[Lot, int]]:
    """Give the lots a movement took from with what it took, by number."""
    query = (
        select(Lot, MovementInput.taken_g)
        .join(MovementInput, MovementInput.lot_id == Lot.id)
        .where(MovementInput.movement_seq == seq)
        .order_by(Lot.number)
    )
    return [(lot, mass_g) for lot, mass_g in reading.session.execute(query)]
