"""What a border asks of a paper: its days, its plant, its weight, and one shipment each."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from fairwild.permits.facts import PaperNeed
from fairwild.permits.states import PaperReason, PermitKind
from fairwild.trade import rules
from fairwild.trade.facts import CarriedPaper, PaperUse
from fairwild.trade.states import PaperKind
from fairwild.wording import OBSTACLES

PLANT, DAY = uuid4(), date(2026, 5, 12)
EARLIER = PaperUse("HDM-SH-2026-00012", 30_000)
NEED = PaperNeed(
    kind=PermitKind.CITES_EXPORT,
    why=PaperReason.LISTED,
    species_id=PLANT,
    species="Nardostachys jatamansi",
    cites_appendix="II",
    lots=("L1",),
    from_country="NP",
    to_country="DE",
    mass_g=25_000,
)


def paper(number: str = "NP-7", **more: Any) -> CarriedPaper:
    """Give a paper that is still good on the day."""
    said = {"kind": PaperKind.CITES_EXPORT, "species_id": PLANT, "last_day": DAY} | more
    return CarriedPaper(number=number, **said)


FOR_50 = {"limit_g": 50_000, "several_shipments": True, "uses": (EARLIER,)}


@pytest.mark.parametrize(
    ("papers", "expected"),
    [
        ([], ["paper-missing"]),
        ([paper(last_day=date(2026, 5, 11))], ["paper-missing"]),
        ([paper(species_id=uuid4())], ["paper-missing"]),
        ([paper()], []),
        ([paper(limit_g=25_000)], []),
        ([paper(limit_g=24_999)], ["paper-for-less"]),
        ([paper(uses=(EARLIER,))], ["paper-used-before"]),
        ([paper(several_shipments=True, uses=(EARLIER,))], []),
        ([paper(**FOR_50)], ["paper-partly-used"]),
        ([paper(**FOR_50 | {"limit_g": 55_000})], []),
        ([paper(**FOR_50), paper("NP-8", limit_g=5_000)], []),
        ([paper(**FOR_50), paper(" np-7", **FOR_50)], ["paper-partly-used"]),
        ([paper(**FOR_50), paper("NP-8", limit_g=4_999)], ["paper-partly-used", "paper-for-less"]),
        ([paper(uses=(EARLIER,)), paper("NP-8", limit_g=25_000)], []),
    ],
)
def test_a_paper_is_held_against_its_weight_and_its_other_shipments(
    papers: list[CarriedPaper], expected: list[str]
) -> None:
    found = list(rules.obstacles_to_border([NEED], papers, on=DAY))
    assert [str(one.code) for one in found] == expected
    assert set(expected) <= set(OBSTACLES)


def test_the_sentence_names_paper_weights_and_consignment() -> None:
    [said] = rules.obstacles_to_border([NEED], [paper(**FOR_50)], on=DAY)
    named = {"number": "NP-7", "consignments": "HDM-SH-2026-00012"}
    weights = {"limit_g": 50_000, "used_g": 30_000, "wanted_g": 25_000}
    assert (named | weights).items() <= said.facts.items()
