"""Nonconformities as one long list, whatever audit they stand in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, select

from fairwild.audits.queries.rows import nonconformity_facts
from fairwild.audits.queries.waiting import is_overdue
from fairwild.audits.records import Audit, Nonconformity
from fairwild.audits.states import SETTLED, Grade
from fairwild.organisations.queries import organisations_by_id
from fairwild.store.paging import Cursor, Page, page_of
from fairwild.unit_of_work import Reading

STANDINGS: Final = ("open", "overdue", "closed")
"""What a list can be narrowed to; what is overdue is open, what was lifted is closed."""


@dataclass(frozen=True)
class ListedNonconformity:
    """A nonconformity in a list: with its audit, and how grave and late it is today."""

    row: Nonconformity
    audit_number: str
    operator: str
    grade_today: Grade
    overdue: bool


def page_of_nonconformities(
    reading: Reading,
    cursor: Cursor,
    *,
    standing: str = "",
    operator_id: UUID | None = None,
    body_id: UUID | None = None,
) -> Page[ListedNonconformity]:
    """Give one page of the nonconformities the actor may see, the latest written first."""
    wanted = reading.visible(Nonconformity)
    if standing:
        wanted = wanted.where(_standing(reading.today)[standing])
    if operator_id is not None:
        wanted = wanted.where(Nonconformity.operator_id == operator_id)
    if body_id is not None:
        wanted = wanted.where(Nonconformity.body_id == body_id)
    columns = [Nonconformity.raised_at, Nonconformity.id]
    page = page_of(reading.session, wanted, columns, cursor)
    return Page(_listed(reading, page.rows), page.following)


def _standing(on: date) -> Mapping[str, ColumnElement[bool]]:
    return MappingProxyType(
        {
            "open": Nonconformity.status.not_in(SETTLED),
            "overdue": is_overdue(on),
            "closed": Nonconformity.status.in_(SETTLED),
        }
    )


def _listed(reading: Reading, rows: list[Nonconformity]) -> list[ListedNonconformity]:
    ids = {row.audit_id for row in rows}
    wanted = select(Audit.id, Audit.number).where(Audit.id.in_(ids))
    audits = {row.id: row.number for row in reading.session.execute(wanted)}
    names = organisations_by_id(reading, {row.operator_id for row in rows})
    today = reading.today
    found = [(row, nonconformity_facts(row)) for row in rows]
    return [
        ListedNonconformity(
            row=row,
            audit_number=audits[row.audit_id],
            operator=names[row.operator_id].name,
            grade_today=facts.grade_on(today),
            overdue=not facts.settled and facts.overdue(today),
        )
        for row, facts in found
    ]
