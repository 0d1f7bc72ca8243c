"""Movements, corrections and holds as forms and the API carry them."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from marshmallow import Schema, fields, post_load, pre_load, validate

from fairwild.lots.queries import MovementFilter
from fairwild.lots.states import MovementKind
from fairwild.schemas.base import MISSING, Kilograms, Moment, Order, Word, day, line, text

MAX_LOTS = 5000


class WhySchema(Order):
    """Why something is held, released, undone or opened again."""

    reason = text(required=True, longest=1000)


class HoldSchema(WhySchema):
    """Lots that are put on hold together."""

    lots = fields.List(
        fields.UUID(),
        required=True,
        attribute="lot_ids",
        validate=validate.Length(min=1, max=MAX_LOTS, error="missing"),
        error_messages=MISSING,
    )


class HoldAnswerSchema(Schema):
    """A hold as it stands; one that was released says when and why."""

    id = fields.UUID()
    lot_id = fields.UUID()
    placed_by_id = fields.UUID()
    placed_at = Moment()
    reason = fields.String()
    released_at = Moment(allow_none=True)
    release_reason = fields.String()


class ShareSchema(Schema):
    """So much of one lot."""

    lot_id = fields.UUID(attribute="lot.id")
    number = fields.String(attribute="lot.number")
    kg = Kilograms(attribute="mass_g")


class MovementSchema(Schema):
    """A movement in a list."""

    id = fields.UUID()
    kind = Word(MovementKind)
    at = Moment()
    recorded_at = Moment()
    organisation_id = fields.UUID()
    site = fields.String()
    loss_kg = Kilograms(attribute="loss_g")
    added_kg = Kilograms(attribute="added_g")
    added_what = fields.String()
    certified = fields.Boolean()
    judgement = fields.String()
    certificate_id = fields.UUID(allow_none=True)


class WholeMovementSchema(MovementSchema):
    """A movement with every gram of it; `corrected_by` names what took it back."""

    note = fields.String()
    reason = fields.String()
    loss_reason = fields.String()
    water_kg = Kilograms(attribute="water_g")
    inputs = fields.List(fields.Nested(ShareSchema()))
    outputs = fields.List(fields.Nested(ShareSchema()))
    returned = fields.List(fields.Nested(ShareSchema()))
    reverses = fields.UUID(allow_none=True)
    corrected_by = fields.UUID(allow_none=True)
    corrected_at = Moment(allow_none=True)


class MovementQuery(Schema):
    """Which movements a list is to show; loads as a `MovementFilter`."""

    organisation_id = fields.UUID()
    kind = Word(MovementKind)
    since = Moment()
    until = Moment()
    site = line(required=False)
    species_id = fields.UUID()
    lot = line(required=False, longest=80)

    @post_load
    def _made(self, typed: dict[str, Any], **_: Any) -> MovementFilter:
        return MovementFilter(**typed)


class MovementSearch(Schema):
    """The filters of the page of movements, with days where the organisation works."""

    zone: ZoneInfo

    kind = Word(MovementKind, allow_none=True)
    first_day = day(allow_none=True)
    last_day = day(allow_none=True)
    site = line(required=False)
    species_id = fields.UUID(allow_none=True)
    lot = line(required=False, longest=80)

    @pre_load
    def _without_blanks(self, typed: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {name: value for name, value in typed.items() if value}

    @post_load
    def _made(self, typed: dict[str, Any], **_: Any) -> dict[str, Any]:
        first, last = typed.pop("first_day", None), typed.pop("last_day", None)
        if first is not None:
            typed["since"] = datetime.combine(first, time(), self.zone)
        if last is not None:
            typed["until"] = datetime.combine(last + timedelta(days=1), time(), self.zone)
        return typed


class UnpackSchema(Order):
    """Taking goods out of their packs; without `kg` all that is left of them."""

    kg = Kilograms(load_default=None, allow_none=True, least_g=1, attribute="mass_g")
    site = line(required=False)
    note = text()
    at = Moment(load_default=None)


class PalletTakenSchema(Order):
    """So much of one packed lot."""

    lot_id = fields.UUID(required=True)
    mass = Kilograms(required=True, least_g=1, data_key="kg")


class PalletSchema(Order):
    """What goes on a pallet."""

    site = line(required=False)
    note = text()
    at = Moment(load_default=None)
    inputs = fields.List(
        fields.Nested(PalletTakenSchema()),
        required=True,
        validate=validate.Length(min=1, max=500, error="missing"),
        error_messages=MISSING,
    )

    @post_load
    def _pairs(self, typed: dict[str, Any], **_: Any) -> dict[str, Any]:
        typed["inputs"] = [(one["lot_id"], one["mass"]) for one in typed["inputs"]]
        return typed


class UnitSchema(Schema):
    """One bag, box or drum with a code of its own."""

    code = fields.String()
    serial = fields.Integer()
