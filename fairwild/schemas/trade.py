"""Consignments as the API and the forms carry them."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from fairwild.kernel.plants import Form, PlantPart
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
)
from fairwild.schemas.organisations import country_codes, email
from fairwild.trade.states import (
    ConsignmentStatus,
    Decision,
    DifferenceOutcome,
    DifferenceStatus,
    PaperGap,
    PaperKind,
    ReversalStatus,
)

MAX_LINES = 200


class ShippedLineSchema(Order):
    """So much of one lot."""

    lot_id = fields.UUID(required=True, error_messages=CHOSEN)
    mass = Kilograms(required=True, least_g=1, data_key="kg")


def _known_country(code: str) -> None:
    if code not in country_codes():
        message = "not-a-country"
        raise ValidationError(message)


def _country() -> fields.String:
    size = validate.Length(max=2)
    return fields.String(load_default="", validate=[size, _country_or_none])


def _country_or_none(code: str) -> None:
    if code:
        _known_country(code)


class TransportSchema(Order):
    """How goods travel; a country left out is that of the organisation."""

    invoice_number = line(required=False, longest=80)
    waybill_number = line(required=False, longest=80)
    carrier = line(required=False)
    vehicle = line(required=False, longest=80)
    loaded_at = line(required=False)
    delivered_to = line(required=False)
    from_country = _country()
    to_country = _country()
    transport_note = text()


class PreparedSchema(TransportSchema):
    """What is to go to whom."""

    receiver_id = fields.UUID(required=True, error_messages=CHOSEN)
    lines = fields.List(
        fields.Nested(ShippedLineSchema()),
        required=True,
        validate=validate.Length(min=1, max=MAX_LINES, error="missing"),
        error_messages={"required": "missing", "null": "missing"},
    )


class ShipSchema(PreparedSchema):
    """Goods to send to an organisation."""

    sender_id = fields.UUID(required=True, error_messages=CHOSEN)


class OutsideReceiverSchema(Order):
    """A company without an account to which goods go; it gets a mailed link."""

    name = line()
    country = fields.String(required=True, validate=_known_country, error_messages=CHOSEN)
    email = email()


class NamedReceiverSchema(OutsideReceiverSchema):
    """The company to which goods go, and who sends them."""

    sender_id = fields.UUID(required=True, error_messages=CHOSEN)


class ReceiverSchema(Schema):
    """The company named as a receiver."""

    id = fields.UUID()


class ReasonSchema(Order):
    """Why something is done."""

    reason = text()


class TransportPaperSchema(Order):
    """A paper that travels with goods; `valid_until` is its last day, `limit_kg` its weight."""

    kind = Word(PaperKind, required=True)
    number = line(longest=80)
    issuer = line(required=False)
    species_id = fields.UUID(load_default=None, allow_none=True, error_messages=CHOSEN)
    issued_on = day(load_default=None, allow_none=True)
    valid_until = day(load_default=None, allow_none=True)
    limit_kg = Kilograms(load_default=None, allow_none=True, attribute="limit_g", least_g=1)


class OutcomeSchema(Order):
    """What became of goods that were not accepted."""

    outcome = Word(DifferenceOutcome, required=True)
    note = text()


class AgreementSchema(Order):
    """What the other side says to that."""

    decision = Word(Decision, required=True)
    reason = text()


class DifferenceAgreementSchema(AgreementSchema):
    """What the other side says of one difference."""

    difference_id = fields.UUID(required=True, error_messages=CHOSEN)


class DifferencesAgreementSchema(Order):
    """What a receiver without an account says of each difference that waits for its word."""

    differences = fields.List(
        fields.Nested(DifferenceAgreementSchema()),
        required=True,
        validate=validate.Length(min=1, max=MAX_LINES, error="missing"),
        error_messages={"required": "missing", "null": "missing"},
    )


class ReceivedLineSchema(Order):
    """What came of one line; nothing of it is `0`."""

    line_id = fields.UUID(required=True, error_messages=CHOSEN)
    mass = Kilograms(required=True, data_key="kg")
    reason = text()


class AnswerConsignmentSchema(Order):
    """What the receiver says of every line, and why where it is not everything."""

    received = fields.List(
        fields.Nested(ReceivedLineSchema()),
        required=True,
        validate=validate.Length(min=1, max=MAX_LINES, error="missing"),
        error_messages={"required": "missing", "null": "missing"},
    )
    reason = text()


class DifferenceSchema(SeenRow):
    """Goods that were shipped and not accepted, until both sides agree on them."""

    status = Word(DifferenceStatus)
    missing_kg = Kilograms(attribute="missing_g")
    outcome = Word(DifferenceOutcome, allow_none=True)
    note = fields.String()
    proposed_for_id = fields.UUID(allow_none=True)
    settled_at = Moment(allow_none=True)


class ReversalSchema(SeenRow):
    """A wish to reverse a consignment, and what the other side said."""

    status = Word(ReversalStatus)
    asked_for_id = fields.UUID()
    asked_at = Moment()
    reason = fields.String()
    answered_at = Moment(allow_none=True)
    answer_reason = fields.String()
    withdrawn_at = Moment(allow_none=True)


class CarriedPaperSchema(SeenRow):
    """A paper that travels with a consignment."""

    kind = Word(PaperKind)
    number = fields.String()
    issuer = fields.String()
    species_id = fields.UUID(allow_none=True)
    issued_on = fields.Date(allow_none=True)
    valid_until = fields.Date(allow_none=True)
    limit_kg = Kilograms(attribute="limit_g", allow_none=True)
    file_name = fields.String()
    sha256 = fields.String()


class MissingPaperSchema(Schema):
    """A paper without which goods cannot leave, or one that does not cover them, and why.

    Of a paper that is there, `number` is its number, `limit_kg` the weight it is for, `used_kg`
    what went under it on the `consignments` before; `wanted_kg` is what this consignment needs.
    """

    why = Word(PaperGap, attribute="code")
    paper = Word(PermitKind, attribute="facts.paper")
    species = fields.String(attribute="facts.species")
    appendix = fields.String(attribute="facts.appendix")
    lots = fields.String(attribute="facts.lots")
    from_country = fields.String(attribute="facts.from_country")
    to_country = fields.String(attribute="facts.to_country")
    wanted_kg = Kilograms(attribute="facts.wanted_g")
    number = fields.String(attribute="facts.number")
    consignments = fields.String(attribute="facts.consignments")
    limit_kg = Kilograms(attribute="facts.limit_g")
    used_kg = Kilograms(attribute="facts.used_g")


class ConsignmentLineSchema(SeenRow):
    """One line of a consignment."""

    position = fields.Integer()
    from_lot_id = fields.UUID()
    lot_number = fields.String(attribute="from_lot.number")
    species = fields.Function(lambda line: goods_name(line.from_lot), metadata={"type": "string"})
    part = Word(PlantPart, attribute="from_lot.part", allow_none=True)
    form = Word(Form, attribute="from_lot.form")
    state = Word(State, attribute="from_lot.state")
    certified = fields.Boolean()
    shipped_kg = Kilograms(attribute="shipped_g")
    received_kg = Kilograms(attribute="received_g", allow_none=True)
    received_lot_id = fields.UUID(allow_none=True)
    returned_lot_id = fields.UUID(allow_none=True)
    taken_back_lot_id = fields.UUID(allow_none=True)
    reason = fields.String()
    difference = fields.Nested(DifferenceSchema(), allow_none=True)


def goods_name(lot: Any) -> str:
    """Name what a lot is: its species, or the name of a finished product."""
    return str(lot.species.scientific_name) if lot.species else str(lot.product)


class ConsignmentSchema(SeenRow):
    """A consignment as both sides see it."""

    number = fields.String()
    status = Word(ConsignmentStatus)
    sender_id = fields.UUID()
    receiver_id = fields.UUID()
    prepared_at = Moment(allow_none=True)
    shipped_at = Moment(attribute="left_at", allow_none=True)
    invoice_number = fields.String()
    waybill_number = fields.String()
    carrier = fields.String()
    vehicle = fields.String()
    loaded_at = fields.String()
    delivered_to = fields.String()
    from_country = fields.String()
    to_country = fields.String()
    transport_note = fields.String()
    answered_at = Moment(allow_none=True)
    answer_reason = fields.String()
    ended_at = Moment(allow_none=True)
    end_reason = fields.String()
    paper_digest = fields.String()
    lines = fields.List(fields.Nested(ConsignmentLineSchema()))
    papers = fields.List(fields.Nested(CarriedPaperSchema()), attribute="standing_papers")
    reversals = fields.List(fields.Nested(ReversalSchema()))
