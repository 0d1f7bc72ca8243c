"""Species as the API and the forms carry them."""

from marshmallow import fields, validate

from fairwild.schemas.base import CODES, Order, SeenRow, line

CITES = validate.OneOf(["", "I", "II", "III"], error="unknown")


class RegisterSpeciesSchema(Order):
    """A species to make known."""

    code = fields.String(required=True, validate=CODES, error_messages={"required": "missing"})
    scientific_name = line()
    author = line(required=False)
    family = line(required=False, longest=100)
    synonyms = fields.List(line(), load_default=list)
    common_names = fields.Dict(
        keys=fields.String(validate=validate.Length(min=2, max=20)),
        values=line(),
        load_default=dict,
    )
    cites_appendix = fields.String(load_default="", validate=CITES)
    threatened = fields.Boolean(load_default=False)


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
