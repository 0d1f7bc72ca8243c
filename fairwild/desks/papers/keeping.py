"""Papers of audits as they are kept: every word of them but the address of the house."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar
from uuid import UUID

from fairwild.audits.queries import get_audit, reads_work
from fairwild.audits.states import AuditStatus
from fairwild.certificates.papers import day_on_paper
from fairwild.desks.papers.aside import aside_in
from fairwild.desks.papers.heading import addressed
from fairwild.desks.papers.letter import decision_paper
from fairwild.desks.papers.nonconformities import nonconformity_paper
from fairwild.desks.papers.plan import plan_paper
from fairwild.desks.papers.report import report_paper
from fairwild.desks.queries.papers import find_kept_paper
from fairwild.desks.records import AuditPaper
from fairwild.desks.states import PaperKind
from fairwild.documents.audit_facts import (
    DecisionPaper,
    NonconformityPaper,
    PlanPaper,
    ReportPaper,
)
from fairwild.documents.kept import as_kept, from_kept
from fairwild.kernel.refusals import NotFound
from fairwild.unit_of_work import Reading

P = TypeVar("P", PlanPaper, ReportPaper, NonconformityPaper, DecisionPaper)


@dataclass(frozen=True)
class Drawing(Generic[P]):
    """A kind of paper, what it says, and how that is found in the rows of today."""

    kind: PaperKind
    made: type[P]
    draw: Callable[..., P]


PLAN = Drawing(PaperKind.PLAN, PlanPaper, plan_paper)
REPORT = Drawing(PaperKind.REPORT, ReportPaper, report_paper)
NONCONFORMITIES = Drawing(PaperKind.NONCONFORMITIES, NonconformityPaper, nonconformity_paper)
DECISION = Drawing(PaperKind.DECISION, DecisionPaper, decision_paper)
DRAWINGS: Mapping[PaperKind, Drawing[Any]] = {
    one.kind: one for one in (PLAN, REPORT, NONCONFORMITIES, DECISION)
}
CHANGING = ("page_url", "page_domain")


def drawn_up(reading: Reading, audit_id: UUID, kind: PaperKind, *, edition: int) -> dict[str, Any]:
    """Word a paper for good: what is kept, without the address of the house."""
    paper = DRAWINGS[kind].draw(reading, audit_id, base_url="")
    told = f"Edition {edition}, {day_on_paper(reading.today)}"
    kept = as_kept(replace(paper, head=replace(paper.head, edition=told)))
    for name in CHANGING:
        del kept["head"][name]
    return kept


def with_set_aside(reading: Reading, before: AuditPaper, *, edition: int) -> dict[str, Any]:
    """Word a locked report anew with all that is set aside by now; the rest stays word for word."""
    day = day_on_paper(reading.today)
    told = [as_kept(one) for one in aside_in(reading, before.audit_id)]
    return {
        **before.facts,
        "head": {**before.facts["head"], "edition": f"Edition {edition}, {day}"},
        "set_aside": told,
        "addendum": f"Edition {edition} adds what the office of the body set aside after the "
        f"report was locked. Everything else stands as in edition {before.edition}.",
    }


def same_words(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Tell whether two editions say the same but for their number and day."""
    heads = ({**facts["head"], "edition": ""} for facts in (one, other))
    bodies = ({**facts, "head": head} for facts, head in zip((one, other), heads, strict=True))
    return next(bodies) == next(bodies)


def paper_of(
    reading: Reading, audit_id: UUID, drawing: Drawing[P], *, base_url: str, edition: int | None
) -> P:
    """Give a paper as it was kept; drawn from the rows of today where none is kept.

    A plan that is open again is a draft until it is confirmed, and a cancelled one says so; its
    editions stay. Raises NotFound
    for whoever may not see the audit and for an edition that is not kept.
    """
    audit = get_audit(reading, audit_id)
    kept = find_kept_paper(reading, audit_id, drawing.kind, edition)
    if kept is None and edition is not None:
        raise NotFound("audit_paper")
    open_still = audit.status in {AuditStatus.PLANNED, AuditStatus.CANCELLED}
    draft = drawing.kind is PaperKind.PLAN and open_still
    if kept is None or (edition is None and draft):
        return drawing.draw(reading, audit_id, base_url=base_url)
    head = {**kept.facts["head"], **addressed(audit_id, base_url=base_url)}
    return from_kept(drawing.made, {**_told(reading, audit, kept), "head": head})


def _told(reading: Reading, audit: Any, kept: AuditPaper) -> Mapping[str, Any]:
    """Keep to the body what its team will look at, until the report is finished."""
    plan_only = kept.kind is PaperKind.PLAN and not reads_work(reading, audit)
    return {**kept.facts, "sample": None} if plan_only else kept.facts
