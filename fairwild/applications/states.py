"""What an application can be, and what a body looks at before it accepts one."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class ApplicationStatus(StrEnum):
    """How far an application has come."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


MOVES: Mapping[ApplicationStatus, frozenset[ApplicationStatus]] = MappingProxyType(
    {
        ApplicationStatus.DRAFT: frozenset(
            {ApplicationStatus.SUBMITTED, ApplicationStatus.WITHDRAWN}
        ),
        ApplicationStatus.SUBMITTED: frozenset(
            {
                ApplicationStatus.DRAFT,
                ApplicationStatus.ACCEPTED,
                ApplicationStatus.DECLINED,
                ApplicationStatus.WITHDRAWN,
            }
        ),
        ApplicationStatus.ACCEPTED: frozenset(),
        ApplicationStatus.DECLINED: frozenset(),
        ApplicationStatus.WITHDRAWN: frozenset(),
    }
)
"""One that is sent back to be completed is a draft again."""


class ReviewOutcome(StrEnum):
    """What a body answers to an application."""

    ACCEPT = "accept"
    DECLINE = "decline"
    SEND_BACK = "send-back"


LEADS_TO: Mapping[ReviewOutcome, ApplicationStatus] = MappingProxyType(
    {
        ReviewOutcome.ACCEPT: ApplicationStatus.ACCEPTED,
        ReviewOutcome.DECLINE: ApplicationStatus.DECLINED,
        ReviewOutcome.SEND_BACK: ApplicationStatus.DRAFT,
    }
)


class ReviewCheck(StrEnum):
    """What a body must have looked at before it accepts (ISO/IEC 17065, 7.3)."""

    COMPLETE = "complete"
    CAPACITY = "capacity"
    COMPETENCE = "competence"
    SCOPE = "scope"


class ConsentOutcome(StrEnum):
    """What an operator answers to an application somebody else pays for."""

    GIVEN = "given"
    REFUSED = "refused"


class ConsentState(StrEnum):
    """How an application stands with its operator; what is agreed to and changed is outdated."""

    NOT_ASKED = "not-asked"
    WAITING = "waiting"
    GIVEN = "given"
    REFUSED = "refused"
    OUTDATED = "outdated"


SAID = (
    "operator_contact",
    "mandator_contact",
    "location",
    "units",
    "buying_points",
    "distances",
    "collectors",
    "processing_staff",
    "history",
    "other_certificates",
    "earlier_training",
    "species",
)
"""What the form of an application says, by the names of its columns."""


class FormPart(StrEnum):
    """What an application must say before it can be submitted."""

    OPERATOR_CONTACT = "operator_contact"
    MANDATOR_CONTACT = "mandator_contact"
    LOCATION = "location"
    BUYING_POINTS = "buying_points"
    COLLECTORS = "collectors"
    PROCESSING_STAFF = "processing_staff"
    SPECIES = "species"
