"""What an audit and a nonconformity can be, and how one state leads to the next."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class AuditStatus(StrEnum):
    """How far an audit has come."""

    PLANNED = "planned"
    UNDER_WAY = "under-way"
    FINISHED = "finished"
    EVALUATED = "evaluated"
    DECIDED = "decided"


MOVES: Mapping[AuditStatus, frozenset[AuditStatus]] = MappingProxyType(
    {
        AuditStatus.PLANNED: frozenset({AuditStatus.UNDER_WAY}),
        AuditStatus.UNDER_WAY: frozenset({AuditStatus.FINISHED}),
        AuditStatus.FINISHED: frozenset({AuditStatus.EVALUATED}),
        AuditStatus.EVALUATED: frozenset({AuditStatus.DECIDED}),
        AuditStatus.DECIDED: frozenset(),
    }
)
"""A finished report is locked: nothing leads back."""


class NonconformityStatus(StrEnum):
    """Whether a nonconformity still waits, for the operator or for the body."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


NONCONFORMITY_MOVES: Mapping[NonconformityStatus, frozenset[NonconformityStatus]] = (
    MappingProxyType(
        {
            NonconformityStatus.OPEN: frozenset({NonconformityStatus.ANSWERED}),
            NonconformityStatus.ANSWERED: frozenset(
                {NonconformityStatus.OPEN, NonconformityStatus.CLOSED}
            ),
            NonconformityStatus.CLOSED: frozenset(),
        }
    )
)
"""An answer that does not satisfy opens the nonconformity again."""


class Grade(StrEnum):
    """How grave a nonconformity is."""

    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"


class Outcome(StrEnum):
    """What an evaluator recommends and a certifier decides."""

    CERTIFY = "certify"
    REFUSE = "refuse"


class TeamRole(StrEnum):
    """What a person does in an audit team."""

    LEADER = "leader"
    AUDITOR = "auditor"
    EXPERT = "expert"
    OBSERVER = "observer"


SCORING_ROLES = frozenset({TeamRole.LEADER, TeamRole.AUDITOR})
"""Who in a team may score; experts advise and observers watch."""
