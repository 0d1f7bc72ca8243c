"""Deeds of a file of movements that need more than a lot: recipes, scales, receivers, reasons."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from fairwild.imports.kinds.movements.deeds import (
    DEEDS,
    MOVEMENT,
    Act,
    Made,
    Order,
    of_lots,
)
from fairwild.imports.states import HoldDeed
from fairwild.kernel.refusals import Obstacle, Refused
from fairwild.lots.operations import blend_lots
from fairwild.lots.operations.correct import correct_movement
from fairwild.lots.operations.give_up import give_up_claim
from fairwild.lots.queries.imported import movement_making
from fairwild.lots.queries.recipes import recipes_in_use
from fairwild.lots.states import MovementKind
from fairwild.lots.stock.operations import count_stock
from fairwild.lots.stock.queries.counts import bookings_of
from fairwild.organisations.queries import list_organisations
from fairwild.trade.operations import prepare_consignment, ship
from fairwild.unit_of_work import UnitOfWork

CONSIGNMENT, PREPARED, COUNTED = "consignment", "consignment-prepared", "count"
NO_GOODS = ("output", "form", "uncertified", "by_product", "loss")
NOTHING_MADE = (*NO_GOODS, "added", "product", "outputs")


def _blend(order: Order) -> Act:
    order.leave_empty("output", "form", "uncertified", "by_product", "receiver")
    losses = {"loss_g": order.loss_g, "loss_reason": order.reason}
    said: dict[str, Any] = {"inputs": order.drawn(), **losses, **_recipe(order), **order.told}
    return lambda work: of_lots(work, [blend_lots(work, **said)])


def _recipe(order: Order) -> dict[str, Any]:
    """Read by which recipe goods were blended, and what of it is no lot; none for plain blends."""
    product = order.cells.text("product").casefold()
    added = dict(order.weights("added"))
    if not product:
        order.leave_empty("added")
        return {}
    reading, organisation_id = order.ground
    recipes = recipes_in_use(reading, organisation_id)
    recipe = next((one for one in recipes if one.product.casefold() == product), None)
    if recipe is None:
        order.cells.fault("product", "cell-no-recipe", value=product[:40])
        return {}
    places = {line.name.casefold(): line.position for line in recipe.lines if not line.is_plant}
    for name in added:
        if name.casefold() not in places:
            order.cells.fault("added", "cell-not-in-recipe", value=name[:40])
    known = {places.get(name.casefold(), 0): mass_g for name, mass_g in added.items()}
    return {"recipe": recipe.id, "added": known}


def _count(order: Order) -> Act:
    order.leave_empty(*NOTHING_MADE[1:], "receiver")
    lot_id = order.only_lot()
    order.need("output")
    found = [mass_g for _, mass_g in order.parts()]
    if len(found) > 1:
        order.cells.fault("output", "cell-one-weight")
    counted = {lot_id: (sum(found), order.reason)}
    said = {"holder_id": order.ground.organisation_id, "counted": counted, **order.told}

    def act(work: UnitOfWork) -> list[Made]:
        count = count_stock(work, **said)
        booked = [Made(one, MOVEMENT) for one in bookings_of(work, count.id)]
        return booked or [Made(count.id, COUNTED)]

    return act


def _send(order: Order, *, deed: Callable[..., Any], what: str) -> Act:
    order.leave_empty(*NO_GOODS, "loss_reason", "added", "product", "note")
    order.cells.meant.pop("at", None)
    receiver_id = order.cells.read(
        "receiver", partial(_receiver, order), "cell-no-receiver", order.ground.organisation_id
    )
    order.need("receiver")
    parties = {"sender_id": order.ground.organisation_id, "receiver_id": receiver_id}
    lines = order.drawn()
    return lambda work: [Made(deed(work, lines=lines, **parties).id, what)]


def _receiver(order: Order, text: str) -> UUID:
    """Find who is meant by a code or a name; raises KeyError for nobody or several."""
    typed = text.strip().casefold()
    known = list_organisations(order.ground.reading, text=text.strip())
    named = [one for one in known if typed in {one.code.casefold(), one.name.casefold()}]
    if len(named) != 1:
        raise KeyError(text)
    return named[0].id


def _give_up(order: Order) -> Act:
    order.leave_empty(*NO_GOODS, "added", "product", "receiver")
    order.drawn()
    mass_g = order.sources[0].mass_g if order.sources else None
    where = {"site": order.told["site"], "note": order.told["note"]}
    said: dict[str, Any] = {"lot_id": order.only_lot(), "mass_g": mass_g, "reason": order.reason}
    order.cells.meant.pop("at", None)
    return lambda work: of_lots(work, [give_up_claim(work, **said, **where)])


def _correct(order: Order) -> Act:
    order.leave_empty(*NOTHING_MADE, "receiver", "at", "site", "note")
    order.cells.meant.pop("at", None)
    lot_id, reason = order.only_lot(), order.reason

    def act(work: UnitOfWork) -> list[Made]:
        movement_id = None if lot_id is None else movement_making(work, lot_id)
        if movement_id is None:
            raise Refused([Obstacle("correction-of-nothing", {}, at="inputs")])
        return [Made(correct_movement(work, movement_id=movement_id, reason=reason).id, MOVEMENT)]

    return act


CARRIED: dict[MovementKind | HoldDeed, Callable[[Order], Act]] = {
    **DEEDS,
    MovementKind.BLEND: _blend,
    MovementKind.COUNT: _count,
    MovementKind.CORRECT: _correct,
    MovementKind.UNCERTIFY: _give_up,
    MovementKind.SHIP: partial(_send, deed=ship, what=CONSIGNMENT),
    HoldDeed.PREPARE: partial(_send, deed=prepare_consignment, what=PREPARED),
}
"""What a row may order."""

ELSEWHERE = frozenset(
    {MovementKind.COLLECT, MovementKind.RECEIVE, MovementKind.RETURN, MovementKind.TAKE_BACK}
)
"""What is not written by a row: receipts make the first, both sides of a trade the others."""


def read_kind(text: str) -> MovementKind | HoldDeed:
    """Read what a row is about; raises ValueError for what there is not."""
    plain = text.casefold().replace(" ", "-")
    for kind in (*CARRIED, *ELSEWHERE):
        if kind == plain:
            return kind
    raise ValueError(text)
