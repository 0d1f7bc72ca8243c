"""What lots say of themselves against what receipts and movements say."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, case, func, literal, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from fairwild.lots.facts import BalanceFault
from fairwild.lots.queries.balances.naming import grams, last_movement, named
from fairwild.lots.records import Lot, LotHold, Movement, MovementInput, MovementReturn, Receipt
from fairwild.lots.states import LotStatus, MovementKind


def faults_of_lots(session: Session) -> Iterator[BalanceFault]:
    """Compare balance, receipts, status, holds and certified status of every lot."""
    yield from _weighed(session, "taken-differs", _taken())
    yield from _weighed(session, "receipts-differ", _collected())
    yield from _worded(session, "status-differs", _statuses())
    yield from _worded(session, "holds-differ", _holds())
    yield from _worded(session, "certified-differs", _certified())


def _weighed(
    session: Session, code: str, query: Select[*tuple[Any, ...]]
) -> Iterator[BalanceFault]:
    for lot_id, number, stored_g, recomputed_g in session.execute(query):
        at = last_movement(session, lot_id)
        yield BalanceFault(code, lot_id, f"lot {number}", grams(stored_g), grams(recomputed_g), at)


def _worded(session: Session, code: str, query: Select[*tuple[Any, ...]]) -> Iterator[BalanceFault]:
    for lot_id, number, stored, recomputed, seq in session.execute(query):
        at = named(session, seq)
        yield BalanceFault(code, lot_id, f"lot {number}", str(stored), str(recomputed), at)


def _summed(lot_id: InstrumentedAttribute[Any], mass_g: InstrumentedAttribute[int]) -> Subquery:
    """Sum grams by lot once for all lots."""
    sums = select(lot_id.label("lot_id"), func.sum(mass_g).label("mass_g"))
    return sums.group_by(lot_id).subquery()


def _taken() -> Select[*tuple[Any, ...]]:
    inputs = _summed(MovementInput.lot_id, MovementInput.taken_g)
    returned = _summed(MovementReturn.lot_id, MovementReturn.returned_g)
    total = func.coalesce(inputs.c.mass_g, 0) - func.coalesce(returned.c.mass_g, 0)
    return (
        select(Lot.id, Lot.number, Lot.taken_g, total)
        .outerjoin(inputs, inputs.c.lot_id == Lot.id)
        .outerjoin(returned, returned.c.lot_id == Lot.id)
        .where(Lot.taken_g != total)
        .order_by(Lot.made_by)
    )


def _collected() -> Select[*tuple[Any, ...]]:
    """A collection lot is made of its standing receipts."""
    standing = (
        select(Receipt.lot_id.label("lot_id"), func.sum(Receipt.net_g).label("mass_g"))
        .where(Receipt.reversed_at.is_(None))
        .group_by(Receipt.lot_id)
        .subquery()
    )
    total: ColumnElement[int] = func.coalesce(standing.c.mass_g, 0)
    return (
        select(Lot.id, Lot.number, Lot.made_g, total)
        .join(Movement, Movement.seq == Lot.made_by)
        .outerjoin(standing, standing.c.lot_id == Lot.id)
        .where(Movement.kind == MovementKind.COLLECT, Lot.made_g != total)
        .order_by(Lot.made_by)
    )


def _statuses() -> Select[*tuple[Any, ...]]:
    """Only a collection lot of which nothing was drawn is open; the rest follows from grams."""
    undoing = aliased(Movement)
    collected = Movement.kind == MovementKind.COLLECT
    untouched_open = collected & (Lot.status == LotStatus.OPEN) & (Lot.taken_g == 0)
    told = case(
        (undoing.seq.is_not(None), LotStatus.UNDONE.value),
        (untouched_open, LotStatus.OPEN.value),
        (collected & (Lot.made_g == 0), LotStatus.UNDONE.value),
        (Lot.made_g == Lot.taken_g, LotStatus.USED.value),
        (Movement.kind == MovementKind.SHIP, LotStatus.IN_TRANSIT.value),
        else_=LotStatus.CLOSED.value,
    )
    return (
        select(Lot.id, Lot.number, Lot.status, told, Lot.made_by)
        .join(Movement, Movement.seq == Lot.made_by)
        .outerjoin(undoing, undoing.reverses_seq == Lot.made_by)
        .where(told != Lot.status)
        .order_by(Lot.made_by)
    )


def _holds() -> Select[*tuple[Any, ...]]:
    standing = (
        select(LotHold.lot_id.label("lot_id"), func.count().label("holds"))
        .where(LotHold.released_at.is_(None))
        .group_by(LotHold.lot_id)
        .subquery()
    )
    total = func.coalesce(standing.c.holds, 0)
    return (
        select(Lot.id, Lot.number, Lot.holds, total, Lot.made_by)
        .outerjoin(standing, standing.c.lot_id == Lot.id)
        .where(Lot.holds != total)
        .order_by(Lot.made_by)
    )


def _certified() -> Select[*tuple[Any, ...]]:
    """A lot is certified only where the movement that made it was judged so."""
    return (
        select(Lot.id, Lot.number, literal("certified"), literal("not certified"), Lot.made_by)
        .join(Movement, Movement.seq == Lot.made_by)
        .where(Lot.certified.is_(True), Movement.certified.is_(False))
        .order_by(Lot.made_by)
    )
