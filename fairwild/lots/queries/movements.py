"""Questions about single movements: what they took and made, and what followed from them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CTE, ColumnElement, Select, or_, select
from sqlalchemy.orm import aliased

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.kernel.refusals import NotFound
from fairwild.lots.correcting.facts import LaterMovement, MovementFacts, Share
from fairwild.lots.facts import LotFacts
from fairwild.lots.queries.stock import facts_with_species, visible_among
from fairwild.lots.queries.walking import in_pieces, read_lots
from fairwild.lots.records import Lot, Movement, MovementBefore, MovementInput, MovementReturn
from fairwild.lots.states import MovementKind
from fairwild.unit_of_work import Reading, visible_to

MOST_NAMED = 20
"""So many later movements are named by their moment; the rest is counted."""


def get_movement(reading: Reading, movement_id: UUID) -> Movement:
    """Give one movement for rules; nobody is asked. Raises NotFound."""
    found = reading.session.scalar(select(Movement).where(Movement.id == movement_id))
    if found is None:
        raise NotFound("movement")
    return found


def movement_seen(reading: Reading, movement_id: UUID) -> Movement:
    """Give a movement of the actor's organisation or one that touched a lot they may see.

    Raises NotFound where there is none.
    """
    movement = get_movement(reading, movement_id)
    if reading.allows(Action.SEE_STOCK, on=Of(Party.HOLDER, movement.organisation_id)):
        return movement
    seen = visible_to(reading.actor, Lot, Action.SEE_LOT)
    found = reading.session.scalar(select(Lot.id).where(_touched_by(movement.seq), seen).limit(1))
    if found is None:
        raise NotFound("movement")
    return movement


def _touched_by(seq: int) -> ColumnElement[bool]:
    taken = select(MovementInput.lot_id).where(MovementInput.movement_seq == seq)
    returned = select(MovementReturn.lot_id).where(MovementReturn.movement_seq == seq)
    return or_(Lot.made_by == seq, Lot.id.in_(taken), Lot.id.in_(returned))


def find_correction_of(reading: Reading, seq: int) -> Movement | None:
    """Give the movement that took this one back, if there is one."""
    return reading.session.scalar(select(Movement).where(Movement.reverses_seq == seq))


def movement_facts(reading: Reading, movement_id: UUID) -> MovementFacts:
    """Tell everything about a movement the actor may see; raises NotFound.

    Sites, notes and reasons are told to the organisation that wrote them only: a free text may
    name a sensitive place. Of a movement of others one learns of the lots that one may see and
    of those beside them; where there are more, its weights stay with them as well.
    """
    movement = movement_seen(reading, movement_id)
    own = movement.organisation_id in {post.organisation_id for post in reading.actor.posts}
    taken, made, returned = (
        dict(reading.session.execute(which(movement.seq)).all())
        for which in (_taken, _made, _returned)
    )
    every = {*taken, *made, *returned}
    shown = every if own else _disclosed(reading, {*taken, *returned}, set(made))
    whole = shown == every
    taken, made, returned = (
        {lot_id: mass_g for lot_id, mass_g in one.items() if lot_id in shown}
        for one in (taken, made, returned)
    )
    rows = read_lots(reading, shown)
    lots = facts_with_species(reading, rows)
    return MovementFacts(
        seq=movement.seq,
        id=movement.id,
        kind=movement.kind,
        at=movement.at,
        recorded_at=movement.recorded_at,
        recorded_by=movement.recorded_by,
        organisation_id=movement.organisation_id,
        site=movement.site if own else "",
        note=movement.note if own else "",
        reason=movement.reason if own else "",
        loss_g=movement.loss_g if whole else 0,
        loss_reason=movement.loss_reason if own else "",
        added_g=movement.added_g if whole else 0,
        added_what=movement.added_what if whole else "",
        water_g=int(movement.facts.get("water_g", 0)) if whole else 0,
        certified=movement.certified,
        judgement=movement.judgement,
        certificate_id=movement.certificate_id,
        facts=movement.facts if whole else {},
        whole=whole,
        inputs=_shares(lots, taken),
        outputs=_shares(lots, made),
        returned=_shares(lots, returned),
        **_corrections(reading, movement),
    )


def _corrections(reading: Reading, movement: Movement) -> dict[str, Any]:
    """Tell which movement this one takes back, and which one took it back and when."""
    correction = find_correction_of(reading, movement.seq)
    reverses = reading.session.get(Movement, movement.reverses_seq or 0)
    return {
        "reverses": None if reverses is None else reverses.id,
        "corrected_by": None if correction is None else correction.id,
        "corrected_at": None if correction is None else correction.recorded_at,
    }


def _disclosed(reading: Reading, taken: set[UUID], made: set[UUID]) -> set[UUID]:
    """Give the lots of a movement that the actor may see, and what lies one step from these."""
    seen = visible_among(reading, taken | made)
    after = made if seen & taken else set()
    before = taken if seen & made else set()
    return {*seen, *before, *after}


def _taken(seq: int) -> Select[UUID, int]:
    query = select(MovementInput.lot_id, MovementInput.taken_g)
    return query.where(MovementInput.movement_seq == seq)


def _made(seq: int) -> Select[UUID, int]:
    return select(Lot.id, Lot.made_g).where(Lot.made_by == seq)


def _returned(seq: int) -> Select[UUID, int]:
    query = select(MovementReturn.lot_id, MovementReturn.returned_g)
    return query.where(MovementReturn.movement_seq == seq)


def _shares(lots: Mapping[UUID, LotFacts], grams: Mapping[UUID, int]) -> tuple[Share, ...]:
    shares = [Share(lots[lot_id], mass_g) for lot_id, mass_g in grams.items()]
    return tuple(sorted(shares, key=lambda share: share.lot.number))


def later_movements(reading: Reading, movement_seq: int) -> list[LaterMovement]:
    """List the movements that draw on what this one made, and all that followed, newest first.

    These must be undone before it can be; what was undone already is not among them.
    """
    undone = select(Movement.reverses_seq).where(Movement.reverses_seq.is_not(None))
    standing = MovementInput.movement_seq.not_in(undone)
    start = (
        select(MovementInput.movement_seq.label("seq"))
        .join(Lot, Lot.id == MovementInput.lot_id)
        .join(Movement, Movement.seq == MovementInput.movement_seq)
        .where(Lot.made_by == movement_seq, standing, Movement.reverses_seq.is_(None))
    )
    walk: CTE = start.cte("later", recursive=True)
    step = select(MovementBefore.movement_seq).where(MovementBefore.earlier_seq == walk.c.seq)
    seqs = sorted(reading.session.scalars(select(walk.union(step).c.seq)), reverse=True)
    lots = {seq: one for piece in in_pieces(seqs) for seq, one in _lots_taken(reading, piece)}
    rows = {one.seq: one for piece in in_pieces(seqs) for one in _movements(reading, piece)}
    return [
        LaterMovement(
            seq=seq,
            id=rows[seq].id,
            kind=rows[seq].kind,
            at=rows[seq].at,
            organisation_id=rows[seq].organisation_id,
            lots=tuple(sorted(number for number, _ in lots.get(seq, ()))),
            from_ids=frozenset(holder_id for _, holder_id in lots.get(seq, ())),
        )
        for seq in seqs
    ]


def draws_on(
    reading: Reading, lot_ids: Collection[UUID]
) -> dict[UUID, list[tuple[MovementKind, datetime]]]:
    """Give by lot what was taken from it and not taken back, as kind and moment, newest first."""
    after = aliased(Movement)
    undone = select(after.seq).where(after.reverses_seq == Movement.seq).exists()
    query = (
        select(MovementInput.lot_id, Movement.kind, Movement.at)
        .join(Movement, Movement.seq == MovementInput.movement_seq)
        .where(MovementInput.lot_id.in_(lot_ids), ~undone, Movement.reverses_seq.is_(None))
    )
    found: dict[UUID, list[tuple[MovementKind, datetime]]] = defaultdict(list)
    for lot_id, kind, at in reading.session.execute(query.order_by(Movement.seq.desc())):
        found[lot_id].append((kind, at))
    return found


def told_among(reading: Reading, later: Iterable[LaterMovement]) -> list[LaterMovement]:
    """Give those of these movements that were the actor's own or took from lots of theirs."""
    own = {post.organisation_id for post in reading.actor.posts}
    return [one for one in later if own & {one.organisation_id, *one.from_ids}]


def _movements(reading: Reading, seqs: Iterable[int | UUID]) -> Iterable[Movement]:
    return reading.session.scalars(select(Movement).where(Movement.seq.in_(seqs)))


def _lots_taken(
    reading: Reading, seqs: Iterable[int | UUID]
) -> Iterable[tuple[int, list[tuple[str, UUID]]]]:
    """Give the numbers of the lots these movements took from, with who holds each."""
    query = (
        select(MovementInput.movement_seq, Lot.number, Lot.holder_id)
        .join(Lot, Lot.id == MovementInput.lot_id)
        .where(MovementInput.movement_seq.in_(seqs))
    )
    taken: dict[int, list[tuple[str, UUID]]] = defaultdict(list)
    for seq, number, holder_id in reading.session.execute(query):
        taken[seq].append((number, holder_id))
    return taken.items()
