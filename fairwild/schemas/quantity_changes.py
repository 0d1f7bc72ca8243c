"""Wishes for another maximum quantity, as the API and the forms carry them."""

from marshmallow import Schema, fields, validate

from fairwild.areas.states import ChangeStatus
from fairwild.schemas.base import CHOSEN, Kilograms, Moment, Order, SeenRow, Word, text


class AskChangeSchema(Order):
    """Another limit to ask a certification body for, with the reason and the estimate behind it."""

    body_id = fields.UUID(required=True, error_messages=CHOSEN)
    limit_kg = Kilograms(required=True, attribute="limit_g", least_g=1)
    reason = text(required=True)
    method = text()


class DecideSchema(Order):
    """The reasons of a decision."""

    reason = text(required=True)


class DecideFormSchema(DecideSchema):
    """The form of a decision: two buttons, one reason."""

    decision = fields.String(
        required=True,
        validate=validate.OneOf([ChangeStatus.APPROVED, ChangeStatus.REFUSED], error="unknown"),
        error_messages={"required": "missing"},
    )


class ChangeQuery(Schema):
    """Which changes a list is to show."""

    status = Word(ChangeStatus, load_default=None)


class ChangeSchema(SeenRow):
    """A change of a limit: who asked, who decided, when, from what to what and why."""

    quantity_id = fields.UUID()
    operator_id = fields.UUID()
    body_id = fields.UUID(allow_none=True)
    status = Word(ChangeStatus)
    limit_before_kg = Kilograms(attribute="limit_before_g")
    limit_kg = Kilograms(attribute="limit_g")
    reason = fields.String()
    method = fields.String()
    file_name = fields.String(allow_none=True)
    sha256 = fields.String(allow_none=True)
    asked_at = Moment()
    asked_by = fields.UUID(allow_none=True)
    decided_at = Moment(allow_none=True)
    decided_by = fields.UUID(allow_none=True)
    decision_reason = fields.String()
