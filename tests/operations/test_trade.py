"""Sending goods, answering for them, and never selling one gram twice."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest
from sqlalchemy import select

from fairwild.certificates.states import CertificateStatus
from fairwild.kernel.actors import Actor, OrganisationKind, Role
from fairwild.kernel.refusals import Conflict, Invalid, NotAllowed, NotFound, Refused
from fairwild.ledger.records import LedgerEntry
from fairwild.lots.facts import LotFacts
from fairwild.lots.operations import hold_lots
from fairwild.lots.queries.stock import lot_facts
from fairwild.lots.records import Lot
from fairwild.lots.states import LotStatus
from fairwild.mail.letters import Letter
from fairwild.mail.records import QueuedLetter
from fairwild.store.paging import Cursor
from fairwild.trade.letters import GoodsUnderWay
from fairwild.trade.operations import answer_consignment, ship
from fairwild.trade.queries import count_waiting, get_consignment, page_of_consignments
from fairwild.trade.records import Consignment
from fairwild.trade.states import ConsignmentStatus
from tests.builders import World
from tests.trade_builders import (
    certificate,
    change_status,
    company_member,
    home,
    liquorice,
    stock,
)

KG = 1000


class Trade:
    """An operator with stock, and a company that buys."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.operator = world.operator_manager()
        self.company = company_member(world)

    def ship(self, *lines: tuple[UUID, int], sender: Actor | None = None) -> UUID:
        """Send the lines to the company; gives the consignment."""
        actor = sender or self.operator
        with self.world.work(actor) as work:
            sent = ship(
                work, sender_id=home(actor), receiver_id=home(self.company), lines=list(lines)
            )
            return sent.id

    def answer(self, consignment_id: UUID, kilograms: list[int], reason: str = "") -> Consignment:
        """Answer with so many kilograms a line."""
        with self.world.work(self.company) as work:
            lines = get_consignment(work, consignment_id).lines
            received = {line.id: kg * KG for line, kg in zip(lines, kilograms, strict=True)}
            return answer_consignment(
                work, consignment_id=consignment_id, received=received, reason=reason
            )

    def lot(self, lot_id: UUID) -> LotFacts:
        """Give the facts of a lot."""
        with self.world.reading(self.operator) as reading:
            return lot_facts(reading, [lot_id])[lot_id]

    def held_by(self, actor: Actor) -> list[tuple[int, LotStatus]]:
        """List what is left of every lot an actor holds, with its status."""
        with self.world.store.reading() as session:
            lots = session.scalars(select(Lot).where(Lot.holder_id == home(actor)))
            return sorted((lot.available_g // KG, lot.status) for lot in lots)


@pytest.fixture
def trade(world: World) -> Trade:
    """An operator and a company."""
    return Trade(world)


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    """Give the codes of a refusal."""
    return [obstacle.code for obstacle in refused.value.obstacles]


def test_goods_under_way_are_held_by_nobody_who_could_use_them(trade: Trade) -> None:
    lot_id = stock(trade.world, trade.operator, 900 * KG)
    consignment_id = trade.ship((lot_id, 400 * KG))
    assert trade.held_by(trade.operator) == [
        (400, LotStatus.IN_TRANSIT),
        (500, LotStatus.CLOSED),
    ]
    assert trade.held_by(trade.company) == []
    with trade.world.reading(trade.company) as reading:
        seen = get_consignment(reading, consignment_id)
        assert seen.number.endswith("-SH-2026-00001")
        assert seen.status is ConsignmentStatus.SHIPPED
        assert count_waiting(reading, home(trade.company)) == 1


def test_a_whole_consignment_becomes_a_lot_of_the_receiver(trade: Trade) -> None:
    lot_id = stock(trade.world, trade.operator, 1000 * KG, unit_g=25 * KG)
    consignment_id = trade.ship((lot_id, 1000 * KG))
    answered = trade.answer(consignment_id, [1000])
    assert answered.status is ConsignmentStatus.RECEIVED
    received = answered.lines[0].received_lot_id
    assert received is not None
    lot = trade.lot(received)
    assert (lot.made_g, lot.units, lot.holder_id) == (1000 * KG, 40, home(trade.company))
    assert lot.operator_id == home(trade.operator)
    assert trade.lot(lot_id).status is LotStatus.USED


def test_a_part_received_sends_the_rest_back_and_no_gram_vanishes(trade: Trade) -> None:
    first = stock(trade.world, trade.operator, 900 * KG)
    second = stock(trade.world, trade.operator, 300 * KG)
    consignment_id = trade.ship((first, 500 * KG), (second, 300 * KG))
    answered = trade.answer(consignment_id, [480, 0], reason="wet bags")
    assert answered.status is ConsignmentStatus.RECEIVED_IN_PART
    assert trade.held_by(trade.company) == [(480, LotStatus.CLOSED)]
    assert trade.held_by(trade.operator) == [
        (0, LotStatus.USED),
        (0, LotStatus.USED),
        (0, LotStatus.USED),
        (20, LotStatus.CLOSED),
        (300, LotStatus.CLOSED),
        (400, LotStatus.CLOSED),
    ]


def test_a_refused_consignment_comes_back_whole(trade: Trade) -> None:
    lot_id = stock(trade.world, trade.operator, 100 * KG)
    answered = trade.answer(trade.ship((lot_id, 100 * KG)), [0], reason="mouldy")
    assert answered.status is ConsignmentStatus.REFUSED
    assert trade.held_by(trade.company) == []
    assert (100, LotStatus.CLOSED) in trade.held_by(trade.operator)
    with trade.world.store.reading() as session:
        kinds = session.scalars(
            select(LedgerEntry.kind).where(LedgerEntry.subject_id == answered.id)
        )
        assert list(kinds) == ["consignment-shipped", "consignment-refused"]


@pytest.mark.parametrize(
    ("kilograms", "reason", "expected"),
    [
        (90, "", ["difference-without-reason"]),
        (101, "", ["more-than-shipped"]),
        (0, "  ", ["difference-without-reason"]),
    ],
)
def test_an_answer_must_make_sense(
    trade: Trade, kilograms: int, reason: str, expected: list[str]
) -> None:
    lot_id = stock(trade.world, trade.operator, 100 * KG)
    consignment_id = trade.ship((lot_id, 100 * KG))
    with pytest.raises(Refused) as refused:
        trade.answer(consignment_id, [kilograms], reason)
    assert codes(refused) == expected
    assert trade.held_by(trade.company) == []


def test_a_consignment_is_answered_once(trade: Trade) -> None:
    lot_id = stock(trade.world, trade.operator, 100 * KG)
    consignment_id = trade.ship((lot_id, 100 * KG))
    trade.answer(consignment_id, [100])
    with pytest.raises(Refused) as refused:
        trade.answer(consignment_id, [100])
    assert codes(refused) == ["consignment-already-answered"]
    assert trade.held_by(trade.company) == [(100, LotStatus.CLOSED)]


def test_every_line_needs_its_answer(trade: Trade) -> None:
    lot_id = stock(trade.world, trade.operator, 100 * KG)
    consignment_id = trade.ship((lot_id, 100 * KG))
    with pytest.raises(Invalid), trade.world.work(trade.company) as work:
        answer_consignment(work, consignment_id=consignment_id, received={})


def test_selling_more_than_there_is_is_refused_with_every_reason(trade: Trade) -> None:
    small = stock(trade.world, trade.operator, 900 * KG)
    growing = stock(trade.world, trade.operator, 50 * KG, status=LotStatus.OPEN)
    with pytest.raises(Refused) as refused:
        trade.ship((small, 1000 * KG), (growing, 10 * KG))
    assert codes(refused) == ["more-than-available", "lot-still-open"]
    facts = refused.value.obstacles[0].facts
    assert (facts["available_g"], facts["wanted_g"]) == (900 * KG, 1000 * KG)
    assert trade.lot(small).available_g == 900 * KG


def test_the_same_lot_named_twice_counts_together(trade: Trade) -> None:
    lot_id = stock(trade.world, trade.operator, 900 * KG)
    with pytest.raises(Refused) as refused:
        trade.ship((lot_id, 500 * KG), (lot_id, 500 * KG))
    assert codes(refused) == ["more-than-available"]


def test_goods_go_to_another_organisation_that_can_hold_them(trade: Trade) -> None:
    lot_id = stock(trade.world, trade.operator, 900 * KG)
    body = trade.world.organisation(OrganisationKind.CERTIFICATION_BODY)
    for receiver_id, expected in (
        (home(trade.operator), "same-organisation"),
        (body, "receiver-unknown"),
    ):
        with pytest.raises(Refused) as refused, trade.world.work(trade.operator) as work:
            ship(
                work,
                sender_id=home(trade.operator),
                receiver_id=receiver_id,
                lines=[(lot_id, KG)],
            )
        assert codes(refused) == [expected]


class TestCertified:
    """Certified goods leave under a certificate in force, and stay what they were sold as."""

    @pytest.fixture
    def goods(self, trade: Trade) -> tuple[UUID, UUID]:
        """A certified lot and its certificate."""
        species_id = liquorice(trade.world)
        certificate_id = certificate(trade.world, home(trade.operator), species_id)
        lot_id = stock(
            trade.world,
            trade.operator,
            900 * KG,
            certificate_id=certificate_id,
            species_id=species_id,
        )
        return lot_id, certificate_id

    def test_no_sale_after_suspension(self, trade: Trade, goods: tuple[UUID, UUID]) -> None:
        lot_id, certificate_id = goods
        trade.world.pass_time(days=1)
        since = trade.world.now
        change_status(trade.world, certificate_id, CertificateStatus.SUSPENDED, at=since)
        trade.world.pass_time(days=1)
        with pytest.raises(Refused) as refused:
            trade.ship((lot_id, 100 * KG))
        assert codes(refused) == ["certificate-not-in-force"]
        assert refused.value.obstacles[0].facts["since"] == since
        assert trade.lot(lot_id).available_g == 900 * KG

    def test_no_sale_after_expiry(self, trade: Trade, goods: tuple[UUID, UUID]) -> None:
        trade.world.pass_time(days=500)
        with pytest.raises(Refused) as refused:
            trade.ship((goods[0], 100 * KG))
        assert codes(refused) == ["certificate-not-in-force"]

    def test_what_was_sold_before_stays_certified(
        self, trade: Trade, goods: tuple[UUID, UUID]
    ) -> None:
        lot_id, certificate_id = goods
        consignment_id = trade.ship((lot_id, 100 * KG))
        trade.world.pass_time(days=1)
        change_status(trade.world, certificate_id, CertificateStatus.SUSPENDED, at=trade.world.now)
        received = trade.answer(consignment_id, [100]).lines[0].received_lot_id
        assert received is not None
        lot = trade.lot(received)
        assert (lot.certified, lot.certificate_id) == (True, certificate_id)

    def test_who_bought_in_time_may_sell_on(self, trade: Trade, goods: tuple[UUID, UUID]) -> None:
        lot_id, certificate_id = goods
        received = trade.answer(trade.ship((lot_id, 100 * KG)), [100]).lines[0].received_lot_id
        assert received is not None
        trade.world.pass_time(days=1)
        change_status(trade.world, certificate_id, CertificateStatus.SUSPENDED, at=trade.world.now)
        other = company_member(trade.world)
        with trade.world.work(trade.company) as work:
            sold = ship(
                work,
                sender_id=home(trade.company),
                receiver_id=home(other),
                lines=[(received, 60 * KG)],
            )
            assert sold.lines[0].transit_lot.certified


def test_only_the_holder_sends_and_only_the_receiver_answers(trade: Trade) -> None:
    lot_id = stock(trade.world, trade.operator, 100 * KG)
    stranger = company_member(trade.world)
    auditor = trade.world.somebody(Role.AUDITOR, OrganisationKind.CERTIFICATION_BODY)
    with pytest.raises(NotAllowed):
        trade.ship((lot_id, KG), sender=auditor)
    with pytest.raises(NotFound):
        trade.ship((lot_id, KG), sender=stranger)
    consignment_id = trade.ship((lot_id, 100 * KG))
    for actor, expected in ((trade.operator, NotAllowed), (stranger, NotFound)):
        with pytest.raises(expected), trade.world.work(actor) as work:
            answer_consignment(work, consignment_id=consignment_id, received={})
    with trade.world.reading(stranger) as reading:
        assert page_of_consignments(reading, Cursor()).rows == []


def test_the_receiver_gets_a_letter(trade: Trade) -> None:
    lot_id = stock(trade.world, trade.operator, 100 * KG)

    def write(facts: GoodsUnderWay) -> Letter:
        return Letter(facts.to, facts.number, facts.sender)

    with trade.world.work(trade.operator) as work:
        sent = ship(
            work,
            sender_id=home(trade.operator),
            receiver_id=home(trade.company),
            lines=[(lot_id, KG)],
            write=write,
        )
    with trade.world.store.reading() as session:
        letters = list(session.scalars(select(QueuedLetter)))
    assert [letter.subject for letter in letters] == [sent.number]


def test_two_who_sell_the_same_stock_at_once_never_oversell(trade: Trade) -> None:
    lot_id = stock(trade.world, trade.operator, 900 * KG)
    start = Barrier(4)

    def sell(_: int) -> bool:
        start.wait()
        try:
            trade.ship((lot_id, 300 * KG + KG))
        except (Refused, Conflict):
            return False
        return True

    with ThreadPoolExecutor(4) as threads:
        sold = list(threads.map(sell, range(4)))
    assert sum(sold) == 2
    assert trade.lot(lot_id).available_g == 298 * KG


def test_two_answers_at_once_make_one_receipt_of_goods(trade: Trade) -> None:
    lot_id = stock(trade.world, trade.operator, 100 * KG)
    consignment_id = trade.ship((lot_id, 100 * KG))
    start = Barrier(2)

    def answer(_: int) -> bool:
        start.wait()
        try:
            trade.answer(consignment_id, [100])
        except (Refused, Conflict):
            return False
        return True

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(answer, range(2))) == [False, True]
    assert trade.held_by(trade.company) == [(100, LotStatus.CLOSED)]


@pytest.mark.parametrize("came_kg", [60, 40, 0])
def test_goods_held_under_way_are_answered_for_and_stay_held(world: World, came_kg: int) -> None:
    trade = Trade(world)
    sent = trade.ship((stock(world, trade.operator, 60 * KG), 60 * KG))
    with world.store.reading() as session:
        under_way = select(Lot.id).where(Lot.status == LotStatus.IN_TRANSIT)
        [transit_id] = session.scalars(under_way)
    with world.work(trade.operator) as work:
        hold_lots(work, lot_ids=[transit_id], reason="Mould in the same room.")
    trade.answer(sent, [came_kg], reason="Some is wet.")
    with world.store.reading() as session:
        left = [one for one in session.scalars(select(Lot)) if one.available_g]
        found = {one.holder_id: (one.available_g // KG, one.holds) for one in left}
    back = (60 - came_kg, 1 + 1)  # the hold it came with, and one until somebody says it is back
    both = {home(trade.company): (came_kg, 1), home(trade.operator): back}
    assert found == {whose: held for whose, held in both.items() if held[0]}
