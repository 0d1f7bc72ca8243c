"""Nonconformities as PDF, A4: what was found, what was answered, how it was verified."""

from __future__ import annotations

from collections.abc import Mapping

from fairwild.documents.audit_facts import NonconformityPaper, NonconformityText, Said
from fairwild.documents.audit_sheet import AuditSheet
from fairwild.documents.flow import LEFT_MM
from fairwild.documents.layout import AuditLayout
from fairwild.documents.words import ENGLISH, msgid


def drawn_nonconformities(
    layout: AuditLayout, facts: NonconformityPaper, words: Mapping[str, str]
) -> AuditSheet:
    """The report on its sheet: it has the pages and the faults."""
    sheet = AuditSheet(layout, facts.head, words)
    for one in facts.findings:
        _finding(sheet, one)
    if not facts.findings:
        sheet.paragraphs(sheet.said(msgid("None was written.")), name="findings")
    return sheet


def _finding(sheet: AuditSheet, one: NonconformityText) -> None:
    sentence = msgid("Nonconformity %(number)s")
    sheet.heading(sheet.said(sentence, number=one.number), hold_mm=60)
    told = (
        (sheet.said(msgid("Grade")), one.grade),
        ("", one.grown),
        (sheet.said(msgid("State")), one.state),
        (sheet.said(msgid("To be put right by")), one.due),
        (sheet.said(msgid("Written")), one.raised),
        (sheet.said(msgid("Found before")), one.repeats),
    )
    sheet.labelled(told, name="finding")
    sheet.subheading(sheet.said(msgid("What was found")))
    sheet.paragraphs(one.description, name="description")
    for code, text in one.indicators:
        sheet.paragraphs(f"{code}  {text}", sheet.small, name="indicators")
    if one.evidence:
        sheet.subheading(sheet.said(msgid("Evidence")))
        sheet.flow.add(sheet.evidence(one.evidence, left_mm=LEFT_MM))
    for said in one.history:
        _said(sheet, said)
    if one.verified_by:
        sheet.subheading(sheet.said(msgid("Verified by")))
        sheet.flow.add(sheet.evidence(one.verified_by, left_mm=LEFT_MM))


def _said(sheet: AuditSheet, one: Said) -> None:
    sheet.subheading(one.title)
    sheet.paragraphs(one.who, sheet.small, name="who")
    for label, text in one.parts:
        if label:
            sheet.flow.hold(12)
            sheet.paragraphs(label, sheet.bold, name="label")
        sheet.paragraphs(text, name="said")


def render_nonconformities(
    layout: AuditLayout, facts: NonconformityPaper, words: Mapping[str, str] = ENGLISH
) -> bytes:
    """The report as PDF; the same facts and words give the same bytes."""
    return drawn_nonconformities(layout, facts, words).pdf()
