"""The clocks of a place: pieces of time in which adding one offset gives its days."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairwild.kernel.clocks import stretches

BEGIN, END = datetime(2025, 10, 1, tzinfo=UTC), datetime(2026, 11, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "changes"),
    [
        (
            "Europe/Madrid",
            ["2025-10-26T01:00:00+00:00", "2026-03-29T01:00:00+00:00", "2026-10-25T01:00:00+00:00"],
        ),
        ("Asia/Kathmandu", []),
        ("UTC", []),
    ],
)
def test_time_is_cut_where_the_clocks_change(zone: str, changes: list[str]) -> None:
    pieces = list(stretches(BEGIN, END, ZoneInfo(zone)))
    assert [one.begin.isoformat() for one in pieces[1:]] == changes
    assert (pieces[0].begin, pieces[-1].end) == (BEGIN, END)
    assert all(one.end == then.begin for one, then in pairwise(pieces))


@given(
    st.integers(0, (END - BEGIN) // timedelta(seconds=1) - 1),
    st.sampled_from(["Europe/Madrid", "Australia/Lord_Howe", "America/St_Johns", "Asia/Kolkata"]),
)
def test_the_offset_of_its_stretch_gives_the_day_of_any_moment(second: int, name: str) -> None:
    at, zone = BEGIN + timedelta(seconds=second), ZoneInfo(name)
    [piece] = [one for one in stretches(BEGIN, END, zone) if one.begin <= at < one.end]
    assert (at + piece.offset).date() == at.astimezone(zone).date()


def test_no_time_has_no_stretch() -> None:
    assert list(stretches(BEGIN, BEGIN, ZoneInfo("UTC"))) == []
    [one] = stretches(BEGIN, BEGIN + timedelta(hours=1), ZoneInfo("UTC"))
    assert one.offset == timedelta()
