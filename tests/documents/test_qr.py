"""QR codes: readable, as small as the standard allows, and the same from both encoders."""

from xml.etree import ElementTree as ET

import pytest
from PIL import Image

from fairwild.documents.qr import (
    LARGEST_MODULE_MM,
    QUIET_ZONE_MODULES,
    Matrix,
    module_mm,
    qr_matrices_in_bulk,
    qr_matrix,
    qr_path,
    qr_path_in_bulk,
    qr_svg,
)

from .reading import symbols_of

URL = "https://trace.example.org/t/7KQ2M4XW9RTD4HPE"
TEXTS = [URL, URL.upper(), "7", "Giảo cổ lam 绞股蓝", "x" * 200]


def read(matrix: Matrix) -> str:
    side = len(matrix)
    picture = Image.new("L", (side + 8, side + 8), 255)
    for top, row in enumerate(matrix):
        for left, dark in enumerate(row):
            picture.putpixel((left + 4, top + 4), 0 if dark else 255)
    (text,) = symbols_of(picture.resize((picture.width * 4, picture.height * 4), 0))
    return text


@pytest.mark.parametrize("text", TEXTS)
def test_both_encoders_say_the_text_in_symbols_of_the_same_size(text: str) -> None:
    (quick,) = qr_matrices_in_bulk([text])
    best = qr_matrix(text)
    assert read(quick) == read(best) == text
    assert len(quick) == len(best)


def test_the_level_is_medium() -> None:
    # Format bits 0 and 1, beside the lower left finder, unmasked with 101010000010010: M is 00.
    for matrix in (qr_matrix(URL), *qr_matrices_in_bulk([URL])):
        assert [matrix[-1][8] ^ True, matrix[-2][8] ^ False] == [False, False]


def test_capital_letters_make_a_smaller_symbol() -> None:
    url = "https://trace.wild-plants.example.org/label/7KQ2M4XW9RTD4HPE"
    assert len(qr_matrix(url.upper())) < len(qr_matrix(url))


@pytest.mark.parametrize("text", TEXTS)
def test_the_drawn_rectangles_cover_exactly_the_dark_modules(text: str) -> None:
    matrix = qr_matrix(text)
    side, path = qr_path(matrix)
    dark = set()
    for operation in path.splitlines()[:-1]:
        left, up, width, height, operator = operation.split()
        assert (operator, height) == ("re", "1")
        dark |= {(side - 1 - int(up), int(left) + step) for step in range(int(width))}
    assert dark == {(top, left) for top in range(side) for left in range(side) if matrix[top][left]}


def test_the_quick_path_is_the_path_of_the_quick_matrix() -> None:
    (matrix,) = qr_matrices_in_bulk([URL])
    assert qr_path_in_bulk(URL) == qr_path(matrix)


def test_the_svg_is_the_symbol_with_its_quiet_zone_and_a_title() -> None:
    svg = qr_svg(URL, title='Check "A" & B')
    root = ET.fromstring(svg)
    side = len(qr_matrix(URL)) + 2 * QUIET_ZONE_MODULES
    assert root.get("viewBox") == f"0 0 {side} {side}"
    assert root.findtext("{http://www.w3.org/2000/svg}title") == 'Check "A" & B'
    assert "style" not in svg


def test_a_module_is_never_larger_than_the_trade_allows() -> None:
    assert module_mm(29, 200) == LARGEST_MODULE_MM
    assert module_mm(33, 20.5) == pytest.approx(0.5)
