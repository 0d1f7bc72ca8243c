"""The lots that opening and stock of an account are made of."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.lots.records import Lot, MovementInput, MovementReturn
from fairwild.lots.records import Receipt as Bought
from fairwild.lots.stock.facts import Goods
from fairwild.lots.stock.queries.entries import only_of
from fairwild.lots.stock.queries.sources import Wanted, collected, made, returned, taken
from fairwild.unit_of_work import Reading

MOST_LOTS = 1000


@dataclass(frozen=True)
class Lying:
    """What one lot had come to and what was left of it at a moment, in grams."""

    lot_id: UUID
    lot: str
    came_g: int
    gone_g: int

    @property
    def left_g(self) -> int:
        """What was there."""
        return self.came_g - self.gone_g


def lots_lying(reading: Reading, wanted: Wanted, goods: Goods, *, at: datetime) -> list[Lying]:
    """Give the lots of these goods that had something in them at a moment, the largest first.

    Together they are the opening of the account where the moment is its start, and its stock
    where the moment is its end. Raises NotAllowed to those who may not see the holder's stock.
    """
    reading.may(Action.SEE_STOCK, on=Of(Party.HOLDER, wanted.holder_id))
    until = replace(wanted, until=at)
    came: dict[tuple[UUID, str], int] = defaultdict(int)
    gone: dict[tuple[UUID, str], int] = defaultdict(int)
    for sums, query, mass_g in (
        (came, collected(until), Bought.net_g),
        (came, made(until), Lot.made_g),
        (came, returned(until), MovementReturn.returned_g),
        (gone, taken(until), MovementInput.taken_g),
    ):
        for lot, summed_g in _by_lot(reading, query, goods, mass_g):
            sums[lot] += summed_g
    found = [Lying(*lot, came_g, gone[lot]) for lot, came_g in came.items()]
    return sorted((one for one in found if one.left_g), key=lambda one: (-one.left_g, one.lot))


def _by_lot(
    reading: Reading, query: Select[Any], goods: Goods, mass_g: Any
) -> Iterator[tuple[tuple[UUID, str], int]]:
    columns = (Lot.id, Lot.number, func.sum(mass_g))
    grouped = query.with_only_columns(*columns).where(*only_of(goods)).group_by(Lot.id, Lot.number)
    for lot_id, number, summed_g in reading.session.execute(grouped):
        yield (lot_id, number), int(summed_g)
