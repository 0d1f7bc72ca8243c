"""Small bar charts drawn on the server: a season against its quota, a share against its gate."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from fairwild.drawing.svg import picture, tag, text, titled

WIDTH, HEIGHT = 640, 260
_LEFT, _RIGHT, _TOP, _BOTTOM = 8, 8, 34, 30
_INK, _FAINT = "#3d4038", "#d7d6cf"
_BAR_WIDTH, _BAR_HEIGHT = 640, 72


@dataclass(frozen=True)
class WeekBar:
    """One week: how to call it, how many grams were collected, and that weight in words."""

    label: str
    collected_g: int
    said: str


@dataclass(frozen=True)
class QuotaWords:
    """The words of a season chart; `quota_said` stands at the line."""

    title: str
    description: str
    quota_said: str


@dataclass(frozen=True)
class ShareWords:
    """The words of a share bar: the share and the gate as they are to be read."""

    title: str
    description: str
    share_said: str
    gate_said: str


def quota_chart(
    weeks: Sequence[WeekBar], quota_g: int, *, words: QuotaWords, key: str = "season"
) -> str:
    """Draw the season week by week, each bar standing on what came before, under the quota."""
    total_g = sum(week.collected_g for week in weeks)
    most_g = max(total_g, quota_g, 1)
    room = HEIGHT - _TOP - _BOTTOM
    step = (WIDTH - _LEFT - _RIGHT) // max(1, len(weeks))
    every = max(1, -(-len(weeks) * 56 // WIDTH))
    parts, before_g = [], 0
    for number, week in enumerate(weeks):
        before = before_g * room // most_g
        before_g += week.collected_g
        until = before_g * room // most_g
        left = _LEFT + number * step
        over = before_g > quota_g
        parts.append(_week(week, left, step, (before, until), "is-over" if over else "is-within"))
        if number % every == 0:
            parts.append(
                text(week.label, left + step // 2, HEIGHT - 10, class_="bar-words", font_size=15,
                     text_anchor="middle", fill=_INK)
            )  # fmt: skip
    line_y = HEIGHT - _BOTTOM - quota_g * room // most_g
    return picture(
        *parts,
        tag("path", class_="bar-quota", d=f"M{_LEFT} {line_y}H{WIDTH - _RIGHT}", stroke="#8a5a00",
            stroke_width=3, stroke_dasharray="9 5"),
        text(words.quota_said, _LEFT, line_y - 8, class_="bar-words", font_size=16, fill=_INK),
        size=(WIDTH, HEIGHT),
        key=key,
        said=(words.title, words.description),
        kind="bars",
    )  # fmt: skip


def _week(week: WeekBar, left: int, step: int, reach: tuple[int, int], kind: str) -> str:
    before, until = reach
    ground, wide = HEIGHT - _BOTTOM, max(2, step - max(2, step // 5))
    x = left + (step - wide) // 2
    fill = "#8c2f1b" if kind == "is-over" else "#2f5d3a"
    return tag(
        "g",
        titled(f"{week.label}: {week.said}"),
        tag("rect", class_="bar-before", x=x, y=ground - before, width=wide, height=before,
            fill="#d9e2d2"),
        tag("rect", class_=f"bar-week {kind}", x=x, y=ground - until, width=wide,
            height=until - before, fill=fill),
    )  # fmt: skip


def share_bar(share: Fraction, gate: Fraction, *, words: ShareWords, key: str = "share") -> str:
    """Draw a share of one as a bar, with a marker where the gate stands."""
    filled = int(_BAR_WIDTH * min(Fraction(1), max(Fraction(0), share)))
    at = int(_BAR_WIDTH * min(Fraction(1), max(Fraction(0), gate)))
    passed = share >= gate
    anchor = "end" if at > _BAR_WIDTH // 2 else "start"
    return picture(
        tag("rect", class_="bar-track", y=30, width=_BAR_WIDTH, height=24, rx=6, fill=_FAINT),
        tag("rect", class_=f"bar-share {'is-passed' if passed else 'is-short'}", y=30,
            width=filled, height=24, rx=6, fill="#2f5d3a" if passed else "#8a5a00"),
        tag("path", class_="bar-gate", d=f"M{at} 22V62", stroke="#fff", stroke_width=8),
        tag("path", class_="bar-gate", d=f"M{at} 22V62", stroke=_INK, stroke_width=3),
        text(words.gate_said, at, 17, class_="bar-words", font_size=17, text_anchor=anchor,
             fill=_INK),
        text(words.share_said, 0, 71, class_="bar-words", font_size=16, fill=_INK),
        size=(_BAR_WIDTH, _BAR_HEIGHT + 4),
        key=key,
        said=(words.title, words.description),
        kind="bars bars-share",
    )  # fmt: skip
