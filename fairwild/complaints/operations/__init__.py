"""Deeds on complaints: making one, handling it, appealing, forgetting who complained."""

from fairwild.complaints.operations.complaining import (
    Lodged,
    appeal_outcome,
    appeal_own_outcome,
    lodge_complaint,
)
from fairwild.complaints.operations.forgetting import (
    forget_complainant,
    forget_me,
    forget_own,
)
from fairwild.complaints.operations.handling import (
    acknowledge_complaint,
    appoint_examiner,
    pass_complaint_on,
)
from fairwild.complaints.operations.judging import add_note, conclude_complaint, may_add_note
from fairwild.complaints.operations.proving import (
    add_own_proof,
    add_proof,
    may_prove,
    may_prove_own,
)

__all__ = [
    "Lodged",
    "acknowledge_complaint",
    "add_note",
    "add_own_proof",
    "add_proof",
    "appeal_outcome",
    "appeal_own_outcome",
    "appoint_examiner",
    "conclude_complaint",
    "forget_complainant",
    "forget_me",
    "forget_own",
    "lodge_complaint",
    "may_add_note",
    "may_prove",
    "may_prove_own",
    "pass_complaint_on",
]
