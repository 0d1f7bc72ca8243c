"""What became of every nonconformity of an audit, in a fixed number of questions."""

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select

from fairwild.audits.records import (
    Audit,
    Extension,
    Nonconformity,
    Objection,
    ReturnedAnswer,
)
from fairwild.unit_of_work import Reading


@dataclass
class Became:
    """The answers sent back, the extensions and the objection of one nonconformity."""

    returned: list[ReturnedAnswer] = field(default_factory=list)
    extensions: list[Extension] = field(default_factory=list)
    objection: Objection | None = None


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
    objections = select(Objection).where(Objection.nonconformity_id.in_(found))
    for objection in reading.session.scalars(objections):
        found[objection.nonconformity_id].objection = objection
    return found


def repeated_in(reading: Reading, audit_id: UUID) -> dict[UUID, tuple[int, str]]:
    """Tell by nonconformity which earlier one it repeats: its number and that of its audit."""
    here = select(Nonconformity.repeats_id).where(
        Nonconformity.audit_id == audit_id, Nonconformity.repeats_id.is_not(None)
    )
    wanted = (
        select(Nonconformity.id, Nonconformity.number, Audit.number)
        .join(Audit, Audit.id == Nonconformity.audit_id)
        .where(Nonconformity.id.in_(here))
    )
    return {row[0]: (row[1], row[2]) for row in reading.session.execute(wanted)}
