"""Who does a deed on an audit."""

from uuid import UUID

from fairwild.access.actions import Action
from fairwild.kernel.refusals import NotAllowed
from fairwild.unit_of_work import Reading


def acting_person(reading: Reading) -> UUID:
    """Give the person who acts; audits know no deed of the house itself."""
    if reading.actor.person_id is None:
        raise NotAllowed(Action.SEE_AUDIT)
    return reading.actor.person_id
