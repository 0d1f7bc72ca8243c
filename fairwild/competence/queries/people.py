"""Who judges for a body, and what its office has to look after."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeGuard
from uuid import UUID

from sqlalchemy import select

from fairwild.access.actions import Action
from fairwild.access.parties import Party
from fairwild.access.policy import Of
from fairwild.competence import rules
from fairwild.competence.facts import WitnessDue
from fairwild.competence.queries.rows import competences_of
from fairwild.competence.records import Competence, WitnessAudit
from fairwild.competence.states import CompetenceStanding, WitnessStanding
from fairwild.kernel.actors import Role
from fairwild.kernel.periods import Period
from fairwild.kernel.refusals import NotFound, Obstacle
from fairwild.organisations import queries as organisations
from fairwild.standards import catalogue
from fairwild.unit_of_work import Reading


@dataclass(frozen=True)
class CompetenceLine:
    """One competence as pages show it."""

    row: Competence
    standing: CompetenceStanding

    @property
    def last_day(self) -> date:
        """The last day on which it holds, unless the body ends it before."""
        return self.row.valid_until - timedelta(days=1)


@dataclass(frozen=True)
class PersonLine:
    """One person of a body with what they may judge and when somebody went along with them."""

    person: organisations.PersonFacts
    competences: tuple[CompetenceLine, ...]
    witness: WitnessDue | None

    @property
    def needs_attention(self) -> bool:
        """Whether the office has to look after something of this person."""
        standings = {one.standing for one in self.competences}
        late = self.witness is not None and self.witness.standing is not WitnessStanding.IN_TIME
        return late or CompetenceStanding.EXPIRING in standings


def _whole(name: str, on: date) -> int:
    return catalogue.parameters().in_force(name, on=on).whole


def people_judging(reading: Reading, body_id: UUID) -> list[PersonLine]:
    """List who judges for a body, with their competences and witnessed audits, by name.

    Raises NotAllowed for whoever may not see it.
    """
    reading.may(Action.SEE_COMPETENCE, on=Of(Party.BODY, body_id))
    people = organisations.people_with_role(reading, body_id, *rules.JUDGING_ROLES)
    return _lines(reading, body_id, people)


def person_judging(reading: Reading, body_id: UUID, person_id: UUID) -> PersonLine:
    """Give one person of a body with what they may judge; raises NotAllowed, NotFound.

    Somebody who left the body is found as long as something is known of them.
    """
    reading.may(Action.SEE_COMPETENCE, on=Of(Party.BODY, body_id))
    people = organisations.people_with_role(reading, body_id)
    found = [one for one in people if one.id == person_id]
    if not found:
        name = organisations.people_by_id(reading, [person_id]).get(person_id)
        known = reading.session.scalar(competences_of(body_id, [person_id]).limit(1))
        if name is None or known is None:
            raise NotFound("person")
        found = [organisations.PersonFacts(person_id, name, ())]
    [line] = _lines(reading, body_id, found)
    return line


def _lines(
    reading: Reading, body_id: UUID, people: Sequence[organisations.PersonFacts]
) -> list[PersonLine]:
    ids = [one.id for one in people]
    by_person: dict[UUID, list[Competence]] = defaultdict(list)
    for row in reading.session.scalars(competences_of(body_id, ids)):
        by_person[row.person_id].append(row)
    last = _last_witnessed(reading, body_id, ids)
    return [
        PersonLine(
            person=one,
            competences=tuple(_line(row, on=reading.today) for row in by_person[one.id]),
            witness=_witness_due(by_person[one.id], last.get(one.id), on=reading.today),
        )
        for one in people
    ]


def _line(row: Competence, *, on: date) -> CompetenceLine:
    valid = Period(row.valid_from, row.valid_until)
    days, ended = _whole("competence_warning_days", on), row.ended_at is not None
    standing = rules.competence_standing(valid, ended=ended, on=on, warning_days=days)
    return CompetenceLine(row, standing)


def _last_witnessed(
    reading: Reading, body_id: UUID, person_ids: Collection[UUID]
) -> dict[UUID, date]:
    wanted = select(WitnessAudit.person_id, WitnessAudit.witnessed_on).where(
        WitnessAudit.body_id == body_id, WitnessAudit.person_id.in_(person_ids)
    )
    found = reading.session.execute(wanted.order_by(WitnessAudit.witnessed_on))
    return {row.person_id: row.witnessed_on for row in found}


def witness_overdue(
    reading: Reading, body_id: UUID, person_ids: Collection[UUID], *, on: date
) -> list[Obstacle]:
    """Say of which of these auditors somebody had to go along with before that day.

    It warns and bars nothing. Asks no permission: for rooms that have asked for their own.
    """
    held: dict[UUID, list[Competence]] = defaultdict(list)
    for row in reading.session.scalars(competences_of(body_id, person_ids)):
        held[row.person_id].append(row)
    last = _last_witnessed(reading, body_id, person_ids)
    names = organisations.people_by_id(reading, held)
    due = {one: _witness_due(rows, last.get(one), on=on) for one, rows in held.items()}
    late = ((names.get(one, "–"), found.due_on) for one, found in due.items() if _is_late(found))
    return [
        Obstacle("witness-overdue", {"person": name, "due_on": due_on}, at="team")
        for name, due_on in sorted(late)
    ]


def _is_late(due: WitnessDue | None) -> TypeGuard[WitnessDue]:
    return due is not None and due.standing is WitnessStanding.OVERDUE


def _witness_due(
    rows: Iterable[Competence], last_on: date | None, *, on: date
) -> WitnessDue | None:
    """Say when an auditor has to be gone along with; nothing for whoever is no auditor."""
    started = [row.valid_from for row in rows if row.role is Role.AUDITOR]
    if not started:
        return None
    return rules.witness_due(
        last_on,
        auditor_since=min(started),
        months=_whole("witness_interval_months", on),
        on=on,
        warning_days=_whole("competence_warning_days", on),
    )
