"""What looks wrong is found by its numbers, and only that."""

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairwild.alarms.facts import (
    Batch,
    Conflict,
    Covered,
    Critical,
    Day,
    Delayed,
    Drawn,
    Flow,
    Late,
    Overdue,
    Pointer,
    Sale,
    Spot,
    Stray,
    Surplus,
    Thresholds,
    Watched,
)
from fairwild.alarms.rules import WEIGHTS, alarms_in, obstacles_to_dismissing
from fairwild.alarms.rules.of_people import is_beyond
from fairwild.alarms.states import About, AlarmKind
from fairwild.audits.states import Grade
from fairwild.competence.states import InterestKind
from fairwild.harvesters.facts import Likeness
from fairwild.harvesters.states import Sex
from fairwild.kernel.geometry import Place
from fairwild.kernel.plants import PlantPart
from fairwild.kernel.quantities import State

LIMITS = Thresholds(3, 8, 40, Fraction(9, 10), 7, "test")
ON = date(2026, 10, 3)
AT = datetime(2026, 10, 3, 9, tzinfo=UTC)
PLANT, ONE = uuid4(), uuid4()
HERE, THERE, FAR, FURTHER = uuid4(), uuid4(), uuid4(), uuid4()
SPOTS = {
    HERE: Spot("A1", Place(41_600_000, -900_000)),
    THERE: Spot("A2", Place(41_900_000, -900_000)),
    FAR: Spot("A3", Place(42_100_000, -900_000)),
    FURTHER: Spot("A4", Place(42_300_000, -900_000)),
}

OVERDUE = Overdue(ONE, Pointer(About.AUDIT, PLANT, "AB-A-1"), 2, "5.1.a", Grade.MINOR, ON)

LATE = Late(Pointer(About.CERTIFICATE, PLANT, "CB-1"), "year", ON)
TIE = Conflict(
    Pointer(About.AUDIT, PLANT, "AB-A-1"), PLANT, "Ana", "A client", InterestKind.FAMILY, ON
)


def day(mass_g: int, *, of: UUID = ONE, areas: tuple[UUID, ...] = (HERE,), on: date = ON) -> Day:
    goods = (PLANT, "Glycyrrhiza glabra", PlantPart.ROOT, State.FRESH)
    return Day(of, "H0001", *goods, on, mass_g, frozenset(areas))


def kinds(watched: Watched) -> list[AlarmKind]:
    return [alarm.kind for alarm in alarms_in(watched, LIMITS)]


SALE = Sale(
    uuid4(), "EBR-SH-2026-00001", uuid4(), "L1", AT, uuid4(), "CB-1", "suspended", in_force=False
)
GOOD_SALE = replace(SALE, standing="issued", in_force=True)
BATCH = Batch(uuid4(), uuid4(), "L2", ON, Fraction(21, 10), Fraction(5, 2), Fraction(4))
CERTIFICATES = (Pointer(About.CERTIFICATE, uuid4(), "CB-1"),)
COVERED = Covered(CERTIFICATES, 2026, "G. glabra", PlantPart.ROOT, State.FRESH, 1000, 1001)
DRAWN = Drawn(Pointer(About.AREA, uuid4(), "B3"), "B3", 1000, 900)
PERMIT = Pointer(About.PERMIT, uuid4(), "P-7")
STRAY = Stray(
    "R-1", Pointer(About.LOT, uuid4(), "L3"), PERMIT, ON, date(2026, 1, 1), date(2026, 9, 30)
)
DELAYED = Delayed(Pointer(About.LOT, uuid4(), "L4"), 3, 90_000, 12, ON)
SURPLUS = Surplus(Pointer(About.COUNT, uuid4(), "ST-1"), ON, 4000)
CRITICAL = Critical(uuid4(), Pointer(About.AUDIT, uuid4(), "A-1"), "Regaliz", 1, "5.1.a", ON)
FLOW = Flow("G. glabra", PlantPart.ROOT, {State.DRY: 1000}, {State.DRY: 1001})


@pytest.mark.parametrize(
    ("watched", "expected"),
    [
        (Watched(sales=(SALE,)), [AlarmKind.CERTIFICATE_INVALID_AT_SALE]),
        (Watched(sales=(GOOD_SALE,)), []),
        (Watched(flows=(FLOW,)), [AlarmKind.SALE_OVER_STOCK]),
        (Watched(flows=(replace(FLOW, went_g={State.DRY: 1000}),)), []),
        (Watched(covered=(COVERED,)), [AlarmKind.OVER_CERTIFIED_QUANTITY]),
        (Watched(covered=(replace(COVERED, collected_g=1000),)), []),
        (Watched(batches=(BATCH,)), [AlarmKind.RATIO_OUT_OF_BAND]),
        (Watched(batches=(replace(BATCH, ratio=Fraction(5, 2)),)), []),
        (Watched(batches=(replace(BATCH, ratio=Fraction(4)),)), []),
        (Watched(quantities=(DRAWN,)), [AlarmKind.QUANTITY_NEARLY_DRAWN]),
        (Watched(quantities=(replace(DRAWN, drawn_g=899),)), []),
        (Watched(permits=(DRAWN,)), [AlarmKind.PERMIT_NEARLY_DRAWN]),
        (Watched(strays=(STRAY,)), [AlarmKind.OUTSIDE_PERMIT]),
        (Watched(delayed=(DELAYED,)), [AlarmKind.RECORDED_LATE]),
        (Watched(surpluses=(SURPLUS,)), [AlarmKind.SURPLUS_FOUND]),
        (Watched(overdue=(OVERDUE,)), [AlarmKind.NONCONFORMITY_OVERDUE]),
        (Watched(critical=(CRITICAL,)), [AlarmKind.CRITICAL_FINDING]),
        (Watched(late=(LATE,)), [AlarmKind.AUDIT_OVERDUE]),
        (Watched(conflicts=(TIE,)), [AlarmKind.AUDITOR_CONFLICT]),
    ],
)
def test_each_alarm_goes_off_beyond_its_limit_only(
    watched: Watched, expected: list[AlarmKind]
) -> None:
    assert kinds(watched) == expected


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (Watched(sales=(SALE,)), Watched(sales=(replace(SALE, standing="withdrawn"),))),
        (Watched(flows=(FLOW,)), Watched(flows=(replace(FLOW, went_g={State.DRY: 1002}),))),
        (Watched(delayed=(DELAYED,)), Watched(delayed=(replace(DELAYED, receipts=4),))),
        (Watched(flows=(FLOW,)), Watched(flows=(replace(FLOW, came_g={State.DRY: 999}),))),
        (Watched(covered=(COVERED,)), Watched(covered=(replace(COVERED, collected_g=1002),))),
        (Watched(batches=(BATCH,)), Watched(batches=(replace(BATCH, lowest=Fraction(3)),))),
        (Watched(overdue=(OVERDUE,)), Watched(overdue=(replace(OVERDUE, grade=Grade.MAJOR),))),
        (Watched(late=(LATE,)), Watched(late=(replace(LATE, due_on=date(2026, 12, 1)),))),
        (Watched(conflicts=(TIE,)), Watched(conflicts=(replace(TIE, interest_id=ONE),))),
        (Watched(quantities=(DRAWN,)), Watched(quantities=(replace(DRAWN, drawn_g=1000),))),
        (
            Watched(days=(*[day(10)] * 10, day(1000))),
            Watched(days=(*[day(10)] * 10, day(1001))),
        ),
        (
            Watched(days=(day(1, areas=(THERE,)), day(1, areas=(FAR,)), day(1)), spots=SPOTS),
            Watched(days=(day(1, areas=(THERE,)), day(1, areas=(FURTHER,)), day(1)), spots=SPOTS),
        ),
    ],
)
def test_what_was_put_aside_does_not_cover_worse_figures(before: Watched, after: Watched) -> None:
    [old], [new] = alarms_in(before, LIMITS), alarms_in(after, LIMITS)
    assert (old.kind, old.key != new.key) == (new.kind, True)
    assert alarms_in(before, LIMITS)[0].key == old.key


def test_two_areas_far_apart_on_one_day_are_an_alarm_with_the_distance() -> None:
    watched = Watched(days=(day(10, areas=(HERE,)), day(20, areas=(FAR,))), spots=SPOTS)
    [alarm] = alarms_in(watched, LIMITS)
    assert alarm.kind is AlarmKind.TWO_PLACES
    assert alarm.facts["distance_km"] == 56
    assert {pointer.name for pointer in alarm.about} == {"H0001", "A1", "A3"}


@pytest.mark.parametrize(
    "days",
    [
        (day(10, areas=(HERE,)), day(20, areas=(THERE,))),
        (day(10, areas=(HERE,)), day(20, areas=(FAR,), on=date(2026, 10, 4))),
        (day(10, areas=(HERE,)), day(20, of=uuid4(), areas=(FAR,))),
    ],
)
def test_areas_nearby_other_days_and_other_people_are_none(days: tuple[Day, ...]) -> None:
    assert kinds(Watched(days=days, spots=SPOTS)) == []


def test_a_day_far_above_all_others_stands_out_with_its_numbers() -> None:
    usual = tuple(day(95_000 + 1000 * n, of=uuid4()) for n in range(10))
    [alarm] = alarms_in(Watched(days=(*usual, day(400_000))), LIMITS)
    assert alarm.kind is AlarmKind.HARVESTER_STANDS_OUT
    assert (alarm.facts["mass_g"], alarm.facts["mean_g"]) == (400_000, 99_500)
    assert alarm.facts["sigma_g"] == 2872


def test_with_few_days_nothing_stands_out() -> None:
    usual = tuple(day(95_000 + 1000 * n, of=uuid4()) for n in range(7))
    assert kinds(Watched(days=(*usual, day(4_000_000)))) == []


@given(
    st.lists(st.integers(1, 10**6), min_size=2, max_size=40),
    st.integers(1, 10**7),
    st.integers(1, 5),
)
def test_sigmas_are_judged_exactly(others: list[int], value: int, sigmas: int) -> None:
    count, total = len(others), sum(others)
    squares = sum(one**2 for one in others)
    mean = Fraction(total, count)
    variance = sum((one - mean) ** 2 for one in others) / count
    beyond = value > mean and (value - mean) ** 2 > sigmas**2 * variance
    expected = value > 2 * mean if variance == 0 else beyond
    found = is_beyond(value, count=count, total=total, squares=squares, sigmas=sigmas)
    assert found == expected


PERSON = Likeness(uuid4(), "H1", "Ana Ruiz", 1980, "Soria", "600111222", Sex.FEMALE)


@pytest.mark.parametrize(
    ("other", "alike"),
    [
        (replace(PERSON, id=uuid4(), local_id="H2", phone=""), "name"),
        (Likeness(uuid4(), "H2", "Eva Gil", 1990, "Agreda", "+34 600 11 12 22"), "phone"),
    ],
)
def test_perhaps_one_person_twice(other: Likeness, alike: str) -> None:
    [alarm] = alarms_in(Watched(people=(other, PERSON)), LIMITS)
    assert (alarm.kind, alarm.facts["alike"]) == (AlarmKind.DUPLICATE_HARVESTERS, alike)
    assert alarm.facts["harvesters"] == "H1, H2"


def test_several_who_are_alike_are_one_alarm_that_says_by_what() -> None:
    said = [("Ruiz Ana", 1980), ("Ana Maria Ruiz", 1981), ("Anna Ruíz", 1980)]
    people = [
        replace(PERSON, id=uuid4(), local_id=f"H{place}", phone="", name=name, birth_year=year)
        for place, (name, year) in enumerate(said, 2)
    ]
    [alarm] = alarms_in(Watched(people=(PERSON, *people)), LIMITS)
    assert alarm.facts["harvesters"] == "H1, H2, H3, H4"
    assert alarm.facts["alike"] == "sound, part-near-year"


def test_what_was_found_or_sold_too_much_points_at_its_lots() -> None:
    lots = tuple(Pointer(About.LOT, uuid4(), f"L-{one}") for one in range(2))
    flow = replace(FLOW, lots={State.DRY: lots})
    watched = Watched(flows=(flow,), surpluses=(replace(SURPLUS, lots=lots),))
    sold, found = alarms_in(watched, LIMITS)
    assert sold.about == lots
    assert found.about == (SURPLUS.count, *lots)


def test_one_pair_alike_in_both_ways_is_one_alarm() -> None:
    twin = replace(PERSON, id=uuid4(), local_id="H2")
    assert len(alarms_in(Watched(people=(PERSON, twin)), LIMITS)) == 1


def test_people_without_telephones_are_not_one() -> None:
    others = [replace(PERSON, id=uuid4(), phone="", birth_year=1970 + 2 * n) for n in range(3)]
    assert kinds(Watched(people=tuple(others))) == []


def test_the_gravest_comes_first_and_every_kind_has_its_weight() -> None:
    watched = Watched(quantities=(DRAWN,), sales=(SALE,), surpluses=(SURPLUS,))
    weights = [alarm.weight for alarm in alarms_in(watched, LIMITS)]
    assert weights == [100, 60, 40]
    assert set(WEIGHTS) == set(AlarmKind)


def test_an_alarm_is_put_aside_only_with_a_reason_and_while_it_is_there() -> None:
    codes = [o.code for o in obstacles_to_dismissing(still_there=False, reason=" ")]
    assert codes == ["alarm-gone", "dismissal-reason-missing"]
    assert list(obstacles_to_dismissing(still_there=True, reason="Two brothers.")) == []


BEST = replace(FLOW, drying=Fraction(5, 2), distilling=Fraction(10))


@pytest.mark.parametrize(
    ("came_g", "went_g", "over"),
    [
        ({State.FRESH: 1000}, {State.FRESH: 1000}, {}),
        ({State.FRESH: 1000}, {State.FRESH: 1001}, {State.FRESH: 1}),
        ({State.FRESH: 1000}, {State.DRY: 400}, {}),
        ({State.FRESH: 1000}, {State.DRY: 401}, {State.DRY: 1}),
        ({State.FRESH: 1000, State.DRY: 50}, {State.FRESH: 500, State.DRY: 251}, {State.DRY: 1}),
        ({State.FRESH: 1000}, {State.LIQUID: 100}, {}),
        ({State.FRESH: 1000}, {State.LIQUID: 101}, {State.LIQUID: 1}),
        ({State.LIQUID: 30, State.DRY: 200}, {State.DRY: 100, State.LIQUID: 40}, {}),
        ({State.LIQUID: 30, State.DRY: 200}, {State.DRY: 100, State.LIQUID: 41}, {State.LIQUID: 1}),
        ({}, {State.DRY: 7}, {State.DRY: 7}),
    ],
)
def test_no_state_of_a_plant_is_sold_in_more_than_can_have_become_of_what_came(
    came_g: dict[State, int], went_g: dict[State, int], over: dict[State, int]
) -> None:
    found = alarms_in(Watched(flows=(replace(BEST, came_g=came_g, went_g=went_g),)), LIMITS)
    assert {one.facts["state"]: one.facts["over_g"] for one in found} == over


def test_liquids_come_of_macerating_and_spent_plants_too() -> None:
    flow = replace(BEST, came_g={State.DRY: 100}, went_g={State.LIQUID: 510}, macerated_g=500)
    assert kinds(Watched(flows=(flow,))) == []
    assert kinds(Watched(flows=(replace(flow, spent_went_g=100),))) == []
    assert kinds(Watched(flows=(replace(flow, spent_went_g=101),))) == [AlarmKind.SALE_OVER_STOCK]
