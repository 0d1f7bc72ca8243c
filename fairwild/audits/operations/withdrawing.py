"""Taking back a nonconformity that was written twice, or should not have been written."""

from uuid import UUID

from fairwild.access.actions import Action
from fairwild.audits import rules
from fairwild.audits.events import NonconformityWithdrawn
from fairwild.audits.letters import Teller, Told, tell_audited_of
from fairwild.audits.operations.acting import acting_person
from fairwild.audits.queries import facts_of, nonconformity_facts
from fairwild.audits.records import Audit, Nonconformity
from fairwild.audits.states import NonconformityStatus
from fairwild.kernel.digests import text_digest
from fairwild.kernel.refusals import NotFound
from fairwild.unit_of_work import UnitOfWork


def withdraw_nonconformity(
    work: UnitOfWork,
    *,
    nonconformity_id: UUID,
    reason: str,
    twin_id: UUID | None = None,
    write: Teller | None = None,
) -> Nonconformity:
    """Take back what was written, before the report is locked; it stays readable with the reason.

    `twin_id` is the nonconformity of the same audit that says the same, where there is one.
    """
    found = work.take(Nonconformity, nonconformity_id, to=Action.WITHDRAW_NONCONFORMITY)
    audit = work.session.get_one(Audit, found.audit_id, with_for_update=True)
    facts, person_id = facts_of(work, audit), acting_person(work)
    twin = next((one for one in facts.nonconformities if one.id == twin_id), None)
    if twin_id is not None and twin is None:
        raise NotFound("nonconformity")
    work.refuse_if(
        rules.obstacles_to_withdrawing(
            facts, nonconformity_facts(found), twin, person_id=person_id, reason=reason
        )
    )
    found.status, found.twin_id = NonconformityStatus.WITHDRAWN, twin_id
    found.closing_note = reason.strip()
    found.closed_by, found.closed_at = person_id, work.now
    work.record(
        NonconformityWithdrawn(
            subject=found.id,
            audit_id=found.audit_id,
            number=found.number,
            grade=found.grade,
            twin_id=twin_id,
            reason_sha256=text_digest(found.closing_note),
        )
    )
    tell_audited_of(work, found, Told.WITHDRAWN, write, said=found.closing_note)
    return found
