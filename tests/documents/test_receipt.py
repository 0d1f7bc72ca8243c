"""The harvester's slip: one A6 page with the numbers that matter."""

import io
from dataclasses import replace

from pypdf import PdfReader

from fairwild.documents.findings import Fault
from fairwild.documents.layout import receipt_layout
from fairwild.documents.lint import lint_receipt
from fairwild.documents.receipt import render_receipt

from .reading import fonts_of, picture_of, symbols_of, text_of
from .specimens import RECEIPT

LAYOUT = receipt_layout()


def test_the_slip_says_who_what_where_when_and_how_much() -> None:
    text = text_of(render_receipt(LAYOUT, RECEIPT))
    for words in (
        "Hoàng Thị Mến",
        "H-0042",
        "55.0 kg",
        "990,000 ₫",
        "18,000 ₫ per kg",
        "56.4 kg",
        "1.4 kg",
        "Fresh",
        "Bản Cám, Nam Mẫu",
        "12 May 2026, 16:40",
        "BKJ-R-2026-00117",
        "Giảo cổ lam · 绞股蓝",
        "Nông Văn Tú",
    ):
        assert words in text


def test_the_slip_is_one_a6_page() -> None:
    (page,) = PdfReader(io.BytesIO(render_receipt(LAYOUT, RECEIPT))).pages
    assert [round(float(side) * 25.4 / 72) for side in page.mediabox[2:]] == [105, 148]


def test_the_symbol_of_the_slip_can_be_read() -> None:
    assert symbols_of(picture_of(render_receipt(LAYOUT, RECEIPT))) == [RECEIPT.check]


def test_the_slip_is_the_same_bytes_each_time_with_its_fonts_inside() -> None:
    pdf = render_receipt(LAYOUT, RECEIPT)
    assert pdf == render_receipt(LAYOUT, RECEIPT)
    assert set(fonts_of(pdf).values()) == {True}


def test_a_plant_without_a_common_name_goes_by_its_scientific_one() -> None:
    text = text_of(render_receipt(LAYOUT, replace(RECEIPT, common_name="")))
    assert text.count("Gynostemma pentaphyllum") == 2


def test_a_slip_taken_back_says_so_and_asks_nobody_to_sign() -> None:
    facts = replace(RECEIPT, taken_back="13 May 2026, 09:10")
    text = text_of(render_receipt(LAYOUT, facts))
    assert "Taken back: counts no more" in text
    assert "13 May 2026, 09:10" in text
    assert RECEIPT.clerk not in text
    assert "Taken back" not in text_of(render_receipt(LAYOUT, RECEIPT))
    assert lint_receipt(LAYOUT, facts) == ()


def test_a_good_slip_has_no_findings_and_an_empty_weight_is_one() -> None:
    assert lint_receipt(LAYOUT, RECEIPT) == ()
    (finding,) = lint_receipt(LAYOUT, replace(RECEIPT, net=""))
    assert (finding.code, finding.field) == (Fault.FIELD_EMPTY, "net")


def test_a_rupee_amount_is_spelled_because_the_typeface_lacks_the_sign() -> None:
    facts = replace(RECEIPT, amount="₹12,500")
    assert "INR 12,500" in text_of(render_receipt(LAYOUT, facts))
    assert lint_receipt(LAYOUT, facts) == ()
