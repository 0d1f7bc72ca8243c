"""The states of a consignment, of a difference, of a reversal, and the papers that travel."""

from enum import StrEnum

from fairwild.permits import states as permits


class ConsignmentStatus(StrEnum):
    """Where a consignment stands, from its preparation to what became of it."""

    PREPARED = "prepared"
    DROPPED = "dropped"
    SHIPPED = "shipped"
    RECEIVED = "received"
    RECEIVED_IN_PART = "received-in-part"
    REFUSED = "refused"
    CALLED_BACK = "called-back"
    TAKEN_BACK = "taken-back"


MOVES: dict[ConsignmentStatus, frozenset[ConsignmentStatus]] = {
    ConsignmentStatus.PREPARED: frozenset({ConsignmentStatus.SHIPPED, ConsignmentStatus.DROPPED}),
    ConsignmentStatus.DROPPED: frozenset(),
    ConsignmentStatus.SHIPPED: frozenset(
        {
            ConsignmentStatus.RECEIVED,
            ConsignmentStatus.RECEIVED_IN_PART,
            ConsignmentStatus.REFUSED,
            ConsignmentStatus.CALLED_BACK,
        }
    ),
    ConsignmentStatus.RECEIVED: frozenset({ConsignmentStatus.TAKEN_BACK}),
    ConsignmentStatus.RECEIVED_IN_PART: frozenset({ConsignmentStatus.TAKEN_BACK}),
    ConsignmentStatus.REFUSED: frozenset(),
    ConsignmentStatus.CALLED_BACK: frozenset(),
    ConsignmentStatus.TAKEN_BACK: frozenset(),
}

AT_THE_SENDER = frozenset({ConsignmentStatus.PREPARED, ConsignmentStatus.DROPPED})
"""Only the sender knows of a consignment that has not left."""


NEVER_ACROSS = AT_THE_SENDER | {ConsignmentStatus.CALLED_BACK}
"""Goods that did not leave, or came back before they arrived, have used up no paper."""


class DifferenceStatus(StrEnum):
    """How far the two sides agree on what became of goods that were not accepted."""

    OPEN = "open"
    PROPOSED = "proposed"
    SETTLED = "settled"


class DifferenceOutcome(StrEnum):
    """What became of goods that were shipped and not accepted."""

    CAME_BACK = "came-back"
    LOST = "lost"
    WEIGHED_WRONGLY = "weighed-wrongly"


class ReversalStatus(StrEnum):
    """How far a wish to reverse an answered consignment has come."""

    ASKED = "asked"
    AGREED = "agreed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Decision(StrEnum):
    """What the other side says to a wish or a proposal."""

    AGREE = "agree"
    DECLINE = "decline"


class LinkPurpose(StrEnum):
    """What a mailed link lets a receiver without an account do."""

    ANSWER = "answer"
    SETTLE = "settle"
    REVERSE = "reverse"


class PaperKind(StrEnum):
    """The papers that travel with goods."""

    WAYBILL = "waybill"
    INVOICE = "invoice"
    PACKING_LIST = "packing-list"
    TRANSPORT_PERMIT = "transport-permit"
    CITES_EXPORT = "cites-export"
    CITES_IMPORT = "cites-import"
    CITES_RE_EXPORT = "cites-re-export"
    PHYTOSANITARY = "phytosanitary"
    ORIGIN = "origin"
    ORGANIC = "organic"
    LAB_REPORT = "lab-report"
    ACCESS = "access-and-benefit-sharing"
    OTHER = "other"


class PaperGap(StrEnum):
    """Why goods lack a paper at a border; also the code of the obstacle."""

    MISSING = "paper-missing"
    USED_BEFORE = "paper-used-before"
    FOR_LESS = "paper-for-less"
    PARTLY_USED = "paper-partly-used"


NAME_A_PLANT = frozenset(PaperKind(kind.value) for kind in permits.NAME_A_PLANT)
"""Papers that are for one species and no other."""
