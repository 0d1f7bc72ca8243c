"""Who in a register may be one person: by name, birth year and village, or by telephone. Pure.

Nobody is compared with everybody: people stand in cells of what they have in common, and only
neighbouring cells are looked into, so that a register of ten thousand is gone through in a moment.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

from fairwild.harvesters.facts import Likeness
from fairwild.harvesters.rules import folded
from fairwild.harvesters.states import Alike, Sex

SPELT = 6
"""A name of fewer letters is not said to be misspelt: too many short names differ by one."""

WORDS = 3
"""A name of so many words may stand elsewhere without one of them."""

PHONE_DIGITS = 8
"""So many last digits of a telephone tell it apart, with and without its country before it."""

_CYRILLIC = str.maketrans(
    dict(
        zip(
            "абвгдезийклмнопрстуфхыэјіњљћђџқғңөүұһә",
            "abvgdeziiklmnoprstufhieiinlcddkgnouuha",
            strict=True,
        )
    )
    | {"ж": "zh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "iu", "я": "ia"}
    | {"ъ": "", "ь": "", "ё": "e", "ї": "i", "є": "e", "ў": "u"}
)
_SOUNDS = (
    (r"[^a-z ]", ""),
    (r"s?[cs]h|[ct]z|ts", "s"),
    (r"ph", "f"),
    (r"x", "ks"),
    (r"[cq]k?", "k"),
    (r"([dgnl])[jy]|gn", r"\1"),
    (r"oo|ou", "u"),
    (r"ee", "i"),
    (r"h", ""),
    (r"w", "v"),
    (r"[yj]", "i"),
    (r"z", "s"),
    (r"([a-z])\1+", r"\1"),
)
"""Different spellings of one sound become one, in this order; a coarse ear, for asking only."""

Cell = tuple[str, int]
Found = tuple[Likeness, Alike]


def phone_key(phone: str) -> str:
    """Give by what a telephone is known however it was written; nothing of too few digits."""
    digits = re.sub("[^0-9]", "", phone)[-PHONE_DIGITS:]
    return digits if len(digits) >= SPELT else ""


@lru_cache(maxsize=4096)
def sound(text: str) -> str:
    """Give how a text sounds, its words in one order: `Đorđe Živković` is `Zivkovic Djordje`."""
    plain = folded(unicodedata.normalize("NFC", text.casefold()).translate(_CYRILLIC))
    for pattern, letters in _SOUNDS:
        plain = re.sub(pattern, letters, plain)
    return " ".join(sorted(plain.split()))


class Register:
    """People as they may be alike; of many in one cell the first stands for all."""

    def __init__(self, people: Iterable[Likeness] = ()) -> None:
        self._cells: dict[str, dict[Cell, dict[Sex, Likeness]]] = defaultdict(dict)
        self._misspelt: dict[str, set[str]] = defaultdict(set)
        self._longer: dict[str, set[str]] = defaultdict(set)
        self._phones: dict[str, Likeness] = {}
        for one in people:
            self.add(one)

    def add(self, person: Likeness) -> None:
        """Let somebody be found from now on."""
        name = sound(person.name)
        if name not in self._cells:
            for less in _one_letter_less(name):
                self._misspelt[less].add(name)
            for fewer in _one_word_less(name):
                self._longer[fewer].add(name)
        cell = self._cells[name].setdefault((sound(person.village), person.birth_year), {})
        cell.setdefault(person.sex, person)
        if phone := phone_key(person.phone):
            self._phones.setdefault(phone, person)

    def alike(self, person: Likeness) -> Iterator[Found]:
        """Give who may be this person, each once, and by what; the surest first."""
        seen = {person.id}
        for other, why in self._by_all(person):
            if other.id not in seen:
                seen.add(other.id)
                yield other, why

    def _by_all(self, person: Likeness) -> Iterator[Found]:
        name = sound(person.name)
        for other in self._near(person, [name]):
            same = folded(other.name) == folded(person.name)
            yield other, _why(person, other, Alike.NAME if same else Alike.SOUND)
        part = {*_one_word_less(name), *self._longer.get(name, ())} - {name}
        for other in self._near(person, sorted(part)):
            yield other, _why(person, other, Alike.PART)
        near = {one for less in _one_letter_less(name) for one in self._misspelt.get(less, ())}
        for other in self._near(person, sorted(near - {name})):
            if other.sex is person.sex:
                yield other, _why(person, other, Alike.SPELLING)
        phone = phone_key(person.phone)
        if phone in self._phones:
            yield self._phones[phone], Alike.PHONE

    def _near(self, person: Likeness, names: Iterable[str]) -> Iterator[Likeness]:
        """Give who has one of these names, lives in the village and was born about that year."""
        village = sound(person.village)
        for cells in (self._cells[name] for name in names if name in self._cells):
            for year in (0, -1, 1):
                yield from cells.get((village, person.birth_year + year), {}).values()


def _why(person: Likeness, other: Likeness, name: Alike) -> Alike:
    return name if person.birth_year == other.birth_year else NEAR_YEAR[name]


NEAR_YEAR = {
    Alike.NAME: Alike.NAME_NEAR_YEAR,
    Alike.SOUND: Alike.SOUND_NEAR_YEAR,
    Alike.PART: Alike.PART_NEAR_YEAR,
    Alike.SPELLING: Alike.SPELLING_NEAR_YEAR,
}
"""What the same likeness of names is called where the birth years are one apart."""


def _one_letter_less(name: str) -> set[str]:
    """Give a name and what is left of it without one of its letters: neighbours meet there."""
    whole = name.replace(" ", "")
    if len(whole) < SPELT:
        return set()
    return {whole, *(whole[:place] + whole[place + 1 :] for place in range(len(whole)))}


def _one_word_less(name: str) -> set[str]:
    """Give what is left of a longer name without one of them."""
    words = name.split()
    if len(words) < WORDS:
        return set()
    return {" ".join(words[:place] + words[place + 1 :]) for place in range(len(words))}
