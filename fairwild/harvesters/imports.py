"""Files of harvesters: read, shown with every wrong cell, and written only when confirmed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.areas.queries import areas_of, target_species_of
from fairwild.harvesters import cells, operations, queries, rules, sheets
from fairwild.harvesters.cells import ReadRow, Register, WrongCell
from fairwild.harvesters.events import HarvestersImported
from fairwild.harvesters.facts import Entry, Known
from fairwild.harvesters.records import Harvester, HarvesterImport
from fairwild.kernel.refusals import Obstacle
from fairwild.unit_of_work import Reading, UnitOfWork

_COLUMN_OF = {
    "area_ids": "areas",
    "species_ids": "species",
    "registered_until": "last_day",
}


class RowState(StrEnum):
    """What a confirmation would do with a row."""

    NEW = "new"
    THERE = "there"
    WRONG = "wrong"


class CheckedRow(NamedTuple):
    """A row held against the register and the rest of the file.

    `twice` repeats another row; `alike` may be somebody who is known under another number.
    """

    row: ReadRow
    state: RowState
    wrong: tuple[WrongCell, ...] = ()
    twice: bool = False
    alike: bool = False


@dataclass(frozen=True)
class Preview:
    """What a file would write, and everything that keeps it from being written."""

    rows: tuple[CheckedRow, ...]
    headings: tuple[WrongCell, ...] = ()

    @property
    def wrong(self) -> list[WrongCell]:
        """Every wrong cell, by row."""
        return [*self.headings, *(cell for checked in self.rows for cell in checked.wrong)]

    @property
    def may_be_confirmed(self) -> bool:
        """Tell whether the file has rows and nothing is wrong with any."""
        return bool(self.rows) and not self.wrong

    def count(self, state: RowState) -> int:
        """Count the rows of a state."""
        return sum(checked.state is state for checked in self.rows)

    @property
    def alike(self) -> int:
        """Count the new rows that may be somebody who is known already."""
        return sum(checked.alike for checked in self.rows if checked.state is RowState.NEW)

    @property
    def twice(self) -> int:
        """Count the rows that repeat another row of the file."""
        return sum(checked.twice for checked in self.rows)


class _Someone(NamedTuple):
    """Somebody in the register, as far as telling people apart needs it."""

    local_id: str
    likeness: tuple[str, int, str]


def _people(reading: Reading, operator_id: UUID) -> list[_Someone]:
    query = select(
        Harvester.local_id, Harvester.search_name, Harvester.birth_year, Harvester.village
    ).where(Harvester.operator_id == operator_id)
    return [
        _Someone(local_id, (name, year, rules.folded(village)))
        for local_id, name, year, village in reading.session.execute(query)
    ]


def _register(reading: Reading, operator_id: UUID) -> Register:
    targets = target_species_of(reading, operator_id)
    return Register(
        areas={area.code: area.id for area in areas_of(reading, operator_id)},
        species={target.species.code: target.species_id for target in targets},
    )


class _Checker:
    """Holds the rows of one file against the register and against one another."""

    def __init__(self, known: Known, people: Sequence[_Someone]) -> None:
        self.known = known
        self.people = {one.local_id: one.likeness for one in people}
        self.likenesses = {one.likeness for one in people}
        self.numbers: dict[str, int] = {}
        self.persons: dict[tuple[str, int, str], int] = {}

    def check(self, row: ReadRow) -> CheckedRow:
        if row.entry is None:
            return CheckedRow(row, RowState.WRONG, row.wrong)
        person = _likeness(row.entry)
        alike = person in self.likenesses or person in self.persons
        repeated = self._repeated(row, row.entry)
        if repeated:
            return CheckedRow(row, RowState.WRONG, (repeated,), twice=True)
        if self._is_there(row.entry):
            return CheckedRow(row, RowState.THERE)
        wrong = tuple(self._wrong(row, row.entry))
        state = RowState.WRONG if wrong else RowState.NEW
        return CheckedRow(row, state, wrong, alike=alike)

    def _repeated(self, row: ReadRow, entry: Entry) -> WrongCell | None:
        """Remember the row; give what it repeats where the file already said it."""
        person = _likeness(entry)
        if entry.local_id and entry.local_id in self.numbers:
            return _wrong(row, "local_id", "number-twice", other_row=self.numbers[entry.local_id])
        if not entry.local_id and person in self.persons:
            return _wrong(row, "name", "person-twice", other_row=self.persons[person])
        if entry.local_id:
            self.numbers[entry.local_id] = row.number
        self.persons.setdefault(person, row.number)
        return None

    def _is_there(self, entry: Entry) -> bool:
        if not entry.local_id:
            return _likeness(entry) in self.likenesses
        return self.people.get(entry.local_id) == _likeness(entry)

    def _wrong(self, row: ReadRow, entry: Entry) -> Iterator[WrongCell]:
        taken = frozenset({entry.local_id} if entry.local_id in self.people else ())
        known = replace(self.known, local_ids=taken)
        for obstacle in rules.obstacles_to_registering(entry, known):
            column = _COLUMN_OF.get(obstacle.at or "", obstacle.at or "")
            yield WrongCell(row.number, column, row.cells.get(column, ""), obstacle)


def _likeness(entry: Entry) -> tuple[str, int, str]:
    return rules.likeness(entry.name, entry.birth_year, entry.village)


def _wrong(row: ReadRow, column: str, code: str, **facts: object) -> WrongCell:
    return WrongCell(row.number, column, row.cells.get(column, ""), Obstacle(code, facts, column))


def preview_of(reading: Reading, operator_id: UUID, text: str) -> Preview:
    """Read a file and hold every row against the register; nothing is written.

    Raises Invalid for a file that is no table at all.
    """
    heading, *records = sheets.records_of(text, cells.is_column)
    wrong = tuple(cells.wrong_headings(heading))
    if wrong:
        return Preview((), wrong)
    columns = [cells.column_of(cell) for cell in heading]
    register = _register(reading, operator_id)
    checker = _Checker(queries.known_to(reading, operator_id), _people(reading, operator_id))
    rows = (
        cells.read_row(number, cells.cells_of(columns, record), register)
        for number, record in enumerate(records, 2)
        if any(cell.strip() for cell in record)
    )
    return Preview(tuple(checker.check(row) for row in rows))


def stage_import(
    work: UnitOfWork, *, operator_id: UUID, file_name: str, content: bytes
) -> HarvesterImport:
    """Keep a file until it is confirmed; the register stays as it is.

    Raises Invalid for a file that is not UTF-8, not a table, too large or empty.
    """
    work.may(Action.IMPORT_HARVESTERS, on=Of(Party.OPERATOR, operator_id))
    text = sheets.decoded(content)
    sheets.records_of(text, cells.is_column)
    staged = HarvesterImport(
        operator_id=operator_id,
        file_name=file_name[:200],
        content=text,
        uploaded_by=work.actor.person_id,
        uploaded_at=work.now,
    )
    work.add(staged)
    return staged


def find_import(reading: Reading, import_id: UUID) -> HarvesterImport:
    """Give a file that was read; raises NotFound."""
    return reading.get(HarvesterImport, import_id)


def confirm_import(work: UnitOfWork, *, import_id: UUID) -> HarvesterImport:
    """Write every new row of a file, or none; a file that was confirmed is left as it is.

    The copy of the file is forgotten with it: what it said now stands in the register.
    """
    staged = work.take(HarvesterImport, import_id, to=Action.IMPORT_HARVESTERS)
    if staged.confirmed_at is not None:
        return staged
    preview = preview_of(work, staged.operator_id, staged.content)
    work.refuse_if(_obstacles_to_confirming(preview))
    new = [one.row.entry for one in preview.rows if one.state is RowState.NEW and one.row.entry]
    _write(work, staged.operator_id, new)
    there = preview.count(RowState.THERE)
    staged.confirmed_at, staged.content = work.now, ""
    staged.outcome = {"written": len(new), "there": there}
    said = {"operator_id": staged.operator_id}
    work.record(
        HarvestersImported(subject=staged.id, written=len(new), there_already=there, **said)
    )
    return staged


def _obstacles_to_confirming(preview: Preview) -> Iterator[Obstacle]:
    if preview.wrong:
        yield Obstacle("import-has-wrong-cells", {"count": len(preview.wrong)})
    elif not preview.rows:
        yield Obstacle("import-has-no-rows")


def _write(work: UnitOfWork, operator_id: UUID, entries: Sequence[Entry]) -> None:
    """Write the entries in one go, after giving numbers to those without."""
    given = {entry.local_id for entry in entries if entry.local_id}
    missing = len(entries) - len(given)
    free = iter(operations.next_local_ids(work, operator_id, missing, besides=given))
    rows = []
    for entry in entries:
        numbered = replace(entry, local_id=entry.local_id or next(free))
        row = operations.row_of(work, operator_id, numbered)
        operations.record_registration(work, row, numbered)
        rows.append(row)
    work.session.add_all(rows)
    work.session.flush()
