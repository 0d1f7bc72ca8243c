"""A season drawn against its quota, week by week."""

from collections.abc import Sequence
from dataclasses import dataclass

from fairwild.drawing.svg import picture, tag, text, titled

WIDTH, HEIGHT = 440, 200
"""Narrow, so that the words can still be read where a phone makes the picture smaller."""
_LEFT, _RIGHT, _TOP, _BOTTOM = 4, 4, 28, 26
_LABEL = 56
_INK = "#3d4038"


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


def quota_chart(
    weeks: Sequence[WeekBar], quota_g: int, *, words: QuotaWords, key: str = "season"
) -> str:
    """Draw the season week by week, each bar standing on what came before, under the quota."""
    total_g = sum(week.collected_g for week in weeks)
    most_g = max(total_g, quota_g, 1)
    room = HEIGHT - _TOP - _BOTTOM
    step = (WIDTH - _LEFT - _RIGHT) // max(1, len(weeks))
    every = max(1, -(-len(weeks) * _LABEL // WIDTH))
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
                text(week.label, left + step // 2, HEIGHT - 8, class_="bar-words", font_size=14,
                     text_anchor="middle", fill=_INK)
            )  # fmt: skip
    line_y = HEIGHT - _BOTTOM - quota_g * room // most_g
    return picture(
        *parts,
        tag("path", class_="bar-quota", d=f"M{_LEFT} {line_y}H{WIDTH - _RIGHT}", stroke="#8a5a00",
            stroke_width=3, stroke_dasharray="9 5"),
        text(words.quota_said, _LEFT, line_y - 7, class_="bar-words", font_size=14, fill=_INK),
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
