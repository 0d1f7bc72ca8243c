"""Every balance recomputed from the movements, for `fairwild check`."""

from collections.abc import Iterator

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session, aliased

from fairwild.lots.records import Lot, Movement, MovementBefore, MovementInput, Receipt
from fairwild.lots.states import MovementKind


def _taken(session: Session) -> Iterator[str]:
    """Compare what each lot says was taken with what movements took."""
    taken = func.coalesce(func.sum(MovementInput.taken_g), 0)
    query = (
        select(Lot.number, Lot.taken_g, taken)
        .outerjoin(MovementInput, MovementInput.lot_id == Lot.id)
        .group_by(Lot.id, Lot.number, Lot.taken_g)
        .having(taken != Lot.taken_g)
        .order_by(Lot.number)
    )
    for number, kept_g, summed_g in session.execute(query):
        yield f"{number}: {kept_g} g marked as taken, movements took {summed_g} g"


def _collected(session: Session) -> Iterator[str]:
    """Compare what each collection lot holds with the net weights of its receipts."""
    net = func.coalesce(func.sum(Receipt.net_g), 0)
    query = (
        select(Lot.number, Lot.made_g, net)
        .join(Movement, Movement.seq == Lot.made_by)
        .outerjoin(Receipt, Receipt.lot_id == Lot.id)
        .where(Movement.kind == MovementKind.COLLECT)
        .group_by(Lot.id, Lot.number, Lot.made_g)
        .having(net != Lot.made_g)
        .order_by(Lot.number)
    )
    for number, made_g, summed_g in session.execute(query):
        yield f"{number}: {made_g} g made, receipts say {summed_g} g"


def _sums(session: Session) -> Iterator[Row[int, int, int, int]]:
    """Give seq, taken, made and lost grams of every movement that does not come out even.

    Drying takes water away, which nobody weighs: it may make less than it took.
    """
    taken = (
        select(MovementInput.movement_seq, func.sum(MovementInput.taken_g).label("in_g"))
        .group_by(MovementInput.movement_seq)
        .subquery()
    )
    made = select(Lot.made_by, func.sum(Lot.made_g).label("out_g")).group_by(Lot.made_by).subquery()
    out_g = func.coalesce(made.c.out_g, 0)
    known_g = out_g + Movement.loss_g
    query = (
        select(Movement.seq, taken.c.in_g, out_g, Movement.loss_g)
        .join(taken, taken.c.movement_seq == Movement.seq)
        .outerjoin(made, made.c.made_by == Movement.seq)
        .where(taken.c.in_g != known_g)
        .where((Movement.kind != MovementKind.DRY) | (taken.c.in_g < known_g))
        .order_by(Movement.seq)
    )
    yield from session.execute(query)


def _reconciled(session: Session) -> Iterator[str]:
    """Compare what each movement took with what it made and lost."""
    for seq, in_g, out_g, loss_g in _sums(session):
        yield f"movement {seq}: took {in_g} g, made {out_g} g and lost {loss_g} g"


def _edges(session: Session) -> Iterator[str]:
    """Find inputs whose making movement is not among the derived earlier movements."""
    edge = aliased(MovementBefore)
    query = (
        select(MovementInput.movement_seq, Lot.number)
        .join(Lot, Lot.id == MovementInput.lot_id)
        .outerjoin(
            edge,
            (edge.movement_seq == MovementInput.movement_seq) & (edge.earlier_seq == Lot.made_by),
        )
        .where(edge.movement_seq.is_(None))
    )
    for seq, number in session.execute(query):
        yield f"movement {seq}: the way back to {number} is missing"


def faults_of_balances(session: Session) -> Iterator[str]:
    """Say every balance that does not follow from movements and receipts; none is good news."""
    for question in (_taken, _collected, _reconciled, _edges):
        yield from question(session)
