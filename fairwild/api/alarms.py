"""What looks wrong in one's own material."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from fairwild.alarms import operations, queries
from fairwild.desks.queries.alarms import alarms_of_client
from fairwild.http import (
    home_organisation_id,
    idempotent,
    reading_for_request,
    unit_of_work_for_request,
)
from fairwild.schemas.alarms import (
    AlarmSchema,
    DismissAlarmSchema,
    DismissalSchema,
    ToldAlarmSchema,
)

blueprint = Blueprint("api_alarms", __name__, url_prefix="/alarms")


@blueprint.get("")
@blueprint.response(HTTPStatus.OK, AlarmSchema(many=True))
@blueprint.alt_response(HTTPStatus.FORBIDDEN, description="Not yours to see")
def list_all() -> Any:
    """List every alarm, the gravest first, each with its numbers."""
    home_id = home_organisation_id()
    with reading_for_request() as reading:
        aside = queries.dismissals_of(reading, home_id)
        found = queries.alarms_of(reading, home_id)
        return [{**vars(one), "dismissed": one.key in aside} for one in found]


@blueprint.get("/clients/<uuid:organisation_id>")
@blueprint.response(HTTPStatus.OK, ToldAlarmSchema(many=True))
@blueprint.alt_response(HTTPStatus.FORBIDDEN, description="Not yours to see")
@blueprint.alt_response(
    HTTPStatus.NOT_FOUND, description="Your body neither audits nor certifies it"
)
def of_client(organisation_id: UUID) -> Any:
    """List the alarms of the material of somebody whom one's own body audits or certifies."""
    body_id = home_organisation_id()
    with reading_for_request() as reading:
        found = alarms_of_client(reading, organisation_id, body_id=body_id)
        return [{**vars(one.alarm), "aside": one.aside} for one in found]


@blueprint.post("/dismissals")
@idempotent
@blueprint.arguments(DismissAlarmSchema())
@blueprint.response(HTTPStatus.CREATED, DismissalSchema())
@blueprint.alt_response(HTTPStatus.FORBIDDEN, description="Not yours to do")
@blueprint.alt_response(HTTPStatus.CONFLICT, description="Refused, with every obstacle")
def dismiss(order: dict[str, Any]) -> Any:
    """Put an alarm aside; it is done only with a reason."""
    home_id = home_organisation_id()
    with unit_of_work_for_request() as work:
        return operations.dismiss_alarm(work, organisation_id=home_id, **order)


@blueprint.post("/dismissals/<uuid:dismissal_id>/restore")
@idempotent
@blueprint.response(HTTPStatus.CREATED, DismissalSchema())
@blueprint.alt_response(HTTPStatus.FORBIDDEN, description="Not yours to do")
@blueprint.alt_response(HTTPStatus.NOT_FOUND, description="There is no such dismissal to see")
@blueprint.alt_response(HTTPStatus.CONFLICT, description="Refused, with every obstacle")
def restore(dismissal_id: UUID) -> Any:
    """Let an alarm that was put aside count again."""
    with unit_of_work_for_request() as work:
        return operations.restore_alarm(work, dismissal_id=dismissal_id)
