"""The page of a lineage put together."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any
from uuid import UUID

from fairwild.lots.lineage.belonging import found_in
from fairwild.lots.lineage.collected import ToldOrigin, origin_told
from fairwild.lots.lineage.facts import Lineage
from fairwild.lots.lineage.neighbours import around
from fairwild.lots.lineage.queries import lineage_of
from fairwild.lots.lineage.stages import Wanted, staged
from fairwild.organisations.queries import organisations_by_id
from fairwild.species.queries import species_by_id
from fairwild.unit_of_work import Reading
from fairwild.web.lineage.asked import COLOURS, Asked
from fairwild.web.lineage.colours import colouring_of, legend
from fairwild.web.lineage.picture import Sitting, drawn
from fairwild.web.lineage.rows import lot_table, stage_rows
from fairwild.web.lineage.sight import Told, told
from fairwild.wording.organisations import country_name

DRAWN_WHOLE = 30
"""So many lots are drawn one by one; more are gathered into stages."""
MOST_FOUND = 40
"""So many lots found are opened; the others stay in their stages, which say how many."""


def _told(reading: Reading, lot_id: UUID) -> Told:
    """Give the lineage the viewer may see with the names in it; raises NotFound."""
    lineage = lineage_of(reading, lot_id)
    return told(lineage, organisations_by_id(reading, lineage.party_ids))


def page_of_lineage(reading: Reading, asked: Asked) -> dict[str, Any]:
    """Give everything the page shows; raises NotFound."""
    whole = _told(reading, asked.lot_id)
    shown = _near(whole, asked)
    lineage = shown.lineage
    found = found_in(reading, lineage, asked.text)
    colouring = colouring_of(reading, lineage, asked.colour)
    sitting = Sitting(
        shown, staged(lineage, _wanted(lineage, asked, found)), asked, colouring, found
    )
    origin = origin_told(reading, asked.lot_id)
    return {
        "asked": asked,
        "focus": whole.lineage.focus,
        "lineage": whole.lineage,
        "near": lineage.focus if shown is not whole else None,
        "sight": lineage.sights,
        "told": whole,
        "found": found,
        "colours": COLOURS,
        "legend": legend(colouring, lineage),
        "picture": drawn(sitting),
        "stages": stage_rows(sitting),
        "table": lot_table(sitting),
        "origin": origin,
        "summary": _summary(reading, origin),
    }


def _near(whole: Told, asked: Asked) -> Told:
    if asked.near is None or asked.near not in whole.lineage.lots:
        return whole
    return replace(whole, lineage=around(whole.lineage, asked.near, steps=asked.reach))


def _wanted(lineage: Lineage, asked: Asked, found: Collection[UUID]) -> Wanted:
    nearest = sorted(found, key=lambda lot_id: -lineage.lots[lot_id].made_by)
    whole = len(lineage.lots) <= DRAWN_WHOLE
    return Wanted(asked.steps, frozenset(nearest[:MOST_FOUND]), whole)


def _summary(reading: Reading, origin: ToldOrigin) -> dict[str, str]:
    """Say species and countries of the origin, which every buyer may know."""
    species = species_by_id(reading, origin.species_ids).values()
    return {
        "species": ", ".join(sorted(one.scientific_name for one in species)),
        "countries": ", ".join(sorted({country_name(one) for one in origin.countries})),
    }
