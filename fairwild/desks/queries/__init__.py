"""Questions at an auditor's desk."""

from fairwild.desks.queries.beside import own_assessment_for, receipts_drawn
from fairwild.desks.queries.buyer import BuyerDesk, buyer_desk_of, buyers_to_check, flow_of
from fairwild.desks.queries.desk import Desk, JudgedBatch, desk_of, first_day
from fairwild.desks.queries.papers import check_papers, kept_papers_of
from fairwild.desks.queries.pinning import find_numbered, find_record, records_numbered
from fairwild.desks.queries.rehearsals import auditors_rehearsals, rehearsals_of
from fairwild.desks.queries.sampling import (
    Redraw,
    get_sample,
    kinds_drawn,
    latest_sample,
    redraw,
    sample_terms,
    samples_of,
)

__all__ = [
    "BuyerDesk",
    "Desk",
    "JudgedBatch",
    "Redraw",
    "auditors_rehearsals",
    "buyer_desk_of",
    "buyers_to_check",
    "check_papers",
    "desk_of",
    "find_numbered",
    "find_record",
    "first_day",
    "flow_of",
    "get_sample",
    "kept_papers_of",
    "kinds_drawn",
    "latest_sample",
    "own_assessment_for",
    "receipts_drawn",
    "records_numbered",
    "redraw",
    "rehearsals_of",
    "sample_terms",
    "samples_of",
]
