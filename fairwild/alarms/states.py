"""What can look wrong in an organisation's material, its audits and its people."""

from enum import StrEnum


class AlarmKind(StrEnum):
    """One way in which figures contradict each other or stand out, the gravest first."""

    CERTIFICATE_INVALID_AT_SALE = "certificate-invalid-at-sale"
    CRITICAL_FINDING = "critical-finding"
    SALE_OVER_STOCK = "sale-over-stock"
    OVER_CERTIFIED_QUANTITY = "over-certified-quantity"
    TWO_PLACES = "two-places"
    RATIO_OUT_OF_BAND = "ratio-out-of-band"
    OUTSIDE_PERMIT = "outside-permit"
    HARVESTER_STANDS_OUT = "harvester-stands-out"
    NONCONFORMITY_OVERDUE = "nonconformity-overdue"
    DUPLICATE_HARVESTERS = "duplicate-harvesters"
    AUDITOR_CONFLICT = "auditor-conflict"
    AUDIT_OVERDUE = "audit-overdue"
    SURPLUS_FOUND = "surplus-found"
    RECORDED_LATE = "recorded-late"
    PERMIT_NEARLY_DRAWN = "permit-nearly-drawn"
    QUANTITY_NEARLY_DRAWN = "quantity-nearly-drawn"


class About(StrEnum):
    """What an alarm points at."""

    HARVESTER = "harvester"
    LOT = "lot"
    MOVEMENT = "movement"
    CONSIGNMENT = "consignment"
    CERTIFICATE = "certificate"
    AREA = "area"
    PERMIT = "permit"
    COUNT = "count"
    AUDIT = "audit"
