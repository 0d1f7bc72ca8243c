"""The desk of a spot check as the API carries it: what the books of the buyer say."""

from marshmallow import fields

from fairwild.kernel.plants import Form, PlantPart
from fairwild.kernel.quantities import State
from fairwild.schemas.auditors_desk import (
    DeskComplaintSchema,
    EarlierAuditSchema,
    EarlierFindingSchema,
)
from fairwild.schemas.base import Kilograms, Moment, Order, Word
from fairwild.schemas.stock import AccountSchema
from fairwild.trade.states import ConsignmentStatus


class DeclaredSchema(Order):
    """Goods of one kind between the buyer and a partner: what each side declares.

    `waiting_kg` is not answered yet, `agreed_kg` was not accepted and both agree why; `open_kg`
    nobody accounts for.
    """

    partner_id = fields.UUID()
    species_id = fields.UUID(allow_none=True)
    product = fields.String()
    lots = fields.Integer(attribute="lines")
    sold_kg = Kilograms(attribute="sold_g")
    bought_kg = Kilograms(attribute="bought_g")
    waiting_kg = Kilograms(attribute="waiting_g")
    agreed_kg = Kilograms(attribute="agreed_g")
    open_kg = Kilograms(attribute="open_g")


class TradedLineSchema(Order):
    """One certified lot of a consignment; without `accepted_kg` nobody has answered yet."""

    consignment_id = fields.UUID()
    consignment = fields.String()
    left_at = Moment(attribute="at")
    status = Word(ConsignmentStatus)
    partner_id = fields.UUID()
    lot_id = fields.UUID()
    lot = fields.String()
    species_id = fields.UUID(allow_none=True)
    product = fields.String()
    part = Word(PlantPart, allow_none=True)
    form = Word(Form)
    state = Word(State)
    sent_kg = Kilograms(attribute="sent_g")
    accepted_kg = Kilograms(attribute="accepted_g", allow_none=True)
    open_kg = Kilograms(attribute="open_g")


class BuyerDeskSchema(Order):
    """What the buyer's ledger says since the spot check before, or for a year.

    Of the lots those with an open difference come first, then the latest; `lots_in_all` counts
    all of them, shown or not.
    """

    since = fields.Date()
    since_last_audit = fields.Boolean(attribute="last_audit")
    bought_kg = Kilograms(attribute="bought_g")
    sold_kg = Kilograms(attribute="sold_g")
    stock_kg = Kilograms(attribute="stock_g")
    open_kg = Kilograms(attribute="open_g")
    purchases = fields.List(fields.Nested(DeclaredSchema()))
    sales = fields.List(fields.Nested(DeclaredSchema()))
    bought = fields.List(fields.Nested(TradedLineSchema()))
    sold = fields.List(fields.Nested(TradedLineSchema()))
    lots_in_all = fields.Integer(attribute="lines_in_all")
    balances = fields.List(fields.Nested(AccountSchema()))
    earlier_audits = fields.List(fields.Nested(EarlierAuditSchema()), attribute="earlier")
    earlier_findings = fields.List(fields.Nested(EarlierFindingSchema()), attribute="findings")
    complaints = fields.List(fields.Nested(DeskComplaintSchema()))
