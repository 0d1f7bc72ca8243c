"""A wrong movement is taken back and stays on record; what followed comes first."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import select

from fairwild.kernel.actors import Role
from fairwild.kernel.refusals import Conflict, HouseError, NotAllowed, Refused
from fairwild.lots.operations import (
    correct_movement,
    cut_lots,
    dry_lots,
    hold_lots,
    merge_lots,
    obstacles_to_undoing,
    pack_lot,
    split_lot,
)
from fairwild.lots.queries import (
    MOST_NAMED,
    get_movement,
    later_movements,
    movement_facts,
    trace_of,
)
from fairwild.lots.records import Lot, Movement
from fairwild.lots.states import LotStatus, MovementKind
from tests.builders import World
from tests.lots_builders import KG, Field, balance, faults, field_of


@pytest.fixture
def field(world: World) -> Field:
    return field_of(world)


def made_by(field: Field, lot: Any) -> Any:
    with field.world.store.reading() as session:
        return session.scalar(select(Movement.id).where(Movement.seq == lot.made_by))


def status(field: Field, lot: Any) -> LotStatus:
    with field.world.store.reading() as session:
        return session.get_one(Lot, lot.id).status


def undo(field: Field, lot: Any, reason: str = "Weighed twice.") -> Movement:
    done: Movement = field.does(correct_movement, movement_id=made_by(field, lot), reason=reason)
    return done


def dried(field: Field, *lots: Any) -> Any:
    total = sum(lot.available_g for lot in lots)
    inputs = [(lot.id, lot.available_g) for lot in lots]
    return field.does(dry_lots, inputs=inputs, output_g=total // 3, loss_g=0)


def test_what_a_movement_took_goes_back_and_what_it_made_is_undone(field: Field) -> None:
    first, second = field.lot(100), field.lot(60)
    dry = field.does(
        dry_lots,
        inputs=[(first.id, 100 * KG), (second.id, 30 * KG)],
        output_g=42 * KG,
        by_product_g=KG,
        loss_g=500,
        loss_reason="Dust",
    )
    assert status(field, first) is LotStatus.USED
    correction = undo(field, dry)
    assert correction.kind is MovementKind.CORRECT
    assert correction.reverses_seq == dry.made_by
    assert balance(field.world, dry.id) == (42 * KG, 42 * KG)
    assert status(field, dry) is LotStatus.UNDONE
    assert [balance(field.world, lot.id)[1] for lot in (first, second)] == [0, 0]
    assert status(field, first) is LotStatus.CLOSED
    assert faults(field.world) == []
    again = dried(field, first)
    assert balance(field.world, again.id) == (100 * KG // 3, 0)
    assert faults(field.world) == []


def test_later_movements_are_undone_first_the_newest_first(field: Field) -> None:
    dry = dried(field, field.lot(300))
    [part] = field.does(split_lot, lot_id=dry.id, parts_g=[10 * KG])
    cut = field.does(cut_lots, inputs=[(part.id, 10 * KG)], output_g=10 * KG)
    packed = field.does(pack_lot, lot_id=cut.id, units=10, unit_g=500)
    with pytest.raises(Refused) as refused:
        undo(field, dry)
    found = [(one.code, one.facts["kind"]) for one in refused.value.obstacles]
    assert found == [
        ("undo-later-first", MovementKind.PACK),
        ("undo-later-first", MovementKind.CUT),
        ("undo-later-first", MovementKind.SPLIT),
    ]
    for lot in (packed, cut, part):
        undo(field, lot)
    with field.world.work(field.manager) as work:
        assert later_movements(work, dry.made_by) == []
    undo(field, dry)
    assert faults(field.world) == []


def test_traces_no_longer_run_through_what_was_undone(field: Field) -> None:
    raw = field.lot(300)
    dry = dried(field, raw)
    field.does(cut_lots, inputs=[(dry.id, 20 * KG)], output_g=20 * KG)
    wrong = field.does(cut_lots, inputs=[(dry.id, 10 * KG)], output_g=10 * KG)
    undo(field, wrong)
    with field.world.work(field.manager) as work:
        for lot in (raw, dry):
            trace = trace_of(work, lot.id)
            assert wrong.made_by not in [one.seq for one in trace.downstream]
            assert wrong.id not in trace.lots
            assert all(one.kind is not MovementKind.CORRECT for one in trace.downstream)


def test_a_movement_is_undone_once_with_a_reason_by_who_leads_the_house(field: Field) -> None:
    dry = dried(field, field.lot(300))
    with pytest.raises(Refused) as refused:
        undo(field, dry, reason=" ")
    assert [one.code for one in refused.value.obstacles] == ["correction-reason-missing"]
    clerk = field.world.person((field.operator_id, Role.BUYING_CLERK))
    movement_id = made_by(field, dry)
    with field.world.work(clerk) as work, pytest.raises(NotAllowed):
        correct_movement(work, movement_id=movement_id, reason="I was told to.")
    correction = undo(field, dry)
    for target, code in ((movement_id, "already-corrected"), (correction.id, "correction-stays")):
        with pytest.raises(Refused) as refused:
            field.does(correct_movement, movement_id=target, reason="Once more.")
        assert code in [one.code for one in refused.value.obstacles]


def test_buying_is_put_right_by_receipts(field: Field) -> None:
    with pytest.raises(Refused) as refused:
        undo(field, field.lot(100))
    assert [one.code for one in refused.value.obstacles] == ["corrected-by-receipts"]


def test_a_held_lot_can_be_put_right(field: Field) -> None:
    one, other = dried(field, field.lot(300)), dried(field, field.lot(90))
    merged = field.does(merge_lots, lot_ids=[one.id, other.id])
    field.does(hold_lots, lot_ids=[merged.id], reason="Mixed by mistake.")
    undo(field, merged)
    assert [balance(field.world, lot.id)[1] for lot in (one, other)] == [0, 0]
    assert faults(field.world) == []


def test_a_movement_tells_what_it_took_made_and_gave_back(field: Field) -> None:
    raw = field.lot(300)
    dry = dried(field, raw)
    correction = undo(field, dry)
    with field.world.work(field.manager) as work:
        wrong = movement_facts(work, made_by(field, dry))
        right = movement_facts(work, correction.id)
    assert [(one.lot.number, one.mass_g) for one in wrong.inputs] == [(raw.number, 300 * KG)]
    assert (wrong.out_g, wrong.water_g) == (100 * KG, 200 * KG)
    assert wrong.corrected_by == correction.id
    assert right.reverses == wrong.id
    assert [(one.lot.number, one.mass_g) for one in right.returned] == [(raw.number, 300 * KG)]
    assert right.reason == "Weighed twice."


def test_of_two_people_at_once_one_undoes_the_movement(field: Field) -> None:
    dry = dried(field, field.lot(300))

    def attempt(_: int) -> str:
        try:
            undo(field, dry)
        except (Refused, Conflict) as error:
            return type(error).__name__
        except HouseError as error:
            return f"unexpected {error}"
        return "done"

    with ThreadPoolExecutor(4) as people:
        outcomes = list(people.map(attempt, range(4)))
    assert outcomes.count("done") == 1
    assert set(outcomes) <= {"done", "Refused", "Conflict"}
    assert faults(field.world) == []


def test_everything_that_has_to_be_undone_first_is_named(field: Field) -> None:
    dry = dried(field, field.lot(300))
    for _ in range(MOST_NAMED + 2):
        field.does(split_lot, lot_id=dry.id, parts_g=[KG])
    with pytest.raises(Refused) as refused:
        undo(field, dry)
    named = [one.facts["lots"] for one in refused.value.obstacles]
    assert named == [dry.number] * (MOST_NAMED + 2)
    with field.world.reading(field.manager) as reading:
        movement = get_movement(reading, made_by(field, dry))
        told = [one.code for one in obstacles_to_undoing(reading, movement, reason="Why.")]
    assert told == ["undo-later-first"] * MOST_NAMED + ["undo-still-more-first"]
