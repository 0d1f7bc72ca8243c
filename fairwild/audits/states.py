"""What an audit and a nonconformity can be, and how one state leads to the next."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class AuditStatus(StrEnum):
    """How far an audit has come."""

    PLANNED = "planned"
    CONFIRMED = "confirmed"
    UNDER_WAY = "under-way"
    FINISHED = "finished"
    EVALUATED = "evaluated"
    DECIDED = "decided"
    CANCELLED = "cancelled"


MOVES: Mapping[AuditStatus, frozenset[AuditStatus]] = MappingProxyType(
    {
        AuditStatus.PLANNED: frozenset({AuditStatus.CONFIRMED, AuditStatus.CANCELLED}),
        AuditStatus.CONFIRMED: frozenset(
            {AuditStatus.PLANNED, AuditStatus.UNDER_WAY, AuditStatus.CANCELLED}
        ),
        AuditStatus.UNDER_WAY: frozenset({AuditStatus.FINISHED, AuditStatus.CANCELLED}),
        AuditStatus.FINISHED: frozenset({AuditStatus.EVALUATED}),
        AuditStatus.EVALUATED: frozenset({AuditStatus.DECIDED}),
        AuditStatus.DECIDED: frozenset(),
        AuditStatus.CANCELLED: frozenset(),
    }
)
"""A confirmed plan can be opened again before the team begins; a finished report is locked.

A plan is cancelled, an audit under way is broken off; both end there.
"""

OVER = frozenset({AuditStatus.DECIDED, AuditStatus.CANCELLED})
"""Nobody has a part in it any more."""


class AuditKind(StrEnum):
    """What an audit is for, and where it takes place."""

    INITIAL = "initial"
    ANNUAL = "annual"
    EXTENSION = "extension"
    ADDITIONAL = "additional"
    UNANNOUNCED = "unannounced"
    REMOTE = "remote"
    SPOT_CHECK = "spot-check"


OF_OPERATORS = tuple(kind for kind in AuditKind if kind is not AuditKind.SPOT_CHECK)
"""The kinds an operator is audited by; a spot check is of a buyer and of nobody else."""

BEFORE_WORK = frozenset({AuditStatus.PLANNED, AuditStatus.CONFIRMED})
"""As long as the team has not begun."""

IN_SEASON = frozenset(
    {AuditKind.INITIAL, AuditKind.ANNUAL, AuditKind.EXTENSION, AuditKind.UNANNOUNCED}
)
"""The kinds that must see the harvest, or say why they do not."""


RENEWING = frozenset({AuditKind.INITIAL, AuditKind.ANNUAL, AuditKind.REMOTE})
"""The kinds that look at a whole year of an operation, a remote one in the place of the annual.

Whoever passes is certified for a new term. An extension adds to the certificate in force; an
additional audit follows up nonconformities and an unannounced one looks in between: both leave
that certificate its scope and its last day.
"""


class NonconformityStatus(StrEnum):
    """Whether a nonconformity still waits, for the operator or for the body."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"
    LIFTED = "lifted"
    WITHDRAWN = "withdrawn"


NONCONFORMITY_MOVES: Mapping[NonconformityStatus, frozenset[NonconformityStatus]] = (
    MappingProxyType(
        {
            NonconformityStatus.OPEN: frozenset(
                {
                    NonconformityStatus.ANSWERED,
                    NonconformityStatus.LIFTED,
                    NonconformityStatus.WITHDRAWN,
                }
            ),
            NonconformityStatus.ANSWERED: frozenset(
                {
                    NonconformityStatus.OPEN,
                    NonconformityStatus.CLOSED,
                    NonconformityStatus.LIFTED,
                    NonconformityStatus.WITHDRAWN,
                }
            ),
            NonconformityStatus.CLOSED: frozenset(),
            NonconformityStatus.LIFTED: frozenset(),
            NonconformityStatus.WITHDRAWN: frozenset(),
        }
    )
)
"""An answer that does not satisfy opens it again; an objection that is right lifts it.

One that should not have been written is withdrawn before the report is locked.
"""

NEVER_WAS = frozenset({NonconformityStatus.LIFTED, NonconformityStatus.WITHDRAWN})
"""It turned out to be none, or was written twice."""

SETTLED = frozenset({NonconformityStatus.CLOSED}) | NEVER_WAS
"""Nobody waits for anything any more."""


class Verification(StrEnum):
    """How the body made sure that a nonconformity is put right."""

    DOCUMENT = "document"
    REMOTE = "remote"
    ON_SITE = "on-site"


class ObjectionOutcome(StrEnum):
    """What became of an operator's objection to a nonconformity."""

    UPHELD = "upheld"
    REJECTED = "rejected"


class Grade(StrEnum):
    """How grave a nonconformity is."""

    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"


class DueBy(StrEnum):
    """What set the last day of a nonconformity when it was written."""

    TERM = "term"
    NEXT_AUDIT = "next-audit"


class Outcome(StrEnum):
    """What an evaluator recommends and a certifier decides."""

    CERTIFY = "certify"
    CERTIFY_WITH_CONDITIONS = "certify-with-conditions"
    REFUSE = "refuse"
    IN_ORDER = "in-order"
    NOT_IN_ORDER = "not-in-order"


OF_A_SPOT_CHECK = frozenset({Outcome.IN_ORDER, Outcome.NOT_IN_ORDER})
"""How a spot check can end: it finds a buyer in order or not, and certifies nothing."""

CERTIFYING = frozenset({Outcome.CERTIFY, Outcome.CERTIFY_WITH_CONDITIONS})
"""What ends in a certificate."""

FAVOURABLE = CERTIFYING | {Outcome.IN_ORDER}
"""What an audit ends in when nothing stands against it."""


class Pinnable(StrEnum):
    """What of an operator's ledger can be pinned to an indicator as evidence."""

    LOT = "lot"
    RECEIPT = "receipt"
    MOVEMENT = "movement"
    DOCUMENT = "document"
    CONSIGNMENT = "consignment"


class AuditPart(StrEnum):
    """What of an audit is opened to the audited party at a time of its own.

    `work` is all that a team puts together: scores, notes, evidence of indicators, pinned records,
    mock recalls and the report. `inner` is what stands against the steps of the body itself.
    """

    NONCONFORMITIES = "nonconformities"
    WORK = "work"
    RECOMMENDATION = "recommendation"
    INNER = "inner"


class TeamRole(StrEnum):
    """What a person does in an audit team."""

    LEADER = "leader"
    AUDITOR = "auditor"
    EXPERT = "expert"
    OBSERVER = "observer"


SCORING_ROLES = frozenset({TeamRole.LEADER, TeamRole.AUDITOR})
"""Who in a team may score; experts advise and observers watch."""
