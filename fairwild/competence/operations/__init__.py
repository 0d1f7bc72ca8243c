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
from fairwild.competence.operations.training import may_prove, prove_competence

__all__ = [
    "declare",
    "end_competence",
    "end_interest",
    "may_prove",
    "override_obstacles",
    "prove_competence",
    "record_competence",
    "record_interest",
    "record_witness_audit",
]
