"""What goes into a product, and what of a recipe may be left out of its share."""

from datetime import date
from fractions import Fraction
from uuid import UUID

import pytest

from fairwild.kernel.plants import Form, PlantPart
from fairwild.kernel.quantities import State
from fairwild.lots.custody.catalogue import rules_on
from fairwild.lots.custody.facts import RecipeLine
from fairwild.lots.custody.rules import (
    IN_PRODUCTS,
    certified_share,
    obstacles_to_stating,
    states_in_product,
)
from fairwild.lots.custody.states import ClaimWeight
from fairwild.species.facts import PlantNames
from fairwild.species.rules import plant_named_in

BEFORE, TODAY = date(2015, 1, 1), date(2026, 6, 1)
ROOT = RecipeLine(
    1,
    Fraction(1, 100),
    UUID(int=1),
    "Glycyrrhiza glabra",
    PlantPart.ROOT,
    certified=True,
)
PLANTS = [
    PlantNames("Mentha × piperita", (), ("peppermint",)),
    PlantNames("Nardostachys jatamansi", ("Nardostachys grandiflora",), ("Spikenard", "जटामांसी")),
]


@pytest.mark.parametrize(
    ("basis", "expected"),
    [
        (ClaimWeight.DRY_WEIGHT, {State.DRY}),
        (ClaimWeight.WEIGHT, {State.DRY, State.LIQUID}),
    ],
)
def test_only_dry_goods_have_a_dry_weight(basis: ClaimWeight, expected: set[State]) -> None:
    assert states_in_product(basis) == expected
    assert Form.BY_PRODUCT not in IN_PRODUCTS


@pytest.mark.parametrize(
    ("ingredient", "day", "share", "expected"),
    [
        ("Water", BEFORE, 1, []),
        ("Sea salt", BEFORE, 1, []),
        ("Sugar", BEFORE, Fraction(1, 100), ["counts-in-weight"]),
        ("Water", TODAY, 1, []),
        ("  drinking   WATER ", TODAY, 1, []),
        ("Salt", TODAY, Fraction(1, 100), ["counts-in-weight"]),
        ("Water and sugar", TODAY, Fraction(1, 100), ["counts-in-weight"]),
        ("Sugar", TODAY, Fraction(1, 100), ["counts-in-weight"]),
    ],
)
def test_only_what_the_rules_of_the_day_name_is_left_out(
    ingredient: str, day: date, share: Fraction, expected: list[str]
) -> None:
    lines = [ROOT, RecipeLine(2, Fraction(99, 100), ingredient=ingredient, excluded=True)]
    claims = rules_on(day)
    assert certified_share(lines, claims) == share
    assert [one.code for one in obstacles_to_stating("Tea", lines, claims)] == expected


def test_a_plant_is_never_left_out() -> None:
    plain = RecipeLine(2, Fraction(99, 100), UUID(int=2), "Salt", PlantPart.LEAF, excluded=True)
    claims = rules_on(BEFORE)
    assert certified_share([ROOT, plain], claims) == Fraction(1, 100)
    found = [one.code for one in obstacles_to_stating("Tea", [ROOT, plain], claims)]
    assert found == ["plant-left-out-of-weight"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nardostachys jatamansi rhizome", "Nardostachys jatamansi"),
        ("NARDOSTACHYS-JATAMANSI", "Nardostachys jatamansi"),
        ("Nardostachysjatamansi", "Nardostachys jatamansi"),
        ("Ｎａｒｄｏｓｔａｃｈｙｓ jata\u200bmansi", "Nardostachys jatamansi"),
        ("oil of nardostachys grandiflora", "Nardostachys jatamansi"),
        ("N. jatamansi, powder", "Nardostachys jatamansi"),
        ("spíkenard", "Nardostachys jatamansi"),
        ("जटामांसी", "Nardostachys jatamansi"),
        ("Peppermint leaf, cultivated", "Mentha × piperita"),
        ("Mentha x piperita", "Mentha × piperita"),
        ("Mentha spicata", ""),
        ("Peppermints", ""),
        ("Sugar", ""),
        ("", ""),
    ],
)
def test_a_registered_plant_is_found_in_a_text_by_any_of_its_names(
    text: str, expected: str
) -> None:
    assert plant_named_in(text, PLANTS) == expected
