"""What files of movements are checked by, write and take back."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from uuid import UUID
from zoneinfo import ZoneInfo

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.imports.cells import Cells, read_moment
from fairwild.imports.facts import CheckedRow, FileRow, SeenRow
from fairwild.imports.kinds.kind import Checker, Kind, Tell, unheard
from fairwild.imports.kinds.movements.columns import BY_NAME, COLUMNS, MORE_SAMPLES
from fairwild.imports.kinds.movements.deeds import (
    DEEDS,
    MOVEMENT,
    Act,
    Order,
    Source,
    read_grams,
    read_kind,
)
from fairwild.imports.kinds.written import keep_records, records_of
from fairwild.imports.records import ImportRecord, ImportRun
from fairwild.imports.states import HoldDeed, ImportKind, RowState
from fairwild.kernel.refusals import NotAllowed, NotFound, Obstacle, Refused
from fairwild.kernel.steps import Step
from fairwild.lots.correcting.rules import obstacles_to_holding, obstacles_to_release
from fairwild.lots.operations.correct import correct_movement, obstacles_to_undoing
from fairwild.lots.operations.holding import hold_lots, release_hold
from fairwild.lots.queries import find_lot_by_number_or_code, holds_of_lot, lot_facts
from fairwild.lots.queries.movements import get_movement, later_movements
from fairwild.lots.states import MovementKind
from fairwild.organisations.queries import get_organisation
from fairwild.unit_of_work import Reading, UnitOfWork

LATER = frozenset({"undo-later-first", "undo-still-more-first"})
"""Obstacles about movements that drew on what another one made."""

TAKEN_BACK = "-"
"""Stands for the reason while it is only asked whether an import can be undone."""


class _Reader:
    """Reads rows as deeds to lots of an organisation."""

    def __init__(self, reading: Reading, run: ImportRun) -> None:
        self.reading, self.organisation_id = reading, run.organisation_id
        self.manners = run.manners
        self.zone = ZoneInfo(get_organisation(reading, self.organisation_id).time_zone)

    def _sources(self, cells: Cells) -> list[Source]:
        """Read `NUMBER: 12.5 kg; NUMBER`; a lot may stand without a weight."""
        found = []
        for part in filter(None, (one.strip() for one in cells.text("inputs").split(";"))):
            number, _, mass = (one.strip() for one in part.partition(":"))
            lot = find_lot_by_number_or_code(self.reading, number)
            if lot is None or lot.holder_id != self.organisation_id:
                cells.fault("inputs", "cell-no-lot", lot=number[:80])
                continue
            mass_g = cells.grams("inputs", mass) if mass else None
            found.append(Source(lot.id, lot.number, lot.available_g, mass_g))
        return found

    def meant(self, row: FileRow) -> dict[str, object]:
        """Give what the cells of a row mean, as things stand before the first row."""
        cells = Cells(row.cells, BY_NAME, self.manners)
        self.act(cells)
        return cells.meant

    def act(self, cells: Cells) -> Act:
        """Read one deed; what cannot be read is said of the cells."""
        unread: MovementKind | HoldDeed = MovementKind.DRY
        kind = cells.read("process", read_kind, "cell-not-a-process", unread)
        order = Order(
            cells=cells,
            kind=kind,
            sources=self._sources(cells),
            loss_g=cells.read("loss", read_grams, "cell-not-a-weight", 0),
            reason=cells.text("loss_reason"),
            told={
                "site": cells.text("site"),
                "note": cells.text("note"),
                "at": cells.read(
                    "at", lambda one: read_moment(one, self.zone), "cell-not-a-moment", None
                ),
            },
        )
        return DEEDS[kind](order)


class _Checker(Checker):
    """Tries every row out, each after the ones before it; at the end nothing is written."""

    def __init__(self, work: UnitOfWork, run: ImportRun) -> None:
        self.work, self.reader = work, _Reader(work, run)

    def check(self, rows: Sequence[FileRow]) -> Iterator[CheckedRow]:
        with self.work.rehearsing():
            found = [self._tried(row) for row in rows]
        yield from found

    def _tried(self, row: FileRow) -> CheckedRow:
        cells = Cells(row.cells, BY_NAME, self.reader.manners)
        act = self.reader.act(cells)
        problems = cells.problems or self._try(act)
        if problems:
            return CheckedRow(row, RowState.WRONG, tuple(map(_placed, problems)))
        return CheckedRow(row, RowState.NEW)

    def _try(self, act: Act) -> list[Obstacle]:
        try:
            with self.work.session.begin_nested():
                act(self.work)
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
        reader = _Reader(reading, run)
        return (SeenRow(row, reader.meant(row)) for row in rows)

    def write(
        self, work: UnitOfWork, run: ImportRun, rows: Sequence[CheckedRow], tell: Tell
    ) -> int:
        """Carry every deed out in the order of the file; a row may name lots of rows before it."""
        kept, reader = [], _Reader(work, run)
        for count, row in enumerate(rows, 1):
            cells = Cells(row.row.cells, BY_NAME, reader.manners)
            act = reader.act(cells)
            work.refuse_if(cells.problems)
            kept += [(one.record_id, row.row.number, one.what, one.before) for one in act(work)]
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
            elif one.what == HoldDeed.RELEASE:
                lots = lot_facts(reading, [_lot_of(one)]).values()
                yield from obstacles_to_holding(list(lots), reason=TAKEN_BACK)
            elif str(one.record_id) not in ours:
                yield from _obstacles_to_lifting(reading, one)

    def undo(self, work: UnitOfWork, run: ImportRun, *, reason: str, tell: Tell = unheard) -> int:
        """Correct every movement, lift every hold and place the lifted ones anew, last first."""
        kept = records_of(work, run.id)
        anew: dict[str, UUID] = {}
        for count, one in enumerate(reversed(kept), 1):
            if one.what == MOVEMENT:
                correct_movement(work, movement_id=one.record_id, reason=reason)
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
