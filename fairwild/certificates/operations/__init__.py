"""Deeds on certificates."""

from fairwild.certificates.operations.drawing import draw_certificate, return_certificate
from fairwild.certificates.operations.issuing import decide_and_issue, supersede_certificate
from fairwild.certificates.operations.status import change_status

__all__ = [
    "change_status",
    "decide_and_issue",
    "draw_certificate",
    "return_certificate",
    "supersede_certificate",
]
