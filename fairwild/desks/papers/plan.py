"""The plan of an audit as its paper says it."""

from dataclasses import replace
from uuid import UUID

from fairwild.audits.states import AuditStatus
from fairwild.desks.papers import wording
from fairwild.desks.papers.aside import aside_in
from fairwild.desks.papers.drawn import sample_text
from fairwild.desks.papers.heading import File, file_of, notice_of, scope_of, team_of
from fairwild.desks.queries.reported import reported_sample
from fairwild.documents.audit_facts import PlanPaper
from fairwild.species.states import RiskClass
from fairwild.unit_of_work import Reading


def plan_paper(reading: Reading, audit_id: UUID, *, base_url: str) -> PlanPaper:
    """Word the plan of an audit; raises NotFound for whoever may not see it."""
    file = file_of(reading, audit_id, base_url=base_url)
    audit = file.view.audit
    open_still = audit.status is AuditStatus.PLANNED
    head = replace(
        file.head,
        confirmed=wording.who_when(file.names, audit.confirmed_by, audit.confirmed_at),
        notice=notice_of(
            file, "Draft: the body has not confirmed this plan." if open_still else ""
        ),
    )
    return PlanPaper(
        head=head,
        sites=tuple(audit.sites),
        season_reason=audit.season_reason,
        indicators=_asked(file),
        team=team_of(file),
        scope=scope_of(reading, file.view),
        sample=sample_text(reported_sample(reading, audit)),
        set_aside=aside_in(reading, audit_id),
    )


def _asked(file: File) -> str:
    if file.view.facts.of_a_buyer:
        return f"{len(file.view.indicators)}, those the standard asks of buyers"
    high = RiskClass.HIGH in file.view.facts.risk_classes
    added = "with the additional ones" if high else "without the additional ones"
    return f"{len(file.view.indicators)}, {added} for high risk"
