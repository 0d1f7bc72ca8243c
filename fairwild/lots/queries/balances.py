"""Every balance recomputed from receipts and movements, for `fairwild check`."""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from fairwild.lots.facts import BalanceFault
from fairwild.lots.records import Lot, Movement, MovementBefore, MovementInput, Receipt
from fairwild.lots.states import MovementKind

Column = InstrumentedAttribute[int]


def check_balances(session: Session) -> Iterator[BalanceFault]:
    """Give every place where stored balances and movements disagree; nothing where all is well.

    Taken is the sum of inputs; a collection lot is made of its standing receipts; what goes
    into any other movement comes out of it as lots, loss and, when drying, water.
    """
    yield from _faults(session, "taken-differs", _taken())
    yield from _faults(session, "receipts-differ", _collected())
    yield from _unconserved(session)
    yield from _unlinked(session)


def _faults(session: Session, code: str, query: Select[UUID, int, int]) -> Iterator[BalanceFault]:
    for subject_id, stored_g, recomputed_g in session.execute(query):
        yield BalanceFault(code, subject_id, int(stored_g), int(recomputed_g))


def _sum(column: InstrumentedAttribute[int]) -> ColumnElement[int]:
    return func.coalesce(func.sum(column), 0)


def _taken() -> Select[UUID, int, int]:
    total = _sum(MovementInput.taken_g)
    joined = select(Lot.id, Lot.taken_g, total).outerjoin(
        MovementInput, MovementInput.lot_id == Lot.id
    )
    return joined.group_by(Lot.id).having(Lot.taken_g != total)


def _collected() -> Select[UUID, int, int]:
    total = _sum(Receipt.net_g)
    standing = (Receipt.lot_id == Lot.id) & Receipt.reversed_at.is_(None)
    return (
        select(Lot.id, Lot.made_g, total)
        .join(Movement, Movement.seq == Lot.made_by)
        .outerjoin(Receipt, standing)
        .where(Movement.kind == MovementKind.COLLECT)
        .group_by(Lot.id)
        .having(Lot.made_g != total)
    )


def _unconserved(session: Session) -> Iterator[BalanceFault]:
    """Compare what every movement took with what it made, lost and dried away."""
    taken = _by_movement(session, MovementInput.movement_seq, MovementInput.taken_g)
    made = _by_movement(session, Lot.made_by, Lot.made_g)
    columns = (Movement.seq, Movement.id, Movement.loss_g, Movement.facts)
    others = select(*columns).where(Movement.kind != MovementKind.COLLECT)
    for seq, movement_id, loss_g, facts in session.execute(others):
        out_g = made.get(seq, 0) + loss_g + int(facts.get("water_g", 0))
        if taken.get(seq, 0) != out_g:
            yield BalanceFault("mass-not-conserved", movement_id, taken.get(seq, 0), out_g)


def _by_movement(session: Session, seq: Column, mass_g: Column) -> dict[int, int]:
    sums = select(seq, func.sum(mass_g)).group_by(seq)
    return {key: int(total) for key, total in session.execute(sums)}


def _unlinked(session: Session) -> Iterator[BalanceFault]:
    """Find inputs whose making movement is missing from the derived walk.

    Walks do not enter collections, nor a movement that was taken back.
    """
    linked = (MovementBefore.movement_seq == MovementInput.movement_seq) & (
        MovementBefore.earlier_seq == Lot.made_by
    )
    correction = aliased(Movement)
    query = (
        select(Lot.id, MovementInput.taken_g)
        .join(MovementInput, MovementInput.lot_id == Lot.id)
        .join(Movement, Movement.seq == Lot.made_by)
        .outerjoin(MovementBefore, linked)
        .outerjoin(correction, correction.reverses_seq == MovementInput.movement_seq)
        .where(MovementBefore.movement_seq.is_(None), correction.seq.is_(None))
        .where(Movement.kind != MovementKind.COLLECT)
    )
    for lot_id, taken_g in session.execute(query):
        yield BalanceFault("movement-not-linked", lot_id, int(taken_g), 0)
