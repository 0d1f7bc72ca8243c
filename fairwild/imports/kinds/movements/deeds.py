"""The deeds that a row of a file of movements can order, and what each takes from its cells."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from fairwild.imports.cells import Cells
from fairwild.imports.facts import Drawn
from fairwild.imports.states import HoldDeed
from fairwild.kernel.plants import Form
from fairwild.kernel.quantities import read_mass
from fairwild.kernel.refusals import Obstacle, Refused
from fairwild.lots.operations import process_lots
from fairwild.lots.operations.grade import grade_lot
from fairwild.lots.operations.holding import hold_lots, release_hold
from fairwild.lots.operations.pack import merge_lots, pack_lot, split_lot
from fairwild.lots.operations.process import LETTERS
from fairwild.lots.operations.sample import take_sample
from fairwild.lots.operations.unpack import unpack_lot
from fairwild.lots.operations.write_off import write_off
from fairwild.lots.processing.types import Output
from fairwild.lots.queries import holds_of_lot
from fairwild.lots.queries.imported import movement_that_made
from fairwild.lots.states import MovementKind
from fairwild.unit_of_work import Reading, UnitOfWork

MOVEMENT = "movement"
_PACKS = re.compile(r"(?P<units>[1-9][0-9]{0,5}) ?[x×*] ?(?P<each>.+)")


class Made(NamedTuple):
    """What a row wrote: the record, what it is, and what its undoing has to know."""

    record_id: UUID
    what: str
    before: dict[str, Any] | None = None
    lots: tuple[UUID, ...] = ()


class Source(NamedTuple):
    """A lot that a row names; without `mass_g` all that is left of it, or what the row makes."""

    lot_id: UUID
    number: str
    available_g: int
    mass_g: int | None


Act = Callable[[UnitOfWork], Sequence[Made]]


class Ground(NamedTuple):
    """Where a row is read: by whom, and for which organisation."""

    reading: Reading
    organisation_id: UUID


@dataclass(frozen=True)
class Order:
    """What a row says: its cells, and those of them that every kind reads alike."""

    cells: Cells
    kind: MovementKind | HoldDeed
    sources: Sequence[Source]
    loss_g: int
    reason: str
    told: dict[str, Any]
    ground: Ground

    @property
    def at(self) -> datetime | None:
        """When it was done; None for now."""
        moment: datetime | None = self.told["at"]
        return moment

    def leave_empty(self, *columns: str) -> None:
        """Say of cells that this kind of deed does not know that they are to be empty."""
        for column in columns:
            if self.cells.cells.get(column, "").strip():
                self.cells.fault(column, "cell-not-for-this", kind=self.kind)

    def drawn(self) -> list[tuple[UUID, int]]:
        """Give what is taken from each lot; one without a weight is taken whole."""
        whole = [one if one.mass_g is not None else _whole(one) for one in self.sources]
        self.cells.meant["inputs"] = tuple(Drawn(one.number, one.mass_g or 0) for one in whole)
        return [(one.lot_id, one.mass_g or 0) for one in whole]

    def only_lot(self, made_g: int | None = None) -> UUID | None:
        """Give the one lot of this deed; a weight beside it must be what is made of it."""
        if len(self.sources) != 1:
            self.cells.fault("inputs", "cell-one-lot", kind=self.kind)
            return None
        [one] = self.sources
        if made_g is not None:
            self.cells.meant["inputs"] = (Drawn(one.number, made_g),)
            if one.mass_g not in {None, made_g}:
                weights = {"taken_g": one.mass_g, "made_g": made_g}
                self.cells.fault("inputs", "cell-weights-differ", **weights)
        return one.lot_id

    def parts(self) -> list[tuple[str, int]]:
        """Read `A: 200 kg; 100 kg`: names, where there are any, and weights."""
        self.need("output")
        return self.weights("output")

    def weights(self, column: str) -> list[tuple[str, int]]:
        """Read the names, where there are any, and weights of a cell."""
        found = []
        for part in filter(None, (one.strip() for one in self.cells.text(column).split(";"))):
            name, _, mass = part.rpartition(":")
            found.append((name.strip(), self.cells.grams(column, mass.strip())))
        self.cells.meant[column] = tuple(Drawn(name, mass_g) for name, mass_g in found)
        return found

    def need(self, column: str) -> None:
        """Say of a cell that this kind of deed cannot do without it, where it is empty."""
        if not self.cells.cells.get(column, "").strip():
            self.cells.fault(column, "cell-empty")


def _whole(source: Source) -> Source:
    return source._replace(mass_g=source.available_g)


def read_form(text: str) -> Form:
    """Read a form of goods; raises ValueError."""
    return Form(text.casefold().replace(" ", "-"))


def read_grams(text: str) -> int:
    """Read a weight; raises ValueError."""
    return read_mass(text).grams


def _process(order: Order) -> Act:
    cells = order.cells
    order.need("output")
    output_g = cells.read("output", read_grams, "cell-not-a-weight", 0)
    by_product_g = cells.read("by_product", read_grams, "cell-not-a-weight", 0)
    form = cells.read("form", read_form, "cell-not-a-form", None)
    uncertified = cells.read("uncertified", read_form, "cell-not-a-form", None)
    said: dict[str, Any] = {
        "kind": order.kind,
        "inputs": order.drawn(),
        "outputs": (Output(output_g, form), Output(by_product_g, by_product=True)),
        "loss_g": order.loss_g,
        "loss_reason": order.reason,
        **_added(order),
        "uncertified": (uncertified,) if uncertified else (),
        **order.told,
    }
    return lambda work: of_lots(work, process_lots(work, **said))


def _added(order: Order) -> dict[str, Any]:
    """Read what was added to a batch, such as `olive oil: 10 kg`."""
    added = order.weights("added")
    if len(added) > 1:
        order.cells.fault("added", "cell-one-added")
    [(what, mass_g)] = added[:1] or [("", 0)]
    return {"added_g": mass_g, "added_what": what}


def _split(order: Order) -> Act:
    order.leave_empty("form", "uncertified", "by_product", "loss", "loss_reason")
    parts_g = [mass_g for _, mass_g in order.parts()]
    said = {"lot_id": order.only_lot(sum(parts_g)), "parts_g": parts_g, **order.told}
    return lambda work: of_lots(work, split_lot(work, **said))


def _grade(order: Order) -> Act:
    order.leave_empty("form", "uncertified", "by_product")
    grades = order.parts()
    total_g = sum(mass_g for _, mass_g in grades) + order.loss_g
    losses = {"loss_g": order.loss_g, "loss_reason": order.reason}
    said = {"lot_id": order.only_lot(total_g), "grades": grades, **losses, **order.told}
    return lambda work: of_lots(work, grade_lot(work, **said))


def _pack(order: Order) -> Act:
    order.leave_empty("form", "uncertified", "by_product", "loss", "loss_reason")
    units, unit_g = _packs(order.cells)
    order.need("output")
    order.cells.meant["output"] = units * unit_g
    packs = {"units": units, "unit_g": unit_g}
    said = {"lot_id": order.only_lot(units * unit_g), **packs, **order.told}
    return lambda work: of_lots(work, [pack_lot(work, **said)])


def _packs(cells: Cells) -> tuple[int, int]:
    """Read `40 x 25 kg`: how many packs of how many grams."""
    text = cells.text("output").strip()
    found = _PACKS.fullmatch(text)
    if found is None:
        if text:
            cells.fault("output", "cell-not-packs", value=text[:40])
        return 0, 0
    return int(found["units"]), cells.grams("output", found["each"])


def _merge(order: Order) -> Act:
    order.leave_empty("output", "form", "uncertified", "by_product", "loss", "loss_reason")
    said = {"parts": order.drawn(), **order.told}
    return lambda work: of_lots(work, [merge_lots(work, **said)])


def _unpack(order: Order) -> Act:
    order.leave_empty("output", "form", "uncertified", "by_product", "loss", "loss_reason")
    order.drawn()
    mass_g = order.sources[0].mass_g if order.sources else None
    said = {"lot_id": order.only_lot(), "mass_g": mass_g, **order.told}
    return lambda work: of_lots(work, unpack_lot(work, **said))


def _sample(order: Order) -> Act:
    order.leave_empty("output", "form", "uncertified", "by_product", "loss", "loss_reason")
    lot_id = order.only_lot()
    for one in order.sources:
        if one.mass_g is None:
            order.cells.fault("inputs", "cell-weight-needed", lot=one.number)
    said = {"lot_id": lot_id, "mass_g": sum(mass_g for _, mass_g in order.drawn()), **order.told}
    return lambda work: of_lots(work, [take_sample(work, **said)])


def _write_off(order: Order) -> Act:
    order.leave_empty("output", "form", "uncertified", "by_product", "loss", "note")
    lot_id, kind = order.only_lot(), MovementKind(order.kind)
    mass_g = sum(mass_g for _, mass_g in order.drawn())
    where = {"site": order.told["site"], "at": order.at}
    said: dict[str, Any] = {"lot_id": lot_id, "mass_g": mass_g, "reason": order.reason, **where}
    return lambda work: [Made(write_off(work, kind=kind, **said).id, MOVEMENT)]


def _hold(order: Order) -> Act:
    order.leave_empty("output", "form", "uncertified", "by_product", "loss", "site", "at", "note")
    ids, reason = [one.lot_id for one in order.sources], order.reason
    order.cells.meant.pop("at", None)

    def act(work: UnitOfWork) -> list[Made]:
        held = hold_lots(work, lot_ids=ids, reason=reason)
        return [Made(one.id, HoldDeed.HOLD, {"lot": str(one.lot_id)}) for one in held]

    return act


def _release(order: Order) -> Act:
    order.leave_empty("output", "form", "uncertified", "by_product", "loss", "site", "at", "note")
    sources, reason = order.sources, order.reason

    def act(work: UnitOfWork) -> list[Made]:
        made = []
        for one in sources:
            standing = [hold for hold in holds_of_lot(work, one.lot_id) if not hold.released_at]
            if not standing:
                raise Refused([Obstacle("lot-not-on-hold", {"lot": one.number}, at="inputs")])
            for hold in standing:
                release_hold(work, hold_id=hold.id, reason=reason)
                before = {"lot": str(one.lot_id), "hold": str(hold.id)}
                made.append(Made(uuid4(), HoldDeed.RELEASE, before))
        return made

    return act


def of_lots(work: UnitOfWork, lots: Any) -> list[Made]:
    """Say which movement made these lots, and name them as an export does: by-products last."""
    ordered = sorted(
        lots, key=lambda lot: (lot.form is Form.BY_PRODUCT, len(lot.number), lot.number)
    )
    return [Made(movement_that_made(work, lots), MOVEMENT, None, tuple(one.id for one in ordered))]


DEEDS: dict[MovementKind | HoldDeed, Callable[[Order], Act]] = {
    **dict.fromkeys(LETTERS, _process),
    MovementKind.SPLIT: _split,
    MovementKind.MERGE: _merge,
    MovementKind.GRADE: _grade,
    MovementKind.PACK: _pack,
    MovementKind.UNPACK: _unpack,
    MovementKind.SAMPLE: _sample,
    MovementKind.LOSS: _write_off,
    MovementKind.OWN_USE: _write_off,
    HoldDeed.HOLD: _hold,
    HoldDeed.RELEASE: _release,
}
"""What a row orders of one store alone; `further` has what needs more than its lots."""
