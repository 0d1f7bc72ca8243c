"""Files of laboratories' results."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.imports.cells import Cells, read_day
from fairwild.imports.columns import Column
from fairwild.imports.facts import CheckedRow, FileRow, Named, SeenRow
from fairwild.imports.kinds.kind import Checker, Kind, Tell, unheard
from fairwild.imports.kinds.written import keep_records, records_of
from fairwild.imports.records import ImportRun
from fairwild.imports.states import Choice, ImportKind, RowState
from fairwild.kernel.refusals import NotAllowed, NotFound, Obstacle, Refused
from fairwild.kernel.steps import Step
from fairwild.lots.operations import record_test
from fairwild.lots.operations.withdraw import is_withdrawn, withdraw_test
from fairwild.lots.queries import find_lot_by_number_or_code
from fairwild.lots.queries.tests import list_tests
from fairwild.lots.states import LimitKind, Verdict
from fairwild.unit_of_work import Reading, UnitOfWork

COLUMNS = (
    Column(
        "lot",
        needed=True,
        spellings=("lot number", "sample", "lot code", "lote", "batch"),
        sample="EBR-GLYGLA-B3-2026-001",
    ),
    Column("laboratory", needed=True, spellings=("lab", "laboratorio"), sample="Lab Soria"),
    Column("method", needed=True, spellings=("metodo", "standard"), sample="ISO 17025"),
    Column(
        "tested_for",
        needed=True,
        spellings=("test", "parameter", "analyte", "substance", "parametro"),
        sample="Cadmium",
    ),
    Column("result", needed=True, spellings=("value", "found", "resultado"), sample="0.12"),
    Column("unit", spellings=("unidad",), sample="mg/kg", longest=40),
    Column("allowed", spellings=("limit", "maximum", "limite"), sample="1.0"),
    Column(
        "limit_kind",
        spellings=("kind of limit", "limit is", "maximum or minimum"),
        sample="at most",
        longest=40,
    ),
    Column("verdict", needed=True, spellings=("passed", "outcome", "dictamen"), sample="passed"),
    Column(
        "verdict_reason",
        spellings=("why passed or failed", "reason of the verdict", "verdict reason"),
        longest=1000,
    ),
    Column(
        "tested_on",
        needed=True,
        spellings=("date", "day", "fecha"),
        sample="2026-06-01",
        longest=40,
        is_day=True,
    ),
    Column("note", spellings=("remark", "remarks", "nota"), longest=4000),
)
BY_NAME = {column.name: column for column in COLUMNS}
_VERDICTS = {"yes": Verdict.PASSED, "no": Verdict.FAILED, "true": Verdict.PASSED}
_VERDICTS |= {"pass": Verdict.PASSED, "fail": Verdict.FAILED, "false": Verdict.FAILED}
_LIMITS = {"max": LimitKind.AT_MOST, "maximum": LimitKind.AT_MOST}
_LIMITS |= {"min": LimitKind.AT_LEAST, "minimum": LimitKind.AT_LEAST}
_SAME = ("laboratory", "method", "tested_for", "result", "tested_on")


@dataclass(frozen=True)
class LabResult:
    """One test as a row says it."""

    lot_id: UUID
    laboratory: str
    method: str
    tested_for: str
    result: str
    unit: str
    allowed: str
    limit_kind: LimitKind
    verdict: Verdict
    verdict_reason: str
    tested_on: date
    note: str

    @property
    def likeness(self) -> tuple[object, ...]:
        """What two records of the same test have in common."""
        return (self.lot_id, *(getattr(self, name) for name in _SAME))


def _limit_kind(text: str) -> LimitKind:
    lowered = text.casefold().replace(" ", "-").rstrip(".")
    return _LIMITS.get(lowered) or LimitKind(lowered)


def _verdict(text: str) -> Verdict:
    lowered = text.casefold()
    return _VERDICTS.get(lowered) or Verdict(lowered)


class _Reader:
    """Reads rows as tests of lots of an organisation."""

    def __init__(self, reading: Reading, run: ImportRun) -> None:
        self.reading, self.organisation_id = reading, run.organisation_id
        self.manners = run.manners
        self.lots: dict[UUID, Named] = {}

    def _lot(self, text: str) -> UUID:
        lot = find_lot_by_number_or_code(self.reading, text)
        if lot is None or lot.holder_id != self.organisation_id:
            raise KeyError(text)
        self.lots[lot.id] = Named(lot.number)
        return lot.id

    def meant(self, row: FileRow) -> dict[str, object]:
        """Give what the cells of a row mean."""
        cells = Cells(row.cells, BY_NAME, self.manners)
        found = self.result(cells)
        lot = {"lot": self.lots[found.lot_id]} if found.lot_id in self.lots else {}
        return {**cells.meant, **lot}

    def result(self, cells: Cells) -> LabResult:
        """Read one test; what cannot be read is said of the cells."""
        first = ("laboratory", "method", "tested_for", "result", "unit", "allowed")
        plain = (*first, "verdict_reason", "note")
        return LabResult(
            lot_id=cells.read("lot", self._lot, "cell-not-your-lot", self.organisation_id),
            limit_kind=cells.read(
                "limit_kind", _limit_kind, "cell-not-a-limit-kind", LimitKind.AT_MOST
            ),
            verdict=cells.read("verdict", _verdict, "cell-not-a-verdict", Verdict.PASSED),
            tested_on=cells.read("tested_on", read_day, "cell-not-a-day", date.min),
            **{name: cells.text(name) for name in plain},
        )


class _Checker(Checker):
    """Tries every row out; at the end nothing is written."""

    def __init__(self, work: UnitOfWork, run: ImportRun) -> None:
        self.work, self.reader = work, _Reader(work, run)
        self.seen: dict[tuple[object, ...], int] = {}

    def check(self, rows: Sequence[FileRow]) -> Iterator[CheckedRow]:
        with self.work.rehearsing():
            found = [self._one(row) for row in rows]
        yield from found

    def _one(self, row: FileRow) -> CheckedRow:
        cells = Cells(row.cells, BY_NAME, self.reader.manners)
        found = self.reader.result(cells)
        if cells.problems:
            return CheckedRow(row, RowState.WRONG, tuple(cells.problems))
        twice = self._twice(row, found)
        if twice is not None and row.choice is not Choice.ADD:
            return CheckedRow(row, RowState.ALIKE, (twice,), found)
        problems = self._try(found)
        if problems:
            return CheckedRow(row, RowState.WRONG, tuple(problems))
        return CheckedRow(row, RowState.NEW, entry=found)

    def _twice(self, row: FileRow, found: LabResult) -> Obstacle | None:
        first = self.seen.setdefault(found.likeness, row.number)
        if first != row.number:
            return Obstacle("row-repeats-test", {"other_row": first}, at="lot")
        there = (tuple(getattr(one, name) for name in _SAME) for one in self._tests(found.lot_id))
        if found.likeness[1:] in there:
            return Obstacle("test-there", {}, at="lot")
        return None

    def _tests(self, lot_id: UUID) -> list[object]:
        return [one for one in list_tests(self.work, lot_id) if one.lot_id == lot_id]

    def _try(self, found: LabResult) -> list[Obstacle]:
        nested = self.work.session.begin_nested()
        try:
            record_test(self.work, **vars(found))
        except Refused as error:
            return [placed for one in error.obstacles for placed in _placed(one)]
        except (NotAllowed, NotFound):
            return [Obstacle("row-not-allowed", {}, at="lot")]
        finally:
            nested.rollback()
        return []


def _placed(obstacle: Obstacle) -> Iterator[Obstacle]:
    """Say it at its column; what a minimum would settle is asked there, too."""
    yield replace(obstacle, at=obstacle.at or "lot")
    if obstacle.at == "verdict_reason":
        yield Obstacle("limit-may-be-the-other-kind", at="limit_kind")


class LabResults(Kind):
    """What laboratories found, from their list."""

    what = ImportKind.TESTS
    columns = COLUMNS
    action = Action.TEST_LOT
    party = Party.HOLDER
    most_rows = 200

    def checker(self, work: UnitOfWork, run: ImportRun) -> Checker:
        """Give what tries tests out."""
        return _Checker(work, run)

    def understood(
        self, reading: Reading, run: ImportRun, rows: Sequence[FileRow]
    ) -> Iterator[SeenRow]:
        """Give tests with the lots they are of."""
        reader = _Reader(reading, run)
        return (SeenRow(row, reader.meant(row)) for row in rows)

    def write(
        self, work: UnitOfWork, run: ImportRun, rows: Sequence[CheckedRow], tell: Tell
    ) -> int:
        """Write every result down."""
        kept = []
        for count, row in enumerate(rows, 1):
            test = record_test(work, **vars(row.entry))
            kept.append((test.id, row.row.number, "test", None))
            tell(count)
        keep_records(work, run.id, kept)
        return len(kept)

    def obstacles_to_undoing(self, reading: Reading, run: ImportRun) -> Iterator[Obstacle]:
        """A result can be withdrawn at any time."""
        yield from ()

    def undo(self, work: UnitOfWork, run: ImportRun, *, reason: str, tell: Tell = unheard) -> int:
        """Withdraw every result that is not withdrawn yet."""
        standing = [
            one.record_id
            for one in records_of(work, run.id)
            if not is_withdrawn(work, one.record_id)
        ]
        for count, test_id in enumerate(standing, 1):
            withdraw_test(work, test_id=test_id, reason=reason)
            tell(count, Step.TAKING_BACK)
        return len(standing)
