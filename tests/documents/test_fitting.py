"""Text that is put into a box stays in the box, whatever it is."""

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from fairwild.documents.fitting import ELLIPSIS, fit_line, fit_lines, wrap_text
from fairwild.documents.typeface import Weight, drawable, missing_letters, text_width

LETTERS = st.text(
    alphabet=st.one_of(
        st.characters(codec="gb2312"),
        st.sampled_from("ăâđêôơưạảấầẩẫậắằẳẵặ Wil-.,"),
        st.characters(),
    ),
    max_size=80,
)
WIDTHS = st.floats(min_value=12, max_value=400)
brief = settings(max_examples=80, deadline=None)


@brief
@given(LETTERS, WIDTHS)
def test_a_line_is_never_wider_than_its_box(text: str, width_pt: float) -> None:
    line = fit_line(text, Weight.BOLD, width_pt=width_pt, size_pt=9, smallest_pt=6)
    assert text_width(line.text, Weight.BOLD, line.size_pt) <= width_pt
    assert 6 <= line.size_pt <= 9
    assert line.cut == (line.text != drawable(text))


@brief
@given(LETTERS, WIDTHS)
def test_wrapped_lines_fit_and_lose_no_letter(text: str, width_pt: float) -> None:
    lines = wrap_text(text, Weight.REGULAR, width_pt=width_pt, size_pt=6)
    assert "".join("".join(lines).split()) == "".join(drawable(text).split())
    assert all(text_width(line, Weight.REGULAR, 6) <= width_pt for line in lines)


@brief
@given(LETTERS, WIDTHS, st.integers(min_value=1, max_value=4))
def test_a_paragraph_never_has_more_lines_than_its_box(
    text: str, width_pt: float, most: int
) -> None:
    lines = fit_lines(text, Weight.REGULAR, width_pt=width_pt, size_pt=9, smallest_pt=6, lines=most)
    assert 1 <= len(lines) <= most
    assert all(text_width(line.text, Weight.REGULAR, line.size_pt) <= width_pt for line in lines)


@brief
@given(st.text(max_size=40))
def test_what_is_drawn_is_composed_and_has_a_glyph(text: str) -> None:
    drawn = drawable(text)
    assert missing_letters(drawn) == ""
    assert unicodedata.is_normalized("NFC", drawn)


def test_a_cut_line_ends_with_an_ellipsis() -> None:
    line = fit_line("W" * 50, Weight.REGULAR, width_pt=60, size_pt=9, smallest_pt=6)
    assert line.cut
    assert line.text.endswith(ELLIPSIS)


def test_chinese_breaks_between_characters_but_no_line_begins_with_a_full_stop() -> None:
    lines = wrap_text("绞股蓝生于山谷。" * 3, Weight.REGULAR, width_pt=50, size_pt=10)
    assert len(lines) > 3
    assert not any(line.startswith("。") for line in lines)


def test_a_blank_at_the_start_does_not_push_a_word_out_of_its_box() -> None:
    lines = wrap_text(" 00", Weight.REGULAR, width_pt=7, size_pt=6)
    assert lines == ("00",)


def test_every_letter_of_vietnamese_and_of_gb2312_is_in_the_typeface() -> None:
    vowels = "aăâeêioôơuưy"
    tones = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    vietnamese = "".join(vowel + tone for vowel in vowels for tone in tones) + "đ"
    chinese = bytes(
        byte for lead in range(0xB0, 0xF7) for trail in range(0xA1, 0xFF) for byte in (lead, trail)
    ).decode("gb2312", "ignore")
    assert missing_letters(vietnamese + vietnamese.upper() + chinese) == ""
