"""How much collection the plants of the demonstration can bear. Every document is made up."""

from collections.abc import Sequence
from dataclasses import dataclass

from fairwild.demo.stage import Stage
from fairwild.kernel.plants import PlantPart
from fairwild.species.operations import classify_risk
from fairwild.species.states import RiskClass, RiskFactor

FIRST_DAY = 900
"""The day of the first classifications, as days ago."""


@dataclass(frozen=True)
class Word:
    """What the scheme owner said of one species, part and country, and when."""

    species: str
    part: PlantPart
    country: str
    risk_class: RiskClass
    document: str
    reasons: str
    factors: Sequence[RiskFactor] = ()
    days_ago: int = FIRST_DAY
    good_for_days: int | None = None


WORDS = (
    Word(
        "GLYGLA",
        PlantPart.ROOT,
        "ES",
        RiskClass.LOW,
        "RA-011 (demonstration)",
        "First analysis, from the literature alone.",
    ),
    Word(
        "GLYGLA",
        PlantPart.ROOT,
        "ES",
        RiskClass.LOW,
        "RA-027 (demonstration)",
        "Runners left in the ground grow again within three years; wide river valleys.",
        (RiskFactor.REGENERATION, RiskFactor.RANGE),
        days_ago=500,
    ),
    Word(
        "GLYGLA",
        PlantPart.ROOT,
        "IT",
        RiskClass.LOW,
        "RA-012 (demonstration)",
        "Common on clay soils of the south; old fields are dug every fourth year.",
        (RiskFactor.REGENERATION,),
        good_for_days=1300,
    ),
    Word(
        "TERBEL",
        PlantPart.FRUIT,
        "IN",
        RiskClass.LOW,
        "RA-013 (demonstration)",
        "Fallen fruit of tall trees; a share stays for hornbills and seedlings.",
        (RiskFactor.PART,),
        good_for_days=1300,
    ),
    Word(
        "TERBEL",
        PlantPart.BARK,
        "IN",
        RiskClass.HIGH,
        "RA-014 (demonstration)",
        "Stripping bark kills old trees; nobody collects it under this scheme.",
        (RiskFactor.PART, RiskFactor.GROWTH, RiskFactor.DEMAND),
        good_for_days=1300,
    ),
    Word(
        "GYNPEN",
        PlantPart.HERB,
        "VN",
        RiskClass.LOW,
        "RA-015 (demonstration)",
        "A climbing herb that shoots again each month; the roots stay.",
        (RiskFactor.GROWTH, RiskFactor.REGENERATION),
        good_for_days=1300,
    ),
)


def classify(stage: Stage) -> None:
    """Let the steward class every plant before anybody is audited on it."""
    for word in WORDS:
        until = None if word.good_for_days is None else word.days_ago - word.good_for_days
        classify_risk(
            stage.acting("steward", word.days_ago),
            species_id=stage.species[word.species],
            part=word.part,
            country=word.country,
            risk_class=word.risk_class,
            factors=word.factors,
            reasons=word.reasons,
            document=word.document,
            valid_from=stage.day(word.days_ago),
            valid_until=None if until is None else stage.day(until),
        )
