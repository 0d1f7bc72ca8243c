"""Whether every gram that went into a movement came out of it, and corrections give back all."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    SQLColumnExpression,
    Subquery,
    and_,
    func,
    literal,
    select,
)
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from fairwild.lots.facts import BalanceFault
from fairwild.lots.queries.balances.naming import grams, named
from fairwild.lots.records import Lot, Movement, MovementInput, MovementReturn
from fairwild.lots.states import MovementKind

APART = (MovementKind.COLLECT, MovementKind.CORRECT)
"""What is collected comes from receipts; what is corrected is compared with what it undoes."""


def faults_of_mass(session: Session) -> Iterator[BalanceFault]:
    """Compare what went in with what came out, and corrections with what they take back."""
    yield from _faults(session, "mass-not-conserved", _unconserved())
    yield from _faults(session, "correction-differs", _not_given_back())
    yield from _faults(session, "correction-differs", _not_undone())
    yield from _faults(session, "correction-differs", _given_too_much())


def _faults(session: Session, code: str, query: Select[*tuple[Any, ...]]) -> Iterator[BalanceFault]:
    for movement_id, seq, stored_g, recomputed_g in session.execute(query):
        at = named(session, seq)
        subject = f"movement {seq}"
        yield BalanceFault(code, movement_id, subject, grams(stored_g), grams(recomputed_g), at)


def _by_movement(seq: InstrumentedAttribute[int], mass_g: InstrumentedAttribute[int]) -> Subquery:
    sums = select(seq.label("seq"), func.sum(mass_g).label("mass_g"))
    return sums.group_by(seq).subquery()


def _none_is_nothing(column: SQLColumnExpression[Any]) -> ColumnElement[int]:
    given: ColumnElement[int] = func.coalesce(column, 0)
    return given


def _unconserved() -> Select[*tuple[Any, ...]]:
    """Lots taken from and what was added is lots made, loss and what was driven out."""
    taken = _by_movement(MovementInput.movement_seq, MovementInput.taken_g)
    made = _by_movement(Lot.made_by, Lot.made_g)
    water = _none_is_nothing(Movement.facts["water_g"].as_integer())
    in_g = _none_is_nothing(taken.c.mass_g) + Movement.added_g
    out_g = _none_is_nothing(made.c.mass_g) + Movement.loss_g + water
    return (
        select(Movement.id, Movement.seq, in_g, out_g)
        .outerjoin(taken, taken.c.seq == Movement.seq)
        .outerjoin(made, made.c.seq == Movement.seq)
        .where(Movement.kind.not_in(APART), in_g != out_g)
        .order_by(Movement.seq)
    )


def _not_given_back() -> Select[*tuple[Any, ...]]:
    """What the wrong movement took of a lot is what the correction gave back to it."""
    returned = _none_is_nothing(MovementReturn.returned_g)
    same = and_(
        MovementReturn.movement_seq == Movement.seq,
        MovementReturn.lot_id == MovementInput.lot_id,
    )
    return (
        select(Movement.id, Movement.seq, returned, MovementInput.taken_g)
        .join(MovementInput, MovementInput.movement_seq == Movement.reverses_seq)
        .outerjoin(MovementReturn, same)
        .where(Movement.reverses_seq.is_not(None), MovementInput.taken_g != returned)
        .order_by(Movement.seq)
    )


def _not_undone() -> Select[*tuple[Any, ...]]:
    """What the wrong movement made is what the correction took."""
    taken = _none_is_nothing(MovementInput.taken_g)
    same = and_(MovementInput.movement_seq == Movement.seq, MovementInput.lot_id == Lot.id)
    return (
        select(Movement.id, Movement.seq, taken, Lot.made_g)
        .join(Lot, Lot.made_by == Movement.reverses_seq)
        .outerjoin(MovementInput, same)
        .where(Movement.reverses_seq.is_not(None), Lot.made_g != taken)
        .order_by(Movement.seq)
    )


def _given_too_much() -> Select[*tuple[Any, ...]]:
    """Nothing is given back that no wrong movement took."""
    wrong = aliased(MovementInput)
    same = and_(wrong.movement_seq == Movement.reverses_seq, wrong.lot_id == MovementReturn.lot_id)
    return (
        select(Movement.id, Movement.seq, MovementReturn.returned_g, literal(0))
        .join(MovementReturn, MovementReturn.movement_seq == Movement.seq)
        .outerjoin(wrong, same)
        .where(wrong.lot_id.is_(None))
        .order_by(Movement.seq)
    )
