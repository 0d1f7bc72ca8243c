"""Harvesters as the API and the forms carry them."""

from typing import Any

from marshmallow import ValidationError, fields, post_load, validate

from fairwild.harvesters.cells import read_other_ids
from fairwild.harvesters.states import Sex
from fairwild.schemas.base import (
    CHOSEN,
    MISSING,
    Order,
    SeenRow,
    Word,
    day,
    line,
    text,
    until_after,
)

LEAST_YEAR, MOST_YEAR = 1900, 2100
_PHONE = validate.Regexp(r"(\+?[0-9 ()/.-]{3,40})?\Z", error="not-a-phone")


class OtherIdSchema(Order):
    """A number that somebody else gave to a harvester."""

    issuer = line(longest=80)
    number = line(longest=80)


class _EntrySchema(Order):
    name = line()
    sex = Word(Sex, load_default=Sex.NOT_STATED)
    birth_year = fields.Integer(
        required=True,
        strict=False,
        validate=validate.Range(min=LEAST_YEAR, max=MOST_YEAR, error="not-a-year"),
        error_messages={**MISSING, "invalid": "not-a-year"},
    )
    village = line()
    phone = fields.String(
        load_default="", validate=[validate.Length(max=40), _PHONE], error_messages=MISSING
    )
    registered_from = day(required=True)
    area_ids = fields.List(fields.UUID(error_messages=CHOSEN), load_default=list)
    species_ids = fields.List(fields.UUID(error_messages=CHOSEN), load_default=list)


class EditHarvesterSchema(_EntrySchema):
    """What the register says; `registered_until` is the first day without registration."""

    registered_until = day(load_default=None, allow_none=True)
    other_ids = fields.List(
        fields.Nested(OtherIdSchema()), load_default=list, validate=validate.Length(max=20)
    )


class RegisterHarvesterSchema(EditHarvesterSchema):
    """A harvester to register; without a number the next free one is given.

    `another_person` says that nobody in the register who looks alike is meant.
    """

    local_id = line(required=False, longest=40)
    another_person = fields.Boolean(load_default=False)


class EditHarvesterFormSchema(_EntrySchema):
    """The form of an entry: the last day, and other numbers one on each line."""

    last_day = day(load_default=None, allow_none=True)
    other_ids = text(longest=2000)
    version = fields.Integer(required=True)

    @post_load
    def _in_full(self, typed: dict[str, Any], **_: Any) -> dict[str, Any]:
        try:
            typed["other_ids"] = list(read_other_ids(typed["other_ids"]))
        except ValueError as error:
            raise ValidationError({"other_ids": ["not-other-ids"]}) from error
        return until_after(typed, last="last_day", until="registered_until")


class RegisterHarvesterFormSchema(EditHarvesterFormSchema):
    """The form of a new harvester."""

    class Meta:
        """Nothing is there yet, so there is no version."""

        exclude = ("version",)

    local_id = line(required=False, longest=40)
    another_person = fields.Boolean(load_default=False)


class EndRegistrationSchema(Order):
    """The last day of a registration."""

    last_day = day(required=True)


class EndRegistrationFormSchema(EndRegistrationSchema):
    """The form that ends a registration."""

    version = fields.Integer(required=True)


class HarvesterSchema(SeenRow):
    """A harvester as the operator sees them."""

    operator_id = fields.UUID()
    local_id = fields.String()
    card_code = fields.String()
    name = fields.String()
    sex = Word(Sex)
    birth_year = fields.Integer()
    village = fields.String()
    phone = fields.String()
    other_ids = fields.List(fields.Nested(OtherIdSchema()))
    registered_from = fields.Date()
    registered_until = fields.Date(allow_none=True)
    area_ids = fields.Pluck("_AllowedAreaSchema", "area_id", many=True, attribute="areas")
    species_ids = fields.Pluck(
        "_AllowedSpeciesSchema", "species_id", many=True, attribute="species"
    )


class _AllowedAreaSchema(Order):
    area_id = fields.UUID()


class _AllowedSpeciesSchema(Order):
    species_id = fields.UUID()
