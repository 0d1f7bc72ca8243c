"""The states of a body's approval and of a person's account."""

from enum import StrEnum


class ApprovalStatus(StrEnum):
    """How far the scheme owner trusts a certification body."""

    PRELIMINARY = "preliminary"
    FULL = "full"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"


APPROVAL_MOVES: dict[ApprovalStatus, frozenset[ApprovalStatus]] = {
    ApprovalStatus.PRELIMINARY: frozenset(
        {ApprovalStatus.FULL, ApprovalStatus.SUSPENDED, ApprovalStatus.WITHDRAWN}
    ),
    ApprovalStatus.FULL: frozenset({ApprovalStatus.SUSPENDED, ApprovalStatus.WITHDRAWN}),
    ApprovalStatus.SUSPENDED: frozenset(
        {ApprovalStatus.PRELIMINARY, ApprovalStatus.FULL, ApprovalStatus.WITHDRAWN}
    ),
    ApprovalStatus.WITHDRAWN: frozenset(),
}
"""What may become of an approval; a withdrawn one only makes room for a new one."""

REASONED_APPROVALS = frozenset({ApprovalStatus.SUSPENDED, ApprovalStatus.WITHDRAWN})
"""What a body must be told the reason of."""

VALID_APPROVALS = frozenset({ApprovalStatus.PRELIMINARY, ApprovalStatus.FULL})
