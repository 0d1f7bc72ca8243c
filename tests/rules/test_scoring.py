"""The rating: two gates, exact shares, never decided by rounding."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairwild.audits.facts import ScoreFacts, Scoring, ScoringTerms, UnmetMinimum
from fairwild.audits.rules import (
    indicators_for,
    obstacles_in_rating,
    scoring,
    scoring_terms,
)
from fairwild.kernel.parameters import NoSuchParameter, ParameterTable
from fairwild.standards.catalogue import parameters, standard_version
from fairwild.standards.types import AppliesTo, Indicator, IndicatorKind

DAY = date(2026, 3, 1)
TERMS = scoring_terms(parameters(), year=1, on=DAY)
BASE = indicators_for(standard_version("fairwild", "2.0"))
REGISTER = "5.1.a"


def indicator(code: str, m_from_year: int | None = None, m_level: int | None = None) -> Indicator:
    kind = IndicatorKind.SCORED
    return Indicator(code, "1.1", "text", kind, m_from_year, m_level, AppliesTo.ALL, "g", True)


def plain_indicators(count: int) -> list[Indicator]:
    return [indicator(f"i{number}") for number in range(count)]


def rating_demo(register: int) -> tuple[ScoreFacts, ...]:
    """84 scores of 118 points in all: the norm for every minimum requirement but the register."""
    values = {item.code: 2 if item.required_level(1) else 0 for item in BASE}
    values[REGISTER] = register
    missing = 118 - sum(values.values())
    for code in (item.code for item in BASE if not item.required_level(1)):
        step = min(2, missing)
        values[code] += step
        missing -= step
    assert missing == 0
    return tuple(ScoreFacts(code, value) for code, value in values.items())


def test_the_rating_demo_passes_the_share_and_fails_the_register() -> None:
    rating = scoring(BASE, rating_demo(register=1), year=1, terms=TERMS)
    assert (rating.applicable, rating.norm, rating.points) == (84, 168, 118)
    assert rating.share == Fraction(118, 168)
    assert rating.points_needed == 101
    assert rating.share_is_enough
    assert rating.unmet == (UnmetMinimum(REGISTER, 1, 2),)
    assert not rating.passes
    found = list(obstacles_in_rating(rating))
    assert [(item.code, item.at) for item in found] == [("m-indicator-unmet", REGISTER)]
    assert dict(found[0].facts) == {"indicator": REGISTER, "value": 1, "level": 2}


def test_the_rating_demo_passes_once_the_register_is_at_the_norm() -> None:
    rating = scoring(BASE, rating_demo(register=2), year=1, terms=TERMS)
    assert rating.points == 118
    assert rating.passes
    assert list(obstacles_in_rating(rating)) == []


def test_both_gates_report_at_once_with_exact_fractions() -> None:
    scores = [ScoreFacts(item.code, 1) for item in BASE]
    found = list(obstacles_in_rating(scoring(BASE, scores, year=1, terms=TERMS)))
    minimums = [item.code for item in BASE if item.required_level(1)]
    assert [item.at for item in found if item.code == "m-indicator-unmet"] == minimums
    assert found[-1].code == "share-below-minimum"
    assert dict(found[-1].facts) == {
        "points": 84,
        "norm": 168,
        "needed": 101,
        "share": Fraction(1, 2),
        "minimum": Fraction(3, 5),
    }


@pytest.mark.parametrize(("points", "enough"), [(100, False), (101, True)])
def test_year_one_needs_101_of_168(points: int, enough: bool) -> None:
    rating = Scoring(points, 168, 84, 0, Fraction(60, 100), (), ())
    assert rating.share_is_enough is enough
    assert rating.passes is enough


@given(
    values=st.lists(st.none() | st.integers(0, 3), min_size=1, max_size=120),
    minimum=st.integers(0, 100),
)
def test_the_share_is_never_decided_by_rounding(values: list[int | None], minimum: int) -> None:
    terms = ScoringTerms(Fraction(minimum, 100), 2, 3, "t")
    scores = [
        ScoreFacts(f"i{number}", value, not_applicable=value is None, note="n")
        for number, value in enumerate(values)
    ]
    rating = scoring(plain_indicators(len(values)), scores, year=1, terms=terms)
    counted = [value for value in values if value is not None]
    by_integers = bool(counted) and sum(counted) * 100 >= minimum * 2 * len(counted)
    assert rating.passes is by_integers
    assert rating.not_applicable == len(values) - len(counted)
    if counted:
        assert rating.points_needed == -(-minimum * 2 * len(counted) // 100)
        assert (rating.points >= rating.points_needed) is rating.share_is_enough


@given(st.integers(1, 10**6))
def test_one_point_too_few_fails_however_close(count: int) -> None:
    norm = 5 * count
    below = Scoring(3 * count - 1, norm, count, 0, Fraction(3, 5), (), ())
    exactly = Scoring(3 * count, norm, count, 0, Fraction(3, 5), (), ())
    assert not below.share_is_enough
    assert exactly.share_is_enough


def test_not_applicable_counts_on_neither_side() -> None:
    scores = [ScoreFacts("i0", 2), ScoreFacts("i1", None, not_applicable=True, note="none used")]
    rating = scoring(plain_indicators(2), scores, year=1, terms=TERMS)
    assert (rating.points, rating.norm, rating.not_applicable) == (2, 2, 1)
    assert rating.passes


def test_an_unscored_indicator_counts_as_nought_and_never_passes() -> None:
    minimum_unscored = indicator("m", 1, 2)
    rating = scoring(
        [*plain_indicators(1), minimum_unscored], [ScoreFacts("i0", 3)], year=1, terms=TERMS
    )
    assert rating.share == Fraction(3, 4)
    assert rating.unscored == ("m",)
    assert rating.unmet == ()
    assert not rating.passes


def test_points_above_the_norm_lift_the_share_over_one() -> None:
    rating = scoring(plain_indicators(1), [ScoreFacts("i0", 3)], year=5, terms=TERMS)
    assert rating.share == Fraction(3, 2)


def test_nothing_applicable_does_not_pass() -> None:
    scores = [ScoreFacts("i0", None, not_applicable=True, note="n")]
    rating = scoring(plain_indicators(1), scores, year=1, terms=TERMS)
    assert rating.share == 0
    assert not rating.passes
    assert [item.code for item in obstacles_in_rating(rating)] == ["nothing-assessed"]


def test_a_minimum_requirement_that_does_not_apply_is_named_among_those_left_out() -> None:
    asked = [*plain_indicators(2), indicator("m", 1, 2), indicator("later", 2, 2)]
    left_out = [ScoreFacts(one.code, not_applicable=True, note="n") for one in asked[1:]]
    rating = scoring(asked, [ScoreFacts("i0", 3), *left_out], year=1, terms=TERMS)
    assert (rating.waived, rating.other_not_applicable) == (("m",), 2)
    assert not rating.nothing_applies
    again = scoring(asked, [ScoreFacts("i0", 3), *left_out], year=2, terms=TERMS)
    assert (again.waived, again.other_not_applicable) == (("m", "later"), 1)


@pytest.mark.parametrize(
    ("from_year", "year", "required"),
    [(1, 1, 2), (2, 1, None), (2, 2, 2), (3, 2, None), (3, 5, 2), (None, 5, None)],
)
def test_a_minimum_requirement_begins_in_its_year(
    from_year: int | None, year: int, required: int | None
) -> None:
    item = indicator("i", from_year, 2 if from_year else None)
    assert item.required_level(year) == required
    rating = scoring([item], [ScoreFacts("i", 1)], year=year, terms=TERMS)
    assert bool(rating.unmet) is (required is not None)


@pytest.mark.parametrize("level", [1, 2, 3])
def test_the_level_is_held_by_the_indicator(level: int) -> None:
    for value in range(4):
        rating = scoring([indicator("i", 1, level)], [ScoreFacts("i", value)], year=1, terms=TERMS)
        assert bool(rating.unmet) is (value < level)


@pytest.mark.parametrize(
    ("year", "minimum"),
    [(1, "60/100"), (2, "70/100"), (3, "80/100"), (4, "90/100"), (5, "1"), (9, "1")],
)
def test_the_ladder_of_minimum_shares(year: int, minimum: str) -> None:
    terms = scoring_terms(parameters(), year=year, on=DAY)
    assert terms.minimum == Fraction(minimum)
    assert (terms.norm, terms.maximum, terms.version) == (2, 3, parameters().version)


def test_without_a_minimum_nothing_is_rated() -> None:
    with pytest.raises(NoSuchParameter):
        scoring_terms(ParameterTable(()), year=1, on=DAY)
    with pytest.raises(NoSuchParameter):
        scoring_terms(parameters(), year=1, on=date(2009, 1, 1))


def test_one_high_risk_species_adds_the_extra_set() -> None:
    standard = standard_version("fairwild", "2.0")
    extra = set(indicators_for(standard, risk_classes={"low", "high"})) - set(BASE)
    assert len(BASE) == 84
    assert extra == {item for item in standard.indicators if item.applies_to is AppliesTo.HIGH}
    assert extra
    assert indicators_for(standard, risk_classes=["low", "medium"]) == BASE
