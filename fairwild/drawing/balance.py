"""A balance drawn: what was there and came in above, what went, was lost and is left below."""

from collections.abc import Sequence
from dataclasses import dataclass

from fairwild.drawing.svg import columns, picture, tag, text, titled

WIDTH = 440
"""Narrow, so that the words can still be read where a phone makes the picture smaller."""
_TOP, _BAR, _GAP = 22, 34, 30
_LETTER = 8
_INK = "#3d4038"
_FILLS = {
    "opening": "#5f675f",
    "in": "#2f5d3a",
    "out": "#1f4e79",
    "lost": "#8c2f1b",
    "stock": "#5f675f",
}


@dataclass(frozen=True)
class Share:
    """One part of a bar: what it is (opening, in, out, lost, stock), its grams and its words."""

    kind: str
    mass_g: int
    name: str
    said: str


@dataclass(frozen=True)
class BalanceWords:
    """The words of the picture, and what stands before each of its bars."""

    title: str
    description: str
    above: str
    below: str


def balance_bars(
    above: Sequence[Share], below: Sequence[Share], *, words: BalanceWords, key: str = "balance"
) -> str:
    """Draw two bars of one length: both sides of an account that balances."""
    whole_g = max(sum(share.mass_g for share in above), sum(share.mass_g for share in below), 1)
    second = _TOP + _BAR + _GAP
    return picture(
        *_bar(above, whole_g, top=_TOP, said=words.above),
        *_bar(below, whole_g, top=second, said=words.below),
        size=(WIDTH, second + _BAR + 2),
        key=key,
        said=(words.title, words.description),
        kind="bars balance",
    )


def _bar(shares: Sequence[Share], whole_g: int, *, top: int, said: str) -> list[str]:
    parts = [text(said, 0, top - 7, class_="bar-words", font_size=14, fill=_INK)]
    before_g = 0
    for share in shares:
        left = before_g * WIDTH // whole_g
        before_g += share.mass_g
        width = before_g * WIDTH // whole_g - left
        box = tag("rect", x=left, y=top, width=max(width, 1), height=_BAR, fill=_FILLS[share.kind],
                  stroke="#fff", stroke_width=1)  # fmt: skip
        parts.append(tag("g", titled(share.said), box))
        if width >= columns(share.name) * _LETTER:
            parts.append(text(share.name, left + 8, top + 22, font_size=14, fill="#fff"))
    return parts
