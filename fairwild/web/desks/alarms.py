"""What looks wrong in the material of those a body audits, as its people read it."""

from typing import Any
from uuid import UUID

from flask import render_template

from fairwild.audits import queries as audits
from fairwild.desks.queries import alarms
from fairwild.http import home_organisation_id, reading_for_request
from fairwild.organisations.queries import get_organisation
from fairwild.web.alarms import sentence
from fairwild.web.desks.routing import blueprint
from fairwild.web.paging import Answer


@blueprint.get("/audits/<uuid:audit_id>/desk/alarms")
def show_alarms(audit_id: UUID) -> Answer:
    """Show the alarms of the audited party, open and put aside."""
    with reading_for_request() as reading:
        found = alarms.alarms_at_desk(reading, audit_id)
        audit = audits.get_audit(reading, audit_id)
        operator = get_organisation(reading, audit.operator_id)
    return _page(found, audit=audit, operator=operator)


@blueprint.get("/alarms/clients/<uuid:organisation_id>")
def show_client(organisation_id: UUID) -> Answer:
    """Show the alarms of somebody whom one's own body audits or certifies."""
    with reading_for_request() as reading:
        body_id = home_organisation_id()
        found = alarms.alarms_of_client(reading, organisation_id, body_id=body_id)
        operator = get_organisation(reading, organisation_id)
    return _page(found, audit=None, operator=operator)


def _page(found: list[alarms.ToldAlarm], **more: Any) -> str:
    return render_template(
        "pages/desks/alarms.html",
        alarms=[one.alarm for one in found if one.aside is None],
        aside=[one for one in found if one.aside],
        sentence=sentence,
        **more,
    )
