"""Changing the team of an audit that is under way."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext

from fairwild.access.actions import Action
from fairwild.audits import operations, queries
from fairwild.audits.states import AuditStatus
from fairwild.competence import queries as competence
from fairwild.http import house, reading_for_request
from fairwild.kernel.actors import Role
from fairwild.organisations import queries as organisations
from fairwild.schemas.audit_plans import ChangeTeamSchema
from fairwild.unit_of_work import Reading
from fairwild.web.audits.routing import blueprint
from fairwild.web.forms import Form
from fairwild.web.paging import Answer
from fairwild.wording.audit_letters import step_news


def may_change_team(reading: Reading, audit: Any) -> bool:
    """Tell whether the actor can change the team of this audit now."""
    under_way = audit.status is AuditStatus.UNDER_WAY
    return under_way and reading.allows(Action.CHANGE_TEAM, audit)


@blueprint.route("/audits/<uuid:audit_id>/team", methods=["GET", "POST"])
def change_team(audit_id: UUID) -> Answer:
    """Let somebody leave the team, and somebody take over the place."""
    form = Form(ChangeTeamSchema())
    if form.submitted:
        write = step_news(house().settings.base_url)
        changed = form.attempt(
            lambda work, order: operations.change_team(
                work, audit_id=audit_id, write=write, **order
            )
        )
        if changed is not None:
            flash(gettext("The team is changed."), "success")
            return redirect(url_for("audits.show", audit_id=audit_id), HTTPStatus.SEE_OTHER)
    return _page(audit_id, form), form.status


def _page(audit_id: UUID, form: Form) -> str:
    with reading_for_request() as reading:
        audit = queries.get_audit(reading, audit_id)
        reading.may(Action.CHANGE_TEAM, on=audit)
        people = organisations.people_with_role(reading, audit.body_id, *Role)
        facts = queries.facts_of(reading, audit)
        known = {one.person_id for one in facts.team} | {one.id for one in people}
        return render_template(
            "pages/audits/team.html",
            form=form,
            audit=audit,
            operator=organisations.get_organisation(reading, audit.operator_id),
            team=facts.team,
            people=people,
            names=organisations.people_by_id(reading, known),
            declared=competence.declarations_for(reading, audit_id),
            possible=may_change_team(reading, audit),
        )
