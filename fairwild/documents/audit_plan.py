"""The plan of an audit as PDF, A4: when, who, what, where, and what was drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fairwild.documents.audit_facts import Member, PlanPaper
from fairwild.documents.audit_sheet import AuditSheet
from fairwild.documents.flow import FlowColumn
from fairwild.documents.layout import AuditLayout
from fairwild.documents.words import ENGLISH, msgid


def drawn_plan(layout: AuditLayout, facts: PlanPaper, words: Mapping[str, str]) -> AuditSheet:
    """The plan on its sheet: it has the pages and the faults."""
    sheet = AuditSheet(layout, facts.head, words)
    sheet.heading(sheet.said(msgid("The team")))
    members(sheet, facts.team)
    sheet.set_aside(facts.set_aside)
    if facts.scope:
        sheet.heading(sheet.said(msgid("What is audited")))
        sheet.scope(facts.scope)
    told = (
        (sheet.said(msgid("Indicators asked")), facts.indicators),
        (sheet.said(msgid("Sites to visit")), ", ".join(facts.sites)),
        (sheet.said(msgid("Outside the harvest because")), facts.season_reason),
        (sheet.said(msgid("Plan confirmed")), facts.head.confirmed),
    )
    sheet.labelled(told, name="plan")
    if facts.sample is not None:
        sheet.heading(sheet.said(msgid("The sample")))
        sheet.sample(facts.sample)
    return sheet


def members(sheet: AuditSheet, team: Sequence[Member]) -> None:
    """Write who takes part, and as what."""
    columns = FlowColumn(msgid("Name"), 90, bold=True), FlowColumn(msgid("Part"), 80)
    sheet.table(columns, [(one.name, one.role) for one in team], name="team")


def render_plan(layout: AuditLayout, facts: PlanPaper, words: Mapping[str, str] = ENGLISH) -> bytes:
    """The plan as PDF; the same facts and words give the same bytes."""
    return drawn_plan(layout, facts, words).pdf()
