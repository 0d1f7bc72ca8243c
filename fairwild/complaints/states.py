"""What a complaint can be about, and how one state leads to the next."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class ComplaintKind(StrEnum):
    """What is complained of, in the words of whoever complains."""

    PLANTS = "plants"
    PEOPLE = "people"
    CLAIM = "claim"
    AUDIT = "audit"
    OTHER = "other"
    APPEAL = "appeal"


class ComplaintSubject(StrEnum):
    """What somebody had in hand when they complained."""

    OPERATOR = "operator"
    CERTIFICATE = "certificate"
    LABEL = "label"
    DECISION = "decision"


class ComplaintStatus(StrEnum):
    """How far a complaint has come."""

    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    INVESTIGATED = "investigated"
    CONCLUDED = "concluded"
    APPEALED = "appealed"
    REVIEWED = "reviewed"
    CLOSED = "closed"


MOVES: Mapping[ComplaintStatus, frozenset[ComplaintStatus]] = MappingProxyType(
    {
        ComplaintStatus.RECEIVED: frozenset({ComplaintStatus.ACKNOWLEDGED}),
        ComplaintStatus.ACKNOWLEDGED: frozenset({ComplaintStatus.INVESTIGATED}),
        ComplaintStatus.INVESTIGATED: frozenset(
            {ComplaintStatus.ACKNOWLEDGED, ComplaintStatus.CONCLUDED}
        ),
        ComplaintStatus.CONCLUDED: frozenset({ComplaintStatus.APPEALED}),
        ComplaintStatus.APPEALED: frozenset({ComplaintStatus.REVIEWED}),
        ComplaintStatus.REVIEWED: frozenset({ComplaintStatus.APPEALED, ComplaintStatus.CLOSED}),
        ComplaintStatus.CLOSED: frozenset(),
    }
)
"""Passed on to the scheme owner, a case waits for an examiner again."""

AWAITING_EXAMINER = frozenset({ComplaintStatus.ACKNOWLEDGED, ComplaintStatus.APPEALED})
"""Somebody has to be appointed."""

IN_HANDS = frozenset({ComplaintStatus.INVESTIGATED, ComplaintStatus.REVIEWED})
"""Somebody uninvolved is at work on it."""

OPEN = frozenset(ComplaintStatus) - {ComplaintStatus.CONCLUDED, ComplaintStatus.CLOSED}
"""The body still owes an answer."""


class ComplaintStage(StrEnum):
    """Whether a complaint is judged for the first time, or on appeal against that."""

    FIRST = "first"
    APPEAL = "appeal"


class ComplaintOutcome(StrEnum):
    """What became of a complaint."""

    UPHELD = "upheld"
    PARTLY_UPHELD = "partly-upheld"
    NOT_UPHELD = "not-upheld"


class Involved(StrEnum):
    """What a person did for the certification of the operator complained about."""

    TEAM = "team"
    EVALUATED = "evaluated"
    DECIDED = "decided"
    CONFIRMED = "confirmed"
    SET_ASIDE = "set-aside"
    REVIEWED = "reviewed"
