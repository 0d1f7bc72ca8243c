"""How numbers stand in headings."""

import pytest

from fairwild.web.frame import whole_numbers


@pytest.mark.parametrize(
    ("heading", "shown"),
    [
        ("Desk of ALP-A-2026-005", 'Desk of <span class="whole">ALP-A-2026-005</span>'),
        (
            "EBR-1 and EBR-2",
            '<span class="whole">EBR-1</span> and <span class="whole">EBR-2</span>',
        ),
        ("Blend lots", "Blend lots"),
        ('<b title="A-1">ok</b> A-2', '<b title="A-1">ok</b> <span class="whole">A-2</span>'),
        ("&lt;A-1&gt;", '&lt;<span class="whole">A-1</span>&gt;'),
        ("Goods from Val-d'Agri", "Goods from Val-d'Agri"),
    ],
)
def test_a_number_in_a_heading_is_kept_whole(heading: str, shown: str) -> None:
    assert whole_numbers(heading) == shown


def test_what_was_escaped_stays_escaped() -> None:
    assert whole_numbers("A-1 &lt;script&gt;") == '<span class="whole">A-1</span> &lt;script&gt;'
