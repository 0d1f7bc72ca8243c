"""How an operation is rated. Pure."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from fairwild.audits.facts import (
    ScoreFacts,
    Scoring,
    ScoringTerms,
    UnmetMinimum,
)
from fairwild.audits.states import AuditKind
from fairwild.kernel.parameters import NoSuchParameter, ParameterTable
from fairwild.kernel.refusals import Obstacle
from fairwild.standards.types import AppliesTo, Indicator, IndicatorKind, StandardVersion


def indicators_for(
    standard: StandardVersion, *, risk_classes: Collection[str] = (), kind: AuditKind | None = None
) -> tuple[Indicator, ...]:
    """Give the indicators an audit asks for.

    An operation is asked the base set, and the extra set once a species is high risk; a buyer,
    at a spot check, what the standard asks of buyers and nothing else.
    """
    if kind is AuditKind.SPOT_CHECK:
        return standard.of_buyers
    asked = {AppliesTo.ALL, AppliesTo.HIGH} if AppliesTo.HIGH in risk_classes else {AppliesTo.ALL}
    return tuple(item for item in standard.of_operations if item.applies_to in asked)


def scoring_terms(table: ParameterTable, *, year: int, on: date) -> ScoringTerms:
    """Give the numbers in force for a year of certification; after the last step it stays there."""
    ladder = {int(row.keys["year"]): row for row in table.all_in_force("minimum_share", on=on)}
    reached = [step for step in ladder if step <= year]
    if not reached:
        message = f"no minimum_share for year {year} on {on}"
        raise NoSuchParameter(message)
    return ScoringTerms(
        minimum=ladder[max(reached)].value,
        norm=table.in_force("score_norm", on=on).whole,
        maximum=table.in_force("score_maximum", on=on).whole,
        version=table.version,
    )


def scoring(
    indicators: Iterable[Indicator],
    scores: Iterable[ScoreFacts],
    *,
    year: int,
    terms: ScoringTerms,
) -> Scoring:
    """Rate an operation: not-applicable indicators count on neither side, unscored ones as nought.

    What is only met or not met has no points: it counts on neither side either, whatever was
    found. A minimum requirement of that kind which is not met stands under `unmet` like any other;
    one that is not answered yet stands under `unscored`, not under `unmet`; one that is said not to
    apply stands under `waived`, so that nobody overlooks it.
    """
    by_code = {score.code: score for score in scores}
    asked = [(item, by_code.get(item.code, ScoreFacts(item.code))) for item in indicators]
    applicable = [
        (item, found_at(item, score)) for item, score in asked if not score.not_applicable
    ]
    rated = [found for item, found in applicable if item.kind is IndicatorKind.SCORED]
    return Scoring(
        points=sum(value for value in rated if value is not None),
        norm=terms.norm * len(rated),
        applicable=len(rated),
        not_applicable=len(asked) - len(applicable),
        minimum=terms.minimum,
        unmet=tuple(_unmet(applicable, year)),
        unscored=tuple(item.code for item, value in applicable if value is None),
        waived=tuple(_waived(asked, year)),
        nothing_applies=bool(asked) and not applicable,
        without_points=bool(asked)
        and all(item.kind is IndicatorKind.MET_OR_NOT for item, _ in asked),
    )


def found_at(indicator: Indicator, score: ScoreFacts) -> int | None:
    """Give what was found as a number to hold against a level: points, or 1 where it is met."""
    if indicator.kind is IndicatorKind.SCORED:
        return score.value
    return None if score.met is None else int(score.met)


def _waived(asked: Iterable[tuple[Indicator, ScoreFacts]], year: int) -> Iterator[str]:
    for indicator, score in asked:
        if score.not_applicable and indicator.required_level(year) is not None:
            yield indicator.code


def _unmet(found: Iterable[tuple[Indicator, int | None]], year: int) -> Iterator[UnmetMinimum]:
    for indicator, value in found:
        level = indicator.required_level(year)
        if level is not None and value is not None and value < level:
            yield UnmetMinimum(indicator.code, value, level, indicator.kind)


def facts_of_unmet(unmet: UnmetMinimum) -> dict[str, object]:
    """Give the numbers of an unmet minimum requirement for a sentence; what is not met has none."""
    if unmet.kind is IndicatorKind.MET_OR_NOT:
        return {"indicator": unmet.code}
    return {"indicator": unmet.code, "value": unmet.value, "level": unmet.level}


def obstacle_of_unmet(unmet: UnmetMinimum) -> Obstacle:
    """Say that a minimum requirement is not reached."""
    scored = unmet.kind is IndicatorKind.SCORED
    code = "m-indicator-unmet" if scored else "m-indicator-not-met"
    return Obstacle(code, facts_of_unmet(unmet), at=unmet.code)
