"""What a certificate can be, and how one status leads to the next."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class CertificateStatus(StrEnum):
    """What a body has made of a certificate."""

    ISSUED = "issued"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    TERMINATED = "terminated"
    SUPERSEDED = "superseded"


MOVES: Mapping[CertificateStatus, frozenset[CertificateStatus]] = MappingProxyType(
    {
        CertificateStatus.ISSUED: frozenset(
            {
                CertificateStatus.SUSPENDED,
                CertificateStatus.WITHDRAWN,
                CertificateStatus.TERMINATED,
                CertificateStatus.SUPERSEDED,
            }
        ),
        CertificateStatus.SUSPENDED: frozenset(
            {
                CertificateStatus.ISSUED,
                CertificateStatus.WITHDRAWN,
                CertificateStatus.TERMINATED,
            }
        ),
        CertificateStatus.WITHDRAWN: frozenset(),
        CertificateStatus.TERMINATED: frozenset(),
        CertificateStatus.SUPERSEDED: frozenset(),
    }
)
"""A suspension is lifted before a new certificate may take the place of the old one."""


class Standing(StrEnum):
    """What a certificate is worth at an instant: its status, or what the calendar says."""

    NOT_YET_VALID = "not-yet-valid"
    ISSUED = "issued"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    TERMINATED = "terminated"
    SUPERSEDED = "superseded"
    EXPIRED = "expired"


ENDED = frozenset({Standing.WITHDRAWN, Standing.TERMINATED, Standing.SUPERSEDED, Standing.EXPIRED})
"""What no longer comes back."""

FOLLOWED = frozenset({Standing.SUPERSEDED, Standing.EXPIRED})
"""What a later certificate of the same holder answers for."""

GRAVITY = (
    Standing.ISSUED,
    Standing.SUPERSEDED,
    Standing.EXPIRED,
    Standing.NOT_YET_VALID,
    Standing.TERMINATED,
    Standing.SUSPENDED,
    Standing.WITHDRAWN,
)
"""From what is well to what weighs most: of several certificates the gravest speaks."""
