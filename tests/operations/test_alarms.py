"""Alarms are computed from what is recorded, and put aside only with a reason."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from fairwild.alarms.facts import Alarm
from fairwild.alarms.operations import dismiss_alarm, restore_alarm
from fairwild.alarms.queries import alarms_about, alarms_of, dismissals_of
from fairwild.alarms.states import About, AlarmKind
from fairwild.certificates.records import CertificateLine
from fairwild.certificates.states import CertificateStatus
from fairwild.kernel.refusals import NotAllowed, Refused
from fairwild.lots.operations import reverse_receipt
from fairwild.lots.queries.watching import harvester_days
from fairwild.lots.stock.operations import count_stock
from fairwild.trade.operations import ship
from tests.areas_builders import quantity
from tests.builders import World
from tests.harvesters_builders import harvester
from tests.lots_builders import KG, Field, certify, field_of, set_status
from tests.trade_builders import company_member, home


def alarms(field: Field) -> list[Alarm]:
    with field.world.reading(field.manager) as reading:
        return alarms_of(reading, field.operator_id)


def kinds(field: Field) -> list[AlarmKind]:
    return [alarm.kind for alarm in alarms(field)]


def test_an_ordinary_season_raises_nothing(world: World) -> None:
    field = field_of(world)
    field.lot(100, 120)
    assert alarms(field) == []


def test_a_limit_nearly_drawn_is_named_with_its_numbers(world: World) -> None:
    field = field_of(world, limit_g=200 * KG)
    field.buy(185)
    [alarm] = alarms(field)
    assert alarm.kind is AlarmKind.QUANTITY_NEARLY_DRAWN
    assert (alarm.facts["drawn_g"], alarm.facts["left_g"]) == (185 * KG, 15 * KG)


def test_a_harvesters_day_far_above_the_others_is_named(world: World) -> None:
    field = field_of(world)
    for net_kg in (40, 42, 38, 41, 39, 40, 43, 37, 41):
        field.buy(net_kg)
        world.pass_time(days=1)
    field.buy(300)
    assert kinds(field) == [AlarmKind.HARVESTER_STANDS_OUT]


def test_receipts_recorded_late_are_told_by_lot_until_they_are_put_aside(world: World) -> None:
    field = field_of(world)
    field.buy(30)
    day = world.now
    world.pass_time(days=7)
    field.buy(40, collected_at=day)
    assert kinds(field) == []
    world.pass_time(days=5, hours=1)
    late = field.buy(50, collected_at=day), field.buy(60, collected_at=day + timedelta(days=1))
    [alarm] = alarms(field)
    assert alarm.kind is AlarmKind.RECORDED_LATE
    told = {"receipts": 2, "mass_g": 110 * KG, "days": 12, "late_days": 7}
    assert {name: alarm.facts[name] for name in told} == told
    assert [(one.what, one.id) for one in alarm.about] == [(About.LOT, late[0].lot_id)]
    order = {"organisation_id": field.operator_id, "key": alarm.key}
    field.does(dismiss_alarm, **order, reason="The clerk had no connection.")
    with world.reading(field.manager) as reading:
        assert alarms_about(reading, field.operator_id, About.LOT, late[0].lot_id) == []
    field.does(reverse_receipt, receipt_id=late[0].id, reason="Twice.")
    [other] = alarms(field)
    assert (other.facts["receipts"], other.key == alarm.key) == (1, False)


def test_the_same_person_registered_twice_is_named(world: World) -> None:
    field = field_of(world)
    for _ in range(2):
        harvester(world, field.manager, name="Ana Ruiz", area_ids=(field.area_id,))
    assert AlarmKind.DUPLICATE_HARVESTERS in kinds(field)


def test_a_count_that_found_too_much_is_named_until_it_is_put_aside(world: World) -> None:
    field = field_of(world)
    lot = field.lot(100)
    counted = {lot.id: (103 * KG, "The scale was moved.")}
    field.does(count_stock, holder_id=field.operator_id, counted=counted)
    [alarm] = alarms(field)
    assert (alarm.kind, alarm.facts["surplus_g"]) == (AlarmKind.SURPLUS_FOUND, 3 * KG)
    assert [(one.what, one.name) for one in alarm.about][1:] == [(About.LOT, lot.number)]
    order = {"organisation_id": field.operator_id, "key": alarm.key}
    with pytest.raises(Refused):
        field.does(dismiss_alarm, **order, reason="  ")
    row = field.does(dismiss_alarm, **order, reason="Scale calibrated on Monday.")
    with world.reading(field.manager) as reading:
        assert set(dismissals_of(reading, field.operator_id)) == {alarm.key}
    with pytest.raises(Refused):
        field.does(dismiss_alarm, **order, reason="Again.")
    field.does(restore_alarm, dismissal_id=row.id)
    with world.reading(field.manager) as reading:
        assert dismissals_of(reading, field.operator_id) == {}


def test_a_certificate_suspended_with_effect_before_a_sale_is_named(world: World) -> None:
    field = field_of(world)
    certificate_id = certify(field)
    lot = field.lot(100)
    world.pass_time(days=2)
    buyer_id = home(company_member(world))
    field.does(ship, sender_id=field.operator_id, receiver_id=buyer_id, lines=[(lot.id, 50 * KG)])
    assert kinds(field) == []
    now, world.now = world.now, world.now - timedelta(days=1)
    set_status(world, certificate_id, CertificateStatus.SUSPENDED)
    world.now = now
    [alarm] = alarms(field)
    assert alarm.kind is AlarmKind.CERTIFICATE_INVALID_AT_SALE
    assert alarm.facts["standing"] == "suspended"


def lowered(world: World, maximum_g: int) -> None:
    """Let every certificate allow this much, as nobody can once more is collected."""
    with world.store.writing() as session:
        session.execute(update(CertificateLine).values(maximum_g=maximum_g))
        session.commit()


def test_seasons_are_not_added_up_under_a_certificate_that_spans_two(world: World) -> None:
    field = field_of(world)
    certify(field, maximum_g=1_000 * KG)
    field.buy(900)
    world.pass_time(days=(date(2027, 2, 1) - world.now.date()).days)
    seasons = {"season_from": date(2027, 1, 1), "season_until": date(2028, 1, 1)}
    quantity(world, field.manager, field.area_id, field.species_id, **seasons)
    field.buy(850)
    assert AlarmKind.OVER_CERTIFIED_QUANTITY not in kinds(field)
    lowered(world, 860 * KG)
    [alarm] = [one for one in alarms(field) if one.kind is AlarmKind.OVER_CERTIFIED_QUANTITY]
    told = {name: alarm.facts[name] for name in ("season", "maximum_g", "collected_g", "over_g")}
    assert told == {
        "season": "2026",
        "maximum_g": 860 * KG,
        "collected_g": 900 * KG,
        "over_g": 40 * KG,
    }


def test_one_season_under_a_certificate_and_the_one_after_it_is_one_sum(world: World) -> None:
    field = field_of(world)
    first = certify(field, maximum_g=1_000 * KG)
    field.buy(900)
    world.pass_time(days=1)
    set_status(world, first, CertificateStatus.SUPERSEDED)
    second = certify(field, number="CB-2026-00001-R1", maximum_g=1_200 * KG)
    world.pass_time(days=1)
    field.buy(300)
    assert AlarmKind.OVER_CERTIFIED_QUANTITY not in kinds(field)
    lowered(world, 1_100 * KG)
    [alarm] = [one for one in alarms(field) if one.kind is AlarmKind.OVER_CERTIFIED_QUANTITY]
    assert alarm.facts["certificate"] == "CB-2026-00001, CB-2026-00001-R1"
    assert alarm.facts["over_g"] == 100 * KG
    assert [one.id for one in alarm.about] == [first, second]


def test_an_alarm_put_aside_comes_back_with_worse_figures(world: World) -> None:
    field = field_of(world)
    for net_kg in (40, 42, 38, 41, 39, 40, 43, 37, 41):
        field.buy(net_kg)
        world.pass_time(days=1)
    field.buy(300)
    [alarm] = alarms(field)
    reason = "Two carts came at once."
    field.does(dismiss_alarm, organisation_id=field.operator_id, key=alarm.key, reason=reason)
    field.buy(100)
    [worse] = alarms(field)
    assert worse.facts["mass_g"] == 400 * KG
    with world.reading(field.manager) as reading:
        assert worse.key not in dismissals_of(reading, field.operator_id)


def test_strangers_see_no_alarms(world: World) -> None:
    field = field_of(world)
    with world.reading(world.operator_manager()) as reading, pytest.raises(NotAllowed):
        alarms_of(reading, field.operator_id)


def test_days_are_those_of_the_operators_clocks_on_both_sides_of_their_change(
    world: World,
) -> None:
    field = field_of(world)
    zone = ZoneInfo("Europe/Madrid")
    began = datetime(2026, 3, 28, 22, 30, tzinfo=UTC)
    moments = [began + timedelta(minutes=15 * step) for step in range(0, 120, 7)]
    world.now = moments[-1] + timedelta(days=1)
    expected: Counter[date] = Counter()
    for number, at in enumerate(moments, 1):
        field.buy(number, collected_at=at)
        expected[at.astimezone(zone).date()] += number * KG
    with world.reading(field.manager) as reading:
        since = began - timedelta(days=3)
        days = harvester_days(reading, field.operator_id, since=since, zone=zone)
    assert {one.on: one.mass_g for one in days} == dict(expected)
    assert len(days) == len(expected) == 3
    assert {one.area_ids for one in days} == {frozenset({field.area_id})}


def test_alarms_about_one_thing_are_those_of_all_that_point_at_it(world: World) -> None:
    field = field_of(world, limit_g=1_600 * KG)
    twins = [
        harvester(
            world,
            field.manager,
            name="Ana Ruiz",
            area_ids=(field.area_id,),
            species_ids=(field.species_id,),
        )
        for _ in range(2)
    ]
    for net_kg in (40, 42, 38, 41, 39, 40, 43, 37, 41):
        field.buy(net_kg, harvester_id=twins[0])
        world.pass_time(days=1)
    field.buy(1_150, harvester_id=twins[0])
    found = alarms(field)
    pointers = {(to.what, to.id) for one in found for to in one.about}
    assert (About.AREA, field.area_id) in pointers
    assert (About.HARVESTER, twins[1]) in pointers
    for what, thing_id in pointers | {(About.HARVESTER, field.harvester_id)}:
        expected = [one for one in found if (what, thing_id) in {(p.what, p.id) for p in one.about}]
        with world.reading(field.manager) as reading:
            assert alarms_about(reading, field.operator_id, what, thing_id) == expected
    [twice] = [one for one in found if one.kind is AlarmKind.DUPLICATE_HARVESTERS]
    order = {"organisation_id": field.operator_id, "key": twice.key}
    field.does(dismiss_alarm, **order, reason="Mother and daughter.")
    with world.reading(field.manager) as reading:
        assert alarms_about(reading, field.operator_id, About.HARVESTER, twins[1]) == []
        assert alarms_about(reading, field.operator_id, About.HARVESTER, twins[0]) != []
    with world.reading(world.operator_manager()) as reading, pytest.raises(NotAllowed):
        alarms_about(reading, field.operator_id, About.LOT, field.area_id)
