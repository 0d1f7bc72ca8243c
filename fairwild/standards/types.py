"""A standard as `certs/standards/` holds it: principles, criteria, indicators."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Literal

from fairwild.kernel.parameters import Evidence


class AppliesTo(StrEnum):
    """Which operations an indicator is asked of."""

    ALL = "all"
    HIGH = "high"


class IndicatorKind(StrEnum):
    """How an indicator is answered: with points that are rated, or as met or not met.

    What is met or not met enters neither the share nor the norm it is reckoned from.
    """

    SCORED = "scored"
    MET_OR_NOT = "met-or-not"


WordsPart = Literal["text", "guidance", "scores"]


@dataclass(frozen=True)
class Words:
    """How one part of a standard reads in a language; what is empty is not said in it.

    `scores` say what 0, 1, 2 and 3 mean, in this order, or there are none.
    """

    text: str
    guidance: str = ""
    scores: tuple[str, ...] = ()


@dataclass(frozen=True)
class Theme:
    """A group of principles."""

    code: str
    title: str
    evidence: Evidence


@dataclass(frozen=True)
class Principle:
    """One principle under a short title in our own words."""

    number: int
    title: str
    theme: str
    scored_at_operation: bool
    evidence: Evidence
    note: str = ""


@dataclass(frozen=True)
class Criterion:
    """One criterion of a principle under a short title in our own words."""

    code: str
    title: str
    evidence: Evidence
    note: str = ""

    @property
    def principle(self) -> int:
        """The number of the principle it belongs to."""
        return int(self.code.partition(".")[0])


@dataclass(frozen=True)
class Indicator:
    """One thing an auditor scores from 0 to 3, or finds met or not met.

    `sample` says the text is not the scheme's. `m_level` are the points a minimum requirement
    must reach; of one that is met or not met it is 1, and met counts as 1 there.
    """

    code: str
    criterion: str
    text: str
    kind: IndicatorKind
    m_from_year: int | None
    m_level: int | None
    applies_to: AppliesTo
    guidance: str
    sample: bool
    scores: tuple[str, ...] = ()

    @property
    def principle(self) -> int:
        """The number of the principle it belongs to."""
        return int(self.criterion.partition(".")[0])

    def required_level(self, year: int) -> int | None:
        """Give the score this indicator must reach in that year of certification, if any."""
        if self.m_from_year is None or year < self.m_from_year:
            return None
        return self.m_level


@dataclass(frozen=True)
class StandardVersion:
    """One version of a standard, never changed once an audit points at it."""

    name: str
    version: str
    title: str
    published: str
    valid_from: date
    principle_count: int
    criterion_count: int
    evidence: Evidence
    note: str
    indicators_note: str
    themes: tuple[Theme, ...]
    principles: tuple[Principle, ...]
    criteria: tuple[Criterion, ...]
    indicators: tuple[Indicator, ...]
    transition_until: date | None = None
    score_texts: tuple[str, ...] = ()
    language: str = "en"
    wording: Mapping[str, Mapping[str, Words]] = field(default_factory=dict, hash=False)
    imported: bool = False

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages it can be read in, its own first."""
        return (self.language, *sorted(self.wording))

    def is_open_on(self, day: date) -> bool:
        """Tell whether an audit may begin under this version on a day.

        `transition_until` is the first day on which only a newer version may be used.
        """
        return self.valid_from <= day and (not self.transition_until or day < self.transition_until)

    def words_of(self, indicator: Indicator, language: str = "") -> Words:
        """Say an indicator in a language, and in the standard's own where that is silent."""
        said = self.wording.get(language, {}).get(indicator.code, Words(""))
        if indicator.kind is IndicatorKind.MET_OR_NOT:
            return Words(said.text or indicator.text, said.guidance or indicator.guidance)
        return Words(
            text=said.text or indicator.text,
            guidance=said.guidance or indicator.guidance,
            scores=said.scores or indicator.scores or self._meanings(language),
        )

    def said_in(self, code: str, language: str, part: WordsPart = "text") -> str:
        """Give the language in which a part of the standard is said to who asks for another."""
        worded = self.wording.get(language, {})
        said = getattr(worded.get(code, Words("")), part)
        if not said and part == "scores" and not self.indicator(code).scores:
            said = worded.get("", Words("")).scores
        return language if said else self.language

    def _meanings(self, language: str) -> tuple[str, ...]:
        """Say what the points mean where an indicator has no texts of its own."""
        return self.wording.get(language, {}).get("", Words("")).scores or self.score_texts

    def title_of(self, code: str, title: str, language: str = "") -> str:
        """Say the title of a principle or criterion in a language, else as it is."""
        return self.wording.get(language, {}).get(code, Words("")).text or title

    @cached_property
    def of_operations(self) -> tuple[Indicator, ...]:
        """The indicators asked of a collection operation, in order."""
        buyers = {one.number for one in self.principles if not one.scored_at_operation}
        return tuple(one for one in self.indicators if one.principle not in buyers)

    @cached_property
    def of_buyers(self) -> tuple[Indicator, ...]:
        """The indicators asked of a buyer: those of the principles not scored at an operation."""
        mine = frozenset(self.of_operations)
        return tuple(one for one in self.indicators if one not in mine)

    @cached_property
    def sample_count(self) -> int:
        """How many of its indicators have a text that is not the scheme's."""
        return sum(one.sample for one in self.indicators)

    @cached_property
    def rated(self) -> tuple[Indicator, ...]:
        """The indicators of an operation that have points."""
        return tuple(one for one in self.of_operations if one.kind is IndicatorKind.SCORED)

    @property
    def full_title(self) -> str:
        """Title and version as people say them."""
        return f"{self.title} {self.version}"

    def indicator(self, code: str) -> Indicator:
        """Give the indicator of this code; raises KeyError without one."""
        for indicator in self.indicators:
            if indicator.code == code:
                return indicator
        raise KeyError(code)

    def criteria_of(self, principle: int) -> tuple[Criterion, ...]:
        """Give the criteria of one principle, in order."""
        return tuple(item for item in self.criteria if item.principle == principle)

    def indicators_of(self, criterion: str) -> tuple[Indicator, ...]:
        """Give the indicators of one criterion, in order."""
        return tuple(item for item in self.indicators if item.criterion == criterion)
