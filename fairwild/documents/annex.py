"""The annexes of a certificate: tables that break over pages, measured before anything is drawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from fairwild.documents.fields import Field
from fairwild.documents.findings import Fault
from fairwild.documents.layout import Column, Palette
from fairwild.documents.pen import Pen, Style
from fairwild.documents.typeface import Weight
from fairwild.documents.words import msgid, said

Facts = TypeVar("Facts")

LEFT_MM = 20.0
WIDTH_MM = 170.0
TOP_MM = 44.0
BOTTOM_MM = 270.0
GUTTER_MM = 3.0
TITLE_MM = 11.0
HEAD_MM = 8.0
PADDING_MM = 2.6
LINES_A_CELL = 4


@dataclass(frozen=True, slots=True)
class CellText:
    """What one cell says: the text and a smaller second line."""

    name: str
    text: str
    also: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row of an annex and how high it will be."""

    cells: tuple[CellText, ...]
    height_mm: float


@dataclass(slots=True)
class Stretch:
    """The part of one table that stands on one page, from `top_mm` down."""

    table: Table
    top_mm: float
    rows: list[Row] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Table:
    """One annex: its title, its columns with their headings, its rows."""

    title: str
    columns: tuple[Column, ...]
    headings: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class TableStyles:
    """The type of a table in the colours of a palette."""

    title: Style
    heading: Style
    text: Style
    slanted: Style
    also: Style


def table_styles(palette: Palette) -> TableStyles:
    """The type of every annex."""
    return TableStyles(
        title=Style(size_pt=15, smallest_pt=11, colour=palette.deep, weight=Weight.BOLD),
        heading=Style(size_pt=7, smallest_pt=5.5, colour=palette.muted, weight=Weight.BOLD),
        text=Style(size_pt=9, smallest_pt=7, colour=palette.ink),
        slanted=Style(size_pt=9.5, smallest_pt=7.5, colour=palette.ink, slanted=True),
        also=Style(size_pt=7.5, smallest_pt=6, colour=palette.muted),
    )


def _width_mm(columns: Sequence[Column], column: Column) -> float:
    return WIDTH_MM * column.share / sum(each.share for each in columns) - GUTTER_MM


def table(
    pen: Pen,
    styles: TableStyles,
    *,
    title: str,
    columns: tuple[Column, ...],
    catalogue: Mapping[str, Field[Facts]],
    lines: Sequence[Facts],
    words: Mapping[str, str],
) -> Table:
    """A table with every row measured."""
    rows = []
    for number, line in enumerate(lines, start=1):
        cells = tuple(
            _cell(pen, column, catalogue, line, words=words, number=number) for column in columns
        )
        heights = [
            _cell_height_mm(pen, styles, cell, column, _width_mm(columns, column))
            for cell, column in zip(cells, columns, strict=True)
        ]
        rows.append(Row(cells, max(heights) + 2 * PADDING_MM))
    headings = tuple(said(words, catalogue[column.field].label) for column in columns)
    return Table(said(words, title), columns, headings, tuple(rows))


def _cell(
    pen: Pen,
    column: Column,
    catalogue: Mapping[str, Field[Facts]],
    line: Facts,
    *,
    words: Mapping[str, str],
    number: int,
) -> CellText:
    shown = catalogue[column.field]
    text = shown.say(line, words)
    if shown.required and not text.strip():
        pen.find(Fault.FIELD_EMPTY, f"{column.field}[{number}]", "")
    also = catalogue[column.also].say(line, words) if column.also else ""
    return CellText(f"{column.field}[{number}]", text, also)


def _cell_height_mm(
    pen: Pen, styles: TableStyles, cell: CellText, column: Column, width_mm: float
) -> float:
    style = styles.slanted if column.slanted else styles.text
    lines = pen.lines(cell.text, style, width_mm=width_mm, lines=LINES_A_CELL)
    also = pen.lines(cell.also, styles.also, width_mm=width_mm, lines=2) if cell.also else ()
    return len(lines) * style.line_mm + len(also) * styles.also.line_mm


def spread(tables: Sequence[Table], *, top_mm: float = TOP_MM) -> list[list[Stretch]]:
    """The tables on pages: a table starts where the last one ended if three rows fit there.

    On the first page they start at `top_mm`.
    """
    pages: list[list[Stretch]] = [[]]
    down_mm = top_mm
    for each in tables:
        needed_mm = TITLE_MM + HEAD_MM + sum(row.height_mm for row in each.rows[:3])
        if down_mm + needed_mm > BOTTOM_MM:
            pages.append([])
            down_mm = TOP_MM
        stretch = Stretch(each, down_mm)
        pages[-1].append(stretch)
        down_mm += TITLE_MM + HEAD_MM
        for row in each.rows:
            if down_mm + row.height_mm > BOTTOM_MM:
                stretch = Stretch(each, TOP_MM)
                pages.append([stretch])
                down_mm = TOP_MM + TITLE_MM + HEAD_MM
            stretch.rows.append(row)
            down_mm += row.height_mm
        down_mm += 2 * TITLE_MM
    return pages


def draw_stretch(
    pen: Pen,
    styles: TableStyles,
    palette: Palette,
    stretch: Stretch,
    words: Mapping[str, str],
) -> None:
    """The title, the headings and the rows of this page stand on the page."""
    whole = stretch.table
    continued = bool(whole.rows) and stretch.rows[:1] != list(whole.rows[:1])
    title = said(words, msgid("%(title)s, continued"), title=whole.title) if continued else None
    title_at = (LEFT_MM, stretch.top_mm)
    pen.text(title or whole.title, styles.title, at=title_at, width_mm=WIDTH_MM, field="annex")
    down_mm = stretch.top_mm + TITLE_MM
    for column, left_mm, width_mm, heading in _across(whole):
        pen.text(
            heading,
            styles.heading,
            at=(left_mm, down_mm),
            width_mm=width_mm,
            field="annex",
            align=column.align,
        )
    down_mm += HEAD_MM - 5.0
    pen.rule(at=(LEFT_MM, down_mm), width_mm=WIDTH_MM, colour=palette.deep, weight_pt=1.0)
    for row in stretch.rows:
        _draw_row(pen, styles, whole, row, down_mm)
        down_mm += row.height_mm
        pen.rule(at=(LEFT_MM, down_mm), width_mm=WIDTH_MM, colour=palette.line, weight_pt=0.5)


def _across(whole: Table) -> Iterator[tuple[Column, float, float, str]]:
    left_mm = LEFT_MM
    for column, heading in zip(whole.columns, whole.headings, strict=True):
        last = column is whole.columns[-1]
        width_mm = _width_mm(whole.columns, column) + (GUTTER_MM if last else 0)
        yield column, left_mm, width_mm, heading
        left_mm += width_mm + GUTTER_MM


def _draw_row(pen: Pen, styles: TableStyles, whole: Table, row: Row, top_mm: float) -> None:
    for cell, (column, left_mm, width_mm, _heading) in zip(row.cells, _across(whole), strict=True):
        style = styles.slanted if column.slanted else styles.text
        next_mm = pen.paragraph(
            cell.text,
            style,
            at=(left_mm, top_mm + PADDING_MM + style.line_mm * 0.78),
            width_mm=width_mm,
            field=cell.name,
            lines=LINES_A_CELL,
            align=column.align,
        )
        if cell.also:
            pen.paragraph(
                cell.also,
                styles.also,
                at=(left_mm, next_mm - 0.5),
                width_mm=width_mm,
                field=column.also,
                lines=2,
                align=column.align,
            )
