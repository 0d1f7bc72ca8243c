"""Reconciliation and counts of stock as pages and the API carry them."""

from typing import Any

from marshmallow import fields, post_load, validate, validates_schema
from marshmallow.exceptions import ValidationError

from fairwild.kernel.plants import Form, PlantPart
from fairwild.kernel.quantities import State
from fairwild.lots.states import Flow
from fairwild.schemas.base import MISSING, Kilograms, Moment, Order, SeenRow, Word, line, text

MAX_LINES = 500
MAX_UNITS = 1_000_000


class StockQuery(Order):
    """Which days, both included, and what the accounts are narrowed to."""

    since = fields.Date()
    until = fields.Date()
    site = line(required=False, load_default=None)
    species_id = fields.UUID()
    certificate_id = fields.UUID()

    @validates_schema
    def _in_order(self, typed: dict[str, Any], **_: Any) -> None:
        if typed.get("since") and typed.get("until") and typed["until"] < typed["since"]:
            message = "ends-before-it-begins"
            raise ValidationError(message, "until")


class FlowSchema(Order):
    """One reason why stock became more or less."""

    flow = Word(Flow)
    kg = Kilograms(attribute="mass_g")


class AccountSchema(Order):
    """One kind of goods: opening and what came in are what went out, was lost and is left."""

    site = fields.String(attribute="goods.site")
    species_id = fields.UUID(attribute="goods.species_id", allow_none=True)
    product = fields.String(attribute="goods.product")
    part = Word(PlantPart, attribute="goods.part", allow_none=True)
    form = Word(Form, attribute="goods.form")
    state = Word(State, attribute="goods.state")
    certified = fields.Boolean(attribute="goods.certified")
    certificate_id = fields.UUID(attribute="goods.certificate_id", allow_none=True)
    opening_kg = Kilograms(attribute="opening_g")
    in_kg = Kilograms(attribute="in_g")
    out_kg = Kilograms(attribute="out_g")
    loss_kg = Kilograms(attribute="loss_g")
    stock_kg = Kilograms(attribute="stock_g")
    flows = fields.Function(
        lambda account: [
            FlowSchema().dump({"flow": flow, "mass_g": mass_g})
            for flow, mass_g in account.flows.items()
        ],
        metadata={
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"flow": {"type": "string"}, "kg": {"type": "string"}},
            },
        },
    )


class CountedLineSchema(Order):
    """What was found of one lot, weighed or in units with what lies loose beside them, and why
    it is not what the books say.
    """

    lot_id = fields.UUID(required=True, error_messages=MISSING)
    counted_kg = Kilograms(attribute="counted_g", load_default=None)
    counted_units = fields.Integer(
        load_default=None,
        validate=validate.Range(min=0, max=MAX_UNITS, error="not-a-count"),
        error_messages={"invalid": "not-a-count", "too_large": "not-a-count"},
        metadata={"description": "How many units of a packed lot; instead of `counted_kg`"},
    )
    loose_kg = Kilograms(attribute="loose_g", load_default=0)
    explanation = line(required=False, longest=1000)

    @validates_schema
    def _one_way(self, typed: dict[str, Any], **_: Any) -> None:
        weighed, units = typed.get("counted_g") is not None, typed.get("counted_units") is not None
        if weighed == units:
            message = "weight-or-units" if weighed else "missing"
            raise ValidationError(message, "counted_kg")


class CountStockSchema(Order):
    """A count of lots at one place and moment."""

    lines = fields.List(
        fields.Nested(CountedLineSchema()),
        required=True,
        validate=validate.Length(min=1, max=MAX_LINES, error="missing"),
        error_messages=MISSING,
    )
    site = line(required=False)
    note = text()
    at = Moment(load_default=None)

    @post_load
    def _by_lot(self, typed: dict[str, Any], **_: Any) -> dict[str, Any]:
        lines = typed.pop("lines")
        weighed = {
            one["lot_id"]: one["loose_g"] if one["counted_g"] is None else one["counted_g"]
            for one in lines
        }
        typed["counted"] = {
            one["lot_id"]: (weighed[one["lot_id"]], one["explanation"]) for one in lines
        }
        typed["units"] = {
            one["lot_id"]: one["counted_units"] for one in lines if one["counted_units"] is not None
        }
        return typed


class StockCountLineSchema(SeenRow):
    """One lot of a count."""

    lot_id = fields.UUID()
    lot = fields.String(attribute="lot.number")
    booked_kg = Kilograms(attribute="booked_g")
    counted_kg = Kilograms(attribute="counted_g")
    counted_units = fields.Integer(attribute="units", allow_none=True)
    unit_kg = Kilograms(attribute="unit_g", allow_none=True)
    stated = fields.Dict(
        keys=fields.String(),
        metadata={"description": "The weight in its words where it was not in kilograms"},
    )
    difference_kg = Kilograms(attribute="difference_g")
    explanation = fields.String()
    movement_id = fields.UUID(allow_none=True)


class ListedStockCountSchema(SeenRow):
    """A count as lists show it."""

    number = fields.String()
    holder_id = fields.UUID()
    site = fields.String()
    counted_at = Moment()
    recorded_at = Moment()
    note = fields.String()


class StockCountSchema(ListedStockCountSchema):
    """A count as it was booked, line by line."""

    lines = fields.List(fields.Nested(StockCountLineSchema()))
