"""By what the lots of a lineage are coloured: a letter, a colour and dashes for each belonging."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext

from fairwild.drawing.lineage import HUES, Mark
from fairwild.lots.facts import LotFacts
from fairwild.lots.lineage.belonging import areas_of_lots, villages_of_lots
from fairwild.lots.lineage.facts import Lineage
from fairwild.unit_of_work import Reading

SEVERAL, UNKNOWN = Mark("+", -1), Mark("–", -1)
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class LegendLine:
    """One belonging: its mark, its name, and how many lots belong to it alone."""

    mark: Mark
    name: str
    lot_count: int
    made_g: int


@dataclass(frozen=True)
class Colouring:
    """The mark of every lot; without any the status colours it."""

    names: Mapping[UUID, frozenset[str]] | None = None
    marks: Mapping[str, Mark] | None = None

    def mark(self, lots: Iterable[LotFacts]) -> Mark | None:
        """Give what these lots are drawn with together."""
        if self.names is None or self.marks is None:
            return None
        found = {name for lot in lots for name in self.names.get(lot.id, ())}
        if len(found) != 1:
            return SEVERAL if found else UNKNOWN
        return self.marks[found.pop()]

    def names_of(self, lots: Sequence[LotFacts], most: int = 3) -> str:
        """Name what these lots belong to, the first few."""
        if self.names is None:
            return ""
        found = sorted({name for lot in lots for name in self.names.get(lot.id, ())})
        more = len(found) - most
        shown = ", ".join(found[:most])
        return gettext("%(names)s and %(num)s more", names=shown, num=more) if more > 0 else shown


def colouring_of(reading: Reading, lineage: Lineage, colour: str) -> Colouring:
    """Give the marks of the lots by area or village; none where the status is asked for."""
    if colour == "area":
        names = areas_of_lots(reading, lineage)
    elif colour == "village":
        names = villages_of_lots(reading, lineage)
    else:
        return Colouring()
    known = sorted({name for found in names.values() for name in found})
    marks = {name: Mark(_letter(place), place % HUES) for place, name in enumerate(known)}
    return Colouring(names, marks)


def _letter(place: int) -> str:
    first, last = divmod(place, len(LETTERS))
    return (LETTERS[(first - 1) % len(LETTERS)] if first else "") + LETTERS[last]


def legend(colouring: Colouring, lineage: Lineage) -> list[LegendLine]:
    """Say what the letters mean, and how much belongs to each alone, to several or to none."""
    if colouring.names is None or not colouring.marks:
        return []
    lots: dict[str, list[LotFacts]] = {name: [] for name in colouring.marks}
    several: list[LotFacts] = []
    unknown: list[LotFacts] = []
    for lot in lineage.lots.values():
        found = colouring.names.get(lot.id, frozenset())
        room = lots[next(iter(found))] if len(found) == 1 else several if found else unknown
        room.append(lot)
    lines = [(colouring.marks[name], name, members) for name, members in lots.items()]
    if several:
        lines.append((SEVERAL, gettext("several of them"), several))
    if unknown:
        lines.append((UNKNOWN, gettext("not known to you"), unknown))
    return [
        LegendLine(mark, name, len(members), sum(lot.made_g for lot in members))
        for mark, name, members in lines
    ]
