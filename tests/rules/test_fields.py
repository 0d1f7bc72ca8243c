"""What a field of a form or a body takes, whatever it is about."""

import pytest
from marshmallow import ValidationError

from fairwild.schemas.base import Order, day, line


class Paper(Order):
    """A day and some words."""

    on = day(required=True)
    words = line()


@pytest.mark.parametrize("on", ["0001-01-01", "1899-12-31", "2200-01-01", "9999-12-31"])
def test_a_day_no_trade_knows_is_a_slip_of_the_finger(on: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Paper().load({"on": on, "words": "So."})
    assert refused.value.messages == {"on": ["day-out-of-range"]}


@pytest.mark.parametrize("on", ["1900-01-01", "2026-11-23", "2199-12-31"])
def test_a_day_of_the_trade_is_taken(on: str) -> None:
    assert Paper().load({"on": on, "words": "So."})["on"].isoformat() == on


@pytest.mark.parametrize("words", ["half \ud83d", "\udc00", "nul\x00", "bell\x07"])
def test_signs_that_no_paper_can_show_are_refused(words: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Paper().load({"on": "2026-11-23", "words": words})
    assert refused.value.messages == {"words": ["unprintable"]}


def test_signs_of_every_script_are_taken() -> None:
    words = "Hợp tác xã · 杭州 · 🌿 · नेपाल"
    assert Paper().load({"on": "2026-11-23", "words": words})["words"] == words
