"""Who does a deed on an audit."""

from uuid import UUID

from fairwild.access.actions import Action
from fairwild.audits.facts import AuditFacts
from fairwild.audits.queries import facts_of
from fairwild.audits.records import Audit, Nonconformity
from fairwild.competence.queries import hold_competences
from fairwild.kernel.refusals import NotAllowed
from fairwild.unit_of_work import Reading, UnitOfWork


def acting_person(reading: Reading) -> UUID:
    """Give the person who acts; audits know no deed of the house itself."""
    if reading.actor.person_id is None:
        raise NotAllowed(Action.SEE_AUDIT)
    return reading.actor.person_id


def audit_of(work: UnitOfWork, found: Nonconformity) -> tuple[Audit, AuditFacts]:
    """Give the audit of a nonconformity at hand, and keep it from being decided meanwhile.

    What the actor may judge is kept as it is, too, until the deed is done.
    """
    audit = work.session.get_one(Audit, found.audit_id, with_for_update=True)
    hold_competences(work, person_id=acting_person(work), body_id=audit.body_id)
    return audit, facts_of(work, audit)
