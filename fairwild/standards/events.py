"""What can have happened to a standard."""

from dataclasses import dataclass

from fairwild.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class StandardImported(Event):
    """The text of a version was brought into this installation; `sha256` is that of its files."""

    standard: str
    standard_version: str
    principles: int
    criteria: int
    indicators: int
    languages: tuple[str, ...]
    replaced: bool
    sha256: str


@dataclass(frozen=True, kw_only=True)
class StandardTakenBack(Event):
    """An imported text was taken out of this installation again, before anybody relied on it."""

    standard: str
    standard_version: str


@dataclass(frozen=True, kw_only=True)
class NumbersKept(Event):
    """Something rested on a table of the scheme's numbers for the first time; its rows are kept."""

    numbers_version: str
    rows: int
    rows_sha256: str
