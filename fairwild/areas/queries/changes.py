"""Questions about changes of maximum quantities."""

from collections.abc import Collection
from dataclasses import replace
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from fairwild.access.actions import Action
from fairwild.areas.events import QuantityDrawn
from fairwild.areas.facts import QuantityFacts
from fairwild.areas.queries.places import quantity_facts
from fairwild.areas.records import MaximumQuantity, QuantityChange
from fairwild.areas.states import ChangeStatus
from fairwild.kernel.refusals import NotFound
from fairwild.ledger.queries import subjects_told_of
from fairwild.store.paging import Cursor, Page, page_of
from fairwild.unit_of_work import Reading, visible_to


def whole_facts(reading: Reading, quantity: MaximumQuantity) -> QuantityFacts:
    """Give the facts of a limit, with whether anything was collected and taken back again."""
    [facts] = all_whole_facts(reading, [quantity])
    return facts


def all_whole_facts(
    reading: Reading, quantities: Collection[MaximumQuantity]
) -> list[QuantityFacts]:
    """Give of each limit its facts, with whether anything was collected and taken back again."""
    undrawn = [one.id for one in quantities if not one.drawn_g]
    before = subjects_told_of(reading.session, undrawn, QuantityDrawn.kind())
    return [replace(quantity_facts(one), taken_back=one.id in before) for one in quantities]


def find_waiting_change(reading: Reading, quantity_id: UUID) -> UUID | None:
    """Give the wish for another limit on which nobody has decided, if there is one."""
    waiting = select(QuantityChange.id).where(
        QuantityChange.quantity_id == quantity_id, QuantityChange.status == ChangeStatus.ASKED
    )
    return reading.session.scalar(waiting)


def _with_quantity(query: Select[QuantityChange]) -> Select[QuantityChange]:
    whole = joinedload(QuantityChange.quantity)
    return query.options(
        whole.joinedload(MaximumQuantity.area), whole.joinedload(MaximumQuantity.species)
    )


def changes_of_quantity(reading: Reading, quantity_id: UUID) -> list[QuantityChange]:
    """List every change of a limit and every wish for one, the latest first."""
    query = reading.visible(QuantityChange).where(QuantityChange.quantity_id == quantity_id)
    order = (QuantityChange.asked_at.desc(), QuantityChange.id)
    return list(reading.session.scalars(query.order_by(*order)))


def get_change(reading: Reading, change_id: UUID) -> QuantityChange:
    """Give one wish for another limit with its area and species; raises NotFound."""
    query = _with_quantity(reading.visible(QuantityChange).where(QuantityChange.id == change_id))
    found = reading.session.scalar(query)
    if found is None:
        raise NotFound("quantity_change")
    return found


def page_of_changes(
    reading: Reading, cursor: Cursor, *, status: ChangeStatus | None = None
) -> Page[QuantityChange]:
    """Give one page of the changes the actor may see, the latest first."""
    query = _with_quantity(reading.visible(QuantityChange))
    if status is not None:
        query = query.where(QuantityChange.status == status)
    return page_of(reading.session, query, [QuantityChange.asked_at, QuantityChange.id], cursor)


def changes_to_decide(reading: Reading) -> list[QuantityChange]:
    """List what waits for a decision of the actor's body, the longest waiting first."""
    query = select(QuantityChange).where(
        visible_to(reading.actor, QuantityChange, Action.SEE_QUANTITY_CHANGE),
        QuantityChange.body_id == reading.actor.organisation_id,
        QuantityChange.status == ChangeStatus.ASKED,
    )
    ordered = _with_quantity(query).order_by(QuantityChange.asked_at, QuantityChange.id)
    return list(reading.session.scalars(ordered))
