"""What can be done with a lot, as its page offers it: only kinds that suit it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from flask import url_for

from fairwild.kernel.plants import Form
from fairwild.kernel.refusals import Obstacle
from fairwild.lots import rules
from fairwild.lots.facts import Draw, LotFacts
from fairwild.lots.operations import obstacles_to_giving_up
from fairwild.lots.processing.catalogue import PROCESSED, find_process_rule
from fairwild.lots.processing.rules import obstacles_to_kind
from fairwild.lots.states import LotStatus, MovementKind
from fairwild.wording import word

SIGNS = {
    MovementKind.DRY: "sun",
    MovementKind.CUT: "scissors",
    MovementKind.SIFT: "filter",
    MovementKind.MILL: "settings",
    MovementKind.DISTIL: "droplet",
    MovementKind.MACERATE: "flame",
}
QUALITY = (("grade", "rosette-discount-check"), ("sample", "tag"), ("write-off", "trash"))
_OF_PACKS = {Form.PACKED, Form.SAMPLE}


@dataclass(frozen=True)
class ProcessingStep:
    """Something that can be done with a lot: its name, address, sign, and what stands against it.

    `endpoint` and `href` lead to the same page; the kind of processing is part of `href` only.
    """

    endpoint: str
    name: str
    href: str
    icon: str
    obstacles: tuple[Obstacle, ...]


def processing_steps(lot: LotFacts, *, on: date) -> list[ProcessingStep]:
    """List the kinds of processing that suit a lot, then grade, sample, test and write off."""
    return [*_kinds(lot, on), *_quality(lot)]


def _taken(lot: LotFacts) -> tuple[Obstacle, ...]:
    draw = Draw(lot, 1)
    return tuple(rules.obstacles_to_drawing([draw], at=lot.made_at, now=lot.made_at))


def _kinds(lot: LotFacts, on: date) -> Iterator[ProcessingStep]:
    for kind in PROCESSED:
        rule = find_process_rule(kind, on=on)
        if rule is None or any(obstacles_to_kind(rule, [lot])):
            continue
        href = url_for("processing.process", lot_id=lot.id, kind=kind)
        name = word(kind, "ProcessKind")
        yield ProcessingStep("processing.process", name, href, SIGNS[kind], _taken(lot))


def _quality(lot: LotFacts) -> Iterator[ProcessingStep]:
    for name, icon in QUALITY:
        if name != "write-off" and lot.form in _OF_PACKS:
            continue
        endpoint = f"processing.{name.replace('-', '_')}"
        href = url_for(endpoint, lot_id=lot.id)
        free = lot if name == "grade" else replace(lot, holds=0)  # held goods may be destroyed
        yield ProcessingStep(endpoint, word(name, "ProcessKind"), href, icon, _taken(free))
    if lot.status is not LotStatus.IN_TRANSIT:
        href = url_for("processing.test", lot_id=lot.id)
        name = word("test", "ProcessKind")
        yield ProcessingStep("processing.test", name, href, "clipboard-list", ())
    if lot.certified and lot.form is not Form.SAMPLE:
        href = url_for("processing.give_up_claim", lot_id=lot.id)
        obstacles = (*_taken(lot), *obstacles_to_giving_up(lot))
        name = word("give-up-claim", "ProcessKind")
        yield ProcessingStep("processing.give_up_claim", name, href, "ban", obstacles)
