"""Rules of the register. Pure: facts in, obstacles out."""

import unicodedata
from collections.abc import Iterator

from fairwild.harvesters.facts import Entry, Known, Likeness
from fairwild.kernel.periods import Period
from fairwild.kernel.refusals import Obstacle

OLDEST_YEARS = 110
_UNFOLDED = str.maketrans({"đ": "d", "ø": "o", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe"})


def folded(text: str) -> str:
    """Give a text without accents, case and double spaces: `Nguyễn Thị Hoa` is `nguyen thi hoa`."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(kept.translate(_UNFOLDED).split())


def likeness_of(entry: Entry) -> Likeness:
    """Give by what an entry that is not in the register may be like one that is."""
    named = (entry.name, entry.birth_year, entry.village, entry.phone, entry.sex)
    return Likeness(None, entry.local_id, *named)


def obstacles_to_registering(entry: Entry, known: Known) -> Iterator[Obstacle]:
    """Say everything that keeps an entry out of the register."""
    yield from _obstacles_of_age(entry, known)
    yield from obstacles_to_period(entry.registered)
    if entry.local_id in known.local_ids:
        yield Obstacle("local-id-taken", {"local_id": entry.local_id}, at="local_id")
    if not entry.area_ids <= known.area_ids:
        yield Obstacle("area-not-of-operator", at="area_ids")
    if not entry.species_ids <= known.species_ids:
        yield Obstacle("species-not-targeted", at="species_ids")


def _obstacles_of_age(entry: Entry, known: Known) -> Iterator[Obstacle]:
    if not known.on.year - OLDEST_YEARS <= entry.birth_year <= known.on.year:
        yield Obstacle("birth-year-unlikely", {"year": str(entry.birth_year)}, at="birth_year")
        return
    age_years = entry.registered.start.year - entry.birth_year
    if age_years < known.minimum_age_years:
        facts = {"age": age_years, "limit": known.minimum_age_years}
        yield Obstacle("harvester-too-young", facts, at="birth_year")


def obstacles_to_period(registered: Period) -> Iterator[Obstacle]:
    """Say why a registration cannot last from and to these days."""
    if registered.until is not None and registered.until <= registered.start:
        facts = {"first_day": registered.start}
        yield Obstacle("registration-ends-before-start", facts, at="registered_until")


def obstacles_to_ending(registered: Period) -> Iterator[Obstacle]:
    """Say why a registration cannot be ended."""
    if registered.last_day is not None:
        yield Obstacle("registration-has-an-end", {"last_day": registered.last_day})
