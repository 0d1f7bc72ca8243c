"""Risk classes of species as the API and the forms carry them."""

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from fairwild.kernel.plants import PlantPart
from fairwild.schemas.base import Moment, Order, SeenRow, Word, day, line, text, until_after
from fairwild.schemas.organisations import country
from fairwild.species.states import RiskClass, RiskFactor


class _SaidSchema(Order):
    part = Word(PlantPart, required=True)
    country = country(required=True)
    risk_class = Word(RiskClass, required=True)
    factors = fields.List(
        Word(RiskFactor), load_default=list, validate=validate.Length(max=len(RiskFactor))
    )
    reasons = text()
    document = line()
    valid_from = day(required=True)


class ClassifyRiskSchema(_SaidSchema):
    """A risk class to give; `valid_until` is the first day on which it holds no more."""

    valid_until = day(load_default=None, allow_none=True)


class RiskFormSchema(_SaidSchema):
    """The form of a risk class: its last day, or none."""

    valid_last = day(load_default=None, allow_none=True)

    @post_load
    def _until(self, typed: dict[str, Any], **_: Any) -> dict[str, Any]:
        return until_after(typed, last="valid_last", until="valid_until")


class EndRiskSchema(Order):
    """Why a risk class is taken back."""

    reason = text(required=True, longest=1000)


class RiskSchema(SeenRow):
    """A risk class as it was given, and what became of it."""

    species_id = fields.UUID()
    part = Word(PlantPart)
    country = fields.String()
    risk_class = Word(RiskClass)
    factors = fields.List(Word(RiskFactor))
    reasons = fields.String()
    document = fields.String()
    valid_from = fields.Date()
    valid_until = fields.Date(allow_none=True)
    classified_at = Moment()
    ceased_on = fields.Date(allow_none=True)
    superseded_by_id = fields.UUID(allow_none=True)
    ended_reason = fields.String()
    file_name = fields.String(allow_none=True)
    sha256 = fields.String(allow_none=True)


class UnclassedSchema(Schema):
    """A part of a species that is collected in a country where it has no class today."""

    species_id = fields.UUID(attribute="species.id")
    scientific_name = fields.String(attribute="species.scientific_name")
    part = Word(PlantPart)
    country = fields.String()
    operators = fields.Integer()
