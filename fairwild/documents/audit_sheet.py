"""What a paper of an audit is written on: headings, texts and tables that flow over pages."""

from __future__ import annotations

from collections.abc import Sequence

from fairwild.documents.audit_facts import (
    AsideText,
    EvidenceText,
    RaisedText,
    SampleText,
    ScopeRow,
)
from fairwild.documents.audit_frame import AuditFrame
from fairwild.documents.flow import LEFT_MM, WIDTH_MM, FlowColumn, Strip
from fairwild.documents.pen import Style
from fairwild.documents.typeface import Weight
from fairwild.documents.words import msgid


class AuditSheet(AuditFrame):
    """One paper of an audit while it is drawn; what it says flows below its head."""

    def heading(self, text: str, *, hold_mm: float = 30.0) -> None:
        """Write a heading that stays with what follows."""
        self.flow.gap(5)
        self.flow.hold(hold_mm)
        self.flow.add([*self.flow.text(text, self.title, name="heading"), self.blank(2)])

    def subheading(self, text: str, *, hold_mm: float = 22.0) -> None:
        """Write a smaller heading that stays with what follows."""
        self.flow.gap(2.5)
        self.flow.hold(hold_mm)
        self.flow.add([*self.flow.text(text, self.subtitle, name="heading"), self.blank(1.4)])

    def paragraphs(self, text: str, style: Style | None = None, *, name: str) -> None:
        """Write free text with its paragraphs."""
        self.flow.add(self.flow.text(text, style or self.plain, name=name))
        self.flow.gap(1.5)

    def labelled(self, pairs: Sequence[tuple[str, str]], *, name: str) -> None:
        """Write facts, each beside its label; what is empty is left out."""
        columns = FlowColumn("", 56), FlowColumn("", 114, bold=True)
        for label, text in pairs:
            if text:
                cells = tuple(zip(columns, (label, text), strict=True))
                style = self._cell_style
                under = (self.palette.line, 0.4)
                row = self.flow.row(cells, style, padding_mm=1.4, name=name, under=under)
                self.flow.add([row])
        self.flow.gap(2)

    def table(
        self, columns: Sequence[FlowColumn], rows: Sequence[Sequence[str]], *, name: str
    ) -> None:
        """Write a table; its headings stand on each page it goes on to."""
        palette = self.palette
        head = self.flow.row(
            [(column, self.said(column.heading)) for column in columns],
            lambda _: self.small,
            padding_mm=1.2,
            name="heading",
            under=(palette.deep, 0.9),
        )
        self.flow.hold(head.height_mm + 14)
        self.flow.put(head)
        for row in rows:
            cells = tuple(zip(columns, row, strict=True))
            strip = self.flow.row(
                cells,
                self._cell_style,
                padding_mm=1.6,
                name=name,
                under=(palette.line, 0.4),
            )
            self.flow.add([strip], head=head)
        self.flow.gap(3)

    def _cell_style(self, column: FlowColumn) -> Style:
        weight = Weight.BOLD if column.bold else Weight.REGULAR
        return Style(
            size_pt=9,
            smallest_pt=7,
            colour=self.palette.ink,
            weight=weight,
            slanted=column.slanted,
        )

    def blank(self, height_mm: float) -> Strip:
        """Leave a blank of this height."""
        return Strip(height_mm, _nothing)

    def ruled(self) -> Strip:
        """Draw a fine line across."""
        colour = self.palette.line

        def draw(top_mm: float) -> None:
            at = (LEFT_MM, top_mm + 1.6)
            self.pen.rule(at=at, width_mm=WIDTH_MM, colour=colour, weight_pt=0.4)

        return Strip(3.2, draw)

    def scope(self, rows: Sequence[ScopeRow]) -> None:
        """Write what is certified or to be."""
        columns = (
            FlowColumn(msgid("Species"), 54, slanted=True),
            FlowColumn(msgid("Part"), 26),
            FlowColumn(msgid("Risk class"), 24),
            FlowColumn(msgid("Areas"), 36),
            FlowColumn(msgid("Most in a year"), 30, "right"),
        )
        told = [(one.species, one.part, one.risk_class, one.areas, one.maximum) for one in rows]
        self.table(columns, told, name="scope")

    def sample(self, sample: SampleText) -> None:
        """Write how a sample was drawn, what it is and what was changed by hand."""
        drawn = (
            (self.said(msgid("Rule")), sample.rule),
            (self.said(msgid("Seed")), sample.seed),
            (self.said(msgid("Days looked at")), sample.looked_at),
            (self.said(msgid("Drawn")), sample.drawn),
            (self.said(msgid("Why anew")), sample.reason),
        )
        self.labelled(drawn, name="sample")
        for kind in sample.kinds:
            self.subheading(f"{kind.what}: {kind.drawn}", hold_mm=12)
            self.paragraphs(kind.labels, name="sample")
        if sample.changes:
            self.subheading(self.said(msgid("Changed by hand")))
            for one in sample.changes:
                told = f"{one.label}, {one.change}: {one.reason}"
                self.paragraphs(told, name="sample")

    def set_aside(self, told: Sequence[AsideText]) -> None:
        """Write what stood against somebody's part and was set aside, with who did so and why."""
        if told:
            self.subheading(self.said(msgid("Set aside by the office of the body")))
        for one in told:
            sentence = msgid("%(person)s, %(role)s: %(found)s")
            head = self.said(sentence, person=one.person, role=one.role, found=one.found)
            strips = self.flow.text(head, self.bold, name="aside")
            strips += self.flow.text(one.reason, self.plain, name="aside")
            given = self.said(msgid("Set aside by %(who)s"), who=one.given)
            strips += self.flow.text(given, self.small, name="aside")
            self.flow.add([*strips, self.ruled()])

    def raised(self, findings: Sequence[RaisedText]) -> None:
        """Write nonconformities as they were found."""
        for one in findings:
            sentence = msgid("Nonconformity %(number)s, %(grade)s")
            head = self.said(sentence, number=one.number, grade=one.grade)
            several = "," in one.indicators
            asked = (
                msgid("Indicators %(codes)s. To be put right by %(day)s.")
                if several
                else msgid("Indicator %(codes)s. To be put right by %(day)s.")
            )
            where = self.said(asked, codes=one.indicators, day=one.due)
            strips = self.flow.text(head, self.bold, name="finding")
            strips += self.flow.text(where, self.small, name="finding")
            if one.repeats:
                strips += self.flow.text(one.repeats, self.loud, name="finding")
            strips.append(self.blank(1))
            strips += self.flow.text(one.description, self.plain, name="finding")
            if one.withdrawn:
                strips += self.flow.text(one.withdrawn, self.loud, name="finding")
            self.flow.add([*strips, self.ruled()])

    def evidence(self, found: Sequence[EvidenceText], *, left_mm: float) -> list[Strip]:
        """Give the lines of a list of evidence."""
        width_mm = LEFT_MM + WIDTH_MM - left_mm
        strips: list[Strip] = []
        for one in found:
            told = " · ".join(part for part in (one.kind, one.name, one.detail) if part)
            strips += self.flow.text(
                told, self.small, left_mm=left_mm, width_mm=width_mm, name="evidence"
            )
        return strips


def _nothing(_top_mm: float) -> None:
    """Draw nothing."""
