"""A mock recall from the desk: the trace with a clock, and what the operator could show."""

from datetime import timedelta
from itertools import chain
from uuid import UUID

from fairwild.access.actions import Action
from fairwild.audits import queries as audits
from fairwild.audits import rules as audit_rules
from fairwild.audits.operations.acting import acting_person
from fairwild.desks import rules
from fairwild.desks.events import RehearsalStarted, RehearsalStopped
from fairwild.desks.records import AuditRehearsal
from fairwild.kernel.digests import text_digest
from fairwild.kernel.refusals import NotFound
from fairwild.lots.queries import audited
from fairwild.recalls.operations import rehearse_for_audit
from fairwild.unit_of_work import UnitOfWork


def start_rehearsal(work: UnitOfWork, *, audit_id: UUID, lot: str) -> AuditRehearsal:
    """Trace a lot of the operator and start the clock: how long until its papers say the same?"""
    audit = audits.get_audit(work, audit_id)
    work.may(Action.SCORE_AUDIT, on=audit)
    found = audited.find_lot_numbered(work, audit.operator_id, lot)
    facts = audits.facts_of(work, audit)
    work.refuse_if(
        chain(
            rules.obstacles_to_rehearsing(facts.status, found is not None, lot=lot),
            audit_rules.obstacles_in_team(facts, acting_person(work)),
        )
    )
    if found is None:
        raise NotFound("lot")
    recall = rehearse_for_audit(
        work, organisation_id=audit.operator_id, lot_id=found.id, reason=audit.number
    )
    rehearsal = AuditRehearsal(
        audit_id=audit_id,
        body_id=audit.body_id,
        operator_id=audit.operator_id,
        recall_id=recall.id,
        recall_number=recall.number,
        lot_number=found.number,
        lots=recall.reach["lots"],
        holders=len(recall.reach["holders"]),
        labels=recall.reach["labels"],
        search_ms=recall.reach["search_ms"],
        started_at=work.now,
        started_by=acting_person(work),
    )
    work.add(rehearsal)
    work.record(
        RehearsalStarted(
            subject=rehearsal.id,
            audit=audit_id,
            recall_number=recall.number,
            lot=found.number,
            search_ms=rehearsal.search_ms,
        )
    )
    return rehearsal


def stop_rehearsal(
    work: UnitOfWork, *, rehearsal_id: UUID, agrees: bool, note: str = ""
) -> AuditRehearsal:
    """Stop the clock: the operator has shown its papers, and they agree with the trace or not."""
    rehearsal = work.take(AuditRehearsal, rehearsal_id, to=Action.SCORE_AUDIT)
    audit = audits.get_audit(work, rehearsal.audit_id)
    facts = audits.facts_of(work, audit)
    work.refuse_if(
        chain(
            rules.obstacles_to_stopping(
                facts.status,
                rehearsal.recall_number,
                stopped=rehearsal.stopped_at is not None,
                explained=agrees or bool(note.strip()),
            ),
            audit_rules.obstacles_in_team(facts, acting_person(work)),
        )
    )
    rehearsal.stopped_at, rehearsal.agrees, rehearsal.note = work.now, agrees, note.strip()
    work.session.flush()
    took = work.now - rehearsal.started_at
    work.record(
        RehearsalStopped(
            subject=rehearsal.id,
            audit=rehearsal.audit_id,
            recall_number=rehearsal.recall_number,
            seconds=took // timedelta(seconds=1),
            agrees=agrees,
            note_sha256=text_digest(note),
        )
    )
    return rehearsal
