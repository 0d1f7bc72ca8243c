"""What a plan of an audit says beside its team and scope, and a plan as it is changed."""

import re
from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate

from fairwild.audits.states import AuditKind, TeamRole
from fairwild.kernel.plants import Form, PlantPart
from fairwild.kernel.quantities import State
from fairwild.schemas.base import CHOSEN, MISSING, Kilograms, Order, Word, day, line, text

SITES = validate.Length(max=100, error="too-much")
EUROS = validate.Range(min=0, max=2**53 - 1, error="not-a-count")
YEARS = validate.Range(min=1, max=99, error="year-out-of-range")
ONE_UP = validate.Length(min=1, max=200, error="missing")

_DAYS = re.compile(r"([0-9]{1,3})(?:[.,]([05]))?", re.ASCII)


class HalfDays(fields.Field[int]):
    """A number of days as text, whole or with a half; half days inside."""

    def __init__(self, **more: Any) -> None:
        metadata = {"type": "string", "pattern": r"^[0-9]{1,3}([.,][05])?$", "examples": ["2.5"]}
        super().__init__(metadata=metadata, error_messages=MISSING, **more)

    def _serialize(self, value: int | None, attr: str | None, obj: Any, **_: Any) -> str | None:
        if value is None:
            return None
        return f"{value // 2}.5" if value % 2 else str(value // 2)

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **_: Any
    ) -> int:
        found = _DAYS.fullmatch(value) if isinstance(value, str) else None
        half_days = 2 * int(found[1]) + (found[2] == "5") if found else 0
        if half_days == 0:
            message = "not-half-days"
            raise ValidationError(message)
        return half_days


class PlanDetails(Schema):
    """Kind, length, sites and reasons of an audit."""

    kind = Word(AuditKind, load_default=None, allow_none=True)
    planned_days = HalfDays(load_default=None, allow_none=True, attribute="planned_half_days")
    sites = fields.List(line(), load_default=list, validate=SITES, error_messages=MISSING)
    season_reason = text()
    year_reason = text()
    days_reason = text()
    assigned_despite = text()
    turnover_eur = fields.Integer(
        load_default=None,
        allow_none=True,
        validate=EUROS,
        error_messages={"invalid": "not-a-count"},
    )


class TeamMemberSchema(Order):
    """A person of the team with the role in it."""

    person_id = fields.UUID(required=True, error_messages=CHOSEN)
    role = Word(TeamRole, required=True)


class ScopeLineSchema(Order):
    """One line of the scope: species, part, forms, areas, most in one year."""

    species_id = fields.UUID(required=True, error_messages=CHOSEN)
    part = Word(PlantPart, required=True)
    forms = fields.List(Word(Form), load_default=list, validate=validate.Length(max=10))
    area_ids = fields.List(fields.UUID(), required=True, validate=ONE_UP, error_messages=MISSING)
    maximum_kg = Kilograms(required=True, least_g=1, attribute="maximum_g")
    state = Word(State, required=True)


class AmendPlanSchema(Order, PlanDetails):
    """A plan as it is to be from now on; without standard, scope or year these stay."""

    standard = line(required=False, longest=40)
    standard_version = line(required=False, longest=20)
    scope = fields.List(
        fields.Nested(ScopeLineSchema()),
        load_default=None,
        allow_none=True,
        validate=ONE_UP,
        error_messages=MISSING,
    )
    kind = Word(AuditKind, required=True)
    certification_year = fields.Integer(load_default=None, allow_none=True, validate=YEARS)
    starts_on = day(required=True)
    ends_on = day(required=True)
    team = fields.List(
        fields.Nested(TeamMemberSchema()), required=True, validate=ONE_UP, error_messages=MISSING
    )

    @post_load
    def _paired(self, order: dict[str, Any], **_: Any) -> dict[str, Any]:
        order["team"] = [(member["person_id"], member["role"]) for member in order["team"]]
        return order


class PlanSpotCheckSchema(Order):
    """The spot check of a buyer to put into the calendar: it has no scope and no year."""

    body_id = fields.UUID(required=True, error_messages=CHOSEN)
    company_id = fields.UUID(required=True, error_messages=CHOSEN)
    standard = line(longest=40)
    standard_version = line(longest=20)
    starts_on = day(required=True)
    ends_on = day(required=True)
    team = fields.List(
        fields.Nested(TeamMemberSchema()), required=True, validate=ONE_UP, error_messages=MISSING
    )
    planned_days = HalfDays(load_default=None, allow_none=True, attribute="planned_half_days")
    sites = fields.List(line(), load_default=list, validate=SITES, error_messages=MISSING)
    days_reason = text()
    assigned_despite = text()

    @post_load
    def _paired(self, order: dict[str, Any], **_: Any) -> dict[str, Any]:
        order["team"] = [(member["person_id"], member["role"]) for member in order["team"]]
        return order


class StartSchema(Order):
    """Why an audit begins on another day than planned."""

    reason = text()


class ReopenSchema(Order):
    """Why a confirmation is taken back."""

    reason = text(required=True)


class CancelSchema(Order):
    """Why a plan is cancelled, or an audit broken off."""

    reason = text(required=True)


class ChangeTeamSchema(Order):
    """Who leaves the team of an audit under way, who takes over the place if anybody, and why."""

    left_id = fields.UUID(required=True, error_messages=CHOSEN)
    came_id = fields.UUID(load_default=None, allow_none=True, error_messages=CHOSEN)
    reason = text(required=True)
    assigned_despite = text()


class TeamMemberSeenSchema(Schema):
    """Somebody of the team, from when and until when where that is not all of the audit."""

    person_id = fields.UUID()
    role = Word(TeamRole)
    came_on = fields.Date(allow_none=True)
    left_on = fields.Date(allow_none=True)


class DaysUsedSchema(Order):
    """How many days an audit has taken."""

    used_days = HalfDays(required=True, attribute="used_half_days")
