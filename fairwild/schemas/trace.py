"""The public trace as JSON: what the page says, in codes and exact numbers."""

import json
from fractions import Fraction
from typing import Any

from marshmallow import Schema, fields

from fairwild.certificates.states import Standing
from fairwild.kernel.parameters import Evidence
from fairwild.kernel.plants import Form, PlantPart
from fairwild.kernel.quantities import State
from fairwild.labels.tracing.facts import ClaimBasis, ClaimCode, TraceFacts
from fairwild.lots.custody.states import ClaimKind, ClaimWeight, LogoPlace
from fairwild.lots.states import MovementKind
from fairwild.schemas.base import Kilograms, Word

_MICRO = 1_000_000


class Degrees(fields.Field[int]):
    """Whole microdegrees inside, degrees as text with the digits that are meant outside."""

    def __init__(self, **more: Any) -> None:
        super().__init__(metadata={"type": "string", "pattern": r"^-?[0-9]+\.[0-9]{2}$"}, **more)

    def _serialize(self, value: int | None, attr: str | None, obj: Any, **_: Any) -> str | None:
        if value is None:
            return None
        hundredths = (abs(value) * 100 + _MICRO // 2) // _MICRO
        return f"{'-' if value < 0 else ''}{hundredths // 100}.{hundredths % 100:02d}"


class Ratio(fields.Field[Fraction]):
    """A ratio as an exact fraction in text: `44/13`."""

    def __init__(self, **more: Any) -> None:
        super().__init__(metadata={"type": "string", "pattern": "^[0-9]+/[0-9]+$"}, **more)

    def _serialize(
        self, value: Fraction | None, attr: str | None, obj: Any, **_: Any
    ) -> str | None:
        return None if value is None else f"{value.numerator}/{value.denominator}"


class _MiddleSchema(Schema):
    """The middle of a coarse cell of the map, never the place itself."""

    latitude = Degrees(attribute="lat_e6")
    longitude = Degrees(attribute="lon_e6")


class TracePlaceSchema(Schema):
    """Where something was collected, blurred to `within_km`."""

    country = fields.String()
    admin_unit = fields.String()
    name = fields.String()
    sensitive = fields.Boolean()
    middle = fields.Nested(_MiddleSchema())
    within_km = fields.Integer(attribute="radius_km")


class TracePlantSchema(Schema):
    """A kind of plant in the goods."""

    scientific_name = fields.String()
    author = fields.String()
    common_names = fields.Dict(keys=fields.String(), values=fields.String())
    part = Word(PlantPart, allow_none=True)


class TraceCertificateSchema(Schema):
    """The certificate, then and now."""

    number = fields.String()
    body = fields.String()
    holder = fields.String()
    standard = fields.String()
    standard_version = fields.String()
    issued_on = fields.Date()
    last_valid_day = fields.Date()
    standing_then = Word(Standing, attribute="then")
    standing_now = Word(Standing, attribute="now")
    now_since = fields.Date(allow_none=True)


class TraceStepSchema(Schema):
    """One step of the journey with its weights."""

    kind = Word(MovementKind)
    on = fields.Date()
    until = fields.Date(allow_none=True)
    by = fields.String()
    taken_kg = Kilograms(attribute="taken_g")
    made_kg = Kilograms(attribute="made_g")
    by_product_kg = Kilograms(attribute="by_product_g")
    loss_kg = Kilograms(attribute="loss_g")
    state = Word(State)
    units = fields.Integer(allow_none=True)
    unit_kg = Kilograms(attribute="unit_g", allow_none=True)
    ratio = Ratio(allow_none=True)
    batch_count = fields.Integer()
    receipt_count = fields.Integer()
    certified = fields.Boolean()


class TraceClaimSchema(Schema):
    """A claim, on what it rests, and who stands for it."""

    claim = Word(ClaimCode, attribute="code")
    basis = Word(ClaimBasis)
    by = fields.String()
    on = fields.Date(allow_none=True)
    paper = fields.String()


class TraceIngredientSchema(Schema):
    """A line of the recipe of a product, with its exact share."""

    name = fields.String()
    part = Word(PlantPart, allow_none=True)
    share = Ratio()
    certified = fields.Boolean()
    left_out_of_weight = fields.Boolean(attribute="excluded")


class TraceProductSchema(Schema):
    """What a product is made of and what it may claim by the rule set of its day.

    `evidence` says how far the rule may be trusted: only `confirmed` is the scheme's own text.
    """

    name = fields.String(attribute="product")
    edition = fields.Integer()
    made_on = fields.Date()
    ingredients = fields.List(fields.Nested(TraceIngredientSchema()), attribute="lines")
    certified_share = Ratio(attribute="share")
    reckoned_by = Word(ClaimWeight, attribute="basis")
    tier = fields.Integer(attribute="rank", allow_none=True)
    claim = Word(ClaimKind, allow_none=True)
    mark = Word(LogoPlace, attribute="logo")
    rules = fields.String()
    evidence = Word(Evidence)
    source = fields.String()
    refused = fields.List(fields.String())


class TraceSchema(Schema):
    """Everything anybody may know of the goods behind a code."""

    code = fields.String()
    lot_number = fields.String()
    label_serial = fields.Integer(allow_none=True)
    plants = fields.List(fields.Nested(TracePlantSchema()))
    form = Word(Form)
    state = Word(State)
    made_kg = Kilograms(attribute="made_g")
    units = fields.Integer(allow_none=True)
    unit_kg = Kilograms(attribute="unit_g", allow_none=True)
    certified = fields.Boolean()
    judged_on = fields.Date()
    judged_at = Word(MovementKind)
    judgement = fields.String()
    certificate = fields.Nested(TraceCertificateSchema(), allow_none=True)
    certificates = fields.List(fields.Nested(TraceCertificateSchema()))
    product = fields.Nested(TraceProductSchema(), allow_none=True)
    operators = fields.List(fields.String())
    holder = fields.String()
    harvester_count = fields.Integer()
    receipt_count = fields.Integer()
    collected_kg = Kilograms(attribute="collected_g")
    collected_from = fields.Date(allow_none=True)
    collected_until = fields.Date(allow_none=True)
    places = fields.List(fields.Nested(TracePlaceSchema()))
    steps = fields.List(fields.Nested(TraceStepSchema()))
    claims = fields.List(fields.Nested(TraceClaimSchema()))
    synthetic = fields.Boolean()
    as_of = fields.Date()
    undone = fields.Boolean()


def written(trace: TraceFacts) -> str:
    """Give the trace as the JSON text that both the page and the API answer."""
    return json.dumps(_TRACE.dump(trace), ensure_ascii=False, separators=(",", ":"))


_TRACE = TraceSchema()
