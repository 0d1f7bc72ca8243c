"""Days and numbers as people write them are read in one way, or it is asked which."""

import pytest

from fairwild.imports.manners import TwoWays, plain_day, plain_number
from fairwild.imports.states import Manner

DAY, MONTH = Manner.DAY_FIRST, Manner.MONTH_FIRST
POINT, COMMA = Manner.POINT, Manner.COMMA


@pytest.mark.parametrize(
    ("text", "manner", "expected"),
    [
        ("2026-05-12", None, "2026-05-12"),
        ("2026/5/12", None, "2026-05-12"),
        ("12.05.2026", None, "2026-05-12"),
        ("12/05/2026", DAY, "2026-05-12"),
        ("12/05/2026", MONTH, "2026-12-05"),
        ("5/12/2026", MONTH, "2026-05-12"),
        ("5-12-2026 16:40", DAY, "2026-12-05 16:40"),
        ("31/12/2026", None, "2026-12-31"),
        ("12/31/2026", None, "2026-12-31"),
        ("05/05/2026", None, "2026-05-05"),
        ("12 May 2026", None, "2026-05-12"),
        ("12-May-2026", None, "2026-05-12"),
        ("May 12, 2026", None, "2026-05-12"),
        ("12 de mayo de 2026", None, "2026-05-12"),
        ("12. März 2026", None, "2026-03-12"),
        ("12 Sept. 2026", None, "2026-09-12"),
        ("5/31/2026 4:40 PM", None, "2026-05-31 16:40"),
        ("5/31/2026 12:05 am", None, "2026-05-31 0:05"),
        ("46154", None, "2026-05-12"),
        ("46154.6944444444", None, "2026-05-12 16:40:00"),
        ("46154,5", None, "2026-05-12 12:00:00"),
        ("2026-05-12T16:40:00+02:00", None, "2026-05-12 16:40:00+02:00"),
    ],
)
def test_a_day_is_brought_into_one_form(text: str, manner: Manner | None, expected: str) -> None:
    assert plain_day(text, manner) == expected


@pytest.mark.parametrize("text", ["05/12/2026", "1-2-2026", "12/05/2026 08:00"])
def test_a_day_that_can_be_read_in_two_ways_is_asked(text: str) -> None:
    with pytest.raises(TwoWays) as caught:
        plain_day(text)
    assert caught.value.code == "cell-day-two-ways"


@pytest.mark.parametrize(
    ("text", "manner"),
    [
        ("31/12/2026", MONTH),
        ("12/31/2026", DAY),
        ("5/6/26", DAY),
        ("12 Foo 2026", None),
        ("2026-13-01", None),
        ("99999", None),
        ("12", None),
        ("yesterday", None),
        ("5/31/2026 14:40 PM", None),
        ("12/05/20267", DAY),
    ],
)
def test_what_is_no_day_stays_none(text: str, manner: Manner | None) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - whatever it says, it is no doubt
        plain_day(text, manner)
    assert not isinstance(caught.value, TwoWays)


@pytest.mark.parametrize(
    ("text", "manner", "expected"),
    [
        ("12.5", None, "12.5"),
        ("12,5", None, "12.5"),
        ("12,5 kg", POINT, "12.5 kg"),
        ("1,200", POINT, "1200"),
        ("1,200", COMMA, "1.200"),
        ("1.200", COMMA, "1200"),
        ("1.200", POINT, "1.200"),
        ("1.200,5", None, "1200.5"),
        ("1,200.5 kg", None, "1200.5 kg"),
        ("1,200,000", None, "1200000"),
        ("1.200.000 g", None, "1200000 g"),
        ("1 200,5", None, "1200.5"),
        ("1'200", None, "1200"),
        ("1\u202f200 kg", None, "1200 kg"),
        ("0.125", None, "0.125"),
        ("0,125", None, "0.125"),
        ("1200", None, "1200"),
        ("300 g", None, "300 g"),
        ("1.2000", None, "1.2"),
    ],
)
def test_a_number_is_brought_into_one_form(text: str, manner: Manner | None, expected: str) -> None:
    assert plain_number(text, manner) == expected


@pytest.mark.parametrize("text", ["1,200", "1.200", "12.345 kg", "999,999"])
def test_a_number_that_can_be_read_in_two_ways_is_asked(text: str) -> None:
    with pytest.raises(TwoWays) as caught:
        plain_number(text)
    assert caught.value.code == "cell-number-two-ways"


@pytest.mark.parametrize(
    "text", ["heavy", "1,20,3", "1.2.3", "12,3456,7", "-5", "1,200.5.5", "12 5"]
)
def test_what_is_no_number_is_left_to_its_reader(text: str) -> None:
    assert plain_number(text, POINT) == text
