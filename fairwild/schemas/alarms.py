"""Alarms as pages and the API carry them."""

from marshmallow import fields

from fairwild.alarms.states import About, AlarmKind
from fairwild.kernel.events import plain
from fairwild.schemas.base import Moment, Order, SeenRow, Word, line, text


class DismissAlarmSchema(Order):
    """Which alarm is put aside, and why it is none."""

    key = line(longest=400)
    reason = text(required=True, longest=1000)


class PointerSchema(Order):
    """A thing an alarm is about."""

    what = Word(About)
    id = fields.UUID()
    name = fields.String()


class AlarmSchema(Order):
    """Something that looks wrong, with its numbers; the greater the weight, the graver."""

    kind = Word(AlarmKind)
    key = fields.String()
    weight = fields.Integer()
    on = fields.Date(allow_none=True)
    facts = fields.Function(
        lambda alarm: {name: plain(value) for name, value in alarm["facts"].items()},
        metadata={"type": "object", "additionalProperties": True},
    )
    about = fields.List(fields.Nested(PointerSchema()))
    dismissed = fields.Boolean()


class PutAsideSchema(Order):
    """Why somebody else's alarm is none in their own eyes, who said so and when."""

    reason = fields.String()
    by = fields.String()
    at = Moment()


class ToldAlarmSchema(AlarmSchema):
    """An alarm of somebody else's material; `aside` is empty where it still counts."""

    class Meta:
        """Whether it was put aside stands in `aside`."""

        exclude = ("dismissed",)

    aside = fields.Nested(PutAsideSchema(), allow_none=True)


class DismissalSchema(SeenRow):
    """An alarm that was put aside."""

    key = fields.String()
    kind = Word(AlarmKind)
    reason = fields.String()
    dismissed_at = Moment()
    restored_at = Moment(allow_none=True)
