"""Deeds on many harvesters at once, for files: register, put right, take back."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.harvesters import events, operations, queries, rules
from fairwild.harvesters.facts import Entry, Likeness
from fairwild.harvesters.records import Harvester
from fairwild.harvesters.states import Sex
from fairwild.kernel.events import plain
from fairwild.kernel.periods import Period
from fairwild.kernel.refusals import Obstacle
from fairwild.unit_of_work import Reading, UnitOfWork


@dataclass(frozen=True)
class Person:
    """Somebody in the register, as telling people apart and changing their entry need it."""

    id: UUID
    local_id: str
    version: int
    phone: str
    entry: Entry

    @property
    def likeness(self) -> Likeness:
        """By what somebody else may be the same person."""
        return replace(rules.likeness_of(self.entry), id=self.id, local_id=self.local_id)


def people_of(reading: Reading, operator_id: UUID) -> list[Person]:
    """List everybody in the register of an operator."""
    return [_person(row) for row in queries.register_of(reading, operator_id)]


def _person(row: Harvester) -> Person:
    entry = operations.entry_of(**queries.said_of(row), local_id=row.local_id)
    return Person(row.id, row.local_id, row.version, row.phone, entry)


def register_all(
    work: UnitOfWork, operator_id: UUID, entries: Sequence[Entry], *, import_id: UUID
) -> list[UUID]:
    """Write entries into the register in one go, after giving numbers to those without.

    The entries were held against the rules by `obstacles_to_registering`.
    """
    work.may(Action.IMPORT_HARVESTERS, on=Of(Party.OPERATOR, operator_id))
    given = {entry.local_id for entry in entries if entry.local_id}
    missing = sum(not entry.local_id for entry in entries)
    free = iter(operations.next_local_ids(work, operator_id, missing, besides=given))
    rows = []
    for entry in entries:
        numbered = replace(entry, local_id=entry.local_id or next(free))
        row = operations.row_of(work, operator_id, numbered)
        operations.record_registration(work, row, numbered)
        rows.append(row)
    work.session.add_all(rows)
    work.session.flush()
    work.record(
        events.HarvestersImported(
            subject=import_id, operator_id=operator_id, written=len(rows), there_already=0
        )
    )
    return [row.id for row in rows]


def kept_of(entry: Entry) -> dict[str, Any]:
    """Give an entry as JSON, to write it again."""
    return {
        **{name: getattr(entry, name) for name in ("name", "birth_year", "village", "phone")},
        "sex": entry.sex.value,
        "registered": [plain(entry.registered.start), plain(entry.registered.until)],
        "area_ids": sorted(map(str, entry.area_ids)),
        "species_ids": sorted(map(str, entry.species_ids)),
        "other_ids": list(entry.other_ids),
    }


def entry_kept(kept: Mapping[str, Any]) -> Entry:
    """Give an entry again."""
    start, until = kept["registered"]
    return Entry(
        name=kept["name"],
        sex=Sex(kept["sex"]),
        birth_year=kept["birth_year"],
        village=kept["village"],
        phone=kept["phone"],
        registered=Period(date.fromisoformat(start), date.fromisoformat(until) if until else None),
        area_ids=frozenset(map(UUID, kept["area_ids"])),
        species_ids=frozenset(map(UUID, kept["species_ids"])),
        other_ids=tuple(kept["other_ids"]),
    )


def obstacles_to_putting_back(reading: Reading, versions: Mapping[UUID, int]) -> Iterator[Obstacle]:
    """Say whose entries were changed since they had these versions."""
    found = reading.session.scalars(select(Harvester).where(Harvester.id.in_(versions)))
    for row in sorted(found, key=lambda one: one.local_id):
        if row.version != versions[row.id]:
            yield Obstacle("harvester-changed-since", {"local_id": row.local_id})


def take_back_registrations(work: UnitOfWork, ids: Iterable[UUID]) -> int:
    """Take people out of the register who were never in it; nothing may depend on them."""
    rows = work.take_all(Harvester, ids, to=Action.IMPORT_HARVESTERS)
    for row in rows:
        said = {"operator_id": row.operator_id}
        work.record(events.RegistrationTakenBack(subject=row.id, **said))
    taken = delete(Harvester).where(Harvester.id.in_([row.id for row in rows]))
    work.session.execute(taken.execution_options(synchronize_session=False))
    return len(rows)
