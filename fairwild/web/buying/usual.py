"""What a desk that remembers nothing begins with: the season that is open, and the last price."""

from datetime import date
from typing import Any
from uuid import UUID

from fairwild.areas.queries import quantities_of
from fairwild.kernel.quantities import Money
from fairwild.lots.queries import ReceiptFilter, page_of_receipts
from fairwild.store.paging import Cursor
from fairwild.unit_of_work import Reading

LATEST = 10


def usual(reading: Reading, operator_id: UUID, *, on: date) -> dict[str, str]:
    """Give what is most likely bought on that day; empty where nobody could tell.

    The latest receipt leads as long as its season is open; otherwise the only open season does.
    """
    seasons = [_goods(limit) for limit in quantities_of(reading, operator_id, on=on)]
    page = page_of_receipts(reading, Cursor(limit=LATEST), ReceiptFilter(operator_id=operator_id))
    latest = next((receipt for receipt in page.rows if receipt.reversed_at is None), None)
    if latest is not None and (_goods(latest) in seasons or not seasons):
        return _goods(latest) | {"price_per_kg": _price(latest)}
    return seasons[0] if len(seasons) == 1 else {}


def _goods(given: Any) -> dict[str, str]:
    """Name area, species, part and state of a receipt or a limit as the form does."""
    return {
        "area_id": str(given.area_id),
        "goods": f"{given.species_id}:{given.part}",
        "state": str(given.state),
    }


def _price(receipt: Any) -> str:
    return Money(receipt.price_per_kg_minor, receipt.currency).text()
