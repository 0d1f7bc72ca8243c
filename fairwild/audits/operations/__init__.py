"""Deeds on audits."""

from fairwild.audits.operations.amending import amend_plan
from fairwild.audits.operations.assigning import declare_impartiality, override_obstacles
from fairwild.audits.operations.cancelling import cancel_audit
from fairwild.audits.operations.checking import plan_spot_check
from fairwild.audits.operations.confirming import (
    confirm_audit,
    count_days,
    reopen_plan,
)
from fairwild.audits.operations.deciding import decide_audit, evaluate_audit
from fairwild.audits.operations.evidence import attach_evidence, keep_evidence, may_attach
from fairwild.audits.operations.nonconformities import (
    answer_nonconformity,
    close_nonconformity,
    raise_nonconformity,
)
from fairwild.audits.operations.pinning import (
    Pinned,
    pin_record,
    pin_verification,
    unpin_record,
)
from fairwild.audits.operations.planning import plan_audit, start_audit
from fairwild.audits.operations.replacing import change_team
from fairwild.audits.operations.scoring import finish_audit, score_indicator
from fairwild.audits.operations.settling import (
    answer_objection,
    extend_nonconformity,
    object_to_nonconformity,
    return_answer,
)
from fairwild.audits.operations.withdrawing import withdraw_nonconformity
from fairwild.audits.queries import obstacles_to_decision
from fairwild.store.attachments import (
    EXTENSIONS,
    LIMIT_BYTES,
    clean_file_name,
    media_type_of,
)

__all__ = [
    "EXTENSIONS",
    "LIMIT_BYTES",
    "Pinned",
    "amend_plan",
    "answer_nonconformity",
    "answer_objection",
    "attach_evidence",
    "cancel_audit",
    "change_team",
    "clean_file_name",
    "close_nonconformity",
    "confirm_audit",
    "count_days",
    "decide_audit",
    "declare_impartiality",
    "evaluate_audit",
    "extend_nonconformity",
    "finish_audit",
    "keep_evidence",
    "may_attach",
    "media_type_of",
    "object_to_nonconformity",
    "obstacles_to_decision",
    "override_obstacles",
    "pin_record",
    "pin_verification",
    "plan_audit",
    "plan_spot_check",
    "raise_nonconformity",
    "reopen_plan",
    "return_answer",
    "score_indicator",
    "start_audit",
    "unpin_record",
    "withdraw_nonconformity",
]
