"""What became of every nonconformity of an audit, in a fixed number of questions."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import select

from fairwild.audits.records import (
    Audit,
    Extension,
    Nonconformity,
    NonconformityPin,
    Objection,
    ReturnedAnswer,
)
from fairwild.unit_of_work import Reading


@dataclass
class Became:
    """The answers sent back, the extensions and the objection of one nonconformity.

    `pins` are the records its answer was verified by.
    """

    returned: list[ReturnedAnswer] = field(default_factory=list)
    extensions: list[Extension] = field(default_factory=list)
    objection: Objection | None = None
    pins: list[NonconformityPin] = field(default_factory=list)

    @property
    def days_before(self) -> list[date]:
        """Every last day it had before it got a later one."""
        back = [one.due_before for one in self.returned if one.due_before is not None]
        return [*back, *(one.due_before for one in self.extensions)]


def became_of(reading: Reading, audit_id: UUID) -> dict[UUID, Became]:
    """Tell by nonconformity what became of it; raises NotFound for the audit."""
    reading.get(Audit, audit_id)
    ids = select(Nonconformity.id).where(Nonconformity.audit_id == audit_id)
    found = {one: Became() for one in reading.session.scalars(ids)}
    returned = select(ReturnedAnswer).where(ReturnedAnswer.nonconformity_id.in_(found))
    for answer in reading.session.scalars(returned.order_by(ReturnedAnswer.number)):
        found[answer.nonconformity_id].returned.append(answer)
    extended = select(Extension).where(Extension.nonconformity_id.in_(found))
    for extension in reading.session.scalars(extended.order_by(Extension.number)):
        found[extension.nonconformity_id].extensions.append(extension)
    pinned = select(NonconformityPin).where(NonconformityPin.nonconformity_id.in_(found))
    for pin in reading.session.scalars(pinned.order_by(NonconformityPin.pinned_at)):
        found[pin.nonconformity_id].pins.append(pin)
    objections = select(Objection).where(Objection.nonconformity_id.in_(found))
    for objection in reading.session.scalars(objections):
        found[objection.nonconformity_id].objection = objection
    return found
