"""Each kind of alarm about material is raised by deeds, and not by the same deeds done right."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from uuid import UUID, uuid4

import pytest
from sqlalchemy import update

from fairwild.alarms.facts import Alarm
from fairwild.alarms.queries import alarms_of
from fairwild.alarms.states import About, AlarmKind
from fairwild.kernel.codes import new_code
from fairwild.kernel.plants import Form, PlantPart
from fairwild.kernel.quantities import State
from fairwild.lots.operations import correct_movement, dry_lots, measure_ratio, process_lots
from fairwild.lots.processing.types import Output
from fairwild.lots.queries.ratios import LAST_BATCHES
from fairwild.lots.records import Lot, Movement
from fairwild.lots.states import LotStatus, MovementKind
from fairwild.organisations.operations import edit_organisation
from fairwild.trade.operations import answer_consignment, ship
from tests.areas_builders import area, quantity
from tests.builders import World
from tests.harvesters_builders import harvester
from tests.lots_builders import KG, Field, certify, field_of
from tests.permits_builders import permit
from tests.trade_builders import company_member, home


def alarms(field: Field, kind: AlarmKind) -> list[Alarm]:
    """Give the alarms of one kind that the field's manager reads."""
    with field.world.reading(field.manager) as reading:
        found = alarms_of(reading, field.operator_id)
    return [alarm for alarm in found if alarm.kind is kind]


def area_at(field: Field, code: str, lat: float, lon: float) -> UUID:
    """Register an area with a limit whose corner lies there."""
    ring = [[0, 0], [0.01, 0], [0.01, 0.01], [0, 0.01], [0, 0]]
    shape = {"type": "Polygon", "coordinates": [[[lon + x, lat + y] for x, y in ring]]}
    area_id = area(field.world, field.manager, code, geometry=shape)
    quantity(field.world, field.manager, area_id, field.species_id)
    return area_id


@pytest.mark.parametrize(("lat", "expected"), [(41.3, []), (41.5, [56])])
def test_two_areas_far_apart_on_one_day(world: World, lat: float, expected: list[int]) -> None:
    field = field_of(world)
    far = area_at(field, "B9", lat, -3.0)
    both = {"area_ids": (field.area_id, far), "species_ids": (field.species_id,)}
    seller = harvester(world, field.manager, name="Eva Gil", **both)
    for area_id in (field.area_id, far):
        field.buy(10, harvester_id=seller, area_id=area_id)
        world.pass_time(minutes=30)
    found = alarms(field, AlarmKind.TWO_PLACES)
    assert [alarm.facts["distance_km"] for alarm in found] == expected


def dried(field: Field, out_kg: int = 8) -> Lot:
    """Dry 30 kg."""
    fresh = field.lot(100)
    made: Lot = field.does(dry_lots, inputs=[(fresh.id, 30 * KG)], output_g=out_kg * KG)
    return made


def trial(field: Field, **changes: object) -> dict[str, object]:
    """Say that ten of thirty kilograms were left in a trial today."""
    return {
        "organisation_id": field.operator_id,
        "kind": MovementKind.DRY,
        "species_id": field.species_id,
        "part": PlantPart.ROOT,
        "season": 2026,
        "in_g": 30 * KG,
        "out_g": 10 * KG,
        "tolerance_percent": 10,
        "measured_on": field.world.now.date(),
        "method": "Three trays of 10 kg.",
    } | changes


def test_a_ratio_that_a_later_trial_makes_unlikely_until_the_batch_is_taken_back(
    world: World,
) -> None:
    field = field_of(world)
    batch = dried(field)
    assert alarms(field, AlarmKind.RATIO_OUT_OF_BAND) == []
    field.does(measure_ratio, **trial(field))
    [alarm] = alarms(field, AlarmKind.RATIO_OUT_OF_BAND)
    assert (alarm.facts["lot"], alarm.facts["ratio"]) == (batch.number, Fraction(15, 4))
    movement_id = next(one.id for one in alarm.about if one.what is About.MOVEMENT)
    field.does(correct_movement, movement_id=movement_id, reason="The scale was wrong.")
    assert alarms(field, AlarmKind.RATIO_OUT_OF_BAND) == []


def test_a_ratio_is_found_behind_any_number_of_later_batches(world: World) -> None:
    field = field_of(world)
    batch = dried(field)
    field.does(measure_ratio, **trial(field))
    later = [
        Movement(
            kind=MovementKind.DRY,
            at=world.now + timedelta(minutes=1),
            recorded_at=world.now,
            organisation_id=field.operator_id,
            certified=False,
            facts={"ratio": "3"},
        )
        for _ in range(LAST_BATCHES)
    ]
    world.keep(*later)
    world.keep(*(made(field, movement) for movement in later))
    world.pass_time(days=1)
    [alarm] = alarms(field, AlarmKind.RATIO_OUT_OF_BAND)
    assert alarm.facts["lot"] == batch.number
    world.pass_time(days=400)
    assert alarms(field, AlarmKind.RATIO_OUT_OF_BAND) == []


def made(field: Field, movement: Movement) -> Lot:
    """Give what a batch made."""
    return Lot(
        number=str(uuid4()),
        code=new_code(),
        made_by=movement.seq,
        made_at=movement.at,
        operator_id=field.operator_id,
        holder_id=field.operator_id,
        species_id=field.species_id,
        part=PlantPart.ROOT,
        form=Form.DRIED,
        state=State.DRY,
        season=2026,
        status=LotStatus.CLOSED,
        made_g=KG,
        certified=False,
    )


def test_collected_outside_the_days_of_a_permit_once_the_clocks_are_put_right(
    world: World,
) -> None:
    field = field_of(world)
    permit(field, valid_until=date(2026, 6, 1))
    world.now = datetime(2026, 6, 2, 9, tzinfo=UTC)
    late = datetime(2026, 5, 31, 12, tzinfo=UTC)
    receipt = field.buy(10, collected_at=late)
    assert alarms(field, AlarmKind.OUTSIDE_PERMIT) == []
    there = {"organisation_id": field.operator_id, "time_zone": "Pacific/Kiritimati"}
    field.does(edit_organisation, **there)
    [alarm] = alarms(field, AlarmKind.OUTSIDE_PERMIT)
    assert (alarm.facts["receipt"], alarm.on) == (receipt.number, date(2026, 6, 1))


@pytest.mark.parametrize(("kg", "expected"), [(899, []), (900, ["F-17"])])
def test_a_permit_of_which_nine_tenths_are_drawn(
    world: World, kg: int, expected: list[str]
) -> None:
    field = field_of(world)
    permit(field)
    field.buy(kg)
    found = alarms(field, AlarmKind.PERMIT_NEARLY_DRAWN)
    assert [alarm.facts["what"] for alarm in found] == expected


def distilled(field: Field) -> tuple[Lot, Lot]:
    """Distil forty of a hundred kilograms of certified roots: three of oil and thirty of water."""
    fresh = field.lot(100)
    oil, water = field.does(
        process_lots,
        kind=MovementKind.DISTIL,
        inputs=[(fresh.id, 40 * KG)],
        outputs=[Output(3 * KG), Output(30 * KG, by_product=True)],
    )
    field.does(dry_lots, inputs=[(fresh.id, 30 * KG)], output_g=10 * KG)
    return oil, water


def sold(field: Field, buyer_id: UUID, *lines: tuple[UUID, int]) -> object:
    """Send goods off."""
    order = {"sender_id": field.operator_id, "receiver_id": buyer_id, "lines": list(lines)}
    return field.does(ship, **order)


def collected(field: Field, mass_g: int) -> None:
    """Write a smaller mass over every collection, as nobody can by a deed."""
    with field.world.store.writing() as session:
        collected = update(Lot).where(Lot.form == Form.RAW, Lot.status != LotStatus.IN_TRANSIT)
        session.execute(collected.values(made_g=mass_g, taken_g=mass_g))
        session.commit()


def test_more_oil_and_water_of_distilling_sold_than_can_have_become_of_what_came(
    world: World,
) -> None:
    field = field_of(world)
    certify(field)
    oil, water = distilled(field)
    buyer_id = home(company_member(world))
    sold(field, buyer_id, (oil.id, 3 * KG), (water.id, 30 * KG))
    assert alarms(field, AlarmKind.SALE_OVER_STOCK) == []
    collected(field, 29 * KG)
    found = alarms(field, AlarmKind.SALE_OVER_STOCK)
    told = [(one.facts["state"], one.facts["sold_g"], one.facts["over_g"]) for one in found]
    assert sorted(told) == [("liquid", 3 * KG, 100), ("liquid", 30 * KG, 1 * KG)]
    assert {pointer.name for one in found for pointer in one.about} == {oil.number, water.number}


def test_fresh_goods_that_came_back_were_never_sold(world: World) -> None:
    field = field_of(world)
    certify(field)
    fresh = field.lot(100)
    buyer = company_member(world)
    sent = sold(field, home(buyer), (fresh.id, 90 * KG))
    collected(field, 85 * KG)
    [alarm] = alarms(field, AlarmKind.SALE_OVER_STOCK)
    assert (alarm.facts["state"], alarm.facts["over_g"]) == (State.FRESH, 5 * KG)
    assert [one.name for one in alarm.about] == [fresh.number]
    with world.work(buyer) as work:
        came = {line.id: 80 * KG for line in sent.lines}  # type: ignore[attr-defined]  # a consignment
        order = {"received": came, "reason": "Ten kilograms were wet."}
        answer_consignment(work, consignment_id=sent.id, **order)  # type: ignore[attr-defined]  # a consignment
    assert alarms(field, AlarmKind.SALE_OVER_STOCK) == []
