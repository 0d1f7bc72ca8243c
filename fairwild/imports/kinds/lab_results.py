"""Files of laboratories' results."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any
from uuid import UUID

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.imports.cells import Cells, read_day
from fairwild.imports.facts import CheckedRow, FileRow, Named, SeenRow
from fairwild.imports.kinds.kind import Checker, Kind, Tell, unheard
from fairwild.imports.kinds.lab_results_columns import BY_NAME, COLUMNS
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

_VERDICTS = {"yes": Verdict.PASSED, "no": Verdict.FAILED, "true": Verdict.PASSED}
_VERDICTS |= {"pass": Verdict.PASSED, "fail": Verdict.FAILED, "false": Verdict.FAILED}
_LIMITS = {"max": LimitKind.AT_MOST, "maximum": LimitKind.AT_MOST}
_LIMITS |= {"min": LimitKind.AT_LEAST, "minimum": LimitKind.AT_LEAST}
_SAME = ("laboratory", "method", "tested_for", "result", "tested_on")
_ONE_TEST = ("laboratory", "method", "tested_for", "tested_on")
"""Two results of this are a second measurement, or one of them was written down wrongly."""
_CELLS = ("result", "unit", "allowed", "limit_kind", "verdict", "verdict_reason", "note")
TEST, CHANGED = "test", "test-changed"


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

    def is_of(self, test: Any) -> bool:
        """Tell whether this is of the same test as one that is written down."""
        return all(getattr(test, name) == getattr(self, name) for name in _ONE_TEST)

    def changes(self, test: Any) -> tuple[Obstacle, ...]:
        """Say for every cell that would change what stands there now."""
        old = {name: str(getattr(test, name)) for name in _CELLS}
        return tuple(
            Obstacle("test-cell-changes", {"before": before}, at=name)
            if before
            else Obstacle("test-cell-fills-a-gap", at=name)
            for name, before in old.items()
            if before != str(getattr(self, name))
        )

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


@dataclass(frozen=True)
class Change:
    """What a row says of a test that is written down otherwise."""

    entry: LabResult
    test_id: UUID
    before: dict[str, str]


def said_of(test: Any) -> dict[str, str]:
    """Give what is written down of a test, to be written down again."""
    names = (field.name for field in fields(LabResult))
    return {name: str(getattr(test, name)) for name in names}


def _said_again(before: dict[str, str]) -> LabResult:
    return LabResult(
        lot_id=UUID(before["lot_id"]),
        limit_kind=LimitKind(before["limit_kind"]),
        verdict=Verdict(before["verdict"]),
        tested_on=date.fromisoformat(before["tested_on"]),
        **{name: before[name] for name in (*_ONE_TEST[:3], "result", "unit", "allowed")},
        **{name: before[name] for name in ("verdict_reason", "note")},
    )


def _differs(test: Any) -> Obstacle:
    return Obstacle(
        "test-there-otherwise", {"result": f"{test.result} {test.unit}".strip()}, "result"
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
        other = self._other(found)
        if other is not None and row.choice is not Choice.ADD:
            return self._held(row, found, other)
        twice = self._twice(row, found)
        if twice is not None and row.choice is not Choice.ADD:
            return CheckedRow(row, RowState.ALIKE, (twice,), found)
        problems = self._try(found)
        if problems:
            return CheckedRow(row, RowState.WRONG, tuple(problems))
        return CheckedRow(row, RowState.NEW, entry=found)

    def _held(self, row: FileRow, found: LabResult, other: Any) -> CheckedRow:
        """Hold a result against one of the same test: asked, or put right where that was said."""
        if row.choice is not Choice.MERGE:
            return CheckedRow(row, RowState.ALIKE, (_differs(other),), found)
        problems = self._try(found)
        if problems:
            return CheckedRow(row, RowState.WRONG, tuple(problems))
        change = Change(found, other.id, said_of(other))
        return CheckedRow(row, RowState.CHANGED, found.changes(other), change)

    def _other(self, found: LabResult) -> Any:
        """Give the test that is written down with another result, where there is just one."""
        of_it = [one for one in self._tests(found.lot_id) if found.is_of(one)]
        return of_it[0] if len(of_it) == 1 and found.changes(of_it[0]) else None

    def _twice(self, row: FileRow, found: LabResult) -> Obstacle | None:
        first = self.seen.setdefault(found.likeness, row.number)
        if first != row.number:
            return Obstacle("row-repeats-test", {"other_row": first}, at="lot")
        there = (tuple(getattr(one, name) for name in _SAME) for one in self._tests(found.lot_id))
        if found.likeness[1:] in there:
            return Obstacle("test-there", {}, at="lot")
        return None

    def _tests(self, lot_id: UUID) -> list[Any]:
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
            kept.append(self._write(work, run, row))
            tell(count)
        keep_records(work, run.id, kept)
        return len(kept)

    def _write(
        self, work: UnitOfWork, run: ImportRun, row: CheckedRow
    ) -> tuple[UUID, int, str, Any]:
        """Write a result down; one that it puts right is withdrawn, and stays to be read."""
        number, entry = row.row.number, row.entry
        if not isinstance(entry, Change):
            return record_test(work, **vars(entry)).id, number, TEST, None
        withdraw_test(work, test_id=entry.test_id, reason=f"{run.file_name}: {number}")
        return record_test(work, **vars(entry.entry)).id, number, CHANGED, entry.before

    def obstacles_to_undoing(self, reading: Reading, run: ImportRun) -> Iterator[Obstacle]:
        """A result can be withdrawn at any time."""
        yield from ()

    def undo(self, work: UnitOfWork, run: ImportRun, *, reason: str, tell: Tell = unheard) -> int:
        """Withdraw every result that is not withdrawn yet; what one put right stands again."""
        standing = [
            one for one in records_of(work, run.id) if not is_withdrawn(work, one.record_id)
        ]
        for count, one in enumerate(standing, 1):
            withdraw_test(work, test_id=one.record_id, reason=reason)
            if one.before:
                record_test(work, **vars(_said_again(one.before)))
            tell(count, Step.TAKING_BACK)
        return len(standing)
