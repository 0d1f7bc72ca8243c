"""Whether traces walk the way the material went: no gap, no step too many, no circle."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session, aliased

from fairwild.lots.facts import BalanceFault
from fairwild.lots.queries.balances.naming import named
from fairwild.lots.records import Lot, Movement, MovementBefore, MovementInput
from fairwild.lots.states import MovementKind

_MAKER, _UNDOING = aliased(Movement), aliased(Movement)
_BEFORE = (MovementBefore.movement_seq == MovementInput.movement_seq) & (
    MovementBefore.earlier_seq == Lot.made_by
)


def faults_of_edges(session: Session) -> Iterator[BalanceFault]:
    """Compare the derived walk with the inputs, and see that everything came from somewhere."""
    for lot_id, number, seq, made_by in session.execute(_wrongly_taken()):
        at = named(session, seq)
        if made_by >= seq:
            says = (f"lot {number}", f"made by movement {made_by}", f"taken by movement {seq}")
            yield BalanceFault("taken-before-made", lot_id, *says, at)
        else:
            says = (f"lot {number}", "no way back", f"a way back to movement {made_by}")
            yield BalanceFault("movement-not-linked", lot_id, *says, at)
    for movement_id, seq, earlier in session.execute(_linked_too_much()):
        says = (f"movement {seq}", f"a way back to movement {earlier}", "no way back")
        yield BalanceFault("movement-linked-too-much", movement_id, *says, named(session, seq))
    for lot_id, number, made_by in session.execute(_out_of_nowhere()):
        says = (f"lot {number}", "made of something", "made of nothing")
        yield BalanceFault("lot-without-origin", lot_id, *says, named(session, made_by))


def _wrongly_taken() -> Select[*tuple[Any, ...]]:
    """Every input of a standing movement is linked, but to collections, where no walk goes.

    And a movement takes only what an earlier one made, so there is no circle.
    """
    unlinked = and_(
        MovementBefore.movement_seq.is_(None),
        _UNDOING.seq.is_(None),
        Movement.kind != MovementKind.CORRECT,
        _MAKER.kind != MovementKind.COLLECT,
    )
    return (
        select(Lot.id, Lot.number, MovementInput.movement_seq, Lot.made_by)
        .join(MovementInput, MovementInput.lot_id == Lot.id)
        .join(Movement, Movement.seq == MovementInput.movement_seq)
        .join(_MAKER, _MAKER.seq == Lot.made_by)
        .outerjoin(_UNDOING, _UNDOING.reverses_seq == Movement.seq)
        .outerjoin(MovementBefore, _BEFORE)
        .where(or_(Lot.made_by >= MovementInput.movement_seq, unlinked))
        .order_by(MovementInput.movement_seq)
    )


def _linked_too_much() -> Select[*tuple[Any, ...]]:
    """A link stands for an input of a movement that nobody took back."""
    taken = (
        select(MovementInput.movement_seq)
        .join(Lot, Lot.id == MovementInput.lot_id)
        .where(_BEFORE)
        .correlate(MovementBefore)
    )
    return (
        select(Movement.id, Movement.seq, MovementBefore.earlier_seq)
        .join(MovementBefore, MovementBefore.movement_seq == Movement.seq)
        .outerjoin(_UNDOING, _UNDOING.reverses_seq == Movement.seq)
        .where(or_(_UNDOING.seq.is_not(None), ~taken.exists()))
        .order_by(Movement.seq)
    )


def _out_of_nowhere() -> Select[*tuple[Any, ...]]:
    """Only collecting makes lots without taking from any."""
    return (
        select(Lot.id, Lot.number, Lot.made_by)
        .join(Movement, Movement.seq == Lot.made_by)
        .outerjoin(MovementInput, MovementInput.movement_seq == Lot.made_by)
        .where(MovementInput.lot_id.is_(None), Movement.kind != MovementKind.COLLECT)
        .order_by(Lot.made_by)
    )
