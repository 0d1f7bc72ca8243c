"""Vocabulary of the register."""

from enum import StrEnum


class Sex(StrEnum):
    """As the register states it."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"
    NOT_STATED = "not-stated"
