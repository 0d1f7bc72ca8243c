"""Lists of movements, page by page, with what went in and came out; and holds of lots."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import POLICY, Holds
from fairwild.audits.queries.announced import audited_now
from fairwild.lots.queries.walking import in_pieces, read_inputs, read_lots, read_lots_made
from fairwild.lots.records import Lot, LotHold, Movement, MovementInput
from fairwild.lots.states import MovementKind
from fairwild.store.paging import Cursor, Page, page_of
from fairwild.unit_of_work import Reading, visible_to


@dataclass(frozen=True)
class MovementFilter:
    """Which movements a list is to show; what is not named does not matter."""

    organisation_id: UUID | None = None
    kind: MovementKind | None = None
    since: datetime | None = None
    until: datetime | None = None
    site: str = ""
    species_id: UUID | None = None
    lot: str = ""


@dataclass
class MovementLine:
    """What a list tells of a movement: numbers of lots, grams, and whether it was undone."""

    took: list[tuple[UUID, str]] = field(default_factory=list)
    made: list[tuple[UUID, str]] = field(default_factory=list)
    in_g: int = 0
    out_g: int = 0
    undone: bool = False


@dataclass
class MovedGoods:
    """What a movement took, by number of the lot, and the lots it made."""

    took: list[tuple[str, int]] = field(default_factory=list)
    made: list[Lot] = field(default_factory=list)
    undone: bool = False


MOVEMENTS_AT_ONCE = 1_000
EVERY_MOVEMENT = MovementFilter()


def page_of_movements(
    reading: Reading, cursor: Cursor, wanted: MovementFilter = EVERY_MOVEMENT
) -> Page[Movement]:
    """Give one page of the movements of the actor's organisations, the latest first.

    An auditor gets those of whom their body audits now that touched a lot they may see, but
    nobody finds those of others by their site.
    """
    theirs = false() if wanted.site else _audited(reading)
    query = select(Movement).where(or_(_own(reading), theirs), *_conditions(wanted))
    return page_of(reading.session, query, [Movement.at, Movement.seq], cursor)


def movements_in_order(
    reading: Reading, wanted: MovementFilter = EVERY_MOVEMENT
) -> Iterator[list[Movement]]:
    """Give the movements of the actor's organisations as they were recorded, some at a time."""
    query = select(Movement).where(_own(reading), *_conditions(wanted)).order_by(Movement.seq)
    last = -1
    while rows := list(
        reading.session.scalars(query.where(Movement.seq > last).limit(MOVEMENTS_AT_ONCE))
    ):
        last = rows[-1].seq
        yield rows


def goods_moved(reading: Reading, seqs: Sequence[int]) -> dict[int, MovedGoods]:
    """Give what each of these movements took and made, lot by lot with its grams."""
    inputs = read_inputs(reading, seqs)
    numbers = {lot.id: lot.number for lot in read_lots(reading, {row[1] for row in inputs})}
    found: dict[int, MovedGoods] = defaultdict(MovedGoods)
    for seq, lot_id, mass_g in inputs:
        found[seq].took.append((numbers[lot_id], mass_g))
    for lot in read_lots_made(reading, seqs):
        found[lot.made_by].made.append(lot)
    for seq in _undone(reading, seqs):
        found[seq].undone = True
    return found


def _own(reading: Reading) -> ColumnElement[bool]:
    """Say which movements are of a house whose stock the actor may see."""
    roles = [
        role
        for clause in POLICY[Action.SEE_STOCK]
        if isinstance(clause, Holds) and clause.of is Party.HOLDER
        for role in clause.roles
    ]
    return Movement.organisation_id.in_(reading.actor.organisations_with(*roles))


def _audited(reading: Reading) -> ColumnElement[bool]:
    """Say which movements are of somebody whom the actor audits now, and touched what they see."""
    audited = audited_now(reading)
    if not audited:
        return false()
    seen = visible_to(reading.actor, Lot, Action.SEE_LOT)
    return and_(Movement.organisation_id.in_(audited), _touching(seen))


def _conditions(wanted: MovementFilter) -> list[ColumnElement[bool]]:
    conditions: dict[str, Callable[[Any], ColumnElement[bool]]] = {
        "organisation_id": lambda value: Movement.organisation_id == value,
        "kind": lambda value: Movement.kind == value,
        "since": lambda value: Movement.at >= value,
        "until": lambda value: Movement.at < value,
        "site": lambda value: func.lower(Movement.site).contains(value.lower(), autoescape=True),
        "species_id": lambda value: _touching(Lot.species_id == value),
        "lot": lambda value: _touching(
            func.upper(Lot.number).contains(value.strip().upper(), autoescape=True)
        ),
    }
    named = {name: value for name, value in vars(wanted).items() if value}
    return [conditions[name](value) for name, value in named.items()]


def _touching(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Say that a movement took from or made a lot of which this is true."""
    taken = (
        select(MovementInput.movement_seq)
        .join(Lot, Lot.id == MovementInput.lot_id)
        .where(MovementInput.movement_seq == Movement.seq, condition)
    )
    made = select(Lot.id).where(Lot.made_by == Movement.seq, condition)
    return or_(taken.exists(), made.exists())


def lines_of(reading: Reading, seqs: Sequence[int]) -> dict[int, MovementLine]:
    """Give what each of these movements took and made; a few statements for all of them."""
    lines: dict[int, MovementLine] = defaultdict(MovementLine)
    inputs = read_inputs(reading, seqs)
    numbers = {lot.id: lot.number for lot in read_lots(reading, {row[1] for row in inputs})}
    for seq, lot_id, mass_g in inputs:
        lines[seq].took.append((lot_id, numbers[lot_id]))
        lines[seq].in_g += mass_g
    for lot in read_lots_made(reading, seqs):
        lines[lot.made_by].made.append((lot.id, lot.number))
        lines[lot.made_by].out_g += lot.made_g
    for seq in _undone(reading, seqs):
        lines[seq].undone = True
    return lines


def _undone(reading: Reading, seqs: Sequence[int]) -> Iterable[int]:
    """Give those of these movements that were taken back."""
    for piece in in_pieces(seqs):
        found = select(Movement.reverses_seq).where(Movement.reverses_seq.in_(piece))
        yield from (seq for seq in reading.session.scalars(found) if seq is not None)


def ids_of_movements(reading: Reading, seqs: Sequence[int]) -> dict[int, UUID]:
    """Give the ids under which these movements have their pages."""
    query: Select[int, UUID] = select(Movement.seq, Movement.id).where(Movement.seq.in_(seqs))
    return dict(reading.session.execute(query).all())


def holds_of_lot(reading: Reading, lot_id: UUID) -> list[LotHold]:
    """List the holds on a lot, the latest first; ask for the lot before."""
    query = select(LotHold).where(LotHold.lot_id == lot_id)
    return list(reading.session.scalars(query.order_by(LotHold.placed_at.desc(), LotHold.id)))


def held_since(reading: Reading, lot_ids: Collection[UUID]) -> dict[UUID, datetime]:
    """Give by lot since when it is on hold: since the first hold that still stands."""
    query = select(LotHold.lot_id, func.min(LotHold.placed_at)).where(
        LotHold.lot_id.in_(lot_ids), LotHold.released_at.is_(None)
    )
    rows = reading.session.execute(query.group_by(LotHold.lot_id))
    return {lot_id: at for lot_id, at in rows if at is not None}


@dataclass(frozen=True)
class Undone:
    """A movement that touched a lot and was taken back, with the correction beside it.

    `before_g` and `after_g` are what was taken of the lot just before the correction and after it;
    None where the lot itself was made by what was wrong, and is undone.
    """

    wrong: Movement
    right: Movement
    before_g: int | None = None
    after_g: int | None = None


def corrections_at(reading: Reading, lot_id: UUID) -> list[Undone]:
    """List what was taken back of all that made or took from a lot, the latest first."""
    took = select(MovementInput.movement_seq).where(MovementInput.lot_id == lot_id)
    made = select(Lot.made_by).where(Lot.id == lot_id)
    touched = Movement.reverses_seq.in_(took) | Movement.reverses_seq.in_(made)
    rights = list(reading.session.scalars(select(Movement).where(touched)))
    seqs = [one.reverses_seq for one in rights]
    wrongs = reading.session.scalars(select(Movement).where(Movement.seq.in_(seqs)))
    by_seq = {one.seq: one for one in wrongs}
    pairs = [(by_seq[one.reverses_seq or 0], one) for one in rights]
    taken_g = _taken_of(reading, lot_id) if pairs else {}
    return [
        Undone(wrong, right, *_around(pairs, right, taken_g))
        if wrong.seq in taken_g
        else Undone(wrong, right)
        for wrong, right in sorted(pairs, key=lambda pair: pair[1].seq, reverse=True)
    ]


def _taken_of(reading: Reading, lot_id: UUID) -> dict[int, int]:
    """Give how many grams every movement took of a lot, also those taken back since."""
    query: Select[int, int] = select(MovementInput.movement_seq, MovementInput.taken_g).where(
        MovementInput.lot_id == lot_id
    )
    return dict(reading.session.execute(query).all())


def _around(
    pairs: Sequence[tuple[Movement, Movement]], right: Movement, taken_g: Mapping[int, int]
) -> tuple[int, int]:
    """Say what was taken of a lot before a correction and after it."""
    taken_before_g = sum(mass_g for seq, mass_g in taken_g.items() if seq < right.seq)
    back_g = sum(taken_g.get(wrong.seq, 0) for wrong, one in pairs if one.seq < right.seq)
    before_g = taken_before_g - back_g
    return before_g, before_g - taken_g.get(right.reverses_seq or 0, 0)
