"""What is wrong with a paper, found before it is issued."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    """Everything that can be wrong with a paper."""

    FIELD_EMPTY = "field-empty"
    LETTER_MISSING = "letter-missing"
    TEXT_CUT = "text-cut"
    QR_MODULE_TOO_SMALL = "qr-module-too-small"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault of a paper: which, in which field, and the letters, text or size concerned."""

    code: Fault
    field: str
    detail: str
