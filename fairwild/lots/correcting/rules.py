"""When material may be held, released and put right. Pure: facts in, obstacles out."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from fairwild.kernel.plants import Form
from fairwild.kernel.refusals import Obstacle
from fairwild.lots.correcting.facts import WrongMovement
from fairwild.lots.facts import LotFacts
from fairwild.lots.states import LotStatus, MovementKind

HOLDABLE = frozenset({LotStatus.OPEN, LotStatus.CLOSED, LotStatus.IN_TRANSIT})
"""Of lots in these states there is something left to hold."""

CORRECTED_OTHERWISE: dict[MovementKind, str] = {
    MovementKind.COLLECT: "corrected-by-receipts",
    MovementKind.SHIP: "corrected-by-trade",
    MovementKind.RECEIVE: "corrected-by-trade",
    MovementKind.RETURN: "corrected-by-trade",
    MovementKind.TAKE_BACK: "corrected-by-trade",
    MovementKind.CORRECT: "correction-stays",
}
"""Kinds of movements that are not taken back by themselves, and why."""

AGREED = "agreed"
"""A fact of movements that both sides of a trade have confirmed: neither takes them back alone."""


def obstacles_to_holding(lots: Sequence[LotFacts], *, reason: str) -> Iterator[Obstacle]:
    """Say what stands against putting these lots on hold."""
    if not lots:
        yield Obstacle("nothing-chosen", {}, at="lots")
    if not reason.strip():
        yield Obstacle("hold-reason-missing", {}, at="reason")
    for lot in lots:
        if lot.status not in HOLDABLE:
            yield Obstacle("nothing-to-hold", {"lot": lot.number, "status": lot.status})


def obstacles_to_release(
    lot: str, *, released_at: datetime | None, reason: str
) -> Iterator[Obstacle]:
    """Say what stands against ending a hold on this lot."""
    if released_at is not None:
        yield Obstacle("hold-already-released", {"lot": lot, "since": released_at})
    if not reason.strip():
        yield Obstacle("release-reason-missing", {"lot": lot}, at="reason")


def obstacles_to_correcting_here(kind: MovementKind) -> Iterator[Obstacle]:
    """Say where movements of a kind are put right that are not simply taken back."""
    if kind in CORRECTED_OTHERWISE:
        yield Obstacle(CORRECTED_OTHERWISE[kind], {"kind": kind})


def obstacles_to_correction(wrong: WrongMovement, *, reason: str) -> Iterator[Obstacle]:
    """Say what stands against taking a movement back: what followed from it is undone first."""
    if wrong.corrected_at is not None:
        yield Obstacle("already-corrected", {"since": wrong.corrected_at})
    if not reason.strip():
        yield Obstacle("correction-reason-missing", {}, at="reason")
    if wrong.under_way:
        yield Obstacle("corrected-by-trade", {"kind": wrong.kind})
    for lot, count in sorted(wrong.labels.items()):
        yield Obstacle("labels-printed", {"lot": lot, "count": count})
    for one in wrong.later:
        facts = {"kind": one.kind, "at": one.at, "lots": ", ".join(one.lots), "movement": one.id}
        yield Obstacle("undo-later-first", facts)
    more = wrong.later_count - len(wrong.later)
    if more > 0:
        yield Obstacle("undo-still-more-first", {"count": more})


def obstacles_to_reopening(
    lot: LotFacts, *, made_by: MovementKind, other_open: str, reason: str
) -> Iterator[Obstacle]:
    """Say what stands against taking back that a collection lot was closed."""
    named = {"lot": lot.number}
    if made_by is not MovementKind.COLLECT:
        yield Obstacle("not-a-collection-lot", named)
    elif lot.status is not LotStatus.CLOSED:
        yield Obstacle("lot-not-closed", {**named, "status": lot.status})
    if lot.taken_g:
        yield Obstacle("already-drawn-on", {**named, "taken_g": lot.taken_g})
    if lot.labels:
        yield Obstacle("labels-printed", {**named, "count": lot.labels})
    if other_open:
        yield Obstacle("another-lot-open", {**named, "other": other_open})
    if not reason.strip():
        yield Obstacle("reopening-reason-missing", named, at="reason")


def obstacles_to_unpacking(lot: LotFacts, *, on_pallet: bool) -> Iterator[Obstacle]:
    """Say what stands against taking goods out of their packs."""
    if not on_pallet and lot.form is Form.PACKED and lot.packed_form is None:
        yield Obstacle("packed-form-unknown", {"lot": lot.number})
