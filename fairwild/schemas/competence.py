"""Competences, interests, declarations and overrides as the API and the forms carry them."""

from functools import cache
from typing import Any

from babel.languages import get_official_languages
from marshmallow import Schema, ValidationError, fields, post_load, validate

from fairwild.competence.rules import JUDGING_ROLES
from fairwild.competence.states import InterestKind, WitnessResult
from fairwild.kernel.actors import Role
from fairwild.schemas.base import (
    CHOSEN,
    MISSING,
    Moment,
    Order,
    SeenRow,
    Word,
    day,
    line,
    text,
    until_after,
)
from fairwild.schemas.organisations import country_codes
from fairwild.species.states import RiskClass

SOME = validate.Length(min=1, max=200, error="missing")
MANY = validate.Length(max=300, error="too-much")


@cache
def language_codes() -> frozenset[str]:
    """Give the codes of the official languages of the world (CLDR)."""
    found = (
        code.partition("_")[0]
        for country in country_codes()
        for code in get_official_languages(country, de_facto=True)
    )
    return frozenset(found)


def _known_language(code: str) -> None:
    if code not in language_codes():
        message = "unknown"
        raise ValidationError(message)


def _known_country(code: str) -> None:
    if code not in country_codes():
        message = "not-a-country"
        raise ValidationError(message)


def _judging(role: Role) -> None:
    if role not in JUDGING_ROLES:
        message = "unknown"
        raise ValidationError(message)


class _SaidSchema(Order):
    role = Word(Role, required=True, validate=_judging)
    standard = line(longest=40)
    standard_version = line(longest=20)
    risk_classes = fields.List(Word(RiskClass), required=True, validate=SOME)
    languages = fields.List(fields.String(validate=_known_language), required=True, validate=SOME)
    countries = fields.List(
        fields.String(validate=_known_country), load_default=list, validate=MANY
    )
    valid_from = day(required=True)
    grounds = text(required=True)


class CompetenceOrderSchema(_SaidSchema):
    """What a person may judge; without countries everywhere, `valid_until` being the first day
    on which it holds no more.
    """

    person_id = fields.UUID(required=True, error_messages=CHOSEN)
    valid_until = day(required=True)


class CompetenceFormSchema(_SaidSchema):
    """The form of a competence: the last day it holds."""

    valid_last = day(required=True)

    @post_load
    def _until(self, typed: dict[str, Any], **_: Any) -> dict[str, Any]:
        return until_after(typed, last="valid_last", until="valid_until")


class EndCompetenceSchema(Order):
    """Why something is ended."""

    reason = text(required=True)


class CompetenceSchema(SeenRow):
    """A competence as it was recorded, and when the body ended it, if it did."""

    body_id = fields.UUID()
    person_id = fields.UUID()
    role = Word(Role)
    standard = fields.String()
    standard_version = fields.String()
    risk_classes = fields.List(fields.String())
    languages = fields.List(fields.String())
    countries = fields.List(fields.String())
    valid_from = fields.Date()
    valid_until = fields.Date()
    grounds = fields.String()
    recorded_at = Moment()
    ended_at = Moment(allow_none=True)
    file_name = fields.String(allow_none=True)
    sha256 = fields.String(allow_none=True)


class InterestOrderSchema(Order):
    """What ties a person to a client; `until` is the first day on which it does no more."""

    person_id = fields.UUID(required=True, error_messages=CHOSEN)
    client_id = fields.UUID(required=True, error_messages=CHOSEN)
    kind = Word(InterestKind, required=True)
    since = day(required=True)
    until = day(load_default=None, allow_none=True)
    note = text()


class InterestFormSchema(Order):
    """The form of an interest: its last day, empty while it lasts."""

    client_id = fields.UUID(required=True, error_messages=CHOSEN)
    kind = Word(InterestKind, required=True)
    since = day(required=True)
    last_day = day(load_default=None)
    note = text()

    @post_load
    def _until(self, typed: dict[str, Any], **_: Any) -> dict[str, Any]:
        return until_after(typed, last="last_day", until="until")


class EndInterestSchema(Order):
    """On which day an interest ended."""

    last_day = day(required=True)


class InterestSchema(SeenRow):
    """What ties a person to a client."""

    body_id = fields.UUID()
    person_id = fields.UUID()
    client_id = fields.UUID()
    kind = Word(InterestKind)
    since = fields.Date()
    until = fields.Date(allow_none=True)
    note = fields.String()
    recorded_at = Moment()


class WitnessOrderSchema(Order):
    """An audit somebody went along with."""

    witness_id = fields.UUID(required=True, error_messages=CHOSEN)
    witnessed_on = day(required=True)
    result = Word(WitnessResult, required=True)
    note = text()
    audit_id = fields.UUID(load_default=None, allow_none=True, error_messages=CHOSEN)


class WitnessSchema(SeenRow):
    """An audit somebody went along with, as it was written down."""

    body_id = fields.UUID()
    person_id = fields.UUID()
    witness_id = fields.UUID()
    witnessed_on = fields.Date()
    audit_id = fields.UUID(allow_none=True)
    result = Word(WitnessResult)
    note = fields.String()


class DeclarationOrderSchema(Order):
    """What a person declares before a part in an audit; an interest says what it is and since."""

    has_interest = fields.Boolean(required=True, error_messages=MISSING)
    kind = Word(InterestKind, load_default=None, allow_none=True)
    since = day(load_default=None, allow_none=True)
    until = day(load_default=None, allow_none=True)
    note = text()


class DeclarationFormSchema(Order):
    """The form of a declaration: yes or no, and what it is with its last day."""

    has_interest = fields.Boolean(required=True, error_messages=MISSING)
    kind = Word(InterestKind, load_default=None)
    since = day(load_default=None)
    last_day = day(load_default=None)
    note = text()

    @post_load
    def _until(self, typed: dict[str, Any], **_: Any) -> dict[str, Any]:
        return until_after(typed, last="last_day", until="until")


class DeclarationSchema(SeenRow):
    """What a person has declared."""

    audit_id = fields.UUID()
    person_id = fields.UUID()
    client_id = fields.UUID()
    has_interest = fields.Boolean()
    note = fields.String()
    declared_at = Moment()


class OverrideOrderSchema(Order):
    """Whose obstacles the office sets aside in which role, and why."""

    person_id = fields.UUID(required=True, error_messages=CHOSEN)
    role = Word(Role, load_default=None, allow_none=True, validate=_judging)
    reason = text(required=True)


class OverrideSchema(SeenRow):
    """What the office has set aside, and why."""

    audit_id = fields.UUID()
    person_id = fields.UUID()
    role = Word(Role, allow_none=True)
    obstacles = fields.Function(
        lambda row: [one["code"] for one in row.obstacles],
        metadata={"type": "array", "items": {"type": "string"}},
    )
    reason = fields.String()
    given_by = fields.UUID()
    given_at = Moment()


class AssignmentObstacleSchema(Schema):
    """One thing that stands against somebody's part in an audit, as a code."""

    code = fields.String()


class TeamWarningSchema(Schema):
    """Something the office should know of a team, as a code and in words; it bars nothing."""

    code = fields.String()
    detail = fields.String()


class PartSchema(Schema):
    """What a person does or may do in an audit, and what stands against it."""

    person_id = fields.UUID()
    role = Word(Role, allow_none=True)
    on = fields.Date()
    taken = fields.Boolean()
    declared = fields.Boolean()
    obstacles = fields.List(fields.Nested(AssignmentObstacleSchema()))
