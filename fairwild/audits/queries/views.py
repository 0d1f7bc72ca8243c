"""Audits as lists and pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from fairwild.audits import rules
from fairwild.audits.facts import (
    AuditFacts,
    Scoring,
)
from fairwild.audits.queries.judging import facts_of, indicators_of, rating_of
from fairwild.audits.queries.open_parts import parts_read_by
from fairwild.audits.queries.rows import (
    evidence_of,
    find_decision,
    find_evaluation,
    nonconformities_of,
    scores_of,
)
from fairwild.audits.records import (
    Audit,
    Decision,
    Evaluation,
    Evidence,
    Nonconformity,
    Score,
    TeamMember,
)
from fairwild.audits.states import (
    BEFORE_WORK,
    SETTLED,
    AuditKind,
    AuditPart,
    AuditStatus,
    Grade,
)
from fairwild.standards import catalogue
from fairwild.standards.types import Indicator, StandardVersion
from fairwild.store.paging import Cursor, Page, page_of
from fairwild.unit_of_work import Reading


@dataclass(frozen=True)
class AuditLine:
    """One audit as a list shows it; `mine` says that the reader is in its team."""

    id: UUID
    number: str
    operator: str
    body: str
    certification_year: int
    status: AuditStatus
    starts_on: date
    ends_on: date
    open_nonconformities: int
    mine: bool
    kind: AuditKind | None = None
    broken_off: bool = False


@dataclass(frozen=True)
class AuditView:
    """Everything a page or an answer says about one audit to its reader.

    What is not open to the reader yet is not in it: the rating is then that of a blank form.
    """

    audit: Audit
    facts: AuditFacts
    standard: StandardVersion
    indicators: tuple[Indicator, ...]
    rating: Scoring
    scores: dict[str, Score]
    evidence: list[Evidence]
    nonconformities: list[Nonconformity]
    evaluation: Evaluation | None
    decision: Decision | None
    on: date
    parts: frozenset[AuditPart]

    @property
    def reads_work(self) -> bool:
        """Whether the work of the team is open to the reader."""
        return AuditPart.WORK in self.parts

    @property
    def reads_inner(self) -> bool:
        """Whether the reader is told what stands against the steps of the body itself."""
        return AuditPart.INNER in self.parts

    @property
    def put_right(self) -> tuple[str, ...]:
        """The minimum requirements missed in the locked report that are met by now."""
        locked = self.audit.status not in BEFORE_WORK | {AuditStatus.UNDER_WAY}
        return rules.put_right_since(self.facts, self.rating) if locked else ()

    @property
    def appeal_until(self) -> date | None:
        """The last day to appeal against the decision, once there is one."""
        if self.decision is None:
            return None
        decided_on = self.decision.decided_at.date()
        return rules.last_day_to_appeal(catalogue.parameters(), decided_on=decided_on)

    def grade_of(self, nonconformity_id: UUID) -> Grade:
        """Give the grade of a nonconformity as it is today: one not closed in time has grown."""
        found = {one.id: one for one in self.facts.nonconformities}
        return found[nonconformity_id].grade_on(self.on)

    def evidence_for(self, indicator: str) -> list[Evidence]:
        """Give the files attached to one indicator."""
        return [one for one in self.evidence if one.indicator == indicator]

    def evidence_of(self, nonconformity_id: UUID) -> list[Evidence]:
        """Give the files attached to one nonconformity."""
        return [one for one in self.evidence if one.nonconformity_id == nonconformity_id]


def view_of_audit(reading: Reading, audit_id: UUID) -> AuditView:
    """Give everything there is to say about one audit to the actor now; raises NotFound."""
    audit = reading.get(Audit, audit_id)
    facts, parts = facts_of(reading, audit), parts_read_by(reading, audit)
    works, advised = AuditPart.WORK in parts, AuditPart.RECOMMENDATION in parts
    files = evidence_of(reading, audit_id)
    facts = facts if works else replace(facts, scores=())
    return AuditView(
        audit=audit,
        facts=facts,
        standard=catalogue.standard_version(audit.standard, audit.standard_version),
        indicators=indicators_of(facts),
        rating=rating_of(audit, facts),
        scores=scores_of(reading, audit_id) if works else {},
        evidence=[one for one in files if works or one.nonconformity_id is not None],
        nonconformities=nonconformities_of(reading, audit_id),
        evaluation=find_evaluation(reading, audit_id) if advised else None,
        decision=find_decision(reading, audit_id),
        on=reading.today,
        parts=parts,
    )


def _open_counts(reading: Reading, ids: Iterable[UUID]) -> dict[UUID, int]:
    wanted = (
        select(Nonconformity.audit_id, func.count())
        .where(
            Nonconformity.audit_id.in_(list(ids)),
            Nonconformity.status.not_in(SETTLED),
        )
        .group_by(Nonconformity.audit_id)
    )
    found = reading.session.execute(wanted).all()
    return {row[0]: row[1] for row in found}


def _own_audits(reading: Reading) -> set[UUID]:
    wanted = select(TeamMember.audit_id).where(
        TeamMember.person_id == reading.actor.person_id, TeamMember.left_at.is_(None)
    )
    return set(reading.session.scalars(wanted))


def list_audits(reading: Reading, *, status: AuditStatus | None = None) -> list[AuditLine]:
    """List the audits the actor may see: those of the own team first, then the newest."""
    wanted = reading.visible(Audit)
    if status is not None:
        wanted = wanted.where(Audit.status == status)
    wanted = wanted.options(joinedload(Audit.operator), joinedload(Audit.body))
    rows = list(reading.session.scalars(wanted.order_by(Audit.starts_on.desc(), Audit.number)))
    counts, own = _open_counts(reading, [row.id for row in rows]), _own_audits(reading)
    lines = [_line(row, open_count=counts.get(row.id, 0), mine=row.id in own) for row in rows]
    return sorted(lines, key=lambda line: not line.mine)


def _line(row: Audit, *, open_count: int, mine: bool) -> AuditLine:
    return AuditLine(
        id=row.id,
        number=row.number,
        operator=row.operator.name,
        body=row.body.name,
        certification_year=row.certification_year,
        status=row.status,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        open_nonconformities=open_count,
        mine=mine,
        kind=row.kind,
        broken_off=row.broken_off,
    )


def count_by_status(reading: Reading) -> dict[AuditStatus, int]:
    """Count the audits the actor may see by their status."""
    seen = reading.visible(Audit).subquery()
    wanted = select(seen.c.status, func.count()).group_by(seen.c.status)
    return {AuditStatus(status): count for status, count in reading.session.execute(wanted)}


def page_of_audits(reading: Reading, cursor: Cursor) -> Page[Audit]:
    """Give one page of the audits the actor may see, by number from the last."""
    return page_of(reading.session, reading.visible(Audit), [Audit.number, Audit.id], cursor)
