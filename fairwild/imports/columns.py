"""Columns of files: what they are called in which spelling, and which heading means which. Pure."""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from fairwild.imports.manners import sure_number
from fairwild.imports.states import Manner
from fairwild.kernel.refusals import Obstacle
from fairwild.sheets import Figure

_BETWEEN = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Column:
    """A column of a kind of file: its name, other spellings of it, and a sample for the template.

    A cell longer than `longest` is wrong; what is read of a column that `is_mass` is in grams.
    """

    name: str
    needed: bool = False
    spellings: tuple[str, ...] = ()
    sample: str = ""
    longest: int = 200
    is_mass: bool = False
    is_day: bool = False
    is_number: bool = False

    @property
    def manners(self) -> tuple[Manner, ...]:
        """In which manners the column can be written, where it matters."""
        if self.is_day:
            return (Manner.DAY_FIRST, Manner.MONTH_FIRST)
        return (Manner.POINT, Manner.COMMA) if self.is_mass or self.is_number else ()


def plain_heading(heading: str) -> str:
    """Give a heading without case, accents, spaces and signs: `Área / Zone` is `area zone`."""
    letters = unicodedata.normalize("NFKD", heading.casefold())
    kept = "".join(sign for sign in letters if not unicodedata.combining(sign))
    return _BETWEEN.sub(" ", kept).strip()


def digest_of(headings: Sequence[str]) -> str:
    """Give a digest by which the same headings are known again, whatever their order."""
    names = sorted(plain_heading(one) for one in headings)
    return hashlib.sha256("\n".join(names).encode()).hexdigest()


def guessed(headings: Sequence[str], columns: Sequence[Column]) -> dict[int, str]:
    """Guess by its spellings what each heading means; a column is guessed once."""
    known = {
        plain_heading(spelling): column.name
        for column in columns
        for spelling in (column.name, *column.spellings)
    }
    found: dict[int, str] = {}
    for place, heading in enumerate(headings):
        name = known.get(plain_heading(heading))
        if name is not None and name not in found.values():
            found[place] = name
    return found


WRITTEN = ":"
"""Stands in a mapping between the name of a column and the manner in which it is written."""


def name_of(meaning: str) -> str:
    """Give the name of the column that a place of a mapping means."""
    return meaning.partition(WRITTEN)[0]


def manner_of(meaning: str) -> Manner | None:
    """Give the manner that a place of a mapping names; None for none, or for one there is not."""
    said = meaning.partition(WRITTEN)[2]
    return Manner(said) if said in set(Manner) else None


def manners_in(mapping: Mapping[int, str]) -> dict[str, Manner]:
    """Give the manners a mapping names, by column."""
    named = ((name_of(one), manner_of(one)) for one in mapping.values())
    return {name: manner for name, manner in named if manner is not None}


def recalled(headings: Sequence[str], saved: Mapping[str, str]) -> dict[int, str]:
    """Read headings as a saved mapping says."""
    places = ((place, saved.get(plain_heading(one))) for place, one in enumerate(headings))
    return {place: name for place, name in places if name}


def to_save(headings: Sequence[str], mapping: Mapping[int, str]) -> dict[str, str]:
    """Give a mapping by headings rather than places, so that it fits the next file."""
    return {plain_heading(headings[place]): name for place, name in mapping.items()}


def obstacles_to_mapping(
    mapping: Mapping[int, str], headings: Sequence[str], columns: Sequence[Column]
) -> Iterator[Obstacle]:
    """Say why a file cannot be read so: columns that are needed, unknown or there twice."""
    names = [name_of(one) for one in mapping.values()]
    known = {column.name: column.manners for column in columns}
    for place, meaning in mapping.items():
        manners = known.get(name_of(meaning))
        if manners is None or not 0 <= place < len(headings):
            yield Obstacle("column-unknown", {"heading": meaning[:40]}, at="mapping")
        elif WRITTEN in meaning and manner_of(meaning) not in manners:
            yield Obstacle("column-not-written-so", {"heading": meaning[:40]}, at=name_of(meaning))
    for name in sorted({one for one in names if names.count(one) > 1}):
        yield Obstacle("column-twice", {"heading": name}, at=name)
    for column in columns:
        if column.needed and column.name not in names:
            yield Obstacle("column-missing", {"heading": column.name}, at=column.name)


def number_places(mapping: Mapping[int, str], columns: Sequence[Column]) -> tuple[int, ...]:
    """Give the places of the columns that hold numbers."""
    numbers = {one.name for one in columns if one.is_mass or one.is_number}
    return tuple(place for place, name in mapping.items() if name in numbers)


def with_sure_numbers(record: list[str], places: Sequence[int]) -> list[str]:
    """Write what a workbook holds as a number so that it can be read in one way only."""
    figures = [one for one in places if one < len(record) and isinstance(record[one], Figure)]
    if not figures:
        return record
    written = list(record)
    for place in figures:
        written[place] = sure_number(record[place])
    return written


def cells_of(mapping: Mapping[int, str], record: Sequence[str]) -> dict[str, str]:
    """Give the cells of a record by column, trimmed and in one form of Unicode."""
    return {
        name: text if (text := record[place].strip()).isascii() else _composed(text)
        for place, name in mapping.items()
        if place < len(record)
    }


def cells_reader(mapping: Mapping[int, str]) -> Callable[[Sequence[str]], dict[str, str]]:
    """Give what reads record after record as `cells_of` does, made for many of them."""
    if len(mapping) <= 1:  # one place alone is picked as a text, not as a tuple of texts
        return lambda record: cells_of(mapping, record)
    names, pick, last = tuple(mapping.values()), itemgetter(*mapping), max(mapping)

    def read(record: Sequence[str]) -> dict[str, str]:
        if len(record) > last and "".join(record).isascii():
            return dict(zip(names, map(str.strip, pick(record)), strict=True))
        return cells_of(mapping, record)

    return read


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)
