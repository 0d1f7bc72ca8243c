"""Harvesters as the API and the forms carry them."""

from datetime import timedelta
from typing import Any

from marshmallow import ValidationError, fields, post_load, validate

from fairwild.harvesters.cells import read_other_ids
from fairwild.harvesters.states import Sex
from fairwild.schemas.base import Order, SeenRow, Word, line, text

LEAST_YEAR, MOST_YEAR = 1900, 2100
_MISSING: dict[str, Any] = {"required": "missing", "null": "missing"}
_DAY: dict[str, Any] = {**_MISSING, "invalid": "not-a-day", "format": "not-a-day"}
_CHOICE: dict[str, Any] = {**_MISSING, "invalid_uuid": "unknown"}
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
        error_messages={**_MISSING, "invalid": "not-a-year"},
    )
    village = line()
    phone = fields.String(
        load_default="", validate=[validate.Length(max=40), _PHONE], error_messages=_MISSING
    )
    registered_from = fields.Date(required=True, error_messages=_DAY)
    area_ids = fields.List(fields.UUID(error_messages=_CHOICE), load_default=list)
    species_ids = fields.List(fields.UUID(error_messages=_CHOICE), load_default=list)


class EditHarvesterSchema(_EntrySchema):
    """What the register says; `registered_until` is the first day without registration."""

    registered_until = fields.Date(load_default=None, allow_none=True, error_messages=_DAY)
    other_ids = fields.List(
        fields.Nested(OtherIdSchema()), load_default=list, validate=validate.Length(max=20)
    )


class RegisterHarvesterSchema(EditHarvesterSchema):
    """A harvester to register; without a number the next free one is given.

    `another_person` says that somebody with the same name, birth year and village is not meant.
    """

    local_id = line(required=False, longest=40)
    another_person = fields.Boolean(load_default=False)


class EditHarvesterFormSchema(_EntrySchema):
    """The form of an entry: the last day, and other numbers one on each line."""

    last_day = fields.Date(load_default=None, allow_none=True, error_messages=_DAY)
    other_ids = text(longest=2000)
    version = fields.Integer(required=True)

    @post_load
    def _in_full(self, typed: dict[str, Any], **_: Any) -> dict[str, Any]:
        last_day = typed.pop("last_day")
        try:
            typed["other_ids"] = list(read_other_ids(typed["other_ids"]))
        except ValueError as error:
            raise ValidationError({"other_ids": ["not-other-ids"]}) from error
        try:
            typed["registered_until"] = last_day + timedelta(days=1) if last_day else None
        except OverflowError as error:
            raise ValidationError({"last_day": ["not-a-day"]}) from error
        return typed


class RegisterHarvesterFormSchema(EditHarvesterFormSchema):
    """The form of a new harvester."""

    class Meta:
        """Nothing is there yet, so there is no version."""

        exclude = ("version",)

    local_id = line(required=False, longest=40)
    another_person = fields.Boolean(load_default=False)


class EndRegistrationSchema(Order):
    """The last day of a registration."""

    last_day = fields.Date(required=True, error_messages=_DAY)


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
