"""Files of harvesters: new people, changed entries, and people who may be known already."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.harvesters import rules
from fairwild.harvesters.facts import Entry, Known
from fairwild.harvesters.in_bulk import (
    Person,
    entry_kept,
    kept_of,
    obstacles_to_putting_back,
    people_of,
    register_all,
    take_back_registrations,
)
from fairwild.harvesters.operations import edit_harvester
from fairwild.harvesters.queries import known_to
from fairwild.harvesters.states import Alike
from fairwild.harvesters.twins import Register
from fairwild.imports.facts import CheckedRow, FileRow, Named, SeenRow
from fairwild.imports.kinds.harvesters_changes import changes_between
from fairwild.imports.kinds.harvesters_columns import COLUMNS
from fairwild.imports.kinds.harvesters_reading import EntryReader
from fairwild.imports.kinds.kind import Checker, Kind, Tell, unheard
from fairwild.imports.kinds.written import keep_records, records_of
from fairwild.imports.records import ImportRecord, ImportRun
from fairwild.imports.states import Choice, ImportKind, RowState
from fairwild.kernel.refusals import Obstacle
from fairwild.kernel.steps import Step
from fairwild.lots.queries.imported import sellers_among
from fairwild.unit_of_work import Reading, UnitOfWork

_COLUMN_OF = {"area_ids": "areas", "species_ids": "species", "registered_until": "last_day"}

SURE = (Alike.NAME, Alike.SOUND)
"""What is asked about between two rows of one file, which the same hand has written."""


@dataclass(frozen=True)
class Change:
    """What a row says of somebody; `person` where they are in the register already."""

    entry: Entry
    person: Person | None = None


class _Checker(Checker):
    def __init__(self, work: UnitOfWork, run: ImportRun) -> None:
        self.reader = EntryReader(work, run.organisation_id, run.manners)
        self.known: Known = known_to(work, run.organisation_id)
        people = people_of(work, run.organisation_id)
        self.people = {one.local_id: one for one in people}
        self.by_id = {one.id: one for one in people}
        self.register = Register(one.likeness for one in people)
        self.numbers: dict[str, int] = {}
        self.rows: dict[UUID, int] = {}
        self.file = Register()

    def check(self, rows: Sequence[FileRow]) -> Iterator[CheckedRow]:
        for row in rows:
            yield self._one(row)

    def _one(self, row: FileRow) -> CheckedRow:
        numbered = self.people.get(row.cells.get("local_id", ""))
        entry, problems = self.reader.entry(row, numbered.entry if numbered else None)
        if problems:
            return CheckedRow(row, RowState.WRONG, tuple(problems))
        repeated = self._repeats_number(row, entry)
        if repeated is not None:
            return CheckedRow(row, RowState.WRONG, (repeated,))
        if numbered is not None:
            return self._known(row, entry, numbered)
        return self._unknown(row, entry)

    def _repeats_number(self, row: FileRow, entry: Entry) -> Obstacle | None:
        if not entry.local_id:
            return None
        first = self.numbers.setdefault(entry.local_id, row.number)
        if first == row.number:
            return None
        return Obstacle("number-twice", {"other_row": first}, at="local_id")

    def _known(self, row: FileRow, entry: Entry, person: Person) -> CheckedRow:
        """Hold a row against the entry with its number: the same, changed, or somebody else's."""
        if not _same_person(entry, person.entry):
            taken = Obstacle("local-id-taken", {"local_id": person.local_id}, at="local_id")
            return CheckedRow(row, RowState.WRONG, (taken,))
        if kept_of(entry) == kept_of(person.entry):
            return CheckedRow(row, RowState.SAME, entry=Change(entry, person))
        return self._by_rules(row, Change(entry, person), RowState.CHANGED)

    def _unknown(self, row: FileRow, entry: Entry) -> CheckedRow:
        """Hold a row without a known number against people who may be the same."""
        other_row = self._row_alike(row, entry)
        found = next(self.register.alike(rules.likeness_of(entry)), None)
        alike = self.by_id.get(found[0].id) if found and found[0].id else None
        if row.choice is Choice.MERGE and alike is not None:
            merged, _ = self.reader.entry(row, alike.entry)
            merged = replace(merged, local_id=alike.local_id)
            return self._by_rules(row, Change(merged, alike), RowState.CHANGED)
        if alike is not None and kept_of(entry) == kept_of(alike.entry) and not entry.local_id:
            return CheckedRow(row, RowState.SAME, entry=Change(entry, alike))
        if row.choice is not Choice.ADD:
            if alike is not None and found is not None:
                facts = {"local_id": alike.local_id, "alike": found[1]}
                twin = Obstacle("possible-duplicate", facts, at="name")
                return CheckedRow(row, RowState.ALIKE, (twin,), Change(entry))
            if other_row is not None:
                twin = Obstacle("person-twice", {"other_row": other_row}, at="name")
                return CheckedRow(row, RowState.ALIKE, (twin,), Change(entry))
        return self._by_rules(row, Change(entry), RowState.NEW)

    def _row_alike(self, row: FileRow, entry: Entry) -> int | None:
        """Give an earlier row about somebody with the same name or telephone, as far as is sure."""
        person_id = uuid4()
        named = replace(rules.likeness_of(entry), id=person_id)
        sure = (one for one, why in self.file.alike(named) if why in SURE)
        self.file.add(named)
        self.rows[person_id] = row.number
        numbers = (self.rows[one.id] for one in sure if one.id)
        return next((number for number in numbers if number != row.number), None)

    def _by_rules(self, row: FileRow, change: Change, state: RowState) -> CheckedRow:
        known, entry = self.known, change.entry
        if change.person is not None:
            before = change.person.entry
            known = replace(
                known,
                area_ids=known.area_ids | before.area_ids,
                species_ids=known.species_ids | before.species_ids,
            )
        problems = tuple(
            replace(one, at=_COLUMN_OF.get(one.at or "", one.at))
            for one in rules.obstacles_to_registering(entry, known)
        )
        if problems:
            return CheckedRow(row, RowState.WRONG, problems)
        if change.person is None:
            return CheckedRow(row, state, entry=change)
        changes = changes_between(change.person.entry, entry, self.reader.codes)
        return CheckedRow(row, state, changes, change)


def _same_person(entry: Entry, known: Entry) -> bool:
    """A number stays with its person while the name or else birth year and village stay."""
    born, village = entry.birth_year == known.birth_year, rules.folded(entry.village)
    same_home = born and village == rules.folded(known.village)
    return same_home or rules.folded(entry.name) == rules.folded(known.name)


class Harvesters(Kind):
    """The register of harvesters, from whatever list there is."""

    what = ImportKind.HARVESTERS
    columns = COLUMNS
    action = Action.IMPORT_HARVESTERS
    party = Party.OPERATOR
    most_rows = 2_000

    def checker(self, work: UnitOfWork, run: ImportRun) -> Checker:
        """Give what checks people: new, changed, the same, or perhaps known."""
        return _Checker(work, run)

    def understood(
        self, reading: Reading, run: ImportRun, rows: Sequence[FileRow]
    ) -> Iterator[SeenRow]:
        """Give entries with the areas and plants they name, and who is known by a number."""
        reader = EntryReader(reading, run.organisation_id, run.manners)
        people = {one.local_id: one for one in people_of(reading, run.organisation_id)}
        for row in rows:
            known = people.get(row.cells.get("local_id", ""))
            who = {"local_id": Named(known.local_id, known.entry.name)} if known else {}
            yield SeenRow(row, {**reader.meant(row), **who})

    def write(
        self, work: UnitOfWork, run: ImportRun, rows: Sequence[CheckedRow], tell: Tell
    ) -> int:
        """Register who is new and put right who is known."""
        new = [row for row in rows if row.state is RowState.NEW]
        ids = register_all(
            work, run.organisation_id, [row.entry.entry for row in new], import_id=run.id
        )
        made = zip(ids, new, strict=True)
        kept: list[tuple[UUID, int, str, object]] = [
            (one, row.row.number, "harvester-new", None) for one, row in made
        ]
        tell(len(new))
        for count, row in enumerate(rows, 1):
            if row.state is RowState.CHANGED:
                kept.append(self._change(work, row.row.number, row.entry))
                tell(count)
        keep_records(work, run.id, kept)
        return len(kept)

    def _change(
        self, work: UnitOfWork, number: int, change: Change
    ) -> tuple[UUID, int, str, object]:
        person = change.person
        if person is None:
            message = "somebody unknown cannot be changed"
            raise ValueError(message)
        row = edit_harvester(
            work, harvester_id=person.id, version=person.version, entry=change.entry
        )
        before = {"said": kept_of(person.entry), "version": row.version}
        return person.id, number, "harvester-changed", before

    def obstacles_to_undoing(self, reading: Reading, run: ImportRun) -> Iterator[Obstacle]:
        """Nothing may have been bought from new people, and no entry changed since."""
        kept = records_of(reading, run.id)
        new = {one.record_id for one in kept if one.what == "harvester-new"}
        sellers = sellers_among(reading, new)
        if sellers:
            yield Obstacle("harvesters-have-receipts", {"count": len(sellers)})
        versions = {one.record_id: 1 for one in kept if one.record_id in new - sellers}
        changed = {one.record_id: one.before["version"] for one in kept if one.before}
        yield from obstacles_to_putting_back(reading, versions | changed)

    def undo(self, work: UnitOfWork, run: ImportRun, *, reason: str, tell: Tell = unheard) -> int:
        """Take new people out and put changed entries back."""
        kept = records_of(work, run.id)
        for count, one in enumerate(kept, 1):
            if one.before:
                self._put_back(work, one)
            tell(count, Step.TAKING_BACK)
        new = [one.record_id for one in kept if one.what == "harvester-new"]
        return take_back_registrations(work, new) + sum(bool(one.before) for one in kept)

    def _put_back(self, work: UnitOfWork, record: ImportRecord) -> None:
        before = record.before or {}
        edit_harvester(
            work,
            harvester_id=record.record_id,
            version=before["version"],
            entry=entry_kept(before["said"]),
        )
