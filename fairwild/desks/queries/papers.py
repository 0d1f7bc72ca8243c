"""The papers of audits that are kept, and whether they still say what they said."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from fairwild.desks.events import AuditPaperKept
from fairwild.desks.records import AuditPaper
from fairwild.desks.states import PaperKind
from fairwild.kernel.digests import facts_digest
from fairwild.ledger.records import LedgerEntry
from fairwild.unit_of_work import Reading

PAPERS_AT_ONCE = 50


def find_kept_paper(
    reading: Reading, audit_id: UUID, kind: PaperKind, edition: int | None = None
) -> AuditPaper | None:
    """Give an edition of a paper, the newest where none is named, if it is kept and to be seen."""
    query = reading.visible(AuditPaper).where(
        AuditPaper.audit_id == audit_id, AuditPaper.kind == kind
    )
    if edition is not None:
        query = query.where(AuditPaper.edition == edition)
    return reading.session.scalar(query.order_by(AuditPaper.edition.desc()).limit(1))


def kept_papers_of(reading: Reading, audit_id: UUID) -> list[AuditPaper]:
    """List the kept papers of an audit without their words: by kind, the newest edition first."""
    query = reading.visible(AuditPaper).where(AuditPaper.audit_id == audit_id)
    ordered = query.order_by(AuditPaper.kind, AuditPaper.edition.desc())
    return list(reading.session.scalars(ordered.options(defer(AuditPaper.facts, raiseload=True))))


def check_papers(session: Session) -> Iterator[str]:
    """Name every kept paper that says something else than the ledger knows of, or is gone."""
    recorded = _recorded(session)
    query = select(AuditPaper).order_by(AuditPaper.kept_at, AuditPaper.id)
    for paper in session.scalars(query.execution_options(yield_per=PAPERS_AT_ONCE)):
        told = recorded.pop((paper.audit_id, paper.kind, paper.edition), "")
        if not facts_digest(paper.facts) == paper.sha256 == told:
            yield f"{_name(paper.audit_id, paper.kind, paper.edition)} is not as it was kept"
        session.expunge(paper)
    yield from (f"{_name(*key)} is gone" for key in recorded)


def _recorded(session: Session) -> dict[tuple[UUID, str, int], str]:
    query = select(LedgerEntry.subject_id, LedgerEntry.data)
    entries = session.execute(query.where(LedgerEntry.kind == AuditPaperKept.kind()))
    return {_key(audit_id, data): data["paper_sha256"] for audit_id, data in entries}


def _key(audit_id: UUID, data: Mapping[str, Any]) -> tuple[UUID, str, int]:
    return audit_id, PaperKind(data["paper"]), data["edition"]


def _name(audit_id: UUID, kind: str, edition: int) -> str:
    return f"{kind}, edition {edition}, of audit {audit_id}"
