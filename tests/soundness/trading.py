"""Goods sent and answered while the server is killed, and where every gram of them must be."""

import time
from dataclasses import dataclass
from itertools import count
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from fairwild.kernel.actors import OrganisationKind, Role
from fairwild.lots.records import Lot
from fairwild.lots.states import LotStatus
from fairwild.trade.records import Consignment, ConsignmentLine
from fairwild.trade.states import ConsignmentStatus, DifferenceStatus
from tests.lots_builders import KG, Field
from tests.soundness.serving import OK, Sent, Server, api_token

SOLD_KG = (40_000, 30_000)
"""The lots that are sold from, by parts of a kilogram."""
SHIPPED = (("0.2", 200), ("0.1", 100))
"""What goes in one consignment of each of them, as it is sent and in grams."""
ANSWERS = (
    (ConsignmentStatus.RECEIVED, ("0.2", "0.1")),
    (ConsignmentStatus.RECEIVED_IN_PART, ("0.15", "0")),
    (ConsignmentStatus.REFUSED, ("0", "0")),
)
"""What the receiver says in turns."""


@dataclass
class Sale:
    """A consignment that was asked for, and what its receiver was to say of it."""

    shipped: Sent
    outcome: ConsignmentStatus
    came: tuple[str, ...]
    answered: Sent | None = None

    @property
    def deeds(self) -> tuple[Sent, ...]:
        """What was sent for it."""
        return (self.shipped, self.answered) if self.answered else (self.shipped,)

    def stands(self, keys: set[str]) -> ConsignmentStatus | None:
        """Say what must have become of it, by the keys the house has kept."""
        if self.answered and self.answered.key in keys:
            return self.outcome
        return ConsignmentStatus.SHIPPED if self.shipped.key in keys else None


class Trade:
    """Two organisations: one sends parts of two lots, the other says what came."""

    def __init__(self, field: Field, server: Server, sales: list[Sale]) -> None:
        self.field, self.world, self.server, self.sales = field, field.world, server, sales
        self.lot_ids = [field.lot(mass_kg).id for mass_kg in SOLD_KG]
        self.receiver_id = self.world.organisation(OrganisationKind.COMPANY, code="SHOP")
        buyer = self.world.person((self.receiver_id, Role.COMPANY_MEMBER))
        self.secret = api_token(self.world, buyer.person_id)
        self.turn = count()

    @property
    def deeds(self) -> list[Sent]:
        """Everything that was sent for all sales."""
        return [deed for sale in self.sales for deed in sale.deeds]

    # -- asking

    def ship(self) -> bool:
        """Send a part of both lots in one consignment."""
        lines = [
            {"lot_id": str(lot_id), "kg": kg}
            for lot_id, (kg, _) in zip(self.lot_ids, SHIPPED, strict=True)
        ]
        order = {
            "sender_id": str(self.field.operator_id),
            "receiver_id": str(self.receiver_id),
            "lines": lines,
        }
        sale = Sale(Sent("/consignments", order), *ANSWERS[next(self.turn) % len(ANSWERS)])
        self.sales.append(sale)
        return self.server.hear(sale.shipped)

    def lay_ready(self) -> None:
        """Let as many consignments wait for their answer as there are answers."""
        while len([sale for sale in self.sales if sale.answered is None]) < len(ANSWERS):
            assert self.ship()

    def answer(self) -> bool:
        """Say as the receiver what came of the first consignment that waits."""
        waiting = (one for one in self.sales if one.shipped.heard and one.answered is None)
        sale = next(waiting, None)
        if sale is None:
            time.sleep(0.01)
            return self.server.is_served
        sale.answered = self._answer(sale)
        return self.server.hear(sale.answered)

    def _answer(self, sale: Sale) -> Sent:
        consignment = sale.shipped.told
        received = [
            {"line_id": line["id"], "kg": kg, "reason": "Wet sacks."}
            for line, kg in zip(consignment["lines"], sale.came, strict=True)
        ]
        order = {"received": received, "reason": "Not as agreed."}
        return Sent(f"/consignments/{consignment['id']}/answer", order, OK, self.secret)

    # -- examining

    def examine(self, keys: set[str]) -> None:
        """Every consignment stands where its last deed put it, and every gram is in one place."""
        with self.world.store.reading() as session:
            lines = _lines_by_consignment(session)
            self._examine_statuses(session, keys)
            self._examine_stock(session, [line for of in lines.values() for line in of])
        for of in lines.values():
            assert len(of) == len(SHIPPED)

    def _examine_statuses(self, session: Session, keys: set[str]) -> None:
        """As many consignments as were sent, each as its receiver said if that was kept."""
        found = {row.id: row.status for row in session.scalars(select(Consignment))}
        stand = [status for one in self.sales if (status := one.stands(keys))]
        assert sorted(found.values()) == sorted(stand)
        for sale in self.sales:
            if sale.shipped.heard:
                assert found[UUID(sale.shipped.told["id"])] == sale.stands(keys)
            if sale.answered and sale.answered.heard:
                assert sale.answered.told["status"] == sale.outcome

    def _examine_stock(self, session: Session, lines: list[ConsignmentLine]) -> None:
        """What was drawn is what was sent, and all of it lies with one side or is under way."""
        lots = {row.id: row for row in session.scalars(select(Lot))}
        drawn_g = dict.fromkeys(self.lot_ids, 0)
        accepted_g = 0
        for line in lines:
            drawn_g[line.from_lot_id] += line.shipped_g
            accepted_g += line.received_g or 0
            self._examine_line(line, lots)
        assert {one: lots[one].taken_g for one in self.lot_ids} == drawn_g
        assert [lots[one].made_g for one in self.lot_ids] == [kg * KG for kg in SOLD_KG]
        theirs = (one for one in lots.values() if one.holder_id == self.receiver_id)
        assert sum(_left(one) for one in theirs) == accepted_g

    def _examine_line(self, line: ConsignmentLine, lots: dict[UUID, Lot]) -> None:
        """Goods are under way, or what came is the receiver's and the rest the sender's again."""
        sender_id = self.field.operator_id
        way = _held(lots, line.transit_lot_id, sender_id)
        came = _held(lots, line.received_lot_id, self.receiver_id)
        back = _held(lots, line.returned_lot_id, sender_id)
        assert line.transit_lot_id
        assert lots[line.transit_lot_id].made_g == line.shipped_g
        if line.received_g is None:
            assert (way, came, back) == (line.shipped_g, 0, 0)
            assert lots[line.transit_lot_id].status is LotStatus.IN_TRANSIT
            assert line.difference is None
            return
        missing_g = line.shipped_g - line.received_g
        assert (way, came, back) == (0, line.received_g, missing_g)
        told = line.difference and (line.difference.missing_g, line.difference.status)
        assert told == ((missing_g, DifferenceStatus.OPEN) if missing_g else None)


def _lines_by_consignment(session: Session) -> dict[UUID, list[ConsignmentLine]]:
    query = select(ConsignmentLine).options(joinedload(ConsignmentLine.difference))
    found: dict[UUID, Any] = {one: [] for one in session.scalars(select(Consignment.id))}
    for line in session.scalars(query):
        found[line.consignment_id].append(line)
    return found


def _held(lots: dict[UUID, Lot], lot_id: UUID | None, holder_id: UUID) -> int:
    """Give what is left of a lot, which is this holder's; nothing of no lot."""
    if lot_id is None:
        return 0
    assert lots[lot_id].holder_id == holder_id
    return _left(lots[lot_id])


def _left(lot: Lot) -> int:
    return lot.made_g - lot.taken_g
