"""What was there, came in, went out, was lost and is left: recomputed from every movement.

Opening and what came in are, to the gram, what went out, was lost and is in stock. Goods under
way count as gone with the one who sent them until somebody has received them.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.lots.queries.walking import in_pieces
from fairwild.lots.records import (
    Lot,
    Movement,
    MovementInput,
    MovementReturn,
)
from fairwild.lots.records import Receipt as Bought
from fairwild.lots.states import Flow, MovementKind
from fairwild.lots.stock.facts import Account, Goods
from fairwild.lots.stock.queries.sources import (
    GOODS,
    Wanted,
    collected,
    lost_of,
    made,
    returned,
    taken,
    taken_together,
)
from fairwild.lots.stock.rules import LOSSES_THEMSELVES, flow_in, flow_out
from fairwild.unit_of_work import Reading


@dataclass
class _Sheet:
    """Accounts while they are summed up."""

    opening: dict[Goods, int] = field(default_factory=lambda: defaultdict(int))
    flows: dict[Goods, dict[Flow, int]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(int))
    )

    def post(self, goods: Goods, before_g: int, mass_g: int, *, flow: Flow, sign: int) -> None:
        self.opening[goods] += sign * before_g
        self.flows[goods][flow] += mass_g

    def accounts(self) -> Iterator[Account]:
        for goods in {*self.opening, *self.flows}:
            flows = {flow: mass_g for flow, mass_g in self.flows[goods].items() if mass_g}
            if self.opening[goods] or flows:
                yield Account(goods, self.opening[goods], flows)


def reconciliation_of(reading: Reading, wanted: Wanted) -> list[Account]:
    """Give one account for each kind of goods, recomputed from movements and receipts.

    Raises NotAllowed to those who may not see the holder's stock.
    """
    reading.may(Action.SEE_STOCK, on=Of(Party.HOLDER, wanted.holder_id))
    return reconciled(reading, wanted)


def reconciled(reading: Reading, wanted: Wanted) -> list[Account]:
    """Give the accounts of a holder whose stock the actor may see, or audits; nobody is asked."""
    sheet = _Sheet()
    for goods, *masses_g in _summed(reading, collected(wanted), Bought.net_g, wanted):
        sheet.post(goods, *masses_g, flow=Flow.COLLECTED, sign=1)
    for query, mass_g, flow_of, sign in (
        (made(wanted), Lot.made_g, flow_in, 1),
        (returned(wanted), MovementReturn.returned_g, flow_in, 1),
        (taken(wanted), MovementInput.taken_g, flow_out, -1),
    ):
        for goods, kind, *masses_g in _by_kind(reading, query, mass_g, wanted):
            sheet.post(goods, *masses_g, flow=flow_of(kind), sign=sign)
    _part_the_losses(reading, wanted, sheet)
    return sorted(map(_settled, sheet.accounts()), key=lambda account: _order(account.goods))


def _order(goods: Goods) -> tuple[str, ...]:
    return tuple(str(getattr(goods, name) or "") for name in Goods.__dataclass_fields__)


def _settled(account: Account) -> Account:
    """Leave out what only went round: goods parted and joined again are neither in nor out."""
    flows = dict(account.flows)
    regrouped = min(flows.get(Flow.REGROUPED_IN, 0), flows.get(Flow.REGROUPED_OUT, 0))
    for flow in (Flow.REGROUPED_IN, Flow.REGROUPED_OUT):
        flows[flow] = flows.get(flow, 0) - regrouped
    return Account(account.goods, account.opening_g, {k: g for k, g in flows.items() if g})


def _summed(
    reading: Reading, query: Select[Any], mass_g: Any, wanted: Wanted
) -> Iterator[tuple[Goods, int, int]]:
    """Give for each kind of goods what was moved before the period, and within it."""
    columns = (*GOODS, *_parted(mass_g, Bought.collected_at < wanted.start))
    for row in reading.session.execute(query.with_only_columns(*columns).group_by(*GOODS)):
        yield Goods(*row[:-2]), *_before_and_within(row)


def _by_kind(
    reading: Reading, query: Select[Any], mass_g: Any, wanted: Wanted
) -> Iterator[tuple[Goods, MovementKind, int, int]]:
    """Give the same for each kind of goods and of movement."""
    keys = (*GOODS, Movement.kind)
    columns = (*keys, *_parted(mass_g, Movement.at < wanted.start))
    for row in reading.session.execute(query.with_only_columns(*columns).group_by(*keys)):
        yield Goods(*row[:-3]), MovementKind(row.kind), *_before_and_within(row)


def _parted(mass_g: Any, before: ColumnElement[bool]) -> tuple[Any, Any]:
    """Sum all, and what was before: one group less to sort every row by than a group of its own."""
    earlier = case((before, mass_g), else_=0)
    return func.sum(mass_g).label("all_g"), func.sum(earlier).label("before_g")


def _before_and_within(row: Any) -> tuple[int, int]:
    return int(row.before_g), int(row.all_g) - int(row.before_g)


def _part_the_losses(reading: Reading, wanted: Wanted, sheet: _Sheet) -> None:
    """Call what was lost in processing a loss of the goods that went in, by their share."""
    for row in _lossy(reading, wanted):
        lost_g = lost_of(row, row.taken_g)
        flows = sheet.flows[Goods(*row[: len(GOODS)])]
        flows[flow_out(MovementKind(row.kind))] -= lost_g
        flows[Flow.LOST] += lost_g


def _lossy(reading: Reading, wanted: Wanted) -> list[Any]:
    """Give what movements with a loss took in the period, beside all that they took.

    The few that lost something are found first, so that not all inputs are read for them.
    """
    lossy = select(Movement.seq).where(
        Movement.loss_g > 0,
        Movement.at >= wanted.start,
        Movement.at < wanted.until,
        Movement.kind.not_in(LOSSES_THEMSELVES),
    )
    columns = (*GOODS, Movement.kind, Movement.loss_g, MovementInput.taken_g, *taken_together())
    query = taken(wanted).with_only_columns(*columns)
    found = reading.session.scalars(lossy.order_by(Movement.seq)).all()
    return [
        row
        for piece in in_pieces(found)
        for row in reading.session.execute(query.where(Movement.seq.in_(piece)))
    ]
