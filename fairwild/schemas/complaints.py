"""Complaints as pages and the API carry them."""

from typing import Any

from marshmallow import ValidationError, fields, validates_schema

from fairwild.complaints.states import (
    ComplaintKind,
    ComplaintOutcome,
    ComplaintStage,
    ComplaintStatus,
    ComplaintSubject,
)
from fairwild.schemas.base import CHOSEN, Moment, Order, SeenRow, Word, line, text
from fairwild.schemas.organisations import email


class ComplainSchema(Order):
    """A complaint of anybody; a name and an address may be left out."""

    about = line(longest=80)
    kind = Word(ComplaintKind, required=True)
    said = text(required=True)
    name = line(required=False)
    email = email(required=False)

    @validates_schema(skip_on_field_errors=True)
    def _not_an_appeal(self, typed: dict[str, Any], **_: Any) -> None:
        if typed["kind"] is ComplaintKind.APPEAL:
            raise ValidationError({"kind": ["unknown"]})


class ComplainWithAccountSchema(ComplainSchema):
    """A complaint of somebody with an account: about a code or an organisation."""

    about = line(required=False, longest=80)
    operator_id = fields.UUID(allow_none=True, load_default=None, error_messages=CHOSEN)

    @validates_schema(skip_on_field_errors=True)
    def _about_something(self, typed: dict[str, Any], **_: Any) -> None:
        if not typed["about"] and typed["operator_id"] is None:
            raise ValidationError({"about": ["missing"]})


class ComplainSignedInSchema(ComplainWithAccountSchema):
    """A complaint on the page of somebody signed in, who may stay unnamed all the same."""

    unnamed = fields.Boolean(load_default=False, error_messages={"invalid": "unknown"})


class AppealDecisionSchema(Order):
    """An operator's appeal against a decision on an audit of its own."""

    audit_id = fields.UUID(required=True, error_messages=CHOSEN)
    said = text(required=True)
    email = email(required=False)


class AcknowledgeSchema(Order):
    """What a complaint is about, without who complained."""

    gist = text(required=True, longest=500)


class AppointSchema(Order):
    """Who is to judge a case."""

    person_id = fields.UUID(required=True, error_messages=CHOSEN)


class PassOnSchema(Order):
    """Why a case goes to the scheme owner."""

    reason = text(required=True, longest=1000)


class NoteSchema(Order):
    """What an examiner found out."""

    text = text(required=True)


class ConcludeSchema(Order):
    """What becomes of a complaint."""

    outcome = Word(ComplaintOutcome, required=True)
    reasons = text(required=True)
    measures = text()


class AppealSchema(Order):
    """Why an outcome is not accepted."""

    reasons = text(required=True)


class WaitingSchema(Order):
    """By when somebody has to act next, and whether that is late."""

    due_on = fields.Date(allow_none=True)
    overdue = fields.Boolean()


class SeenComplaintSchema(Order):
    """A complaint without whoever complained."""

    id = fields.UUID()
    number = fields.String()
    kind = Word(ComplaintKind)
    status = Word(ComplaintStatus)
    received_at = Moment()
    thing = fields.String()
    gist = fields.String()
    outcome = Word(ComplaintOutcome, allow_none=True)
    waiting = fields.Nested(WaitingSchema())


class JudgementSchema(SeenRow):
    """How a case was judged; by whom is said by their number."""

    stage = Word(ComplaintStage)
    outcome = Word(ComplaintOutcome)
    reasons = fields.String()
    measures = fields.String()
    judged_by = fields.UUID()
    judged_at = Moment()


class ToldJudgementSchema(Order):
    """How a case was judged, as whoever complained is told."""

    stage = Word(ComplaintStage)
    outcome = Word(ComplaintOutcome)
    reasons = fields.String()
    measures = fields.String()
    judged_at = Moment()


class ComplaintNoteSchema(SeenRow):
    """A note in the file of a case."""

    text = fields.String()
    written_by = fields.UUID()
    written_at = Moment()
    file_name = fields.String(allow_none=True)
    sha256 = fields.String(allow_none=True)


class ComplaintProofSchema(Order):
    """A file of whoever complained."""

    id = fields.UUID()
    file_name = fields.String()
    media_type = fields.String()
    size_bytes = fields.Integer()
    sha256 = fields.String()
    added_at = Moment()


class ComplaintSchema(SeenRow):
    """A case as the body that handles it sees it."""

    number = fields.String()
    body_id = fields.UUID()
    about_id = fields.UUID()
    kind = Word(ComplaintKind)
    subject = Word(ComplaintSubject)
    thing_id = fields.UUID()
    thing = fields.String()
    status = Word(ComplaintStatus)
    gist = fields.String()
    received_at = Moment()
    acknowledged_at = Moment(allow_none=True)
    examiner_id = fields.UUID(allow_none=True)
    passed_on_at = Moment(allow_none=True)
    appealed_at = Moment(allow_none=True)
    judgements = fields.List(fields.Nested(JudgementSchema()))


class ComplainantSchema(Order):
    """What whoever complained said of themselves; seen by the examiner only."""

    name = fields.String()
    email = fields.String()


class ComplaintFileSchema(Order):
    """What only those who handle a case read: what was said, the notes, and who complained."""

    said = fields.String()
    appeal = fields.String()
    notes = fields.List(fields.Nested(ComplaintNoteSchema()))
    proofs = fields.List(fields.Nested(ComplaintProofSchema()))
    complainant = fields.Nested(ComplainantSchema(), allow_none=True)


class ComplaintViewSchema(ComplaintSchema):
    """A case; its file is there for those who may read it."""

    file = fields.Nested(ComplaintFileSchema(), allow_none=True)


class CaseSchema(Order):
    """A case as whoever complained follows it."""

    number = fields.String()
    kind = Word(ComplaintKind)
    thing = fields.String()
    status = Word(ComplaintStatus)
    received_at = Moment()
    acknowledged_at = Moment(allow_none=True)
    appealed_at = Moment(allow_none=True)
    judgements = fields.List(fields.Nested(ToldJudgementSchema()))


class OwnCaseSchema(CaseSchema):
    """A case one complained of with one's account."""

    id = fields.UUID()


class FollowedCaseSchema(CaseSchema):
    """A case as whoever complained follows it, with the files they sent in it."""

    proofs = fields.List(fields.Nested(ComplaintProofSchema()))


class FollowedOwnCaseSchema(OwnCaseSchema, FollowedCaseSchema):
    """A case one complained of with one's account, with the files one sent in it."""


class LodgedSchema(CaseSchema):
    """A complaint just made, with the secret of its link: it is given only now."""

    secret = fields.String()
