"""Deeds on applications and agreements."""

from fairwild.applications.operations.agreeing import (
    end_agreement,
    keep_signed_copy,
    may_keep_copy,
    sign_agreement,
)
from fairwild.applications.operations.answering import answer_indicators
from fairwild.applications.operations.consenting import answer_consent, ask_consent
from fairwild.applications.operations.documents import attach_document, may_attach
from fairwild.applications.operations.reviewing import review_application
from fairwild.applications.operations.writing import (
    change_application,
    submit_application,
    withdraw_application,
    write_application,
)
from fairwild.applications.states import SAID

__all__ = [
    "SAID",
    "answer_consent",
    "answer_indicators",
    "ask_consent",
    "attach_document",
    "change_application",
    "end_agreement",
    "keep_signed_copy",
    "may_attach",
    "may_keep_copy",
    "review_application",
    "sign_agreement",
    "submit_application",
    "withdraw_application",
    "write_application",
]
