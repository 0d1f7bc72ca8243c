"""Deeds on competences, interests, declarations, witnessed audits and overrides."""

from fairwild.competence.operations.competences import (
    end_competence,
    record_competence,
    record_witness_audit,
)
from fairwild.competence.operations.interests import (
    declare,
    end_interest,
    override_obstacles,
    record_interest,
)

__all__ = [
    "declare",
    "end_competence",
    "end_interest",
    "override_obstacles",
    "record_competence",
    "record_interest",
    "record_witness_audit",
]
