"""Label sheets: everything inside the die-cuts, every symbol readable, nothing cut in silence."""

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from pypdf import PdfReader

from fairwild.documents.findings import Fault
from fairwild.documents.label_sheet import CutGuides, render_label_sheet
from fairwild.documents.lint import lint_labels
from fairwild.documents.qr import SMALLEST_MODULE_MM, module_mm, qr_matrix
from fairwild.documents.sheets import (
    LabelSheet,
    UnfitSheetError,
    label_sheets,
    load_label_sheet,
)
from fairwild.resources import folder
from tests.conformance import CONFORMANCE, needs_conformance

from .reading import fonts_of, picture_of, symbols_of, text_of
from .specimens import LABEL, labels

SHEETS = sorted(label_sheets().values(), key=lambda sheet: sheet.key)
TEMPLATES = CONFORMANCE / "pdf/label_sheets_a4.json"
# The sheets in the trade whose die-cuts ours must also suit: rows from one, columns from another
# where the collection does not hold the very sheet.
ROWS_AND_COLUMNS = {"a4-3x8": ("Avery 7162", "Avery 7160"), "a4-2x7": ("Avery 7163", "Avery 7163")}
DPI = 150
Box = tuple[float, float, float, float]

every_sheet = pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.key)


def own_die_cuts(sheet: LabelSheet) -> list[Box]:
    corners = [sheet.corner_mm(position) for position in range(sheet.labels_per_page)]
    return [(x, y, x + sheet.label_width_mm, y + sheet.label_height_mm) for x, y in corners]


def ink_outside(picture: Image.Image, boxes: list[Box]) -> bool:
    brush = ImageDraw.Draw(picture)
    for box in boxes:
        brush.rectangle([edge * DPI / 25.4 for edge in box], fill=255)
    return min(picture.tobytes()) < 250


def die_cuts_of_the_trade(key: str) -> list[Box]:
    templates = json.loads(TEMPLATES.read_text())["templates"]
    rows, columns = (templates[name] for name in ROWS_AND_COLUMNS[key])
    down, across = rows["layout"][0], columns["layout"][0]
    return [
        (left, top, left + columns["w"], top + rows["h"])
        for left in (across["x0"] + number * across["dx"] for number in range(across["nx"]))
        for top in (down["y0"] + number * down["dy"] for number in range(down["ny"]))
    ]


@every_sheet
def test_nothing_is_printed_outside_our_own_die_cuts(sheet: LabelSheet) -> None:
    picture = picture_of(render_label_sheet(sheet, labels(sheet.labels_per_page)), dpi=DPI)
    inner = [(x + 1, y + 1, right - 1, low - 1) for x, y, right, low in own_die_cuts(sheet)]
    assert not ink_outside(picture, inner)


@needs_conformance
@every_sheet
def test_nothing_is_printed_outside_the_die_cuts_of_the_trade(sheet: LabelSheet) -> None:
    boxes = die_cuts_of_the_trade(sheet.key)
    assert len(boxes) == sheet.labels_per_page
    picture = picture_of(render_label_sheet(sheet, labels(sheet.labels_per_page)), dpi=DPI)
    assert not ink_outside(picture, boxes)


def test_the_two_sheets_have_the_sizes_printed_on_their_boxes() -> None:
    sizes = {
        sheet.key: (sheet.columns, sheet.rows, sheet.label_width_mm, sheet.label_height_mm)
        for sheet in SHEETS
    }
    assert sizes == {"a4-3x8": (3, 8, 63.5, 33.9), "a4-2x7": (2, 7, 99.1, 38.1)}


@every_sheet
def test_labels_do_not_overlap(sheet: LabelSheet) -> None:
    assert sheet.pitch_x_mm >= sheet.label_width_mm
    assert sheet.pitch_y_mm >= sheet.label_height_mm


@every_sheet
def test_every_symbol_of_a_page_reads_as_its_address(sheet: LabelSheet) -> None:
    run = labels(sheet.labels_per_page)
    picture = picture_of(render_label_sheet(sheet, run))
    assert sorted(symbols_of(picture)) == sorted(label.url for label in run)


@every_sheet
def test_the_quiet_zone_of_a_symbol_is_white(sheet: LabelSheet) -> None:
    dpi = 600
    picture = picture_of(render_label_sheet(sheet, [LABEL]), dpi=dpi)
    left_mm, top_mm = sheet.corner_mm(0)
    module = module_mm(len(qr_matrix(LABEL.url)), sheet.qr_side_mm)
    assert module >= SMALLEST_MODULE_MM
    left_px, top_px, side_px = (
        round(edge * dpi / 25.4)
        for edge in (left_mm + sheet.qr_left_mm, top_mm + sheet.qr_top_mm, sheet.qr_side_mm)
    )
    crop = picture.crop((left_px, top_px, left_px + side_px, top_px + side_px))
    ink = crop.point(lambda grey: 255 if grey < 128 else 0).getbbox()
    assert ink is not None
    quiet_px = 4 * module * dpi / 25.4
    assert min(ink[0], ink[1]) >= quiet_px - 1.5
    assert min(crop.width - ink[2], crop.height - ink[3]) >= quiet_px - 1.5


def test_a_label_says_in_letters_what_it_is() -> None:
    text = text_of(render_label_sheet(SHEETS[0], [LABEL]))
    for words in (
        "7KQ2-M4XW-9RTD-4HPE",
        "Lot BKJ-GYNPEN-BC-2026-001",
        "Gynostemma pentaphyllum",
        "Giảo cổ lam · 绞股蓝",
        "Net weight 25 kg, dried",
        "Check that the address is trace.example.org",
    ):
        assert words in text


def test_words_come_in_the_language_of_the_reader() -> None:
    words = {"Check that the address is %(domain)s": "Địa chỉ phải là %(domain)s"}
    text = text_of(render_label_sheet(SHEETS[0], [LABEL], words=words))
    assert "Địa chỉ phải là trace.example.org" in text


def test_a_used_sheet_goes_on_where_it_was_left() -> None:
    sheet = label_sheets()["a4-3x8"]
    picture = picture_of(render_label_sheet(sheet, [LABEL], start_position=5), dpi=DPI)
    assert not ink_outside(picture.copy(), [own_die_cuts(sheet)[4]])
    assert symbols_of(picture_of(render_label_sheet(sheet, [LABEL], start_position=5))) == [
        LABEL.url
    ]


def test_copies_follow_each_other_and_pages_are_added() -> None:
    sheet = label_sheets()["a4-3x8"]
    pdf = render_label_sheet(sheet, labels(9), start_position=20, copies=3)
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 2
    read = symbols_of(picture_of(pdf, 0)) + symbols_of(picture_of(pdf, 1))
    assert sorted(read) == sorted(label.url for label in labels(9) for _copy in range(3))


@pytest.mark.parametrize(
    ("start", "copies", "count"), [(0, 1, 1), (25, 1, 1), (1, 0, 1), (1, 1, 0)]
)
def test_an_impossible_order_is_refused(start: int, copies: int, count: int) -> None:
    with pytest.raises(ValueError, match="labels"):
        render_label_sheet(
            label_sheets()["a4-3x8"], labels(count), start_position=start, copies=copies
        )


def test_cut_guides_are_drawn_only_when_asked_for() -> None:
    sheet = SHEETS[0]
    plain = picture_of(render_label_sheet(sheet, [LABEL]), dpi=DPI)
    guided = picture_of(render_label_sheet(sheet, [LABEL], guides=CutGuides.FAINT), dpi=DPI)
    first_label = [own_die_cuts(sheet)[0]]
    assert not ink_outside(plain, first_label)
    assert ink_outside(guided, first_label)


def test_the_same_labels_give_the_same_bytes() -> None:
    assert render_label_sheet(SHEETS[0], labels(30)) == render_label_sheet(SHEETS[0], labels(30))


def test_every_font_of_a_sheet_is_embedded() -> None:
    fonts = fonts_of(render_label_sheet(SHEETS[0], [LABEL]))
    assert set(fonts.values()) == {True}


def test_a_good_label_has_no_findings() -> None:
    assert lint_labels(SHEETS[0], labels(3)) == ()
    assert lint_labels(SHEETS[1], labels(3)) == ()


@pytest.mark.parametrize(
    ("field", "value", "fault"),
    [
        ("species_name", "", Fault.FIELD_EMPTY),
        ("common_name", "जटामांसी", Fault.LETTER_MISSING),
        ("lot_number", "LOT-" * 30, Fault.TEXT_CUT),
        ("url", "https://trace.example.org/" + "a" * 300, Fault.QR_MODULE_TOO_SMALL),
    ],
)
def test_a_bad_label_is_found_before_it_is_printed(field: str, value: str, fault: Fault) -> None:
    findings = lint_labels(SHEETS[0], [replace(LABEL, **{field: value})])
    assert [finding.code for finding in findings] == [fault]


def test_a_long_name_stays_inside_its_label() -> None:
    sheet = label_sheets()["a4-3x8"]
    long = replace(LABEL, common_name="Rễ cam thảo " * 20, holder="W" * 200, claim_line="好" * 300)
    picture = picture_of(render_label_sheet(sheet, [long], start_position=5), dpi=DPI)
    assert not ink_outside(picture, [own_die_cuts(sheet)[4]])


def test_a_sheet_with_an_unknown_field_fails_at_load(tmp_path: Path) -> None:
    good = (folder("certs") / "labels" / "a4-3x8.toml").read_text(encoding="utf-8")
    bad = tmp_path / "bad.toml"
    bad.write_text(good.replace('"holder"', '"owner"'), encoding="utf-8")
    with pytest.raises(UnfitSheetError, match="owner"):
        load_label_sheet(bad)


def test_a_sheet_wider_than_its_page_fails_at_load(tmp_path: Path) -> None:
    good = (folder("certs") / "labels" / "a4-3x8.toml").read_text(encoding="utf-8")
    bad = tmp_path / "bad.toml"
    bad.write_text(good.replace("columns = 3", "columns = 4"), encoding="utf-8")
    with pytest.raises(UnfitSheetError, match="wider than the page"):
        load_label_sheet(bad)
