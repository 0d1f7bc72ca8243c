"""Plans, scores, nonconformities, evaluations, decisions."""

from fairwild.web.audits import (
    assigning,
    confirming,
    corrections,
    evidence,
    form,
    papers,
    planning,
    report,
    verdict,
)
from fairwild.web.audits.routing import blueprint

__all__ = [
    "assigning",
    "blueprint",
    "confirming",
    "corrections",
    "evidence",
    "form",
    "papers",
    "planning",
    "report",
    "verdict",
]
