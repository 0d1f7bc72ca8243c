"""How text is made to fit its box: shrink first, then cut with an ellipsis, or wrap into lines."""

from __future__ import annotations

import re
from dataclasses import dataclass

from fairwild.documents.typeface import Weight, drawable, text_width

ELLIPSIS = "…"
SHRINK_STEP_PT = 0.25
LINE_HEIGHT = 1.22
# A place to break: after a space or hyphen, and around any Chinese character.
PIECES = re.compile(
    r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]|[^\s\u2e80-\u9fff\uf900-\uffef]+\s*|\s+"
)
NO_LINE_START = frozenset("，。、；：？！）》」』】％,.;:?!)")


@dataclass(frozen=True, slots=True)
class FittedLine:
    """One line as it will be drawn; `cut` says that letters were lost."""

    text: str
    size_pt: float
    cut: bool


def fit_line(
    text: str, weight: Weight, *, width_pt: float, size_pt: float, smallest_pt: float
) -> FittedLine:
    """The text on one line no wider than the box, at the largest size that allows it."""
    line = drawable(text)
    size = size_pt
    while text_width(line, weight, size) > width_pt and size > smallest_pt:
        size = max(size - SHRINK_STEP_PT, smallest_pt)
    if text_width(line, weight, size) <= width_pt:
        return FittedLine(line, size, cut=False)
    return FittedLine(_shortened(line, weight, width_pt=width_pt, size_pt=size), size, cut=True)


def _shortened(line: str, weight: Weight, *, width_pt: float, size_pt: float) -> str:
    fits, too_long = 0, len(line)
    while too_long - fits > 1:
        middle = (fits + too_long) // 2
        if text_width(line[:middle].rstrip() + ELLIPSIS, weight, size_pt) <= width_pt:
            fits = middle
        else:
            too_long = middle
    shortened = line[:fits].rstrip() + ELLIPSIS
    return shortened if text_width(shortened, weight, size_pt) <= width_pt else ""


def wrap_text(text: str, weight: Weight, *, width_pt: float, size_pt: float) -> tuple[str, ...]:
    """The text in lines that all fit the width, broken at spaces or between Chinese characters."""
    lines: list[str] = []
    line, so_far_pt = "", 0.0
    blank_pt = text_width(" ", weight, size_pt)
    for piece, piece_pt in _pieces(drawable(text), weight, width_pt=width_pt, size_pt=size_pt):
        if so_far_pt + piece_pt <= width_pt:
            line += piece
        else:
            lines.append(line.rstrip())
            line, so_far_pt = piece.lstrip(), 0.0
        so_far_pt += piece_pt
        tail = piece[len(piece.rstrip()) :]
        if tail:
            so_far_pt += blank_pt if tail == " " else text_width(tail, weight, size_pt)
    lines.append(line.rstrip())
    return tuple(line for line in lines if line) or ("",)


def _pieces(
    text: str, weight: Weight, *, width_pt: float, size_pt: float
) -> list[tuple[str, float]]:
    """Give every piece with the width of its letters, the space behind it not counted.

    Words come again and again, lines do not: what is measured once is remembered.
    """
    pieces: list[tuple[str, float]] = []
    for match in PIECES.finditer(text):
        piece = match.group()
        letters_pt = text_width(piece.rstrip(), weight, size_pt)
        if pieces and piece in NO_LINE_START:
            joined = pieces[-1][0] + piece
            pieces[-1] = (joined, text_width(joined.rstrip(), weight, size_pt))
        elif letters_pt > width_pt:
            pieces += [(sign, text_width(sign.strip(), weight, size_pt)) for sign in piece]
        else:
            pieces.append((piece, letters_pt))
    return pieces


def fit_lines(
    text: str, weight: Weight, *, width_pt: float, size_pt: float, smallest_pt: float, lines: int
) -> tuple[FittedLine, ...]:
    """The text in at most so many lines, shrunk if need be, the last one cut if it must be."""
    size = size_pt
    while True:
        wrapped = wrap_text(text, weight, width_pt=width_pt, size_pt=size)
        if len(wrapped) <= lines or size <= smallest_pt:
            break
        size = max(size - SHRINK_STEP_PT, smallest_pt)
    if len(wrapped) <= lines:
        return tuple(FittedLine(line, size, cut=False) for line in wrapped)
    kept = [FittedLine(line, size, cut=False) for line in wrapped[: lines - 1]]
    rest = _shortened(" ".join(wrapped[lines - 1 :]), weight, width_pt=width_pt, size_pt=size)
    return (*kept, FittedLine(rest, size, cut=True))
