"""What a decision rests on, as it was frozen with it, for the page of its audit."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import gettext

from fairwild.species import queries as species
from fairwild.unit_of_work import Reading
from fairwild.wording import word
from fairwild.wording.figures import day
from fairwild.wording.organisations import country_name


def rested_on(reading: Reading, facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Word the frozen facts line by line; of decisions from before they were kept, none."""
    return [
        *_agreement(facts.get("agreement")),
        *_approvals(facts.get("approvals", ())),
        *_classes(reading, facts.get("risk_classifications", ())),
        *_elsewhere(facts.get("open_elsewhere", ())),
    ]


def _day(text: str) -> str:
    return day(date.fromisoformat(text))


def _agreement(kept: Mapping[str, Any] | None) -> Iterator[tuple[str, str]]:
    if kept:
        facts = {"edition": kept["edition"], "day": _day(kept["signed_on"])}
        yield (
            gettext("Certification agreement"),
            gettext("%(edition)s, signed on %(day)s", **facts),
        )


def _approvals(kept: list[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    for one in kept:
        facts = {"status": word(one["status"], "ApprovalStatus"), "day": _day(one["valid_from"])}
        label = gettext("Approval of the body in %(country)s", country=country_name(one["country"]))
        yield label, gettext("%(status)s, since %(day)s", **facts)


def _classes(reading: Reading, kept: list[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    plants = species.species_by_id(reading, {UUID(one["species_id"]) for one in kept})
    for one in kept:
        plant, part = plants[UUID(one["species_id"])], word(one["part"], "PlantPart")
        where = country_name(one["country"])
        yield (
            f"{plant.scientific_name}, {part}, {where}",
            f"{word(one['risk_class'], 'RiskClass')} ({one['document']})",
        )


def _elsewhere(kept: list[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    for one in kept:
        facts = {"grade": word(one["grade"], "Grade"), "day": _day(one["due_on"])}
        label = gettext("Open then: %(audit)s, number %(number)s", **one)
        yield label, gettext("%(grade)s, due on %(day)s", **facts)
