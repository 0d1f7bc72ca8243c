"""Questions about complaints."""

from fairwild.complaints.queries.examiners import (
    HANDLING_ROLES,
    Candidate,
    candidates_for,
    examiner_facts,
)
from fairwild.complaints.queries.naming import (
    COMPLAINED_ABOUT,
    Named,
    body_concerned,
    named_by,
    named_decision,
    named_operator,
    named_thing,
)
from fairwild.complaints.queries.proofs import (
    get_proof,
    most_proofs,
    proofs_at_hand,
    proofs_by_case,
    proofs_of,
)
from fairwild.complaints.queries.rows import (
    complainant_of,
    count_by_status,
    facts_of,
    find_case,
    find_complainant,
    get_case,
    get_complaint,
    get_note,
    get_own,
    notes_of,
    own_complaints,
    page_of_complaints,
    terms,
)
from fairwild.complaints.queries.seen import (
    SeenComplaint,
    cases_waiting,
    complaints_about,
    seen,
)
from fairwild.complaints.records import Complaint

__all__ = [
    "COMPLAINED_ABOUT",
    "HANDLING_ROLES",
    "Candidate",
    "Complaint",
    "Named",
    "SeenComplaint",
    "body_concerned",
    "candidates_for",
    "cases_waiting",
    "complainant_of",
    "complaints_about",
    "count_by_status",
    "examiner_facts",
    "facts_of",
    "find_case",
    "find_complainant",
    "get_case",
    "get_complaint",
    "get_note",
    "get_own",
    "get_proof",
    "most_proofs",
    "named_by",
    "named_decision",
    "named_operator",
    "named_thing",
    "notes_of",
    "own_complaints",
    "page_of_complaints",
    "proofs_at_hand",
    "proofs_by_case",
    "proofs_of",
    "seen",
    "terms",
]
