"""The risk classes of a scope, as the scheme owner's register has them on a day."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from fairwild.areas import queries as areas
from fairwild.audits.facts import ScopedSpecies
from fairwild.audits.records import Audit
from fairwild.kernel.plants import PlantPart
from fairwild.species import queries as species
from fairwild.species.facts import RiskFacts
from fairwild.species.states import RiskClass
from fairwild.unit_of_work import Reading

ScopeLine = Mapping[str, Any]
ScopeLines = Sequence[ScopeLine]
Goods = tuple[UUID, PlantPart, str]
Countries = Sequence[Sequence[str]]


def _countries(reading: Reading, scope: ScopeLines) -> list[list[str]]:
    """Give for every line of a scope the countries of its areas."""
    named = {UUID(str(area_id)) for line in scope for area_id in line["area_ids"]}
    places = areas.area_facts(reading, named)
    return [
        sorted({places[UUID(str(one))].country for one in line["area_ids"]} - {""})
        for line in scope
    ]


def countries_of(reading: Reading, scope: ScopeLines) -> frozenset[str]:
    """Give every country in which an area of a scope lies; without a scope nothing is asked."""
    found = _countries(reading, scope) if scope else []
    return frozenset(country for countries in found for country in countries)


def classed(reading: Reading, scope: ScopeLines, *, on: date) -> list[dict[str, Any]]:
    """Give the lines of a scope with the risk class the scheme owner's register has on that day.

    Where the areas of a line lie in several countries the highest class counts; where one of
    them has no class there is none.
    """
    countries = _countries(reading, scope)
    known = _classes(reading, scope, countries, on)
    return [
        {**line, "risk_class": _class_of(known, line, found)}
        for line, found in zip(scope, countries, strict=True)
    ]


def _goods(line: ScopeLine, country: str) -> Goods:
    return UUID(str(line["species_id"])), PlantPart(line["part"]), country


def _classes(
    reading: Reading, scope: ScopeLines, countries: Countries, on: date
) -> dict[Goods, RiskFacts]:
    """Give the classes of all lines in all their countries by one question."""
    asked = [
        _goods(line, country)
        for line, found in zip(scope, countries, strict=True)
        for country in found
    ]
    return species.risks_by_country(reading, asked, on=on)


def _class_of(known: Mapping[Goods, RiskFacts], line: ScopeLine, countries: Sequence[str]) -> str:
    found = [known.get(_goods(line, country)) for country in countries]
    if not found or None in found:
        return ""
    return str(max((one.risk_class for one in found if one), key=list(RiskClass).index))


def classifications_of(reading: Reading, scope: ScopeLines, *, on: date) -> Iterator[RiskFacts]:
    """Give the word of the scheme owner that holds on a day for each line, country by country."""
    countries = _countries(reading, scope)
    known = _classes(reading, scope, countries, on)
    for line, found in zip(scope, countries, strict=True):
        held = (known.get(_goods(line, country)) for country in found)
        yield from (one for one in held if one is not None)


def scoped(reading: Reading, audit: Audit, *, on: date) -> Iterator[ScopedSpecies]:
    """Give the species of the scope, country by country, with their classes on that day."""
    plants = species.species_by_id(reading, {UUID(line["species_id"]) for line in audit.scope})
    countries = _countries(reading, audit.scope)
    known = _classes(reading, audit.scope, countries, on)
    for line, found in zip(audit.scope, countries, strict=True):
        for country in found:
            yield ScopedSpecies(
                species=plants[UUID(line["species_id"])].scientific_name,
                part=PlantPart(line["part"]),
                country=country,
                risk_class=_class_of(known, line, [country]),
                audited_as=line["risk_class"],
            )
