"""How far a wish for another maximum quantity has come."""

from enum import StrEnum


class ChangeStatus(StrEnum):
    """Who decided about a new limit; a lowering is the operator's own."""

    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    DIRECT = "direct"
