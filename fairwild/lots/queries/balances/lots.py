"""What lots say of themselves against what receipts and movements say.

One statement reads every lot once beside the sums of everything that concerns it: a question for
each sort of fault would read a million lots as often as there are sorts.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Subquery, and_, case, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from fairwild.lots.facts import BalanceFault
from fairwild.lots.queries.balances.naming import grams, last_movement, named
from fairwild.lots.records import Lot, LotHold, Movement, MovementInput, MovementReturn, Receipt
from fairwild.lots.states import LotStatus, MovementKind

_UNDOING = aliased(Movement)
_COLLECTED = Movement.kind == MovementKind.COLLECT


def faults_of_lots(session: Session) -> Iterator[BalanceFault]:
    """Compare balance, receipts, status, holds and certified status of every lot."""
    for row in session.execute(_differing()):
        yield from _weighed(session, row)
        yield from _worded(session, row)


def _weighed(session: Session, row: Row[Any]) -> Iterator[BalanceFault]:
    for code, differs, stored_g, recomputed_g in (
        ("taken-differs", row.taken_differs, row.taken_g, row.drawn_g),
        ("receipts-differ", row.made_differs, row.made_g, row.bought_g),
    ):
        if differs:
            at = last_movement(session, row.id)
            says = (f"lot {row.number}", grams(stored_g), grams(recomputed_g))
            yield BalanceFault(code, row.id, *says, at)


def _worded(session: Session, row: Row[Any]) -> Iterator[BalanceFault]:
    for code, differs, stored, recomputed in (
        ("status-differs", row.status_differs, row.status, row.told),
        ("holds-differ", row.holds_differ, row.holds, row.held),
        ("certified-differs", row.certified_differs, "certified", "not certified"),
        ("units-differ", row.units_differ, row.made_g, row.units_g),
        ("certificate-differs", row.certificate_differs, row.certificate_id, row.judged),
    ):
        if differs:
            says = (f"lot {row.number}", str(stored), str(recomputed))
            yield BalanceFault(code, row.id, *says, named(session, row.made_by))


def _summed(
    lot_id: InstrumentedAttribute[Any], total: ColumnElement[int], *conditions: ColumnElement[bool]
) -> Subquery:
    """Sum by lot once for all lots."""
    sums = select(lot_id.label("lot_id"), total.label("total")).where(*conditions)
    return sums.group_by(lot_id).subquery()


def _or_nothing(sums: Subquery) -> ColumnElement[int]:
    found: ColumnElement[int] = func.coalesce(sums.c.total, 0)
    return found


def _told() -> ColumnElement[Any]:
    """Only a collection lot of which nothing was drawn is open; the rest follows from grams."""
    untouched_open = and_(_COLLECTED, Lot.status == LotStatus.OPEN, Lot.taken_g == 0)
    return case(
        (_UNDOING.seq.is_not(None), LotStatus.UNDONE.value),
        (untouched_open, LotStatus.OPEN.value),
        (_COLLECTED & (Lot.made_g == 0), LotStatus.UNDONE.value),
        (Lot.made_g == Lot.taken_g, LotStatus.USED.value),
        (Movement.kind == MovementKind.SHIP, LotStatus.IN_TRANSIT.value),
        else_=LotStatus.CLOSED.value,
    )


def _judged() -> ColumnElement[Any]:
    """A lot is certified under the certificate its movement was judged by, and by none if not."""
    return case((Lot.certified.is_(True), Movement.certificate_id), else_=None)


def _differing() -> Select[*tuple[Any, ...]]:
    """Select the lots of which anything differs, with what is stored and what it should be.

    A collection lot is made of its standing receipts; a lot is certified only where the movement
    that made it was judged so.
    """
    inputs = _summed(MovementInput.lot_id, func.sum(MovementInput.taken_g))
    returned = _summed(MovementReturn.lot_id, func.sum(MovementReturn.returned_g))
    bought = _summed(Receipt.lot_id, func.sum(Receipt.net_g), Receipt.reversed_at.is_(None))
    holding = _summed(LotHold.lot_id, func.count(), LotHold.released_at.is_(None))
    drawn_g, bought_g = _or_nothing(inputs) - _or_nothing(returned), _or_nothing(bought)
    held, told = _or_nothing(holding), _told()
    differing = {
        "taken_differs": Lot.taken_g != drawn_g,
        "made_differs": _COLLECTED & (Lot.made_g != bought_g),
        "status_differs": told != Lot.status,
        "holds_differ": Lot.holds != held,
        "certified_differs": Lot.certified.is_(True) & Movement.certified.is_(False),
        "units_differ": Lot.made_g != Lot.units * Lot.unit_g,
        "certificate_differs": Lot.certificate_id.is_distinct_from(_judged()),
    }
    stored = (Lot.id, Lot.number, Lot.made_by, Lot.taken_g, Lot.made_g, Lot.status, Lot.holds)
    recomputed = {"drawn_g": drawn_g, "bought_g": bought_g, "held": held, "told": told}
    recomputed |= {"units_g": Lot.units * Lot.unit_g, "judged": _judged()}
    named_columns = [one.label(name) for name, one in (recomputed | differing).items()]
    return (
        select(*stored, Lot.certificate_id, *named_columns)
        .join(Movement, Movement.seq == Lot.made_by)
        .outerjoin(_UNDOING, _UNDOING.reverses_seq == Lot.made_by)
        .outerjoin(inputs, inputs.c.lot_id == Lot.id)
        .outerjoin(returned, returned.c.lot_id == Lot.id)
        .outerjoin(bought, bought.c.lot_id == Lot.id)
        .outerjoin(holding, holding.c.lot_id == Lot.id)
        .where(or_(*differing.values()))
        .order_by(Lot.made_by)
    )
