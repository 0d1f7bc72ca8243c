"""Ending an audit that is not to go on: its plan is cancelled, or its work is broken off."""

from uuid import UUID

from fairwild.access.actions import Action
from fairwild.audits import rules
from fairwild.audits.events import AuditCancelled
from fairwild.audits.letters import Writer, tell_of_ending
from fairwild.audits.operations.acting import acting_person
from fairwild.audits.queries import facts_of
from fairwild.audits.records import Audit
from fairwild.audits.states import AuditStatus
from fairwild.kernel.digests import text_digest
from fairwild.unit_of_work import UnitOfWork


def cancel_audit(
    work: UnitOfWork, *, audit_id: UUID, reason: str, write: Writer | None = None
) -> Audit:
    """Cancel a plan, or break off an audit that is under way; nothing of it is erased.

    `write` words it for the team, and for the audited party where it knew of the audit; without
    it nobody gets a letter.
    """
    audit = work.take(Audit, audit_id, to=Action.CANCEL_AUDIT)
    work.refuse_if(rules.obstacles_to_cancelling(facts_of(work, audit), reason=reason))
    after, audit.status = audit.status, AuditStatus.CANCELLED
    audit.cancelled_from, audit.cancel_reason = after, reason
    audit.cancelled_at, audit.cancelled_by = work.now, acting_person(work)
    work.record(
        AuditCancelled(
            subject=audit.id,
            number=audit.number,
            after=after,
            reason_sha256=text_digest(reason),
        )
    )
    if write is not None:
        tell_of_ending(work, audit, write)
    return audit
