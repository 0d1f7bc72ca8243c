"""What a species can be in the eyes of the scheme."""

from enum import StrEnum


class RiskClass(StrEnum):
    """How much a species can suffer from wild collection, as the scheme owner classed it."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class RiskFactor(StrEnum):
    """What makes a plant more or less able to bear collection."""

    PART = "part-harvested"
    GROWTH = "growth"
    RANGE = "range"
    HABITAT = "habitat"
    POPULATION = "population"
    REGENERATION = "regeneration"
    DEMAND = "demand"
    LISTING = "threat-listing"


class RiskStanding(StrEnum):
    """How a classification stands on a day."""

    IN_FORCE = "in-force"
    COMING = "coming"
    OVER = "over"
    SUPERSEDED = "superseded"
    ENDED = "ended"
