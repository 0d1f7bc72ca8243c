"""Recalls as pages and the API carry them."""

from typing import Any

from marshmallow import fields, post_load, validate

from fairwild.kernel.plants import Form
from fairwild.kernel.quantities import State
from fairwild.lots.states import LotStatus
from fairwild.recalls.facts import Basis
from fairwild.recalls.states import Finding, RecallKind, RecallStatus
from fairwild.schemas.base import Kilograms, Moment, Order, SeenRow, Word, text

MOST_LOTS = 500


class BasisSchema(Order):
    """What is suspect: lots, or the receipts of a harvester, an area, a permit, some days."""

    lot_ids = fields.List(fields.UUID(), validate=validate.Length(max=MOST_LOTS, error="too-many"))
    harvester_id = fields.UUID()
    area_id = fields.UUID()
    permit_id = fields.UUID()
    since = fields.Date()
    until = fields.Date()

    @post_load
    def _basis(self, typed: dict[str, Any], **_: Any) -> Any:
        named = {name: typed.pop(name) for name in Basis.__dataclass_fields__ if name in typed}
        if "lot_ids" in named:
            named["lot_ids"] = tuple(dict.fromkeys(named["lot_ids"]))
        return {**typed, "basis": Basis(**named)}


class StartRecallSchema(BasisSchema):
    """What is called back and why; a rehearsal touches nothing."""

    reason = text(required=True, longest=1000)
    kind = Word(RecallKind, load_default=RecallKind.REAL)


class AnswerRecallSchema(Order):
    """What a holder found of goods that were called back."""

    finding = Word(Finding, required=True)
    held = Kilograms(load_default=0, attribute="held_g")
    note = text(longest=1000)


class CloseRecallSchema(Order):
    """How a recall ended."""

    outcome = text(required=True, longest=2000)


class SuspectSchema(Order):
    """One lot in which suspect goods are or were."""

    lot_id = fields.UUID()
    number = fields.String()
    holder_id = fields.UUID()
    what = fields.String()
    form = Word(Form)
    state = Word(State)
    status = Word(LotStatus)
    made_kg = Kilograms(attribute="made_g")
    available_kg = Kilograms(attribute="available_g")
    is_source = fields.Boolean()


class ReachSchema(Order):
    """How far suspect goods got, and how long the search took."""

    suspects = fields.List(fields.Nested(SuspectSchema()))
    consignment_ids = fields.List(fields.UUID())
    holder_ids = fields.List(fields.UUID())
    labels = fields.Integer(attribute="label_count")
    available_kg = Kilograms(attribute="available_g")
    stock_by_state = fields.Dict(
        keys=fields.String(),
        values=Kilograms(),
        metadata={"description": "What is still there, fresh and dry apart, in kilograms."},
    )
    search_ms = fields.Integer(attribute="seconds_ms")


class RecallLotSchema(SeenRow):
    """A lot as the recall found it."""

    lot_id = fields.UUID()
    number = fields.String()
    holder_id = fields.UUID()
    what = fields.String()
    made_kg = Kilograms(attribute="made_g")
    available_kg = Kilograms(attribute="available_g")
    labels = fields.Integer()
    is_source = fields.Boolean()
    hold_id = fields.UUID(allow_none=True)


class NoticeSchema(SeenRow):
    """A holder that was told, and what it answered."""

    recall_id = fields.UUID()
    organisation_id = fields.UUID()
    sent_at = Moment()
    expected_kg = Kilograms(attribute="expected_g")
    finding = Word(Finding, allow_none=True)
    held_kg = Kilograms(attribute="held_g", allow_none=True)
    note = fields.String()
    answered_at = Moment(allow_none=True)


class ListedRecallSchema(SeenRow):
    """A recall as lists show it."""

    number = fields.String()
    organisation_id = fields.UUID()
    kind = Word(RecallKind)
    status = Word(RecallStatus)
    reason = fields.String()
    basis = fields.Dict()
    reach = fields.Dict()
    started_at = Moment()
    closed_at = Moment(allow_none=True)
    outcome = fields.String()


class RecallSchema(ListedRecallSchema):
    """A recall with everything it found and everybody who was told."""

    lots = fields.List(fields.Nested(RecallLotSchema()))
    notices = fields.List(fields.Nested(NoticeSchema()))
