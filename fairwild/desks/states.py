"""What an auditor draws, pins and rehearses, and the papers that are kept."""

from enum import StrEnum


class SampleRule(StrEnum):
    """How the size and the choice of a sample follow from what there is."""

    SQUARE_ROOT = "square-root"
    RISK_WEIGHT = "risk-weight"


class Sampled(StrEnum):
    """What is drawn for an audit."""

    HARVESTER = "harvester"
    AREA = "area"
    LOT = "lot"
    RECEIPT = "receipt"


class ChangeKind(StrEnum):
    """What can have changed at an operator since its last audit."""

    AREA_ADDED = "area-added"
    AREA_CLOSED = "area-closed"
    SPECIES_CHOSEN = "species-chosen"
    LIMIT_SET = "limit-set"
    LIMIT_CHANGED = "limit-changed"
    CERTIFICATE_MOVED = "certificate-moved"
    PERMIT_REGISTERED = "permit-registered"
    PERMIT_ENDED = "permit-ended"
    RISK_CLASS_GIVEN = "risk-class-given"
    HARVESTER_JOINED = "harvester-joined"
    HARVESTER_LEFT = "harvester-left"
    RECEIPT_REVERSED = "receipt-reversed"
    MOVEMENT_CORRECTED = "movement-corrected"


class PaperKind(StrEnum):
    """Which paper of an audit it is that is kept word by word once it is binding."""

    PLAN = "plan"
    REPORT = "report"
    NONCONFORMITIES = "nonconformities"
    DECISION = "decision"


class DocumentKind(StrEnum):
    """What sort of document of the audited party is pinned."""

    PERMIT = "permit"
    CERTIFICATION_PAPER = "certification-paper"
    OWN_ANSWER = "own-answer"
    LABORATORY_REPORT = "laboratory-report"
    TRANSPORT_PAPER = "transport-paper"
    QUANTITY_CHANGE = "quantity-change"
    STOCK_COUNT = "stock-count"
