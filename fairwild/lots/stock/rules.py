"""Why stock became more or less, and what stands against booking a count. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from fairwild.kernel.refusals import Obstacle
from fairwild.lots.states import Flow, MovementKind
from fairwild.lots.stock.facts import Counted, MovedSince

NOTHING_MOVED: Mapping[UUID, MovedSince] = {}
_FLOWS_IN = {
    MovementKind.COLLECT: Flow.COLLECTED,
    MovementKind.RECEIVE: Flow.RECEIVED,
    MovementKind.RETURN: Flow.CAME_BACK,
    MovementKind.TAKE_BACK: Flow.CAME_BACK,
    MovementKind.SPLIT: Flow.REGROUPED_IN,
    MovementKind.MERGE: Flow.REGROUPED_IN,
    MovementKind.GRADE: Flow.REGROUPED_IN,
    MovementKind.UNCERTIFY: Flow.REGROUPED_IN,
    MovementKind.CORRECT: Flow.PUT_RIGHT_IN,
}
_FLOWS_OUT = {
    MovementKind.SHIP: Flow.SHIPPED,
    MovementKind.TAKE_BACK: Flow.GIVEN_BACK,
    MovementKind.SPLIT: Flow.REGROUPED_OUT,
    MovementKind.MERGE: Flow.REGROUPED_OUT,
    MovementKind.GRADE: Flow.REGROUPED_OUT,
    MovementKind.UNCERTIFY: Flow.REGROUPED_OUT,
    MovementKind.LOSS: Flow.LOST,
    MovementKind.COUNT: Flow.LOST,
    MovementKind.OWN_USE: Flow.OWN_USE,
    MovementKind.CORRECT: Flow.PUT_RIGHT_OUT,
}

LOSSES_THEMSELVES = frozenset({MovementKind.LOSS, MovementKind.OWN_USE, MovementKind.COUNT})
"""Kinds whose whole input is gone for the reason they name; no share of it is parted off."""


def flow_in(kind: MovementKind) -> Flow:
    """Say why goods that a movement of this kind made are in stock."""
    return _FLOWS_IN.get(kind, Flow.MADE)


def flow_out(kind: MovementKind) -> Flow:
    """Say why goods that a movement of this kind took are no longer in stock."""
    return _FLOWS_OUT.get(kind, Flow.PROCESSED)


def lost_share_g(
    kind: MovementKind, *, loss_g: int, taken_g: int, so_far_g: int, all_g: int
) -> int:
    """Give how much of what a movement took of one lot was lost in it, in whole grams.

    It is in proportion to what was taken; `so_far_g` counts this lot and those before it, so that
    the shares of all lots together are the loss to the gram.
    """
    if kind in LOSSES_THEMSELVES or not loss_g:
        return 0
    return loss_g * so_far_g // all_g - loss_g * (so_far_g - taken_g) // all_g


def obstacles_to_counting(
    lines: Sequence[Counted],
    *,
    at: datetime,
    now: datetime,
    moved_since: Mapping[UUID, MovedSince] = NOTHING_MOVED,
) -> Iterator[Obstacle]:
    """Say what stands against booking a count; every difference needs its explanation.

    The books say what lies there now, so a count from before a lot came, was last drawn on or
    given back to, known from `moved_since`, is held against nothing.
    """
    if not lines:
        yield Obstacle("nothing-counted", at="lines")
    if at > now:
        yield Obstacle("in-the-future", {"at": at, "now": now}, at="at")
    for line in lines:
        if line.units is not None and not line.unit_g:
            yield Obstacle("counted-in-units", {"lot": line.lot}, at="lines")
        if line.lot_id in moved_since:
            yield from _moved(line.lot, moved_since[line.lot_id])
        elif line.difference_g and not line.explanation.strip():
            facts = {"lot": line.lot, "booked_g": line.booked_g, "counted_g": line.counted_g}
            yield Obstacle("difference-unexplained", facts, at="lines")


def _moved(lot: str, since: MovedSince) -> Iterator[Obstacle]:
    """Say everything that happened to a lot after it was counted."""
    if since.made_at:
        yield Obstacle("made-since-counted", {"lot": lot, "at": since.made_at}, at="at")
    if since.drawn_at:
        yield Obstacle("moved-since-counted", {"lot": lot, "at": since.drawn_at}, at="at")
    if since.returned_at:
        yield Obstacle("returned-since-counted", {"lot": lot, "at": since.returned_at}, at="at")
