"""Preparing, differences, calling back, reversals, and receivers without an account."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest
from sqlalchemy import select

from fairwild.access.secrets import digest
from fairwild.kernel.actors import NOBODY, Actor, Role
from fairwild.kernel.digests import facts_digest
from fairwild.kernel.refusals import Conflict, Invalid, NotAllowed, NotFound, Refused
from fairwild.labels.operations import order_labels
from fairwild.ledger.records import LedgerEntry
from fairwild.lots.operations.holding import release_hold
from fairwild.lots.operations.pack import split_lot
from fairwild.lots.queries.stock import lot_facts
from fairwild.lots.records import Lot, LotHold, Movement
from fairwild.lots.states import LotStatus, MovementKind
from fairwild.mail.letters import Letter
from fairwild.organisations.operations import register_organisation
from fairwild.organisations.records import Organisation
from fairwild.species.records import Species
from fairwild.trade import operations, queries
from fairwild.trade.facts import Said
from fairwild.trade.letters import GoodsUnderWay, News
from fairwild.trade.records import Consignment, ReceiverLink
from fairwild.trade.states import (
    ConsignmentStatus,
    Decision,
    DifferenceOutcome,
    DifferenceStatus,
    LinkPurpose,
    PaperKind,
    ReversalStatus,
)
from tests.builders import World
from tests.trade_builders import company_member, home, liquorice, stock

KG = 1000
OUTSIDE = {"name": "Kräuter Süd", "country": "DE", "email": "lager@example.org"}


class Deal:
    """An operator that ships, a company that buys, and what is left in their stores."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.operator, self.company = world.operator_manager(), company_member(world)
        self.lot_id = stock(world, self.operator, 500 * KG)

    def prepare(self, *lines: tuple[UUID, int], **more: str) -> UUID:
        """Prepare lines for the company."""
        with self.world.work(self.operator) as work:
            return operations.prepare_consignment(
                work,
                sender_id=home(self.operator),
                receiver_id=home(self.company),
                lines=list(lines) or [(self.lot_id, 100 * KG)],
                **more,
            ).id

    def ship(self, mass_g: int = 100 * KG, **more: str) -> UUID:
        """Send so much to the company."""
        with self.world.work(self.operator) as work:
            sides = {"sender_id": home(self.operator), "receiver_id": home(self.company)}
            return operations.ship(work, lines=[(self.lot_id, mass_g)], **sides, **more).id

    def seen(self, consignment_id: UUID, actor: Actor | None = None) -> Consignment:
        """Give the consignment as somebody sees it."""
        with self.world.reading(actor or self.operator) as reading:
            return queries.get_consignment(reading, consignment_id)

    def answer(self, consignment_id: UUID, mass_g: int, why: str = "wet") -> Consignment:
        """Answer its only line."""
        [line] = self.seen(consignment_id, self.company).lines
        with self.world.work(self.company) as work:
            return operations.answer_consignment(
                work,
                consignment_id=consignment_id,
                received={line.id: mass_g},
                reasons={line.id: why},
            )

    def all_g(self) -> int:
        """Weigh what is left in every lot of both sides."""
        with self.world.store.reading() as session:
            lots = session.scalars(select(Lot))
            return sum(lot.available_g for lot in lots)

    def kinds(self, consignment_id: UUID) -> list[str]:
        """List what the ledger says of a consignment."""
        query = select(LedgerEntry.kind).where(LedgerEntry.subject_id == consignment_id)
        with self.world.store.reading() as session:
            return list(session.scalars(query.order_by(LedgerEntry.seq)))


@pytest.fixture
def deal(world: World) -> Deal:
    """An operator with stock and a company."""
    return Deal(world)


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    """Give the codes of a refusal."""
    return [obstacle.code for obstacle in refused.value.obstacles]


def test_what_is_prepared_draws_nothing_until_it_leaves(deal: Deal) -> None:
    prepared = deal.prepare(carrier="Ebro", invoice_number="F-1")
    with pytest.raises(NotFound):
        deal.seen(prepared, deal.company)
    other = stock(deal.world, deal.operator, 30 * KG)
    with deal.world.work(deal.operator) as work:
        changed = operations.change_consignment(
            work,
            consignment_id=prepared,
            receiver_id=home(deal.company),
            lines=[(deal.lot_id, 40 * KG), (other, 30 * KG)],
            invoice_number="F-2",
        )
        assert [line.shipped_g // KG for line in changed.lines] == [40, 30]
    with deal.world.reading(deal.operator) as reading:
        assert lot_facts(reading, [deal.lot_id])[deal.lot_id].taken_g == 0
    with deal.world.work(deal.operator) as work:
        left = operations.dispatch_consignment(work, consignment_id=prepared)
        assert left.status is ConsignmentStatus.SHIPPED
        assert left.paper_digest == facts_digest(left.paper)
        assert left.paper["carrier"] == "Ebro"
    assert deal.seen(prepared, deal.company).lines[0].transit_lot_id is not None
    assert deal.kinds(prepared) == [
        "consignment-prepared",
        "consignment-changed",
        "consignment-shipped",
    ]


def test_dropping_frees_the_invoice_number_and_nothing_else_does(deal: Deal) -> None:
    first = deal.prepare(invoice_number="F 1")
    with pytest.raises(Refused) as refused:
        deal.ship(invoice_number="f1")
    assert codes(refused) == ["invoice-number-taken"]
    with deal.world.work(deal.operator) as work:
        operations.drop_consignment(work, consignment_id=first, reason="no truck")
    deal.ship(invoice_number="f1", waybill_number="CMR 1")
    with pytest.raises(Refused) as refused:
        deal.prepare(waybill_number="CMR 1", invoice_number="F1")
    assert codes(refused) == ["invoice-number-taken", "waybill-number-taken"]
    with pytest.raises(Refused) as refused, deal.world.work(deal.operator) as work:
        operations.dispatch_consignment(work, consignment_id=first)
    assert codes(refused) == ["consignment-not-prepared"]


def test_a_listed_plant_crosses_no_border_without_its_permit_number(deal: Deal) -> None:
    species_id = liquorice(deal.world)
    with deal.world.store.writing() as session:
        session.get_one(Species, species_id).cites_appendix = "II"
        session.commit()
    lot_id = stock(deal.world, deal.operator, 50 * KG, species_id=species_id)
    way = {"from_country": "ES", "to_country": "DE"}
    prepared = deal.prepare((lot_id, 50 * KG), **way)
    for last_day in (None, deal.world.now.date().replace(year=2020)):
        with pytest.raises(Refused) as refused, deal.world.work(deal.operator) as work:
            operations.dispatch_consignment(work, consignment_id=prepared)
        assert codes(refused) == ["paper-missing"]
        paper = refused.value.obstacles[0].facts["paper"]
        with deal.world.work(deal.operator) as work:
            operations.add_paper(
                work,
                consignment_id=prepared,
                kind=PaperKind(str(paper)),
                number="ES-77",
                species_id=species_id,
                valid_until=last_day or deal.world.now.date().replace(year=2021),
            )
    with deal.world.work(deal.operator) as work:
        operations.add_paper(
            work,
            consignment_id=prepared,
            kind=PaperKind(str(paper)),
            number="ES-78",
            species_id=species_id,
        )
        operations.dispatch_consignment(work, consignment_id=prepared)
    inside = stock(deal.world, deal.operator, KG, species_id=species_id)
    assert deal.prepare((inside, KG), from_country="ES", to_country="ES")


def test_a_cites_paper_names_its_plant(deal: Deal) -> None:
    prepared = deal.prepare()
    with pytest.raises(Invalid) as invalid, deal.world.work(deal.operator) as work:
        operations.add_paper(
            work, consignment_id=prepared, kind=PaperKind.CITES_EXPORT, number="ES-79"
        )
    assert invalid.value.errors == {"species_id": "missing"}


@pytest.mark.parametrize(
    ("outcome", "left_g"),
    [
        (DifferenceOutcome.CAME_BACK, 500 * KG),
        (DifferenceOutcome.LOST, 480 * KG),
        (DifferenceOutcome.WEIGHED_WRONGLY, 480 * KG),
    ],
)
def test_a_difference_is_open_until_both_sides_agree(
    deal: Deal, outcome: DifferenceOutcome, left_g: int
) -> None:
    shipped = deal.ship()
    answered = deal.answer(shipped, 80 * KG, "two bags are missing")
    assert answered.lines[0].reason == "two bags are missing"
    found = answered.lines[0].difference
    assert found is not None
    assert (found.status, found.missing_g) == (DifferenceStatus.OPEN, 20 * KG)
    for actor in (deal.operator, deal.company):
        with deal.world.reading(actor) as reading:
            assert len(queries.open_differences(reading, home(actor))) == 1
    with deal.world.work(deal.company) as work:
        operations.propose_outcome(work, difference_id=found.id, outcome=outcome)
    with pytest.raises(Refused) as refused, deal.world.work(deal.company) as work:
        operations.settle_difference(work, difference_id=found.id, decision=Decision.AGREE)
    assert codes(refused) == ["other-side-confirms"]
    with deal.world.work(deal.operator) as work:
        operations.settle_difference(work, difference_id=found.id, decision=Decision.DECLINE)
    with deal.world.work(deal.operator) as work:
        operations.propose_outcome(work, difference_id=found.id, outcome=outcome, note="agreed")
    with deal.world.work(deal.company) as work:
        operations.settle_difference(work, difference_id=found.id, decision=Decision.AGREE)
    assert deal.all_g() == left_g
    with deal.world.reading(deal.operator) as reading:
        assert queries.open_differences(reading, home(deal.operator)) == []
        losses = select(Movement.loss_g).where(Movement.kind == MovementKind.LOSS)
        assert list(reading.session.scalars(losses)) == ([20 * KG] if left_g < 500 * KG else [])


def test_what_went_back_is_held_until_it_is_said_that_it_came_back(deal: Deal) -> None:
    line = deal.answer(deal.ship(), 80 * KG, "two bags are missing").lines[0]
    assert line.difference is not None
    assert line.returned_lot_id is not None
    difference_id, returned_id = line.difference.id, line.returned_lot_id

    def holds() -> list[tuple[str, bool]]:
        with deal.world.store.reading() as session:
            query = select(LotHold).where(LotHold.lot_id == returned_id).order_by(LotHold.placed_at)
            found = [(one.reason, one.released_at is None) for one in session.scalars(query)]
            assert session.get_one(Lot, returned_id).holds == sum(stands for _, stands in found)
            return found

    def propose(outcome: DifferenceOutcome) -> None:
        with deal.world.work(deal.operator) as work:
            operations.propose_outcome(work, difference_id=difference_id, outcome=outcome)

    def settle(decision: Decision) -> None:
        with deal.world.work(deal.company) as work:
            operations.settle_difference(
                work, difference_id=difference_id, decision=decision, reason="Nothing came back."
            )

    propose(DifferenceOutcome.LOST)
    [(reason, stands)] = holds()
    assert (reason.endswith(": two bags are missing"), stands) == (True, True)
    with deal.world.store.reading() as session:
        hold_id = session.scalars(select(LotHold.id)).one()
    with pytest.raises(Refused) as refused, deal.world.work(deal.operator) as work:
        split_lot(work, lot_id=returned_id, parts_g=[1 * KG])
    assert codes(refused) == ["lot-on-hold"]
    with pytest.raises(NotAllowed), deal.world.work(deal.operator) as work:
        release_hold(work, hold_id=hold_id, reason="We want to sell it.")
    propose(DifferenceOutcome.CAME_BACK)
    assert [stands for _, stands in holds()] == [False]
    settle(Decision.DECLINE)
    assert sorted(stands for _, stands in holds()) == [False, True]
    propose(DifferenceOutcome.LOST)
    settle(Decision.AGREE)
    assert not any(stands for _, stands in holds())
    assert deal.all_g() == 480 * KG


def test_what_was_used_cannot_have_been_lost(deal: Deal) -> None:
    answered = deal.answer(deal.ship(), 0)
    line = answered.lines[0]
    assert line.difference is not None
    assert line.returned_lot_id is not None
    back = DifferenceOutcome.CAME_BACK
    with deal.world.work(deal.operator) as work:
        operations.propose_outcome(work, difference_id=line.difference.id, outcome=back)
    with deal.world.work(deal.operator) as work:
        split_lot(work, lot_id=line.returned_lot_id, parts_g=[10 * KG, 20 * KG])
    with pytest.raises(Refused) as refused, deal.world.work(deal.operator) as work:
        outcome = DifferenceOutcome.LOST
        operations.propose_outcome(work, difference_id=line.difference.id, outcome=outcome)
    assert codes(refused) == ["difference-lot-used"]


def test_the_sender_alone_calls_back_until_there_is_an_answer(deal: Deal) -> None:
    shipped = deal.ship()
    with pytest.raises(NotAllowed), deal.world.work(deal.company) as work:
        operations.call_back(work, consignment_id=shipped, reason="mine now")
    letters: list[News] = []

    def tell(news: News) -> Letter:
        letters.append(news)
        return Letter(news.to, news.number, news.reason)

    with deal.world.work(deal.operator) as work:
        operations.call_back(work, consignment_id=shipped, reason="wrong truck", tell=tell)
    assert [(one.kind, one.reason) for one in letters] == [("called-back", "wrong truck")]
    assert deal.all_g() == 500 * KG
    assert deal.kinds(shipped)[-1] == "consignment-called-back"
    with pytest.raises(Refused) as refused:
        deal.answer(shipped, 100 * KG)
    assert codes(refused) == ["consignment-already-answered"]


def test_a_reversal_needs_both_sides_and_erases_nothing(deal: Deal) -> None:
    shipped = deal.ship()
    received_id = deal.answer(shipped, 100 * KG).lines[0].received_lot_id
    with deal.world.work(deal.operator) as work:
        asked = operations.ask_reversal(work, consignment_id=shipped, reason="wrong lot").id
    with pytest.raises(Refused) as refused, deal.world.work(deal.operator) as work:
        operations.answer_reversal(work, reversal_id=asked, decision=Decision.AGREE)
    assert codes(refused) == ["other-side-confirms"]
    with pytest.raises(Refused) as refused, deal.world.work(deal.company) as work:
        operations.ask_reversal(work, consignment_id=shipped, reason="me too")
    assert codes(refused) == ["reversal-already-asked"]
    with deal.world.work(deal.company) as work:
        back = operations.answer_reversal(work, reversal_id=asked, decision=Decision.AGREE)
        assert back.status is ConsignmentStatus.TAKEN_BACK
        mine = back.lines[0].taken_back_lot_id
    assert received_id is not None
    assert mine is not None
    with deal.world.reading(deal.operator) as reading:
        lots = lot_facts(reading, [received_id, mine])
    assert (lots[received_id].status, lots[received_id].taken_g) == (LotStatus.USED, 100 * KG)
    assert (lots[mine].holder_id, lots[mine].available_g) == (home(deal.operator), 100 * KG)
    assert deal.all_g() == 500 * KG


def test_after_any_draw_nothing_is_reversed_and_what_was_done_is_named(deal: Deal) -> None:
    shipped = deal.ship()
    received_id = deal.answer(shipped, 100 * KG).lines[0].received_lot_id
    assert received_id is not None
    with deal.world.work(deal.operator) as work:
        asked = operations.ask_reversal(work, consignment_id=shipped, reason="wrong lot").id
    onward = company_member(deal.world)
    with deal.world.work(deal.company) as work:
        sides = {"sender_id": home(deal.company), "receiver_id": home(onward)}
        operations.ship(work, lines=[(received_id, KG)], **sides)
    with pytest.raises(Refused) as refused, deal.world.work(deal.company) as work:
        operations.answer_reversal(work, reversal_id=asked, decision=Decision.AGREE)
    assert codes(refused) == ["received-lot-drawn-on"]
    assert refused.value.obstacles[0].facts["movement"] is MovementKind.SHIP
    with deal.world.work(deal.company) as work:
        operations.answer_reversal(work, reversal_id=asked, decision=Decision.DECLINE)
    assert deal.kinds(shipped)[-2:] == ["reversal-asked", "reversal-declined"]


def test_what_labels_were_made_for_is_not_reversed(deal: Deal) -> None:
    shipped = deal.ship()
    received_id = deal.answer(shipped, 100 * KG).lines[0].received_lot_id
    assert received_id is not None
    with deal.world.work(deal.operator) as work:
        asked = operations.ask_reversal(work, consignment_id=shipped, reason="wrong lot").id
    with deal.world.work(deal.company) as work:
        order = {"sheet": "a4-3x8", "label_count": 3, "base_url": "https://trace.example.org"}
        order_labels(work, lot_id=received_id, **order)
    with pytest.raises(Refused) as refused, deal.world.work(deal.company) as work:
        operations.answer_reversal(work, reversal_id=asked, decision=Decision.AGREE)
    assert codes(refused) == ["labels-printed"]
    assert refused.value.obstacles[0].facts["count"] == 3
    assert deal.seen(shipped).status is ConsignmentStatus.RECEIVED
    with deal.world.work(deal.operator) as work:
        operations.withdraw_reversal(work, reversal_id=asked)
    with pytest.raises(Refused) as refused, deal.world.work(deal.operator) as work:
        operations.ask_reversal(work, consignment_id=shipped, reason="again")
    assert codes(refused) == ["labels-printed"]


def test_who_asked_withdraws_until_there_is_an_answer(deal: Deal) -> None:
    shipped = deal.ship()
    deal.answer(shipped, 100 * KG)
    letters: list[News] = []

    def tell(news: News) -> Letter:
        letters.append(news)
        return Letter(news.to, news.number, "")

    with deal.world.work(deal.company) as work:
        asked = operations.ask_reversal(work, consignment_id=shipped, reason="mould").id
    with pytest.raises(Refused) as refused, deal.world.work(deal.operator) as work:
        operations.withdraw_reversal(work, reversal_id=asked)
    assert codes(refused) == ["reversal-not-asked-by-you"]
    with pytest.raises(NotFound), deal.world.work(company_member(deal.world)) as work:
        operations.withdraw_reversal(work, reversal_id=asked)
    with deal.world.work(deal.company) as work:
        found = operations.withdraw_reversal(work, reversal_id=asked, tell=tell)
        assert (found.status, found.withdrawn_at) == (ReversalStatus.WITHDRAWN, deal.world.now)
    assert [one.kind for one in letters] == ["reversal-withdrawn"]
    assert deal.kinds(shipped)[-2:] == ["reversal-asked", "reversal-withdrawn"]
    for decision in Decision:
        with pytest.raises(Refused) as refused, deal.world.work(deal.operator) as work:
            operations.answer_reversal(work, reversal_id=asked, decision=decision)
        assert codes(refused) == ["reversal-withdrawn"]
    assert deal.seen(shipped).status is ConsignmentStatus.RECEIVED
    with deal.world.work(deal.operator) as work:
        again = operations.ask_reversal(work, consignment_id=shipped, reason="so be it").id
    with deal.world.work(deal.company) as work:
        operations.answer_reversal(work, reversal_id=again, decision=Decision.DECLINE)
    with pytest.raises(Refused) as refused, deal.world.work(deal.operator) as work:
        operations.withdraw_reversal(work, reversal_id=again)
    assert codes(refused) == ["reversal-already-answered"]


def test_of_withdrawing_and_agreeing_at_once_one_wins_and_the_other_is_told(deal: Deal) -> None:
    shipped = deal.ship()
    deal.answer(shipped, 100 * KG)
    with deal.world.work(deal.operator) as work:
        asked = operations.ask_reversal(work, consignment_id=shipped, reason="mix-up").id
    start = Barrier(2)

    def say(agrees: bool) -> bool:
        start.wait()
        try:
            if agrees:
                with deal.world.work(deal.company) as work:
                    decision = Decision.AGREE
                    operations.answer_reversal(work, reversal_id=asked, decision=decision)
            else:
                with deal.world.work(deal.operator) as work:
                    operations.withdraw_reversal(work, reversal_id=asked)
        except (Refused, Conflict):
            return False
        return True

    with ThreadPoolExecutor(2) as threads:
        agreed, withdrawn = threads.map(say, (True, False))
    assert agreed is not withdrawn
    seen = deal.seen(shipped)
    left = ConsignmentStatus.TAKEN_BACK if agreed else ConsignmentStatus.RECEIVED
    ended = ReversalStatus.AGREED if agreed else ReversalStatus.WITHDRAWN
    assert (seen.status, seen.reversals[0].status) == (left, ended)
    assert deal.kinds(shipped)[-1] == ("consignment-taken-back" if agreed else "reversal-withdrawn")
    assert deal.all_g() == 500 * KG


class TestOutside:
    """A receiver without an account answers by a mailed link, once."""

    @pytest.fixture
    def sent(self, deal: Deal) -> tuple[UUID, GoodsUnderWay]:
        """A consignment on its way to a company without an account, with its letter."""
        letters: list[GoodsUnderWay] = []

        def write(facts: GoodsUnderWay) -> Letter:
            letters.append(facts)
            return Letter(facts.to, facts.number, facts.secret)

        with deal.world.work(deal.operator) as work:
            sender_id = home(deal.operator)
            receiver_id = operations.name_receiver(work, sender_id=sender_id, **OUTSIDE)
            shipped = operations.ship(
                work,
                sender_id=sender_id,
                receiver_id=receiver_id,
                lines=[(deal.lot_id, 100 * KG)],
                write=write,
            )
        return shipped.id, letters[0]

    def test_the_link_is_not_mailed_to_the_sender(self, deal: Deal) -> None:
        sender_id = home(deal.operator)
        deal.world.person((sender_id, Role.BUYING_CLERK), email="nuria@example.org")
        with deal.world.store.writing() as session:
            session.get_one(Organisation, sender_id).email = "Office@example.org"
            session.commit()
        for address in ("office@example.org", " Nuria@example.org"):
            with pytest.raises(Refused) as refused, deal.world.work(deal.operator) as work:
                outside = {**OUTSIDE, "email": address}
                operations.name_receiver(work, sender_id=sender_id, **outside)
            assert codes(refused) == ["receiver-address-is-own"]

    def answer(self, deal: Deal, secret: str, consignment_id: UUID, mass_g: int) -> None:
        """Answer as nobody known."""
        [line] = deal.seen(consignment_id).lines
        with deal.world.work(NOBODY) as work:
            received = {line.id: mass_g}
            operations.answer_by_link(work, secret=secret, received=received, reason="wet")

    def test_it_answers_once_and_only_its_digest_is_kept(
        self, deal: Deal, sent: tuple[UUID, GoodsUnderWay]
    ) -> None:
        shipped, letter = sent
        assert (letter.to, len(letter.secret) > 40) == (OUTSIDE["email"], True)
        with deal.world.store.reading() as session:
            link = session.scalars(select(ReceiverLink)).one()
            assert (link.secret_digest, link.purpose) == (
                digest(letter.secret),
                LinkPurpose.ANSWER,
            )
        with pytest.raises(NotFound):
            self.answer(deal, "guess", shipped, 1)
        self.answer(deal, letter.secret, shipped, 90 * KG)
        assert deal.seen(shipped).status is ConsignmentStatus.RECEIVED_IN_PART
        with pytest.raises(Refused) as refused:
            self.answer(deal, letter.secret, shipped, 90 * KG)
        assert codes(refused) == ["link-used"]
        assert deal.all_g() == 500 * KG

    def test_a_new_link_closes_the_old_one_and_both_expire(
        self, deal: Deal, sent: tuple[UUID, GoodsUnderWay]
    ) -> None:
        shipped, old = sent
        fresh: list[GoodsUnderWay] = []

        def write(facts: GoodsUnderWay) -> Letter:
            fresh.append(facts)
            return Letter(facts.to, facts.number, "")

        with deal.world.work(deal.operator) as work:
            operations.send_link(work, consignment_id=shipped, write=write)
        with pytest.raises(Refused) as refused:
            self.answer(deal, old.secret, shipped, 1)
        assert codes(refused) == ["link-withdrawn"]
        deal.world.pass_time(days=31)
        with pytest.raises(Refused) as refused:
            self.answer(deal, fresh[0].secret, shipped, 1)
        assert codes(refused) == ["link-expired"]

    def test_it_agrees_to_a_reversal_by_a_link_of_its_own(
        self, deal: Deal, sent: tuple[UUID, GoodsUnderWay]
    ) -> None:
        shipped, letter = sent
        self.answer(deal, letter.secret, shipped, 100 * KG)
        asked: list[News] = []

        def tell(news: News) -> Letter:
            asked.append(news)
            return Letter(news.to, news.number, "")

        with deal.world.work(deal.operator) as work:
            operations.ask_reversal(work, consignment_id=shipped, reason="mix-up", tell=tell)
        with deal.world.work(NOBODY) as work:
            said = Said(Decision.AGREE)
            operations.answer_reversal_by_link(work, secret=asked[0].secret, said=said)
        assert deal.seen(shipped).status is ConsignmentStatus.TAKEN_BACK

    def test_a_link_for_a_reversal_opens_nothing_once_it_is_withdrawn(
        self, deal: Deal, sent: tuple[UUID, GoodsUnderWay]
    ) -> None:
        shipped, letter = sent
        self.answer(deal, letter.secret, shipped, 100 * KG)
        told: list[News] = []

        def tell(news: News) -> Letter:
            told.append(news)
            return Letter(news.to, news.number, "")

        with deal.world.work(deal.operator) as work:
            asked = operations.ask_reversal(work, consignment_id=shipped, reason="x", tell=tell).id
        with deal.world.work(deal.operator) as work:
            operations.withdraw_reversal(work, reversal_id=asked, tell=tell)
        assert [(one.kind, bool(one.secret)) for one in told] == [
            ("reversal-asked", True),
            ("reversal-withdrawn", False),
        ]
        with pytest.raises(Refused) as refused, deal.world.work(NOBODY) as work:
            said = Said(Decision.AGREE)
            operations.answer_reversal_by_link(work, secret=told[0].secret, said=said)
        assert codes(refused) == ["link-withdrawn"]

    def test_whoever_registers_the_company_takes_its_lots_over(
        self, deal: Deal, sent: tuple[UUID, GoodsUnderWay]
    ) -> None:
        receiver = deal.seen(sent[0]).receiver
        with deal.world.work(deal.world.steward()) as work:
            row = register_organisation(
                work, kind=receiver.kind, code="KSUED", name="kräuter süd", country="DE"
            )
            assert (row.id, row.outside) == (receiver.id, False)
