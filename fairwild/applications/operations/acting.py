"""Who does a deed on an application."""

from uuid import UUID

from fairwild.access.actions import Action
from fairwild.kernel.refusals import NotAllowed
from fairwild.unit_of_work import Reading


def acting_person(reading: Reading) -> UUID:
    """Give the person who acts; applications know no deed of the house itself."""
    if reading.actor.person_id is None:
        raise NotAllowed(Action.SEE_APPLICATION)
    return reading.actor.person_id
