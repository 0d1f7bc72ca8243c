"""Plans, scores, nonconformities, evaluations, decisions."""

from fairwild.web.audits import confirming, corrections, evidence, planning, report, verdict
from fairwild.web.audits.routing import blueprint

__all__ = ["blueprint", "confirming", "corrections", "evidence", "planning", "report", "verdict"]
