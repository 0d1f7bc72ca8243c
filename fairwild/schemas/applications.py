"""Applications and agreements as the API and the forms carry them."""

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from fairwild.applications.states import (
    ApplicationStatus,
    ConsentOutcome,
    ConsentState,
    ReviewCheck,
    ReviewOutcome,
)
from fairwild.kernel.plants import PlantPart
from fairwild.kernel.quantities import State
from fairwild.schemas.base import (
    CHOSEN,
    MISSING,
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

COUNT = MISSING | {"invalid": "not-a-count"}
MANY = validate.Length(max=500, error="too-much")
FEW = validate.Length(max=100, error="too-much")


def _count(**more: Any) -> fields.Integer:
    size = validate.Range(min=0, max=1_000_000, error="not-a-count")
    return fields.Integer(validate=size, error_messages=COUNT, **more)


def _perhaps() -> fields.Integer:
    return _count(load_default=None, allow_none=True)


class FacilitySchema(Order):
    """A unit that works for the operator: drying, a warehouse, processing, also at collectors'."""

    name = line(longest=200)
    work = line(required=False, longest=200)
    place = line(required=False, longest=200)
    count = _count(load_default=1)


class CollectorsSchema(Order):
    """How many people collect in an area."""

    area = line(longest=200)
    count = _count(required=True)


class TargetSchema(Order):
    """A part of a species to be certified, with the most expected in one year."""

    species_id = fields.UUID(required=True, error_messages=CHOSEN)
    part = Word(PlantPart, required=True)
    yearly_kg = Kilograms(required=True, least_g=1, attribute="yearly_g")
    state = Word(State, required=True)


class ApplicationFormSchema(Order):
    """What the form of an application says."""

    operator_contact = text(longest=2000)
    mandator_contact = text(longest=2000)
    location = text()
    units = fields.List(fields.Nested(FacilitySchema()), load_default=list, validate=FEW)
    buying_points = _perhaps()
    distances = text()
    collectors = fields.List(fields.Nested(CollectorsSchema()), load_default=list, validate=MANY)
    processing_staff = _perhaps()
    history = text()
    other_certificates = text()
    earlier_training = text()
    species = fields.List(fields.Nested(TargetSchema()), load_default=list, validate=FEW)


class ApplicationHeadSchema(Order):
    """Who applies to whom, for which standard version, and who pays."""

    operator_id = fields.UUID(required=True, error_messages=CHOSEN)
    mandator_id = fields.UUID(load_default=None, allow_none=True, error_messages=CHOSEN)
    body_id = fields.UUID(required=True, error_messages=CHOSEN)
    standard = line(longest=40)
    standard_version = line(longest=20)


class ApplicationOrderSchema(ApplicationHeadSchema, ApplicationFormSchema):
    """An application to begin; its form may be filled in later."""


class ApplicationChangeSchema(ApplicationFormSchema):
    """The form of a page, with the version of the draft it was filled in for."""

    version = fields.Integer(load_default=0)


class ReviewSchema(Order):
    """The body's answer: what it looked at, and why it answers so."""

    outcome = Word(ReviewOutcome, required=True)
    checks = fields.List(Word(ReviewCheck), load_default=list, validate=FEW)
    reasons = text(required=True)

    @post_load
    def _ticked(self, order: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {**order, "checks": dict.fromkeys(order["checks"], True)}


class ConsentAnswerSchema(Order):
    """What an operator answers; `content_sha256` says which state of the application it read."""

    outcome = Word(ConsentOutcome, required=True)
    content_sha256 = line(longest=64)
    reason = text()


class DocumentFormSchema(Order):
    """What a document is."""

    title = line(required=False, longest=200)


class _AgreementSchema(Order):
    operator_id = fields.UUID(required=True, error_messages=CHOSEN)
    application_id = fields.UUID(load_default=None, allow_none=True, error_messages=CHOSEN)
    edition = line(longest=40)
    signed_on = day(required=True)


class AgreementOrderSchema(_AgreementSchema):
    """A signed agreement; `valid_until` is the first day on which it binds no more."""

    valid_until = day(load_default=None, allow_none=True)


class AgreementFormSchema(_AgreementSchema):
    """The form of an agreement, with the last day it binds where it has one."""

    valid_last = day(load_default=None, allow_none=True)

    @post_load
    def _until(self, typed: dict[str, Any], **_: Any) -> dict[str, Any]:
        return until_after(typed, last="valid_last", until="valid_until")


class AgreementEndSchema(Order):
    """From which day on an agreement binds no more, and why."""

    ends_on = day(required=True)
    reason = text(required=True)


class SeenTargetSchema(Schema):
    """A part of a species to be certified."""

    species_id = fields.UUID()
    part = Word(PlantPart)
    yearly_kg = Kilograms(attribute="yearly_g")
    state = Word(State)


class SeenFacilitySchema(Schema):
    """A unit that works for the operator."""

    name = fields.String()
    work = fields.String()
    place = fields.String()
    count = fields.Integer()


class SeenCollectorsSchema(Schema):
    """How many people collect in an area."""

    area = fields.String()
    count = fields.Integer()


class ApplicationSchema(SeenRow):
    """An application with its form."""

    number = fields.String()
    operator_id = fields.UUID()
    mandator_id = fields.UUID(allow_none=True)
    body_id = fields.UUID(attribute="addressed_to_id")
    standard = fields.String()
    standard_version = fields.String()
    status = Word(ApplicationStatus)
    operator_contact = fields.String()
    mandator_contact = fields.String()
    location = fields.String()
    units = fields.List(fields.Nested(SeenFacilitySchema()))
    buying_points = fields.Integer(allow_none=True)
    distances = fields.String()
    collectors = fields.List(fields.Nested(SeenCollectorsSchema()))
    processing_staff = fields.Integer(allow_none=True)
    history = fields.String()
    other_certificates = fields.String()
    earlier_training = fields.String()
    species = fields.List(fields.Nested(SeenTargetSchema()))
    written_at = Moment()
    submitted_at = Moment(allow_none=True)


class SeenAnswerSchema(Schema):
    """How the operator sees itself at one indicator."""

    indicator = fields.String()
    value = fields.Integer(
        allow_none=True, metadata={"description": "Points; where it is met or not, 1 is met"}
    )
    not_applicable = fields.Boolean()
    note = fields.String()


class SeenDocumentSchema(SeenRow):
    """A document of an application, without its bytes."""

    title = fields.String()
    file_name = fields.String()
    media_type = fields.String()
    size_bytes = fields.Integer()
    sha256 = fields.String()
    added_at = Moment()


class SeenReviewSchema(SeenRow):
    """What the body answered."""

    outcome = Word(ReviewOutcome)
    checks = fields.Dict(keys=fields.String(), values=fields.Boolean())
    reasons = fields.String()
    reviewed_at = Moment()


class SeenConsentSchema(Schema):
    """How an application stands with its operator, where somebody else pays for it."""

    state = Word(ConsentState)
    asked_at = Moment(attribute="row.asked_at", dump_default=None, allow_none=True)
    answered_at = Moment(attribute="row.answered_at", dump_default=None, allow_none=True)
    reason = fields.String(attribute="row.reason", dump_default="")


class ApplicationViewSchema(ApplicationSchema):
    """An application with everything that hangs on it; a consent binds its `content_sha256`."""

    content_sha256 = fields.String()
    consent = fields.Nested(SeenConsentSchema(), allow_none=True)

    answers = fields.List(fields.Nested(SeenAnswerSchema()))
    documents = fields.List(fields.Nested(SeenDocumentSchema()))
    reviews = fields.List(fields.Nested(SeenReviewSchema()))


class CertificationAgreementSchema(SeenRow):
    """An agreement; it binds once `sha256` says that its copy is on file."""

    body_id = fields.UUID()
    operator_id = fields.UUID()
    mandator_id = fields.UUID(allow_none=True)
    application_id = fields.UUID(allow_none=True)
    edition = fields.String()
    signed_on = fields.Date()
    valid_until = fields.Date(allow_none=True)
    ends_on = fields.Date(allow_none=True)
    end_reason = fields.String()
    file_name = fields.String(allow_none=True)
    sha256 = fields.String(allow_none=True)
