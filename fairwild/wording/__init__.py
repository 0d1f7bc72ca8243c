"""Codes to sentences: the only room that knows human languages."""

from collections.abc import Mapping
from enum import StrEnum

from flask_babel import LazyString, gettext

from fairwild.kernel.refusals import Obstacle
from fairwild.wording import (
    access,
    accounts,
    alarms,
    applications,
    areas,
    audit_teams,
    audits,
    certificates,
    competence,
    complaints,
    custody,
    desks,
    fields,
    harvesters,
    imports,
    labels,
    lineage,
    lots,
    organisations,
    packing,
    permits,
    processing,
    recalls,
    species,
    standards,
    stock,
    trace,
    trade,
)
from fairwild.wording.figures import fact_text

ROOMS = (
    access,
    accounts,
    organisations,
    species,
    areas,
    harvesters,
    standards,
    applications,
    competence,
    audits,
    audit_teams,
    desks,
    certificates,
    permits,
    lots,
    processing,
    packing,
    custody,
    lineage,
    stock,
    trade,
    labels,
    trace,
    imports,
    recalls,
    complaints,
    alarms,
)


def _merged(name: str) -> dict[str, LazyString]:
    merged: dict[str, LazyString] = {}
    for room in ROOMS:
        merged.update(getattr(room, name, {}))
    return merged


OBSTACLES: Mapping[str, LazyString] = _merged("OBSTACLES")
EVENTS: Mapping[str, LazyString] = _merged("EVENTS")
WORDS: Mapping[str, LazyString] = _merged("WORDS")
FIELD_MESSAGES: Mapping[str, LazyString] = fields.MESSAGES


def obstacle_sentence(obstacle: Obstacle) -> str:
    """Say in one sentence what stands in the way, with its figures."""
    facts = {name: fact_text(name, value) for name, value in obstacle.facts.items()}
    return str(OBSTACLES[obstacle.code]) % facts


def event_sentence(kind: str) -> str:
    """Say in a few words what happened."""
    return str(EVENTS[kind])


def word(value: StrEnum | str | None, kind: str | None = None) -> str:
    """Give the word people use for a code: `word(State.FRESH)` or `word("fresh", "state")`.

    What there is none of, as the part of a finished product, has no word.
    """
    if value is None:
        return ""
    family = kind or type(value).__name__
    return str(WORDS[f"{family}:{value}"])


def field_message(code: str) -> str:
    """Say what is wrong with a field; a sentence of the schema library passes unchanged."""
    known = FIELD_MESSAGES.get(code)
    return str(known) if known is not None else gettext(code)
