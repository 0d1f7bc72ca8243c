"""Changing the plan of an audit, standing by it, and counting the days it took."""

from itertools import chain
from uuid import UUID

from fairwild.access.actions import Action
from fairwild.audits import rules
from fairwild.audits.events import (
    AuditConfirmed,
    AuditDaysUsed,
    AuditPlanReopened,
)
from fairwild.audits.letters import Teller, Told, tell_audited
from fairwild.audits.operations.acting import acting_person
from fairwild.audits.queries import facts_of
from fairwild.audits.queries.classing import classed
from fairwild.audits.queries.plans import obstacles_to_confirming
from fairwild.audits.records import Audit
from fairwild.audits.states import AuditStatus
from fairwild.kernel.digests import text_digest
from fairwild.standards.operations import keep_numbers
from fairwild.unit_of_work import UnitOfWork


def confirm_audit(work: UnitOfWork, *, audit_id: UUID, write: Teller | None = None) -> Audit:
    """Stand by the plan of an audit: from now on its team can begin.

    The risk classes are those of the scheme owner's register, and stay. Refused with everything
    that stands against the plan. `write` words the letters to who is audited and who pays, where
    the audit is announced to them.
    """
    audit = work.take(Audit, audit_id, to=Action.CONFIRM_AUDIT)
    work.refuse_if(obstacles_to_confirming(work, audit))
    audit.scope = classed(work, audit.scope, on=audit.starts_on)
    audit.status = AuditStatus.CONFIRMED
    audit.confirmed_at, audit.confirmed_by = work.now, acting_person(work)
    work.session.flush()
    work.record(
        AuditConfirmed(
            subject=audit.id,
            number=audit.number,
            kind_of_audit=audit.kind or rules.usual_kind(audit.certification_year),
            starts_on=audit.starts_on,
            ends_on=audit.ends_on,
            planned_half_days=audit.planned_half_days,
            scope=audit.scope,
            parameters_version=keep_numbers(work).version,
        )
    )
    tell_audited(work, audit, Told.CONFIRMED, write)
    return audit


def reopen_plan(
    work: UnitOfWork, *, audit_id: UUID, reason: str, write: Teller | None = None
) -> Audit:
    """Take back the body's word for a plan to change it, as long as the team has not begun.

    The letters that `write` words never say why: it may be that nobody is to know of the new days.
    """
    audit = work.take(Audit, audit_id, to=Action.CONFIRM_AUDIT)
    work.refuse_if(rules.obstacles_to_reopening(facts_of(work, audit), reason=reason))
    audit.status = AuditStatus.PLANNED
    audit.confirmed_at, audit.confirmed_by = None, None
    work.session.flush()
    work.record(
        AuditPlanReopened(subject=audit.id, number=audit.number, reason_sha256=text_digest(reason))
    )
    tell_audited(work, audit, Told.REOPENED, write)
    return audit


def count_days(work: UnitOfWork, *, audit_id: UUID, used_half_days: int) -> Audit:
    """Say how many half days the audit has taken, as long as its report is not locked."""
    audit = work.take(Audit, audit_id, to=Action.FINISH_AUDIT)
    facts = facts_of(work, audit)
    work.refuse_if(
        chain(
            rules.obstacles_to_counting_days(facts),
            rules.obstacles_in_team(facts, acting_person(work)),
        )
    )
    audit.used_half_days = used_half_days
    work.session.flush()
    work.record(
        AuditDaysUsed(
            subject=audit.id,
            number=audit.number,
            planned_half_days=audit.planned_half_days,
            used_half_days=used_half_days,
        )
    )
    return audit
