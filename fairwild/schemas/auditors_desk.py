"""The desk of an auditor as the API carries it: what the operator's ledger says."""

from marshmallow import fields

from fairwild.audits.states import AuditStatus, Grade, NonconformityStatus, Outcome
from fairwild.complaints.states import ComplaintKind, ComplaintOutcome, ComplaintStatus
from fairwild.desks.states import ChangeKind
from fairwild.kernel.plants import PlantPart
from fairwild.kernel.quantities import State
from fairwild.lots.states import MovementKind
from fairwild.permits.states import PermitKind
from fairwild.schemas.base import Kilograms, Moment, Order, Word
from fairwild.schemas.desks import AuditedReceiptSchema, AuditSampleSchema
from fairwild.schemas.stock import AccountSchema
from fairwild.trade.states import ConsignmentStatus


class BoughtSchema(Order):
    """What was bought since the last audit: receipts, those who sold, and the net weight."""

    receipts = fields.Integer()
    harvesters = fields.Integer()
    net_kg = Kilograms(attribute="net_g")


class SeasonVolumeSchema(Order):
    """How much of a limit is collected; the share is an exact fraction such as `59/84`."""

    area = fields.String()
    species_id = fields.UUID()
    part = Word(PlantPart)
    state = Word(State)
    season_from = fields.Date(attribute="season.start")
    season_until = fields.Date(attribute="season.until", allow_none=True)
    limit_kg = Kilograms(attribute="limit_g")
    drawn_kg = Kilograms(attribute="drawn_g")
    share = fields.String()


class DeskPermitSchema(Order):
    """A permit, and how much of it is drawn."""

    id = fields.UUID(attribute="facts.id")
    number = fields.String(attribute="facts.number")
    kind = Word(PermitKind, attribute="facts.kind")
    authority = fields.String(attribute="facts.authority")
    species_id = fields.UUID(attribute="facts.species_id")
    valid_from = fields.Date(attribute="facts.valid.start")
    valid_until = fields.Date(attribute="facts.valid.until", allow_none=True)
    limit_kg = Kilograms(attribute="facts.limit_g", allow_none=True)
    drawn_kg = Kilograms(attribute="facts.drawn_g")
    ended = fields.Boolean(attribute="facts.ended")


class DeskDocumentSchema(Order):
    """A file of an application, or the copy of a signed agreement."""

    id = fields.UUID()
    number = fields.String()
    title = fields.String()
    file_name = fields.String()
    sha256 = fields.String()
    day = fields.Date()


class DeskBatchSchema(Order):
    """The ratio of a batch beside the band that judges it, as exact fractions."""

    movement_id = fields.UUID(attribute="batch.movement_id")
    kind = Word(MovementKind, attribute="batch.kind")
    species_id = fields.UUID(attribute="batch.species_id")
    part = Word(PlantPart, attribute="batch.part")
    at = Moment(attribute="batch.at")
    ratio = fields.String(attribute="batch.ratio")
    lot_id = fields.UUID(attribute="batch.lot_id")
    lot = fields.String(attribute="batch.number")
    lowest = fields.String(allow_none=True)
    highest = fields.String(allow_none=True)
    outside = fields.Boolean()


class DeskConsignmentSchema(Order):
    """A consignment that left; without an accepted weight nobody has answered yet."""

    id = fields.UUID()
    number = fields.String()
    status = Word(ConsignmentStatus)
    left_at = Moment()
    invoice_number = fields.String()
    sender_id = fields.UUID()
    receiver_id = fields.UUID()
    sent_kg = Kilograms(attribute="sent_g")
    accepted_kg = Kilograms(attribute="accepted_g", allow_none=True)


class EarlierAuditSchema(Order):
    """An audit of the operator that began before, and how it ended."""

    id = fields.UUID()
    number = fields.String()
    status = Word(AuditStatus)
    starts_on = fields.Date()
    ends_on = fields.Date()
    outcome = Word(Outcome, allow_none=True)


class EarlierFindingSchema(Order):
    """A nonconformity of an earlier audit with the grade it has today, and when it was settled."""

    id = fields.UUID()
    audit_id = fields.UUID()
    audit = fields.String(attribute="audit_number")
    number = fields.Integer()
    indicators = fields.List(fields.String())
    grade = Word(Grade)
    status = Word(NonconformityStatus)
    due_on = fields.Date()
    settled_on = fields.Date(allow_none=True)
    description = fields.String()


class DeskComplaintSchema(Order):
    """A complaint without whoever complained; `gist` is what the body says it is about."""

    id = fields.UUID()
    number = fields.String()
    kind = Word(ComplaintKind)
    status = Word(ComplaintStatus)
    received_at = Moment()
    gist = fields.String()
    outcome = Word(ComplaintOutcome, allow_none=True)


class DeskChangeSchema(Order):
    """How often something changed since the last audit, and of what."""

    kind = Word(ChangeKind)
    count = fields.Integer()
    names = fields.List(fields.String())


class OwnAnswerSchema(Order):
    """What an operator said of itself at one indicator: 0 to 3, `met`, `not-met`, or `n`."""

    indicator = fields.String()
    said = fields.String()
    note = fields.String()


class OwnAssessmentSchema(Order):
    """The self-assessment an operator handed in last, under the standard of the audit."""

    application_id = fields.UUID()
    application = fields.String(attribute="number")
    handed_in_on = fields.Date()
    answers = fields.Function(
        lambda one: [
            OwnAnswerSchema().dump(
                {"indicator": code, "said": said, "note": one.answers[code].note}
            )
            for code, said in sorted(one.typed.items())
            if said
        ],
        metadata={"type": "array", "items": {"type": "object"}},
    )


class DeskSchema(Order):
    """What the ledger of the audited operator says since its last audit, or for a year."""

    since = fields.Date()
    since_last_audit = fields.Boolean(attribute="last_audit")
    bought = fields.Nested(BoughtSchema())
    volumes = fields.List(fields.Nested(SeasonVolumeSchema()))
    permits = fields.List(fields.Nested(DeskPermitSchema()))
    documents = fields.List(fields.Nested(DeskDocumentSchema()), attribute="papers")
    batches = fields.List(fields.Nested(DeskBatchSchema()))
    balances = fields.List(fields.Nested(AccountSchema()))
    consignments = fields.List(fields.Nested(DeskConsignmentSchema()))
    earlier_audits = fields.List(fields.Nested(EarlierAuditSchema()), attribute="earlier")
    earlier_findings = fields.List(fields.Nested(EarlierFindingSchema()), attribute="findings")
    complaints = fields.List(fields.Nested(DeskComplaintSchema()))
    changes = fields.List(fields.Nested(DeskChangeSchema()))
    sample = fields.Nested(AuditSampleSchema(), allow_none=True)
    receipts = fields.List(fields.Nested(AuditedReceiptSchema()))
    self_assessment = fields.Nested(OwnAssessmentSchema(), allow_none=True)
