"""Print runs of labels as the API and the forms carry them."""

from typing import Any

from marshmallow import fields, validate

from fairwild.labels.catalogue import sheets
from fairwild.labels.rules import MAX_COPIES, MAX_LABELS
from fairwild.schemas.base import MISSING, Moment, Order, SeenRow

_COUNTED = MISSING | {"invalid": "not-a-count"}


def _whole(*, least: int, most: int, **more: Any) -> fields.Integer:
    size = validate.Range(min=least, max=most, error="not-a-count")
    return fields.Integer(validate=size, error_messages=_COUNTED, **more)


class OrderLabelsSchema(Order):
    """Labels to make for a lot, without the lot."""

    sheet = fields.String(
        required=True,
        validate=validate.OneOf([sheet.key for sheet in sheets()], error="unknown"),
        error_messages=MISSING,
    )
    label_count = _whole(least=1, most=MAX_LABELS, required=True)
    start_position = _whole(least=1, most=200, load_default=1)
    copies = _whole(least=1, most=MAX_COPIES, load_default=1)
    tier = _whole(least=1, most=9, load_default=None, allow_none=True)


class OrderLabelsForLotSchema(OrderLabelsSchema):
    """Labels to make for a lot."""

    lot_id = fields.UUID(
        required=True, error_messages={"required": "missing", "invalid_uuid": "unknown"}
    )


class PrintRunSchema(SeenRow):
    """A print run; `codes` stand in the single view only."""

    lot_id = fields.UUID()
    lot_number = fields.String(attribute="lot.number")
    holder_id = fields.UUID()
    sheet = fields.String()
    label_count = fields.Integer()
    start_position = fields.Integer()
    copies = fields.Integer()
    ordered_at = Moment()


class CodedPrintRunSchema(PrintRunSchema):
    """A print run with the codes of its labels, in the order they are printed."""

    codes = fields.List(fields.String())
