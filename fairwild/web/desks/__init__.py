"""The auditor's desk: the operator's ledger, the sample, pins and mock recalls."""

from fairwild.web.desks import alarms, paper, pinning, receipts, rehearsing, sampling, showing
from fairwild.web.desks.routing import blueprint

__all__ = [
    "alarms",
    "blueprint",
    "paper",
    "pinning",
    "receipts",
    "rehearsing",
    "sampling",
    "showing",
]
