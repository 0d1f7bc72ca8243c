"""What a letter about a maximum quantity has to say, and to whom; the words are the door's."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from fairwild.areas.queries import area_facts
from fairwild.areas.records import MaximumQuantity, QuantityChange
from fairwild.areas.states import ChangeStatus
from fairwild.kernel.actors import Role
from fairwild.mail.letters import Letter
from fairwild.organisations.queries import get_account, get_organisation, people_with_role
from fairwild.species.queries import species_by_id
from fairwild.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class ChangeNews:
    """A wish for another limit, as the letter to one person tells it."""

    to: str
    change_id: UUID
    status: ChangeStatus
    operator: str
    body: str
    area: str
    species: str
    limit_before_g: int
    limit_g: int
    reason: str
    decision_reason: str


Writer = Callable[[ChangeNews], Letter]
"""Puts the facts of a letter into words, with the address of the house."""


def tell_body(work: UnitOfWork, change: QuantityChange, write: Writer) -> None:
    """Tell the certifiers of the body that a wish waits for them."""
    if change.body_id is not None:
        _tell(work, change, write, change.body_id, Role.CERTIFIER)


def tell_operator(work: UnitOfWork, change: QuantityChange, write: Writer) -> None:
    """Tell the managers of the operator what the body has decided."""
    _tell(work, change, write, change.operator_id, Role.OPERATOR_MANAGER)


def _tell(work: UnitOfWork, change: QuantityChange, write: Writer, to_id: UUID, role: Role) -> None:
    quantity = work.session.get_one(MaximumQuantity, change.quantity_id)
    species = species_by_id(work, [quantity.species_id])[quantity.species_id]
    area = area_facts(work, [quantity.area_id])[quantity.area_id]
    body = get_organisation(work, change.body_id).name if change.body_id else ""
    for person in people_with_role(work, to_id, role):
        account = get_account(work, person.id)
        if account.closed:
            continue
        news = ChangeNews(
            to=account.email,
            change_id=change.id,
            status=change.status,
            operator=get_organisation(work, change.operator_id).name,
            body=body,
            area=f"{area.code} {area.name}",
            species=species.scientific_name,
            limit_before_g=change.limit_before_g,
            limit_g=change.limit_g,
            reason=change.reason,
            decision_reason=change.decision_reason,
        )
        work.post(write(news))
