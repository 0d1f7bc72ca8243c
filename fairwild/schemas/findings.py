"""Nonconformities as the API and the forms carry them."""

from typing import Any

from marshmallow import fields, post_load, pre_dump, validate

from fairwild.audits.queries import STANDINGS, ListedNonconformity
from fairwild.audits.states import (
    DueBy,
    Grade,
    NonconformityStatus,
    ObjectionOutcome,
    Pinnable,
    Verification,
)
from fairwild.schemas.base import CHOSEN, Moment, Order, SeenRow, Word, day, line, text

STANDING = validate.OneOf(("", *STANDINGS), error="unknown")
CODES = validate.Length(max=100, error="too-many")


class NonconformitySchema(Order):
    """Requirements not met, to write down as one; `indicator` alone names one of them."""

    indicator = line(required=False, longest=20)
    indicators = fields.List(line(longest=20), load_default=list, validate=CODES)
    grade = Word(Grade, required=True)
    description = text(required=True)

    @post_load
    def _gathered(self, order: dict[str, Any], **_: Any) -> dict[str, Any]:
        first = order.pop("indicator")
        order["indicators"] = [*([first] if first else []), *order["indicators"]]
        return order


class AnswerSchema(Order):
    """The operator's answer to a nonconformity."""

    root_cause = text(required=True)
    correction = text(required=True)
    corrective_action = text(required=True)


class CloseSchema(Order):
    """Why the answer is sufficient, and by what means that was verified."""

    verification = Word(Verification, required=True)
    note = text()


class VerifySchema(Order):
    """The number of a record an answer is verified by; of a consignment also its invoice's."""

    what = Word(Pinnable, required=True)
    number = line(longest=80)
    note = text()


class ReturnSchema(Order):
    """Why an answer does not satisfy."""

    reason = text(required=True)


class ExtendSchema(Order):
    """A later last day, and why."""

    due_on = day(required=True)
    reason = text(required=True)


class ObjectSchema(Order):
    """Why the operator holds that a nonconformity is none."""

    reasons = text(required=True)


class AnswerObjectionSchema(Order):
    """What an uninvolved person found about an objection."""

    outcome = Word(ObjectionOutcome, required=True)
    answer = text(required=True)


class WithdrawSchema(Order):
    """Why a nonconformity is taken back, and the one of the same audit that says the same."""

    reason = text(required=True)
    twin_id = fields.UUID(load_default=None, allow_none=True, error_messages=CHOSEN)


class SeenNonconformitySchema(SeenRow):
    """A nonconformity and what became of it."""

    audit_id = fields.UUID()
    number = fields.Integer()
    indicator = fields.String()
    indicators = fields.List(fields.String())
    repeats_id = fields.UUID(allow_none=True)
    repeats = fields.List(fields.UUID())
    grade = Word(Grade)
    status = Word(NonconformityStatus)
    description = fields.String()
    due_on = fields.Date()
    due_by = Word(DueBy)
    root_cause = fields.String()
    correction = fields.String()
    corrective_action = fields.String()
    answered_at = Moment(allow_none=True)
    verification = Word(Verification, allow_none=True)
    closing_note = fields.String()
    closed_at = Moment(allow_none=True)
    twin_id = fields.UUID(allow_none=True)


class AskedNonconformitiesSchema(Order):
    """Which nonconformities a list is about."""

    standing = fields.String(load_default="", validate=STANDING)
    operator_id = fields.UUID(load_default=None)
    body_id = fields.UUID(load_default=None)


class ListedNonconformitySchema(SeenNonconformitySchema):
    """A nonconformity in a list, with its parties and how grave and late it is today."""

    audit_number = fields.String()
    operator_id = fields.UUID()
    body_id = fields.UUID()
    operator = fields.String()
    grade_today = Word(Grade)
    overdue = fields.Boolean()

    @pre_dump
    def _flat(self, one: ListedNonconformity, **_: Any) -> dict[str, Any]:
        """Put the columns of the row beside what was found out about it."""
        beside = ("audit_number", "operator", "grade_today", "overdue")
        names = [name for name in self.fields if name not in beside]
        return {**{name: getattr(one.row, name) for name in names}, **vars(one)}


class VerificationPinSchema(SeenRow):
    """A record that an answer was verified by, with its figures of that moment."""

    nonconformity_id = fields.UUID()
    what = Word(Pinnable)
    thing_id = fields.UUID()
    label = fields.String()
    figures = fields.Dict(keys=fields.String())
    note = fields.String()
    pinned_at = Moment()


class ExtensionSchema(SeenRow):
    """More time for a nonconformity."""

    nonconformity_id = fields.UUID()
    number = fields.Integer()
    due_before = fields.Date()
    due_on = fields.Date()
    reason = fields.String()
    granted_at = Moment()


class ObjectionSchema(SeenRow):
    """An objection to a nonconformity, and what became of it."""

    nonconformity_id = fields.UUID()
    reasons = fields.String()
    raised_at = Moment()
    outcome = Word(ObjectionOutcome, allow_none=True)
    answer = fields.String()
    answered_at = Moment(allow_none=True)
