"""Attaching files to what an auditor found or an operator answered."""

from collections.abc import Iterator
from typing import IO
from uuid import UUID

from sqlalchemy import select

from fairwild.access.actions import Action
from fairwild.audits import rules
from fairwild.audits.events import EvidenceAttached
from fairwild.audits.facts import AuditFacts
from fairwild.audits.operations.acting import acting_person
from fairwild.audits.queries import facts_of, indicators_of
from fairwild.audits.records import Audit, Evidence, Nonconformity
from fairwild.audits.states import SETTLED, AuditStatus, NonconformityStatus
from fairwild.kernel.refusals import Obstacle
from fairwild.store.attachments import clean_file_name, keep_upload
from fairwild.store.files import FileStorage, StoredFile
from fairwild.unit_of_work import Reading, UnitOfWork


def keep_evidence(
    files: FileStorage, stream: IO[bytes], *, file_name: str
) -> tuple[StoredFile, str]:
    """Keep the bytes of a picture or PDF and tell its media type, or raise Invalid."""
    return keep_upload(files, stream, file_name=file_name)


def may_attach(reading: Reading, *, audit_id: UUID, nonconformity_id: UUID | None = None) -> None:
    """Refuse, before any byte is kept, whoever may not attach here; raises NotFound, NotAllowed."""
    audit = reading.get(Audit, audit_id)
    if nonconformity_id is None:
        reading.may(Action.SCORE_AUDIT, on=audit)
        return
    reading.may(_adding(reading, audit_id), on=reading.get(Nonconformity, nonconformity_id))


def attach_evidence(
    work: UnitOfWork,
    *,
    audit_id: UUID,
    file_name: str,
    media_type: str,
    stored: StoredFile,
    indicator: str | None = None,
    nonconformity_id: UUID | None = None,
) -> Evidence:
    """Attach a kept file to an indicator or to a nonconformity; the same file only once there.

    The team attaches to indicators while the audit is under way; to a nonconformity attaches
    whoever works on it, until it is closed. What the body attaches while an answer stands is
    what that answer is verified by.
    """
    audit, verifies = _audit_to_add_to(work, audit_id, indicator, nonconformity_id)
    known = _find_same(work, audit_id, indicator, nonconformity_id, stored)
    if known is not None:
        return known
    evidence = Evidence(
        audit_id=audit.id,
        indicator=indicator,
        nonconformity_id=nonconformity_id,
        file_name=clean_file_name(file_name, media_type),
        media_type=media_type,
        size_bytes=stored.size_bytes,
        sha256=stored.sha256,
        added_by=acting_person(work),
        added_at=work.now,
        verifies=verifies,
    )
    work.add(evidence)
    work.record(
        EvidenceAttached(
            subject=audit.id,
            indicator=indicator,
            nonconformity_id=nonconformity_id,
            verifies=verifies,
            media_type=media_type,
            size_bytes=stored.size_bytes,
            sha256=stored.sha256,
        )
    )
    return evidence


def _audit_to_add_to(
    work: UnitOfWork, audit_id: UUID, indicator: str | None, nonconformity_id: UUID | None
) -> tuple[Audit, bool]:
    if nonconformity_id is None:
        audit = work.take(Audit, audit_id, to=Action.SCORE_AUDIT)
        work.refuse_if(_obstacles(work, facts_of(work, audit), indicator))
        return audit, False
    action = _adding(work, audit_id)
    audit = work.take(Audit, audit_id, to=action)
    found = work.take(Nonconformity, nonconformity_id, to=action)
    work.refuse_if(_obstacles_at(found, audit_id))
    answered = found.status is NonconformityStatus.ANSWERED
    return audit, answered and action is not Action.ANSWER_NONCONFORMITY


def _adding(reading: Reading, audit_id: UUID) -> Action:
    """Choose the deed by which the actor works on a nonconformity.

    That is raising it, verifying it as somebody who could not raise it, or answering it.
    """
    audit = reading.find(Audit, audit_id)
    for action in (Action.RAISE_NONCONFORMITY, Action.CLOSE_NONCONFORMITY):
        if audit is not None and reading.allows(action, audit):
            return action
    return Action.ANSWER_NONCONFORMITY


def _obstacles(work: UnitOfWork, facts: AuditFacts, indicator: str | None) -> Iterator[Obstacle]:
    if facts.status is not AuditStatus.UNDER_WAY:
        yield Obstacle("audit-not-under-way", {"status": facts.status})
    yield from rules.obstacles_in_team(facts, acting_person(work))
    if indicator not in {item.code for item in indicators_of(facts)}:
        yield Obstacle("indicator-unknown", {"indicator": indicator or "–"}, at=indicator)


def _obstacles_at(nonconformity: Nonconformity, audit_id: UUID) -> Iterator[Obstacle]:
    if nonconformity.audit_id != audit_id:
        yield Obstacle("nonconformity-of-another-audit")
    if nonconformity.status in SETTLED:
        yield Obstacle("nonconformity-closed", {"number": nonconformity.number})


def _find_same(
    work: UnitOfWork,
    audit_id: UUID,
    indicator: str | None,
    nonconformity_id: UUID | None,
    stored: StoredFile,
) -> Evidence | None:
    wanted = select(Evidence).where(
        Evidence.audit_id == audit_id,
        Evidence.sha256 == stored.sha256,
        Evidence.indicator.is_(None) if indicator is None else Evidence.indicator == indicator,
        Evidence.nonconformity_id.is_(None)
        if nonconformity_id is None
        else Evidence.nonconformity_id == nonconformity_id,
    )
    return work.session.scalar(wanted)
