"""Recalls find everything made of suspect goods, stop it, and are followed to their end."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from fairwild.kernel.actors import NOBODY, Actor
from fairwild.kernel.quantities import State
from fairwild.kernel.refusals import NotAllowed, NotFound, Refused
from fairwild.lots.operations import dry_lots, pack_lot
from fairwild.lots.records import Lot, LotHold
from fairwild.mail.letters import Letter
from fairwild.organisations.records import Person
from fairwild.recalls.facts import Basis, Held, Reach
from fairwild.recalls.letters import CalledBack, RecallReleased
from fairwild.recalls.operations import (
    answer_for_holder,
    answer_recall,
    answer_recall_by_link,
    close_recall,
    release_kept,
    send_recall_link,
    start_recall,
)
from fairwild.recalls.queries import (
    get_recall,
    notices_for,
    notices_waiting,
    page_of_recalls,
    reach_of,
)
from fairwild.recalls.records import Recall, RecallLink, RecallLot, RecallNotice
from fairwild.recalls.states import Finding, RecallKind, RecallStatus
from fairwild.store.paging import Cursor
from fairwild.trade.operations import answer_consignment, name_receiver, ship
from tests.builders import World
from tests.lots_builders import KG, Field, faults, field_of, ledger_length
from tests.questions import asked_of
from tests.trade_builders import company_member, home


def sold(field: Field, buyer: Actor) -> dict[str, Any]:
    """Collect, dry and pack, sell half of the bags; gives the lots of the way."""
    fresh = field.lot(90)
    dry = field.does(dry_lots, inputs=[(fresh.id, 90 * KG)], output_g=30 * KG)
    bags = field.does(pack_lot, lot_id=dry.id, units=4, unit_g=5 * KG)
    sent = field.does(
        ship,
        sender_id=field.operator_id,
        receiver_id=home(buyer),
        lines=[(bags.id, 10 * KG)],
    )
    with field.world.work(buyer) as work:
        received = {line.id: line.shipped_g for line in sent.lines}
        answer_consignment(work, consignment_id=sent.id, received=received)
    return {"fresh": fresh, "dry": dry, "bags": bags, "sent": sent}


def recalled(field: Field, **order: Any) -> Recall:
    return field.does(
        start_recall, organisation_id=field.operator_id, **{"reason": "Mould found."} | order
    )


def reach(field: Field, basis: Basis) -> Reach:
    with field.world.reading(field.manager) as reading:
        return reach_of(reading, field.operator_id, basis)


def held(world: World) -> dict[str, int]:
    """Give the holds of every lot that has some."""
    with world.store.reading() as session:
        return {lot.number: lot.holds for lot in session.query(Lot) if lot.holds}


def test_a_lot_is_followed_to_every_holder_and_consignment(world: World) -> None:
    field, buyer = field_of(world), company_member(world)
    way = sold(field, buyer)
    found = reach(field, Basis(lot_ids=(way["fresh"].id,)))
    assert set(found.holder_ids) == {field.operator_id, home(buyer)}
    assert found.consignment_ids == (way["sent"].id,)
    assert found.available_g == 30 * KG
    assert [one.number for one in found.suspects if one.is_source] == [way["fresh"].number]


@pytest.mark.parametrize("named", ["harvester_id", "area_id", "days"])
def test_receipts_are_found_by_who_where_and_when(world: World, named: str) -> None:
    field = field_of(world)
    lot = field.lot(50)
    day = world.now.date()
    basis = {
        "harvester_id": Basis(harvester_id=field.harvester_id),
        "area_id": Basis(area_id=field.area_id),
        "days": Basis(since=day, until=day),
    }[named]
    assert [one.lot_id for one in reach(field, basis).suspects] == [lot.id]
    assert reach(field, Basis(since=date(2020, 1, 1), until=date(2020, 1, 2))).suspects == ()


def test_a_recall_stops_what_is_in_stock_and_tells_every_other_holder(world: World) -> None:
    field, buyer = field_of(world), company_member(world)
    way = sold(field, buyer)
    recall = recalled(field, basis=Basis(lot_ids=(way["fresh"].id,)))
    assert recall.number == "EBR-RC-2026-00001"
    assert sum(held(world).values()) == 3  # the rest of the dry lot, the bags here and there
    [notice] = recall.notices
    assert (notice.organisation_id, notice.expected_by_state) == (home(buyer), {"dry": 10 * KG})
    with pytest.raises(Refused) as refusal:
        field.does(pack_lot, lot_id=way["dry"].id, units=1, unit_g=1 * KG)
    assert [one.code for one in refusal.value.obstacles] == ["lot-on-hold"]
    assert faults(world) == []


def test_a_rehearsal_records_itself_and_touches_nothing(world: World) -> None:
    field, buyer = field_of(world), company_member(world)
    way = sold(field, buyer)
    before = ledger_length(world)
    recall = recalled(field, basis=Basis(lot_ids=(way["fresh"].id,)), kind=RecallKind.MOCK)
    assert recall.status is RecallStatus.CLOSED
    assert recall.reach["lots"] == len(recall.lots) == 5
    assert (held(world), recall.notices) == ({}, [])
    assert ledger_length(world) == before + 1
    with world.store.reading() as session:
        assert session.query(LotHold).count() == 0
    with world.reading(buyer) as reading:
        assert notices_for(reading, home(buyer)) == []


def test_a_recall_ends_when_everybody_answered_and_releases_its_holds_only(world: World) -> None:
    field, buyer = field_of(world), company_member(world)
    way = sold(field, buyer)
    recall = recalled(field, basis=Basis(lot_ids=(way["fresh"].id,)))
    with pytest.raises(Refused) as refusal:
        field.does(close_recall, recall_id=recall.id, outcome="")
    codes = [one.code for one in refusal.value.obstacles]
    assert codes == ["recall-unanswered", "recall-outcome-missing"]
    [notice] = recall.notices
    with world.work(buyer) as work, pytest.raises(Refused):
        answer_recall(
            work, notice_id=notice.id, finding=Finding.PARTLY_GONE, held=Held(undivided_g=4 * KG)
        )
    with world.work(buyer) as work:
        answer_recall(
            work,
            notice_id=notice.id,
            finding=Finding.PARTLY_GONE,
            held=Held(undivided_g=4 * KG),
            note="Six kilograms were sold.",
        )
    closed = field.does(close_recall, recall_id=recall.id, outcome="Destroyed at both places.")
    assert closed.status is RecallStatus.CLOSED
    assert held(world) == {}
    with world.work(buyer) as work, pytest.raises(Refused):
        answer_recall(
            work, notice_id=notice.id, finding=Finding.ALL_HELD, held=Held({State.DRY: 10 * KG})
        )


def test_everything_wrong_with_a_recall_is_said_at_once(world: World) -> None:
    field = field_of(world)
    with pytest.raises(Refused) as refusal:
        recalled(field, basis=Basis(area_id=field.area_id), reason=" ")
    codes = [one.code for one in refusal.value.obstacles]
    assert codes == ["recall-reason-missing", "recall-finds-nothing"]
    with pytest.raises(Refused):
        recalled(field, basis=Basis())


def test_nobody_recalls_for_others_or_reads_their_recalls(world: World) -> None:
    field, buyer = field_of(world), company_member(world)
    way = sold(field, buyer)
    recall = recalled(field, basis=Basis(lot_ids=(way["fresh"].id,)))
    with world.work(buyer) as work, pytest.raises(NotAllowed):
        start_recall(
            work,
            organisation_id=field.operator_id,
            basis=Basis(lot_ids=(way["bags"].id,)),
            reason="No.",
        )
    with world.reading(buyer) as reading:
        with pytest.raises(NotFound):
            get_recall(reading, recall.id)
        assert page_of_recalls(reading, Cursor()).rows == []
        assert [one.recall_id for one in notices_for(reading, home(buyer))] == [recall.id]


def test_a_search_reaches_only_from_lots_one_may_see(world: World) -> None:
    field, stranger = field_of(world), company_member(world)
    lot = field.lot(50)
    with world.reading(stranger) as reading:
        assert reach_of(reading, home(stranger), Basis(lot_ids=(lot.id,))).suspects == ()


def shipped(field: Field, receiver_id: Any) -> tuple[Any, Any]:
    """Send a lot off; it is under way."""
    lot = field.lot(90)
    sent = field.does(
        ship, sender_id=field.operator_id, receiver_id=receiver_id, lines=[(lot.id, 90 * KG)]
    )
    return lot, sent


def test_who_is_to_receive_goods_under_way_is_told_of_the_consignment(world: World) -> None:
    field, buyer = field_of(world), company_member(world)
    lot, sent = shipped(field, home(buyer))
    found = reach(field, Basis(lot_ids=(lot.id,)))
    assert (found.holder_ids, found.stock_by_state) == ((field.operator_id,), {})
    assert found.under_way_by_state == {State.FRESH: 90 * KG}
    [notice] = recalled(field, basis=Basis(lot_ids=(lot.id,))).notices
    assert (notice.organisation_id, notice.expected_by_state) == (home(buyer), {})
    assert [(one["number"], one["by_state"]) for one in notice.under_way or []] == [
        (sent.number, {"fresh": 90 * KG})
    ]
    with world.work(buyer) as work, pytest.raises(Refused) as refusal:
        answer_recall(work, notice_id=notice.id, finding=Finding.ALL_HELD, held=Held())
    assert [one.code for one in refusal.value.obstacles] == ["recall-state-unexplained"]
    with world.work(buyer) as work:
        answer_recall(work, notice_id=notice.id, finding=Finding.NOT_ARRIVED, held=Held())


def test_what_waits_for_an_answer_costs_the_same_for_any_number_of_recalls(world: World) -> None:
    field, buyer = field_of(world), company_member(world)

    def questions() -> int:
        with world.reading(buyer) as reading, asked_of(world.store) as asked:
            waiting = [one.recall.number for one in notices_waiting(reading, home(buyer))]
        assert waiting == came[::-1]
        return len(asked)

    came: list[str] = []
    costs = []
    for _ in range(3):
        lot, sent = shipped(field, home(buyer))
        recall = recalled(field, basis=Basis(lot_ids=(lot.id,)))
        [notice], [line] = recall.notices, sent.lines
        with world.work(buyer) as work:
            answer_recall(work, notice_id=notice.id, finding=Finding.NOT_ARRIVED, held=Held())
        with world.work(buyer) as work:
            answer_consignment(work, consignment_id=sent.id, received={line.id: 90 * KG})
        came.append(recall.number)
        world.pass_time(hours=1)
        costs.append(questions())
    assert len(set(costs)) == 1


def both_states(field: Field, buyer: Actor) -> Recall:
    """Sell some of a lot fresh and the rest dried to one buyer, and call all of it back."""
    fresh = field.lot(90)
    dry = field.does(dry_lots, inputs=[(fresh.id, 60 * KG)], output_g=20 * KG)
    sent = field.does(
        ship,
        sender_id=field.operator_id,
        receiver_id=home(buyer),
        lines=[(fresh.id, 30 * KG), (dry.id, 20 * KG)],
    )
    with field.world.work(buyer) as work:
        received = {line.id: line.shipped_g for line in sent.lines}
        answer_consignment(work, consignment_id=sent.id, received=received)
    return recalled(field, basis=Basis(lot_ids=(fresh.id,)))


def test_fresh_and_dry_goods_are_asked_for_and_answered_apart(world: World) -> None:
    field, buyer = field_of(world), company_member(world)
    recall = both_states(field, buyer)
    assert "available_g" not in recall.reach
    [notice] = recall.notices
    assert notice.expected_by_state == {"fresh": 30 * KG, "dry": 20 * KG}

    def refused(held: Held) -> list[str]:
        with world.work(buyer) as work, pytest.raises(Refused) as refusal:
            answer_recall(work, notice_id=notice.id, finding=Finding.ALL_HELD, held=held)
        return [one.code for one in refusal.value.obstacles]

    # 50 kg are as many as both together, and still ten kilograms of dry goods are missing
    assert refused(Held({State.FRESH: 40 * KG, State.DRY: 10 * KG})) == ["recall-state-unexplained"]
    assert "recall-states-added-up" in refused(Held(undivided_g=50 * KG))
    all_of_it = {State.FRESH: 30 * KG, State.DRY: 20 * KG}
    assert refused(Held(all_of_it | {State.LIQUID: 1})) == ["recall-state-not-asked"]
    with world.work(buyer) as work:
        answer_recall(work, notice_id=notice.id, finding=Finding.ALL_HELD, held=Held(all_of_it))
    with world.reading(buyer) as reading:
        [answered] = notices_for(reading, home(buyer))
    assert answered.held_by_state == {"fresh": 30 * KG, "dry": 20 * KG}
    assert (answered.expected_alone_g, answered.held_alone_g) == (None, None)


def test_what_was_asked_before_states_were_told_apart_keeps_its_one_figure(world: World) -> None:
    field, buyer = field_of(world), company_member(world)
    recall = both_states(field, buyer)
    with world.store.writing() as session:
        [old] = session.query(RecallNotice)
        old.expected_by_state = old.under_way = None
        session.commit()
    [notice] = recall.notices
    with world.work(buyer) as work, pytest.raises(Refused) as refusal:
        answer_recall(
            work, notice_id=notice.id, finding=Finding.ALL_HELD, held=Held(undivided_g=49 * KG)
        )
    assert [one.code for one in refusal.value.obstacles] == ["recall-answer-unexplained"]
    with world.work(buyer) as work:
        answered = answer_recall(
            work, notice_id=notice.id, finding=Finding.ALL_HELD, held=Held(undivided_g=50 * KG)
        )
    assert (answered.held_g, answered.held_by_state) == (50 * KG, None)


@pytest.mark.parametrize("came_g", [0, 30 * KG, 90 * KG])
def test_recalled_goods_under_way_can_be_taken_or_sent_back_and_stay_on_hold(
    world: World, came_g: int
) -> None:
    field, buyer = field_of(world), company_member(world)
    lot, sent = shipped(field, home(buyer))
    recall = recalled(field, basis=Basis(lot_ids=(lot.id,)))
    [line] = sent.lines
    with world.work(buyer) as work:
        answer_consignment(
            work, consignment_id=sent.id, received={line.id: came_g}, reason="Recalled."
        )
    ends = {number for number in held(world) if number.rpartition("-")[2][0] in "RX"}
    assert len(ends) == (2 if 0 < came_g < 90 * KG else 1)
    [notice] = recall.notices
    with world.work(buyer) as work:
        answer_recall(
            work,
            notice_id=notice.id,
            finding=Finding.PARTLY_GONE,
            held=Held({State.FRESH: came_g}),
            note="Sent back.",
        )
    field.does(close_recall, recall_id=recall.id, outcome="Over.")
    sent_back = {number for number in ends if number.rpartition("-")[2].startswith("X")}
    assert held(world) == dict.fromkeys(sent_back, 1), "until it is said that it came back"
    assert faults(world) == []


def test_a_holder_without_an_account_is_written_to_and_answered_for(world: World) -> None:
    field = field_of(world)
    outside = field.does(
        name_receiver,
        sender_id=field.operator_id,
        name="Corner Herbs",
        country="GB",
        email="corner@example.org",
    )
    lot, _sent = shipped(field, outside)
    letters: list[CalledBack] = []

    def write(told: CalledBack) -> Letter:
        letters.append(told)
        return Letter(to=told.to, subject="recall", body=told.reason)

    recall = recalled(field, basis=Basis(lot_ids=(lot.id,)), write=write)
    assert [(one.to, one.outside) for one in letters] == [("corner@example.org", True)]
    [notice] = recall.notices
    answer = {
        "notice_id": notice.id,
        "finding": Finding.ALL_HELD,
        "held": Held({State.FRESH: 90 * KG}),
    }
    with pytest.raises(Refused) as refusal:
        field.does(answer_for_holder, **answer, note="")
    assert [one.code for one in refusal.value.obstacles] == ["recall-answer-by-hearsay"]
    field.does(answer_for_holder, **answer, note="Telephone, Ms Corner.")
    closed = field.does(close_recall, recall_id=recall.id, outcome="Destroyed there.")
    assert closed.status is RecallStatus.CLOSED


def asked_by_mail(field: Field) -> tuple[Recall, list[CalledBack]]:
    """Call back what is on its way to a shop without an account; gives the letters to it."""
    outside = field.does(
        name_receiver,
        sender_id=field.operator_id,
        name="Corner Herbs",
        country="GB",
        email="corner@example.org",
    )
    lot, _sent = shipped(field, outside)
    letters: list[CalledBack] = []
    recall = recalled(field, basis=Basis(lot_ids=(lot.id,)), write=kept_in(letters))
    return recall, letters


def kept_in(letters: list[Any]) -> Any:
    """Give a writer that keeps the facts of every letter."""

    def write(told: Any) -> Letter:
        letters.append(told)
        return Letter(to=told.to, subject="recall", body=told.number)

    return write


def say(world: World, secret: str, **said: Any) -> None:
    """Answer by a mailed link, as anybody who has the letter."""
    answer = {"finding": Finding.ALL_HELD, "held": Held({State.FRESH: 90 * KG})} | said
    with world.work(NOBODY) as work:
        answer_recall_by_link(work, secret=secret, **answer)


def test_a_holder_without_an_account_answers_once_by_a_mailed_link(world: World) -> None:
    field = field_of(world)
    recall, [letter] = asked_by_mail(field)
    with world.store.reading() as session:
        [link] = session.scalars(select(RecallLink))
    assert link.secret_digest != letter.secret
    assert link.expires_at == letter.expires_at
    with pytest.raises(NotFound):
        say(world, "guessed")
    with pytest.raises(Refused) as refusal:
        say(world, letter.secret, held=Held({State.FRESH: 80 * KG}))
    assert [one.code for one in refusal.value.obstacles] == ["recall-state-unexplained"]
    say(world, letter.secret)
    with pytest.raises(Refused) as refusal:
        say(world, letter.secret)
    assert [one.code for one in refusal.value.obstacles] == ["link-used"]
    with world.reading(field.manager) as reading:
        [notice] = get_recall(reading, recall.id).notices
        assert (notice.by_link, notice.held_by_state) == (True, {"fresh": 90 * KG})
    hearsay = {"finding": Finding.ALL_GONE, "held": Held(), "note": "Telephone."}
    with pytest.raises(Refused) as refusal:
        field.does(answer_for_holder, notice_id=notice.id, **hearsay)
    assert [one.code for one in refusal.value.obstacles] == ["recall-holder-answered-itself"]
    assert faults(world) == []


def test_a_newer_link_takes_the_place_of_the_one_before(world: World) -> None:
    field = field_of(world)
    recall, letters = asked_by_mail(field)
    [notice] = recall.notices
    field.does(send_recall_link, notice_id=notice.id, write=kept_in(letters))
    first, second = letters
    with pytest.raises(Refused) as refusal:
        say(world, first.secret)
    assert [one.code for one in refusal.value.obstacles] == ["link-withdrawn"]
    world.pass_time(days=31)
    with pytest.raises(Refused) as refusal:
        say(world, second.secret)
    assert [one.code for one in refusal.value.obstacles] == ["link-expired"]
    field.does(send_recall_link, notice_id=notice.id, write=kept_in(letters))
    say(world, letters[-1].secret)


def test_a_closed_recall_takes_no_answer_by_link_and_mails_no_more(world: World) -> None:
    field = field_of(world)
    recall, letters = asked_by_mail(field)
    field.does(close_recall, recall_id=recall.id, outcome="Over.", although="They are silent.")
    with pytest.raises(Refused) as refusal:
        say(world, letters[0].secret)
    assert [one.code for one in refusal.value.obstacles] == ["recall-closed"]
    [notice] = recall.notices
    with pytest.raises(Refused) as refusal:
        field.does(send_recall_link, notice_id=notice.id, write=kept_in(letters))
    assert [one.code for one in refusal.value.obstacles] == ["recall-closed"]


def test_who_has_goods_kept_on_hold_is_told_when_they_are_released(world: World) -> None:
    field, buyer = field_of(world), company_member(world)
    way = sold(field, buyer)
    answered, _sent = shipped(field, home(company_member(world)))
    basis = Basis(lot_ids=(way["fresh"].id, answered.id))
    recall = recalled(field, basis=basis)
    with world.store.reading() as session:
        kept = session.scalar(
            select(RecallLot.number).where(
                RecallLot.holder_id == home(buyer), RecallLot.available_g > 0
            )
        )
    letters: list[RecallReleased] = []
    field.does(close_recall, recall_id=recall.id, outcome="Over.", although="Silent.")
    release = {"recall_id": recall.id, "reason": "It is sound.", "write": kept_in(letters)}
    field.does(release_kept, **release)
    told = {one.to: one for one in letters}
    assert len(told) == 2
    with world.store.reading() as session:
        email = session.get_one(Person, buyer.person_id).email
    assert list(told[email].lots) == [kept]
    assert told[email].reason == "It is sound."


def test_to_whom_kept_goods_came_meanwhile_is_told_of_their_release(world: World) -> None:
    field, buyer = field_of(world), company_member(world)
    lot, sent = shipped(field, home(buyer))
    recall = recalled(field, basis=Basis(lot_ids=(lot.id,)))
    field.does(close_recall, recall_id=recall.id, outcome="Over.", although="Lost.")
    [line] = sent.lines
    with world.work(buyer) as work:
        answer_consignment(work, consignment_id=sent.id, received={line.id: 60 * KG}, reason="Wet.")
    letters: list[RecallReleased] = []
    order = {"recall_id": recall.id, "reason": "It came.", "write": kept_in(letters)}
    on_hold = list(held(world))
    field.does(release_kept, **order)
    [letter] = letters
    assert {*letter.lots} < {*on_hold}
    assert letter.notice_id == recall.notices[0].id
    [(sent_back, holds)] = held(world).items()
    assert (sent_back.rpartition("-")[2][0], holds) == ("X", 1), (
        "until it is said that it came back"
    )
    assert faults(world) == []


def test_nobody_answers_for_a_holder_that_can_answer_itself(world: World) -> None:
    field, buyer = field_of(world), company_member(world)
    lot, _sent = shipped(field, home(buyer))
    [notice] = recalled(field, basis=Basis(lot_ids=(lot.id,))).notices
    with pytest.raises(Refused) as refusal:
        field.does(
            answer_for_holder,
            notice_id=notice.id,
            finding=Finding.ALL_HELD,
            held=Held({State.FRESH: 90 * KG}),
            note="They said so.",
        )
    codes = [one.code for one in refusal.value.obstacles]
    assert codes == ["recall-holder-answers-itself"]


def test_of_the_silent_everything_stays_on_hold_when_a_recall_is_closed(world: World) -> None:
    field, buyer = field_of(world), company_member(world)
    way = sold(field, buyer)
    recall = recalled(field, basis=Basis(lot_ids=(way["fresh"].id,)))
    order = {"recall_id": recall.id, "outcome": "Destroyed here."}
    with pytest.raises(Refused) as refusal:
        field.does(close_recall, **order)
    assert [one.code for one in refusal.value.obstacles] == ["recall-unanswered"]
    closed = field.does(close_recall, **order, although="They went bankrupt.")
    assert closed.unaccounted is not None
    assert list(held(world)) == closed.unaccounted["kept"]
    assert len(held(world)) == 1  # the buyer's bags; the operator's are free
    released = field.does(release_kept, recall_id=recall.id, reason="The liquidator burnt them.")
    assert released.unaccounted is not None
    assert released.unaccounted["release_reason"] == "The liquidator burnt them."
    assert (held(world), faults(world)) == ({}, [])


def test_a_parcel_under_way_that_comes_after_the_end_is_on_hold_until_released(
    world: World,
) -> None:
    field, buyer = field_of(world), company_member(world)
    lot, sent = shipped(field, home(buyer))
    recall = recalled(field, basis=Basis(lot_ids=(lot.id,)))
    [notice] = recall.notices
    with world.work(buyer) as work:
        answer_recall(work, notice_id=notice.id, finding=Finding.NOT_ARRIVED, held=Held())
    field.does(close_recall, recall_id=recall.id, outcome="Over.", although="Lost.")
    [line] = sent.lines
    with world.work(buyer) as work:
        answer_consignment(work, consignment_id=sent.id, received={line.id: 90 * KG})
    assert [number for number in held(world) if number.rpartition("-")[2][0] == "R"]
    field.does(release_kept, recall_id=recall.id, reason="It came, and is sound.")
    assert (held(world), faults(world)) == ({}, [])
