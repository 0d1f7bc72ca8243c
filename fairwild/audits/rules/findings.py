"""When a nonconformity may be answered and closed, and by when. Pure."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from fairwild.audits.facts import (
    NonconformityFacts,
)
from fairwild.audits.states import (
    Grade,
    NonconformityStatus,
)
from fairwild.kernel.parameters import ParameterTable
from fairwild.kernel.periods import add_months
from fairwild.kernel.refusals import Obstacle


def nonconformity_due_on(table: ParameterTable, grade: Grade, *, found_on: date) -> date:
    """Give the last day for closing a nonconformity of this grade."""
    months = table.in_force("nonconformity_due_months", on=found_on, grade=grade).whole
    return add_months(found_on, months)


def obstacles_to_answering(nonconformity: NonconformityFacts, *, answer: str) -> Iterator[Obstacle]:
    """Say what stands against the operator's answer."""
    if nonconformity.status is not NonconformityStatus.OPEN:
        yield Obstacle("nonconformity-not-open", {"status": nonconformity.status})
    if not answer.strip():
        yield Obstacle("answer-missing")


def obstacles_to_closing(
    nonconformity: NonconformityFacts, *, closer_id: UUID
) -> Iterator[Obstacle]:
    """Say what stands against closing a nonconformity: it takes an answer and four eyes."""
    if nonconformity.status is not NonconformityStatus.ANSWERED:
        yield Obstacle("nonconformity-not-answered", {"status": nonconformity.status})
    if nonconformity.answered_by == closer_id:
        yield Obstacle("closer-is-answerer")
