"""How goods are said: the state only where the form leaves it open."""

from typing import Protocol

from fairwild.kernel.plants import Form, PlantPart
from fairwild.kernel.quantities import State
from fairwild.wording import word

_SAID_BY_FORM = frozenset({(Form.RAW, State.FRESH), (Form.DRIED, State.DRY)})


class Kind(Protocol):
    """Anything that has a name, and a part unless it is a finished product."""

    @property
    def species(self) -> str:
        """Give the scientific name, or the name of the product."""

    @property
    def part(self) -> PlantPart | None:
        """Give the part of the plant."""

    @property
    def form(self) -> Form:
        """Give what the material looks like."""

    @property
    def state(self) -> State:
        """Give whether it was weighed fresh or dry."""


class Goods(Protocol):
    """Anything that has a form and a state."""

    @property
    def form(self) -> Form:
        """Give what the material looks like."""

    @property
    def state(self) -> State:
        """Give whether it was weighed fresh or dry."""


def form_and_state(goods: Goods, between: str = " · ") -> str:
    """Say the form, and the state unless the form says it already."""
    form = word(goods.form, "Form")
    if (goods.form, goods.state) in _SAID_BY_FORM:
        return form
    return form + between + word(goods.state, "State")


def names_of(lot: Kind) -> list[str]:
    """Say what a lot is in its three words: plant, part, form; a product has no part."""
    return [one for one in (lot.species, word(lot.part), form_and_state(lot)) if one]
