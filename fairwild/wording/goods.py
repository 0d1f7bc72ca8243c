"""How goods are said: the state only where the form leaves it open."""

from typing import Protocol

from fairwild.kernel.plants import Form
from fairwild.kernel.quantities import State
from fairwild.wording import word

_SAID_BY_FORM = frozenset({(Form.RAW, State.FRESH), (Form.DRIED, State.DRY)})


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
