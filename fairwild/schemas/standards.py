"""Standards and the scheme's numbers as the API and the forms carry them."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validates_schema

from fairwild.kernel.parameters import Evidence
from fairwild.schemas.base import Moment, Order, Word, day, line, text
from fairwild.standards.catalogue.keeping import NAME, VERSION
from fairwild.standards.types import AppliesTo


def _named(field: str, given: str) -> None:
    pattern = NAME if field == "name" else VERSION
    if not pattern.fullmatch(given):
        raise ValidationError({field: ["not-a-version"]})


class ImportStandardSchema(Order):
    """What is said of a version whose text is imported."""

    name = line(longest=40)
    standard_version = line(longest=20, attribute="version")
    title = line(longest=120)
    published = line(longest=40)
    valid_from = day(required=True)
    transition_until = day(load_default=None, allow_none=True)
    language = fields.String(load_default="en")
    evidence = Word(Evidence, required=True)
    note = text(longest=1000)
    other_counts = fields.Boolean(load_default=False)

    @validates_schema
    def _safe(self, order: dict[str, Any], **_: Any) -> None:
        for field in ("name", "version"):
            if field in order:
                _named(field, order[field])
        if not order.get("language", "en").isalpha():
            raise ValidationError({"language": ["unknown"]})
        until, start = order.get("transition_until"), order.get("valid_from")
        if until is not None and start is not None and until <= start:
            raise ValidationError({"transition_until": ["end-before-start"]})


class ConfirmStandardSchema(ImportStandardSchema):
    """The same once more, with the table that was looked at."""

    sha256 = line(longest=64)


class ParameterSchema(Schema):
    """A number of the scheme, exact, for a stretch of days."""

    name = fields.String()
    keys = fields.Dict(keys=fields.String(), values=fields.String())
    value = fields.String()
    unit = fields.String()
    valid_from = fields.Date(attribute="period.start")
    valid_before = fields.Date(attribute="period.until", allow_none=True)
    source = fields.String()
    approver = fields.String()
    evidence = Word(Evidence)
    note = fields.String()


class NumberChangedSchema(Schema):
    """A row of a table of numbers and the row of today in its place; null where there is none."""

    before = fields.Nested(ParameterSchema(), allow_none=True)
    after = fields.Nested(ParameterSchema(), allow_none=True)


class KeptNumbersSchema(Schema):
    """A table of numbers that something rested on, and what differs from it today."""

    version = fields.String()
    kept_at = Moment(allow_none=True)
    rows = fields.List(fields.Nested(ParameterSchema()))
    changed = fields.List(fields.Nested(NumberChangedSchema()))


class StandardSchema(Schema):
    """A version of a standard."""

    name = fields.String()
    version = fields.String()
    title = fields.String()
    published = fields.String()
    valid_from = fields.Date()
    transition_until = fields.Date(allow_none=True)
    principle_count = fields.Integer()
    criterion_count = fields.Integer()
    indicator_count = fields.Integer()
    sample_count = fields.Integer()
    audits = fields.Integer()
    open_today = fields.Boolean()
    evidence = Word(Evidence)
    note = fields.String()
    language = fields.String()
    languages = fields.List(fields.String())
    imported = fields.Boolean()


class PrincipleSchema(Schema):
    """A principle of a standard."""

    number = fields.Integer()
    title = fields.String()
    theme = fields.String()
    scored_at_operation = fields.Boolean()
    evidence = Word(Evidence)
    note = fields.String()


class CriterionSchema(Schema):
    """A criterion of a principle."""

    code = fields.String()
    title = fields.String()
    evidence = Word(Evidence)
    note = fields.String()


class StandardIndicatorSchema(Schema):
    """An indicator as the standard has it."""

    code = fields.String()
    criterion = fields.String()
    text = fields.String()
    guidance = fields.String()
    m_from_year = fields.Integer(allow_none=True)
    m_level = fields.Integer(allow_none=True)
    applies_to = Word(AppliesTo)
    scores = fields.List(fields.String())
    sample = fields.Boolean()


class OneStandardSchema(StandardSchema):
    """A version with everything it asks."""

    score_texts = fields.List(fields.String())
    principles = fields.List(fields.Nested(PrincipleSchema()))
    criteria = fields.List(fields.Nested(CriterionSchema()))
    indicators = fields.List(fields.Nested(StandardIndicatorSchema()))
