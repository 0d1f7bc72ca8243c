"""The one typeface of every paper: Noto Sans SC, which carries Vietnamese and Chinese."""

from __future__ import annotations

import unicodedata
from enum import StrEnum
from functools import cache, lru_cache
from threading import Lock

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from fairwild.resources import folder

MISSING_SIGN = "\u25a1"
# Signs the typeface lacks but that have an honest spelling in it.
SPELLINGS = str.maketrans(
    {"\u202f": "\u00a0", "\u20b9": "INR\u00a0", "\u00ad": None, "\u200b": None, "\ufeff": None}
)
CAP_HEIGHT = 0.73
_LOADING = Lock()


class Weight(StrEnum):
    """The two cuts of the typeface."""

    REGULAR = "NotoSansSC-Regular"
    BOLD = "NotoSansSC-Bold"


def registered_font(weight: Weight) -> TTFont:
    """The font of this weight, read and registered once a process."""
    # Two threads that both load a font would encode with one object and embed the other.
    with _LOADING:
        return _loaded_font(weight)


@cache
def _loaded_font(weight: Weight) -> TTFont:
    font = TTFont(weight.value, str(folder("certs") / "fonts" / f"{weight.value}.subset.ttf"))
    pdfmetrics.registerFont(font)
    return font


@cache
def ensure_typeface() -> None:
    """Both cuts are registered, and ReportLab writes small files that name no other font."""
    for weight in Weight:
        registered_font(weight)
    # Otherwise every file lists an unembedded Helvetica it never uses.
    rl_config.canvas_basefontname = Weight.REGULAR.value
    # Binary streams are a quarter smaller and need no encoding.
    rl_config.useA85 = 0


@cache
def _letters_drawn() -> frozenset[int]:
    regular, bold = (frozenset(registered_font(weight).face.charToGlyph) for weight in Weight)
    return regular & bold


def spelled(text: str) -> str:
    """The text as the typeface can say it: composed (NFC), one line, control signs as spaces."""
    composed = unicodedata.normalize("NFC", text).translate(SPELLINGS)
    if composed.isprintable():
        return composed
    return "".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in composed)


def missing_letters(text: str) -> str:
    """Every letter of the text that the typeface cannot draw, each once, in order."""
    drawn = _letters_drawn()
    written = spelled(text)
    if drawn.issuperset(map(ord, written)):
        return ""
    return "".join(dict.fromkeys(sign for sign in written if ord(sign) not in drawn))


@lru_cache(maxsize=8192)
def drawable(text: str) -> str:
    """The text with a visible box for every letter the typeface does not have."""
    drawn = _letters_drawn()
    written = spelled(text)
    if drawn.issuperset(map(ord, written)):
        return written
    return "".join(sign if ord(sign) in drawn else MISSING_SIGN for sign in written)


@lru_cache(maxsize=16384)
def _width_em(text: str, weight: Weight) -> float:
    face = registered_font(weight).face
    widths, default = face.charWidths, face.defaultWidth
    return float(sum(widths.get(ord(sign), default) for sign in text)) / 1000


def text_width(text: str, weight: Weight, size_pt: float) -> float:
    """The width in points of a drawable text."""
    return _width_em(text, weight) * size_pt
