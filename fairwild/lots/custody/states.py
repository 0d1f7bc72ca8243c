"""Vocabulary of claims about finished products."""

from enum import StrEnum


class ClaimKind(StrEnum):
    """What the pack may say, from the most to the least."""

    CERTIFIED_PRODUCT = "certified-product"
    MADE_WITH = "made-with"
    CONTAINS = "contains"


class LogoPlace(StrEnum):
    """Where the mark of the scheme may stand."""

    PROMINENT = "prominent"
    SUBORDINATE = "subordinate"
    SIDE_PANEL = "side-panel"
    NONE = "none"


class ClaimWeight(StrEnum):
    """By which weight a share is reckoned."""

    WEIGHT = "weight"
    DRY_WEIGHT = "dry-weight"
