"""Calling goods back, answering for them, and bringing a recall to its end."""

from fairwild.recalls.operations.answering import answer_for_holder, answer_recall
from fairwild.recalls.operations.closing import close_recall, release_kept
from fairwild.recalls.operations.starting import rehearse_for_audit, start_recall

__all__ = [
    "answer_for_holder",
    "answer_recall",
    "close_recall",
    "rehearse_for_audit",
    "release_kept",
    "start_recall",
]
