"""What a letter about goods has to say, and to whom; the words are the door's."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from fairwild.kernel.actors import Role
from fairwild.mail.letters import Letter
from fairwild.organisations.queries import get_account, people_with_role
from fairwild.trade.facts import Said
from fairwild.unit_of_work import UnitOfWork

ANSWERING = (Role.COMPANY_MEMBER, Role.OPERATOR_MANAGER)
"""Who answers for a receiver."""


LINK_GOOD_FOR = timedelta(days=30)
"""How long a receiver without an account can use a mailed link: goods may travel for weeks."""


class NewsKind(StrEnum):
    """What the other side of a consignment has done."""

    ANSWERED = "answered"
    CALLED_BACK = "called-back"
    OUTCOME_PROPOSED = "outcome-proposed"
    OUTCOME_DECLINED = "outcome-declined"
    OUTCOMES_ANSWERED = "outcomes-answered"
    SETTLED = "settled"
    REVERSAL_ASKED = "reversal-asked"
    REVERSAL_DECLINED = "reversal-declined"
    REVERSAL_WITHDRAWN = "reversal-withdrawn"
    TAKEN_BACK = "taken-back"


@dataclass(frozen=True)
class GoodsUnderWay:
    """Goods on their way to somebody who may answer for the receiver.

    With a `secret`, a receiver without an account, who answers by the link of it until it expires.
    """

    to: str
    number: str
    sender: str
    consignment_id: UUID
    secret: str = ""
    expires_at: datetime | None = None


@dataclass(frozen=True)
class LineSaid:
    """What was said of goods of one lot that were not accepted."""

    lot: str
    missing_g: int
    said: Said


@dataclass(frozen=True)
class News:
    """Something the other side did, for somebody who may have to answer it.

    `lines` say it lot by lot where it was said of each on its own.
    """

    kind: NewsKind
    to: str
    number: str
    by: str
    consignment_id: UUID
    reason: str = ""
    secret: str = ""
    lines: tuple[LineSaid, ...] = ()


Writer = Callable[[GoodsUnderWay], Letter]
"""Puts the facts of a letter into words, with the address of the house."""

Teller = Callable[[News], Letter]
"""Puts news into words, with the address of the house."""


def emails_of(work: UnitOfWork, organisation_id: UUID) -> list[str]:
    """List where those are reached who may answer for an organisation."""
    people = people_with_role(work, organisation_id, *ANSWERING)
    accounts = [get_account(work, person.id) for person in people]
    return [account.email for account in accounts if not account.closed]


def announce(
    work: UnitOfWork,
    *,
    consignment_id: UUID,
    number: str,
    sender: str,
    receiver_id: UUID,
    write: Writer,
) -> None:
    """Tell everybody who may answer for the receiver that goods are under way."""
    for email in emails_of(work, receiver_id):
        work.post(write(GoodsUnderWay(email, number, sender, consignment_id)))
