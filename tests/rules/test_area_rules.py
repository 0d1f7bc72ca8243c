"""Rules of areas and maximum quantities."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairwild.areas import rules
from fairwild.areas.facts import AreaFacts, QuantityFacts, SharedGround
from fairwild.kernel.periods import Period
from fairwild.kernel.plants import PlantPart
from fairwild.kernel.quantities import State

AREA = AreaFacts(uuid4(), uuid4(), "B3", "Block 3", "Soria", "ES", 0, 0, False, False)
SEASON = Period(date(2026, 3, 1), date(2026, 6, 1))
WANTED = QuantityFacts(None, AREA.id, uuid4(), PlantPart.ROOT, State.FRESH, SEASON, 1_000)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"limit_g": 0}, ["limit-not-positive"]),
        ({"part": PlantPart.LEAF}, ["not-a-target-species"]),
        ({"season": Period(date(2026, 3, 1))}, ["season-without-end"]),
        ({"season": Period(date(2026, 3, 1), date(2026, 3, 1))}, ["season-without-end"]),
    ],
)
def test_setting_a_limit(change: dict[str, Any], expected: list[str]) -> None:
    found = rules.obstacles_to_quantity(
        replace(WANTED, **change),
        area=AREA,
        targets=[(WANTED.species_id, PlantPart.ROOT)],
        others=[],
    )
    assert [obstacle.code for obstacle in found] == expected


@pytest.mark.parametrize(
    ("start", "until", "state", "overlaps"),
    [
        (date(2026, 5, 31), date(2026, 7, 1), State.FRESH, ["season-overlaps"]),
        (date(2026, 6, 1), date(2026, 7, 1), State.FRESH, ["year-limited-already"]),
        (date(2026, 1, 1), date(2026, 3, 1), State.FRESH, ["year-limited-already"]),
        (date(2026, 1, 1), date(2026, 3, 2), State.FRESH, ["season-overlaps"]),
        (date(2026, 1, 1), date(2027, 1, 1), State.FRESH, ["season-overlaps"]),
        (date(2025, 12, 1), date(2026, 3, 1), State.FRESH, []),
        (date(2025, 12, 1), date(2026, 3, 2), State.FRESH, ["season-overlaps"]),
        (date(2027, 1, 1), date(2027, 3, 1), State.FRESH, []),
        (date(2026, 4, 1), date(2026, 5, 1), State.DRY, ["season-overlaps"]),
        (date(2026, 6, 1), date(2026, 7, 1), State.DRY, ["year-limited-already"]),
    ],
)
def test_a_plant_has_one_limit_a_year_and_its_seasons_do_not_overlap(
    start: date, until: date, state: State, overlaps: list[str]
) -> None:
    other = replace(WANTED, season=Period(start, until), state=state)
    found = rules.obstacles_to_quantity(
        WANTED, area=AREA, targets=[(WANTED.species_id, PlantPart.ROOT)], others=[other]
    )
    assert [obstacle.code for obstacle in found] == overlaps


@pytest.mark.parametrize(
    ("change", "closed", "drawn_g", "expected"),
    [
        ({}, False, 0, ["ground-limited-already"]),
        ({}, True, 1, ["ground-limited-already"]),
        ({}, True, 0, []),
        ({"part": PlantPart.LEAF}, False, 0, []),
        (
            {"season": Period(date(2026, 8, 1), date(2026, 9, 1))},
            False,
            0,
            ["ground-limited-already"],
        ),
        ({"season": Period(date(2027, 3, 1), date(2027, 6, 1))}, False, 0, []),
    ],
)
def test_ground_has_one_limit_a_year_in_whatever_area_it_is_drawn(
    change: dict[str, Any], closed: bool, drawn_g: int, expected: list[str]
) -> None:
    elsewhere = uuid4()
    other = replace(WANTED, id=uuid4(), area_id=elsewhere, drawn_g=drawn_g, **change)
    ground = [SharedGround(elsewhere, "B9", closed, 400, Fraction(2, 5))]
    assert list(rules.obstacles_to_season(WANTED, [other], [])) == []
    found = list(rules.obstacles_to_season(WANTED, [other], ground))
    assert [one.code for one in found] == expected
    assert all(one.facts["share"] == Fraction(2, 5) for one in found)


@pytest.mark.parametrize(
    ("start", "until", "drawn_g", "expected"),
    [
        (date(2026, 2, 1), date(2026, 9, 1), 5, []),
        (date(2026, 4, 1), date(2026, 6, 1), 0, []),
        (date(2026, 4, 1), date(2026, 6, 1), 5, ["season-shortened"]),
        (date(2026, 3, 1), date(2026, 5, 1), 5, ["season-shortened"]),
        (date(2025, 12, 1), date(2026, 6, 1), 5, ["season-shortened"]),
        (date(2026, 3, 1), date(2026, 3, 1), 0, ["season-without-end"]),
    ],
)
def test_a_season_that_has_begun_is_only_made_longer(
    start: date, until: date, drawn_g: int, expected: list[str]
) -> None:
    quantity = replace(WANTED, drawn_g=drawn_g)
    wanted = replace(quantity, season=Period(start, until))
    found = rules.obstacles_to_new_days(quantity, wanted)
    assert [one.code for one in found] == expected


@pytest.mark.parametrize(
    ("drawn_g", "taken_back", "limit_g", "expected"),
    [
        (0, False, 1_001, []),
        (1, False, 1_001, ["limit-raised-after-collection"]),
        (0, True, 1_001, ["limit-raised-after-collection"]),
        (0, True, 1_000, []),
        (0, True, 999, []),
        (999, False, 998, ["limit-below-drawn"]),
    ],
)
def test_a_limit_is_lifted_only_before_anything_was_ever_collected(
    drawn_g: int, limit_g: int, expected: list[str], *, taken_back: bool
) -> None:
    quantity = replace(WANTED, drawn_g=drawn_g, taken_back=taken_back)
    found = rules.obstacles_to_new_limit(quantity, limit_g)
    assert [obstacle.code for obstacle in found] == expected


@given(st.integers(1, 10**9), st.integers(0, 10**9), st.integers(1, 10**9))
def test_exactly_what_is_left_may_be_drawn(limit_g: int, drawn_g: int, mass_g: int) -> None:
    quantity = replace(WANTED, limit_g=limit_g, drawn_g=min(drawn_g, limit_g))
    refused = list(rules.obstacles_to_drawing(quantity, mass_g))
    assert bool(refused) == (quantity.drawn_g + mass_g > limit_g)


@pytest.mark.parametrize(
    ("computed_m2", "stated_m2", "difference", "looks"),
    [
        (100, 110, Fraction(1, 10), False),
        (100, 111, Fraction(11, 100), True),
        (100, 89, Fraction(-11, 100), True),
        (0, 50, None, False),
        (100, None, None, False),
    ],
)
def test_a_tenth_off_wants_a_second_look(
    computed_m2: int, stated_m2: int | None, difference: Fraction | None, *, looks: bool
) -> None:
    assert rules.size_difference(computed_m2, stated_m2) == difference
    assert rules.size_needs_a_look(computed_m2, stated_m2) is looks
