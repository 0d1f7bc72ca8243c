"""How an operation is rated. Pure."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from fairwild.audits.facts import (
    ScoreFacts,
    Scoring,
    ScoringTerms,
    UnmetMinimum,
)
from fairwild.kernel.parameters import NoSuchParameter, ParameterTable
from fairwild.standards.types import AppliesTo, Indicator, StandardVersion


def indicators_for(
    standard: StandardVersion, *, risk_classes: Collection[str] = ()
) -> tuple[Indicator, ...]:
    """Give the indicators to score: the base set, and the extra set once a species is high risk."""
    asked = {AppliesTo.ALL, AppliesTo.HIGH} if AppliesTo.HIGH in risk_classes else {AppliesTo.ALL}
    return tuple(item for item in standard.indicators if item.applies_to in asked)


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

    A minimum requirement that is not scored yet stands under `unscored`, not under `unmet`.
    """
    by_code = {score.code: score for score in scores}
    asked = [(item, by_code.get(item.code, ScoreFacts(item.code))) for item in indicators]
    applicable = [(item, score.value) for item, score in asked if not score.not_applicable]
    values = [(item, value) for item, value in applicable if value is not None]
    return Scoring(
        points=sum(value for _, value in values),
        norm=terms.norm * len(applicable),
        applicable=len(applicable),
        not_applicable=len(asked) - len(applicable),
        minimum=terms.minimum,
        unmet=tuple(_unmet(values, year)),
        unscored=tuple(item.code for item, value in applicable if value is None),
    )


def _unmet(values: Iterable[tuple[Indicator, int]], year: int) -> Iterator[UnmetMinimum]:
    for indicator, value in values:
        level = indicator.required_level(year)
        if level is not None and value < level:
            yield UnmetMinimum(indicator.code, value, level)


def facts_of_unmet(unmet: UnmetMinimum) -> dict[str, object]:
    """Give the numbers of an unmet minimum requirement for a sentence."""
    return {"indicator": unmet.code, "value": unmet.value, "level": unmet.level}
