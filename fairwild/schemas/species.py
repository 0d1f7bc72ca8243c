"""Species as the API and the forms carry them."""

import re
from typing import Any

from marshmallow import ValidationError, fields, post_load, validate

from fairwild.schemas.base import CODES, Order, SeenRow, line, text

_NAME_IN_LANGUAGE = re.compile(r"([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*)\s*:\s*(\S.{0,199})")

CITES = validate.OneOf(["", "I", "II", "III"], error="unknown")


class _EntrySchema(Order):
    """What the form and the API say alike of a new species."""

    code = fields.String(required=True, validate=CODES, error_messages={"required": "missing"})
    scientific_name = line()
    author = line(required=False)
    family = line(required=False, longest=100)
    synonyms = fields.List(line(), load_default=list)
    cites_appendix = fields.String(load_default="", validate=CITES)
    threatened = fields.Boolean(load_default=False)


class RegisterSpeciesSchema(_EntrySchema):
    """A species to make known."""

    common_names = fields.Dict(
        keys=fields.String(validate=validate.Length(min=2, max=20)),
        values=line(),
        load_default=dict,
    )


class RegisterSpeciesFormSchema(_EntrySchema):
    """The form of a species: the names people use stand one on each line, as `en: liquorice`."""

    common_names = text(longest=2000)

    @post_load
    def _by_language(self, typed: dict[str, Any], **_: Any) -> dict[str, Any]:
        lines = [one.strip() for one in typed["common_names"].splitlines() if one.strip()]
        found = [_NAME_IN_LANGUAGE.fullmatch(one) for one in lines]
        if None in found:
            raise ValidationError({"common_names": ["not-names-by-language"]})
        typed["common_names"] = {one[1]: one[2] for one in found if one}
        return typed


class SpeciesSchema(SeenRow):
    """A species as it is known."""

    code = fields.String()
    scientific_name = fields.String()
    author = fields.String()
    family = fields.String()
    synonyms = fields.List(fields.String())
    common_names = fields.Dict(keys=fields.String(), values=fields.String())
    cites_appendix = fields.String()
    threatened = fields.Boolean()
