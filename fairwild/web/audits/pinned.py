"""What is pinned in an audit, with the papers its reader can open."""

from typing import Any
from uuid import UUID

from fairwild.applications.queries.papers import Paper, papers_of
from fairwild.audits.queries import pins_of
from fairwild.audits.states import Pinnable
from fairwild.unit_of_work import Reading


def pinned_facts(reading: Reading, audit: Any) -> dict[str, Any]:
    """Give the pins of an audit at hand, and by id the papers among them the actor may see."""
    pins = pins_of(reading, audit.id)
    papers: dict[UUID, Paper] = {}
    if any(one.what is Pinnable.DOCUMENT for one in pins):
        papers = {one.id: one for one in papers_of(reading, audit.operator_id)}
    return {"pins": pins, "papers": papers}
