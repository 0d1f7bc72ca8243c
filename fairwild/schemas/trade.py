"""Consignments as the API and the forms carry them."""

from typing import Any

from marshmallow import fields, validate

from fairwild.kernel.plants import Form, PlantPart
from fairwild.kernel.quantities import State
from fairwild.schemas.base import Kilograms, Moment, Order, SeenRow, Word, line, text
from fairwild.trade.states import ConsignmentStatus

MAX_LINES = 200
_MISSING: dict[str, Any] = {"required": "missing", "null": "missing", "invalid_uuid": "unknown"}


class ShippedLineSchema(Order):
    """So much of one lot."""

    lot_id = fields.UUID(required=True, error_messages=_MISSING)
    mass = Kilograms(required=True, least_g=1, data_key="kg")


class ShipSchema(Order):
    """Goods to send to an organisation."""

    sender_id = fields.UUID(required=True, error_messages=_MISSING)
    receiver_id = fields.UUID(required=True, error_messages=_MISSING)
    lines = fields.List(
        fields.Nested(ShippedLineSchema()),
        required=True,
        validate=validate.Length(min=1, max=MAX_LINES, error="missing"),
        error_messages={"required": "missing", "null": "missing"},
    )
    invoice_number = line(required=False, longest=80)
    transport_note = text()


class ReceivedLineSchema(Order):
    """What came of one line; nothing of it is `0`."""

    line_id = fields.UUID(required=True, error_messages=_MISSING)
    mass = Kilograms(required=True, data_key="kg")


class AnswerConsignmentSchema(Order):
    """What the receiver says of every line, and why where it is not everything."""

    received = fields.List(
        fields.Nested(ReceivedLineSchema()),
        required=True,
        validate=validate.Length(min=1, max=MAX_LINES, error="missing"),
        error_messages={"required": "missing", "null": "missing"},
    )
    reason = text()


class ConsignmentLineSchema(SeenRow):
    """One line of a consignment."""

    position = fields.Integer()
    from_lot_id = fields.UUID()
    lot_number = fields.String(attribute="from_lot.number")
    species = fields.String(attribute="from_lot.species.scientific_name")
    part = Word(PlantPart, attribute="from_lot.part")
    form = Word(Form, attribute="from_lot.form")
    state = Word(State, attribute="from_lot.state")
    certified = fields.Boolean(attribute="transit_lot.certified")
    shipped_kg = Kilograms(attribute="shipped_g")
    received_kg = Kilograms(attribute="received_g", allow_none=True)
    received_lot_id = fields.UUID(allow_none=True)


class ConsignmentSchema(SeenRow):
    """A consignment as both sides see it."""

    number = fields.String()
    status = Word(ConsignmentStatus)
    sender_id = fields.UUID()
    receiver_id = fields.UUID()
    shipped_at = Moment()
    invoice_number = fields.String()
    transport_note = fields.String()
    answered_at = Moment(allow_none=True)
    answer_reason = fields.String()
    lines = fields.List(fields.Nested(ConsignmentLineSchema()))
