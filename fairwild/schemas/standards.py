"""Standards and the scheme's numbers as the API and the forms carry them."""

from typing import Any

from marshmallow import ValidationError, fields, validates_schema

from fairwild.kernel.parameters import Evidence
from fairwild.schemas.base import Order, Word, line, text
from fairwild.standards.catalogue.keeping import NAME, VERSION

_DAY: dict[str, Any] = {"required": "missing", "null": "missing"} | {
    "invalid": "not-a-day",
    "format": "not-a-day",
}


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
    valid_from = fields.Date(required=True, error_messages=_DAY)
    transition_until = fields.Date(load_default=None, allow_none=True, error_messages=_DAY)
    language = fields.String(load_default="en")
    evidence = Word(Evidence, load_default=Evidence.CONFIRMED)
    note = text(longest=1000)

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
