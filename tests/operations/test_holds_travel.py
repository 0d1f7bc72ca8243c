"""Holds go wherever the goods go: back by an undoing, and into no receipt written anew."""

from typing import Any

import pytest
from sqlalchemy import delete, select

from fairwild.kernel.refusals import Refused
from fairwild.lots.operations import (
    close_lot,
    correct_movement,
    hold_lots,
    merge_lots,
    release_hold,
    reverse_receipt,
    split_lot,
    write_off,
)
from fairwild.lots.operations.reverse_in_bulk import reverse_receipts
from fairwild.lots.queries import check_balances, holds_of_lot
from fairwild.lots.records import Lot, LotHold, Movement
from fairwild.lots.states import LotStatus, MovementKind
from fairwild.recalls.facts import Basis
from fairwild.recalls.operations import close_recall, start_recall
from fairwild.recalls.queries import get_recall, written_off_of
from fairwild.recalls.records import Recall
from fairwild.trade.operations import ship
from tests.builders import World
from tests.lots_builders import KG, Field, certify, faults, field_of, told_faults
from tests.operations.test_lots_in_bulk import bought, purchase
from tests.trade_builders import company_member, home


@pytest.fixture
def field(world: World) -> Field:
    return field_of(world)


def undo(field: Field, lot: Any) -> None:
    """Undo what made a lot."""
    with field.world.store.reading() as session:
        made_by = session.scalar(select(Movement.id).where(Movement.seq == lot.made_by))
    field.world.pass_time(minutes=1)
    field.does(correct_movement, movement_id=made_by, reason="Split by mistake.")


def standing(field: Field, lot: Any) -> list[LotHold]:
    with field.world.reading(field.manager) as reading:
        return [one for one in holds_of_lot(reading, lot.id) if one.released_at is None]


def recalled(field: Field, *lots: Any) -> Recall:
    field.world.pass_time(minutes=1)
    basis = Basis(lot_ids=tuple(lot.id for lot in lots))
    recall: Recall = field.does(
        start_recall, organisation_id=field.operator_id, basis=basis, reason="Mould."
    )
    return recall


def codes(field: Field, deed: Any, **order: Any) -> list[str]:
    """Give why a deed is refused."""
    with pytest.raises(Refused) as refused:
        field.does(deed, **order)
    return [one.code for one in refused.value.obstacles]


def sold(field: Field, lot: Any, buyer: Any) -> dict[str, Any]:
    sides = {"sender_id": field.operator_id, "receiver_id": home(buyer)}
    return {"deed": ship, "lines": [(lot.id, KG)], **sides}


def test_recalled_goods_that_an_undoing_gives_back_stay_on_hold_and_are_not_sold(
    world: World,
) -> None:
    field, buyer = field_of(world), company_member(world)
    certify(field)
    whole = field.lot(180)
    [part] = field.does(split_lot, lot_id=whole.id, parts_g=[180 * KG])
    recall = recalled(field, part)
    undo(field, part)
    [hold] = standing(field, whole)
    assert hold.reason == f"{recall.number}: Mould."
    assert hold.placed_by == field.manager.person_id
    assert codes(field, **sold(field, whole, buyer)) == ["lot-on-hold"]
    assert faults(world) == told_faults(world) == []
    field.does(close_recall, recall_id=recall.id, outcome="It was dust.")
    assert (standing(field, whole), standing(field, part)) == ([], [])
    field.does(**sold(field, whole, buyer))
    assert faults(world) == []


def test_a_recalls_lot_that_was_written_off_is_on_hold_when_it_comes_back(field: Field) -> None:
    whole = field.lot(90)
    [part, rest] = field.does(split_lot, lot_id=whole.id, parts_g=[60 * KG, 30 * KG])
    burnt = field.does(write_off, lot_id=part.id, mass_g=60 * KG, reason="Burnt.")
    recall = recalled(field, whole)
    assert [len(standing(field, lot)) for lot in (whole, part, rest)] == [0, 1, 1]
    field.does(correct_movement, movement_id=burnt.id, reason="It was another lot.")
    assert codes(field, split_lot, lot_id=part.id, parts_g=[KG]) == ["lot-on-hold"]
    assert faults(field.world) == []
    field.does(close_recall, recall_id=recall.id, outcome="All well.")
    field.does(split_lot, lot_id=part.id, parts_g=[KG])


def test_a_recall_of_lots_that_were_undone_finds_where_their_goods_went_back_to(
    field: Field,
) -> None:
    whole = field.lot(100)
    [part] = field.does(split_lot, lot_id=whole.id, parts_g=[60 * KG])
    [crumb] = field.does(split_lot, lot_id=part.id, parts_g=[10 * KG])
    undo(field, crumb)
    undo(field, part)
    [other] = field.does(split_lot, lot_id=whole.id, parts_g=[20 * KG])
    recall = recalled(field, crumb)
    found = {one.number: (one.available_g, one.hold_id is not None) for one in recall.lots}
    assert found == {
        crumb.number: (0, False),
        part.number: (0, False),
        whole.number: (80 * KG, True),
        other.number: (20 * KG, True),
    }
    assert faults(field.world) == []


def test_a_hold_is_on_every_lot_that_goods_go_back_to_and_on_each_once(field: Field) -> None:
    whole = field.lot(100)
    parts = field.does(split_lot, lot_id=whole.id, parts_g=[40 * KG, 60 * KG])
    merged = field.does(merge_lots, lot_ids=[one.id for one in parts])
    [placed] = field.does(hold_lots, lot_ids=[merged.id], reason="Wet.")
    undo(field, merged)
    assert [[one.reason for one in standing(field, lot)] for lot in parts] == [["Wet."]] * 2
    undo(field, parts[0])
    [hold] = standing(field, whole)
    assert hold.carried_from_id == placed.id
    assert faults(field.world) == []
    field.does(release_hold, hold_id=placed.id, reason="Dry by now.")
    assert [standing(field, lot) for lot in (whole, merged, *parts)] == [[]] * 4
    field.does(split_lot, lot_id=whole.id, parts_g=[KG])


def test_a_hold_released_where_goods_went_back_to_stays_elsewhere(field: Field) -> None:
    one, other = field.lot(40), field.lot(60)
    merged = field.does(merge_lots, lot_ids=[one.id, other.id])
    field.does(hold_lots, lot_ids=[merged.id], reason="One of them is wet.")
    undo(field, merged)
    [hold] = standing(field, one)
    field.does(release_hold, hold_id=hold.id, reason="This one is dry.")
    assert (standing(field, one), len(standing(field, other))) == ([], 1)
    assert faults(field.world) == []


def test_a_released_hold_does_not_go_back_with_the_goods(field: Field) -> None:
    whole = field.lot(100)
    [part] = field.does(split_lot, lot_id=whole.id, parts_g=[40 * KG])
    [hold] = field.does(hold_lots, lot_ids=[part.id], reason="Wet.")
    field.does(release_hold, hold_id=hold.id, reason="Dry.")
    undo(field, part)
    assert standing(field, whole) == []
    assert faults(field.world) == []


def test_a_receipt_in_a_lot_on_hold_is_neither_taken_back_nor_joined(field: Field) -> None:
    receipt = field.buy(100)
    held = field.does(hold_lots, lot_ids=[receipt.lot_id], reason="Smells of smoke.")
    again = {"receipt_id": receipt.id, "reason": "Weighed twice."}
    assert codes(field, reverse_receipt, **again) == ["lot-on-hold"]
    with pytest.raises(Refused) as refused:
        field.buy(20)
    [obstacle] = refused.value.obstacles
    assert (obstacle.code, obstacle.at) == ("open-lot-on-hold", "area_id")
    field.does(close_lot, lot_id=receipt.lot_id)
    assert codes(field, reverse_receipt, **again) == ["lot-on-hold"]
    other = field.buy(20)
    assert other.lot_id != receipt.lot_id
    field.does(release_hold, hold_id=held[0].id, reason="It was the oven.")
    field.does(reverse_receipt, **again)
    assert faults(field.world) == []


def test_a_file_neither_fills_nor_empties_a_lot_on_hold(world: World) -> None:
    field = field_of(world)
    run_id = bought(world, field, [purchase(field, 10)] * 3)
    with world.store.reading() as session:
        lot_id = session.scalars(select(Lot.id)).one()
    [hold] = field.does(hold_lots, lot_ids=[lot_id], reason="Wet.")
    with pytest.raises(Refused) as refused:
        bought(world, field, [purchase(field, 10)])
    assert [one.code for one in refused.value.obstacles] == ["open-lot-on-hold"]
    with pytest.raises(Refused) as refused, world.work(field.manager) as work:
        reverse_receipts(work, import_id=run_id, reason="Wrong file.")
    assert {one.code for one in refused.value.obstacles} == {"lot-on-hold"}
    field.does(release_hold, hold_id=hold.id, reason="Dry.")
    bought(world, field, [purchase(field, 10)])
    with world.work(field.manager) as work:
        assert reverse_receipts(work, import_id=run_id, reason="Wrong file.") == 3
    assert faults(world) == []


def test_a_certified_lot_on_hold_does_not_bar_uncertified_goods(world: World) -> None:
    field = field_of(world)
    plain = field.buy(10)
    field.does(hold_lots, lot_ids=[plain.lot_id], reason="Wet.")
    world.pass_time(minutes=1)
    certify(field)
    world.pass_time(minutes=1)
    certified = field.buy(10)
    assert certified.lot_id != plain.lot_id
    bought(world, field, [purchase(field, 10)])
    assert faults(world) == []


def test_goods_on_hold_are_destroyed_but_not_used_and_the_hold_stays(field: Field) -> None:
    lot = field.lot(100)
    field.does(hold_lots, lot_ids=[lot.id], reason="Mould.")
    order = {"lot_id": lot.id, "mass_g": 30 * KG, "reason": "Destroyed."}
    assert codes(field, write_off, kind=MovementKind.OWN_USE, **order) == ["lot-on-hold"]
    field.does(write_off, **order)
    assert codes(field, split_lot, lot_id=lot.id, parts_g=[KG]) == ["lot-on-hold"]
    gone = field.does(write_off, **order | {"mass_g": 70 * KG})
    with field.world.store.reading() as session:
        assert session.get_one(Lot, lot.id).status is LotStatus.USED
    field.does(correct_movement, movement_id=gone.id, reason="It lies there still.")
    assert codes(field, split_lot, lot_id=lot.id, parts_g=[KG]) == ["lot-on-hold"]
    assert faults(field.world) == []


def test_a_recall_tells_what_was_destroyed_wherever_the_goods_went(field: Field) -> None:
    whole = field.lot(100)
    [part] = field.does(split_lot, lot_id=whole.id, parts_g=[40 * KG])
    before = field.does(write_off, lot_id=part.id, mass_g=KG, reason="Dust.")
    recall = recalled(field, part)
    field.world.pass_time(minutes=1)
    field.does(correct_movement, movement_id=before.id, reason="No dust.")
    field.does(write_off, lot_id=part.id, mass_g=10 * KG, reason="Destroyed.")

    def gone() -> dict[Any, int]:
        with field.world.reading(field.manager) as reading:
            return written_off_of(reading, get_recall(reading, recall.id))

    assert gone() == {part.id: 10 * KG}
    with field.world.store.reading() as session:
        last = session.scalars(select(Movement.id).order_by(Movement.seq.desc()).limit(1)).one()
    field.does(correct_movement, movement_id=last, reason="Not yet.")
    assert gone() == {}
    undo(field, part)
    field.does(write_off, lot_id=whole.id, mass_g=25 * KG, reason="Destroyed.")
    assert gone() == {part.id: 25 * KG}
    field.does(close_recall, recall_id=recall.id, outcome="All destroyed.")
    field.world.pass_time(minutes=1)
    field.does(write_off, lot_id=whole.id, mass_g=5 * KG, reason="Spilt.")
    assert gone() == {part.id: 25 * KG}
    assert faults(field.world) == []


def test_the_check_names_goods_given_back_without_the_hold_they_were_under(field: Field) -> None:
    whole = field.lot(180)
    [part] = field.does(split_lot, lot_id=whole.id, parts_g=[180 * KG])
    field.does(hold_lots, lot_ids=[part.id], reason="Wet.")
    undo(field, part)
    with field.world.store.writing() as session:
        session.execute(delete(LotHold).where(LotHold.lot_id == whole.id))
        session.get_one(Lot, whole.id).holds = 0
        session.commit()
        [sentence] = [one.sentence for one in check_balances(session)]
    assert sentence.startswith(f"hold-not-carried: lot {whole.number} says no hold came with them")
    assert part.number in sentence
    field.world.pass_time(minutes=1)
    field.does(hold_lots, lot_ids=[whole.id], reason="Looked at.")
    assert faults(field.world) == []
