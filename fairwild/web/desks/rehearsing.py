"""A mock recall from the desk, with a clock."""

from uuid import UUID

from flask import flash, redirect, url_for
from flask_babel import gettext

from fairwild.desks import operations
from fairwild.http import reading_for_request
from fairwild.schemas.desks import RehearseSchema, StopSchema
from fairwild.web.desks import showing
from fairwild.web.desks.routing import blueprint
from fairwild.web.forms import Form
from fairwild.web.paging import Answer

ONE = showing.ONE


def _again(audit_id: UUID, form: Form) -> Answer:
    with reading_for_request() as reading:
        return showing.page_of(reading, audit_id, form=form), form.status


@blueprint.post(f"{ONE}/mock-recalls")
def rehearse(audit_id: UUID) -> Answer:
    """Trace a lot of the operator and start the clock."""
    form = Form(RehearseSchema())
    begun = form.attempt(
        lambda work, order: operations.start_rehearsal(work, audit_id=audit_id, **order)
    )
    if begun is None:
        return _again(audit_id, form)
    flash(gettext("The clock runs. Ask for the operator's papers now."), "success")
    return redirect(url_for("desks.show", audit_id=audit_id, _anchor="mock-recalls"))


@blueprint.post(f"{ONE}/mock-recalls/<uuid:rehearsal_id>/stop")
def stop(audit_id: UUID, rehearsal_id: UUID) -> Answer:
    """Stop the clock."""
    form = Form(StopSchema())
    ended = form.attempt(
        lambda work, order: operations.stop_rehearsal(work, rehearsal_id=rehearsal_id, **order)
    )
    if ended is None:
        return _again(audit_id, form)
    flash(gettext("The clock is stopped."), "success")
    return redirect(url_for("desks.show", audit_id=audit_id, _anchor="mock-recalls"))
