"""What a species can be in the eyes of the scheme."""

from enum import StrEnum


class RiskClass(StrEnum):
    """How much a species can suffer from wild collection, as the scheme owner classed it."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
