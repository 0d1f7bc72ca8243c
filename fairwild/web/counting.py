"""What was typed into the form of a count, lot by lot."""

from collections.abc import Mapping
from uuid import UUID

from fairwild.lots.facts import LotFacts
from fairwild.web.forms import Form

COUNTED, UNITS, WHY = "counted-", "units-", "why-"
"""Fields of these prefixes say what was found of the lot whose id follows, and why."""
LOOK = "look"
"""The button that only shows what was typed beside the books."""


def lines_typed(form: Form) -> list[dict[str, str]]:
    """Give what was typed of every lot that was counted, in the form the schema reads."""
    named = [
        name for name, value in form.values.items() if name.startswith((COUNTED, UNITS)) and value
    ]
    lots_named = dict.fromkeys(name.removeprefix(COUNTED).removeprefix(UNITS) for name in named)
    return [_line(form, lot_id) for lot_id in lots_named]


def _line(form: Form, lot_id: str) -> dict[str, str]:
    units, weighed = (form.values.get(before + lot_id, "") for before in (UNITS, COUNTED))
    said = {"lot_id": lot_id, "explanation": form.values.get(WHY + lot_id, "")}
    if not units:
        return said | {"counted_kg": weighed}
    return said | {"counted_units": units} | ({"loose_kg": weighed} if weighed else {})


def mass_typed(form: Form, stock: Mapping[UUID, LotFacts]) -> dict[UUID, int]:
    """Give what was typed of these lots in grams, as far as it can be read."""
    order = form.order() if form.submitted and form.values["lines"] else None
    if order is None:
        return {}
    units = order["units"]
    return {
        lot_id: weighed_g + units.get(lot_id, 0) * (stock[lot_id].unit_g or 0)
        for lot_id, (weighed_g, _) in order["counted"].items()
        if lot_id in stock
    }
