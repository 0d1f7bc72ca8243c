"""Organisations, people, invitations and approvals as the API and the forms carry them."""

from functools import cache
from typing import Any
from zoneinfo import available_timezones

from babel import Locale
from babel.numbers import get_currency_precision, get_territory_currencies
from marshmallow import ValidationError, fields, post_load, validate

from fairwild.kernel.actors import OrganisationKind, Role
from fairwild.kernel.quantities import MINOR_DIGITS
from fairwild.organisations.states import ApprovalStatus
from fairwild.schemas.base import CODES, MISSING, Moment, Order, SeenRow, Word, day, line, text

_NOT_COUNTRIES = frozenset("AC AQ CP CQ DG EA EU EZ IC QO TA UN XA XB ZZ".split())  # noqa: SIM905 - reads better
_CONTINENTS = frozenset(
    ["Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"]
)
_EMAIL = (
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
    r"(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*\Z"
)
MAX_EMAIL_LENGTH = 254
ALPHA_2 = 2


@cache
def country_codes() -> frozenset[str]:
    """Give the codes of the countries of the world (ISO 3166-1, as CLDR knows them)."""
    known = {str(code) for code in Locale("en").territories}
    two_letters = {code for code in known if len(code) == ALPHA_2 and code.isalpha()}
    return frozenset(two_letters) - _NOT_COUNTRIES


@cache
def currency_codes() -> frozenset[str]:
    """Give the currencies in use that this house counts with as many decimals as their people."""
    used = {currency for code in country_codes() for currency in get_territory_currencies(code)}
    return frozenset(
        code for code in used if MINOR_DIGITS.get(code, 2) == get_currency_precision(code)
    )


@cache
def time_zones() -> tuple[str, ...]:
    """Give the time zones named by a place, and UTC."""
    places = (zone for zone in available_timezones() if zone.partition("/")[0] in _CONTINENTS)
    return ("UTC", *sorted(places))


def _known_country(code: str) -> None:
    if code not in country_codes():
        message = "not-a-country"
        raise ValidationError(message)


def known_currency(code: str) -> None:
    """Raise ValidationError for what is no currency in use."""
    if code not in currency_codes():
        message = "unknown"
        raise ValidationError(message)


def _known_zone(name: str) -> None:
    if name not in time_zones():
        message = "unknown"
        raise ValidationError(message)


def email(*, required: bool = True) -> fields.String:
    """Give a field for one e-mail address as HTML forms know it, in small letters."""
    checks = [
        validate.Length(max=MAX_EMAIL_LENGTH, error="too-long"),
        validate.Regexp(_EMAIL if required else rf"(?:{_EMAIL})?\Z", error="not-an-email"),
    ]
    absent: dict[str, Any] = {} if required else {"load_default": ""}
    return fields.String(required=required, validate=checks, error_messages=MISSING, **absent)


def country(**more: Any) -> fields.String:
    """Give a field for the two letters of a country."""
    return fields.String(validate=_known_country, error_messages=MISSING, **more)


def _website() -> fields.String:
    pattern = validate.Regexp(
        r"(?:https?://[^\s\x00-\x1f\x7f\"<>]{1,290})?\Z", error="not-a-website"
    )
    return fields.String(load_default="", validate=pattern, error_messages=MISSING)


class EditOrganisationSchema(Order):
    """What may be changed of an organisation; loaded partially by a PATCH."""

    name = line()
    address = text(longest=500)
    email = email(required=False)
    website = _website()
    time_zone = fields.String(load_default="UTC", validate=_known_zone, error_messages=MISSING)
    currency = fields.String(load_default="EUR", validate=known_currency, error_messages=MISSING)


class RegisterOrganisationSchema(EditOrganisationSchema):
    """An organisation to make known."""

    kind = Word(OrganisationKind, required=True)
    code = fields.String(required=True, validate=CODES, error_messages=MISSING)
    country = country(required=True)


class OrganisationSchema(SeenRow):
    """An organisation as it is known."""

    kind = Word(OrganisationKind)
    code = fields.String()
    name = fields.String()
    country = fields.String()
    address = fields.String()
    email = fields.String()
    website = fields.String()
    time_zone = fields.String()
    currency = fields.String()
    synthetic = fields.Boolean()
    registered_at = Moment()


class PostSchema(Order):
    """One role held by one person in an organisation."""

    id = fields.UUID(dump_only=True)
    person_id = fields.UUID(dump_only=True)
    name = fields.String(dump_only=True)
    email = fields.String(dump_only=True)
    role = Word(Role, dump_only=True)
    since = Moment(dump_only=True)


class InviteSchema(Order):
    """Somebody to invite to a role."""

    email = email()
    role = Word(Role, required=True)


class InvitationSchema(SeenRow):
    """An invitation that can still be accepted; its secret is only in the letter."""

    email = fields.String()
    role = Word(Role)
    made_at = Moment()
    expires_at = Moment()


class ApproveBodySchema(Order):
    """For which standard, where and how long a body may certify; `valid_until` is exclusive."""

    status = Word(ApprovalStatus, required=True)
    standard = line(longest=40)
    standard_version = line(longest=20)
    countries_in = fields.List(country(), load_default=list, validate=validate.Length(max=250))
    countries_out = fields.List(country(), load_default=list, validate=validate.Length(max=250))
    valid_from = day(required=True)
    valid_until = day(load_default=None, allow_none=True)

    known: frozenset[tuple[str, str]] | None = None
    """The standards with versions there are; the door says them."""

    @post_load
    def _of_a_known_standard(self, order: dict[str, Any], **_: Any) -> dict[str, Any]:
        wanted = (order.get("standard", ""), order.get("standard_version", ""))
        if self.known is not None and wanted not in self.known:
            raise ValidationError({"standard": ["unknown"]})
        return order


class ChangeApprovalSchema(Order):
    """How far a body is trusted from now on."""

    status = Word(ApprovalStatus, required=True)
    reason = text(longest=1000)


class RegisterNationallySchema(Order):
    """Where a body is registered; `valid_until` is the first day on which it holds no more."""

    country = country(required=True)
    authority = line()
    number = line(longest=80)
    registered_on = day(required=True)
    valid_until = day(load_default=None, allow_none=True)
    note = text(longest=1000)


class NationalRegistrationSchema(SeenRow):
    """A registration of a body with an authority of a country."""

    body_id = fields.UUID()
    country = fields.String()
    authority = fields.String()
    number = fields.String()
    registered_on = fields.Date()
    valid_until = fields.Date(allow_none=True)
    note = fields.String()
    ended_on = fields.Date(allow_none=True)
    file_name = fields.String(allow_none=True)
    sha256 = fields.String(allow_none=True)


class ApprovalSchema(SeenRow):
    """An approval of a certification body."""

    body_id = fields.UUID()
    status = Word(ApprovalStatus)
    standard = fields.String()
    standard_version = fields.String()
    countries_in = fields.List(fields.String())
    countries_out = fields.List(fields.String())
    valid_from = fields.Date()
    valid_until = fields.Date(allow_none=True)
    status_reason = fields.String()
