"""Label sheets as data: where the labels lie on the paper and what lies where on a label."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from fairwild.documents.fields import LABEL_FIELDS
from fairwild.documents.fitting import LINE_HEIGHT
from fairwild.documents.qr import POINTS_PER_MM
from fairwild.documents.typeface import Weight
from fairwild.resources import folder


class UnfitSheetError(ValueError):
    """A label sheet file that contradicts itself or names an unknown field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextBox:
    """One field of a label: its place from the label's top left corner, and its type."""

    field: str
    left_mm: float
    top_mm: float
    width_mm: float
    size_pt: float
    smallest_pt: float
    lines: int = 1
    gap_mm: float = 0.0
    weight: Weight = Weight.REGULAR
    slanted: bool = False

    @property
    def height_mm(self) -> float:
        """The height when every line is used at full size."""
        return self.lines * self.size_pt * LINE_HEIGHT / POINTS_PER_MM


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelSheet:
    """One kind of label sheet; `column` flows downwards, `fixed` stays where it is put."""

    key: str
    title: str
    page_width_mm: float
    page_height_mm: float
    columns: int
    rows: int
    left_mm: float
    top_mm: float
    pitch_x_mm: float
    pitch_y_mm: float
    label_width_mm: float
    label_height_mm: float
    qr_left_mm: float
    qr_top_mm: float
    qr_side_mm: float
    column: tuple[TextBox, ...]
    column_bottom_mm: float
    fixed: tuple[TextBox, ...]

    @property
    def labels_per_page(self) -> int:
        """How many labels one sheet carries."""
        return self.columns * self.rows

    def corner_mm(self, position: int) -> tuple[float, float]:
        """The top left corner of a label from the page's top left; positions count from 0."""
        row, column = divmod(position, self.columns)
        return (
            self.left_mm + column * self.pitch_x_mm,
            self.top_mm + row * self.pitch_y_mm,
        )


@cache
def label_sheets() -> dict[str, LabelSheet]:
    """Every label sheet of `certs/labels/` by its key, checked."""
    files = sorted((folder("certs") / "labels").glob("*.toml"))
    return {file.stem: load_label_sheet(file) for file in files}


def load_label_sheet(file: Path) -> LabelSheet:
    """The sheet this file describes; raises `UnfitSheetError` if it cannot be printed."""
    written = tomllib.loads(file.read_text(encoding="utf-8"))
    sheet = _sheet(file.stem, written)
    for complaint in _complaints(sheet):
        message = f"{file.name}: {complaint}"
        raise UnfitSheetError(message)
    return sheet


def _sheet(key: str, written: dict[str, Any]) -> LabelSheet:
    column = written["column"]
    place = {"left_mm": column["left_mm"], "width_mm": column["width_mm"]}
    top_mm: float = column["top_mm"]
    boxes = tuple(_box({"top_mm": top_mm, **place, **line}) for line in column["text"])
    return LabelSheet(
        key=key,
        title=written["title"],
        **written["page"],
        **written["grid"],
        **written["qr"],
        column=boxes,
        column_bottom_mm=column["bottom_mm"],
        fixed=tuple(_box(line) for line in written["fixed"]),
    )


def _box(written: dict[str, Any]) -> TextBox:
    weight = Weight.BOLD if written.pop("bold", False) else Weight.REGULAR
    return TextBox(weight=weight, **written)


def _complaints(sheet: LabelSheet) -> list[str]:
    boxes = (*sheet.column, *sheet.fixed)
    complaints = [f"unknown field {box.field}" for box in boxes if box.field not in LABEL_FIELDS]
    right_mm, bottom_mm = sheet.corner_mm(sheet.labels_per_page - 1)
    if right_mm + sheet.label_width_mm > sheet.page_width_mm:
        complaints.append("the columns are wider than the page")
    if bottom_mm + sheet.label_height_mm > sheet.page_height_mm:
        complaints.append("the rows are higher than the page")
    complaints += [
        f"{box.field} is wider than the label"
        for box in boxes
        if box.left_mm + box.width_mm > sheet.label_width_mm
    ]
    height_mm = sum(box.height_mm + box.gap_mm for box in sheet.column)
    if sheet.column[0].top_mm + height_mm > sheet.column_bottom_mm:
        complaints.append("the column of texts is higher than its place")
    return complaints
