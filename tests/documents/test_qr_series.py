"""The symbols of a long print run are the ones the reference encoder makes, and can be read."""

from dataclasses import replace

from fairwild.documents.label_sheet import SERIES_PAYS_FROM, render_label_sheet
from fairwild.documents.qr_series import _rows, _symbol, find_series, symbol_series
from fairwild.documents.sheets import label_sheets
from fairwild.kernel.codes import new_code
from tests.documents.reading import picture_of, symbols_of
from tests.documents.specimens import labels

PREFIX = "https://trace.example.org/t/"


def test_every_symbol_equals_the_one_the_library_makes_with_the_same_mask() -> None:
    series = symbol_series(PREFIX, 16)
    blank = _symbol(PREFIX, "0" * 16, None, None)
    for code in (new_code() for _ in range(40)):
        made = _symbol(PREFIX, code, blank.version, blank.best_mask_pattern())
        row_bytes = -(-series.modules // 8)
        assert series.packed(code) == _rows(made).to_bytes(row_bytes * series.modules, "big")


def test_addresses_that_differ_elsewhere_are_no_series() -> None:
    assert find_series([f"{PREFIX}AAAA", "https://other.example.org/t/AAAA"]) is None
    assert find_series([f"{PREFIX}AAAA", f"{PREFIX}AAAAAA"]) is None
    assert find_series([f"{PREFIX}aaaa"]) is None


def test_all_labels_of_a_long_run_can_be_read_from_the_page() -> None:
    codes = [new_code() for _ in range(SERIES_PAYS_FROM)]
    run = [
        replace(label, url=f"{PREFIX}{code}")
        for label, code in zip(labels(SERIES_PAYS_FROM), codes, strict=True)
    ]
    pdf = render_label_sheet(label_sheets()["a4-3x8"], run)
    last_page = (SERIES_PAYS_FROM - 1) // 24
    read = symbols_of(picture_of(pdf)) + symbols_of(picture_of(pdf, page=last_page))
    assert sorted(read) == sorted(
        f"{PREFIX}{code}" for code in codes[:24] + codes[24 * last_page :]
    )
