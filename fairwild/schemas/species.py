"""Species as the API and the forms carry them."""

import re
from typing import Any

from marshmallow import ValidationError, fields, post_load, validate

from fairwild.schemas.base import CODES, Order, SeenRow, line, text

_NAME_IN_LANGUAGE = re.compile(r"([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*)\s*:\s*(\S.{0,199})")

CITES = validate.OneOf(["", "I", "II", "III"], error="unknown")


class _KnownSchema(Order):
    """What may become known of a species in time."""

    author = line(required=False)
    family = line(required=False, longest=100)
    synonyms = fields.List(line(), load_default=list)
    cites_appendix = fields.String(load_default="", validate=CITES)
    threatened = fields.Boolean(load_default=False)


class EditSpeciesSchema(_KnownSchema):
    """What is known of a species."""

    common_names = fields.Dict(
        keys=fields.String(validate=validate.Length(min=2, max=20)),
        values=line(),
        load_default=dict,
    )


class RegisterSpeciesSchema(EditSpeciesSchema):
    """A species to make known; its code and name do not change."""

    code = fields.String(required=True, validate=CODES, error_messages={"required": "missing"})
    scientific_name = line()


class EditSpeciesFormSchema(_KnownSchema):
    """The form of what is known: the names people use stand one on each line, `en: liquorice`."""

    version = fields.Integer(required=True)
    common_names = text(longest=2000)

    @post_load
    def _by_language(self, typed: dict[str, Any], **_: Any) -> dict[str, Any]:
        lines = [one.strip() for one in typed["common_names"].splitlines() if one.strip()]
        found = [_NAME_IN_LANGUAGE.fullmatch(one) for one in lines]
        if None in found:
            raise ValidationError({"common_names": ["not-names-by-language"]})
        typed["common_names"] = {one[1]: one[2] for one in found if one}
        return typed


class RegisterSpeciesFormSchema(EditSpeciesFormSchema):
    """The form of a new species."""

    class Meta:
        """There is no version of it yet."""

        exclude = ("version",)

    code = fields.String(required=True, validate=CODES, error_messages={"required": "missing"})
    scientific_name = line()


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
