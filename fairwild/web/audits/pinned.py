"""What is pinned in an audit, with the papers its reader can open."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from fairwild.applications.queries.papers import Paper, papers_of
from fairwild.audits.queries import pins_of
from fairwild.audits.states import Pinnable
from fairwild.unit_of_work import Reading


def pinned_facts(reading: Reading, audit: Any) -> dict[str, Any]:
    """Give the pins of an audit at hand, and by id the papers among them the actor may see."""
    pins = pins_of(reading, audit.id)
    return {"pins": pins, "papers": papers_among(reading, audit.operator_id, pins)}


def papers_among(reading: Reading, operator_id: UUID, pins: Iterable[Any]) -> dict[UUID, Paper]:
    """Give by id the papers of an operator the actor may see, where any paper is pinned."""
    if not any(one.what is Pinnable.DOCUMENT for one in pins):
        return {}
    return {one.id: one for one in papers_of(reading, operator_id)}
