"""Certificates as the API, the forms and the public directory carry them."""

from typing import Any

from marshmallow import Schema, fields, validate

from fairwild.certificates.states import CertificateStatus, Standing
from fairwild.kernel.plants import Form, PlantPart
from fairwild.kernel.quantities import State
from fairwild.organisations.states import ApprovalStatus
from fairwild.schemas.base import PRINTABLE, Kilograms, Moment, Order, Word, day, text


class ChangeStatusSchema(Order):
    """Another status for a certificate, with its reason."""

    to = Word(CertificateStatus, required=True)
    reason = text(required=True, longest=2000)


class ReissueSchema(Order):
    """Why a corrected certificate takes the place of this one."""

    reason = text(required=True, longest=2000)


def asked(longest: int = 100) -> fields.String:
    """Give a field of a search that may be left out."""
    return fields.String(
        load_default="", validate=[validate.Length(max=longest), PRINTABLE], allow_none=False
    )


class StandingWord(Word):
    """A standing, or nothing where all are wanted."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> Any:
        return super()._deserialize(value, attr, data, **more) if value else None


class WantedSchema(Schema):
    """What is looked for among certificates."""

    q = asked()
    number = asked(40)
    holder = asked()
    country = asked(2)
    species = asked()
    status = StandingWord(Standing, load_default=None)
    order = fields.String(
        load_default="issued", validate=validate.OneOf(["issued", "number", "until"])
    )


class DaySchema(Schema):
    """The day for which a status is asked."""

    on = day(load_default=None)


class PartySchema(Schema):
    """An organisation as everybody may know it."""

    code = fields.String()
    name = fields.String()
    country = fields.String()


class ApprovalSeenSchema(Schema):
    """The approval under which a body certified."""

    status = Word(ApprovalStatus)
    valid_from = fields.Date()
    valid_until = fields.Date(allow_none=True)


class StatusSeenSchema(Schema):
    """What a certificate is or was worth, and since when."""

    standing = Word(Standing)
    since = Moment(allow_none=True)
    in_force = fields.Boolean()


class ChangeSeenSchema(Schema):
    """A change of status; its reason stays with the parties."""

    status = Word(CertificateStatus, attribute="to")
    at = Moment()


class AreaSeenSchema(Schema):
    """A collection area; of a sensitive one only where it roughly is."""

    code = fields.String()
    name = fields.String()
    administrative_unit = fields.String(attribute="admin_unit")
    country = fields.String()
    sensitive = fields.Boolean()


class LineSeenSchema(Schema):
    """One line of the scope."""

    species = fields.String()
    author = fields.String()
    common_names = fields.List(fields.String())
    part = Word(PlantPart)
    forms = fields.List(Word(Form))
    areas = fields.List(fields.Nested(AreaSeenSchema()))
    risk_class = fields.String()
    maximum_kg = Kilograms(attribute="maximum_g")
    state = Word(State, allow_none=True)


class DirectoryLineSchema(Schema):
    """One certificate of the directory."""

    number = fields.String(attribute="facts.number")
    holder = fields.Nested(PartySchema())
    body = fields.Nested(PartySchema())
    standard = fields.String(attribute="facts.standard")
    standard_version = fields.String(attribute="facts.standard_version")
    certification_year = fields.Integer(attribute="facts.certification_year")
    species = fields.List(fields.String())
    issued_at = Moment()
    valid_from = fields.Date(attribute="facts.valid_from")
    last_valid_day = fields.Date(attribute="facts.last_valid_day")
    status = fields.Nested(StatusSeenSchema())


class OwnLineSchema(DirectoryLineSchema):
    """One certificate for its body, its holder or the steward."""

    id = fields.UUID(attribute="facts.id")


class PublicCertificateSchema(DirectoryLineSchema):
    """Everything anybody may know of one certificate."""

    code = fields.String()
    standard_title = fields.String()
    approval = fields.Nested(ApprovalSeenSchema(), allow_none=True)
    scope = fields.List(fields.Nested(LineSeenSchema()), attribute="lines")
    history = fields.List(fields.Nested(ChangeSeenSchema()))
    supersedes = fields.String()
    superseded_by = fields.String()
    paper_sha256 = fields.String(attribute="paper_digest")
    restrictions = fields.String()
    synthetic = fields.Boolean()


class OwnChangeSchema(Schema):
    """A change of status with its reason, for those entitled."""

    status = Word(CertificateStatus, attribute="change.to")
    at = Moment(attribute="change.at")
    reason = fields.String(attribute="change.reason")
    changed_by = fields.String()


class OwnCertificateSchema(PublicCertificateSchema):
    """One certificate with its id, for its body, its holder or the steward."""

    id = fields.UUID(attribute="facts.id")
