"""Which papers authorities give, and why one is asked for."""

from enum import StrEnum


class PermitKind(StrEnum):
    """What an authority or an owner allows."""

    HARVEST = "harvest"
    LAND_OWNER = "land-owner-consent"
    CITES_EXPORT = "cites-export"
    CITES_IMPORT = "cites-import"
    CITES_RE_EXPORT = "cites-re-export"
    PHYTOSANITARY = "phytosanitary"
    ACCESS = "access-and-benefit-sharing"


NAME_A_PLANT = frozenset(
    {PermitKind.CITES_EXPORT, PermitKind.CITES_IMPORT, PermitKind.CITES_RE_EXPORT}
)
"""Papers that are for one species, and serve one shipment unless they say otherwise."""

TRAVEL_WITH_GOODS = NAME_A_PLANT | {PermitKind.PHYTOSANITARY, PermitKind.ACCESS}
"""Papers that go with consignments, and are written down with them by their number."""


class PaperReason(StrEnum):
    """Why a paper must go with goods over a border."""

    LISTED = "listed"
    DERIVATIVE = "derivative"


class PermitStanding(StrEnum):
    """How a permit stands on a day."""

    COMING = "coming"
    VALID = "valid"
    NEARLY_DRAWN = "nearly-drawn"
    FULLY_DRAWN = "fully-drawn"
    EXPIRED = "expired"
    ENDED = "ended"
