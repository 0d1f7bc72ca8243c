"""The states of a body's approval and of a person's account."""

from enum import StrEnum


class ApprovalStatus(StrEnum):
    """How far the scheme owner trusts a certification body."""

    PRELIMINARY = "preliminary"
    FULL = "full"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"


VALID_APPROVALS = frozenset({ApprovalStatus.PRELIMINARY, ApprovalStatus.FULL})
