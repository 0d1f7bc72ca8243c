"""The weights behind a sample, in words."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask_babel import gettext

from fairwild.desks.facts import Candidate
from fairwild.desks.queries.weighing import among, weighed
from fairwild.desks.states import SampleRule
from fairwild.species.queries import species_by_id
from fairwild.species.states import RiskClass
from fairwild.unit_of_work import Reading
from fairwild.wording import word


def weights_in(reading: Reading, sample: Any) -> dict[str, Any]:
    """Give the draws of a sample by kind, and by id why each thing weighs what it does.

    Nothing of a sample that was not drawn by weight.
    """
    if sample is None or sample.rule is not SampleRule.RISK_WEIGHT:
        return {"draws": {}, "weights": {}}
    draws = weighed(reading, sample)
    found = among(draws)
    ids = {one.species_id for one in found.values() if one.species_id}
    names = {one: row.scientific_name for one, row in species_by_id(reading, ids).items()}
    return {"draws": draws, "weights": {one.id: why(one, names) for one in found.values()}}


def why(one: Candidate, names: Mapping[UUID, str]) -> str:
    """Say what something weighs, and by which species and risk class."""
    if one.species_id is None:
        return str(gettext("%(weight)s: of no species with a risk class", weight=one.weight))
    risk = word(RiskClass(one.risk_class)) if one.risk_class else gettext("not classified")
    told = {"weight": one.weight, "species": names[one.species_id], "risk": risk}
    return str(gettext("%(weight)s: %(species)s, %(risk)s", **told))
