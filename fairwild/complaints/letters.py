"""What a letter to whoever complained has to say; the words are the door's."""

from collections.abc import Callable
from dataclasses import dataclass

from fairwild.complaints.states import ComplaintOutcome, ComplaintStatus
from fairwild.mail.letters import Letter


@dataclass(frozen=True)
class CaseLetter:
    """How far a case has come; `secret` opens its page and is mailed with the first letter only."""

    to: str
    number: str
    body: str
    status: ComplaintStatus
    secret: str | None = None
    outcome: ComplaintOutcome | None = None
    reasons: str = ""


Writer = Callable[[CaseLetter], Letter]
"""Puts the facts of a letter into words, with the address of the house."""
