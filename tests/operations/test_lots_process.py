"""Drying, cutting, packing, splitting and merging: what reconciles, and what is refused."""

from datetime import timedelta
from typing import Any

import pytest

from fairwild.certificates.states import CertificateStatus
from fairwild.kernel.actors import OrganisationKind, Role
from fairwild.kernel.plants import Form, PlantPart
from fairwild.kernel.refusals import NotFound, Obstacle, Refused
from fairwild.lots.operations import cut_lots, dry_lots, merge_lots, pack_lot, split_lot
from fairwild.lots.operations.movements import record_movement, take_draws
from fairwild.lots.records import Lot, Movement
from fairwild.lots.states import LotStatus
from tests.builders import World
from tests.lots_builders import (
    D1_RECEIPTS_KG,
    KG,
    Field,
    balance,
    certify,
    faults,
    field_of,
    ledger_length,
    rows_of_material,
    second_area,
    set_status,
    told_faults,
)
from tests.questions import asked_of


def refused(field: Field, deed: Any, **order: Any) -> list[Obstacle]:
    """Try a deed that must be refused; nothing may be written. Gives the obstacles."""
    before = ledger_length(field.world), rows_of_material(field.world)
    with pytest.raises(Refused) as error:
        field.does(deed, **order)
    assert (ledger_length(field.world), rows_of_material(field.world)) == before
    return list(error.value.obstacles)


def codes(found: list[Obstacle]) -> list[str]:
    return [obstacle.code for obstacle in found]


def test_the_worked_example_of_liquorice_reconciles_to_the_gram(world: World) -> None:
    """D1 of scheme.md, lot B3-001: twelve receipts, dried, cut, packed, 13 kg left loose."""
    field = field_of(world)
    certificate_id = certify(field)
    fresh = field.lot(*D1_RECEIPTS_KG)
    assert fresh.made_g == 3_960 * KG
    dried = field.does(dry_lots, inputs=[(fresh.id, 3_960 * KG)], output_g=1_290 * KG)
    cut = field.does(
        cut_lots,
        inputs=[(dried.id, 1_290 * KG)],
        output_g=1_213 * KG,
        by_product_g=51 * KG,
        loss_g=26 * KG,
        loss_reason="Sand",
    )
    packed = field.does(pack_lot, lot_id=cut.id, units=48, unit_g=25 * KG)
    numbers = [
        lot.number.removeprefix("EBR-GLYGLA-B3-2026-") for lot in (fresh, dried, cut, packed)
    ]
    assert numbers == ["001", "001-D1", "001-C1", "001-P1"]
    assert balance(world, fresh.id) == (3_960 * KG, 3_960 * KG)
    assert balance(world, dried.id) == (1_290 * KG, 1_290 * KG)
    assert balance(world, cut.id) == (1_213 * KG, 1_200 * KG)
    assert balance(world, packed.id) == (1_200 * KG, 0)
    assert (packed.units, packed.unit_g, packed.form) == (48, 25 * KG, Form.PACKED)
    assert (packed.certified, packed.certificate_id) == (True, certificate_id)
    with world.store.reading() as session:
        movement = session.get_one(Movement, dried.made_by)
        assert movement.facts["water_g"] == 2_670 * KG
        assert movement.facts["ratio"] == "132/43"
        assert movement.facts["parameters"]
        assert session.get_one(Lot, fresh.id).status is LotStatus.USED
        dust = session.query(Lot).filter_by(form=Form.BY_PRODUCT).one()
        assert (dust.number, dust.made_g) == ("EBR-GLYGLA-B3-2026-001-B1", 51 * KG)
    assert faults(world) == []


def test_more_dry_than_fresh_plants_can_give_is_refused(world: World) -> None:
    """Negative case 2 of scheme.md: 2,000 kg out of 3,900 kg is a ratio of 1.95."""
    field = field_of(world)
    fresh = field.lot(3_900)
    found = refused(field, dry_lots, inputs=[(fresh.id, 3_900 * KG)], output_g=2_000 * KG)
    assert codes(found) == ["ratio-out-of-band"]
    assert {name: str(value) for name, value in found[0].facts.items()} == {
        "ratio": "39/20",
        "lowest_ratio": "5/2",
        "highest_ratio": "4",
    }


def test_by_product_and_loss_of_a_drying_are_dry_mass(world: World) -> None:
    field = field_of(world)
    fresh = field.lot(300)
    order = {"inputs": [(fresh.id, 300 * KG)], "output_g": 100 * KG, "loss_g": 25 * KG}
    order["loss_reason"] = "Stones"
    assert codes(refused(field, dry_lots, **order)) == ["ratio-out-of-band"]
    field.does(dry_lots, **{**order, "loss_g": 15 * KG, "by_product_g": 5 * KG})
    assert faults(world) == []


def test_a_part_without_a_band_cannot_be_dried(world: World) -> None:
    field = field_of(world, part=PlantPart.SEED)
    fresh = field.lot(100, part=PlantPart.SEED)
    found = refused(field, dry_lots, inputs=[(fresh.id, 100 * KG)], output_g=50 * KG)
    assert codes(found) == ["no-drying-band"]


def test_what_is_dry_is_not_dried_again(world: World) -> None:
    field = field_of(world)
    fresh = field.lot(300)
    dried = field.does(dry_lots, inputs=[(fresh.id, 300 * KG)], output_g=100 * KG)
    found = refused(field, dry_lots, inputs=[(dried.id, 90 * KG)], output_g=30 * KG)
    assert codes(found) == ["state-not-for-this"]


def test_every_obstacle_to_a_drying_is_named(world: World) -> None:
    field = field_of(world)
    open_receipt = field.buy(100)
    found = refused(
        field,
        dry_lots,
        inputs=[(open_receipt.lot_id, 101 * KG)],
        output_g=100 * KG,
        at=world.now + timedelta(minutes=1),
    )
    assert codes(found) == [
        "in-the-future",
        "lot-still-open",
        "more-than-available",
        "ratio-out-of-band",
    ]
    assert codes(refused(field, dry_lots, inputs=[], output_g=1)) == ["nothing-taken"]


def test_a_movement_is_never_older_than_what_it_takes(world: World) -> None:
    field = field_of(world)
    fresh = field.lot(300)
    before = world.now - timedelta(seconds=1)
    order = {"inputs": [(fresh.id, 300 * KG)], "output_g": 100 * KG, "at": before}
    assert codes(refused(field, dry_lots, **order)) == ["before-its-origin"]


def test_cutting_must_reconcile_to_the_gram(world: World) -> None:
    field = field_of(world)
    fresh = field.lot(100)
    order = {"inputs": [(fresh.id, 100 * KG)], "output_g": 90 * KG, "by_product_g": 5 * KG}
    assert codes(refused(field, cut_lots, **order, loss_g=5 * KG, loss_reason=" ")) == [
        "loss-without-reason"
    ]
    order["loss_reason"] = "Dust"
    found = refused(field, cut_lots, **order, loss_g=5 * KG - 1)
    assert codes(found) == ["does-not-reconcile"]
    assert found[0].facts["difference_g"] == 1
    field.does(cut_lots, **order, loss_g=5 * KG)


def test_a_hundred_kilograms_are_not_sold_twice(world: World) -> None:
    """Negative case 5 of scheme.md: 1,000 kg out of 900 kg."""
    field = field_of(world)
    fresh = field.lot(900)
    found = refused(field, split_lot, lot_id=fresh.id, parts_g=[600 * KG, 400 * KG])
    assert codes(found) == ["more-than-available"]
    assert dict(found[0].facts) == {
        "lot": fresh.number,
        "available_g": 900 * KG,
        "wanted_g": 1_000 * KG,
    }
    field.does(split_lot, lot_id=fresh.id, parts_g=[800 * KG])
    found = refused(field, pack_lot, lot_id=fresh.id, units=8, unit_g=25 * KG)
    assert codes(found) == ["more-than-available"]


def test_a_split_and_merged_lot_is_what_it_was(world: World) -> None:
    field = field_of(world)
    certify(field)
    fresh = field.lot(900)
    one, other = field.does(split_lot, lot_id=fresh.id, parts_g=[500 * KG, 400 * KG])
    merged = field.does(merge_lots, lot_ids=[one.id, other.id])
    assert [one.number[-2:], other.number[-2:], merged.number[-2:]] == ["S1", "S2", "M1"]
    assert (merged.made_g, merged.certified, merged.area_id) == (900 * KG, True, field.area_id)
    assert faults(world) == []


def test_parts_of_lots_are_merged_and_packs_stay_whole(world: World) -> None:
    field = field_of(world)
    one, other = field.lot(100), field.lot(50)
    merged = field.does(merge_lots, lot_ids=[other.id], parts=[(one.id, 30 * KG)])
    assert merged.made_g == 80 * KG
    assert [balance(world, lot.id) for lot in (one, other)] == [
        (100 * KG, 30 * KG),
        (50 * KG, 50 * KG),
    ]
    found = refused(field, merge_lots, lot_ids=[merged.id], parts=[(one.id, 71 * KG)])
    assert codes(found) == ["more-than-available"]
    bags = [field.does(pack_lot, lot_id=one.id, units=2, unit_g=10 * KG) for _ in range(2)]
    halves = [(bag.id, 5 * KG) for bag in bags]
    assert set(codes(refused(field, merge_lots, parts=halves))) == {"not-whole-units"}
    both = field.does(merge_lots, parts=[(bag.id, 10 * KG) for bag in bags])
    assert (both.units, both.made_g) == (2, 20 * KG)
    assert faults(world) == told_faults(world) == []


def test_certified_and_uncertified_are_never_merged(world: World) -> None:
    field = field_of(world)
    plain = field.lot(10)
    world.pass_time(days=1)
    certify(field)
    world.pass_time(days=1)
    certified = field.lot(20)
    found = refused(field, merge_lots, lot_ids=[plain.id, certified.id])
    assert codes(found) == ["certified-mixed-with-uncertified"]
    found = refused(field, cut_lots, inputs=[(plain.id, KG), (certified.id, KG)], output_g=2 * KG)
    assert codes(found) == ["certified-mixed-with-uncertified"]


def test_lots_that_differ_are_not_merged_and_all_differences_are_named(world: World) -> None:
    field = field_of(world)
    fresh, rest = field.lot(300), field.lot(10)
    dried = field.does(dry_lots, inputs=[(fresh.id, 300 * KG)], output_g=100 * KG)
    found = refused(field, merge_lots, lot_ids=[dried.id, rest.id])
    assert codes(found) == ["lots-differ", "lots-differ"]
    assert [one.facts["which"] for one in found] == ["state", "form"]
    assert codes(refused(field, merge_lots, lot_ids=[rest.id, rest.id])) == ["too-few-lots"]


def test_packed_goods_are_only_parted_between_units(world: World) -> None:
    field = field_of(world)
    packed = field.does(pack_lot, lot_id=field.lot(100).id, units=4, unit_g=25 * KG)
    found = refused(field, split_lot, lot_id=packed.id, parts_g=[30 * KG])
    assert codes(found) == ["not-whole-units"]
    [part] = field.does(split_lot, lot_id=packed.id, parts_g=[50 * KG])
    assert (part.units, part.unit_g) == (2, 25 * KG)
    found = refused(field, pack_lot, lot_id=packed.id, units=1, unit_g=KG)
    assert codes(found) == ["form-not-for-this"]


def test_a_suspended_certificate_freezes_the_stock_and_a_lifted_one_frees_it(world: World) -> None:
    field = field_of(world)
    certificate_id = certify(field)
    fresh = field.lot(300)
    world.pass_time(days=1)
    set_status(world, certificate_id, CertificateStatus.SUSPENDED)
    world.pass_time(days=1)
    order = {"inputs": [(fresh.id, 300 * KG)], "output_g": 100 * KG}
    found = refused(field, dry_lots, **order)
    assert codes(found) == ["certificate-not-in-force"]
    assert found[0].facts["certificate"] == "CB-2026-00001"
    assert codes(refused(field, split_lot, lot_id=fresh.id, parts_g=[KG])) == [
        "certificate-not-in-force"
    ]
    set_status(world, certificate_id, CertificateStatus.ISSUED)
    world.pass_time(hours=1)
    assert field.does(dry_lots, **order).certified


def test_what_is_frozen_today_cannot_be_processed_yesterday(world: World) -> None:
    field = field_of(world)
    certificate_id = certify(field)
    fresh = field.lot(300)
    world.pass_time(days=2)
    still_certified = world.now
    world.pass_time(days=2)
    set_status(world, certificate_id, CertificateStatus.SUSPENDED)
    world.pass_time(hours=1)
    order = {"inputs": [(fresh.id, 300 * KG)], "output_g": 100 * KG, "at": still_certified}
    assert codes(refused(field, dry_lots, **order)) == ["certificate-not-in-force"]
    set_status(world, certificate_id, CertificateStatus.ISSUED)
    world.pass_time(hours=1)
    assert field.does(dry_lots, **order).certified


def test_what_was_bought_while_certified_keeps_its_status(world: World) -> None:
    field = field_of(world)
    certificate_id = certify(field)
    lot = field.lot(100)
    company = world.organisation(OrganisationKind.COMPANY)
    buyer = world.person((company, Role.COMPANY_MEMBER))
    with world.store.writing() as session:
        session.get_one(Lot, lot.id).holder_id = company
        session.commit()
    world.pass_time(days=1)
    set_status(world, certificate_id, CertificateStatus.WITHDRAWN)
    world.pass_time(days=1)
    with world.work(buyer) as work:
        packed = pack_lot(work, lot_id=lot.id, units=4, unit_g=25 * KG)
        assert (packed.certified, packed.certificate_id) == (True, certificate_id)
        assert packed.holder_id == company
    with world.store.reading() as session:
        assert session.get_one(Movement, packed.made_by).judgement == "certified-when-sold"


def test_a_merged_lot_of_two_areas_needs_both_in_scope(world: World) -> None:
    field = field_of(world)
    other = second_area(field)
    certificate_id = certify(field, area_ids=(field.area_id, other))
    lots = [
        field.lot(100),
        field.lot(100, area_id=other, harvester_id=field.more["harvester-B4"]),
    ]
    merged = field.does(merge_lots, lot_ids=[lot.id for lot in lots])
    assert (merged.area_id, merged.certificate_id) == (None, certificate_id)
    dried = field.does(dry_lots, inputs=[(merged.id, 200 * KG)], output_g=70 * KG)
    assert dried.certified
    world.pass_time(days=1)
    set_status(world, certificate_id, CertificateStatus.SUPERSEDED)
    certify(field, number="CB-2026-00002")
    world.pass_time(days=1)
    found = refused(field, split_lot, lot_id=dried.id, parts_g=[KG])
    assert codes(found) in (["area-not-in-scope"], ["certificate-not-in-force"])


def test_strangers_do_not_touch_a_lot(world: World) -> None:
    field = field_of(world)
    lot = field.lot(100)
    with pytest.raises(NotFound), world.work(world.operator_manager()) as work:
        split_lot(work, lot_id=lot.id, parts_g=[KG])


@pytest.mark.parametrize("count", [2, 30])
def test_a_movement_costs_the_same_number_of_statements_for_any_number_of_inputs(
    small_world: World, count: int
) -> None:
    field = field_of(small_world)
    lot = field.lot(100)
    parts = field.does(split_lot, lot_id=lot.id, parts_g=[KG] * count)
    with small_world.work(field.manager) as work:
        from fairwild.access.actions import Action
        from fairwild.certificates.queries import Judgement
        from fairwild.lots.operations.movements import derived
        from fairwild.lots.states import MovementKind

        draws = take_draws(work, [(one.id, KG) for one in parts], to=Action.MERGE_LOTS)
        with asked_of(small_world.store) as statements:
            record_movement(
                work,
                kind=MovementKind.MERGE,
                organisation_id=field.operator_id,
                inputs=draws,
                outputs=[derived(draws[0].lot, number="ONE", made_g=count * KG)],
                judgement=Judgement(certified=False, code="no-certificate"),
            )
        # one of them asks which inputs are collection lots, whose origin is kept with the movement
        assert len(statements) == 7
    assert faults(small_world) == []
