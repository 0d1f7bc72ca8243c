"""Accounts of stock balance to the gram, and counting books what is missing."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from fairwild.kernel.refusals import NotAllowed, NotFound, Refused
from fairwild.lots.operations import correct_movement, dry_lots, grade_lot, pack_lot, split_lot
from fairwild.lots.queries import StockWanted, offer_of_stock
from fairwild.lots.records import Movement
from fairwild.lots.states import Flow
from fairwild.lots.stock.facts import Account
from fairwild.lots.stock.operations import count_stock
from fairwild.lots.stock.queries import Wanted, entries_of, lots_lying, reconciliation_of
from tests.builders import World
from tests.lots_builders import KG, Field, balance, faults, field_of

YEAR = {
    "start": datetime(2026, 1, 1, tzinfo=UTC),
    "until": datetime(2027, 1, 1, tzinfo=UTC),
}


def accounts(field: Field, **changes: Any) -> dict[tuple[str, str], Account]:
    """Give the accounts of the operator's goods, by form and state."""
    wanted = Wanted(field.operator_id, **(YEAR | changes))
    with field.world.reading(field.manager) as reading:
        found = reconciliation_of(reading, wanted)
    return {(one.goods.form.value, one.goods.state.value): one for one in found}


def test_what_was_collected_dried_and_packed_is_accounted_for(world: World) -> None:
    field = field_of(world)
    lot = field.lot(60, 40)
    dry = field.does(
        dry_lots,
        inputs=[(lot.id, 90 * KG)],
        output_g=29 * KG,
        loss_g=1 * KG,
        loss_reason="Dust.",
    )
    field.does(pack_lot, lot_id=dry.id, units=4, unit_g=5 * KG)
    found = accounts(field)
    fresh, dried, packed = found["raw", "fresh"], found["dried", "dry"], found["packed", "dry"]
    assert fresh.flows == {
        Flow.COLLECTED: 100 * KG,
        Flow.PROCESSED: 89 * KG,
        Flow.LOST: 1 * KG,
    }
    assert (fresh.opening_g, fresh.stock_g) == (0, 10 * KG)
    assert (dried.in_g, dried.out_g, dried.stock_g) == (29 * KG, 20 * KG, 9 * KG)
    assert packed.flows == {Flow.MADE: 20 * KG}


def test_a_later_period_opens_with_what_the_earlier_one_left(world: World) -> None:
    field = field_of(world)
    lot = field.lot(100)
    world.pass_time(days=10)
    middle = world.now
    world.pass_time(days=10)
    field.does(dry_lots, inputs=[(lot.id, 60 * KG)], output_g=20 * KG)
    early = accounts(field, until=middle)["raw", "fresh"]
    late = accounts(field, start=middle)["raw", "fresh"]
    assert early.stock_g == late.opening_g == 100 * KG
    assert (late.in_g, late.out_g, late.stock_g) == (0, 60 * KG, 40 * KG)


def test_what_only_went_round_is_neither_in_nor_out(world: World) -> None:
    field = field_of(world)
    lot = field.lot(100)
    field.does(split_lot, lot_id=lot.id, parts_g=[30 * KG, 20 * KG])
    account = accounts(field)["raw", "fresh"]
    assert account.flows == {Flow.COLLECTED: 100 * KG}
    assert account.stock_g == 100 * KG


def test_every_figure_is_the_sum_of_its_entries(world: World) -> None:
    field = field_of(world)
    lot = field.lot(60, 40)
    field.does(
        dry_lots, inputs=[(lot.id, 90 * KG)], output_g=29 * KG, loss_g=1 * KG, loss_reason="Dust."
    )
    wanted = Wanted(field.operator_id, **YEAR)
    account = accounts(field)["raw", "fresh"]
    assert account.flows.keys() == {Flow.COLLECTED, Flow.LOST, Flow.PROCESSED}
    with world.reading(field.manager) as reading:
        for flow in account.flows:
            entries = entries_of(reading, wanted, account.goods, flow)
            assert sum(one.mass_g for one in entries) == account.flows[flow]


def test_a_loss_of_several_goods_is_parted_the_same_way_behind_the_figure(world: World) -> None:
    field = field_of(world)
    bought = [field.lot(61).id, field.lot(29).id, field.lot(7).id]
    for lot_id, kg, site in zip(bought, (61, 29, 7), ("Barn", "Barn", "Mill"), strict=True):
        field.does(grade_lot, lot_id=lot_id, grades=[("A", kg * KG)], site=site)
    with world.reading(field.manager) as reading:
        stock = offer_of_stock(reading, StockWanted(field.operator_id)).lots
        graded = [(lot.id, lot.available_g) for lot in stock]
    field.does(dry_lots, inputs=graded, output_g=30 * KG, loss_g=1 * KG, loss_reason="Dust.")
    wanted = Wanted(field.operator_id, **YEAR)
    with world.reading(field.manager) as reading:
        raw = [one for one in reconciliation_of(reading, wanted) if one.loss_g]
        assert {one.goods.site for one in raw} == {"Barn", "Mill"}
        assert sum(one.loss_g for one in raw) == 1 * KG
        for account in raw:
            for flow, mass_g in account.flows.items():
                entries = entries_of(reading, wanted, account.goods, flow)
                assert sum(one.mass_g for one in entries) == mass_g


def test_opening_and_stock_are_the_sum_of_their_lots(world: World) -> None:
    field = field_of(world)
    first, second = field.lot(60, 40), field.lot(30)
    field.does(dry_lots, inputs=[(first.id, 90 * KG)], output_g=30 * KG)
    world.pass_time(days=2)
    middle = world.now
    world.pass_time(days=2)
    field.does(dry_lots, inputs=[(second.id, 30 * KG)], output_g=10 * KG)
    wanted = Wanted(field.operator_id, start=middle, until=YEAR["until"])
    found = accounts(field, start=middle)
    with world.reading(field.manager) as reading:
        for account in found.values():
            opening = lots_lying(reading, wanted, account.goods, at=wanted.start)
            stock = lots_lying(reading, wanted, account.goods, at=wanted.until)
            assert sum(one.left_g for one in opening) == account.opening_g
            assert sum(one.left_g for one in stock) == account.stock_g
        raw = found["raw", "fresh"]
        opening = lots_lying(reading, wanted, raw.goods, at=wanted.start)
        assert [(one.lot, one.came_g, one.gone_g) for one in opening] == [
            (second.number, 30 * KG, 0),
            (first.number, 100 * KG, 90 * KG),
        ]
    with world.reading(world.operator_manager()) as reading, pytest.raises(NotAllowed):
        lots_lying(reading, wanted, raw.goods, at=middle)


def test_a_stranger_sees_no_account(world: World) -> None:
    field = field_of(world)
    stranger = world.operator_manager()
    with world.reading(stranger) as reading, pytest.raises(NotAllowed):
        reconciliation_of(reading, Wanted(field.operator_id, **YEAR))


def test_what_is_missing_is_booked_with_its_reason(world: World) -> None:
    field = field_of(world)
    lot = field.lot(100)
    count = field.does(
        count_stock,
        holder_id=field.operator_id,
        counted={lot.id: (97 * KG, "Mice got in.")},
        site="Barn",
    )
    assert balance(world, lot.id) == (100 * KG, 3 * KG)
    assert accounts(field)["raw", "fresh"].loss_g == 3 * KG
    assert faults(world) == []
    assert count.number == "EBR-ST-2026-00001"


def test_a_surplus_is_told_and_makes_nothing(world: World) -> None:
    field = field_of(world)
    lot = field.lot(100)
    counted = {lot.id: (104 * KG, "The scale was moved.")}
    field.does(count_stock, holder_id=field.operator_id, counted=counted)
    assert balance(world, lot.id) == (100 * KG, 0)


def test_differences_without_a_reason_are_refused_all_at_once(world: World) -> None:
    field = field_of(world)
    first = field.lot(100)
    second = field.lot(50)
    with pytest.raises(Refused) as refusal:
        field.does(
            count_stock,
            holder_id=field.operator_id,
            counted={first.id: (90 * KG, " "), second.id: (49 * KG, "")},
        )
    assert [one.code for one in refusal.value.obstacles] == ["difference-unexplained"] * 2
    assert balance(world, first.id) == (100 * KG, 0)


def test_a_count_from_before_goods_left_is_not_held_against_what_is_left(world: World) -> None:
    field = field_of(world)
    lot, other = field.lot(100), field.lot(50)
    evening = world.now
    world.pass_time(hours=14)
    field.does(split_lot, lot_id=lot.id, parts_g=[20 * KG])
    counted = {lot.id: (100 * KG, ""), other.id: (49 * KG, "")}
    late = {"holder_id": field.operator_id, "counted": counted, "at": evening}
    with pytest.raises(Refused) as refusal:
        field.does(count_stock, **late)
    moved, unexplained = refusal.value.obstacles
    assert (moved.code, moved.facts["at"]) == ("moved-since-counted", world.now)
    assert unexplained.code == "difference-unexplained"
    late["counted"] = {other.id: (49 * KG, "Dust.")}
    field.does(count_stock, **late)
    assert balance(world, other.id) == (50 * KG, KG)
    assert faults(world) == []


def test_a_count_from_before_goods_came_or_were_given_back_says_so_at_once(world: World) -> None:
    field = field_of(world)
    lot = field.lot(100)
    dry = field.does(dry_lots, inputs=[(lot.id, 90 * KG)], output_g=30 * KG)
    evening = world.now
    world.pass_time(hours=14)
    with world.store.reading() as session:
        wrong = session.scalar(select(Movement.id).where(Movement.seq == dry.made_by))
    corrected = field.does(correct_movement, movement_id=wrong, reason="Another batch.")
    world.pass_time(hours=1)
    [part] = field.does(split_lot, lot_id=lot.id, parts_g=[20 * KG])
    counted = {lot.id: (10 * KG, ""), part.id: (20 * KG, "")}
    with pytest.raises(Refused) as refusal:
        field.does(count_stock, holder_id=field.operator_id, counted=counted, at=evening)
    assert {(one.code, one.facts["lot"], one.facts["at"]) for one in refusal.value.obstacles} == {
        ("moved-since-counted", lot.number, world.now),
        ("returned-since-counted", lot.number, corrected.at),
        ("made-since-counted", part.number, world.now),
    }
    counted = {lot.id: (80 * KG, ""), part.id: (19 * KG, "Dust.")}
    field.does(count_stock, holder_id=field.operator_id, counted=counted)
    assert balance(world, part.id) == (20 * KG, KG)
    assert faults(world) == []


def test_the_goods_of_others_are_not_counted(world: World) -> None:
    field = field_of(world)
    lot = field.lot(100)
    other = world.operator_manager()
    with world.work(other) as work, pytest.raises(NotFound):
        count_stock(work, holder_id=other.organisation_id, counted={lot.id: (1, "x")})
