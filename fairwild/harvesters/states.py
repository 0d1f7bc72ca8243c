"""Vocabulary of the register."""

from enum import StrEnum


class Sex(StrEnum):
    """As the register states it."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"
    NOT_STATED = "not-stated"


class Alike(StrEnum):
    """By what two entries of a register may be one person; the village is the same but for `phone`.

    A name is the same, sounds the same, is a part of the other, or is spelt nearly the same; birth
    years are the same or one apart.
    """

    NAME = "name"
    NAME_NEAR_YEAR = "name-near-year"
    SOUND = "sound"
    SOUND_NEAR_YEAR = "sound-near-year"
    PART = "part"
    PART_NEAR_YEAR = "part-near-year"
    SPELLING = "spelling"
    SPELLING_NEAR_YEAR = "spelling-near-year"
    PHONE = "phone"
