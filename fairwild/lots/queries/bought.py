"""What was bought, added up by the database, however many receipts there are."""

from dataclasses import dataclass

from sqlalchemy import func
from sqlalchemy.orm import joinedload

from fairwild.lots.queries.lists import ReceiptFilter, of_receipts
from fairwild.lots.records import Receipt
from fairwild.unit_of_work import Reading


@dataclass(frozen=True)
class Sums:
    """How many receipts stand, their net weight, and the money in each currency."""

    count: int
    net_g: int
    money: tuple[tuple[int, str], ...]


def sums_of_receipts(reading: Reading, wanted: ReceiptFilter) -> Sums:
    """Add up the receipts of a filter that the actor may see and that were not taken back."""
    figures = (func.count(), func.sum(Receipt.net_g), func.sum(Receipt.amount_minor))
    query = (
        of_receipts(reading, wanted)
        .with_only_columns(Receipt.currency, *figures)
        .where(Receipt.reversed_at.is_(None))
        .group_by(Receipt.currency)
        .order_by(Receipt.currency)
    )
    rows = reading.session.execute(query).all()
    return Sums(
        count=sum(int(count) for _currency, count, _net_g, _minor in rows),
        net_g=sum(int(net_g) for _currency, _count, net_g, _minor in rows),
        money=tuple((int(minor), currency) for currency, _count, _net_g, minor in rows),
    )


def latest_recorded(reading: Reading, wanted: ReceiptFilter, *, limit: int) -> list[Receipt]:
    """List the receipts of a filter that were written last, with their species and lots."""
    loaded = (joinedload(Receipt.species), joinedload(Receipt.lot))
    latest = of_receipts(reading, wanted).order_by(Receipt.recorded_at.desc(), Receipt.id.desc())
    return list(reading.session.scalars(latest.options(*loaded).limit(limit)))
