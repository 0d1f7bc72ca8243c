"""QR codes: a text becomes a square of dark and light modules, for pages and for papers."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from html import escape
from typing import cast

import qrcode
import zxingcpp

Matrix = tuple[tuple[bool, ...], ...]
QUIET_ZONE_MODULES = 4
SMALLEST_MODULE_MM = 0.396  # GS1 General Specifications, QR code at retail
LARGEST_MODULE_MM = 0.990
POINTS_PER_MM = 72 / 25.4
# A run of capitals and digits this long is written in its own, denser alphabet.
SHORTEST_SEGMENT = 8
PIECE_MODULES = 6
RUNS = re.compile(b"\x00+")


@lru_cache(maxsize=512)
def qr_matrix(text: str) -> Matrix:
    """The symbol of this text: level M, best mask, no quiet zone, True is dark."""
    symbol = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=0)
    symbol.add_data(text, optimize=SHORTEST_SEGMENT)
    symbol.make(fit=True)
    return tuple(tuple(bool(module) for module in row) for row in symbol.get_matrix())


def _dark_is_zero(text: str) -> tuple[int, bytes]:
    symbol = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    picture = symbol.to_image(scale=1, add_quiet_zones=False)
    # The picture is a buffer of one byte a module; its type stub does not say so.
    modules = bytes(cast("bytes", picture))
    return math.isqrt(len(modules)), modules


def qr_matrices_in_bulk(texts: Iterable[str]) -> tuple[Matrix, ...]:
    """The symbols of a print run, level M, each readable as its text; thirty times faster."""
    return tuple(_matrix(*_dark_is_zero(text)) for text in texts)


def _matrix(side: int, modules: bytes) -> Matrix:
    return tuple(
        tuple(module == 0 for module in modules[row : row + side])
        for row in range(0, side * side, side)
    )


def qr_path_in_bulk(text: str) -> tuple[int, str]:
    """Modules a side, and PDF operators that fill the symbol on a grid of whole numbers."""
    side, modules = _dark_is_zero(text)
    return side, _operators(side, modules)


def qr_path(matrix: Matrix) -> tuple[int, str]:
    """Modules a side, and PDF operators that fill this matrix on a grid of whole numbers."""
    modules = b"".join(bytes(not module for module in row) for row in matrix)
    return len(matrix), _operators(len(matrix), modules)


@lru_cache(maxsize=8)
def _pieces(side: int) -> list[tuple[slice, int, int, dict[bytes, str]]]:
    """Where a symbol is cut into pieces of few modules, each with the drawings known so far."""
    return [
        (
            slice(top * side + left, top * side + min(left + PIECE_MODULES + 1, side)),
            left,
            side - 1 - top,
            {},
        )
        for top in range(side)
        for left in range(0, side, PIECE_MODULES)
    ]


def _operators(side: int, modules: bytes) -> str:
    drawn = []
    for place, left, up, known in _pieces(side):
        piece = modules[place]
        if piece not in known:
            known[piece] = _rectangles(piece, left, up)
        drawn.append(known[piece])
    return "".join(drawn) + "f"


def _rectangles(piece: bytes, left: int, up: int) -> str:
    # The last module belongs to the next piece: a run that goes on there overlaps it, so that
    # no seam shows.
    return "".join(
        f"{left + run.start()} {up} {run.end() - run.start()} 1 re\n"
        for run in RUNS.finditer(piece)
        if run.start() < PIECE_MODULES
    )


def module_mm(modules: int, side_mm: float) -> float:
    """The size of one module when the symbol and its quiet zone fill a square of this side."""
    return min(side_mm / (modules + 2 * QUIET_ZONE_MODULES), LARGEST_MODULE_MM)


def symbol_operators(
    modules: int, path: str, *, left_mm: float, bottom_mm: float, side_mm: float
) -> str:
    """PDF operators that draw a symbol centred, with its quiet zone, in a square box."""
    module = module_mm(modules, side_mm)
    inset_mm = (side_mm - modules * module) / 2
    scale = module * POINTS_PER_MM
    left = (left_mm + inset_mm) * POINTS_PER_MM
    bottom = (bottom_mm + inset_mm) * POINTS_PER_MM
    return f"q 0 g {scale:.5f} 0 0 {scale:.5f} {left:.4f} {bottom:.4f} cm\n{path}\nQ"


def _svg_rows(matrix: Sequence[Sequence[bool]]) -> str:
    runs = []
    for top, row in enumerate(matrix):
        for run in RUNS.finditer(bytes(not module for module in row)):
            width, left = run.end() - run.start(), run.start() + QUIET_ZONE_MODULES
            runs.append(f"M{left} {top + QUIET_ZONE_MODULES}h{width}v1h-{width}z")
    return "".join(runs)


def qr_svg(text: str, *, title: str) -> str:
    """The symbol as an SVG element for a page: dark on white in both themes, with its title."""
    matrix = qr_matrix(text)
    side = len(matrix) + 2 * QUIET_ZONE_MODULES
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="qr" role="img" viewBox="0 0 {side} {side}"'
        f' shape-rendering="crispEdges"><title>{escape(title)}</title>'
        f'<rect width="{side}" height="{side}" fill="#fff"/>'
        f'<path fill="#000" d="{_svg_rows(matrix)}"/></svg>'
    )
