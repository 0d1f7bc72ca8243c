"""A standard as `certs/standards/` holds it: principles, criteria, indicators."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from fairwild.kernel.parameters import Evidence


class AppliesTo(StrEnum):
    """Which operations an indicator is asked of."""

    ALL = "all"
    HIGH = "high"


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
    """One thing an auditor scores from 0 to 3; `sample` says the text is not the scheme's."""

    code: str
    criterion: str
    text: str
    kind: str
    m_from_year: int | None
    m_level: int | None
    applies_to: AppliesTo
    guidance: str
    sample: bool

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
