"""A sprig drawn for our papers: a bent stem with pairs of leaves that shrink towards the tip."""

from __future__ import annotations

import math
from functools import partial
from itertools import pairwise

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

LEAF_PAIRS = 7
LEAF_ANGLE = math.radians(52)
STEM = ((0.0, 0.0), (0.02, 0.38), (0.10, 0.70), (0.34, 1.0))


def _on_stem(share: float) -> tuple[float, float, float]:
    rest = 1 - share
    weights = (rest**3, 3 * rest**2 * share, 3 * rest * share**2, share**3)
    left, up = (
        sum(w * point[axis] for w, point in zip(weights, STEM, strict=True)) for axis in (0, 1)
    )
    pulls = (rest**2, 2 * rest * share, share**2)
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(STEM)]
    run, rise = (
        sum(w * step[axis] for w, step in zip(pulls, steps, strict=True)) for axis in (0, 1)
    )
    return left, up, math.atan2(rise, run)


def _leaf(canvas: Canvas, length: float, *, vein: str) -> None:
    wide = length * 0.27
    outline = canvas.beginPath()
    outline.moveTo(0, 0)
    outline.curveTo(length * 0.22, wide, length * 0.62, wide * 0.95, length, 0)
    outline.curveTo(length * 0.66, -wide * 0.85, length * 0.24, -wide * 0.9, 0, 0)
    canvas.drawPath(outline, stroke=0, fill=1)
    canvas.setStrokeColor(HexColor(vein))
    canvas.setLineWidth(max(length * 0.018, 0.25))
    canvas.line(length * 0.04, 0, length * 0.86, length * 0.005)


def draw_sprig(
    canvas: Canvas,
    *,
    at_pt: tuple[float, float],
    height_pt: float,
    lean: float,
    leaf: str,
    vein: str,
) -> None:
    """A sprig grows from a point, leaning by so many degrees, in two colours."""
    canvas.saveState()
    canvas.translate(*at_pt)
    canvas.rotate(lean)
    canvas.setStrokeColor(HexColor(leaf))
    canvas.setLineWidth(height_pt * 0.011)
    canvas.setLineCap(1)
    canvas.bezier(*(value * height_pt for point in STEM for value in point))
    grow = partial(_leaf_at, canvas, height_pt=height_pt, leaf=leaf, vein=vein)
    for pair in range(LEAF_PAIRS):
        share = 0.16 + 0.74 * pair / (LEAF_PAIRS - 1)
        length = height_pt * (0.30 - 0.17 * share**1.5)
        for side in (1, -1):
            grow(share=share - 0.02 * side, side=side, length=length)
    grow(share=1.0, side=0, length=height_pt * 0.15)
    canvas.restoreState()


def _leaf_at(
    canvas: Canvas,
    *,
    share: float,
    side: int,
    length: float,
    height_pt: float,
    leaf: str,
    vein: str,
) -> None:
    left, up, heading = _on_stem(share)
    canvas.saveState()
    canvas.translate(left * height_pt, up * height_pt)
    canvas.rotate(math.degrees(heading + side * LEAF_ANGLE * (1 - 0.3 * share)))
    canvas.setFillColor(HexColor(leaf))
    _leaf(canvas, length, vein=vein)
    canvas.restoreState()
