"""Buying from harvesters: refusals with all their obstacles, numbers, lots and corrections."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from fairwild.certificates.states import CertificateStatus, Standing
from fairwild.kernel.plants import PlantPart
from fairwild.kernel.quantities import State
from fairwild.kernel.refusals import Invalid, NotAllowed, NotFound, Refused
from fairwild.lots.custody.facts import Custody
from fairwild.lots.operations import (
    close_lot,
    record_receipt,
    reopen_lot,
    reverse_receipt,
    split_lot,
)
from fairwild.lots.queries import custody_of, find_quota, get_lot_facts, quota_outlook
from fairwild.lots.records import Lot
from fairwild.lots.states import LotStatus, QuotaLevel
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
    moment,
    rows_of_material,
    second_area,
    set_status,
)


def refused(field: Field, **changes: object) -> list[str]:
    """Try a receipt that must be refused; nothing may be written. Gives the codes."""
    before = ledger_length(field.world), rows_of_material(field.world)
    with pytest.raises(Refused) as error:
        field.buy(**changes)  # type: ignore[arg-type]  # a dict of mixed values
    assert (ledger_length(field.world), rows_of_material(field.world)) == before
    return [obstacle.code for obstacle in error.value.obstacles]


def drawn_g(field: Field) -> int:
    with field.world.reading(field.manager) as reading:
        quota = find_quota(
            reading,
            area_id=field.area_id,
            species_id=field.species_id,
            part=PlantPart.ROOT,
            state=State.FRESH,
            on=field.world.now.date(),
        )
        assert quota is not None
        return quota.drawn_g


def test_receipts_gather_in_one_numbered_lot_until_it_is_closed(world: World) -> None:
    field = field_of(world)
    first, second = field.buy(352), field.buy(318)
    assert first.number == "EBR-R-2026-00001"
    assert second.number == "EBR-R-2026-00002"
    assert first.lot_id == second.lot_id
    assert (first.net_g, first.amount_minor) == (352 * KG, 31_680)
    lot = field.does(close_lot, lot_id=first.lot_id)
    assert lot.number == "EBR-GLYGLA-B3-2026-001"
    assert lot.status is LotStatus.CLOSED
    assert balance(world, lot.id) == (670 * KG, 0)
    third = field.buy(10)
    assert third.lot_id != lot.id
    assert drawn_g(field) == 680 * KG
    assert faults(world) == []


def test_a_season_may_not_pass_the_maximum_quantity(world: World) -> None:
    """Negative case 1 of scheme.md: 15,900 kg and 1,200 kg are more than 16,800 kg."""
    field = field_of(world)
    field.buy(15_900)
    with pytest.raises(Refused) as error:
        field.buy(1_200)
    [obstacle] = error.value.obstacles
    assert obstacle.code == "quota-exceeded"
    assert dict(obstacle.facts) == {
        "limit_g": 16_800_000,
        "drawn_g": 15_900_000,
        "wanted_g": 1_200_000,
        "left_g": 900_000,
    }
    assert refused(field, net_kg=1_200) == ["quota-exceeded"]
    field.buy(900)
    assert drawn_g(field) == 16_800_000


def test_outside_the_season_the_nearest_one_is_named(world: World) -> None:
    """Negative case 3 of scheme.md, first half."""
    field = field_of(world)
    world.now = moment(date(2027, 1, 10))
    with pytest.raises(Refused) as error:
        field.buy()
    [obstacle] = error.value.obstacles
    assert obstacle.code == "outside-season"
    assert obstacle.facts["nearest_from"] == date(2026, 1, 1)
    assert obstacle.facts["nearest_until"] == date(2026, 12, 31)
    assert refused(field, state=State.DRY) == ["no-maximum-quantity"]


def test_before_the_registration_nothing_is_bought_from_a_harvester(world: World) -> None:
    """Negative case 3 of scheme.md, second half: here all three dates are wrong at once."""
    field = field_of(world)
    assert refused(field, collected_at=moment(date(2025, 12, 31))) == [
        "harvester-not-registered-then",
        "outside-season",
    ]


def test_every_obstacle_is_named_at_once(world: World) -> None:
    field = field_of(world)
    stranger = second_area(field)
    other_species = world.species("TERBEL", "Terminalia bellirica")
    found = refused(
        field,
        area_id=stranger,
        species_id=other_species,
        gross_g=KG,
        tare_g=KG,
        collected_at=world.now + timedelta(minutes=1),
    )
    assert found == [
        "harvester-not-allowed-area",
        "harvester-not-allowed-species",
        "not-a-target-species",
        "no-maximum-quantity",
        "net-not-positive",
        "in-the-future",
    ]


def test_the_day_of_a_receipt_is_the_day_at_the_operators_place(world: World) -> None:
    field = field_of(world)
    late = moment(date(2026, 12, 31), 23) + timedelta(minutes=59)
    world.now = late
    assert field.buy(collected_at=late).number.startswith("EBR-R-2026-")


def test_a_wrong_price_is_a_wrong_field(world: World) -> None:
    field = field_of(world)
    with pytest.raises(Invalid) as error:
        field.buy(price_per_kg="0.905")
    assert error.value.errors == {"price_per_kg": "not-an-amount"}
    with pytest.raises(Invalid) as error:
        field.buy(price_per_kg="999999999999")
    assert error.value.errors == {"price_per_kg": "too-much"}


def test_strangers_neither_buy_nor_learn_what_there_is(world: World) -> None:
    field = field_of(world)
    with pytest.raises(NotAllowed), world.work(world.operator_manager()) as work:
        record_receipt(work, **field.order())
    stranger = world.operator_manager()
    with pytest.raises(NotFound), world.work(stranger) as work:
        record_receipt(work, **field.order(operator_id=stranger.organisation_id))


def test_certified_and_uncertified_receipts_never_share_a_lot(world: World) -> None:
    field = field_of(world)
    before = field.buy(10)
    world.pass_time(days=1)
    certificate_id = certify(field)
    world.pass_time(days=1)
    after = field.buy(20)
    assert before.lot_id != after.lot_id
    late = field.buy(30, collected_at=world.now - timedelta(days=2))
    assert late.lot_id == before.lot_id
    with world.reading(field.manager) as reading:
        from fairwild.lots.queries import get_lot

        lot = get_lot(reading, after.lot_id)
        assert (lot.certified, lot.certificate_id) == (True, certificate_id)
        plain = get_lot(reading, before.lot_id)
        assert (plain.certified, plain.certificate_id) == (False, None)


def test_what_is_collected_after_a_suspension_is_not_certified(world: World) -> None:
    field = field_of(world)
    certificate_id = certify(field)
    world.pass_time(days=1)
    good = field.buy(10)
    world.pass_time(days=1)
    set_status(world, certificate_id, CertificateStatus.SUSPENDED)
    world.pass_time(days=1)
    assert field.buy(10).lot_id != good.lot_id


def custody(field: Field, lot_id: UUID) -> Custody:
    with field.world.reading(field.manager) as reading:
        return custody_of(reading, get_lot_facts(reading, lot_id))


def test_an_earlier_day_does_not_certify_what_is_recorded_in_a_suspension(world: World) -> None:
    field = field_of(world)
    certificate_id = certify(field)
    world.pass_time(days=1)
    good = field.buy(10)
    world.pass_time(days=1)
    set_status(world, certificate_id, CertificateStatus.SUSPENDED)
    world.pass_time(days=1)
    day = {"collected_at": good.collected_at}
    late = field.buy(20, **day)
    told = custody(field, late.lot_id)
    assert (told.certified, told.code) == (False, "uncovered-when-recorded")
    assert told.nearest is not None
    assert (told.nearest.id, told.nearest.standing) == (certificate_id, Standing.SUSPENDED)
    assert (told.at, told.recorded_at) == (good.collected_at, world.now)
    assert field.buy(5).lot_id == late.lot_id
    assert faults(world) == []
    set_status(world, certificate_id, CertificateStatus.ISSUED)
    field.does(reverse_receipt, receipt_id=late.id, reason="Recorded too early.")
    assert field.buy(20, **day).lot_id == good.lot_id
    assert faults(world) == []


def test_goods_of_a_day_before_a_renewal_are_certified_as_they_were(world: World) -> None:
    field = field_of(world)
    first = certify(field)
    day = {"collected_at": world.now}
    world.pass_time(days=3)
    certify(field, number="CB-2026-00002")
    set_status(world, first, CertificateStatus.SUPERSEDED)
    world.pass_time(days=1)
    told = custody(field, field.buy(20, **day).lot_id)
    assert [one.id for one in told.certificates] == [first]
    assert faults(world) == []


def test_a_wrong_receipt_is_taken_back_and_stays_in_sight(world: World) -> None:
    field = field_of(world)
    kept, wrong = field.buy(100), field.buy(999)
    field.does(reverse_receipt, receipt_id=wrong.id, reason="Typed 999 for 99")
    assert balance(world, kept.lot_id) == (100 * KG, 0)
    assert drawn_g(field) == 100 * KG
    assert faults(world) == []
    with pytest.raises(Refused) as error:
        field.does(reverse_receipt, receipt_id=wrong.id, reason=" ")
    assert [one.code for one in error.value.obstacles] == [
        "receipt-already-reversed",
        "reversal-reason-missing",
    ]


def test_a_closed_lot_is_put_right_until_something_is_drawn_from_it(world: World) -> None:
    field = field_of(world)
    kept, wrong = field.buy(100), field.buy(20)
    field.does(close_lot, lot_id=kept.lot_id)
    field.does(reverse_receipt, receipt_id=wrong.id, reason="Weighed twice")
    assert balance(world, kept.lot_id) == (100 * KG, 0)
    field.does(split_lot, lot_id=kept.lot_id, parts_g=[KG])
    with pytest.raises(Refused) as error:
        field.does(reverse_receipt, receipt_id=kept.id, reason="Too late")
    assert [one.code for one in error.value.obstacles] == ["already-drawn-on"]
    with pytest.raises(Refused):
        field.does(close_lot, lot_id=kept.lot_id)
    assert faults(world) == []


def test_a_closed_lot_without_any_receipt_left_is_undone(world: World) -> None:
    field = field_of(world)
    receipt = field.buy(100)
    field.does(close_lot, lot_id=receipt.lot_id)
    field.does(reverse_receipt, receipt_id=receipt.id, reason="Never delivered")
    with field.world.store.reading() as session:
        assert session.get_one(Lot, receipt.lot_id).status is LotStatus.UNDONE
    assert faults(world) == []


def test_a_closed_lot_is_opened_again_while_nothing_came_of_it(world: World) -> None:
    field = field_of(world)
    lot = field.lot(100)
    field.does(reopen_lot, lot_id=lot.id, reason="One basket was forgotten.")
    assert field.buy(30).lot_id == lot.id
    field.does(close_lot, lot_id=lot.id)
    field.buy(5)
    with pytest.raises(Refused) as error:
        field.does(reopen_lot, lot_id=lot.id, reason=" ")
    assert [one.code for one in error.value.obstacles] == [
        "another-lot-open",
        "reopening-reason-missing",
    ]
    [part] = field.does(split_lot, lot_id=lot.id, parts_g=[KG])
    with pytest.raises(Refused) as error:
        field.does(reopen_lot, lot_id=part.id, reason="Wrong lot.")
    assert error.value.obstacles[0].code == "not-a-collection-lot"


def test_an_empty_lot_is_not_closed(world: World) -> None:
    field = field_of(world)
    receipt = field.buy(100)
    field.does(reverse_receipt, receipt_id=receipt.id, reason="Wrong harvester")
    with pytest.raises(Refused) as error:
        field.does(close_lot, lot_id=receipt.lot_id)
    assert [one.code for one in error.value.obstacles] == ["lot-empty"]


def test_the_bar_warns_from_nine_tenths_on(world: World) -> None:
    field = field_of(world)
    for net_kg in D1_RECEIPTS_KG:
        field.buy(net_kg)

    def level(adding_g: int) -> QuotaLevel:
        with world.reading(field.manager) as reading:
            found = quota_outlook(
                reading,
                area_id=field.area_id,
                species_id=field.species_id,
                part=PlantPart.ROOT,
                state=State.FRESH,
                on=world.now.date(),
                adding_g=adding_g,
            )
            assert found is not None
            assert found.left_g == 16_800_000 - 3_960_000 - adding_g
            return found.level

    assert level(11_159_999) is QuotaLevel.OK
    assert level(11_160_000) is QuotaLevel.WARNING
    assert level(12_840_000) is QuotaLevel.WARNING
    assert level(12_840_001) is QuotaLevel.OVER
