"""Files of processing: what was done to which lots, by their numbers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.imports.cells import Cells, read_moment
from fairwild.imports.columns import Column
from fairwild.imports.facts import CheckedRow, Drawn, FileRow, SeenRow
from fairwild.imports.kinds.kind import Checker, Kind, Tell, unheard
from fairwild.imports.kinds.written import keep_records, records_of
from fairwild.imports.records import ImportRun
from fairwild.imports.states import ImportKind, RowState
from fairwild.kernel.plants import Form
from fairwild.kernel.quantities import read_mass
from fairwild.kernel.refusals import NotAllowed, NotFound, Obstacle, Refused
from fairwild.kernel.steps import Step
from fairwild.lots.operations import process_lots
from fairwild.lots.operations.correct import correct_movement, obstacles_to_undoing
from fairwild.lots.operations.process import LETTERS
from fairwild.lots.processing.types import Output
from fairwild.lots.queries import find_lot_by_number_or_code
from fairwild.lots.queries.imported import movement_that_made
from fairwild.lots.queries.movements import get_movement
from fairwild.lots.states import MovementKind
from fairwild.organisations.queries import get_organisation
from fairwild.unit_of_work import Reading, UnitOfWork

MOST_ROWS = 2_000
COLUMNS = (
    Column(
        "process",
        needed=True,
        spellings=("kind", "kind of processing", "deed", "proceso", "step"),
        sample="dry",
        longest=40,
    ),
    Column(
        "inputs",
        needed=True,
        spellings=("lots", "from lots", "lots in", "lote"),
        sample="EBR-GLYGLA-B3-2026-001: 100 kg",
        longest=4000,
    ),
    Column(
        "output",
        needed=True,
        spellings=("output kg", "made", "out"),
        sample="32",
        longest=40,
        is_mass=True,
    ),
    Column("form", spellings=("form of output",), longest=40),
    Column("by_product", spellings=("by product kg", "side product"), longest=40, is_mass=True),
    Column("loss", spellings=("loss kg", "waste"), longest=40, is_mass=True),
    Column("loss_reason", spellings=("reason of loss", "why lost"), longest=1000),
    Column("site", spellings=("place", "store", "where"), sample="Old mill"),
    Column("at", spellings=("date", "day", "moment", "when", "fecha"), sample="2026-05-20 08:00"),
    Column("note", spellings=("remark", "remarks", "nota"), longest=4000),
)
BY_NAME = {column.name: column for column in COLUMNS}


@dataclass(frozen=True)
class Batch:
    """One deed as a row orders it."""

    kind: MovementKind
    inputs: tuple[tuple[UUID, int], ...]
    outputs: tuple[Output, ...]
    loss_g: int
    loss_reason: str
    site: str
    note: str
    at: datetime | None

    def do(self, work: UnitOfWork) -> UUID:
        """Carry it out; gives the movement."""
        return movement_that_made(work, process_lots(work, **vars(self)))


def _process(text: str) -> MovementKind:
    found = MovementKind(text.casefold())
    if found not in LETTERS:
        raise ValueError(text)
    return found


def _form(text: str) -> Form:
    return Form(text.casefold().replace(" ", "-"))


def _mass_g(text: str) -> int:
    return read_mass(text).grams


class _Reader:
    """Reads rows as deeds to lots of an organisation."""

    def __init__(self, reading: Reading, organisation_id: UUID) -> None:
        self.reading, self.organisation_id = reading, organisation_id
        self.zone = ZoneInfo(get_organisation(reading, organisation_id).time_zone)

    def _inputs(self, cells: Cells) -> tuple[tuple[UUID, int], ...]:
        """Read `NUMBER: 12.5 kg; NUMBER`; a lot without a weight is taken whole."""
        found, drawn = [], []
        for part in filter(None, (one.strip() for one in cells.text("inputs").split(";"))):
            number, _, mass = (one.strip() for one in part.partition(":"))
            lot = find_lot_by_number_or_code(self.reading, number)
            if lot is None or lot.holder_id != self.organisation_id:
                cells.fault("inputs", "cell-no-lot", lot=number[:80])
                continue
            try:
                found.append((lot.id, _mass_g(mass) if mass else lot.available_g))
                drawn.append(Drawn(lot.number, found[-1][1]))
            except ValueError:
                cells.fault("inputs", "cell-not-a-weight", value=mass[:40])
        cells.meant["inputs"] = tuple(drawn)
        return tuple(found)

    def meant(self, row: FileRow) -> dict[str, object]:
        """Give what the cells of a row mean, as things stand before the first row."""
        cells = Cells(row.cells, BY_NAME)
        self.batch(cells)
        return cells.meant

    def batch(self, cells: Cells) -> Batch:
        """Read one deed; what cannot be read is said of the cells."""
        output_g = cells.read("output", _mass_g, "cell-not-a-weight", 0)
        by_product_g = cells.read("by_product", _mass_g, "cell-not-a-weight", 0)
        form = cells.read("form", _form, "cell-not-a-form", None)
        return Batch(
            kind=cells.read("process", _process, "cell-not-a-process", MovementKind.DRY),
            inputs=self._inputs(cells),
            outputs=(Output(output_g, form), Output(by_product_g, by_product=True)),
            loss_g=cells.read("loss", _mass_g, "cell-not-a-weight", 0),
            loss_reason=cells.text("loss_reason"),
            site=cells.text("site"),
            note=cells.text("note"),
            at=cells.read("at", lambda one: read_moment(one, self.zone), "cell-not-a-moment", None),
        )


class _Checker(Checker):
    """Tries every row out, each after the ones before it; at the end nothing is written."""

    def __init__(self, work: UnitOfWork, run: ImportRun) -> None:
        self.work, self.reader = work, _Reader(work, run.organisation_id)

    def check(self, rows: Sequence[FileRow]) -> Iterator[CheckedRow]:
        with self.work.rehearsing():
            found = [self._tried(row) for row in rows]
        yield from found

    def _tried(self, row: FileRow) -> CheckedRow:
        cells = Cells(row.cells, BY_NAME)
        batch = self.reader.batch(cells)
        problems = cells.problems or self._try(batch)
        if problems:
            return CheckedRow(row, RowState.WRONG, tuple(map(_placed, problems)))
        return CheckedRow(row, RowState.NEW, entry=batch)

    def _try(self, batch: Batch) -> list[Obstacle]:
        try:
            with self.work.session.begin_nested():
                batch.do(self.work)
        except Refused as error:
            return list(error.obstacles)
        except (NotAllowed, NotFound):
            return [Obstacle("row-not-allowed", {}, at="inputs")]
        return []


_COLUMN_OF = {"output_g": "output", "loss_g": "loss", "kind": "process", "lots": "inputs"}


def _placed(obstacle: Obstacle) -> Obstacle:
    at = _COLUMN_OF.get(obstacle.at or "", obstacle.at)
    return replace(obstacle, at=at if at in BY_NAME else "inputs")


class Movements(Kind):
    """Processing by lot numbers, from the diary of a store."""

    what = ImportKind.MOVEMENTS
    columns = COLUMNS
    action = Action.PROCESS_LOT
    party = Party.HOLDER
    most_rows = 200

    def checker(self, work: UnitOfWork, run: ImportRun) -> Checker:
        """Give what tries deeds out in their order."""
        return _Checker(work, run)

    def understood(
        self, reading: Reading, organisation_id: UUID, rows: Sequence[FileRow]
    ) -> Iterator[SeenRow]:
        """Give deeds with the lots they draw on, and weights in kilograms."""
        reader = _Reader(reading, organisation_id)
        return (SeenRow(row, reader.meant(row)) for row in rows)

    def write(
        self, work: UnitOfWork, run: ImportRun, rows: Sequence[CheckedRow], tell: Tell
    ) -> int:
        """Carry every deed out in the order of the file."""
        kept = []
        for count, row in enumerate(rows, 1):
            kept.append((row.entry.do(work), row.row.number, "movement", None))
            tell(count)
        keep_records(work, run.id, kept)
        return len(kept)

    def obstacles_to_undoing(self, reading: Reading, run: ImportRun) -> Iterator[Obstacle]:
        """Say for every movement what must be undone first."""
        for one in records_of(reading, run.id):
            movement = get_movement(reading, one.record_id)
            yield from obstacles_to_undoing(reading, movement, reason="-")

    def undo(self, work: UnitOfWork, run: ImportRun, *, reason: str, tell: Tell = unheard) -> int:
        """Correct every movement, the last one first."""
        kept = records_of(work, run.id)
        for count, one in enumerate(reversed(kept), 1):
            correct_movement(work, movement_id=one.record_id, reason=reason)
            tell(count, Step.TAKING_BACK)
        return len(kept)
