"""Ending an audit that is not to go on."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext

from fairwild.access.actions import Action
from fairwild.audits import operations, queries
from fairwild.audits.states import MOVES, AuditStatus
from fairwild.http import house, reading_for_request
from fairwild.organisations import queries as organisations
from fairwild.schemas.audit_plans import CancelSchema
from fairwild.unit_of_work import Reading
from fairwild.web.audits.routing import blueprint
from fairwild.web.forms import Form
from fairwild.web.paging import Answer
from fairwild.wording.audit_letters import ending_news


def may_cancel(reading: Reading, audit: Any) -> bool:
    """Tell whether the actor can cancel this audit or break it off now."""
    possible = AuditStatus.CANCELLED in MOVES[audit.status]
    return possible and reading.allows(Action.CANCEL_AUDIT, audit)


@blueprint.route("/audits/<uuid:audit_id>/cancel", methods=["GET", "POST"])
def cancel(audit_id: UUID) -> Answer:
    """Cancel the plan of an audit, or break off one that is under way, with a reason."""
    form = Form(CancelSchema())
    if form.submitted:
        audit = form.attempt(
            lambda work, order: operations.cancel_audit(
                work, audit_id=audit_id, write=ending_news(house().settings.base_url), **order
            )
        )
        if audit is not None:
            told = gettext("The audit is broken off."), gettext("The plan is cancelled.")
            flash(told[0] if audit.broken_off else told[1], "success")
            where = url_for("audits.show", audit_id=audit_id)
            return redirect(where, HTTPStatus.SEE_OTHER)
    with reading_for_request() as reading:
        audit = queries.get_audit(reading, audit_id)
        reading.may(Action.CANCEL_AUDIT, on=audit)
        operator = organisations.get_organisation(reading, audit.operator_id)
        page = render_template(
            "pages/audits/cancel.html",
            form=form,
            audit=audit,
            operator=operator,
            possible=may_cancel(reading, audit),
        )
    return page, form.status
