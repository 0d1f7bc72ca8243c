"""Deeds at an auditor's desk."""

from fairwild.desks.operations.binding import (
    answer_nonconformity,
    answer_objection,
    attach_evidence,
    close_nonconformity,
    confirm_audit,
    decide_and_issue,
    extend_nonconformity,
    finish_audit,
    object_to_nonconformity,
    override_obstacles,
    return_answer,
    verify_by_record,
)
from fairwild.desks.operations.checking import plan_spot_check
from fairwild.desks.operations.pinning import pin_from_desk
from fairwild.desks.operations.rehearsing import start_rehearsal, stop_rehearsal
from fairwild.desks.operations.sampling import add_to_sample, draw_sample, remove_from_sample

__all__ = [
    "add_to_sample",
    "answer_nonconformity",
    "answer_objection",
    "attach_evidence",
    "close_nonconformity",
    "confirm_audit",
    "decide_and_issue",
    "draw_sample",
    "extend_nonconformity",
    "finish_audit",
    "object_to_nonconformity",
    "override_obstacles",
    "pin_from_desk",
    "plan_spot_check",
    "remove_from_sample",
    "return_answer",
    "start_rehearsal",
    "stop_rehearsal",
    "verify_by_record",
]
