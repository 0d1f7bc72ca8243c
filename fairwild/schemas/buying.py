"""What is typed at the buying point, on the pages of lots and of their processing."""

from typing import Any
from uuid import UUID

from marshmallow import ValidationError, fields, post_load, validate

from fairwild.kernel.plants import PlantPart
from fairwild.kernel.quantities import State
from fairwild.schemas.base import Amount, Kilograms, Moment, Order, Word, line, text
from fairwild.schemas.lots import TakenSchema

CURRENCIES = validate.Regexp(r"[A-Z]{3}\Z", error="unknown")
MAX_PARTS = 50


class Goods(fields.Field[tuple[UUID, PlantPart]]):
    """A species with its part in one choice: `<id>:<part>`."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> tuple[UUID, PlantPart]:
        species_id, _sign, part = str(value).partition(":")
        try:
            return UUID(species_id), PlantPart(part)
        except ValueError as error:
            message = "unknown"
            raise ValidationError(message) from error


def _chosen(message: str = "unknown") -> fields.UUID:
    messages: dict[str, Any] = {"required": message, "null": message, "invalid_uuid": message}
    return fields.UUID(required=True, error_messages=messages)


class ReceiptFormSchema(Order):
    """One purchase as the clerk types it; without a moment it is now."""

    harvester_id = _chosen("choose-harvester")
    area_id = _chosen("missing")
    goods = Goods(required=True, error_messages={"required": "missing"})
    state = Word(State, required=True)
    collected_at = Moment(load_default=None)
    gross = Kilograms(required=True, least_g=1, attribute="gross_g")
    tare = Kilograms(load_default=0, attribute="tare_g")
    price_per_kg = Amount(required=True)
    currency = fields.String(required=True, validate=CURRENCIES)
    buying_point = line(required=False)

    @post_load
    def _part_of_plant(self, typed: dict[str, Any], **_: Any) -> dict[str, Any]:
        typed["species_id"], typed["part"] = typed.pop("goods")
        return typed


class ReversalSchema(Order):
    """Why a receipt is taken back."""

    reason = text(required=True)


class PackSchema(Order):
    """So many units of one weight."""

    units = fields.Integer(
        required=True,
        validate=validate.Range(min=1, max=10**6, error="not-a-count"),
        error_messages={"required": "missing", "invalid": "not-a-count"},
    )
    unit = Kilograms(required=True, least_g=1, attribute="unit_g")
    site = line(required=False)
    note = text()
    at = Moment(load_default=None)


class SplitSchema(Order):
    """The weights a lot is parted into."""

    parts = fields.List(
        Kilograms(least_g=1),
        required=True,
        attribute="parts_g",
        validate=validate.Length(min=1, max=MAX_PARTS, error="missing"),
        error_messages={"required": "missing"},
    )
    site = line(required=False)
    note = text()
    at = Moment(load_default=None)


class MergeSchema(Order):
    """Lots of the same kind, or parts of them, that become one."""

    inputs = fields.List(
        fields.Nested(TakenSchema()),
        required=True,
        attribute="parts",
        validate=validate.Length(min=2, max=500, error="two-lots"),
        error_messages={"required": "two-lots"},
    )
    site = line(required=False)
    note = text()
    at = Moment(load_default=None)

    @post_load
    def _paired(self, typed: dict[str, Any], **_: Any) -> dict[str, Any]:
        typed["parts"] = [(one["lot_id"], one["kg"]) for one in typed["parts"]]
        return typed
