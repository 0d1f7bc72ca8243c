"""Plans, scores, nonconformities, evaluations, decisions."""

from fairwild.web.audits import (
    assigning,
    checking,
    confirming,
    corrections,
    evidence,
    form,
    outstanding,
    papers,
    planning,
    report,
    verdict,
)
from fairwild.web.audits.routing import blueprint

__all__ = [
    "assigning",
    "blueprint",
    "checking",
    "confirming",
    "corrections",
    "evidence",
    "form",
    "outstanding",
    "papers",
    "planning",
    "report",
    "verdict",
]
