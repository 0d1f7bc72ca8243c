"""Plans, scores, nonconformities, evaluations, decisions."""

from fairwild.web.audits import (
    assigning,
    cancelling,
    checking,
    confirming,
    corrections,
    evidence,
    form,
    outstanding,
    papers,
    planning,
    replacing,
    report,
    verdict,
)
from fairwild.web.audits.routing import blueprint

__all__ = [
    "assigning",
    "blueprint",
    "cancelling",
    "checking",
    "confirming",
    "corrections",
    "evidence",
    "form",
    "outstanding",
    "papers",
    "planning",
    "replacing",
    "report",
    "verdict",
]
