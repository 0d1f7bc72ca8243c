"""The report of an audit as PDF, A4: both gates, findings, every indicator, its evidence."""

from __future__ import annotations

from collections.abc import Mapping

from fairwild.documents.audit_facts import (
    CriterionText,
    IndicatorText,
    PrincipleText,
    RehearsalText,
    ReportPaper,
)
from fairwild.documents.audit_plan import members
from fairwild.documents.audit_sheet import AuditSheet
from fairwild.documents.flow import LEFT_MM, WIDTH_MM, Strip
from fairwild.documents.layout import AuditLayout
from fairwild.documents.pen import Style
from fairwild.documents.typeface import Weight
from fairwild.documents.words import ENGLISH, msgid

TEXT_LEFT_MM = LEFT_MM + 26.0
TEXT_WIDTH_MM = WIDTH_MM - 26.0
BADGE_LEFT_MM, BADGE_MM = LEFT_MM + 14.0, 7.0


class _Report:
    """One report while it is drawn."""

    def __init__(self, layout: AuditLayout, facts: ReportPaper, words: Mapping[str, str]) -> None:
        self.facts = facts
        self.sheet = AuditSheet(layout, facts.head, words)
        palette = self.sheet.palette
        self.badges = {
            "0": palette.warning,
            "1": palette.gold,
            "2": palette.leaf,
            "3": palette.deep,
            "no": palette.warning,
            "yes": palette.leaf,
        }
        self.figure = Style(size_pt=10, smallest_pt=8, colour=palette.paper, weight=Weight.BOLD)
        self.missed = Style(size_pt=7.5, smallest_pt=7, colour=palette.warning, weight=Weight.BOLD)

    def draw(self) -> AuditSheet:
        """Put everything on its pages."""
        sheet, facts = self.sheet, self.facts
        self.rating()
        if facts.summary:
            sheet.heading(sheet.said(msgid("Summary")))
            sheet.paragraphs(facts.summary, name="summary")
        sheet.heading(sheet.said(msgid("Nonconformities")))
        if facts.findings:
            sheet.raised(facts.findings)
        else:
            sheet.paragraphs(sheet.said(msgid("None was written.")), name="findings")
        sheet.heading(sheet.said(msgid("Who audited")))
        members(sheet, facts.team)
        self.team_changes()
        sheet.set_aside(facts.set_aside)
        self.scope()
        if facts.sample is not None:
            sheet.heading(sheet.said(msgid("The sample")))
            sheet.sample(facts.sample)
        if facts.rehearsals:
            sheet.heading(sheet.said(msgid("Mock recall")))
            for one in facts.rehearsals:
                self.rehearsal(one)
        for principle in facts.principles:
            self.principle(principle)
        self.signed()
        return sheet

    def team_changes(self) -> None:
        """Write who left the team and who took over the place, with when and why."""
        sheet = self.sheet
        if self.facts.team_changes:
            sheet.subheading(sheet.said(msgid("Changes of the team")))
        for one in self.facts.team_changes:
            taken = msgid("%(person)s, %(role)s, left the team; %(came)s took over the place.")
            empty = msgid("%(person)s, %(role)s, left the team; nobody took over the place.")
            said = {"person": one.person, "role": one.role, "came": one.came}
            head = sheet.said(taken if one.came else empty, **said)
            strips = sheet.flow.text(head, sheet.bold, name="change")
            strips += sheet.flow.text(one.reason, sheet.plain, name="change")
            told = sheet.said(msgid("Changed by %(who)s"), who=one.changed)
            strips += sheet.flow.text(told, sheet.small, name="change")
            sheet.flow.add([*strips, sheet.ruled()])

    def scope(self) -> None:
        """Write what was audited; a buyer has no scope."""
        if self.facts.scope:
            self.sheet.heading(self.sheet.said(msgid("What was audited")))
            self.sheet.scope(self.facts.scope)

    def rating(self) -> None:
        """Write both gates in figures."""
        sheet, rating = self.sheet, self.facts.rating
        title = msgid("What was found") if self.facts.head.of_a_buyer else msgid("Rating")
        sheet.heading(sheet.said(title), hold_mm=50)
        style = sheet.bold if rating.open_gates else sheet.loud
        sheet.paragraphs(rating.verdict, style, name="verdict")
        told = (
            (sheet.said(msgid("Points")), rating.points),
            (sheet.said(msgid("Share of points")), rating.share),
            (sheet.said(msgid("Needed this year")), rating.needed),
            (sheet.said(msgid("Minimum requirements met")), rating.minimum_met),
            (sheet.said(msgid("Minimum requirements missed")), rating.missed),
            (sheet.said(msgid("Said not to apply")), rating.waived),
        )
        sheet.labelled(told, name="rating")

    def rehearsal(self, one: RehearsalText) -> None:
        """Write a mock recall with its clock."""
        sheet, of_a_buyer = self.sheet, self.facts.head.of_a_buyer
        by, whose = msgid("Answered by the operator in"), msgid("The operator's papers")
        if of_a_buyer:
            by, whose = msgid("Answered by the buyer in"), msgid("The buyer's papers")
        sheet.subheading(one.number)
        told = (
            (sheet.said(msgid("Traced from lot")), one.lot),
            (sheet.said(msgid("Found")), one.found),
            (sheet.said(msgid("The trace took")), one.searched_in),
            (sheet.said(by), one.answered_in),
            (sheet.said(whose), one.agrees),
            (sheet.said(msgid("Note")), one.note),
        )
        sheet.labelled(told, name="rehearsal")

    def principle(self, principle: PrincipleText) -> None:
        """Write a principle, its criteria and their indicators."""
        self.sheet.heading(f"{principle.number}. {principle.title}", hold_mm=45)
        self.sheet.paragraphs(principle.points, self.sheet.small, name="points")
        for criterion in principle.criteria:
            self.criterion(criterion)

    def criterion(self, criterion: CriterionText) -> None:
        """Write a criterion and its indicators."""
        self.sheet.subheading(f"{criterion.code} {criterion.title}", hold_mm=28)
        for indicator in criterion.indicators:
            self.sheet.flow.add(self.indicator(indicator))

    def indicator(self, one: IndicatorText) -> list[Strip]:
        """Give the strips of one indicator: code, score and text, then note and evidence."""
        sheet, flow = self.sheet, self.sheet.flow
        place = {"left_mm": TEXT_LEFT_MM, "width_mm": TEXT_WIDTH_MM}
        text = flow.text(one.text, sheet.plain, name=one.code, **place)
        strips = [self.scored(one, text)]
        marks = " · ".join(part for part in (one.minimum, one.findings) if part)
        if marks:
            style = self.missed if one.falls_short else sheet.small
            strips += flow.text(marks, style, name=one.code, **place)
        if one.note:
            note = sheet.said(msgid("Note: %(note)s"), note=one.note)
            strips += flow.text(note, sheet.plain, name=one.code, **place)
        strips += sheet.evidence(one.evidence, left_mm=TEXT_LEFT_MM)
        return [*strips, sheet.ruled()]

    def scored(self, one: IndicatorText, text: list[Strip]) -> Strip:
        """Give the first strip of an indicator: the text with code and score beside it."""
        sheet, pen = self.sheet, self.sheet.pen
        height_mm = max(sum(strip.height_mm for strip in text), BADGE_MM - 0.6)
        fill = self.badges.get(one.score, sheet.palette.panel)
        known = one.score in self.badges
        style = self.figure if known else self.figure.in_colour(sheet.palette.ink)

        def draw(top_mm: float) -> None:
            at = (LEFT_MM, top_mm + 3.4)
            pen.text(one.code, sheet.bold, at=at, width_mm=13, field=one.code)
            at = (BADGE_LEFT_MM, top_mm)
            pen.panel(at=at, size_mm=(BADGE_MM + 2, BADGE_MM - 1), fill=fill, radius_mm=1.6)
            at = (BADGE_LEFT_MM, top_mm + 4.3)
            shown = "n/a" if one.score == "n" else one.score
            pen.text(shown, style, at=at, width_mm=BADGE_MM + 2, field=one.code, align="centre")
            down_mm = top_mm
            for strip in text:
                strip.draw(down_mm)
                down_mm += strip.height_mm

        return Strip(height_mm, draw)

    def signed(self) -> None:
        """Say who locked the report and when, and where the texts come from."""
        sheet, facts = self.sheet, self.facts
        sheet.flow.gap(4)
        if facts.finished_by:
            sheet.paragraphs(facts.finished_by, sheet.bold, name="finished_by")
        if facts.addendum:
            sheet.paragraphs(facts.addendum, sheet.plain, name="addendum")
        if facts.numbers_note:
            sheet.paragraphs(facts.numbers_note, sheet.small, name="numbers_note")
        if facts.source_note:
            sheet.paragraphs(facts.source_note, sheet.small, name="source_note")


def drawn_report(layout: AuditLayout, facts: ReportPaper, words: Mapping[str, str]) -> AuditSheet:
    """The report on its sheet: it has the pages and the faults."""
    return _Report(layout, facts, words).draw()


def render_report(
    layout: AuditLayout, facts: ReportPaper, words: Mapping[str, str] = ENGLISH
) -> bytes:
    """The report as PDF; the same facts and words give the same bytes."""
    return drawn_report(layout, facts, words).pdf()
