"""Receipts and lots as the API carries them; masses are kilograms written as text."""

from collections.abc import Container, Iterable, Mapping
from typing import Any
from uuid import UUID

from marshmallow import Schema, ValidationError, fields, post_load, validate

from fairwild.kernel.plants import Form, PlantPart
from fairwild.kernel.quantities import Money, State
from fairwild.lots.queries import LotFilter, ReceiptFilter
from fairwild.lots.states import LotStatus
from fairwild.schemas.base import (
    MISSING,
    Amount,
    Kilograms,
    Moment,
    Order,
    SeenRow,
    Word,
    line,
    text,
)
from fairwild.schemas.organisations import known_currency

CURRENCY = validate.Regexp(r"[A-Z]{3}\Z", error="unknown")
MAX_UNITS = 10**6
MAX_LOTS = 500
LEAST_MERGED = 2
MAX_PARTS = 100


def _text_of(amount: str) -> fields.Function:
    """Write an amount in minor units with the decimals of the row's currency."""
    return fields.Function(
        lambda row: Money(getattr(row, amount), row.currency).text(),
        metadata={"type": "string", "examples": ["3564.00"]},
    )


class RecordReceiptSchema(Order):
    """What a harvester brings: from where, what, when and how heavy."""

    harvester_id = fields.UUID(required=True, error_messages=MISSING)
    area_id = fields.UUID(required=True, error_messages=MISSING)
    species_id = fields.UUID(required=True, error_messages=MISSING)
    part = Word(PlantPart, required=True)
    state = Word(State, required=True)
    collected_at = Moment(required=True)
    gross_kg = Kilograms(required=True, attribute="gross_g")
    tare_kg = Kilograms(load_default=0, attribute="tare_g")
    price_per_kg = Amount(required=True)
    currency = fields.String(
        required=True, validate=[CURRENCY, known_currency], error_messages=MISSING
    )
    buying_point = line(required=False)


class ReverseReceiptSchema(Order):
    """Why a receipt is taken back."""

    reason = line(longest=1000)


class ReceiptSchema(SeenRow):
    """A receipt as it was recorded; one that was taken back says when and why."""

    number = fields.String()
    operator_id = fields.UUID()
    lot_id = fields.UUID()
    harvester_id = fields.UUID()
    area_id = fields.UUID()
    species_id = fields.UUID()
    part = Word(PlantPart)
    state = Word(State)
    buying_point = fields.String()
    collected_at = Moment()
    recorded_at = Moment()
    gross_kg = Kilograms(attribute="gross_g")
    tare_kg = Kilograms(attribute="tare_g")
    net_kg = Kilograms(attribute="net_g")
    price_per_kg = _text_of("price_per_kg_minor")
    amount = _text_of("amount_minor")
    currency = fields.String()
    reversed_at = Moment(allow_none=True)
    reversal_reason = fields.String()
    permit_id = fields.UUID(allow_none=True)
    stated = fields.Dict(
        keys=fields.String(),
        metadata={"description": "Weights stated in another unit than kilograms, in their words"},
    )


class ReceiptWarningSchema(Schema):
    """Something to know of a deed that was done: the sentence, and its figures."""

    code = fields.String()
    at = fields.String(allow_none=True)
    detail = fields.String()
    facts = fields.Dict(keys=fields.String())


class RecordedReceiptSchema(ReceiptSchema):
    """A receipt just recorded, with the limits it nearly used up and why it is not certified."""

    certified = fields.Boolean()
    warnings = fields.List(fields.Nested(ReceiptWarningSchema))


class ReceiptQuery(Schema):
    """Which receipts a list is to show; loads as a `ReceiptFilter`."""

    operator_id = fields.UUID()
    lot_id = fields.UUID()
    harvester_id = fields.UUID()
    area_id = fields.UUID()
    species_id = fields.UUID()
    permit_id = fields.UUID()

    @post_load
    def _made(self, typed: dict[str, Any], **_: Any) -> ReceiptFilter:
        return ReceiptFilter(**typed)


class LotSchema(SeenRow):
    """A lot as it stands; `code` is what a label carries."""

    number = fields.String()
    code = fields.String()
    made_at = Moment()
    operator_id = fields.UUID()
    holder_id = fields.UUID()
    species_id = fields.UUID(allow_none=True)
    part = Word(PlantPart, allow_none=True)
    form = Word(Form)
    packed_form = Word(Form, allow_none=True)
    product = fields.String()
    grade = fields.String()
    state = Word(State)
    area_id = fields.UUID(allow_none=True)
    season = fields.Integer(allow_none=True)
    status = Word(LotStatus)
    made_kg = Kilograms(attribute="made_g")
    available_kg = Kilograms(attribute="available_g")
    units = fields.Integer(allow_none=True)
    unit_kg = Kilograms(attribute="unit_g", allow_none=True)
    certified = fields.Boolean()
    certificate_id = fields.UUID(allow_none=True)
    holds = fields.Integer()


class ReadLotSchema(LotSchema):
    """A lot as it is read, with every certificate; its place is told to who holds it only."""

    certificate_ids = fields.Method(
        "_certificates", metadata={"type": "array", "items": {"type": "string", "format": "uuid"}}
    )
    site = fields.Method("_site", metadata={"type": "string"})

    def __init__(
        self,
        *,
        certificates: Mapping[UUID, Iterable[UUID]] | None = None,
        own: Container[UUID] = frozenset(),
        **options: Any,
    ) -> None:
        """Take the certificates of the lots, and the organisations of who asks."""
        super().__init__(**options)
        self.certificates, self.own = certificates or {}, own

    def _certificates(self, lot: Any) -> list[str]:
        return [str(one) for one in self.certificates.get(lot.id, ())]

    def _site(self, lot: Any) -> str:
        return str(lot.site) if lot.holder_id in self.own else ""


class LotQuery(Schema):
    """Which lots a list is to show; loads as a `LotFilter`."""

    status = Word(LotStatus)
    species_id = fields.UUID()
    state = Word(State)
    form = Word(Form)
    holder_id = fields.UUID()
    operator_id = fields.UUID()
    area_id = fields.UUID()
    certified = fields.Boolean()
    on_hold = fields.Boolean()
    number = line(required=False, longest=80)

    @post_load
    def _made(self, typed: dict[str, Any], **_: Any) -> LotFilter:
        return LotFilter(**typed)


class TakenSchema(Order):
    """So many kilograms of one lot."""

    lot_id = fields.UUID(required=True, error_messages=MISSING)
    kg = Kilograms(required=True, least_g=1)


class _Handling(Order):
    """Where and when something is done to material; without a moment it is now."""

    site = line(required=False)
    note = text()
    at = Moment(load_default=None, allow_none=True)


class ProcessSchema(_Handling):
    """What comes out of this lot and of others that go in with it.

    Without `kg` all that is left of the lot goes in.
    """

    kg = Kilograms(load_default=None, allow_none=True, least_g=1)
    others = fields.List(
        fields.Nested(TakenSchema()), load_default=list, validate=validate.Length(max=MAX_LOTS)
    )
    output_kg = Kilograms(required=True, attribute="output_g")
    by_product_kg = Kilograms(load_default=0, attribute="by_product_g")
    loss_kg = Kilograms(load_default=0, attribute="loss_g")
    loss_reason = line(required=False, longest=1000)

    @post_load
    def _paired(self, typed: dict[str, Any], **_: Any) -> dict[str, Any]:
        typed["others"] = [(one["lot_id"], one["kg"]) for one in typed["others"]]
        return typed


class PackSchema(_Handling):
    """So many units of one weight."""

    units = fields.Integer(
        required=True, validate=validate.Range(min=1, max=MAX_UNITS), error_messages=MISSING
    )
    unit_kg = Kilograms(required=True, least_g=1, attribute="unit_g")


class SplitSchema(_Handling):
    """The weights of the parts; what is left stays in the lot."""

    parts_kg = fields.List(
        Kilograms(least_g=1),
        required=True,
        attribute="parts_g",
        validate=validate.Length(min=1, max=MAX_PARTS),
        error_messages=MISSING,
    )


class MergeSchema(_Handling):
    """Lots of one kind that become one: `lot_ids` with all that is left, `parts` in part."""

    lot_ids = fields.List(fields.UUID(), load_default=list, validate=validate.Length(max=MAX_LOTS))
    parts = fields.List(
        fields.Nested(TakenSchema()), load_default=list, validate=validate.Length(max=MAX_LOTS)
    )

    @post_load
    def _paired(self, typed: dict[str, Any], **_: Any) -> dict[str, Any]:
        if len(typed["lot_ids"]) + len(typed["parts"]) < LEAST_MERGED:
            raise ValidationError({"lot_ids": ["two-lots"]})
        typed["parts"] = [(one["lot_id"], one["kg"]) for one in typed["parts"]]
        return typed


class OriginSchema(Schema):
    """Where it was collected, by how many and when; nobody is named.

    `area_ids` are those of the operators who show their lineage to the reader.
    """

    area_ids = fields.List(fields.UUID())
    countries = fields.List(fields.String())
    species_ids = fields.List(fields.UUID())
    operator_ids = fields.List(fields.UUID())
    harvester_count = fields.Integer()
    receipt_count = fields.Integer()
    first_day = fields.Date(allow_none=True)
    last_day = fields.Date(allow_none=True)
    net_kg = Kilograms(attribute="net_g")
