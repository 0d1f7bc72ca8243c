"""What the buying point can choose from, and what it remembers from one person to the next."""

from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from flask import Response, request

from fairwild.areas.queries import areas_of, target_species_of
from fairwild.harvesters.facts import HarvesterFacts
from fairwild.harvesters.queries import find_by_card, search_harvesters
from fairwild.kernel.quantities import State
from fairwild.unit_of_work import Reading
from fairwild.wording import word

COOKIE = "fairwild_buying"
REMEMBERED = ("area_id", "goods", "state", "price_per_kg", "buying_point")
KEPT_S = 60 * 60 * 24 * 60
MATCHES = 8

Pairs = list[tuple[str, str]]


def area_choices(reading: Reading, operator_id: UUID) -> Pairs:
    """List the areas where something may be collected."""
    areas = areas_of(reading, operator_id)
    return [(str(area.id), f"{area.code} · {area.name}") for area in areas]


def goods_choices(reading: Reading, operator_id: UUID) -> Pairs:
    """List what the operator collects: the name people use first, then the scientific one."""
    return [
        (f"{target.species_id}:{target.part}", _called(target))
        for target in target_species_of(reading, operator_id)
    ]


def _called(target: Any) -> str:
    common = target.local_name or next(iter(target.species.common_names.values()), "")
    names = [common, target.species.scientific_name] if common else [target.species.scientific_name]
    return f"{' · '.join(names)}, {word(target.part)}"


def state_choices() -> Pairs:
    """List the states a plant is weighed in."""
    return [(str(state), word(state)) for state in State]


def remembered() -> dict[str, str]:
    """Give what was chosen for the last person in the queue."""
    kept = dict(parse_qsl(request.cookies.get(COOKIE, "")))
    return {name: kept[name][:200] for name in REMEMBERED if name in kept}


def remember(answer: Response, values: dict[str, Any]) -> None:
    """Keep what is likely to be the same for the next person in the queue."""
    kept = urlencode({name: values.get(name, "") for name in REMEMBERED})
    answer.set_cookie(COOKIE, kept, max_age=KEPT_S, httponly=True, samesite="Lax")


def only(choices: Pairs, chosen: str) -> str:
    """Give the choice, or the only one there is."""
    known = {value for value, _ in choices}
    if chosen in known:
        return chosen
    return choices[0][0] if len(choices) == 1 else ""


def matching(reading: Reading, operator_id: UUID, text: str) -> list[HarvesterFacts]:
    """List the harvesters whose card, number or name was typed; a card means exactly one."""
    if not text.strip():
        return []
    by_card = find_by_card(reading, operator_id, text)
    if by_card is not None:
        return [by_card]
    found = search_harvesters(reading, operator_id, text, limit=MATCHES)
    exact = [one for one in found if one.local_id.casefold() == text.strip().casefold()]
    return exact or found
