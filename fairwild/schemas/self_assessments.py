"""How an operator sees itself, as the API and the forms carry it."""

from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from fairwild.schemas.base import MISSING, Order, line, text

MANY = validate.Length(max=500, error="too-much")
POINTS = validate.Range(min=0, max=3, error="score-out-of-range")


class AnswerLineSchema(Order):
    """How an operator sees itself at one indicator: by points, or as `met` or not."""

    indicator = line(longest=20)
    value = fields.Integer(load_default=None, allow_none=True, strict=True, validate=POINTS)
    met = fields.Boolean(load_default=None, allow_none=True)
    not_applicable = fields.Boolean(load_default=False)
    note = text()

    @validates_schema
    def _one_answer(self, said: dict[str, Any], **_: Any) -> None:
        if said["value"] is not None and said["met"] is not None:
            raise ValidationError("score-out-of-range", "value")


class SelfAssessmentSchema(Order):
    """Answers at some indicators; all others stay as they are."""

    answers = fields.List(
        fields.Nested(AnswerLineSchema()), required=True, validate=MANY, error_messages=MISSING
    )

    @post_load
    def _tupled(self, order: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {"answers": [_answer(one) for one in order["answers"]]}


def _answer(line: dict[str, Any]) -> tuple[str, int | bool | None, bool, str]:
    value = line["value"] if line["met"] is None else line["met"]
    return line["indicator"], value, line["not_applicable"], line["note"]
