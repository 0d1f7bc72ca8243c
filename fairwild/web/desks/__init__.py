"""The auditor's desk: the operator's ledger, the sample, pins and mock recalls."""

from fairwild.web.desks import paper, pinning, receipts, rehearsing, sampling, showing
from fairwild.web.desks.routing import blueprint

__all__ = ["blueprint", "paper", "pinning", "receipts", "rehearsing", "sampling", "showing"]
