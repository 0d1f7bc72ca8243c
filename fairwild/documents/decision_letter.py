"""The letter about a decision as PDF, A4: what was decided, why, and what is next."""

from __future__ import annotations

from collections.abc import Mapping

from fairwild.documents.audit_facts import DecisionPaper
from fairwild.documents.audit_sheet import AuditSheet
from fairwild.documents.flow import LEFT_MM, Strip
from fairwild.documents.layout import AuditLayout
from fairwild.documents.words import ENGLISH, msgid

SIGNATURE_MM = 26.0
CLOSING_MM = 48.0
CLOSING_WITH_DAY_MM = 66.0


def drawn_letter(layout: AuditLayout, facts: DecisionPaper, words: Mapping[str, str]) -> AuditSheet:
    """The letter on its sheet: it has the pages and the faults."""
    sheet = AuditSheet(layout, facts.head, words)
    sheet.paragraphs(facts.sentence, sheet.style(11, sheet.palette.ink), name="sentence")
    sheet.subheading(sheet.said(msgid("Reasons")))
    sheet.paragraphs(facts.reasons, name="reasons")
    if facts.conditions:
        sheet.subheading(sheet.said(msgid("Conditions")))
        sheet.paragraphs(facts.conditions, name="conditions")
    if facts.certificate:
        sheet.subheading(sheet.said(msgid("The certificate")))
        sheet.labelled(facts.certificate, name="certificate")
    sheet.subheading(sheet.said(msgid("What the decision rests on")))
    sheet.labelled(facts.figures, name="figures")
    if facts.findings:
        sheet.subheading(sheet.said(msgid("Nonconformities not yet closed")))
        sheet.raised(facts.findings)
    sheet.set_aside(facts.set_aside)
    hold_mm = CLOSING_WITH_DAY_MM if facts.appeal_until else CLOSING_MM
    # A signature never stands on a page by itself.
    sheet.subheading(sheet.said(msgid("If you do not agree")), hold_mm=hold_mm)
    for paragraph in _appeal(sheet, facts):
        sheet.paragraphs(paragraph, name="appeal")
    _signature(sheet, facts.decided_by)
    return sheet


def _appeal(sheet: AuditSheet, facts: DecisionPaper) -> tuple[str, ...]:
    """Say until when, how, to whom and at what cost a decision can be appealed."""
    if not facts.appeal_until:
        before = msgid(
            "You can appeal to the certification body. Persons who had no part in the audit or in "
            "the decision will answer, and nobody is treated worse for it."
        )
        return (sheet.said(before),)
    until = msgid(
        "You can appeal until the end of %(day)s. Sign in with an account of %(operator)s, open "
        "%(page)s and choose “Appeal against this decision”. Write there what was wrong, and why."
    )
    free = msgid("It costs nothing.")
    costs = msgid("It costs %(fee)s.")
    answered = msgid(
        "Your appeal goes to %(body)s. Persons who had no part in the audit or in the decision "
        "answer it, and nobody is treated worse for it. The decision stands until then."
    )
    head = facts.head
    told = (
        sheet.said(until, day=facts.appeal_until, operator=head.operator_name, page=head.page_url),
        sheet.said(costs, fee=facts.appeal_fee) if facts.appeal_fee else sheet.said(free),
    )
    return " ".join(told), sheet.said(answered, body=head.body_name)


def _signature(sheet: AuditSheet, decided_by: str) -> None:
    """Leave room for a signature above the name of who decided."""
    pen, palette = sheet.pen, sheet.palette
    label = sheet.said(msgid("For the certification body"))

    def draw(top_mm: float) -> None:
        at = (LEFT_MM, top_mm + 4)
        pen.text(label, sheet.small, at=at, width_mm=80, field="label")
        at = (LEFT_MM, top_mm + 18)
        pen.rule(at=at, width_mm=70, colour=palette.ink, weight_pt=0.7)
        at = (LEFT_MM, top_mm + 23)
        pen.text(decided_by, sheet.bold, at=at, width_mm=120, field="decided_by")

    sheet.flow.add([Strip(SIGNATURE_MM, draw)])


def render_letter(
    layout: AuditLayout, facts: DecisionPaper, words: Mapping[str, str] = ENGLISH
) -> bytes:
    """The letter as PDF; the same facts and words give the same bytes."""
    return drawn_letter(layout, facts, words).pdf()
