"""Permits as the API and the forms carry them."""

from collections.abc import Collection
from typing import Any

from marshmallow import Schema, fields, post_load, validate

from fairwild.kernel.plants import PlantPart
from fairwild.kernel.quantities import State
from fairwild.permits.states import PermitKind
from fairwild.schemas.base import (
    CHOSEN,
    Kilograms,
    Moment,
    Order,
    SeenRow,
    Word,
    day,
    line,
    text,
    until_after,
)
from fairwild.trade.states import ConsignmentStatus

MAX_AREAS = 500


class _SaidSchema(Order):
    kind = Word(PermitKind, required=True)
    number = line(longest=80)
    authority = line()
    species_id = fields.UUID(required=True, error_messages=CHOSEN)
    part = Word(PlantPart, load_default=None, allow_none=True)
    state = Word(State, load_default=None, allow_none=True)
    limit_kg = Kilograms(load_default=None, allow_none=True, attribute="limit_g", least_g=1)
    valid_from = day(required=True)
    several_shipments = fields.Boolean(load_default=False)
    note = text()
    area_ids = fields.List(
        fields.UUID(error_messages={"invalid_uuid": "unknown"}),
        load_default=list,
        validate=validate.Length(max=MAX_AREAS),
    )


class PermitOrderSchema(_SaidSchema):
    """A permit to register or to put right; `valid_until` is the first day it is good no more.

    Without areas it is good for all of them. A permit to harvest says part, state and quantity.
    A CITES paper serves one shipment, unless it states `several_shipments`.
    """

    valid_until = day(required=True)


class EditPermitSchema(PermitOrderSchema):
    """What is put right of a permit nothing is drawn on."""


class PermitFormSchema(_SaidSchema):
    """The form of a permit: the last day it is good for; `version` where one is put right."""

    valid_last = day(required=True)
    version = fields.Integer()

    @post_load
    def _until(self, typed: dict[str, Any], **_: Any) -> dict[str, Any]:
        return until_after(typed, last="valid_last", until="valid_until")


class PermitSchema(SeenRow):
    """A permit with what is drawn and left of it; its areas are empty where it is good for all."""

    operator_id = fields.UUID()
    kind = Word(PermitKind)
    number = fields.String()
    authority = fields.String()
    species_id = fields.UUID()
    part = Word(PlantPart, allow_none=True)
    state = Word(State, allow_none=True)
    limit_kg = Kilograms(attribute="limit_g", allow_none=True)
    drawn_kg = Kilograms(attribute="drawn_g")
    left_kg = fields.Method("left", metadata={"type": ["string", "null"]})
    valid_from = fields.Date()
    valid_until = fields.Date()
    several_shipments = fields.Boolean()
    note = fields.String()
    registered_at = fields.AwareDateTime()
    ended_at = fields.AwareDateTime(allow_none=True)
    file_name = fields.String(allow_none=True)
    sha256 = fields.String(allow_none=True)

    def left(self, row: Any) -> str | None:
        """Give what may still be drawn, in kilograms; null where no weight is stated."""
        left_g = None if row.limit_g is None else row.limit_g - row.drawn_g
        return Kilograms()._serialize(left_g, None, row)  # noqa: SLF001 - our own field


class OnePermitSchema(PermitSchema):
    """One permit with the areas it is good for; none stands for all of them."""

    area_ids = fields.List(fields.UUID())


class TravelledSchema(Schema):
    """A consignment that carries a paper: what it used of that, and what was left after it.

    Both are null where it did not leave or was called back, or no border asked for the paper;
    `left_kg` is null too where the paper states no weight.
    """

    consignment_id = fields.UUID(attribute="consignment.id")
    number = fields.String(attribute="consignment.number")
    status = Word(ConsignmentStatus, attribute="consignment.status")
    receiver_id = fields.UUID(attribute="consignment.receiver_id")
    shipped_at = Moment(attribute="consignment.left_at", allow_none=True)
    used_kg = Kilograms(attribute="mass_g", allow_none=True)
    left_kg = Kilograms(attribute="left_g", allow_none=True)


def with_areas(row: Any, area_ids: Collection[Any]) -> dict[str, Any]:
    """Give what an answer says of one permit."""
    said: dict[str, Any] = PermitSchema().dump(row)
    return {**said, "area_ids": sorted(map(str, area_ids))}
