"""Deeds on species and on how much collection they can bear."""

from fairwild.species.operations.classifying import (
    classify_risk,
    end_risk,
    keep_risk_document,
    may_attach,
)
from fairwild.species.operations.registering import edit_species, register_species

__all__ = (
    "classify_risk",
    "edit_species",
    "end_risk",
    "keep_risk_document",
    "may_attach",
    "register_species",
)
