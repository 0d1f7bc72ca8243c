"""What is asked of the auditor's desk, and what it answers."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from fairwild.audits.states import Pinnable
from fairwild.desks.states import PaperKind, Sampled, SampleRule
from fairwild.kernel.plants import PlantPart
from fairwild.schemas.base import (
    CHOSEN,
    MISSING,
    Moment,
    Order,
    SeenRow,
    Word,
    day,
    line,
    text,
)


class DrawSchema(Order):
    """How to draw a sample; without a seed one is made up."""

    rule = Word(SampleRule, required=True)
    since = day(load_default=None, allow_none=True)
    seed = line(required=False, longest=64)
    reason = text()


class AddItemSchema(Order):
    """Something to put into a sample by hand."""

    what = Word(Sampled, required=True)
    label = line(longest=80)
    reason = text(required=True)


class RemoveItemSchema(Order):
    """Why something is taken out of a sample."""

    reason = text(required=True)


class PinSchema(Order):
    """A record to pin to an indicator."""

    indicator = line(longest=20)
    what = Word(Pinnable, required=True)
    thing_id = fields.UUID(required=True, error_messages=CHOSEN)
    note = text()


class PinOrderSchema(Order):
    """A record to pin to an indicator: its id, or the number people know it by."""

    indicator = line(longest=20)
    what = Word(Pinnable, required=True)
    thing_id = fields.UUID(load_default=None, allow_none=True, error_messages=CHOSEN)
    number = line(required=False, longest=80)
    note = text()

    @validates_schema
    def _named_once(self, typed: dict[str, Any], **_: Any) -> None:
        if bool(typed.get("thing_id")) is bool(typed.get("number")):
            message = "missing"
            raise ValidationError(message, "thing_id")


class RehearseSchema(Order):
    """The lot a mock recall starts from."""

    lot = line(longest=80)


class StopSchema(Order):
    """What the operator's papers said when the clock was stopped."""

    agrees = fields.Boolean(required=True, error_messages={**MISSING, "invalid": "unknown"})
    note = text()


class AuditSampleItemSchema(SeenRow):
    """One thing of a sample."""

    what = Word(Sampled)
    thing_id = fields.UUID()
    label = fields.String()
    by_hand = fields.Boolean()
    added_reason = fields.String()
    removed_at = Moment(allow_none=True)
    removed_reason = fields.String()


class PopulationSchema(Order):
    """From how many was drawn, and the SHA-256 of all of them."""

    count = fields.Integer()
    sha256 = fields.String()


class AuditSampleSchema(SeenRow):
    """A sample with everything anybody needs to draw it again."""

    audit_id = fields.UUID()
    edition = fields.Integer()
    rule = Word(SampleRule)
    seed = fields.String()
    since = fields.Date()
    until = fields.Date()
    populations = fields.Dict(keys=fields.String(), values=fields.Nested(PopulationSchema()))
    parameters_version = fields.String()
    reason = fields.String()
    drawn_at = Moment()
    items = fields.List(fields.Nested(AuditSampleItemSchema()))


class AuditedReceiptSchema(Order):
    """A receipt of the audited operator as the body reads it."""

    id = fields.UUID()
    number = fields.String()
    collected_at = Moment()
    harvester_id = fields.UUID()
    area_id = fields.UUID()
    species_id = fields.UUID()
    part = Word(PlantPart)
    net_g = fields.Integer()
    price_per_kg_minor = fields.Integer()
    amount_minor = fields.Integer()
    currency = fields.String()
    lot_id = fields.UUID()
    lot = fields.String()
    reversed = fields.Boolean()


class PinnedSchema(SeenRow):
    """A record pinned to an indicator, with its figures of that moment."""

    audit_id = fields.UUID()
    indicator = fields.String()
    what = Word(Pinnable)
    thing_id = fields.UUID()
    label = fields.String()
    figures = fields.Dict(keys=fields.String())
    note = fields.String()
    pinned_at = Moment()


class RehearsalSchema(SeenRow):
    """A mock recall of an audit: what was found, how fast, and whether the papers agreed."""

    audit_id = fields.UUID()
    recall_number = fields.String()
    lot_number = fields.String()
    lots = fields.Integer()
    holders = fields.Integer()
    labels = fields.Integer()
    search_ms = fields.Integer()
    started_at = Moment()
    stopped_at = Moment(allow_none=True)
    agrees = fields.Boolean(allow_none=True)
    note = fields.String()


class EditionQuery(Order):
    """Which edition of a paper to print: the newest where none is named."""

    edition = fields.Integer(
        load_default=None,
        validate=validate.Range(min=1, max=1_000_000, error="unknown"),
        error_messages={"invalid": "unknown"},
    )


class KeptPaperSchema(SeenRow):
    """One edition of a paper that is kept word by word."""

    audit_id = fields.UUID()
    kind = Word(PaperKind)
    edition = fields.Integer()
    kept_at = Moment()
    sha256 = fields.String()
