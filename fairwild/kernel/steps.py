"""What a long deed is at, for whoever waits for it."""

from enum import StrEnum


class Step(StrEnum):
    """One part of a long deed."""

    CHECKING = "checking"
    SORTING = "sorting"
    WRITING = "writing"
    TAKING_BACK = "taking-back"
    SEALING = "sealing"
