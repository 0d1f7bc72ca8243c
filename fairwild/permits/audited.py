"""Permits of an operator as its certification body looks at them.

The caller has asked whether the actor audits the operator; nobody is asked here.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from fairwild.permits.facts import PermitFacts
from fairwild.permits.queries import facts_of
from fairwild.permits.records import Permit
from fairwild.unit_of_work import Reading


@dataclass(frozen=True)
class SeenPermit:
    """A permit with the name of its species, and when it was registered and ended."""

    facts: PermitFacts
    species: str
    registered_at: datetime
    ended_at: datetime | None
    file_name: str | None


def permits_seen(reading: Reading, operator_id: UUID) -> list[SeenPermit]:
    """List every permit of an operator, those that end last first."""
    query = (
        select(Permit)
        .where(Permit.operator_id == operator_id)
        .options(joinedload(Permit.species))
        .order_by(Permit.valid_until.desc(), Permit.number)
    )
    rows = list(reading.session.scalars(query))
    return [
        SeenPermit(
            facts, row.species.scientific_name, row.registered_at, row.ended_at, row.file_name
        )
        for row, facts in zip(rows, facts_of(reading, rows), strict=True)
    ]
