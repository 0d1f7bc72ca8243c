"""Which lots somebody may trace: their own, and all that went into what they hold."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from uuid import UUID

from sqlalchemy import select

from fairwild.access.actions import Action
from fairwild.kernel.refusals import NotFound
from fairwild.lots.facts import Trace, TracedMovement
from fairwild.lots.queries.stock import find_lot_id
from fairwild.lots.queries.trace import trace_of_any
from fairwild.lots.queries.walking import downstream, lots_made_at, walked
from fairwild.lots.records import Lot
from fairwild.unit_of_work import Reading, visible_to


def find_traceable(reading: Reading, text: str) -> UUID | None:
    """Give the lot of a number or code, if the actor may trace it."""
    lot_id = find_lot_id(reading, text)
    if lot_id is None:
        return None
    lot = reading.session.get_one(Lot, lot_id)
    return lot_id if may_trace(reading, lot) else None


def may_trace(reading: Reading, lot: Lot) -> bool:
    """Tell whether the actor may trace a lot: itself, or something that was made from it."""
    if reading.allows(Action.TRACE_LOT, lot):
        return True
    own = visible_to(reading.actor, Lot, Action.TRACE_LOT)
    later = walked(reading, downstream([lot.id]))
    return any(
        reading.session.scalar(made.where(own).with_only_columns(Lot.id).limit(1)) is not None
        for made in lots_made_at(later)
    )


def trace_within_reach(reading: Reading, lot_id: UUID) -> Trace:
    """Trace a lot both ways for whoever holds it or something made from it.

    Sites, notes and reasons are shown to the organisation that wrote them only: a free text
    may name a sensitive place. Raises NotFound where it is absent or out of the actor's reach.
    """
    lot = reading.session.get(Lot, lot_id)
    if lot is None or not may_trace(reading, lot):
        raise NotFound("lot")
    trace = trace_of_any(reading, lot)
    own = {post.organisation_id for post in reading.actor.posts}
    return replace(
        trace,
        upstream=tuple(_as_told(one, own) for one in trace.upstream),
        downstream=tuple(_as_told(one, own) for one in trace.downstream),
    )


def _as_told(movement: TracedMovement, own: Collection[UUID]) -> TracedMovement:
    if movement.organisation_id in own:
        return movement
    return replace(movement, site="", note="", loss_reason="")


def visible_among(reading: Reading, ids: Iterable[UUID]) -> frozenset[UUID]:
    """Give those of these lots that the actor may open."""
    own = visible_to(reading.actor, Lot, Action.SEE_LOT)
    wanted = sorted(set(ids))
    found: set[UUID] = set()
    for start in range(0, len(wanted), 500):
        some = select(Lot.id).where(own, Lot.id.in_(wanted[start : start + 500]))
        found.update(reading.session.scalars(some))
    return frozenset(found)
