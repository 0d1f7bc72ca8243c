"""Audits, scores, evidence, nonconformities, evaluations and decisions."""

from fairwild.audits.records.findings import (
    Extension,
    Nonconformity,
    Objection,
    ReturnedAnswer,
)
from fairwild.audits.records.pins import NonconformityPin, Pin
from fairwild.audits.records.plans import Audit, TeamChange, TeamMember
from fairwild.audits.records.scoring import Evidence, Score
from fairwild.audits.records.verdicts import Decision, Evaluation

__all__ = [
    "Audit",
    "Decision",
    "Evaluation",
    "Evidence",
    "Extension",
    "Nonconformity",
    "NonconformityPin",
    "Objection",
    "Pin",
    "ReturnedAnswer",
    "Score",
    "TeamChange",
    "TeamMember",
]
