"""The layout of a certificate type as data, read from `certs/types/` over the closed catalogue."""

from __future__ import annotations

import tomllib
from collections.abc import Container
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from fairwild.documents.fields import (
    AREA_FIELDS,
    AUDIT_FIELDS,
    CERTIFICATE_FIELDS,
    DELIVERY_FIELDS,
    DELIVERY_LINE_FIELDS,
    PAPER_FIELDS,
    RECEIPT_FIELDS,
    RESTRICTION_FIELDS,
    SPECIES_FIELDS,
)
from fairwild.documents.pen import Align
from fairwild.resources import folder


class UnknownFieldError(ValueError):
    """A layout names a field that the catalogue does not have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """The colours of a paper, as #rrggbb."""

    deep: str
    leaf: str
    gold: str
    paper: str
    panel: str
    line: str
    ink: str
    muted: str
    warning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One field of the first page and how many of twelve columns it takes."""

    field: str
    span: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of an annex: its field, a second line below it, its share of the width."""

    field: str
    also: str = ""
    share: float
    align: Align = "left"
    slanted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateLayout:
    """How one type of certificate is printed; its sentences are message ids."""

    key: str
    title: str
    kind: str
    statement: str
    advice: str
    palette: Palette
    grid: tuple[tuple[Cell, ...], ...]
    species_title: str
    species: tuple[Column, ...]
    areas_title: str
    areas: tuple[Column, ...]
    restrictions_title: str
    restrictions_notice: str
    restrictions: tuple[Column, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """Every sentence of the layout that wants a translation."""
        return (
            self.title,
            self.kind,
            self.statement,
            self.advice,
            self.species_title,
            self.areas_title,
            self.restrictions_title,
            self.restrictions_notice,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptLayout:
    """How the slip for a harvester is printed: what stands large, what stands in the grid."""

    key: str
    title: str
    palette: Palette
    large: tuple[str, ...]
    grid: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryLayout:
    """How the delivery note of a consignment is printed."""

    key: str
    title: str
    advice: str
    palette: Palette
    grid: tuple[tuple[Cell, ...], ...]
    lines_title: str
    lines: tuple[Column, ...]
    papers_title: str
    papers: tuple[Column, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditLayout:
    """How a paper of an audit is printed: its title, its colours, what stands in its grid."""

    key: str
    title: str
    advice: str
    palette: Palette
    grid: tuple[tuple[Cell, ...], ...]


@cache
def certificate_layouts() -> dict[str, CertificateLayout]:
    """Every certificate type of `certs/types/` by its key, checked."""
    files = sorted((folder("certs") / "types").glob("*.toml"))
    return {file.stem: load_certificate_layout(file) for file in files}


def load_certificate_layout(file: Path) -> CertificateLayout:
    """The layout this file describes; an unknown field raises `UnknownFieldError`."""
    written = tomllib.loads(file.read_text(encoding="utf-8"))
    layout = CertificateLayout(
        key=file.stem,
        **written["sentences"],
        palette=Palette(**written["palette"]),
        grid=_grid(written["row"]),
        species_title=written["species"]["title"],
        species=_columns(written["species"]["column"]),
        areas_title=written["areas"]["title"],
        areas=_columns(written["areas"]["column"]),
        restrictions_title=written["restrictions"]["title"],
        restrictions_notice=written["restrictions"]["notice"],
        restrictions=_columns(written["restrictions"]["column"]),
    )
    _check(_cells(layout.grid), CERTIFICATE_FIELDS, file)
    _check(_named(layout.species), SPECIES_FIELDS, file)
    _check(_named(layout.areas), AREA_FIELDS, file)
    _check(_named(layout.restrictions), RESTRICTION_FIELDS, file)
    return layout


@cache
def receipt_layout() -> ReceiptLayout:
    """The layout of the harvester's receipt, checked."""
    return load_receipt_layout(folder("certs") / "papers" / "receipt.toml")


def load_receipt_layout(file: Path) -> ReceiptLayout:
    """The layout this file describes; an unknown field raises `UnknownFieldError`."""
    written = tomllib.loads(file.read_text(encoding="utf-8"))
    layout = ReceiptLayout(
        key=file.stem,
        title=written["title"],
        palette=Palette(**written["palette"]),
        large=tuple(written["large"]),
        grid=_grid(written["row"]),
    )
    _check({*layout.large, *_cells(layout.grid)}, RECEIPT_FIELDS, file)
    return layout


@cache
def delivery_layout() -> DeliveryLayout:
    """The layout of the delivery note, checked."""
    return load_delivery_layout(folder("certs") / "papers" / "delivery-note.toml")


def load_delivery_layout(file: Path) -> DeliveryLayout:
    """The layout this file describes; an unknown field raises `UnknownFieldError`."""
    written = tomllib.loads(file.read_text(encoding="utf-8"))
    layout = DeliveryLayout(
        key=file.stem,
        title=written["title"],
        advice=written["advice"],
        palette=Palette(**written["palette"]),
        grid=_grid(written["row"]),
        lines_title=written["lines"]["title"],
        lines=_columns(written["lines"]["column"]),
        papers_title=written["papers"]["title"],
        papers=_columns(written["papers"]["column"]),
    )
    _check(_cells(layout.grid), DELIVERY_FIELDS, file)
    _check(_named(layout.lines), DELIVERY_LINE_FIELDS, file)
    _check(_named(layout.papers), PAPER_FIELDS, file)
    return layout


@cache
def audit_layout(key: str) -> AuditLayout:
    """The layout of one paper of an audit by its key, checked."""
    return load_audit_layout(folder("certs") / "papers" / f"{key}.toml")


def load_audit_layout(file: Path) -> AuditLayout:
    """The layout this file describes; an unknown field raises `UnknownFieldError`."""
    written = tomllib.loads(file.read_text(encoding="utf-8"))
    layout = AuditLayout(
        key=file.stem,
        title=written["title"],
        advice=written["advice"],
        palette=Palette(**written["palette"]),
        grid=_grid(written["row"]),
    )
    _check(_cells(layout.grid), AUDIT_FIELDS, file)
    return layout


def _grid(written: list[dict[str, Any]]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(tuple(Cell(**cell) for cell in row["cells"]) for row in written)


def _cells(grid: tuple[tuple[Cell, ...], ...]) -> set[str]:
    return {cell.field for row in grid for cell in row}


def _columns(written: list[dict[str, Any]]) -> tuple[Column, ...]:
    return tuple(Column(**column) for column in written)


def _named(columns: tuple[Column, ...]) -> set[str]:
    return {name for column in columns for name in (column.field, column.also) if name}


def _check(names: set[str], catalogue: Container[str], file: Path) -> None:
    unknown = sorted(name for name in names if name not in catalogue)
    if unknown:
        message = f"{file.name}: {', '.join(unknown)}"
        raise UnknownFieldError(message)
