"""Vocabulary of recalls."""

from enum import StrEnum


class RecallKind(StrEnum):
    """Whether goods are really called back, or it is only rehearsed."""

    REAL = "real"
    MOCK = "mock"


class Finding(StrEnum):
    """What a holder says about the goods it was asked for."""

    ALL_HELD = "all-held"
    PARTLY_GONE = "partly-gone"
    ALL_GONE = "all-gone"
    NOT_OURS = "not-ours"
    NOT_ARRIVED = "not-arrived"


class RecallStatus(StrEnum):
    """Whether a recall is still being followed."""

    OPEN = "open"
    CLOSED = "closed"


MOVES: dict[RecallStatus, frozenset[RecallStatus]] = {
    RecallStatus.OPEN: frozenset({RecallStatus.CLOSED}),
    RecallStatus.CLOSED: frozenset(),
}
