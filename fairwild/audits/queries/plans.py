"""The plan of an audit as rules and pages know it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from fairwild.areas import queries as areas
from fairwild.audits import rules
from fairwild.audits.facts import AuditFacts, PlanFacts, ScopedSpecies
from fairwild.audits.queries.assigning import obstacles_in_assigned_team
from fairwild.audits.queries.judging import approvals_of_body, facts_of
from fairwild.audits.records import Audit
from fairwild.kernel.periods import Period
from fairwild.kernel.plants import PlantPart
from fairwild.kernel.refusals import Obstacle
from fairwild.species import queries as species
from fairwild.species.states import RiskClass
from fairwild.standards import catalogue
from fairwild.unit_of_work import Reading

ScopeLine = Mapping[str, Any]
ScopeLines = Sequence[ScopeLine]


def plan_facts(reading: Reading, audit: Audit) -> PlanFacts:
    """Say of the plan of an audit at hand what rules need."""
    return PlanFacts(
        kind=audit.kind or rules.usual_kind(audit.certification_year),
        starts_on=audit.starts_on,
        ends_on=audit.ends_on,
        planned_half_days=audit.planned_half_days,
        seasons=_seasons(reading, audit),
        season_reason=audit.season_reason,
        turnover_eur=audit.turnover_eur,
        scope=tuple(_scoped(reading, audit)),
    )


def _seasons(reading: Reading, audit: Audit) -> tuple[Period, ...]:
    wanted = {
        (UUID(line["species_id"]), line["part"], UUID(area_id))
        for line in audit.scope
        for area_id in line["area_ids"]
    }
    found = {
        Period(one.season_from, one.season_until)
        for one in areas.limits_of(reading, audit.operator_id)
        if (one.species_id, one.part, one.area_id) in wanted
    }
    return tuple(sorted(found, key=lambda one: one.start))


def _countries(reading: Reading, scope: ScopeLines) -> list[list[str]]:
    """Give for every line of a scope the countries of its areas."""
    named = {UUID(str(area_id)) for line in scope for area_id in line["area_ids"]}
    places = areas.area_facts(reading, named)
    return [
        sorted({places[UUID(str(one))].country for one in line["area_ids"]} - {""})
        for line in scope
    ]


def classed(reading: Reading, scope: ScopeLines, *, on: date) -> list[dict[str, Any]]:
    """Give the lines of a scope with the risk class the scheme owner's register has on that day.

    Where the areas of a line lie in several countries the highest class counts; where one of
    them has no class there is none.
    """
    lines = zip(scope, _countries(reading, scope), strict=True)
    return [{**line, "risk_class": _class_of(reading, line, found, on)} for line, found in lines]


def _class_of(reading: Reading, line: ScopeLine, countries: list[str], on: date) -> str:
    goods = (UUID(str(line["species_id"])), PlantPart(line["part"]))
    found = [species.risks_on(reading, [goods], country=one, on=on).get(goods) for one in countries]
    if not found or None in found:
        return ""
    return str(max((one.risk_class for one in found if one), key=list(RiskClass).index))


def _scoped(reading: Reading, audit: Audit) -> Iterator[ScopedSpecies]:
    plants = species.species_by_id(reading, {UUID(line["species_id"]) for line in audit.scope})
    for line, countries in zip(audit.scope, _countries(reading, audit.scope), strict=True):
        plant = plants[UUID(line["species_id"])]
        for country in countries:
            yield ScopedSpecies(
                species=plant.scientific_name,
                part=PlantPart(line["part"]),
                country=country,
                risk_class=_class_of(reading, line, [country], audit.starts_on),
            )


def obstacles_to_confirming(
    reading: Reading, audit: Audit, facts: AuditFacts | None = None
) -> list[Obstacle]:
    """Say everything that stands between the plan of an audit and the body's word for it."""
    limit = catalogue.parameters().in_force("microenterprise_turnover_eur", on=audit.starts_on)
    known = facts or facts_of(reading, audit)
    found = rules.obstacles_to_confirming(
        known,
        plan_facts(reading, audit),
        approvals=approvals_of_body(reading, audit.body_id),
        microenterprise_eur=limit.whole,
        on=reading.today,
    )
    return [*found, *obstacles_in_assigned_team(reading, audit, known)]
