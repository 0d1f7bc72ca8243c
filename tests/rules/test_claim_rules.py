"""What goes into a product, and what of a recipe may be left out of its share."""

import pytest

from fairwild.kernel.plants import Form
from fairwild.kernel.quantities import State
from fairwild.lots.custody.rules import IN_PRODUCTS, states_in_product
from fairwild.lots.custody.states import ClaimWeight


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
