"""Cut the two fonts in certs/fonts/ out of the full Noto Sans SC; see certs/fonts/README.md.

Usage: python tools/cut_fonts.py FOLDER_OF_THE_UNPACKED_PACKAGE certs/fonts
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

CUTS = {
    "400Regular/NotoSansSC_400Regular.ttf": "NotoSansSC-Regular.subset.ttf",
    "700Bold/NotoSansSC_700Bold.ttf": "NotoSansSC-Bold.subset.ttf",
}
LICENCE = "LICENSE_FONT"
RANGES = (
    (0x0020, 0x024F),  # Latin, Latin-1, Extended-A and -B
    (0x02B0, 0x036F),  # modifier letters, combining marks that NFC leaves over
    (0x1E00, 0x1EFF),  # Latin Extended Additional: all of Vietnamese
    (0x2000, 0x20CF),  # punctuation, superscripts, subscripts, currency
    (0x2100, 0x22FF),  # letterlike, number forms, arrows, operators
    (0x2500, 0x25FF),  # boxes: the sign for a missing glyph
    (0x2713, 0x2717),  # ticks and crosses
    (0x3000, 0x303F),  # Chinese punctuation
    (0xFF00, 0xFFEF),  # full-width forms
    (0xFFFD, 0xFFFD),
)
# Letters of personal and place names that GB 2312 does not have and people do.
NAME_LETTERS = (
    "镕喆堃玥珺煊昇燚祎翀赟韡旻昉暐晞晧曈珣珩玙璟璠瑀琇琤瑄瑢煜熠炘炜烨垚犇骉淼淏湉漪潆"
    "濛澍祺禛禔禩芃芊苡茜荃荻菡萱蓁蕤蘅裎颉頔颋颙骞骐骕鹍鹮麒劼勍勖甯甪皞皛崟嵘嵊巘峣"
)

# Signs that are a full square wide in Chinese setting; here they stand in Latin text.
QUOTES_AND_ELLIPSIS = "‘’“”…"
NARROWED = "·•‧×"
SIDE_BEARING = 90


def letters_of_gb2312() -> Iterator[int]:
    """Yield every code point that the GB 2312 character set holds."""
    for lead in range(0xA1, 0xF8):
        for trail in range(0xA1, 0xFF):
            letter = bytes((lead, trail)).decode("gb2312", "ignore")
            if letter:
                yield ord(letter)


def letters_wanted() -> set[int]:
    """Every code point the cut fonts keep if the full font has it."""
    ranges = {point for first, last in RANGES for point in range(first, last + 1)}
    return ranges | set(letters_of_gb2312()) | {ord(letter) for letter in NAME_LETTERS}


def proportional_forms(font: TTFont) -> dict[str, str]:
    """The font's own narrow glyph for each glyph that has one (feature pwid)."""
    table = font["GSUB"].table
    lookups = {
        index
        for record in table.FeatureList.FeatureRecord
        if record.FeatureTag == "pwid"
        for index in record.Feature.LookupListIndex
    }
    forms: dict[str, str] = {}
    for index in lookups:
        for part in table.LookupList.Lookup[index].SubTable:
            forms |= getattr(part, "ExtSubTable", part).mapping
    return forms


def set_for_latin(font: TTFont) -> None:
    """Quotes, ellipsis, dots and the times sign are as wide as Latin text wants them."""
    forms, names = proportional_forms(font), font.getBestCmap()
    for sign in QUOTES_AND_ELLIPSIS:
        narrow = forms[names[ord(sign)]]
        for table in font["cmap"].tables:
            if table.isUnicode() and ord(sign) in getattr(table, "cmap", {}):
                table.cmap[ord(sign)] = narrow
    for sign in NARROWED:
        name = names[ord(sign)]
        glyph = font["glyf"][name]
        glyph.coordinates.translate((SIDE_BEARING - glyph.xMin, 0))
        glyph.recalcBounds(font["glyf"])
        font["hmtx"][name] = (glyph.xMax + SIDE_BEARING, SIDE_BEARING)


def cut(source: Path, target: Path) -> None:
    """Write the wanted letters of one font as a small TrueType file."""
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.notdef_outline = True
    options.recalc_timestamp = False
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "BASE", "vhea", "vmtx", "STAT", "DSIG"]
    font = subset.load_font(str(source), options)
    set_for_latin(font)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=letters_wanted())
    cutter.subset(font)
    subset.save_font(font, str(target), options)


def main(package: Path, folder: Path) -> None:
    """Cut both weights and put their licence beside them."""
    for source, target in CUTS.items():
        cut(package / source, folder / target)
    shutil.copyfile(package / LICENCE, folder / "OFL.txt")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
