"""What files of movements are checked by, write and take back."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.imports.cells import Cells
from fairwild.imports.facts import CheckedRow, FileRow, SeenRow
from fairwild.imports.kinds.kind import Checker, Kind, Tell, unheard
from fairwild.imports.kinds.movements.columns import BY_NAME, COLUMNS, MORE_SAMPLES
from fairwild.imports.kinds.movements.deeds import (
    MOVEMENT,
    Act,
    Order,
)
from fairwild.imports.kinds.movements.further import (
    CONSIGNMENT,
    COUNTED,
    ELSEWHERE,
    PREPARED,
)
from fairwild.imports.kinds.movements.reading import Reader, names_of
from fairwild.imports.kinds.written import keep_records, records_of
from fairwild.imports.records import ImportRecord, ImportRun
from fairwild.imports.states import Choice, HoldDeed, ImportKind, RowState
from fairwild.kernel.refusals import NotAllowed, NotFound, Obstacle, Refused
from fairwild.kernel.steps import Step
from fairwild.lots.correcting.rules import obstacles_to_holding, obstacles_to_release
from fairwild.lots.operations.correct import correct_movement, obstacles_to_undoing
from fairwild.lots.operations.holding import hold_lots, release_hold
from fairwild.lots.queries import holds_of_lot, lot_facts
from fairwild.lots.queries.imported import is_moved, lots_like
from fairwild.lots.queries.movements import get_movement, later_movements
from fairwild.lots.states import MovementKind
from fairwild.lots.stock.queries.counts import is_counted
from fairwild.trade.operations import call_back, drop_consignment
from fairwild.trade.queries import get_consignment
from fairwild.trade.rules import obstacles_to_calling_back, obstacles_to_changing
from fairwild.unit_of_work import Reading, UnitOfWork

LATER = frozenset({"undo-later-first", "undo-still-more-first"})
"""Obstacles about movements that drew on what another one made."""

UNDONE = frozenset({"yes", "true", "1"})
"""How an export says that a movement was taken back since."""

SENT: Mapping[str, Callable[..., object]] = {CONSIGNMENT: call_back, PREPARED: drop_consignment}
"""How goods come back that a row has sent, or was to send."""

TAKEN_BACK = "-"
"""Stands for the reason while it is only asked whether an import can be undone."""


class _Checker(Checker):
    """Tries every row out, each after the ones before it; at the end nothing is written."""

    def __init__(self, work: UnitOfWork, run: ImportRun) -> None:
        self.work, self.reader = work, Reader(work, run)

    def check(self, rows: Sequence[FileRow]) -> Iterator[CheckedRow]:
        there = [self._there(row) for row in rows]
        with self.work.rehearsing():
            found = [known or self._tried(row) for row, known in zip(rows, there, strict=True)]
        yield from found

    def _there(self, row: FileRow) -> CheckedRow | None:
        """Hold a row against what was written before this file; None for what is new."""
        cells = Cells(row.cells, BY_NAME, self.reader.manners)
        if cells.text("taken_back").casefold() in UNDONE:
            return CheckedRow(row, RowState.SAME)
        order, names = self.reader.order(cells), names_of(cells)
        made_by = lots_like(self.work, self.reader.organisation_id, names) if names else []
        if made_by and set(made_by) == {order.kind}:
            return CheckedRow(row, RowState.SAME)
        if order.kind in ELSEWHERE:
            comes = Obstacle("movement-comes-otherwise", {"kind": order.kind}, at="process")
            return CheckedRow(row, RowState.WRONG, (comes,))
        if row.choice is Choice.ADD or not self._is_done(order):
            return None
        return CheckedRow(row, RowState.ALIKE, (Obstacle("movement-there", {}, at="inputs"),))

    def _is_done(self, order: Order) -> bool:
        """Tell whether just this was written down before: what, when, lots and grams."""
        taken = {one.lot_id: one.mass_g or one.available_g for one in order.sources}
        if not taken or order.at is None or not isinstance(order.kind, MovementKind):
            return False
        if order.kind is MovementKind.COUNT:
            return is_counted(self.work, taken, order.at)
        return is_moved(self.work, self.reader.organisation_id, order.kind, order.at, taken)

    def _tried(self, row: FileRow) -> CheckedRow:
        cells = Cells(row.cells, BY_NAME, self.reader.manners)
        act = self.reader.act(cells)
        problems = cells.problems or self._try(cells, act)
        if problems:
            return CheckedRow(row, RowState.WRONG, tuple(map(_placed, problems)))
        return CheckedRow(row, RowState.NEW)

    def _try(self, cells: Cells, act: Act) -> list[Obstacle]:
        try:
            with self.work.session.begin_nested():
                self.work.refuse_if(self.reader.name(cells, act(self.work)))
        except Refused as error:
            return list(error.obstacles)
        except (NotAllowed, NotFound):
            return [Obstacle("row-not-allowed", {}, at="inputs")]
        return []


_COLUMN_OF = {
    "output_g": "output",
    "parts": "output",
    "grades": "output",
    "loss_g": "loss",
    "reason": "loss_reason",
    "kind": "process",
    "lots": "inputs",
}


def _placed(obstacle: Obstacle) -> Obstacle:
    at = _COLUMN_OF.get(obstacle.at or "", obstacle.at)
    return replace(obstacle, at=at if at in BY_NAME else "inputs")


class Movements(Kind):
    """What was done in a store by lot numbers, from its diary."""

    what = ImportKind.MOVEMENTS
    columns = COLUMNS
    more_samples = MORE_SAMPLES
    rows_at_once = 1_000_000
    action = Action.PROCESS_LOT
    party = Party.HOLDER
    most_rows = 200

    def checker(self, work: UnitOfWork, run: ImportRun) -> Checker:
        """Give what tries deeds out in their order."""
        return _Checker(work, run)

    def understood(
        self, reading: Reading, run: ImportRun, rows: Sequence[FileRow]
    ) -> Iterator[SeenRow]:
        """Give deeds with the lots they draw on, and weights in kilograms."""
        reader = Reader(reading, run)
        return (SeenRow(row, reader.meant(row)) for row in rows)

    def write(
        self, work: UnitOfWork, run: ImportRun, rows: Sequence[CheckedRow], tell: Tell
    ) -> int:
        """Carry every deed out in the order of the file; a row may name lots of rows before it."""
        kept, reader = [], Reader(work, run)
        for count, row in enumerate(rows, 1):
            cells = Cells(row.row.cells, BY_NAME, reader.manners)
            act = reader.act(cells)
            work.refuse_if(cells.problems)
            made = act(work)
            work.refuse_if(reader.name(cells, made))
            kept += [(one.record_id, row.row.number, one.what, one.before) for one in made]
            tell(count)
        keep_records(work, run.id, kept)
        return len(kept)

    def obstacles_to_undoing(self, reading: Reading, run: ImportRun) -> Iterator[Obstacle]:
        """Say for every deed what must be undone first."""
        records = records_of(reading, run.id)
        ours = {one.before["hold"] for one in records if one.before and "hold" in one.before}
        moved = {one.record_id for one in records}
        for one in records:
            if one.what == MOVEMENT:
                yield from _obstacles_to_correcting(reading, one.record_id, moved)
            elif one.what in SENT:
                yield from _obstacles_to_turning_back(reading, one)
            elif one.what == HoldDeed.RELEASE:
                lots = lot_facts(reading, [_lot_of(one)]).values()
                yield from obstacles_to_holding(list(lots), reason=TAKEN_BACK)
            elif one.what == HoldDeed.HOLD and str(one.record_id) not in ours:
                yield from _obstacles_to_lifting(reading, one)

    def undo(self, work: UnitOfWork, run: ImportRun, *, reason: str, tell: Tell = unheard) -> int:
        """Correct every movement, lift every hold and place the lifted ones anew, last first."""
        kept = records_of(work, run.id)
        anew: dict[str, UUID] = {}
        for count, one in enumerate(reversed(kept), 1):
            if one.what == MOVEMENT:
                correct_movement(work, movement_id=one.record_id, reason=reason)
            elif one.what in SENT:
                SENT[one.what](work, consignment_id=one.record_id, reason=reason)
            elif one.what == COUNTED:
                continue
            elif one.what == HoldDeed.RELEASE and one.before is not None:
                [hold] = hold_lots(work, lot_ids=[_lot_of(one)], reason=reason)
                anew[one.before["hold"]] = hold.id
            else:
                hold_id = anew.get(str(one.record_id), one.record_id)
                release_hold(work, hold_id=hold_id, reason=reason)
            tell(count, Step.TAKING_BACK)
        return len(kept)


def _obstacles_to_correcting(
    reading: Reading, movement_id: UUID, of_the_file: Collection[UUID]
) -> Iterator[Obstacle]:
    """Say what stands against taking a movement back, but for others that go back before it."""
    movement = get_movement(reading, movement_id)
    others = {one.id for one in later_movements(reading, movement.seq)}.difference(of_the_file)
    for found in obstacles_to_undoing(reading, movement, reason=TAKEN_BACK):
        stands = others and found.facts.get("movement") not in of_the_file
        if found.code not in LATER or stands:
            yield found


def _obstacles_to_turning_back(reading: Reading, record: ImportRecord) -> Iterator[Obstacle]:
    """Say that a consignment of the file was answered, or has left, since."""
    status = get_consignment(reading, record.record_id).status
    if record.what == PREPARED:
        yield from obstacles_to_changing(status)
    else:
        yield from obstacles_to_calling_back(status, reason=TAKEN_BACK)


def _lot_of(record: ImportRecord) -> UUID:
    return UUID((record.before or {})["lot"])


def _obstacles_to_lifting(reading: Reading, record: ImportRecord) -> Iterator[Obstacle]:
    """Say that a hold of the file was lifted by somebody since."""
    lot_id = _lot_of(record)
    number = lot_facts(reading, [lot_id])[lot_id].number
    for hold in holds_of_lot(reading, lot_id):
        if hold.id == record.record_id:
            since = hold.released_at
            yield from obstacles_to_release(number, released_at=since, reason=TAKEN_BACK)
