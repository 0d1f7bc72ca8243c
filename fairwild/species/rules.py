"""Which plant a text names, which risk class holds, and when one may be given. Pure."""

from collections.abc import Iterable, Iterator
from datetime import date

from fairwild.kernel.periods import Period
from fairwild.kernel.refusals import Obstacle
from fairwild.kernel.spelling import spelt
from fairwild.species.facts import PlantNames, RiskFacts
from fairwild.species.states import RiskClass, RiskFactor, RiskStanding


def plant_named_in(text: str, plants: Iterable[PlantNames]) -> str:
    """Give the scientific name of the plant a text speaks of; empty where it names none.

    A scientific name is found shortened (`N. jatamansi`) and with other gaps, too.
    """
    said = _words(text)
    return next((one.scientific_name for one in plants if _names(said, one)), "")


def _names(said: str, plant: PlantNames) -> bool:
    scientific = [_words(name) for name in (plant.scientific_name, *plant.synonyms)]
    short = [f"{name[0]} {' '.join(name.split()[1:])}" for name in scientific if " " in name]
    called = [*scientific, *short, *(_words(name) for name in plant.common_names)]
    if any(name and f" {name} " in f" {said} " for name in called):
        return True
    joined = said.replace(" ", "")
    return any(name.replace(" ", "") in joined for name in scientific if " " in name)


def _words(text: str) -> str:
    """Spell a name without the cross of a hybrid."""
    return " ".join(word for word in spelt(text).split() if word != "x")


def in_force(classifications: Iterable[RiskFacts], *, on: date) -> RiskFacts | None:
    """Give the classification that holds on a day; there is never more than one."""
    return next((one for one in classifications if on in one.valid), None)


def replaced_by(
    classifications: Iterable[RiskFacts], *, start: date
) -> list[tuple[RiskFacts, date]]:
    """List which classifications a new one takes the place of, each with the day it ceases.

    From its first day on the new one alone has the word, also over what was to come later.
    """
    return [
        (one, max(start, one.said.start))
        for one in classifications
        if not _is_over(one.valid, start) and one.valid.until != one.said.start
    ]


def obstacles_to_classifying(
    risk_class: RiskClass,
    *,
    start: date,
    factors: Iterable[RiskFactor],
    earlier: Iterable[RiskFacts],
    on: date,
) -> Iterator[Obstacle]:
    """Say why a class cannot be given from that day; what held in the past stays as it was."""
    if risk_class is not RiskClass.LOW and not tuple(factors):
        yield Obstacle("risk-without-factors", {"risk_class": risk_class}, at="factors")
    if start >= on:
        return
    for one in earlier:
        if _days_in_common(one.valid, Period(start, on)):
            facts = {"document": one.document, "start": one.valid.start, "today": on}
            yield Obstacle("risk-already-classed-then", facts, at="valid_from")


def obstacles_to_ending(known: RiskFacts, *, on: date) -> Iterator[Obstacle]:
    """Say why a classification cannot be ended today."""
    if _is_over(known.valid, max(on, known.said.start)):
        yield Obstacle("risk-class-over", {"document": known.document})


def standing_of(known: RiskFacts, *, on: date) -> RiskStanding:
    """Say how a classification stands on a day."""
    if known.ceased_on is not None and known.ceased_on <= max(on, known.said.start):
        return RiskStanding.SUPERSEDED if known.superseded else RiskStanding.ENDED
    if on < known.valid.start:
        return RiskStanding.COMING
    return RiskStanding.IN_FORCE if on in known.valid else RiskStanding.OVER


def _is_over(period: Period, on: date) -> bool:
    return period.until is not None and period.until <= on


def _days_in_common(one: Period, other: Period) -> bool:
    if one.until is not None and one.until <= one.start:
        return False
    return one.start in other or other.start in one
