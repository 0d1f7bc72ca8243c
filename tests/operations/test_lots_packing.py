"""Bags with codes, pallets, and the way back; and what the check says of what was touched."""

from typing import Any

import pytest
from sqlalchemy import func, select, update

from fairwild.areas.records import MaximumQuantity
from fairwild.kernel.plants import Form
from fairwild.kernel.refusals import Refused
from fairwild.lots.operations import (
    build_pallet,
    correct_movement,
    cut_lots,
    hold_lots,
    pack_lot,
    split_lot,
    unpack_lot,
)
from fairwild.lots.queries import check_balances, find_unit, pallet_parts
from fairwild.lots.records import Lot, Movement, MovementBefore, PackedUnit
from fairwild.lots.states import LotStatus
from fairwild.lots.stock.operations import count_stock
from tests.builders import World
from tests.lots_builders import KG, Field, balance, faults, field_of, told_faults


@pytest.fixture
def field(world: World) -> Field:
    return field_of(world)


def packed(field: Field, lot: Any, units: int = 10) -> Any:
    return field.does(pack_lot, lot_id=lot.id, units=units, unit_g=KG)


def test_every_bag_has_a_code_that_finds_the_lot_it_was_packed_in(field: Field) -> None:
    bags = packed(field, field.lot(100), units=25)
    with field.world.work(field.manager) as work:
        codes = work.session.scalars(select(PackedUnit.code).order_by(PackedUnit.serial)).all()
        found = [find_unit(work, code.lower()) for code in codes]
    assert [(one.lot_id, one.serial) for one in found if one] == [
        (bags.id, serial) for serial in range(1, 26)
    ]
    assert bags.packed_form is Form.RAW


def test_a_pallet_gives_back_what_went_on_it(field: Field) -> None:
    raw = field.lot(100)
    first, second = packed(field, raw, 10), packed(field, raw, 6)
    order = [(first.id, 10 * KG), (second.id, 4 * KG)]
    pallet = field.does(build_pallet, inputs=order)
    assert (pallet.form, pallet.packed_form, pallet.units) == (Form.PACKED, Form.RAW, 14)
    off = field.does(unpack_lot, lot_id=pallet.id)
    assert [(lot.form, lot.units, lot.made_g) for lot in off] == [
        (Form.PACKED, 10, 10 * KG),
        (Form.PACKED, 4, 4 * KG),
    ]
    [loose] = field.does(unpack_lot, lot_id=off[1].id)
    assert (loose.form, loose.packed_form, loose.units, loose.made_g) == (
        Form.RAW,
        None,
        None,
        4 * KG,
    )
    assert faults(field.world) == []


def test_some_packs_are_opened_and_the_others_stay_packed(field: Field) -> None:
    bags = packed(field, field.lot(100), 10)
    for mass_g, code in ((2_500, "not-whole-units"), (11 * KG, "more-than-available")):
        with pytest.raises(Refused) as error:
            field.does(unpack_lot, lot_id=bags.id, mass_g=mass_g)
        assert [one.code for one in error.value.obstacles] == [code]
    [loose] = field.does(unpack_lot, lot_id=bags.id, mass_g=3 * KG)
    assert (loose.form, loose.made_g, loose.units) == (Form.RAW, 3 * KG, None)
    pallet = field.does(build_pallet, inputs=[(bags.id, 7 * KG)])
    [some] = field.does(unpack_lot, lot_id=pallet.id, mass_g=2 * KG)
    assert (some.form, some.made_g) == (Form.RAW, 2 * KG)
    [rest] = field.does(unpack_lot, lot_id=pallet.id)
    assert (rest.form, rest.made_g) == (Form.RAW, 5 * KG)
    assert faults(field.world) == told_faults(field.world) == []


def test_a_part_of_a_pallet_is_a_pallet_no_more(field: Field) -> None:
    pallet = field.does(build_pallet, inputs=[(packed(field, field.lot(100)).id, 10 * KG)])
    field.does(split_lot, lot_id=pallet.id, parts_g=[KG])
    with field.world.work(field.manager) as work:
        assert pallet_parts(work, pallet.id) == ()


def test_only_whole_packs_of_one_kind_share_a_pallet(field: Field) -> None:
    raw = field.lot(100)
    bags = packed(field, raw)
    with pytest.raises(Refused) as refused:
        field.does(build_pallet, inputs=[(bags.id, 1500), (raw.id, KG)])
    codes = {one.code for one in refused.value.obstacles}
    assert codes == {"lots-differ", "form-not-for-this", "not-whole-units"}


def test_a_pack_that_was_broken_stays_with_one_part_and_no_other_is_opened(field: Field) -> None:
    bags = packed(field, field.lot(100), 12)
    counted = {bags.id: (11_500, "A bag burst.")}
    field.does(count_stock, holder_id=field.operator_id, counted=counted)
    for parts_g in ([600], [5_300, 6_200], [5_300], [250, 250]):
        with pytest.raises(Refused) as refused:
            field.does(split_lot, lot_id=bags.id, parts_g=parts_g)
        assert [one.code for one in refused.value.obstacles] == ["not-whole-units"]
    [loose] = field.does(unpack_lot, lot_id=bags.id, mass_g=500)
    assert (loose.form, loose.made_g) == (Form.RAW, 500)
    field.does(count_stock, holder_id=field.operator_id, counted={bags.id: (9_700, "Another.")})
    whole, broken = field.does(split_lot, lot_id=bags.id, parts_g=[4 * KG, 5_700])
    assert (whole.units, broken.units) == (4, None)
    [loose] = field.does(unpack_lot, lot_id=broken.id)
    assert (loose.form, loose.made_g, loose.units) == (Form.RAW, 5_700, None)
    assert faults(field.world) == told_faults(field.world) == []


def changed(world: World, statement: Any) -> list[str]:
    """Change something behind the house's back; gives every sentence of the check."""
    with world.store.writing() as session:
        session.execute(statement)
        session.commit()
        return [fault.sentence for fault in check_balances(session)]


def test_the_check_names_the_lot_what_it_says_and_the_movement(field: Field) -> None:
    raw = field.lot(100)
    cut = field.does(cut_lots, inputs=[(raw.id, 60 * KG)], output_g=60 * KG)
    wrong = update(Lot).where(Lot.id == raw.id).values(taken_g=50 * KG)
    [sentence] = changed(field.world, wrong)
    assert sentence.startswith(
        f"taken-differs: lot {raw.number} says 50000 g, the movements say 60000 g "
        f"(movement {cut.made_by}, cut on "
    )


def test_the_check_compares_status_holds_limits_and_links(field: Field) -> None:
    raw = field.lot(100)
    cut = field.does(cut_lots, inputs=[(raw.id, 60 * KG)], output_g=60 * KG)
    [part] = field.does(split_lot, lot_id=cut.id, parts_g=[KG])
    field.does(hold_lots, lot_ids=[part.id], reason="Wet.")
    with field.world.store.reading() as session:
        made_by = session.scalar(select(Movement.id).where(Movement.seq == part.made_by))
        assert session.scalar(select(func.count()).select_from(MovementBefore)) == 1
    field.does(correct_movement, movement_id=made_by, reason="Not that one.")
    assert faults(field.world) == []
    for statement, code in (
        (update(Lot).where(Lot.id == cut.id).values(status=LotStatus.USED), "status-differs"),
        (update(Lot).where(Lot.id == part.id).values(holds=0), "holds-differ"),
        (update(MaximumQuantity).values(drawn_g=1), "quantity-differs"),
        (
            update(Movement).where(Movement.seq == cut.made_by).values(loss_g=1),
            "mass-not-conserved",
        ),
    ):
        found = changed(field.world, statement)
        assert code in {sentence.partition(":")[0] for sentence in found}, code
    assert balance(field.world, cut.id) == (60 * KG, 0)
