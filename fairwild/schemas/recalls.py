"""Recalls as pages and the API carry them."""

from typing import Any

from marshmallow import fields, post_load, validate

from fairwild.kernel.plants import Form
from fairwild.kernel.quantities import State
from fairwild.lots.states import LotStatus
from fairwild.recalls.facts import Basis, Held
from fairwild.recalls.states import Finding, RecallKind, RecallStatus
from fairwild.schemas.base import Kilograms, Moment, Order, SeenRow, Word, text
from fairwild.schemas.desks import RehearsalSchema
from fairwild.trade.states import ConsignmentStatus

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
    """What a holder found of goods that were called back, and how much of each state it holds.

    `held` is enough where goods of one state alone were asked for; it is refused for several.
    """

    finding = Word(Finding, required=True)
    held = Kilograms()
    held_fresh = Kilograms()
    held_dry = Kilograms()
    held_liquid = Kilograms()
    note = text(longest=1000)

    @post_load
    def _held(self, typed: dict[str, Any], **_: Any) -> Any:
        said = {state: typed.pop(f"held_{state}", None) for state in State}
        by_state = {state: grams for state, grams in said.items() if grams is not None}
        return {**typed, "held": Held(by_state, typed.pop("held", None))}


def _by_state(description: str, **more: Any) -> fields.Dict:
    """Give a field of kilograms by state: `{"dry": "30"}`."""
    return fields.Dict(
        keys=fields.String(validate=validate.OneOf([one.value for one in State])),
        values=Kilograms(),
        metadata={"description": description},
        **more,
    )


class CloseRecallSchema(Order):
    """How a recall ended, and why it is closed although goods are not accounted for.

    `although` is needed while somebody has not answered, or goods are under way to who says they
    never came; what is not accounted for then stays on hold.
    """

    outcome = text(required=True, longest=2000)
    although = text(longest=2000)


class ReleaseKeptSchema(Order):
    """Why goods that stayed on hold after a recall may move again."""

    reason = text(required=True, longest=1000)


class UnaccountedPartySchema(Order):
    """Somebody of whose goods nobody knew where they were when a recall was closed.

    `finding` is null where it never answered; `consignments` were still on their way to it.
    """

    organisation_id = fields.UUID()
    organisation = fields.String()
    finding = Word(Finding, allow_none=True)
    consignments = fields.List(fields.String())


class UnaccountedSchema(Order):
    """What a recall was closed without, why all the same, and the lots kept on hold for it."""

    although = fields.String()
    parties = fields.List(fields.Nested(UnaccountedPartySchema()))
    kept = fields.List(fields.String())
    released_at = fields.String(allow_none=True)
    release_reason = fields.String()


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
    consignment_id = fields.UUID(
        allow_none=True,
        metadata={
            "description": "In what it is under way; then `holder_id` is who is to receive it."
        },
    )


class CarriedSchema(Order):
    """A consignment in which suspect goods travelled, and how it stands."""

    id = fields.UUID()
    number = fields.String()
    sender_id = fields.UUID()
    receiver_id = fields.UUID()
    shipped_at = Moment()
    status = Word(ConsignmentStatus)


class FoundLabelSchema(Order):
    """A label that stands on suspect goods."""

    code = fields.String()
    serial = fields.Integer()
    lot_id = fields.UUID(attribute="run.lot_id")
    run_id = fields.UUID(metadata={"description": "The order of labels it was printed with."})


class ReachSchema(Order):
    """How far suspect goods got, and how long the search took.

    `available_kg` is null where goods of several states are found, as they are never added up.
    """

    suspects = fields.List(fields.Nested(SuspectSchema()))
    consignment_ids = fields.List(fields.UUID())
    consignments = fields.List(fields.Nested(CarriedSchema()))
    holder_ids = fields.List(fields.UUID())
    labels = fields.Integer(attribute="label_count")
    available_kg = Kilograms(attribute="available_g", allow_none=True)
    stock_by_state = _by_state("What its holders still have, in kilograms, fresh and dry apart.")
    under_way_by_state = _by_state("What is still under way, in kilograms by state.")
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
    consignment_id = fields.UUID(allow_none=True)


class ComingSchema(Order):
    """A consignment that was on its way to a holder when it was told."""

    consignment_id = fields.UUID()
    number = fields.String()
    sender = fields.String()
    by_state = _by_state("What is in it, in kilograms by state.")


class NoticeSchema(SeenRow):
    """A holder that was told, and what it answered.

    `expected_kg` and `held_kg` are null where goods of several states are in question, as they are
    never added up; the figures by state are null where it was asked before they were told apart.
    """

    recall_id = fields.UUID()
    organisation_id = fields.UUID()
    sent_at = Moment()
    expected_kg = Kilograms(attribute="expected_alone_g", allow_none=True)
    expected_by_state = _by_state("What it was asked for, in kilograms.", allow_none=True)
    under_way = fields.List(fields.Nested(ComingSchema()), allow_none=True)
    finding = Word(Finding, allow_none=True)
    held_kg = Kilograms(attribute="held_alone_g", allow_none=True)
    held_by_state = _by_state("What it says it holds, in kilograms.", allow_none=True)
    note = fields.String()
    answered_at = Moment(allow_none=True)
    by_link = fields.Boolean(
        metadata={"description": "Whether one without an account answered by a mailed link."}
    )


class AuditorsRecallSchema(Order):
    """Whose auditor had a mock recall made, for which audit, and what came of it.

    `audit_id` is null for whom the audit is not to be seen, `result` until its report is finished.
    """

    body = fields.String()
    audit_id = fields.UUID(allow_none=True)
    result = fields.Nested(RehearsalSchema(), allow_none=True)


def _by_auditor() -> fields.Nested:
    """Give the field that says an auditor had a mock recall made; null for all others."""
    return fields.Nested(AuditorsRecallSchema(), allow_none=True)


class StartedRecallSchema(SeenRow):
    """What every answer says of a recall."""

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
    unaccounted = fields.Nested(UnaccountedSchema(), allow_none=True)


class ListedRecallSchema(StartedRecallSchema):
    """A recall as lists show it."""

    by_auditor = _by_auditor()


class RecallSchema(StartedRecallSchema):
    """A recall with everything it found and everybody who was told."""

    lots = fields.List(fields.Nested(RecallLotSchema()))
    notices = fields.List(fields.Nested(NoticeSchema()))


class ShownRecallSchema(RecallSchema):
    """A recall with everything it found, and the audit it was made for."""

    by_auditor = _by_auditor()
