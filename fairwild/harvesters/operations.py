"""Deeds on harvesters."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm.attributes import flag_modified

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.harvesters import events, queries, rules, twins
from fairwild.harvesters.facts import Entry
from fairwild.harvesters.records import Harvester, HarvesterArea, HarvesterSpecies
from fairwild.harvesters.states import Sex
from fairwild.kernel.codes import new_code
from fairwild.kernel.periods import Period
from fairwild.kernel.refusals import Conflict, Obstacle
from fairwild.store.series import NumberSeries, next_number
from fairwild.unit_of_work import UnitOfWork

_PLAIN = ("name", "sex", "birth_year", "village", "phone")


def next_local_id(work: UnitOfWork, operator_id: UUID) -> str:
    """Give the next free number of an operator's register: `H0001`."""
    while True:
        local_id = _number(next_number(work.session, _series(operator_id)))
        if not queries.is_local_id_taken(work, operator_id, local_id):
            return local_id


def next_local_ids(
    work: UnitOfWork, operator_id: UUID, count: int, *, besides: Iterable[str]
) -> list[str]:
    """Give as many free numbers in one go, leaving out those that stand in a file."""
    taken = queries.local_ids_of(work, operator_id).union(besides)
    free: list[str] = []
    while len(free) < count:
        first = next_number(work.session, _series(operator_id))
        numbers = range(first, first + count - len(free))
        free += [one for one in map(_number, numbers) if one not in taken]
        _move_to(work, operator_id, numbers[-1])
    return free


def _series(operator_id: UUID) -> str:
    return f"harvester:{operator_id}"


def _number(count: int) -> str:
    return f"H{count:04d}"


def _move_to(work: UnitOfWork, operator_id: UUID, last: int) -> None:
    """Count a block of numbers as given out; the series is already locked by the first of them."""
    moved = update(NumberSeries).where(NumberSeries.name == _series(operator_id)).values(last=last)
    work.session.execute(moved.execution_options(synchronize_session=False))


def row_of(work: UnitOfWork, operator_id: UUID, entry: Entry) -> Harvester:
    """Make the row of an entry, with a new card; it is not written yet."""
    row = Harvester(
        operator_id=operator_id,
        local_id=entry.local_id,
        card_code=new_code(),
        registered_at=work.now,
        areas=[HarvesterArea(area_id=area_id) for area_id in sorted(entry.area_ids)],
        species=[HarvesterSpecies(species_id=one) for one in sorted(entry.species_ids)],
    )
    _write(row, entry)
    return row


def _write(row: Harvester, entry: Entry) -> None:
    for name in _PLAIN:
        setattr(row, name, getattr(entry, name))
    row.search_name = rules.folded(entry.name)[:200]
    row.other_ids = list(entry.other_ids)
    row.registered_from, row.registered_until = entry.registered.start, entry.registered.until


def record_registration(work: UnitOfWork, row: Harvester, entry: Entry) -> None:
    """Say that somebody was registered, by ids only."""
    work.record(
        events.HarvesterRegistered(
            subject=row.id,
            operator_id=row.operator_id,
            registered_from=entry.registered.start,
            registered_until=entry.registered.until,
            area_ids=tuple(sorted(entry.area_ids)),
            species_ids=tuple(sorted(entry.species_ids)),
        )
    )


def refuse_look_alikes(work: UnitOfWork, *, operator_id: UUID, entry: Entry) -> None:
    """Refuse where the register may already have this person; leave it out once that is asked."""
    register = twins.Register(queries.likenesses_of(work, operator_id))
    found = register.alike(rules.likeness_of(entry))
    work.refuse_if(
        Obstacle("possible-duplicate", {"local_id": one.local_id, "alike": why}, at="name")
        for one, why in found
    )


def entry_of(
    *,
    name: str,
    sex: Sex,
    birth_year: int,
    village: str,
    registered_from: date,
    area_ids: Iterable[UUID] = (),
    species_ids: Iterable[UUID] = (),
    phone: str = "",
    registered_until: date | None = None,
    local_id: str = "",
    other_ids: Iterable[Mapping[str, str]] = (),
) -> Entry:
    """Give what the register is to say of one person."""
    return Entry(
        name=name,
        sex=sex,
        birth_year=birth_year,
        village=village,
        phone=phone,
        registered=Period(registered_from, registered_until),
        area_ids=frozenset(area_ids),
        species_ids=frozenset(species_ids),
        local_id=local_id,
        other_ids=tuple(dict(one) for one in other_ids),
    )


def register_harvester(work: UnitOfWork, *, operator_id: UUID, **said: Any) -> Harvester:
    """Let somebody collect for an operator, up to but without `registered_until`.

    `said` is what `entry_of` takes. An empty local id becomes the next free one.
    """
    work.may(Action.REGISTER_HARVESTER, on=Of(Party.OPERATOR, operator_id))
    entry = entry_of(**said)
    known = queries.known_to(work, operator_id, local_id=entry.local_id)
    work.refuse_if(rules.obstacles_to_registering(entry, known))
    if not entry.local_id:
        entry = replace(entry, local_id=next_local_id(work, operator_id))
    row = row_of(work, operator_id, entry)
    work.add(row)
    record_registration(work, row, entry)
    return row


def register_new_person(
    work: UnitOfWork, *, operator_id: UUID, another_person: bool, **said: Any
) -> Harvester:
    """Register somebody who is not there yet; `another_person` answers the question about it."""
    work.may(Action.REGISTER_HARVESTER, on=Of(Party.OPERATOR, operator_id))
    if not another_person:
        refuse_look_alikes(work, operator_id=operator_id, entry=entry_of(**said))
    return register_harvester(work, operator_id=operator_id, **said)


def edit_harvester(
    work: UnitOfWork, *, harvester_id: UUID, version: int, entry: Entry
) -> Harvester:
    """Put right what the register says of somebody; the local id and the card stay.

    Raises Conflict for a version that is no longer there.
    """
    row = work.take(Harvester, harvester_id, to=Action.EDIT_HARVESTER)
    if row.version != version:
        raise Conflict("harvester")
    before = queries.facts_of(queries.get_harvester(work, harvester_id))
    known = queries.known_to(work, row.operator_id)
    known = replace(
        known,
        area_ids=known.area_ids | before.area_ids,
        species_ids=known.species_ids | before.species_ids,
    )
    work.refuse_if(rules.obstacles_to_registering(replace(entry, local_id=""), known))
    fields = _changed(row, entry)
    _write(row, entry)
    _allow(row, entry)
    flag_modified(row, "name")  # areas and species count as a change of the row too
    work.record(
        events.HarvesterChanged(
            subject=row.id,
            fields=fields,
            registered_from=entry.registered.start,
            registered_until=entry.registered.until,
            area_ids=tuple(sorted(entry.area_ids)),
            species_ids=tuple(sorted(entry.species_ids)),
        )
    )
    work.session.flush()
    return row


def _changed(row: Harvester, entry: Entry) -> tuple[str, ...]:
    changed = [name for name in _PLAIN if getattr(row, name) != getattr(entry, name)]
    if row.other_ids != list(entry.other_ids):
        changed.append("other_ids")
    return tuple(changed)


def _allow(row: Harvester, entry: Entry) -> None:
    """Let the person collect here and these, and nowhere and nothing else."""
    row.areas = [one for one in row.areas if one.area_id in entry.area_ids]
    row.species = [one for one in row.species if one.species_id in entry.species_ids]
    had_areas = {one.area_id for one in row.areas}
    had_species = {one.species_id for one in row.species}
    row.areas += [HarvesterArea(area_id=one) for one in sorted(entry.area_ids - had_areas)]
    row.species += [
        HarvesterSpecies(species_id=one) for one in sorted(entry.species_ids - had_species)
    ]


def end_registration(
    work: UnitOfWork, *, harvester_id: UUID, version: int, last_day: date
) -> Harvester:
    """Let somebody collect until this day and no longer; the history stays."""
    row = work.take(Harvester, harvester_id, to=Action.EDIT_HARVESTER)
    if row.version != version:
        raise Conflict("harvester")
    ended = Period(row.registered_from, last_day + timedelta(days=1))
    work.refuse_if(
        [
            *rules.obstacles_to_ending(Period(row.registered_from, row.registered_until)),
            *rules.obstacles_to_period(ended),
        ]
    )
    row.registered_until = ended.until
    work.record(events.RegistrationEnded(subject=row.id, registered_until=ended.until or last_day))
    return row
