"""What a letter about goods has to say, and to whom; the words are the door's."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from fairwild.kernel.actors import Role
from fairwild.mail.letters import Letter
from fairwild.organisations.queries import get_account, people_with_role
from fairwild.unit_of_work import UnitOfWork

ANSWERING = (Role.COMPANY_MEMBER, Role.OPERATOR_MANAGER)
"""Who answers for a receiver."""


@dataclass(frozen=True)
class GoodsUnderWay:
    """Goods on their way to somebody who may answer for the receiver."""

    to: str
    number: str
    sender: str
    consignment_id: UUID


Writer = Callable[[GoodsUnderWay], Letter]
"""Puts the facts of a letter into words, with the address of the house."""


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
    for person in people_with_role(work, receiver_id, *ANSWERING):
        account = get_account(work, person.id)
        if not account.closed:
            work.post(write(GoodsUnderWay(account.email, number, sender, consignment_id)))
