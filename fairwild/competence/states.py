"""What a competence, an interest and a witnessed audit can be."""

from enum import StrEnum

from fairwild.kernel.actors import OrganisationKind


class CompetenceStanding(StrEnum):
    """Whether a competence holds on a day."""

    COMING = "coming"
    IN_FORCE = "in-force"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    ENDED = "ended"


class InterestKind(StrEnum):
    """What ties a person to a client of the body."""

    EMPLOYMENT = "employment"
    CONSULTANCY = "consultancy"
    FAMILY = "family"
    OTHER = "other"


class WitnessResult(StrEnum):
    """What somebody who went along saw of an auditor's work."""

    SATISFACTORY = "satisfactory"
    FOLLOW_UP = "follow-up"
    UNSATISFACTORY = "unsatisfactory"


class WitnessStanding(StrEnum):
    """Whether an auditor was gone along with often enough."""

    IN_TIME = "in-time"
    DUE_SOON = "due-soon"
    OVERDUE = "overdue"


CLIENTS = (OrganisationKind.OPERATOR, OrganisationKind.COMPANY)
"""Whom a body can judge, and so whom its people must not be tied to: buyers are checked too."""
