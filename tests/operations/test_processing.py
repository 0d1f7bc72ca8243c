"""Every kind of processing, trials, grades, samples, tests and write-offs, on both engines."""

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from sqlalchemy import select

from fairwild.certificates.records import CertificateDraw
from fairwild.certificates.states import CertificateStatus
from fairwild.kernel.actors import Role
from fairwild.kernel.plants import Form, PlantPart
from fairwild.kernel.quantities import State, StatedGrams, read_mass
from fairwild.kernel.refusals import NotAllowed, NotFound, Refused
from fairwild.lots.operations import (
    Ingredient,
    blend_lots,
    correct_movement,
    dry_lots,
    foreseen,
    give_up_claim,
    grade_lot,
    hold_lots,
    measure_ratio,
    merge_lots,
    process_lots,
    record_test,
    state_recipe,
    take_sample,
    write_off,
)
from fairwild.lots.processing.types import Output
from fairwild.lots.queries import (
    custody_of,
    get_lot_facts,
    last_batches,
    list_tests,
    lots_behind,
)
from fairwild.lots.queries.ratios import band_then
from fairwild.lots.records import Lot, Movement
from fairwild.lots.states import LotStatus, MovementKind, Verdict
from fairwild.trade.operations import ship
from fairwild.unit_of_work import Reading
from tests.builders import World
from tests.lots_builders import (
    KG,
    Field,
    balance,
    certify,
    faults,
    field_of,
    set_status,
    told_faults,
)
from tests.trade_builders import company_member

TEST = {
    "laboratory": "Laboratory of the valley",
    "method": "EN 15662",
    "tested_for": "pesticides",
    "result": "0.7",
    "unit": "mg/kg",
    "allowed": "0.5",
    "verdict": Verdict.FAILED,
}


def codes(field: Field, deed: Any, **order: Any) -> list[str]:
    """Try a deed that must be refused, and give the codes of its obstacles."""
    with pytest.raises(Refused) as error:
        field.does(deed, **order)
    return [obstacle.code for obstacle in error.value.obstacles]


def movement_of(world: World, lot: Lot) -> Movement:
    with world.store.reading() as session:
        return session.get_one(Movement, lot.made_by)


def trial(field: Field, in_kg: int = 30, out_kg: int = 10, **changes: Any) -> dict[str, Any]:
    return {
        "organisation_id": field.operator_id,
        "kind": MovementKind.DRY,
        "species_id": field.species_id,
        "part": PlantPart.ROOT,
        "season": 2026,
        "in_g": in_kg * KG,
        "out_g": out_kg * KG,
        "tolerance_percent": 10,
        "measured_on": field.world.now.date(),
        "method": "Three trays of 10 kg.",
    } | changes


def test_sifted_goods_keep_their_form_and_forms_are_not_sifted_together(world: World) -> None:
    field = field_of(world)
    fresh = field.lot(300)
    dried = field.does(dry_lots, inputs=[(fresh.id, 300 * KG)], output_g=100 * KG)
    [cut] = field.does(
        process_lots,
        kind=MovementKind.CUT,
        inputs=[(dried.id, 40 * KG)],
        outputs=[Output(40 * KG)],
    )
    both = {"inputs": [(dried.id, 10 * KG), (cut.id, 10 * KG)], "outputs": [Output(20 * KG)]}
    assert codes(field, process_lots, kind=MovementKind.SIFT, **both) == ["lots-differ"]
    for form, found in ((Form.DRIED, ["form-not-from-this"]), (Form.RAW, ["form-not-from-this"])):
        coarser = {"inputs": [(cut.id, 10 * KG)], "outputs": [Output(10 * KG, form=form)]}
        assert codes(field, process_lots, kind=MovementKind.SIFT, **coarser) == found
    [fine] = field.does(
        process_lots,
        kind=MovementKind.SIFT,
        inputs=[(cut.id, 10 * KG)],
        outputs=[Output(10 * KG)],
    )
    [powder] = field.does(
        process_lots,
        kind=MovementKind.MILL,
        inputs=[(dried.id, 10 * KG), (fine.id, 10 * KG)],
        outputs=[Output(20 * KG)],
    )
    assert (fine.form, powder.form) == (Form.CUT, Form.POWDER)
    again = {"inputs": [(powder.id, 5 * KG)], "outputs": [Output(5 * KG)]}
    assert codes(field, process_lots, kind=MovementKind.CUT, **again) == ["form-not-for-this"]


def test_a_lot_is_dried_sifted_milled_and_macerated_and_every_gram_is_told(world: World) -> None:
    field = field_of(world)
    certificate_id = certify(field)
    fresh = field.lot(300)
    dried = field.does(dry_lots, inputs=[(fresh.id, 300 * KG)], output_g=100 * KG)
    fine, coarse, dust = field.does(
        process_lots,
        kind=MovementKind.SIFT,
        inputs=[(dried.id, 100 * KG)],
        outputs=[
            Output(3 * KG, by_product=True),
            Output(60 * KG, grade="fine"),
            Output(36 * KG, grade="coarse"),
        ],
        loss_g=1 * KG,
        loss_reason="blew off",
    )
    assert [one.number.rpartition("-")[2] for one in (fine, coarse, dust)] == ["F1", "F2", "B1"]
    assert [(one.form, one.state) for one in (fine, dust)] == [
        (Form.DRIED, State.DRY),
        (Form.BY_PRODUCT, State.DRY),
    ]
    assert (fine.grade, coarse.grade) == ("fine", "coarse")
    assert codes(field, merge_lots, lot_ids=[fine.id, coarse.id]) == ["lots-differ"]
    [powder] = field.does(
        process_lots,
        kind=MovementKind.MILL,
        inputs=[(fine.id, 60 * KG)],
        outputs=[Output(60 * KG)],
    )
    oil, pressed = field.does(
        process_lots,
        kind=MovementKind.MACERATE,
        inputs=[(powder.id, 10 * KG)],
        outputs=[Output(45 * KG), Output(14 * KG, by_product=True)],
        added_g=50 * KG,
        added_what="olive oil",
        loss_g=1 * KG,
        loss_reason="Spilt",
    )
    assert (oil.form, oil.state, oil.certificate_id) == (Form.OIL, State.LIQUID, certificate_id)
    assert (pressed.form, pressed.state) == (Form.BY_PRODUCT, State.LIQUID)
    soaked = {"inputs": [(pressed.id, KG)], "outputs": [Output(KG)]}
    assert codes(field, process_lots, kind=MovementKind.MILL, **soaked) == ["state-not-for-this"]
    movement = movement_of(world, oil)
    assert (movement.added_g, movement.added_what) == (50 * KG, "olive oil")
    assert movement.facts["added_g"] == 50 * KG
    assert balance(world, powder.id) == (60 * KG, 10 * KG)
    assert faults(world) == []


def test_distilling_leaves_what_was_driven_out_and_is_judged_by_a_wide_band(world: World) -> None:
    field = field_of(world)
    fresh = field.lot(300)
    order = {"kind": MovementKind.DISTIL, "inputs": [(fresh.id, 300 * KG)]}
    assert codes(field, process_lots, **order, outputs=[Output(31 * KG)]) == ["yield-out-of-band"]
    water = Output(20 * KG, by_product=True)
    oil, _ = field.does(process_lots, **order, outputs=[Output(1 * KG), water])
    facts = movement_of(world, oil).facts
    assert (facts["water_g"], facts["batch_ratio"], facts["band_source"]) == (
        279 * KG,
        "300/1",
        "scheme",
    )
    assert "ratio" not in facts
    assert faults(world) == []


def test_what_distilling_leaves_is_no_dry_weight_of_a_product(world: World) -> None:
    field = field_of(world)
    certify(field)
    order = {"kind": MovementKind.DISTIL, "inputs": [(field.lot(80).id, 80 * KG)]}
    outputs = [Output(20), Output(80 * KG - 20, by_product=True)]
    oil, spent = field.does(process_lots, **order, outputs=outputs)
    assert (spent.certified, spent.state) == (True, State.LIQUID)
    line = Ingredient("1", field.species_id, PlantPart.ROOT, certified=True)
    said = {"organisation_id": field.operator_id, "product": "Root powder", "lines": [line]}
    recipe = field.does(state_recipe, **said).id
    found = codes(field, blend_lots, inputs=[(spent.id, spent.made_g)], recipe=recipe)
    assert found == ["liquid-in-product", "by-product-in-product"]
    found = codes(field, blend_lots, inputs=[(oil.id, 20)], recipe=recipe)
    assert found == ["liquid-in-product"]
    dried = field.does(dry_lots, inputs=[(field.lot(300).id, 300 * KG)], output_g=100 * KG)
    sifting = {"kind": MovementKind.SIFT, "inputs": [(dried.id, 100 * KG)]}
    outputs = [Output(97 * KG), Output(3 * KG, by_product=True)]
    fine, dust = field.does(process_lots, **sifting, outputs=outputs)
    found = codes(field, blend_lots, inputs=[(dust.id, 3 * KG)], recipe=recipe)
    assert found == ["by-product-in-product"]
    product = field.does(blend_lots, inputs=[(fine.id, 97 * KG)], recipe=recipe)
    assert (product.certified, product.made_g) == (True, 97 * KG)
    assert faults(world) == []


def test_a_kilogram_is_not_steeped_in_a_hundred_tonnes_nor_in_the_plant_itself(
    world: World,
) -> None:
    field = field_of(world)
    dried = field.does(dry_lots, inputs=[(field.lot(300).id, 300 * KG)], output_g=100 * KG)
    order = {"kind": MovementKind.MACERATE, "inputs": [(dried.id, KG)]}
    little = {"added_g": 100_000 * KG, "added_what": "alcohol"}
    outputs = [Output(100_000 * KG), Output(KG, by_product=True)]
    assert codes(field, process_lots, **order, **little, outputs=outputs) == ["yield-out-of-band"]
    same = {"added_g": 5 * KG, "added_what": "cheap GLYCYRRHIZA  glabra extract"}
    found = codes(field, process_lots, **order, **same, outputs=[Output(6 * KG)])
    assert found == ["addition-is-the-plant"]
    right = {"added_g": 49 * KG, "added_what": "alcohol"}
    [tincture] = field.does(process_lots, **order, **right, outputs=[Output(50 * KG)])
    facts = movement_of(world, tincture).facts
    assert (facts["batch_ratio"], facts["lowest_ratio"]) == ("1/50", "1/50")
    assert (facts["highest_ratio"], facts["band_source"]) == ("10/11", "scheme")
    with world.reading(field.manager) as reading:
        batch, *_ = last_batches(reading, field.operator_id)
    assert (batch.kind, batch.ratio) == (MovementKind.MACERATE, Fraction(1, 50))
    band = band_then(batch, [])
    assert band is not None
    assert (band.lowest, band.highest) == (Fraction(1, 50), Fraction(10, 11))


def test_forms_and_states_must_suit_the_kind(world: World) -> None:
    field = field_of(world)
    fresh = field.lot(100)
    order = {"inputs": [(fresh.id, 10 * KG)], "outputs": [Output(10 * KG)]}
    assert codes(field, process_lots, kind=MovementKind.MILL, **order) == ["state-not-for-this"]
    asked = {"inputs": [(fresh.id, 10 * KG)], "outputs": [Output(10 * KG, Form.OIL)]}
    assert codes(field, process_lots, kind=MovementKind.CUT, **asked) == ["form-not-from-this"]
    assert codes(field, process_lots, kind=MovementKind.PACK, **order) == ["process-not-in-force"]


def test_weights_in_other_units_are_kept_as_they_were_stated(world: World) -> None:
    field = field_of(world)
    fresh = field.lot(100)
    pounds, grams = StatedGrams(read_mass("22.0462 lb")), StatedGrams(read_mass("10000 g"))
    [cut] = field.does(
        process_lots,
        kind=MovementKind.CUT,
        inputs=[(fresh.id, pounds)],
        outputs=[Output(grams)],
    )
    assert cut.made_g == 10 * KG
    sample = field.does(take_sample, lot_id=cut.id, mass_g=StatedGrams(read_mass("300 g")))
    field.does(write_off, lot_id=cut.id, mass_g=StatedGrams(read_mass("1 lb")), reason="Mould.")
    assert movement_of(world, cut).facts["stated"] == {
        f"input:{fresh.number}": {"text": "22.0462 lb", "unit": "lb", "grams": 10_000},
        "output:1": {"text": "10000 g", "unit": "g", "grams": 10_000},
    }
    assert movement_of(world, sample).facts["stated"]["output:1"]["text"] == "300 g"
    assert balance(world, cut.id) == (10 * KG, 754)
    assert faults(world) == []


def test_the_own_trial_of_the_season_judges_and_a_new_one_supersedes_it(world: World) -> None:
    field = field_of(world)
    fresh = field.lot(300)
    order = {"inputs": [(fresh.id, 30 * KG)], "output_g": 8 * KG}
    by_scheme = field.does(dry_lots, **order)
    first = field.does(measure_ratio, **trial(field))
    assert codes(field, dry_lots, **order) == ["ratio-not-as-measured"]
    own = field.does(dry_lots, inputs=[(fresh.id, 30 * KG)], output_g=10 * KG)
    second = field.does(measure_ratio, **trial(field, 38, 10))
    field.does(dry_lots, **order)
    assert (first.edition, second.edition) == (1, 2)
    facts = movement_of(world, own).facts
    assert (facts["band_source"], facts["trial"]) == ("measured", "2026/1")
    assert (facts["lowest_ratio"], facts["highest_ratio"]) == ("27/10", "33/10")
    assert facts["parameters"] == movement_of(world, by_scheme).facts["parameters"]
    with world.reading(field.manager) as reading:
        batches = last_batches(reading, field.operator_id)
    assert [str(one.ratio) for one in batches] == ["15/4", "3", "15/4"]


def test_a_trial_counts_from_its_day_and_for_its_season_only(world: World) -> None:
    field = field_of(world)
    fresh = field.lot(300)
    order = {"inputs": [(fresh.id, 30 * KG)], "output_g": 8 * KG}
    field.does(measure_ratio, **trial(field, season=2025))
    world.pass_time(days=3)
    field.does(measure_ratio, **trial(field))
    field.does(dry_lots, **order, at=world.now - timedelta(days=1))
    assert codes(field, dry_lots, **order) == ["ratio-not-as-measured"]


def test_a_trial_outside_the_scheme_or_by_a_stranger_is_refused(world: World) -> None:
    field = field_of(world)
    later = world.now.date() + timedelta(days=1)
    assert codes(field, measure_ratio, **trial(field, 50, 10)) == ["ratio-out-of-band"]
    wrong = trial(field, measured_on=later, method=" ", tolerance_percent=60)
    assert codes(field, measure_ratio, **wrong) == [
        "trial-in-the-future",
        "method-missing",
        "tolerance-out-of-range",
    ]
    clerk = world.person((field.operator_id, Role.BUYING_CLERK))
    with pytest.raises(NotAllowed), world.work(clerk) as work:
        measure_ratio(work, **trial(field))


def test_a_lot_is_parted_by_grade_and_grades_stay_apart(world: World) -> None:
    field = field_of(world)
    fresh = field.lot(100)
    grades = [("A", 60 * KG), ("B", 30 * KG)]
    order = {"lot_id": fresh.id, "grades": grades, "loss_g": 1 * KG}
    assert codes(field, grade_lot, **order) == ["loss-without-reason"]
    best, _ = field.does(grade_lot, **order, loss_reason="Earth")
    assert (best.grade, best.number[-2:], best.form) == ("A", "Q1", Form.RAW)
    assert balance(world, fresh.id) == (100 * KG, 91 * KG)
    assert codes(field, merge_lots, lot_ids=[best.id, fresh.id]) == ["lots-differ"]
    wrong = [("A", KG), ("a ", KG), (" ", KG)]
    found = codes(field, grade_lot, lot_id=fresh.id, grades=wrong)
    assert found == ["grade-not-named", "grade-twice"]
    assert faults(world) == []


def test_what_a_laboratory_found_in_a_sample_stands_with_the_lot(world: World) -> None:
    field = field_of(world)
    certify(field)
    fresh = field.lot(100)
    sample = field.does(take_sample, lot_id=fresh.id, mass_g=300)
    assert (sample.form, sample.packed_form, sample.certified) == (Form.SAMPLE, Form.RAW, True)
    today = world.now.date()
    field.does(record_test, lot_id=sample.id, tested_on=today, **TEST)
    field.does(record_test, lot_id=fresh.id, tested_on=today, **{**TEST, "verdict": "passed"})
    early = {"lot_id": fresh.id, "tested_on": date(2026, 1, 1)}
    assert codes(field, record_test, **early, **TEST) == ["test-before-the-lot"]
    with world.reading(field.manager) as reading:
        assert len(list_tests(reading, fresh.id)) == 2
        assert [one.verdict for one in list_tests(reading, sample.id)] == [Verdict.FAILED]
        assert lots_behind(reading, sample.id) == [fresh.id]
    assert codes(field, take_sample, lot_id=sample.id, mass_g=1) == ["form-not-for-this"]
    stranger = company_member(world)
    with world.reading(stranger) as reading, pytest.raises(NotFound):
        list_tests(reading, fresh.id)
    assert faults(world) == []


def test_goods_are_written_off_with_a_reason_even_when_they_are_frozen(world: World) -> None:
    field = field_of(world)
    certificate_id = certify(field)
    fresh = field.lot(100)
    world.pass_time(days=1)
    set_status(world, certificate_id, CertificateStatus.SUSPENDED)
    world.pass_time(days=1)
    assert codes(field, write_off, lot_id=fresh.id, mass_g=KG, reason=" ") == [
        "write-off-reason-missing"
    ]
    lost = field.does(write_off, lot_id=fresh.id, mass_g=40 * KG, reason="Mould.")
    own = {"kind": MovementKind.OWN_USE, "reason": "Tea for the pickers."}
    used = field.does(write_off, lot_id=fresh.id, mass_g=60 * KG, **own)
    assert (lost.kind, lost.loss_g, lost.certified) == (MovementKind.LOSS, 40 * KG, True)
    assert (used.kind, used.loss_g, used.loss_reason) == (
        MovementKind.OWN_USE,
        60 * KG,
        "Tea for the pickers.",
    )
    with world.store.reading() as session:
        assert session.get_one(Lot, fresh.id).status is LotStatus.USED
    assert faults(world) == []


def test_a_lot_on_hold_can_be_tested_and_not_processed(world: World) -> None:
    field = field_of(world)
    fresh = field.lot(100)
    field.does(hold_lots, lot_ids=[fresh.id], reason="Failed test.")
    field.does(record_test, lot_id=fresh.id, tested_on=world.now.date(), **TEST)
    order = {"inputs": [(fresh.id, 10 * KG)], "outputs": [Output(10 * KG)]}
    assert codes(field, process_lots, kind=MovementKind.CUT, **order) == ["lot-on-hold"]


def test_by_products_go_into_whatever_takes_goods_of_their_state(world: World) -> None:
    field = field_of(world)
    fresh = field.lot(300)
    dried = field.does(dry_lots, inputs=[(fresh.id, 90 * KG)], output_g=30 * KG)
    _coarse, fines = field.does(
        process_lots,
        kind=MovementKind.SIFT,
        inputs=[(dried.id, 30 * KG)],
        outputs=[Output(20 * KG), Output(10 * KG, by_product=True)],
    )
    for kind in (MovementKind.CUT, MovementKind.SIFT):
        order = {"inputs": [(fines.id, KG)], "outputs": [Output(KG)]}
        assert field.does(process_lots, kind=kind, **order)[0].made_g == KG
    [powder] = field.does(
        process_lots,
        kind=MovementKind.MILL,
        inputs=[(fines.id, 6 * KG)],
        outputs=[Output(6 * KG)],
    )
    oil, water = field.does(
        process_lots,
        kind=MovementKind.DISTIL,
        inputs=[(fresh.id, 100 * KG)],
        outputs=[Output(500), Output(80 * KG, by_product=True)],
    )
    [more] = field.does(
        process_lots,
        kind=MovementKind.DISTIL,
        inputs=[(water.id, 80 * KG)],
        outputs=[Output(100)],
    )
    forms = [(one.form, one.state) for one in (powder, more)]
    assert forms == [(Form.POWDER, State.DRY), (Form.OIL, State.LIQUID)]
    again = {"kind": MovementKind.DISTIL, "outputs": [Output(10)]}
    assert codes(field, process_lots, inputs=[(oil.id, 400)], **again) == ["form-not-for-this"]
    wet = {"kind": MovementKind.DRY, "inputs": [(fines.id, KG)], "outputs": [Output(KG // 3)]}
    assert "state-not-for-this" in codes(field, process_lots, **wet)
    assert faults(world) == []


@pytest.mark.parametrize(
    ("kind", "out_kg", "expected"),
    [
        (MovementKind.CUT, 10, []),
        (MovementKind.CUT, 9, ["yield-out-of-band"]),
        (MovementKind.SIFT, 4, []),
        (MovementKind.SIFT, 3, ["yield-out-of-band"]),
        (MovementKind.MILL, 20, []),
        (MovementKind.MILL, 19, ["yield-out-of-band"]),
    ],
)
def test_a_wild_yield_is_asked_about_without_a_trial(
    world: World, kind: MovementKind, out_kg: int, expected: list[str]
) -> None:
    field = field_of(world)
    fresh = field.lot(120)
    dried = field.does(dry_lots, inputs=[(fresh.id, 120 * KG)], output_g=40 * KG)
    outputs = [Output(out_kg * KG), Output((40 - out_kg) * KG, by_product=True)]
    order = {"kind": kind, "inputs": [(dried.id, 40 * KG)], "outputs": outputs}
    if expected:
        assert codes(field, process_lots, **order) == expected
    else:
        assert field.does(process_lots, **order)[0].made_g == out_kg * KG


IN_SCOPE = (Form.RAW, Form.DRIED, Form.CUT)


def dried(field: Field, fresh_kg: int = 300) -> Lot:
    lot = field.lot(fresh_kg)
    inputs = [(lot.id, fresh_kg * KG)]
    made: Lot = field.does(dry_lots, inputs=inputs, output_g=fresh_kg * KG // 3)
    return made


def test_goods_lose_their_certification_only_in_a_form_where_that_is_meant(world: World) -> None:
    field = field_of(world)
    certify(field, forms=IN_SCOPE)
    lot = dried(field)
    mill: dict[str, Any] = {
        "kind": MovementKind.MILL,
        "inputs": [(lot.id, 40 * KG)],
        "outputs": [Output(39 * KG, Form.POWDER), Output(KG, by_product=True)],
    }
    assert codes(field, process_lots, **mill) == ["certification-would-be-lost"]
    assert codes(field, process_lots, **mill, uncertified=[Form.OIL]) == [
        "certification-would-be-lost"
    ]
    with world.reading(field.manager) as reading:
        facts = get_lot_facts(reading, lot.id)
        seen = foreseen(reading, facts, [Form.POWDER, Form.CUT, Form.BY_PRODUCT])
    assert (seen.keeps, seen.loses) == ((Form.CUT,), (Form.POWDER, Form.BY_PRODUCT))
    powder, dust = field.does(process_lots, **mill, uncertified=[Form.POWDER])
    assert (powder.certified, dust.certified) == (False, False)
    cut = {"kind": MovementKind.CUT, "inputs": [(lot.id, 60 * KG)]}
    goods = [Output(59 * KG, Form.CUT), Output(KG, by_product=True)]
    pieces, dust = field.does(process_lots, **cut, outputs=goods)
    assert (pieces.certified, dust.certified) == (True, False), "nobody is asked about dust"
    assert faults(world) == []


def test_a_claim_is_given_up_and_frozen_goods_can_be_sold_without_it(world: World) -> None:
    field = field_of(world)
    certificate_id = certify(field)
    lot = dried(field)
    with world.reading(field.manager) as reading:
        counted = drawn_in_all(reading)
    world.pass_time(hours=1)
    set_status(world, certificate_id, CertificateStatus.SUSPENDED)
    world.pass_time(days=1)
    buyer = company_member(world)
    sale = {"sender_id": field.operator_id, "receiver_id": buyer.organisation_id}
    assert codes(field, ship, **sale, lines=[(lot.id, KG)]) == ["certificate-not-in-force"]
    assert codes(field, give_up_claim, lot_id=lot.id, reason=" ") == ["giving-up-without-reason"]
    plain = field.does(give_up_claim, lot_id=lot.id, mass_g=30 * KG, reason="Sold as it is.")
    assert (plain.certified, plain.certificate_id, plain.made_g) == (False, None, 30 * KG)
    assert (plain.form, plain.area_id, plain.number) == (
        Form.DRIED,
        lot.area_id,
        "EBR-GLYGLA-B3-2026-001-N1",
    )
    assert balance(world, lot.id) == (100 * KG, 30 * KG)
    again = codes(field, give_up_claim, lot_id=plain.id, reason="Again.")
    assert again == ["no-claim-to-give-up"]
    with world.reading(field.manager) as reading:
        told = custody_of(reading, get_lot_facts(reading, plain.id))
        assert (told.certified, told.code) == (False, "claim-given-up")
        assert drawn_in_all(reading) == counted, "what was collected stays counted"
    field.does(ship, **sale, lines=[(plain.id, 10 * KG)])
    assert (faults(world), told_faults(world)) == ([], [])
    stranger = world.operator_manager()
    with pytest.raises(NotFound), world.work(stranger) as work:
        give_up_claim(work, lot_id=lot.id, reason="Not mine.")


def test_a_claim_that_was_given_up_comes_back_by_undoing_only(world: World) -> None:
    field = field_of(world)
    certify(field)
    lot = dried(field)
    plain = field.does(give_up_claim, lot_id=lot.id, reason="Mixed up with another sack.")
    assert balance(world, lot.id) == (100 * KG, 100 * KG)
    movement = movement_of(world, plain)
    assert (movement.reason, movement.certified) == ("Mixed up with another sack.", False)
    field.does(correct_movement, movement_id=movement.id, reason="It was the other sack.")
    assert balance(world, lot.id) == (100 * KG, 0)
    with world.store.reading() as session:
        assert session.get_one(Lot, lot.id).certified
        assert session.get_one(Lot, plain.id).status is LotStatus.UNDONE
    assert (faults(world), told_faults(world)) == ([], [])


def drawn_in_all(reading: Reading) -> int:
    return sum(reading.session.scalars(select(CertificateDraw.drawn_g)))
