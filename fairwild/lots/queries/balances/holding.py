"""Whether holds went back with the goods when what had made a held lot was undone."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from fairwild.lots.facts import BalanceFault
from fairwild.lots.queries.balances.naming import named
from fairwild.lots.records import Lot, LotHold, Movement, MovementReturn

_UNDONE = aliased(Lot)


def faults_of_holds(session: Session) -> Iterator[BalanceFault]:
    """Name every lot that was given back goods of a lot on hold, and was not held with them."""
    for lot_id, number, seq, held in session.execute(_not_carried()):
        says = (f"lot {number}", "no hold came with them", f"the hold on lot {held}")
        yield BalanceFault("hold-not-carried", lot_id, *says, named(session, seq))


def _not_carried() -> Select[*tuple[Any, ...]]:
    """Select what was given back of lots on hold to lots that carried no hold from then on."""
    carried = aliased(LotHold)
    origin = func.coalesce(LotHold.carried_from_id, LotHold.id)
    same = or_(carried.id == origin, carried.carried_from_id == origin)
    stood = and_(
        LotHold.placed_at <= Movement.recorded_at,
        or_(LotHold.released_at.is_(None), LotHold.released_at > Movement.recorded_at),
    )
    held_since = or_(same, carried.placed_at >= Movement.recorded_at)
    held = select(carried.id).where(carried.lot_id == Lot.id, held_since)
    return (
        select(Lot.id, Lot.number, Movement.seq, _UNDONE.number)
        .join(MovementReturn, MovementReturn.lot_id == Lot.id)
        .join(Movement, Movement.seq == MovementReturn.movement_seq)
        .join(_UNDONE, _UNDONE.made_by == Movement.reverses_seq)
        .join(LotHold, LotHold.lot_id == _UNDONE.id)
        .where(stood, ~held.exists())
        .order_by(Movement.seq, Lot.number)
    )
