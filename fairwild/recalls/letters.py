"""What a letter about a recall has to say, and to whom; the words are the door's."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from fairwild.mail.letters import Letter
from fairwild.recalls.states import RecallKind


@dataclass(frozen=True)
class CalledBack:
    """Suspect goods may be with somebody: what to look for, and where to answer.

    `under_way` is what is on its way: of each consignment its number, sender and grams by state.

    A holder `outside` has no account, and answers by the link of a `secret` until it expires.
    """

    to: str
    number: str
    kind: RecallKind
    by: str
    reason: str
    notice_id: UUID
    expected_by_state: Mapping[str, int]
    under_way: Sequence[Mapping[str, Any]] = ()
    secret: str = ""
    expires_at: datetime | None = None

    @property
    def outside(self) -> bool:
        """Whether it goes to a holder without an account."""
        return bool(self.secret)


@dataclass(frozen=True)
class RecallEnded:
    """A recall is over for somebody who was told of it: how, and what of it stays on hold."""

    to: str
    number: str
    by: str
    outcome: str
    kept: Sequence[str]
    notice_id: UUID
    outside: bool = False


@dataclass(frozen=True)
class RecallReleased:
    """What had stayed on hold after a recall may move again: which lots of a holder, and why.

    Without a `notice_id` it goes to one without an account, or to whom the goods came back since.
    """

    to: str
    number: str
    by: str
    reason: str
    lots: Sequence[str]
    notice_id: UUID | None = None


Writer = Callable[[CalledBack], Letter]
"""Puts the facts of a letter into words, with the address of the house."""

EndWriter = Callable[[RecallEnded], Letter]
"""Puts the end of a recall into words."""

ReleaseWriter = Callable[[RecallReleased], Letter]
"""Puts the release of what stayed on hold into words."""
