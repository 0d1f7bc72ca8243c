"""Plans, scores, nonconformities, evaluations, decisions."""

from fairwild.web.audits import corrections, evidence, planning, report, verdict
from fairwild.web.audits.routing import blueprint

__all__ = ["blueprint", "corrections", "evidence", "planning", "report", "verdict"]
