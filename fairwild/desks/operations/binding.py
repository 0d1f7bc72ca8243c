"""The deeds that make a paper of an audit binding: done, and the paper kept with them.

Whoever does one of them for a person does it here, never in the room below: a paper that is not
kept is drawn from the rows of the day it is printed, and says other names a year later.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar
from uuid import UUID

from fairwild.audits import operations as audits
from fairwild.audits.queries import get_nonconformity
from fairwild.audits.queries.holding import hold_audit
from fairwild.certificates import operations as certificates
from fairwild.desks.events import AuditPaperKept
from fairwild.desks.operations import pinning
from fairwild.desks.papers.keeping import drawn_up, same_words, with_set_aside
from fairwild.desks.queries.papers import find_kept_paper
from fairwild.desks.queries.rehearsals import obstacles_in_rehearsals
from fairwild.desks.records import AuditPaper
from fairwild.desks.states import PaperKind
from fairwild.kernel.digests import facts_digest
from fairwild.unit_of_work import UnitOfWork

P = ParamSpec("P")
R = TypeVar("R")
Deed = Callable[Concatenate[UnitOfWork, P], R]


def _binding(deed: Deed[P, R], *kinds: PaperKind) -> Deed[P, R]:
    """Let a deed on an audit keep these papers of it."""

    @wraps(deed)
    def done(work: UnitOfWork, /, *args: P.args, **order: P.kwargs) -> R:
        found = deed(work, *args, **order)
        audit = hold_audit(work, UUID(str(order["audit_id"])))
        for kind in kinds:
            _keep(work, audit, kind)
        return found

    return done


def _telling(deed: Deed[P, R]) -> Deed[P, R]:
    """Let a deed on a nonconformity make the next edition of its paper once the report stands."""

    @wraps(deed)
    def done(work: UnitOfWork, /, *args: P.args, **order: P.kwargs) -> R:
        found_id = UUID(str(order["nonconformity_id"]))
        audit = hold_audit(work, get_nonconformity(work, found_id).audit_id)
        found = deed(work, *args, **order)
        if audit.finished_at is not None:
            _keep(work, audit, PaperKind.NONCONFORMITIES)
        return found

    return done


confirm_audit = _binding(audits.confirm_audit, PaperKind.PLAN)


def _finish_audit(work: UnitOfWork, /, *, audit_id: UUID, **order: Any) -> Any:
    """Lock the report, as the room below does, once every mock recall in it was stopped."""
    running = obstacles_in_rehearsals(work, audit_id)
    return audits.finish_audit(work, audit_id=audit_id, also=running, **order)


finish_audit = _binding(_finish_audit, PaperKind.REPORT, PaperKind.NONCONFORMITIES)
decide_and_issue = _binding(certificates.decide_and_issue, PaperKind.DECISION)

answer_nonconformity = _telling(audits.answer_nonconformity)
return_answer = _telling(audits.return_answer)
extend_nonconformity = _telling(audits.extend_nonconformity)
object_to_nonconformity = _telling(audits.object_to_nonconformity)
answer_objection = _telling(audits.answer_objection)
verify_by_record = _telling(pinning.verify_by_record)
close_nonconformity = _telling(audits.close_nonconformity)
_attach_to_nonconformity = _telling(audits.attach_evidence)


def attach_evidence(
    work: UnitOfWork, *, audit_id: UUID, nonconformity_id: UUID | None = None, **file: Any
) -> Any:
    """Attach a kept file; one that says more about a nonconformity goes onto its paper."""
    if nonconformity_id is None:
        return audits.attach_evidence(work, audit_id=audit_id, **file)
    return _attach_to_nonconformity(
        work, audit_id=audit_id, nonconformity_id=nonconformity_id, **file
    )


def override_obstacles(work: UnitOfWork, *, audit_id: UUID, **order: Any) -> Any:
    """Set aside what stands against somebody's part; a locked report says so in a new edition.

    The editions before it stay as they were.
    """
    given = audits.override_obstacles(work, audit_id=audit_id, **order)
    audit = hold_audit(work, audit_id)
    before = find_kept_paper(work, audit_id, PaperKind.REPORT)
    if before is not None:
        work.session.flush()
        edition = before.edition + 1
        facts = with_set_aside(work, before, edition=edition)
        _add(work, audit, PaperKind.REPORT, edition=edition, facts=facts)
    return given


def _keep(work: UnitOfWork, audit: Any, kind: PaperKind) -> None:
    """Keep a paper word by word as its next edition, unless it says what the one before says."""
    work.session.flush()
    before = find_kept_paper(work, audit.id, kind)
    edition = before.edition + 1 if before else 1
    facts = drawn_up(work, audit.id, kind, edition=edition)
    if before is None or not same_words(before.facts, facts):
        _add(work, audit, kind, edition=edition, facts=facts)


def _add(
    work: UnitOfWork, audit: Any, kind: PaperKind, *, edition: int, facts: dict[str, Any]
) -> None:
    """Keep an edition of a paper; its digest goes into the ledger."""
    kept = AuditPaper(
        audit_id=audit.id,
        body_id=audit.body_id,
        operator_id=audit.operator_id,
        kind=kind,
        edition=edition,
        facts=facts,
        sha256=facts_digest(facts),
        kept_at=work.now,
    )
    work.add(kept)
    work.record(
        AuditPaperKept(subject=audit.id, paper=kind, edition=edition, paper_sha256=kept.sha256)
    )
