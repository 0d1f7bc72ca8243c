"""Whether lots count as many labels as were made for them."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from fairwild.lots.facts import BalanceFault
from fairwild.lots.records import Lot


def faults_of_labels(session: Session, labels: Select[*tuple[Any, ...]]) -> Iterator[BalanceFault]:
    """Compare the labels every lot counts with what was printed; `labels` selects lot and sum."""
    printed = labels.subquery()
    made = func.coalesce(printed.c.made, 0)
    query = (
        select(Lot.id, Lot.number, Lot.labels, made)
        .outerjoin(printed, printed.c.lot_id == Lot.id)
        .where(Lot.labels != made)
        .order_by(Lot.made_by)
    )
    for lot_id, number, stored, recomputed in session.execute(query):
        says = (f"lot {number}", f"{stored} labels", f"{int(recomputed)} labels")
        yield BalanceFault("labels-differ", lot_id, *says, witness="the print runs say")
