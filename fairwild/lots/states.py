"""Vocabulary of material: kinds of movements and states of lots."""

from enum import StrEnum


class MovementKind(StrEnum):
    """What happened to material."""

    COLLECT = "collect"
    DRY = "dry"
    CUT = "cut"
    SIFT = "sift"
    MILL = "mill"
    DISTIL = "distil"
    MACERATE = "macerate"
    GRADE = "grade"
    BLEND = "blend"
    SPLIT = "split"
    MERGE = "merge"
    PACK = "pack"
    UNPACK = "unpack"
    UNCERTIFY = "uncertify"
    SHIP = "ship"
    RECEIVE = "receive"
    RETURN = "return"
    SAMPLE = "sample"
    LOSS = "loss"
    OWN_USE = "own-use"
    COUNT = "count"
    CORRECT = "correct"
    TAKE_BACK = "take-back"


class LotStatus(StrEnum):
    """Whether a lot still takes receipts, can be drawn on, is under way, or is used up."""

    OPEN = "open"
    CLOSED = "closed"
    IN_TRANSIT = "in-transit"
    USED = "used"
    UNDONE = "undone"


MOVES: dict[LotStatus, frozenset[LotStatus]] = {
    LotStatus.OPEN: frozenset({LotStatus.CLOSED}),
    LotStatus.CLOSED: frozenset({LotStatus.USED, LotStatus.UNDONE, LotStatus.OPEN}),
    LotStatus.IN_TRANSIT: frozenset({LotStatus.USED, LotStatus.UNDONE}),
    LotStatus.USED: frozenset({LotStatus.CLOSED}),
    LotStatus.UNDONE: frozenset(),
}


class QuotaLevel(StrEnum):
    """How near a maximum quantity is to being used up."""

    OK = "ok"
    WARNING = "warning"
    OVER = "over"


class LotTrait(StrEnum):
    """In what lots may differ so that they stay apart."""

    SPECIES = "species"
    PART = "part"
    FORM = "form"
    STATE = "state"
    OPERATOR = "operator"
    HOLDER = "holder"
    UNIT = "unit"
    GRADE = "grade"
    CERTIFICATE = "certificate"
    PRODUCT = "product"


class Verdict(StrEnum):
    """Whether a lot has passed a laboratory's test."""

    PASSED = "passed"
    FAILED = "failed"


class LimitKind(StrEnum):
    """Whether what is allowed in a test is the most or the least that may be found."""

    AT_MOST = "at-most"
    AT_LEAST = "at-least"


class Flow(StrEnum):
    """Why goods of one kind became more or less in somebody's stock."""

    COLLECTED = "collected"
    RECEIVED = "received"
    CAME_BACK = "came-back"
    MADE = "made"
    REGROUPED_IN = "regrouped-in"
    PUT_RIGHT_IN = "put-right-in"
    SHIPPED = "shipped"
    GIVEN_BACK = "given-back"
    PROCESSED = "processed"
    REGROUPED_OUT = "regrouped-out"
    OWN_USE = "own-use"
    PUT_RIGHT_OUT = "put-right-out"
    LOST = "lost"


FLOWS_IN = (
    Flow.COLLECTED,
    Flow.RECEIVED,
    Flow.CAME_BACK,
    Flow.MADE,
    Flow.REGROUPED_IN,
    Flow.PUT_RIGHT_IN,
)
"""What makes stock more; everything else makes it less."""

FLOWS_OUT = tuple(flow for flow in Flow if flow not in FLOWS_IN and flow is not Flow.LOST)
