"""What the page of a lot tells, and what it offers to do, in groups."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import url_for
from flask_babel import gettext

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.areas.facts import AreaFacts
from fairwild.areas.queries import area_facts
from fairwild.harvesters.queries import harvester_names
from fairwild.kernel.plants import Form as PlantForm
from fairwild.kernel.refusals import Obstacle
from fairwild.lots import operations, queries, rules
from fairwild.lots.correcting import rules as right
from fairwild.lots.custody import rules as custody
from fairwild.lots.facts import Draw, LotFacts, TracedMovement
from fairwild.lots.lineage.facts import Lineage
from fairwild.lots.lineage.queries import lineage_of
from fairwild.organisations.queries import organisations_by_id, people_by_id
from fairwild.trade.queries import consignments_of_lot
from fairwild.unit_of_work import Reading
from fairwild.web.processing import ProcessingStep, processing_steps

PACKED = frozenset({PlantForm.PACKED})
NOT_SAID_YET = frozenset(
    {"hold-reason-missing", "reopening-reason-missing", "correction-reason-missing"}
)
"""What stands against a deed only until its reason is written on the next page."""

FREE_WHEN_FROZEN = frozenset(
    {
        "processing.sample",
        "processing.test",
        "processing.write_off",
        "processing.give_up_claim",
    }
)
"""What may be done with goods whose certificate does not stand: looked at, tested, counted."""

MOST_STEPS = 24
"""So many movements are told one by one on the page of a lot."""

Against = tuple[Obstacle, ...]


@dataclass(frozen=True)
class Step:
    """Something that can be done with a lot: its name, address, sign, and what stands against it.

    `endpoint` says which deed it is, whatever the address carries besides the lot.
    """

    endpoint: str
    name: str
    href: str
    icon: str
    obstacles: Against


@dataclass(frozen=True)
class Group:
    """Deeds of one kind under one heading."""

    title: str
    steps: tuple[Step, ...]

    @property
    def possible(self) -> tuple[Step, ...]:
        """Those that nothing stands against."""
        return tuple(step for step in self.steps if not step.obstacles)


def groups_of(reading: Reading, lot: LotFacts, sale: Against, labels: Against) -> list[Group]:
    """List what can be done with a lot: process, pack, quality, trade, put right."""
    taken = tuple(rules.obstacles_to_drawing([Draw(lot, 1)], at=lot.made_at, now=lot.made_at))
    frozen = operations.obstacles_to_handling_now(reading, lot)
    suited = [_as_step(one, frozen) for one in processing_steps(lot, on=reading.today)]
    process = [one for one in suited if one.endpoint == "processing.process"]
    quality = [one for one in suited if one.endpoint != "processing.process"]
    groups = (
        (gettext("Process"), process),
        (gettext("Pack and regroup"), _packing(lot, taken or frozen)),
        (gettext("Quality"), quality),
        (gettext("Trade"), _trading(lot, taken + sale, labels)),
        (gettext("Put right"), _putting_right(reading, lot)),
    )
    return [Group(title, tuple(steps)) for title, steps in groups if steps]


def _as_step(one: ProcessingStep, frozen: Against) -> Step:
    """Turn a step of the room into one of the page; what keeps the goods as they are is free."""
    against = one.obstacles or (() if one.endpoint in FREE_WHEN_FROZEN else frozen)
    return Step(one.endpoint, one.name, one.href, one.icon, against)


def _packing(lot: LotFacts, taken: Against) -> list[Step]:
    here = {"lot_id": lot.id}
    pack = taken or tuple(rules.obstacles_to_handling([lot], forms=rules.PACKABLE))
    merge = taken or tuple(custody.obstacles_to_mixing_products([lot]))
    blend = taken or tuple(custody.obstacles_to_blending([lot]))
    steps = [
        _step("processing.split", gettext("Split"), "arrows-split", taken, **here),
        _step("processing.merge", gettext("Merge"), "arrows-join", merge, lot=lot.id),
        _step("blending.blend", gettext("Blend"), "arrows-join", blend, lot=lot.id),
    ]
    if lot.form is not PlantForm.PACKED:
        return [_step("processing.pack", gettext("Pack"), "packages", pack, **here), *steps]
    return [
        _step("packing.pallet", gettext("Put on a pallet"), "packages", taken, **here),
        _step("packing.unpack", gettext("Unpack"), "package", taken, **here),
        *steps,
    ]


def _trading(lot: LotFacts, sale: Against, labels: Against) -> list[Step]:
    return [
        _step("consignments.ship", gettext("Ship"), "truck-delivery", sale, lot=lot.id),
        _step("labels.order", gettext("Labels"), "tags", labels, lot_id=lot.id),
    ]


def _putting_right(reading: Reading, lot: LotFacts) -> list[Step]:
    """Hold it, open it again, undo what made it."""
    steps: list[Step] = []
    here = {"lot_id": lot.id}
    if reading.allows(Action.HOLD_LOT, on=Of(Party.HOLDER, lot.holder_id)):
        against = _but_reasons(right.obstacles_to_holding([lot], reason=""))
        steps.append(_step("lots.hold", gettext("Put on hold"), "hand-stop", against, **here))
    if reading.allows(Action.START_RECALL, on=Of(Party.HOLDER, lot.holder_id)):
        name = gettext("Search and recall")
        steps.append(_step("recalls.start", name, "alert-triangle", (), lots=lot.number))
    row = queries.get_lot(reading, lot.id)
    reopening = _but_reasons(operations.obstacles_to_reopening(reading, row, reason=""))
    may_close = reading.allows(Action.CLOSE_LOT, on=Of(Party.OPERATOR, lot.operator_id))
    if may_close and not reopening:
        steps.append(_step("lots.reopen", gettext("Open again"), "lock", (), **here))
    return steps + _undoing(reading, lot)


def _undoing(reading: Reading, lot: LotFacts) -> list[Step]:
    """Offer to undo what made the lot, where its kind of movement can be undone at all."""
    if not reading.allows(Action.CORRECT_MOVEMENT, on=Of(Party.HOLDER, lot.holder_id)):
        return []
    movement_id = queries.ids_of_movements(reading, [lot.made_by])[lot.made_by]
    movement = queries.get_movement(reading, movement_id)
    if movement.kind in right.CORRECTED_OTHERWISE:
        return []
    against = _but_reasons(operations.obstacles_to_undoing(reading, movement, reason=""))
    name = gettext("Undo what made it")
    return [_step("movements.show", name, "history", against, movement_id=movement_id)]


def _but_reasons(obstacles: Iterable[Obstacle]) -> Against:
    return tuple(one for one in obstacles if one.code not in NOT_SAID_YET)


def _step(endpoint: str, name: str, icon: str, obstacles: Against, **address: Any) -> Step:
    return Step(endpoint, name, url_for(endpoint, **address), icon, obstacles)


def story(reading: Reading, lot_id: UUID) -> dict[str, Any]:
    """Gather what the page of a lot tells about its way, with what was undone on it."""
    trace = lineage_of(reading, queries.get_lot(reading, lot_id).id)
    made, took = _beside(trace)
    parties = {one.organisation_id for one in trace.movements} | {trace.focus.holder_id}
    return {
        "trace": trace,
        "openable": queries.visible_among(reading, _named_beside(made, took)),
        "made": made,
        "took": took,
        "steps": steps_of(trace),
        "consignments": consignments_of_lot(reading, lot_id),
        "corrections": queries.corrections_at(reading, lot_id),
        "organisations": organisations_by_id(reading, parties | {trace.focus.operator_id}),
    }


@dataclass
class WayStep:
    """A deed of one organisation on the way of a lot, however often it was done."""

    kind: str
    organisation_id: UUID
    first: datetime
    last: datetime
    certified: bool = True
    count: int = 0
    in_g: int = 0
    out_g: int = 0
    water_g: int = 0
    loss_g: int = 0
    added: dict[str, int] = field(default_factory=dict)

    @property
    def beside_g(self) -> int:
        """What became of it beside the way: by-products and other lots of the same deeds."""
        left_g = self.in_g + sum(self.added.values()) - self.loss_g - self.water_g
        return max(0, left_g - self.out_g)

    def add(self, movement: TracedMovement) -> None:
        """Count a movement among them."""
        self.count += 1
        self.first, self.last = min(self.first, movement.at), max(self.last, movement.at)
        self.certified = self.certified and movement.certified
        self.in_g += sum(mass_g for _, mass_g in movement.inputs)
        self.out_g += sum(mass_g for _, mass_g in movement.outputs)
        self.water_g += movement.water_g
        self.loss_g += movement.loss_g
        if movement.added_g:
            self.added[movement.added_what] = (
                self.added.get(movement.added_what, 0) + movement.added_g
            )


def steps_of(trace: Lineage) -> list[WayStep]:
    """Give the way to a lot step by step; a long one gathered by deed and organisation."""
    gathered = len(trace.upstream) > MOST_STEPS
    steps: dict[tuple[object, ...], WayStep] = {}
    for one in trace.upstream:
        key = (one.kind, one.organisation_id) if gathered else (one.seq,)
        step = steps.setdefault(key, WayStep(one.kind, one.organisation_id, one.at, one.at))
        step.add(one)
    return list(steps.values())


def _named_beside(made: TracedMovement | None, took: list[TracedMovement]) -> set[UUID]:
    """Give the lots that are named beside the lot in the middle."""
    before = made.inputs if made else ()
    return {lot_id for lot_id, _ in (*before, *(pair for one in took for pair in one.outputs))}


def _beside(trace: Lineage) -> tuple[TracedMovement | None, list[TracedMovement]]:
    """Give the movement that made the lot in the middle, and those that took from it."""
    lot = trace.focus
    made = [one for one in trace.upstream if one.seq == lot.made_by]
    took = [one for one in trace.downstream if any(lot_id == lot.id for lot_id, _ in one.inputs)]
    return (made[0] if made else None), took


def bought(reading: Reading, lot: LotFacts) -> dict[str, Any]:
    """Gather the receipts of a collection lot, for those who may see them."""
    receipts = queries.receipts_of_lot(reading, lot.id)
    names = harvester_names(reading, [one.harvester_id for one in receipts])
    return {"receipts": receipts, "harvester_names": names}


def held(reading: Reading, lot: LotFacts) -> dict[str, Any]:
    """Gather the holds on a lot, who placed them, and which of them the actor may release."""
    holds = queries.holds_of_lot(reading, lot.id)
    people = {one for hold in holds for one in (hold.placed_by, hold.released_by) if one}
    own = {post.organisation_id for post in reading.actor.posts}
    return {
        "holds": holds,
        "holding": organisations_by_id(reading, [hold.placed_by_id for hold in holds]),
        "holders_people": people_by_id(reading, people) if own else {},
        "own": own,
        "releasable": {
            hold.id
            for hold in holds
            if hold.released_at is None
            and reading.allows(Action.HOLD_LOT, on=Of(Party.HOLDER, hold.placed_by_id))
        },
    }


def area_of(reading: Reading, lot: LotFacts) -> AreaFacts | None:
    """Give the area of a collection lot; a sensitive one only to those who may see its register."""
    known = area_facts(reading, [lot.area_id]) if lot.area_id else {}
    return next(iter(queries.areas_told(reading, known.values())), None)
