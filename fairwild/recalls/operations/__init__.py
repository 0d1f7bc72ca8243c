"""Calling goods back, answering for them, and bringing a recall to its end."""

from fairwild.recalls.operations.answering import answer_for_holder, answer_recall
from fairwild.recalls.operations.closing import close_recall, release_kept
from fairwild.recalls.operations.outside import answer_recall_by_link, send_recall_link
from fairwild.recalls.operations.starting import rehearse_for_audit, start_recall

__all__ = [
    "answer_for_holder",
    "answer_recall",
    "answer_recall_by_link",
    "close_recall",
    "rehearse_for_audit",
    "release_kept",
    "send_recall_link",
    "start_recall",
]
