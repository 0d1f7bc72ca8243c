"""Plans of audits: changing them, standing by them, counting the days."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from fairwild.api.promises import DEED, answers
from fairwild.audits import operations
from fairwild.audits.queries import audit_facts
from fairwild.desks import operations as binding
from fairwild.http import house, idempotent, unit_of_work_for_request
from fairwild.schemas import audit_plans as schemas
from fairwild.schemas.audits import AuditSchema
from fairwild.wording.audit_letters import ending_news, step_news

blueprint = Blueprint("api_audit_plans", __name__, url_prefix="/audits")

ONE = "/<uuid:audit_id>"

_answers = answers(blueprint, DEED)


@blueprint.put(f"{ONE}/plan")
@blueprint.arguments(schemas.AmendPlanSchema())
@blueprint.response(HTTPStatus.OK, AuditSchema())
@_answers
def amend(order: dict[str, Any], audit_id: UUID) -> Any:
    """Change a plan that is not confirmed: kind, days, sites and team."""
    with unit_of_work_for_request() as work:
        return operations.amend_plan(work, audit_id=audit_id, **order)


@blueprint.post("/spot-checks")
@idempotent
@blueprint.arguments(schemas.PlanSpotCheckSchema())
@blueprint.response(HTTPStatus.CREATED, AuditSchema())
@_answers
def plan_spot_check(order: dict[str, Any]) -> Any:
    """Plan the spot check of a buyer of goods the body has certified."""
    with unit_of_work_for_request() as work:
        return binding.plan_spot_check(work, **order)


@blueprint.post(f"{ONE}/confirmation")
@blueprint.response(HTTPStatus.OK, AuditSchema())
@_answers
def confirm(audit_id: UUID) -> Any:
    """Stand by a plan; the risk classes are taken from the scheme owner's register."""
    with unit_of_work_for_request() as work:
        return binding.confirm_audit(
            work, audit_id=audit_id, write=step_news(house().settings.base_url)
        )


@blueprint.post(f"{ONE}/reopening")
@blueprint.arguments(schemas.ReopenSchema())
@blueprint.response(HTTPStatus.OK, AuditSchema())
@_answers
def reopen(order: dict[str, Any], audit_id: UUID) -> Any:
    """Take back the word for a plan as long as the team has not begun."""
    with unit_of_work_for_request() as work:
        return operations.reopen_plan(
            work, audit_id=audit_id, write=step_news(house().settings.base_url), **order
        )


@blueprint.post(f"{ONE}/cancellation")
@blueprint.arguments(schemas.CancelSchema())
@blueprint.response(HTTPStatus.OK, AuditSchema())
@_answers
def cancel(order: dict[str, Any], audit_id: UUID) -> Any:
    """Cancel a plan, or break off an audit that is under way; nothing of it is erased."""
    with unit_of_work_for_request() as work:
        return operations.cancel_audit(
            work, audit_id=audit_id, write=ending_news(house().settings.base_url), **order
        )


@blueprint.post(f"{ONE}/team-changes")
@idempotent
@blueprint.arguments(schemas.ChangeTeamSchema())
@blueprint.response(HTTPStatus.CREATED, schemas.TeamMemberSeenSchema(many=True))
@_answers
def change_team(order: dict[str, Any], audit_id: UUID) -> Any:
    """Let somebody leave the team of an audit under way, and somebody take over the place.

    Gives the team as it is then, with those who left it.
    """
    write = step_news(house().settings.base_url)
    with unit_of_work_for_request() as work:
        operations.change_team(work, audit_id=audit_id, write=write, **order)
        facts = audit_facts(work, audit_id)
        return [*facts.team, *facts.left]


@blueprint.put(f"{ONE}/days-used")
@blueprint.arguments(schemas.DaysUsedSchema())
@blueprint.response(HTTPStatus.OK, AuditSchema())
@_answers
def count_days(order: dict[str, Any], audit_id: UUID) -> Any:
    """Say how many days an audit has taken."""
    with unit_of_work_for_request() as work:
        return operations.count_days(work, audit_id=audit_id, **order)
