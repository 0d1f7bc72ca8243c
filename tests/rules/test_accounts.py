"""Passwords, locks and links: rules without a database."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairwild.accounts import rules
from fairwild.web.accounts.doors import START, local_path

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("password", "expected"),
    [
        ("seven quiet harvesters", []),
        ("bảy người hái thảo dược", []),
        ("elevenchars", ["password-too-short"]),
        ("x1!" * 100, ["password-too-long", "password-too-common"]),
        ("Password1234!", ["password-too-common"]),
        ("qwertyuiop12", ["password-too-common"]),
        ("123456789012", ["password-too-common"]),
        ("abababababab", ["password-too-common"]),
        ("FairWild-2026", ["password-too-common"]),
        ("ana@example.org", ["password-is-own-name"]),
        ("María Fernández", ["password-is-own-name"]),
        ("maríafernández", ["password-is-own-name"]),
    ],
)
def test_a_password_that_is_easy_to_guess_is_refused(password: str, expected: list[str]) -> None:
    found = rules.obstacles_to_password(password, email="ana@example.org", name="María Fernández")
    assert [obstacle.code for obstacle in found] == expected


@pytest.mark.parametrize(
    ("tries", "minutes"),
    [(1, None), (4, None), (5, 1), (6, 2), (7, 4), (8, 8), (10, 32), (11, 60), (5000, 60)],
)
def test_the_wait_doubles_from_a_minute_to_an_hour(tries: int, minutes: int | None) -> None:
    wait = rules.lock_after(tries, free_tries=5)
    assert wait == (timedelta(minutes=minutes) if minutes else None)


@given(st.integers(min_value=0, max_value=10_000), st.integers(min_value=1, max_value=100))
def test_one_more_try_never_shortens_the_wait(tries: int, free: int) -> None:
    before = rules.lock_after(tries, free_tries=free) or timedelta()
    after = rules.lock_after(tries + 1, free_tries=free) or timedelta()
    assert before <= after <= rules.LONGEST_LOCK


@pytest.mark.parametrize(
    ("used", "withdrawn", "age", "expected"),
    [
        (False, False, timedelta(hours=-1), []),
        (False, False, timedelta(), ["link-expired"]),
        (True, False, timedelta(hours=-1), ["link-used"]),
        (False, True, timedelta(hours=-1), ["link-withdrawn"]),
    ],
)
def test_a_link_is_good_once_and_for_a_while(
    used: bool, withdrawn: bool, age: timedelta, expected: list[str]
) -> None:
    found = rules.obstacles_to_link(used=used, withdrawn=withdrawn, expires_at=NOW, at=NOW + age)
    assert [obstacle.code for obstacle in found] == expected


def test_the_wait_is_told_in_whole_minutes_rounded_up() -> None:
    [told] = rules.obstacles_to_trying(NOW + timedelta(seconds=61), at=NOW)
    assert told.facts == {"minutes": 2}
    assert not list(rules.obstacles_to_trying(NOW, at=NOW))


@pytest.mark.parametrize("wanted", ["/lots", "/lots?kind=raw", "/lots/1#story"])
def test_one_is_sent_on_within_the_house(wanted: str) -> None:
    assert local_path(wanted) == wanted


@pytest.mark.parametrize(
    "wanted",
    ["", "//evil.example", "/\\evil.example", "https://evil.example", "/\t/evil.example", "lots"],
)
def test_nobody_is_sent_on_to_another_house(wanted: str) -> None:
    assert local_path(wanted) == START
