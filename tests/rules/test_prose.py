"""Whether a text says something."""

import pytest

from fairwild.kernel.prose import gives_reason, says_something


@pytest.mark.parametrize(
    ("text", "says", "reason"),
    [
        ("", False, False),
        (" - ", False, False),
        ("...", False, False),
        ("12 3 4", False, False),
        ("None.", True, False),
        ("not used", True, False),
        ("No such place.", True, True),
        ("वन छैन यहाँ", True, True),
        ("არ არის საჭირო", True, True),
        ("საჭიროებისამებრ", True, False),
        ("這裡沒有這樣的地方", True, True),
        ("ไม่มีสถานที่เช่นนี้", True, True),
    ],
)
def test_a_dash_says_nothing_and_a_reason_has_words(text: str, says: bool, reason: bool) -> None:
    assert (says_something(text), gives_reason(text)) == (says, reason)
