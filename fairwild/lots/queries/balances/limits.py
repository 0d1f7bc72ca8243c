"""Whether limits and permits are drawn by exactly the receipts that stand."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from fairwild.areas.queries import drawn_of_quantities
from fairwild.lots.facts import BalanceFault
from fairwild.lots.queries.balances.naming import grams
from fairwild.lots.records import Receipt
from fairwild.permits.queries import drawn_of_permits


def faults_of_limits(session: Session) -> Iterator[BalanceFault]:
    """Compare what is drawn of every maximum quantity and permit with the standing receipts."""
    quantities = _differing(drawn_of_quantities(), Receipt.maximum_quantity_id)
    yield from _faults(session, "quantity-differs", "maximum quantity", quantities)
    permits = _differing(drawn_of_permits(), Receipt.permit_id)
    yield from _faults(session, "permit-differs", "permit", permits)


def _differing(
    drawn: Select[*tuple[Any, ...]], limit_id: InstrumentedAttribute[Any]
) -> Select[*tuple[Any, ...]]:
    limits = drawn.subquery()
    receipts = (
        select(limit_id.label("limit_id"), func.sum(Receipt.net_g).label("mass_g"))
        .where(Receipt.reversed_at.is_(None), limit_id.is_not(None))
        .group_by(limit_id)
        .subquery()
    )
    total = func.coalesce(receipts.c.mass_g, 0)
    return (
        select(limits.c.id, limits.c.drawn_g, total)
        .outerjoin(receipts, receipts.c.limit_id == limits.c.id)
        .where(limits.c.drawn_g != total)
        .order_by(limits.c.id)
    )


def _faults(
    session: Session, code: str, what: str, query: Select[*tuple[Any, ...]]
) -> Iterator[BalanceFault]:
    for limit_id, stored_g, recomputed_g in session.execute(query):
        subject = f"{what} {limit_id}"
        yield BalanceFault(code, limit_id, subject, grams(stored_g), grams(recomputed_g))
