"""Vocabulary of imports."""

from enum import StrEnum


class ImportKind(StrEnum):
    """What the rows of a file are."""

    RECEIPTS = "receipts"
    HARVESTERS = "harvesters"
    MOVEMENTS = "movements"
    TESTS = "tests"


class HoldDeed(StrEnum):
    """What a row of a file does with a lot without moving anything."""

    HOLD = "hold"
    RELEASE = "release"
    PREPARE = "prepare"


class Manner(StrEnum):
    """How a column writes its days or numbers, where that could be read in two ways."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"
    POINT = "decimal-point"
    COMMA = "decimal-comma"


class RowState(StrEnum):
    """What a confirmation would do with a row as it stands."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    ALIKE = "alike"
    WRONG = "wrong"


class Choice(StrEnum):
    """What somebody decided about a row."""

    NONE = "none"
    ADD = "add"
    MERGE = "merge"
    LEAVE = "leave"


class RunState(StrEnum):
    """How far an import is."""

    UPLOADED = "uploaded"
    CHECKED = "checked"
    RUNNING = "running"
    INTERRUPTED = "interrupted"
    CONFIRMED = "confirmed"
    UNDOING = "undoing"
    UNDONE = "undone"
